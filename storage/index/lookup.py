"""Query to hits: the newest matches, scored, in pages.

Never the whole archive is scored: what is looked at are the newest `CANDIDATES` matches, and of those only
what may still stand on the page (`ranking.py`). Their score depends on the article and the query alone, not
on how often a word stands in the archive, as bm25's does: that would cost a walk through every article with
the word, and change from one page to the next.

Where matches are rare although their words are frequent, less than that is looked at: what the time allows
(`walk.py`), and the answer says how far back that was.
"""

import math
import sqlite3
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from functools import partial

from newsroom import Query
from storage.index.keys import Key, read_key
from storage.index.question import Question, saved_docids
from storage.index.ranking import Found, Ranking
from storage.index.rarest import rarest_of
from storage.index.schema import HOUR, first_docid, state_of
from storage.index.search_index import SearchIndex
from storage.index.shards import FIRST_DOCID, LAST_DOCID, Shard
from storage.index.walk import Cpu, Walk
from storage.visibility import Viewer

CANDIDATES = 500
"""Matches that are scored; older ones are found with `sort:date` or dates."""

SEARCH_LIMIT = 3.0
"""Seconds after which a search is interrupted with `SlowQuery`."""

_AGAIN = 2
"""How many times a first page's time a later one has: it looks where those before it have looked, too."""


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that was found. A better one has a higher score; all have 0 when sorted by date."""

    article_id: int
    score: int


@dataclass(frozen=True, slots=True)
class SearchPage:
    """Some of the hits, the best first."""

    hits: tuple[Hit, ...]
    previous_key: str | None = None
    """Where the page before this one begins; None = this is the first."""
    next_key: str | None = None
    """Where the next page begins; None = this is the last."""
    complete: bool = True
    """False: the index is being built, so older articles may be missing."""
    since: int | None = None
    """Only what is dated at or after this time (UTC milliseconds) was looked at, as the words are too
    frequent to look further; what is older is found with `before:`. None = all was."""


async def search(
    index: SearchIndex,
    query: Query,
    *,
    visible_to: Viewer,
    now: int,
    feeds: Collection[int] | None = None,
    saved_by: int | None = None,
    limit: int = 5,
    key: str | None = None,
) -> SearchPage:
    """Return a page of what the chat `visible_to` may find; with `saved_by`, on that person's reading list.

    `feeds` are the numbers that `query.feeds` stands for; None = it names none. `key` is one of an earlier
    page of the same search; with none, or one that is not ours, it is the first page. Raises SlowQuery.
    """
    if query.is_empty or (feeds is not None and not feeds):
        return SearchPage(hits=())
    question = _question(query, feeds, visible_to, limit)
    start = read_key(key) if key else None

    def answer(raw: sqlite3.Connection) -> SearchPage:
        saved = None if saved_by is None else saved_docids(raw, saved_by)
        return _answer(replace(question, saved=saved), start, now, index.cpu, raw)

    return await index.read(answer, limit=SEARCH_LIMIT)


def newest_hit(
    raw: sqlite3.Connection,
    query: Query,
    feeds: Collection[int] | None,
    *,
    visible_to: Viewer,
    cpu: Cpu,
) -> int | None:
    """Return the newest article that the chat `visible_to` may find; None = there is none.

    `feeds` as in `search`; `cpu` bounds how far is looked. For functions of this package.
    """
    if query.is_empty or (feeds is not None and not feeds):
        return None
    by_date = replace(query, newest_first=True)
    page = _answer(_question(by_date, feeds, visible_to, 1), None, 0, cpu, raw)
    return page.hits[0].article_id if page.hits else None


def _question(
    query: Query, feeds: Collection[int] | None, visible_to: Viewer, limit: int
) -> Question:
    return Question(
        query=query,
        feeds=feeds,
        rarest=rarest_of(query, feeds),
        first=FIRST_DOCID if query.after is None else first_docid(query.after),
        last=LAST_DOCID if query.before is None else first_docid(query.before) - 1,
        visible_to=visible_to,
        limit=limit,
    )


def _answer(
    question: Question, start: Key | None, now: int, cpu: Cpu, raw: sqlite3.Connection
) -> SearchPage:
    walking = partial(Walk, raw, question, cpu=cpu)
    by_score = not question.query.newest_first
    if start is None:
        (newest,) = raw.execute(
            "SELECT ifnull(max(article_id), 0) FROM docs WHERE article_id IS NOT NULL"
        ).fetchone()
        start = Key(ceiling=newest, hour=now // HOUR)
    elif by_score:  # the first page had the time for what it saw, so every page has it
        patience = _AGAIN if start.is_open else math.inf
        walking = partial(walking, since=start.since, patience=patience)
    if question.saved is not None:  # a reading list is short: all of it is looked through
        walking = partial(walking, patience=math.inf)
    walk = walking(start.ceiling)
    if by_score:
        before, after = _by_score(walk, question, start)
        reach = start.since if walk.reach is None else walk.reach.hour
        start = replace(start, since=reach, is_open=start.is_open or walk.has_skipped)
    else:
        before, after = _by_date(walk, question, start)
    page = _page(question.limit, start, before, after)
    since = None if walk.reach is None else walk.reach.at
    return replace(page, complete=not state_of(raw).backlog, since=since)


def _by_score(walk: Walk, question: Question, start: Key) -> tuple[list[Found], list[Found]]:
    """Return the hits before `start` and those behind it, each list in order, as far as a page needs them."""
    ranking = Ranking(question.query, start, question.limit)
    for shard, rows in walk.newest(CANDIDATES, ranking=ranking):
        ranking.add(rows, partial(walk.with_head, shard))
    return ranking.before(), ranking.after()


def _by_date(walk: Walk, question: Question, start: Key) -> tuple[list[Found], list[Found]]:
    """Return as many hits before `start` and behind it as the pages around it need."""
    size = question.limit + 1
    if start.docid is None:
        return [], _undated(walk.newest(size))
    before = _undated(walk.oldest(size, first=start.docid))
    return before[::-1], _undated(walk.newest(size, last=start.docid - 1))


def _page(size: int, start: Key, before: list[Found], after: list[Found]) -> SearchPage:
    def key_behind(hit: Found | None) -> str:
        if hit is None:
            return str(replace(start, score=0, docid=None))
        return str(replace(start, score=hit.score, docid=hit.docid))

    shown = after[:size]
    previous = before[-size - 1] if len(before) > size else None
    return SearchPage(
        hits=tuple(Hit(found.article_id, found.score) for found in shown),
        previous_key=key_behind(previous) if before else None,
        next_key=key_behind(shown[-1]) if len(after) > size else None,
    )


def _undated(matches: Iterable[tuple[Shard, list[sqlite3.Row]]]) -> list[Found]:
    return [Found(0, row["docid"], row["article_id"]) for _, rows in matches for row in rows]
