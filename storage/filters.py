"""Which of a feed's articles a subscription wants: its filter."""

import json
import sqlite3
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from newsroom import Article, FilterMatcher, Place, read_filter
from storage.articles import SELECT, article_of
from storage.changes import Before, ChangeKind, note_change
from storage.database import Database
from storage.wordings import read_wordings, wording_of

_KEPT_FEEDS = 256

_SUBSCRIPTION = "chat_id = ? AND thread_id = ? AND feed_id = ? AND removed_at IS NULL"


@dataclass(frozen=True, slots=True)
class DryRun:
    """What a filter would have done with a feed's newest articles; both parts the newest first."""

    passed: tuple[Article, ...]
    held_back: tuple[Article, ...]


async def set_filter(
    db: Database, place: Place, feed_id: int, typed: str, *, by: int | None = None, now: int = 0
) -> str | None:
    """Filter what a place gets of a feed; return the filter it had before, None: it is not subscribed.

    `typed` is settled (`newsroom.settle_filter`); empty = everything. `by`: who may take it back with /undo
    from `now` on; None = nobody.
    """

    def intent(raw: sqlite3.Connection) -> str | None:
        before = _filter_of(raw, place, feed_id)
        _set(raw, place, feed_id, typed)
        if before not in (None, typed):
            noted: Before = {"feed": feed_id, "filter": before, "after": typed}
            note_change(raw, place, by=by, now=now, kind=ChangeKind.FILTER, before=noted)
        return before

    return await db.write(intent)


def take_back_filter(
    raw: sqlite3.Connection, place: Place, feed_id: int, before: str, after: str
) -> bool:
    """Filter a feed by `before` again; for intents of this package.

    False where it is not filtered by `after` any more.
    """
    if _filter_of(raw, place, feed_id) != after:
        return False
    _set(raw, place, feed_id, before)
    return True


async def get_filter(db: Database, place: Place, feed_id: int) -> str | None:
    """Return how a place filters a feed, empty = not at all; None: it is not subscribed to it."""
    return await db.read(lambda raw: _filter_of(raw, place, feed_id))


async def try_filter(db: Database, feed_id: int, typed: str, *, newest: int) -> DryRun:
    """Put a filter to the `newest` articles of a feed that are stored."""

    def question(raw: sqlite3.Connection) -> list[tuple[Article, bool]]:
        passes = read_filter(typed).passes
        rows = raw.execute(
            f"""
            {SELECT} WHERE articles.id IN (
                SELECT id FROM articles WHERE feed_id = ? ORDER BY dated_at DESC, id DESC LIMIT ?
            )
            ORDER BY articles.dated_at DESC, articles.id DESC
            """,
            (feed_id, newest),
        )
        return [(article_of(row), passes(wording_of(row))) for row in rows]

    judged = await db.read(question)
    return DryRun(
        passed=tuple(article for article, passes in judged if passes),
        held_back=tuple(article for article, passes in judged if not passes),
    )


def filtered_out(raw: sqlite3.Connection, articles: Collection[int]) -> dict[int, tuple[int, ...]]:
    """Return by article the numbers of the subscriptions whose filters it does not pass; for routing.

    An article that passes all of them is left out.
    """
    filters = _filters_on(raw, articles)
    refused: dict[int, tuple[int, ...]] = {}
    for number, said in read_wordings(raw, articles if filters else ()).items():
        there = filters.get(said.feed_id, {})
        refusing = _matcher(tuple(there)).refusing(said)
        refused[number] = tuple(
            sorted(subscription for typed in refusing for subscription in there[typed])
        )
    return {number: subscriptions for number, subscriptions in refused.items() if subscriptions}


@lru_cache(_KEPT_FEEDS)
def _matcher(filters: tuple[str, ...]) -> FilterMatcher:
    """Return the matcher of a feed's filters, which is made anew when one of them changes."""
    return FilterMatcher(filters)


def _set(raw: sqlite3.Connection, place: Place, feed_id: int, typed: str) -> None:
    raw.execute(
        f"UPDATE subscriptions SET filter = ? WHERE {_SUBSCRIPTION}",
        (typed, place.chat_id, place.thread_id, feed_id),
    )


def _filter_of(raw: sqlite3.Connection, place: Place, feed_id: int) -> str | None:
    row = raw.execute(
        f"SELECT filter FROM subscriptions WHERE {_SUBSCRIPTION}",
        (place.chat_id, place.thread_id, feed_id),
    ).fetchone()
    return None if row is None else str(row["filter"])


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
        ORDER BY filter, id
        """,
        (json.dumps(list(articles)),),
    )
    for feed_id, typed, subscription in rows:
        found.setdefault(feed_id, {}).setdefault(typed, []).append(subscription)
    return found
