"""From unrouted articles to delivery rows: the ledger's second state."""

import sqlite3

from storage.database import Database

CHUNK = 50
"""Articles in one transaction at the most."""

ROWS = 20_000
"""Deliveries after which a transaction takes no further article: other writers wait about 0.1 s."""


async def route_articles(db: Database, now: int) -> tuple[int, int]:
    """Turn the oldest unrouted articles into deliveries, at most a chunk of them.

    Returns how many articles were routed and how many deliveries that made. The rows and the mark
    «routed» are written together: a crash leaves both or none. Nobody gets what was found before
    he subscribed, nor what has become another chat's own feed since.
    """

    def intent(raw: sqlite3.Connection) -> tuple[int, int]:
        unrouted = raw.execute(
            "SELECT id FROM articles WHERE routed_at IS NULL ORDER BY id LIMIT ?", (CHUNK,)
        ).fetchall()
        routed = made = 0
        for (article_id,) in unrouted:
            made += _route(raw, article_id, now)
            routed += 1
            if made >= ROWS:
                break
        return routed, made

    return await db.write(intent)


def _route(raw: sqlite3.Connection, article_id: int, now: int) -> int:
    values = {"article": article_id, "key": str(article_id), "now": now}
    made = raw.execute(
        """
        INSERT INTO deliveries (chat_id, thread_id, kind, key, article_id, created_at, due_at)
        SELECT subscriptions.chat_id, subscriptions.thread_id, 'alert', :key, :article, :now, :now
        FROM articles
        JOIN feeds ON feeds.id = articles.feed_id AND feeds.removed_at IS NULL
        JOIN subscriptions ON subscriptions.feed_id = articles.feed_id
            AND subscriptions.removed_at IS NULL AND subscriptions.paused IS NULL
            AND subscriptions.created_at <= articles.found_at
            AND ifnull(feeds.owner_chat_id, subscriptions.chat_id) = subscriptions.chat_id
        JOIN chats ON chats.id = subscriptions.chat_id AND chats.paused IS NULL
        WHERE articles.id = :article
        ON CONFLICT DO NOTHING
        """,
        values,
    ).rowcount
    raw.execute(
        """
        INSERT INTO delivery_reasons (delivery_id, kind, chosen_by)
        SELECT deliveries.id, 'subscription', subscriptions.id
        FROM deliveries
        JOIN articles ON articles.id = deliveries.article_id
        JOIN subscriptions ON subscriptions.feed_id = articles.feed_id
            AND subscriptions.chat_id = deliveries.chat_id
            AND subscriptions.thread_id = deliveries.thread_id
            AND subscriptions.removed_at IS NULL
        WHERE deliveries.article_id = :article AND deliveries.kind = 'alert'
        ON CONFLICT DO NOTHING
        """,
        values,
    )
    raw.execute("UPDATE articles SET routed_at = :now WHERE id = :article", values)
    return made
