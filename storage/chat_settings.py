"""When and how alerts arrive in a chat, and what its clock times come to in UTC.

The next digest and the quiet hours stand beside the settings that they follow from, so that routing needs no
calendar. They are counted anew when a setting changes, when they have passed, and when they lie so far ahead
that the clock must have been set; and what is held then goes with them.
"""

import sqlite3
from collections.abc import Callable, Iterable, Mapping

from newsroom import AlertStyle, ChatSettings, Manner, Place, next_digest, quiet_hours
from storage.changes import ChangeKind, Value, differences, note_change
from storage.database import Database

LONGEST_AHEAD = 8 * 24 * 60 * 60_000
"""Milliseconds. A digest comes once a week at the least: what lies farther ahead was counted by a clock that
was wrong, or is wrong now."""

_LONGEST_TO_QUIET = 3 * 24 * 60 * 60_000
"""The same for the end of quiet hours, which come every night, save those that a gap of the clock takes."""

_CHATS = 500
"""Chats whose times are counted anew in one transaction."""

_SETTINGS = """
    style, media, album, preview, silent, one_story, announcements, timezone,
    digest_minute, digest_days, quiet_from, quiet_to
"""

_PASSED = """
    SELECT id FROM chats WHERE digest_due_at <= :now
    UNION SELECT id FROM chats WHERE digest_due_at > :far
    UNION SELECT id FROM chats WHERE quiet_ends_at <= :now
    UNION SELECT id FROM chats WHERE quiet_ends_at > :far_for_quiet
"""

_DUE_AT = """
    CASE hold
        WHEN 'digest' THEN ifnull(chats.digest_due_at, :now)
        WHEN 'quiet' THEN CASE
            WHEN chats.quiet_begins_at <= :now AND :now < chats.quiet_ends_at THEN chats.quiet_ends_at
            ELSE :now
        END
        ELSE :now
    END
"""
"""When what is held falls due, by the times of its chat."""


async def get_settings(db: Database, chat_id: int) -> ChatSettings:
    """Return the settings of a chat; those of a new one where the bot has not met it."""
    return await db.read(lambda raw: _read(raw, chat_id) or ChatSettings())


async def change_settings(
    db: Database,
    chat_id: int,
    change: Callable[[ChatSettings], ChatSettings],
    now: int,
    *,
    thread_id: int = 0,
    by: int | None = None,
    kind: ChangeKind = ChangeKind.SETTINGS,
) -> tuple[ChatSettings, ChatSettings]:
    """Change the settings of a chat that the bot has met; return them as they were, and as they are.

    What is held falls due as the new ones say: what no digest and no quiet hour holds any more, now. `by`:
    who may take it back with /undo, in the topic `thread_id`, as a change of this `kind`; None = nobody.
    Raises LookupError for a chat that the bot has not met.
    """

    def intent(raw: sqlite3.Connection) -> tuple[ChatSettings, ChatSettings]:
        before = _read(raw, chat_id)
        if before is None:
            raise LookupError(f"the bot has not met chat {chat_id}")
        after = change(before)
        stood = _columns(raw, chat_id)
        _write(raw, chat_id, after)
        _apply(raw, chat_id, now)
        changed = differences(stood, _columns(raw, chat_id))
        if changed is not None:
            note_change(raw, Place(chat_id, thread_id), by=by, now=now, kind=kind, before=changed)
        return before, after

    return await db.write(intent)


def take_back_settings(
    raw: sqlite3.Connection,
    chat_id: int,
    before: Mapping[str, Value],
    after: Mapping[str, Value],
    now: int,
) -> bool:
    """Give some columns of a chat's settings their former values; for intents of this package.

    False where one of them is not as it was left.
    """
    stands = _columns(raw, chat_id)
    if any(name not in stands or stands[name] != value for name, value in after.items()):
        return False
    names = ", ".join(f"{name} = ?" for name in before)
    raw.execute(f"UPDATE chats SET {names} WHERE id = ?", (*before.values(), chat_id))
    _apply(raw, chat_id, now)
    return True


