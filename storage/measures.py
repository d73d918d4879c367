"""How much there is and how much waits, for whoever watches the bot."""

import sqlite3
from dataclasses import dataclass

from storage.database import Database


@dataclass(frozen=True, slots=True)
class Measures:
    """Counts at one moment."""

    feeds: int
    articles: int
    subscriptions: int
    feeds_due: int
    """Feeds whose time to be checked has come."""
    articles_unrouted: int
    """Articles of which it is not decided yet whom they are sent to."""
    messages_due: int
    """Messages whose time to be sent has come; announcements to all, which wait behind them, aside."""
    messages_held: int
    """Messages that a digest, quiet hours or a flood hold."""
    messages_in_flight: int


_QUESTIONS = {
    "feeds": "feeds WHERE removed_at IS NULL",
    "articles": "articles",
    "subscriptions": "subscriptions WHERE removed_at IS NULL",
    "feeds_due": "feeds WHERE state = 'active' AND removed_at IS NULL AND next_check_at <= :now",
    "articles_unrouted": "articles WHERE routed_at IS NULL",
    "messages_due": "deliveries WHERE state = 'due' AND hold IS NULL AND broadcast_id IS NULL "
    "AND due_at <= :now",
    "messages_held": "deliveries WHERE state = 'due' AND hold IS NOT NULL",
    "messages_in_flight": "deliveries WHERE state = 'claimed'",
}
"""Each is counted along an index."""


async def measure(db: Database, now: int) -> Measures:
    """Count what there is at `now`. Raises StorageError."""

    def question(raw: sqlite3.Connection) -> Measures:
        values = {"now": now}
        counts = {
            name: int(raw.execute(f"SELECT count(*) FROM {what}", values).fetchone()[0])
            for name, what in _QUESTIONS.items()
        }
        return Measures(**counts)

    return await db.read(question)
