"""What a place does not want to get for a while."""

import sqlite3

from newsroom import Mute, Place
from storage.changes import ChangeKind, note_change
from storage.database import Database

_ALL = 0
"""Stands for a feed's number where all that arrives at a place is muted."""

_HERE = "chat_id = ? AND thread_id = ?"


async def mute(
    db: Database,
    place: Place,
    feed_id: int | None,
    *,
    until: int,
    by: int | None = None,
    now: int,
) -> None:
    """Send a place that the bot has met nothing of a feed, None = of any, before `until`.

    A later word replaces an earlier one about the same. What the place is owed already is sent. `by`: who may
    take it back with /undo; None = nobody.
    """

    def intent(raw: sqlite3.Connection) -> None:
        raw.execute(
            f"DELETE FROM mutes WHERE {_HERE} AND until <= ?",
            (place.chat_id, place.thread_id, now),
        )
        feed = feed_id or _ALL
        former = _until(raw, place, feed)
        if former == until:
            return
        before = {"feed": feed, "until": former, "after": until}
        _set(raw, place, feed, until)
        note_change(raw, place, by=by, now=now, kind=ChangeKind.MUTE, before=before)

    await db.write(intent)


async def unmute(
    db: Database, place: Place, feed_id: int | None, *, by: int | None = None, now: int
) -> bool:
    """Send a place what comes of a feed again, None = of any; False where that was not muted.

    `by` as for `mute`.
    """

    def intent(raw: sqlite3.Connection) -> bool:
        feed = feed_id or _ALL
        until = _until(raw, place, feed)
        _set(raw, place, feed, None)
        if until is None or until <= now:
            return False
        before = {"feed": feed, "until": until, "after": None}
        note_change(raw, place, by=by, now=now, kind=ChangeKind.MUTE, before=before)
        return True

    return await db.write(intent)


def take_back_mute(
    raw: sqlite3.Connection, place: Place, feed: int, before: int | None, after: int | None
) -> bool:
    """Mute a feed (0 = all) until `before`, None = not; for intents of this package.

    False where it is not muted until `after` any more.
    """
    if _until(raw, place, feed) != after:
        return False
    _set(raw, place, feed, before)
    return True


def _until(raw: sqlite3.Connection, place: Place, feed: int) -> int | None:
    row = raw.execute(
        f"SELECT until FROM mutes WHERE {_HERE} AND feed_id = ?",
        (place.chat_id, place.thread_id, feed),
    ).fetchone()
    return None if row is None else int(row["until"])


def _set(raw: sqlite3.Connection, place: Place, feed: int, until: int | None) -> None:
    if until is None:
        raw.execute(
            f"DELETE FROM mutes WHERE {_HERE} AND feed_id = ?",
            (place.chat_id, place.thread_id, feed),
        )
        return
    raw.execute(
        """
        INSERT INTO mutes (chat_id, thread_id, feed_id, until) VALUES (?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET until = excluded.until
        """,
        (place.chat_id, place.thread_id, feed, until),
    )


async def list_mutes(db: Database, place: Place, now: int) -> tuple[Mute, ...]:
    """Return what a place has muted at `now`: all that arrives first, then feeds by number."""

    def question(raw: sqlite3.Connection) -> tuple[Mute, ...]:
        rows = raw.execute(
            f"""
            SELECT feed_id, until, coalesce(feeds.own_title, feeds.title) AS feed_title
            FROM mutes LEFT JOIN feeds ON feeds.id = feed_id
            WHERE {_HERE} AND until > ? ORDER BY feed_id
            """,
            (place.chat_id, place.thread_id, now),
        )
        return tuple(Mute(row["feed_id"] or None, row["feed_title"], row["until"]) for row in rows)

    return await db.read(question)
