"""Which subscriptions and watches chose a delivery, and whether one of them still stands."""

import sqlite3
from collections.abc import Iterable

STILL_WANTED = """
    EXISTS (
        SELECT 1 FROM delivery_reasons AS reasons
        LEFT JOIN subscriptions
            ON reasons.kind = 'subscription' AND subscriptions.id = reasons.chosen_by
        LEFT JOIN watches ON reasons.kind = 'watch' AND watches.id = reasons.chosen_by
        WHERE reasons.delivery_id = deliveries.id
          AND ifnull(subscriptions.id, watches.id) IS NOT NULL
          AND subscriptions.removed_at IS NULL AND watches.removed_at IS NULL
    )
"""
"""A condition on `deliveries`: what chose it has not ended, all of it."""


def drop_unwanted(raw: sqlite3.Connection, ended: Iterable[tuple[int, int, int]], now: int) -> None:
    """Drop the alerts that are due of subscriptions that have ended: chat, topic and feed of each.

    Those that something else has chosen as well stay.
    """
    raw.executemany(
        f"""
        UPDATE deliveries SET state = 'dropped', reason = 'unsubscribed', settled_at = ?
        WHERE chat_id = ? AND thread_id = ? AND kind = 'alert' AND state = 'due'
          AND (SELECT feed_id FROM articles WHERE articles.id = article_id) = ?
          AND NOT {STILL_WANTED}
        """,
        [(now, *row) for row in ended],
    )
