"""Chats that have left for good: after a while nothing is kept of what they had."""

import sqlite3

from storage import audit
from storage.belongings import erase_belongings
from storage.chats import ERASED, GONE
from storage.database import Database
from storage.pruning import CHUNK

_OWN_FEEDS = "SELECT id FROM feeds WHERE owner_chat_id = :chat"

# The row stays as the mark of what is known of the chat's number; all that it was set to is as in a new one.
_BLANK = """
    REPLACE INTO chats (id, kind, title, paused, paused_at, met_at)
    SELECT id, kind, '', :erased, :now, met_at FROM chats WHERE id = :chat
"""


async def erase_left_chats(db: Database, *, left_before: int, now: int) -> int:
    """Erase the chats that have removed or blocked the bot before `left_before`; return how many.

    Their subscriptions, watches, settings, reading lists, private feeds with their articles and their part
    of the ledger go; a row of the audit says so. Where the bot only lost its right to write, all is kept.
    """

    def question(raw: sqlite3.Connection) -> list[int]:
        marks = ", ".join("?" * len(GONE))
        # `paused IS NOT NULL` is the index's condition.
        rows = raw.execute(
            f"""
            SELECT id FROM chats
            WHERE paused IS NOT NULL AND paused IN ({marks}) AND paused_at < ? AND migrated_to IS NULL
            """,
            (*GONE, left_before),
        )
        return [chat_id for (chat_id,) in rows]

    left = await db.read(question)
    erased = 0
    for chat_id in left:
        erased += await _erase(db, chat_id, left_before, now)
    return erased


async def _erase(db: Database, chat_id: int, left_before: int, now: int) -> bool:
    values = {"chat": chat_id, "now": now, "erased": ERASED}

    def is_back(raw: sqlite3.Connection) -> bool:
        row = raw.execute(
            "SELECT 1 FROM chats WHERE id = ? AND paused IS NOT NULL AND paused_at < ?",
            (chat_id, left_before),
        )
        return row.fetchone() is None

    def in_parts(raw: sqlite3.Connection) -> bool:
        """Delete what there may be much of, a part in each transaction; True while there is more."""
        if is_back(raw):
            return False
        # What is told in a digest goes before the digest.
        done = raw.execute(
            """
            DELETE FROM deliveries WHERE id IN (
                SELECT id FROM deliveries WHERE chat_id = ? ORDER BY digest_id IS NULL LIMIT ?
            )
            """,
            (chat_id, CHUNK),
        ).rowcount
        if done:
            return True
        articles = f"SELECT id FROM articles WHERE feed_id IN ({_OWN_FEEDS}) LIMIT {CHUNK // 10:d}"
        raw.execute(f"DELETE FROM saved WHERE article_id IN ({articles})", values)
        return raw.execute(f"DELETE FROM articles WHERE id IN ({articles})", values).rowcount > 0

    def intent(raw: sqlite3.Connection) -> bool:
        if is_back(raw):
            return False
        erase_belongings(raw, chat_id)
        raw.execute(_BLANK, values)
        audit.note(raw, at=now, by=0, action="erasechat", subject=f"chat:{chat_id}")
        return True

    while await db.write(in_parts):
        pass
    return await db.write(intent)
