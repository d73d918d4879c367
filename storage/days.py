"""What is counted day by day, in the transactions that bring it about: a chart need not look at articles.

Days are numbers since 1970 in UTC.
"""

import sqlite3

from storage.database import Database

DAY = 86_400_000
"""Milliseconds."""


def count_news(raw: sqlite3.Connection, feed_id: int, count: int, now: int) -> None:
    """Count articles that a check found new; for intents of this package."""
    if count:
        raw.execute(
            """
            INSERT INTO feed_days (day, feed_id, news) VALUES (?, ?, ?)
            ON CONFLICT DO UPDATE SET news = news + excluded.news
            """,
            (now // DAY, feed_id, count),
        )


def count_alert(raw: sqlite3.Connection, delivery_id: int, now: int) -> None:
    """Count a message that was sent, if it is an alert or a digest; for intents of this package."""
    raw.execute(
        """
        INSERT INTO feed_days (day, feed_id, alerts)
        SELECT ?, ifnull(articles.feed_id, 0), 1
        FROM deliveries LEFT JOIN articles ON articles.id = article_id
        WHERE deliveries.id = ? AND kind IN ('alert', 'digest')
        ON CONFLICT DO UPDATE SET alerts = alerts + 1
        """,
        (now // DAY, delivery_id),
    )


async def count_search(db: Database, now: int) -> None:
    """Count a search: that there was one, not by whom nor for what."""

    def intent(raw: sqlite3.Connection) -> None:
        raw.execute(
            """
            INSERT INTO search_days VALUES (?, 1)
            ON CONFLICT DO UPDATE SET searches = searches + 1
            """,
            (now // DAY,),
        )

    await db.write(intent)


async def prune_days(db: Database, before: int) -> int:
    """Forget what was counted on the days before that of `before`; return how many rows."""

    def intent(raw: sqlite3.Connection) -> int:
        counts = [
            raw.execute(f"DELETE FROM {table} WHERE day < ?", (before // DAY,)).rowcount
            for table in ("feed_days", "search_days")
        ]
        return sum(counts)

    return await db.write(intent)
