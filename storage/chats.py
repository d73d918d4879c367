"""Chats: meeting them, pausing those that cannot be reached, moving those that migrate."""

import sqlite3

from newsroom import Chat, ChatKind
from storage.database import Database

_COLUMNS = "id, kind, title, username, language, paused"


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
        met = _find(raw, chat.id)
        assert met is not None  # noqa: S101 - inserted above
        return met

    return await db.write(intent)


async def get_chat(db: Database, chat_id: int) -> Chat | None:
    """Return a chat the bot has met; None for any other."""
    return await db.read(lambda raw: _find(raw, chat_id))


async def pause_chat(db: Database, chat_id: int, reason: str, now: int) -> None:
    """Send nothing more to a chat. What it was still owed is dropped, with the reason, in the ledger."""

    def intent(raw: sqlite3.Connection) -> None:
        raw.execute(
            "UPDATE chats SET paused = ?, paused_at = ? WHERE id = ? AND paused IS NULL",
            (reason, now, chat_id),
        )
        _drop_due(raw, "chat_id = ?", (chat_id,), reason, now)

    await db.write(intent)


async def resume_chat(db: Database, chat_id: int) -> bool:
    """Send to a chat again; False where it was not paused."""

    def intent(raw: sqlite3.Connection) -> bool:
        done = raw.execute(
            "UPDATE chats SET paused = NULL, paused_at = NULL WHERE id = ? AND paused IS NOT NULL",
            (chat_id,),
        )
        return done.rowcount > 0

    return await db.write(intent)


async def pause_topic(db: Database, chat_id: int, thread_id: int, reason: str, now: int) -> None:
    """Pause the subscriptions of one topic, as `pause_chat` does a chat."""

    def intent(raw: sqlite3.Connection) -> None:
        raw.execute(
            """
            UPDATE subscriptions SET paused = ?, paused_at = ?
            WHERE chat_id = ? AND thread_id = ? AND paused IS NULL AND removed_at IS NULL
            """,
            (reason, now, chat_id, thread_id),
        )
        _drop_due(raw, "chat_id = ? AND thread_id = ?", (chat_id, thread_id), reason, now)

    await db.write(intent)


async def migrate_chat(db: Database, old_id: int, new_id: int, now: int) -> None:
    """Move all that a group has to the supergroup it became; doing so twice changes nothing.

    What the new chat has already (its update may come before the old chat's error) is kept there.
    """

    def intent(raw: sqlite3.Connection) -> None:
        raw.execute(
            """
            INSERT INTO chats (id, kind, title, username, language, met_at)
            SELECT ?, 'supergroup', title, username, language, ? FROM chats WHERE id = ?
            ON CONFLICT (id) DO NOTHING
            """,
            (new_id, now, old_id),
        )
        raw.execute("UPDATE chats SET migrated_to = ? WHERE id = ?", (new_id, old_id))
        for table in ("subscriptions", "deliveries"):
            raw.execute(
                f"UPDATE OR IGNORE {table} SET chat_id = ? WHERE chat_id = ?", (new_id, old_id)
            )
        raw.execute(
            "UPDATE OR IGNORE feeds SET owner_chat_id = ? WHERE owner_chat_id = ?", (new_id, old_id)
        )
        raw.execute(
            "UPDATE subscriptions SET removed_at = ? WHERE chat_id = ? AND removed_at IS NULL",
            (now, old_id),
        )
        _drop_due(raw, "chat_id = ?", (old_id,), "migrated", now)

    await db.write(intent)


def _drop_due(
    raw: sqlite3.Connection, where: str, values: tuple[int, ...], reason: str, now: int
) -> None:
    raw.execute(
        f"""
        UPDATE deliveries SET state = 'dropped', reason = ?, settled_at = ?
        WHERE {where} AND state IN ('due', 'claimed')
        """,
        (reason, now, *values),
    )


def _names(chat: Chat) -> tuple[ChatKind, str, str | None]:
    return chat.kind, chat.title, chat.username


def _find(raw: sqlite3.Connection, chat_id: int) -> Chat | None:
    row = raw.execute(f"SELECT {_COLUMNS} FROM chats WHERE id = ?", (chat_id,)).fetchone()
    if row is None:
        return None
    return Chat(
        id=row["id"],
        kind=ChatKind(row["kind"]),
        title=row["title"],
        username=row["username"],
        language=row["language"],
        paused=row["paused"],
    )
