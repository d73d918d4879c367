"""Chats: meeting and finding them, pausing those that cannot be reached."""

import sqlite3

from newsroom import Chat, ChatKind, Place
from storage.database import Database
from storage.pauses import look_at_pause, note_pause
from storage.shut_outs import tell_of_pause

GONE = (
    "removed",
    "kicked",
    "not-a-member",
    "blocked",
    "deactivated",
    "chat-not-found",
    "forbidden",
)
"""Reasons of a pause that say the chat is not there for the bot: it has put it out, or is no more."""

NO_RIGHTS = "no-rights"
"""The reason where the bot is there, and may not write."""

ERASED = "erased"
"""The reason where all that the chat had has been forgotten."""

# A private chat has its person's number, and speaks that person's language until it is given one.
_COLUMNS = """
    id, kind, title, username, paused,
    coalesce(language, (SELECT users.language FROM users WHERE users.id = chats.id)) AS language
"""


async def meet_chat(db: Database, chat: Chat, now: int) -> Chat:
    """Remember a chat's kind, title and @name, and return it as stored.

    `chat.language` and `chat.paused` are ignored: they are set by people and by what Telegram answers.
    """
    known = await get_chat(db, chat.id)
    if known is not None and _names(known) == _names(chat):
        return known

    def intent(raw: sqlite3.Connection) -> Chat:
        raw.execute(
            """
            INSERT INTO chats (id, kind, title, username, met_at) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE
            SET kind = excluded.kind, title = excluded.title, username = excluded.username
            """,
            (chat.id, chat.kind, chat.title, chat.username, now),
        )
        met = find_chat(raw, chat.id)
        assert met is not None  # noqa: S101 - inserted above
        return met

    return await db.write(intent)


async def get_chat(db: Database, chat_id: int) -> Chat | None:
    """Return a chat the bot has met; None for any other."""
    return await db.read(lambda raw: find_chat(raw, chat_id))


async def chat_named(db: Database, name: str) -> int | None:
    """Return the id of the group or channel with this «@name», case aside; None where none was met."""

    def question(raw: sqlite3.Connection) -> int | None:
        row = raw.execute(
            """
            SELECT id FROM chats
            WHERE username = ? COLLATE NOCASE AND kind <> 'private' AND migrated_to IS NULL
            """,
            (name.removeprefix("@"),),
        ).fetchone()
        return None if row is None else int(row["id"])

    return await db.read(question)


async def chats_titled(db: Database, words: str) -> tuple[Chat, ...]:
    """Return the groups and channels whose title `words` begin with, case aside, the longest first.

    The title ends where a word does: a note may follow it.
    """

    def opens(title: str) -> bool:
        rest = words[len(title) :]
        fits = words[: len(title)].casefold() == title.casefold()
        return bool(title) and fits and (not rest or rest[0].isspace())

    def question(raw: sqlite3.Connection) -> tuple[Chat, ...]:
        rows = raw.execute(
            f"SELECT {_COLUMNS} FROM chats WHERE kind <> 'private' AND migrated_to IS NULL"
        )
        found = (chat for chat in map(_chat, rows) if opens(chat.title))
        return tuple(sorted(found, key=lambda chat: (-len(chat.title), chat.id)))

    return await db.read(question)


async def chats_forwarded_to(db: Database, user_id: int, *, limit: int) -> tuple[Chat, ...]:
    """Return the chats that a person has sent articles to, the last used first."""

    def question(raw: sqlite3.Connection) -> tuple[Chat, ...]:
        rows = raw.execute(
            """
            SELECT chats.* FROM deliveries JOIN chats ON chats.id = chat_id
            WHERE sent_by = ? AND deliveries.kind = 'forward'
            GROUP BY chats.id ORDER BY max(deliveries.id) DESC LIMIT ?
            """,
            (user_id, limit),
        )
        return tuple(map(_chat, rows))

    return await db.read(question)


async def pause_chat(
    db: Database, chat_id: int, reason: str, now: int, *, by: int | None = None
) -> None:
    """Send nothing more to a chat. What it was still owed is dropped, with the reason, in the ledger.

    Being put out weighs more than having no right to write: it takes that reason's place.
    Those who subscribed a group or channel are told; not `by`, the user who brought it about.
    """

    def intent(raw: sqlite3.Connection) -> None:
        paused = raw.execute(
            """
            UPDATE chats SET paused = :reason, paused_at = :now
            WHERE id = :chat AND (paused IS NULL OR paused = :no_rights AND :reason <> :no_rights)
            """,
            {"reason": reason, "now": now, "chat": chat_id, "no_rights": NO_RIGHTS},
        )
        if paused.rowcount:
            tell_of_pause(raw, Place(chat_id), reason, now, whole_chat=True, by=by)
        drop_owed(raw, "chat_id = ?", (chat_id,), reason, now)

    await db.write(intent)


async def resume_chat(db: Database, chat_id: int, now: int) -> bool:
    """Send to a chat again; False where it was not paused, or is that of somebody who is banned.

    What it missed meanwhile is noted.
    """
    pause = await look_at_pause(db, chat_id, now)

    def intent(raw: sqlite3.Connection) -> bool:
        note_pause(raw, pause)
        done = raw.execute(
            """
            UPDATE chats SET paused = NULL, paused_at = NULL
            WHERE id = ? AND paused IS NOT NULL AND paused <> 'banned'
            """,
            (chat_id,),
        )
        return done.rowcount > 0

    return await db.write(intent)


async def pause_topic(db: Database, chat_id: int, thread_id: int, reason: str, now: int) -> None:
    """Pause the subscriptions and watches of one topic, as `pause_chat` does a chat."""

    def intent(raw: sqlite3.Connection) -> None:
        paused = [
            raw.execute(
                f"""
                UPDATE {table} SET paused = ?, paused_at = ?
                WHERE chat_id = ? AND thread_id = ? AND paused IS NULL AND removed_at IS NULL
                """,
                (reason, now, chat_id, thread_id),
            ).rowcount
            for table in ("subscriptions", "watches")
        ]
        if any(paused):
            tell_of_pause(raw, Place(chat_id, thread_id), reason, now, whole_chat=False)
        drop_owed(raw, "chat_id = ? AND thread_id = ?", (chat_id, thread_id), reason, now)

    await db.write(intent)


def drop_owed(
    raw: sqlite3.Connection, where: str, values: tuple[int, ...], reason: str, now: int
) -> None:
    """Drop what is owed. `where`: a condition on `deliveries` with these values."""
    raw.execute(
        f"""
        UPDATE deliveries SET state = 'dropped', reason = ?, settled_at = ?
        WHERE {where} AND state IN ('due', 'claimed')
        """,
        (reason, now, *values),
    )


def _names(chat: Chat) -> tuple[ChatKind, str, str | None]:
    return chat.kind, chat.title, chat.username


def find_chat(raw: sqlite3.Connection, chat_id: int) -> Chat | None:
    """Return a chat the bot has met; None for any other."""
    row = raw.execute(f"SELECT {_COLUMNS} FROM chats WHERE id = ?", (chat_id,)).fetchone()
    return None if row is None else _chat(row)


def _chat(row: sqlite3.Row) -> Chat:
    return Chat(
        id=row["id"],
        kind=ChatKind(row["kind"]),
        title=row["title"],
        username=row["username"],
        language=row["language"],
        paused=row["paused"],
    )
