"""Which places get so much at once of one feed that it is told in one message."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

_Place: TypeAlias = tuple[int, int]
"""A chat and its topic."""


class Fresh(NamedTuple):
    """An article that is to be routed."""

    id: int
    feed_id: int
    found_at: int


@dataclass(frozen=True, slots=True)
class Calm:
    """Subscriptions and watches of places that a flood does not reach, by their numbers."""

    subscriptions: tuple[int, ...]
    watches: tuple[int, ...]


def calm_in_floods(
    raw: sqlite3.Connection,
    fresh: Iterable[Fresh],
    *,
    watches: Mapping[int, tuple[int, ...]],
    refused: Mapping[int, tuple[int, ...]],
    burst: int,
) -> dict[int, Calm]:
    """Return by article, of those that came with more than `burst` of their feed, whom it does not reach.

    Only filters and watches let a place get fewer of a check's articles than there are. `watches`: that
    choose an article, `refused`: subscriptions whose filters it does not pass, both by its number.
    """
    checks: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for one in fresh:
        checks[one.feed_id, one.found_at].append(one.id)
    found: dict[int, Calm] = {}
    for (feed_id, _), articles in checks.items():
        if len(articles) > burst:
            calm = _calm(raw, feed_id, articles, watches, refused, burst)
            found |= dict.fromkeys(articles, calm)
    return found


def _calm(
    raw: sqlite3.Connection,
    feed_id: int,
    articles: Sequence[int],
    watches: Mapping[int, tuple[int, ...]],
    refused: Mapping[int, tuple[int, ...]],
    burst: int,
) -> Calm:
    filtering = _places(
        raw,
        "SELECT id, chat_id, thread_id FROM subscriptions "
        "WHERE feed_id = ? AND removed_at IS NULL AND filter <> ''",
        feed_id,
    )
    watching = _places(
        raw,
        "SELECT id, chat_id, thread_id FROM watches WHERE id IN (SELECT value FROM json_each(?))",
        json.dumps(sorted({watch for one in articles for watch in watches.get(one, ())})),
    )
    gets: defaultdict[_Place, set[int]] = defaultdict(set)
    for article in articles:
        for subscription in filtering.keys() - refused.get(article, ()):
            gets[filtering[subscription]].add(article)
        for watch in watches.get(article, ()):
            gets[watching[watch]].add(article)
    return Calm(
        subscriptions=tuple(one for one, at in filtering.items() if len(gets[at]) <= burst),
        watches=tuple(one for one, at in watching.items() if len(gets[at]) <= burst),
    )


def _places(raw: sqlite3.Connection, question: str, value: int | str) -> dict[int, _Place]:
    rows = raw.execute(question, (value,))
    return {number: (chat_id, thread_id) for number, chat_id, thread_id in rows}
