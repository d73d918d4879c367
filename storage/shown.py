"""Which articles a message of the bot shows, so that a reply to it names them."""

import sqlite3
from collections.abc import Iterable

from storage.database import Database


async def remember_shown(
    db: Database, chat_id: int, message_id: int, article_ids: Iterable[int], now: int
) -> None:
    """Note the articles that a message shows now, in its order; what it showed before is forgotten.

    Articles that have been pruned meanwhile are left out.
    """
    numbers = tuple(dict.fromkeys(article_ids))

    def intent(raw: sqlite3.Connection) -> None:
        raw.execute("DELETE FROM shown WHERE (chat_id, message_id) = (?, ?)", (chat_id, message_id))
        raw.executemany(
            """
            INSERT INTO shown (chat_id, message_id, position, article_id, shown_at)
            SELECT ?, ?, ?, id, ? FROM articles WHERE id = ?
            """,
            [(chat_id, message_id, place, now, number) for place, number in enumerate(numbers)],
        )

    await db.write(intent)


async def articles_shown(db: Database, chat_id: int, message_id: int) -> tuple[int, ...]:
    """Return the numbers of the articles that a message of the bot shows, in its order.

    Alerts, digests and forwards are known from the ledger; what is noted comes first: of a digest, that is
    the page that is shown now. Empty for any other message; nothing is said about who may see the articles.
    """

    def question(raw: sqlite3.Connection) -> tuple[int, ...]:
        rows = raw.execute(
            """
            SELECT article_id, FALSE AS by_ledger, position FROM shown
            WHERE chat_id = :chat AND message_id = :message
            UNION ALL
            SELECT article_id, TRUE, id FROM deliveries
            WHERE chat_id = :chat AND message_id = :message AND article_id IS NOT NULL
            UNION ALL
            SELECT article_id, TRUE, id FROM album_messages JOIN deliveries ON id = delivery_id
            WHERE album_messages.chat_id = :chat AND album_messages.message_id = :message
              AND article_id IS NOT NULL
            ORDER BY by_ledger, position
            """,
            {"chat": chat_id, "message": message_id},
        )
        return tuple(dict.fromkeys(row["article_id"] for row in rows))

    return await db.read(question)
