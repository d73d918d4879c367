"""What it means that a feed becomes one chat's own: others' subscriptions end, and come back with an undo."""

import sqlite3

from newsroom import origin_of
from storage.database import Database
from storage.reasons import drop_unwanted


async def count_others(db: Database, feed_id: int, chat_id: int) -> int:
    """Return how many other chats than this one follow a feed."""
    return await db.read(lambda raw: others_of(raw, feed_id, chat_id))


def others_of(raw: sqlite3.Connection, feed_id: int, chat_id: int) -> int:
    """Do what `count_others` says; for intents of this package."""
    (count,) = raw.execute(
        """
        SELECT count(DISTINCT chat_id) FROM subscriptions
        WHERE feed_id = ? AND chat_id <> ? AND removed_at IS NULL
        """,
        (feed_id, chat_id),
    ).fetchone()
    return int(count)


def end_others(raw: sqlite3.Connection, feed_id: int, chat_id: int, now: int) -> None:
    """End the subscriptions of other chats, and drop what is due to them; for intents of this package."""
    ended = raw.execute(
        """
        UPDATE subscriptions SET removed_at = ?
        WHERE feed_id = ? AND chat_id <> ? AND removed_at IS NULL
        RETURNING chat_id, thread_id, feed_id
        """,
        (now, feed_id, chat_id),
    ).fetchall()
    drop_unwanted(raw, ended, now)
    # What their watches chose is no longer for them either.
    raw.execute(
        """
        UPDATE deliveries SET state = 'dropped', reason = 'unsubscribed', settled_at = ?
        WHERE chat_id <> ? AND kind = 'alert' AND state = 'due'
          AND article_id IN (SELECT id FROM articles WHERE feed_id = ?)
        """,
        (now, chat_id, feed_id),
    )


def bring_others_back(raw: sqlite3.Connection, feed_id: int, chat_id: int, ended_at: int) -> None:
    """Take back what `end_others` did at that time; for intents of this package."""
    raw.execute(
        """
        UPDATE OR IGNORE subscriptions SET removed_at = NULL
        WHERE feed_id = ? AND chat_id <> ? AND removed_at = ?
        """,
        (feed_id, chat_id, ended_at),
    )


def is_secret(raw: sqlite3.Connection, feed_id: int) -> bool:
    """Tell whether a feed carries a login or other headers; for intents of this package."""
    row = raw.execute("SELECT 1 FROM feed_secrets WHERE feed_id = ?", (feed_id,)).fetchone()
    return row is not None


def forget_elsewhere(raw: sqlite3.Connection, feed_id: int, url: str) -> bool:
    """Forget what a feed carries, where that is for another origin than `url` has; True where it was."""
    row = raw.execute("SELECT origin FROM feed_secrets WHERE feed_id = ?", (feed_id,)).fetchone()
    if row is None or row["origin"] == origin_of(url):
        return False
    raw.execute("DELETE FROM feed_secrets WHERE feed_id = ?", (feed_id,))
    return True
