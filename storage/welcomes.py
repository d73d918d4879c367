"""Groups and channels that let the bot in, and those that a person has to do with."""

import sqlite3
from dataclasses import dataclass

from newsroom import Chat
from storage.chats import GONE, find_chat
from storage.database import Database
from storage.pauses import look_at_pause, note_pause


@dataclass(frozen=True, slots=True)
class Kept:
    """What a chat has of former times."""

    subscriptions: int = 0
    watches: int = 0
    moved: bool = False
    """It is a group that has just become a supergroup: it was greeted before."""
    paused: bool = False
    """All of it waits until somebody lets it go on."""


async def let_in(db: Database, chat_id: int, *, added_by: int | None, now: int) -> Kept:
    """Write down who let the bot into a chat that it has met; return what the chat has.

    What it had when it put the bot out stays paused; where there is nothing, the chat is not paused.
    """
    pause = await look_at_pause(db, chat_id, now)

    def intent(raw: sqlite3.Connection) -> Kept:
        raw.execute("UPDATE chats SET added_by = ? WHERE id = ?", (added_by, chat_id))
        counts = [
            raw.execute(
                f"SELECT count(*) FROM {table} WHERE chat_id = ? AND removed_at IS NULL", (chat_id,)
            ).fetchone()[0]
            for table in ("subscriptions", "watches", "tag_subscriptions")
        ]
        (reason,) = raw.execute("SELECT paused FROM chats WHERE id = ?", (chat_id,)).fetchone()
        waits = reason in GONE and any(counts)
        if not waits:
            note_pause(raw, pause)
            raw.execute("UPDATE chats SET paused = NULL, paused_at = NULL WHERE id = ?", (chat_id,))
        moved = raw.execute("SELECT 1 FROM chats WHERE migrated_to = ?", (chat_id,)).fetchone()
        # Telegram tells of the new number as if the bot were let in; there it was never put out.
        return Kept(counts[0], counts[1], moved is not None and reason is None, waits)

    return await db.write(intent)


async def who_added(db: Database, chat_id: int) -> int | None:
    """Return the user who let the bot into a chat; None where that is not known."""

    def question(raw: sqlite3.Connection) -> int | None:
        row = raw.execute("SELECT added_by FROM chats WHERE id = ?", (chat_id,)).fetchone()
        return None if row is None else row["added_by"]

    return await db.read(question)


async def chats_cared_for(db: Database, user_id: int, *, limit: int) -> tuple[Chat, ...]:
    """Return groups and channels that a person has added the bot to, or chosen feeds for, by title.

    Whether he runs them still, Telegram has to be asked.
    """

    def question(raw: sqlite3.Connection) -> tuple[Chat, ...]:
        rows = raw.execute(
            """
            SELECT id FROM chats WHERE added_by = :user
            UNION SELECT chat_id FROM subscriptions WHERE created_by = :user AND removed_at IS NULL
            UNION SELECT chat_id FROM watches WHERE created_by = :user AND removed_at IS NULL
            """,
            {"user": user_id},
        ).fetchall()
        found = (find_chat(raw, chat_id) for (chat_id,) in rows if chat_id < 0)
        there = [one for one in found if one is not None and one.title]
        return tuple(sorted(there, key=lambda one: (one.title.casefold(), one.id))[:limit])

    return await db.read(question)