async def refresh_times(db: Database, now: int) -> None:
    """Count the next digests and quiet hours of all chats whose last ones have passed.

    Called before routing and before digests are made. What is held keeps the moment at which it falls due,
    unless the clock was set back so that this lies too far ahead.
    """
    far = now + LONGEST_AHEAD
    while await db.read(lambda raw: _passed(raw, now, limit=1)):

        def intent(raw: sqlite3.Connection) -> None:
            for chat_id in _passed(raw, now, limit=_CHATS):
                settings = _read(raw, chat_id)
                _count(raw, chat_id, settings or ChatSettings(), now)

        await db.write(intent)
    if await db.read(lambda raw: _held_beyond(raw, far)):
        await db.write(lambda raw: _hold_until(raw, f"deliveries.due_at > {far:d}", now))


def _passed(raw: sqlite3.Connection, now: int, *, limit: int) -> list[int]:
    far, far_for_quiet = now + LONGEST_AHEAD, now + _LONGEST_TO_QUIET
    rows = raw.execute(
        f"{_PASSED} LIMIT {limit:d}", {"now": now, "far": far, "far_for_quiet": far_for_quiet}
    )
    return [chat_id for (chat_id,) in rows]


def _held_beyond(raw: sqlite3.Connection, moment: int) -> bool:
    row = raw.execute(
        "SELECT 1 FROM deliveries WHERE state = 'due' AND hold IS NOT NULL AND due_at > ? LIMIT 1",
        (moment,),
    ).fetchone()
    return row is not None


def _hold_until(raw: sqlite3.Connection, which: str, now: int) -> None:
    """Let what is held, and in no message yet, fall due by the times of its chat."""
    raw.execute(
        f"""
        UPDATE deliveries SET due_at = {_DUE_AT} FROM chats
        WHERE chats.id = deliveries.chat_id AND {which}
          AND state = 'due' AND hold IS NOT NULL AND digest_id IS NULL
        """,
        {"now": now},
    )


def _apply(raw: sqlite3.Connection, chat_id: int, now: int) -> None:
    """Let what is held in a chat, and the times of what will be, follow its settings."""
    _count(raw, chat_id, _read(raw, chat_id) or ChatSettings(), now)
    _hold_until(raw, f"deliveries.chat_id = {chat_id:d}", now)


def _columns(raw: sqlite3.Connection, chat_id: int) -> dict[str, Value]:
    """Return the settings of a chat as they are stored; empty where the bot has not met it."""
    row = raw.execute(f"SELECT {_SETTINGS} FROM chats WHERE id = ?", (chat_id,)).fetchone()
    return {} if row is None else dict(row)


def _count(raw: sqlite3.Connection, chat_id: int, settings: ChatSettings, now: int) -> None:
    """Write down what the clock times of a chat come to."""
    quiet = quiet_hours(settings, now)
    raw.execute(
        """
        UPDATE chats SET digest_due_at = ?, quiet_begins_at = ?, quiet_ends_at = ? WHERE id = ?
        """,
        (
            next_digest(settings, now),
            None if quiet is None else quiet.begins_at,
            None if quiet is None else quiet.ends_at,
            chat_id,
        ),
    )


def _write(raw: sqlite3.Connection, chat_id: int, settings: ChatSettings) -> None:
    manner = settings.manner
    values: Iterable[object] = (
        *(manner.style, manner.media, manner.album, manner.preview, manner.silent),
        *(settings.one_story, settings.announcements),
        *(settings.timezone, settings.digest_minute, settings.digest_days),
        *(settings.quiet_from, settings.quiet_to),
    )
    raw.execute(
        f"UPDATE chats SET ({_SETTINGS}) = (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) WHERE id = ?",
        (*values, chat_id),
    )


def _read(raw: sqlite3.Connection, chat_id: int) -> ChatSettings | None:
    row = raw.execute(f"SELECT {_SETTINGS} FROM chats WHERE id = ?", (chat_id,)).fetchone()
    if row is None:
        return None
    return ChatSettings(
        manner=Manner(
            style=AlertStyle(row["style"]),
            media=bool(row["media"]),
            album=bool(row["album"]),
            preview=bool(row["preview"]),
            silent=bool(row["silent"]),
        ),
        one_story=bool(row["one_story"]),
        announcements=bool(row["announcements"]),
        timezone=row["timezone"],
        digest_minute=row["digest_minute"],
        digest_days=row["digest_days"],
        quiet_from=row["quiet_from"],
        quiet_to=row["quiet_to"],
    )
