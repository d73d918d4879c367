"""The messages of an album beside its first: a reply to any of them is one to the alert."""

import sqlite3
from collections.abc import Collection

from storage.database import Database


def keep_album(raw: sqlite3.Connection, delivery_id: int, messages: Collection[int]) -> None:
    """Note the numbers of the messages that came with a delivery's first; for intents of this package."""
    raw.executemany(
        """
        INSERT OR REPLACE INTO album_messages (chat_id, message_id, delivery_id)
        SELECT chat_id, ?, id FROM deliveries WHERE id = ?
        """,
        [(number, delivery_id) for number in messages],
    )


async def messages_of_deliveries(db: Database, chat_id: int) -> frozenset[int]:
    """Return the numbers of the messages in a chat that came as deliveries, each item of an album."""

    def question(raw: sqlite3.Connection) -> frozenset[int]:
        rows = raw.execute(
            """
            SELECT message_id FROM deliveries WHERE chat_id = :chat AND message_id IS NOT NULL
            UNION SELECT message_id FROM album_messages WHERE chat_id = :chat
            """,
            {"chat": chat_id},
        )
        return frozenset(number for (number,) in rows)

    return await db.read(question)
