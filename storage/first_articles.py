"""What a place gets of a feed that it has just subscribed to: articles that were there before."""

import sqlite3

from newsroom import Place
from storage.database import Database


async def send_first(
    db: Database, place: Place, feed_id: int, *, newest: int, now: int
) -> int | None:
    """Owe a place the `newest` articles of a feed, the oldest of them first; return how many are new there.

    None where the feed has none. They are due at once, each as a message of its own, as routing would have
    made them: the same key, so that none comes twice, and the same reason. What was dropped there is due
    again.
    """
    values = {
        "chat": place.chat_id,
        "thread": place.thread_id,
        "feed": feed_id,
        "newest": newest,
        "now": now,
    }

    def intent(raw: sqlite3.Connection) -> int | None:
        if (
            raw.execute("SELECT 1 FROM articles WHERE feed_id = ? LIMIT 1", (feed_id,)).fetchone()
            is None
        ):
            return None
        owed = raw.execute(
            """
            INSERT INTO deliveries (chat_id, thread_id, kind, key, article_id, created_at, due_at)
            SELECT :chat, :thread, 'alert', id, id, :now, :now
            FROM (
                SELECT id, dated_at FROM articles WHERE feed_id = :feed
                ORDER BY dated_at DESC, id DESC LIMIT :newest
            )
            WHERE TRUE ORDER BY dated_at, id
            ON CONFLICT (chat_id, thread_id, kind, key) DO UPDATE SET
                state = 'due', due_at = :now, reason = NULL, settled_at = NULL, hold = NULL,
                digest_id = NULL, attempts = 0
            WHERE state = 'dropped'
            """,
            values,
        ).rowcount
        raw.execute(
            """
            INSERT INTO delivery_reasons (delivery_id, kind, chosen_by)
            SELECT deliveries.id, 'subscription', subscriptions.id
            FROM articles
            JOIN deliveries ON deliveries.article_id = articles.id AND deliveries.kind = 'alert'
                AND deliveries.chat_id = :chat AND deliveries.thread_id = :thread
            JOIN subscriptions ON subscriptions.feed_id = :feed AND subscriptions.removed_at IS NULL
                AND subscriptions.chat_id = :chat AND subscriptions.thread_id = :thread
            WHERE articles.id IN (
                SELECT id FROM articles WHERE feed_id = :feed
                ORDER BY dated_at DESC, id DESC LIMIT :newest
            )
            ON CONFLICT DO NOTHING
            """,
            values,
        )
        return owed

    return await db.write(intent)
