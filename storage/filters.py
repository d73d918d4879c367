"""Which of a feed's articles a subscription wants: its filter."""

import json
import sqlite3
from collections.abc import Collection

from newsroom import read_filter
from storage.wordings import read_wordings


def filtered_out(raw: sqlite3.Connection, articles: Collection[int]) -> dict[int, tuple[int, ...]]:
    """Return by article the numbers of the subscriptions whose filters it does not pass; for routing.

    An article that passes all of them is left out.
    """
    filters = _filters_on(raw, articles)
    refused: dict[int, tuple[int, ...]] = {}
    for number, said in read_wordings(raw, articles if filters else ()).items():
        refused[number] = tuple(
            subscription
            for typed, subscriptions in filters.get(said.feed_id, {}).items()
            if not read_filter(typed).passes(said)
            for subscription in subscriptions
        )
    return {number: subscriptions for number, subscriptions in refused.items() if subscriptions}


def _filters_on(
    raw: sqlite3.Connection, articles: Collection[int]
) -> dict[int, dict[str, list[int]]]:
    """Return by feed the filters on it, each with the subscriptions that have it."""
    found: dict[int, dict[str, list[int]]] = {}
    rows = raw.execute(
        """
        SELECT feed_id, filter, id FROM subscriptions
        WHERE removed_at IS NULL AND filter <> '' AND feed_id IN (
            SELECT feed_id FROM articles WHERE id IN (SELECT value FROM json_each(?))
        )
        ORDER BY id
        """,
        (json.dumps(list(articles)),),
    )
    for feed_id, typed, subscription in rows:
        found.setdefault(feed_id, {}).setdefault(typed, []).append(subscription)
    return found
