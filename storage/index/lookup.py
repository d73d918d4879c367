"""Query to hits: the newest matches, scored, in pages.

Never the whole archive is scored: what is looked at are the newest `CANDIDATES` matches. Their score
depends on the article and the query alone, not on how often a word stands in the archive, as bm25's does:
that would cost a walk through every article with the word, and change from one page to the next.
"""

import itertools
import json
import sqlite3
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from functools import partial

from newsroom import Query
from storage.index.keys import Key, read_key
from storage.index.match import head_expression, match_expression, title_matches
from storage.index.schema import date_of, first_docid, state_of
from storage.index.search_index import SearchIndex
from storage.visibility import VISIBLE, Viewer, chats_of

CANDIDATES = 500
"""Matches that are scored; older ones are found with `sort:date` or dates."""

SEARCH_LIMIT = 3.0
"""Seconds after which a search is interrupted with `SlowQuery`."""

_IN_TITLE, _IN_HEAD, _IN_TEXT = 8, 3, 1
"""What a word of the query is worth by where an article has it."""

_HALVES_AFTER = 30 * 24
"""Hours after which an article is worth half of a fresh one, and a third after twice that."""

_UNIT = 1_000
_HOUR = 3_600_000
_SMALLEST, _LARGEST = -(2**63), 2**63 - 1

_FIND = f"""
    SELECT docs.docid, docs.article_id, docs.title
    FROM terms
    CROSS JOIN docs ON docs.docid = terms.rowid
    CROSS JOIN app.feeds AS feeds ON feeds.id = docs.feed_id
    WHERE terms MATCH :match AND terms.rowid BETWEEN :first AND :last AND docs.article_id <= :ceiling
        AND {{among}} AND {VISIBLE}
    ORDER BY terms.rowid {{order}} LIMIT :limit
"""
_HAVE_HEAD = """
    SELECT rowid FROM terms
    WHERE terms MATCH :match AND rowid BETWEEN :first AND :last AND {among}
"""

_CATALOGUE = "feeds.removed_at IS NULL"
_EACH = "terms.rowid IN (SELECT value FROM json_each(:docids))"
_ALL = f"+{_EACH}"
"""The same, without SQLite's way of asking FTS5 anew for each document."""

_FEW = 100
"""Documents of a reading list that FTS5 is asked about one by one, in 0.1 ms each. More are picked from all
matches, and so are those of a prefix, which it would expand each time."""


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


@dataclass(frozen=True, slots=True)
class _Question:
    """A search, as SQL needs it."""

    query: Query
    match: str
    first: int
    last: int
    visible_to: Viewer
    limit: int
    saved: tuple[int, ...] | None = None
    """The docids among which is searched, of a reading list; None = all."""

    @property
    def among(self) -> str:
        """The condition that keeps to what is searched: where something was saved, of a removed feed too."""
        if self.saved is None:
            return _CATALOGUE
        starred = any(
            one.prefix for one in (*itertools.chain(*self.query.wanted), *self.query.unwanted)
        )
        return _EACH if len(self.saved) <= _FEW and not starred else _ALL

    def values(self, match: str, first: int, last: int) -> dict[str, str | int]:
        """Return what both questions to FTS5 are bound to."""
        docids = json.dumps(self.saved or ())
        return {"match": match, "first": first, "last": last, "docids": docids}


@dataclass(frozen=True, slots=True)
class _Found:
    docid: int
    article_id: int
    score: int = 0

    @property
    def order(self) -> tuple[int, int]:
        """Sorts the best hit last."""
        return self.score, self.docid


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
    return await index.read(partial(_answer, question, saved_by, start, now), limit=SEARCH_LIMIT)


def newest_hit(
    raw: sqlite3.Connection, query: Query, feeds: Collection[int] | None, visible_to: Viewer
) -> int | None:
    """Return the newest article that the chat `visible_to` may find; None = there is none.

    `feeds` as in `search`. For functions of this package.
    """
    if query.is_empty or (feeds is not None and not feeds):
        return None
    by_date = replace(query, newest_first=True)
    page = _answer(_question(by_date, feeds, visible_to, 1), None, None, 0, raw)
    return page.hits[0].article_id if page.hits else None


def _question(
    query: Query, feeds: Collection[int] | None, visible_to: Viewer, limit: int
) -> _Question:
    return _Question(
        query=query,
        match=match_expression(query, feeds),
        first=_SMALLEST if query.after is None else first_docid(query.after),
        last=_LARGEST if query.before is None else first_docid(query.before) - 1,
        visible_to=visible_to,
        limit=limit,
    )


def _answer(
    question: _Question,
    saved_by: int | None,
    start: Key | None,
    now: int,
    raw: sqlite3.Connection,
) -> SearchPage:
    if saved_by is not None:
        question = replace(question, saved=_saved(raw, saved_by))
    if start is None:
        (newest,) = raw.execute(
            "SELECT ifnull(max(article_id), 0) FROM docs WHERE article_id IS NOT NULL"
        ).fetchone()
        start = Key(ceiling=newest, hour=now // _HOUR)
    find = _by_date if question.query.newest_first else _by_score
    before, after = find(raw, question, start)
    return _page(question.limit, start, before, after, complete=not state_of(raw).backlog)


def _by_score(
    raw: sqlite3.Connection, question: _Question, start: Key
) -> tuple[list[_Found], list[_Found]]:
    """Return the hits before `start` and those behind it, each list in order."""
    rows = _find(raw, question, start, question.first, question.last, CANDIDATES)
    heads = _with_head(raw, question, rows)
    ranked = [_scored(row, question.query, start.hour, row["docid"] in heads) for row in rows]
    ranked.sort(key=lambda found: found.order, reverse=True)
    if start.docid is None:
        return [], ranked
    place = (start.score, start.docid)
    return (
        [found for found in ranked if found.order >= place],
        [found for found in ranked if found.order < place],
    )


def _by_date(
    raw: sqlite3.Connection, question: _Question, start: Key
) -> tuple[list[_Found], list[_Found]]:
    """Return as many hits before `start` and behind it as the pages around it need."""
    size = question.limit + 1
    last = question.last if start.docid is None else min(question.last, start.docid - 1)
    after = _find(raw, question, start, question.first, last, size)
    before: list[sqlite3.Row] = []
    if start.docid is not None:
        first = max(question.first, start.docid)
        before = _find(raw, question, start, first, question.last, size, oldest_first=True)[::-1]
    return _undated(before), _undated(after)


def _page(
    size: int, start: Key, before: list[_Found], after: list[_Found], *, complete: bool
) -> SearchPage:
    def key_behind(hit: _Found | None) -> str:
        if hit is None:
            return str(Key(start.ceiling, start.hour))
        return str(Key(start.ceiling, start.hour, hit.score, hit.docid))

    shown = after[:size]
    previous = before[-size - 1] if len(before) > size else None
    return SearchPage(
        hits=tuple(Hit(found.article_id, found.score) for found in shown),
        previous_key=key_behind(previous) if before else None,
        next_key=key_behind(shown[-1]) if len(after) > size else None,
        complete=complete,
    )


def _find(
    raw: sqlite3.Connection,
    question: _Question,
    start: Key,
    first: int,
    last: int,
    limit: int,
    *,
    oldest_first: bool = False,
) -> list[sqlite3.Row]:
    values = {
        **question.values(question.match, first, last),
        "ceiling": start.ceiling,
        "visible_to": chats_of(question.visible_to),
        "limit": limit,
    }
    order = "ASC" if oldest_first else "DESC"
    return raw.execute(_FIND.format(among=question.among, order=order), values).fetchall()


def _saved(raw: sqlite3.Connection, user_id: int) -> tuple[int, ...]:
    """Return the docids of a person's reading list."""
    rows = raw.execute(
        """
        SELECT docs.docid FROM app.saved AS saved
        CROSS JOIN docs ON docs.article_id = saved.article_id WHERE saved.user_id = ?
        """,
        (user_id,),
    )
    return tuple(docid for (docid,) in rows)


def _with_head(raw: sqlite3.Connection, question: _Question, rows: list[sqlite3.Row]) -> set[int]:
    """Return the docids of the candidates whose head has all that is wanted."""
    head = head_expression(question.query)
    if head is None or len(rows) < 2:
        return set()
    values = question.values(f"({question.match}) AND {head}", rows[-1]["docid"], rows[0]["docid"])
    among = "TRUE" if question.saved is None else question.among
    return {docid for (docid,) in raw.execute(_HAVE_HEAD.format(among=among), values)}


def _scored(row: sqlite3.Row, query: Query, hour: int, in_head: bool) -> _Found:
    elsewhere = _IN_HEAD if in_head else _IN_TEXT
    points = [
        _IN_TITLE if title_matches(row["title"], group) else elsewhere for group in query.wanted
    ] or [_IN_TEXT]
    age = max(0, hour - date_of(row["docid"]) // _HOUR)
    score = _UNIT * sum(points) * _HALVES_AFTER // (len(points) * (_HALVES_AFTER + age))
    return _Found(row["docid"], row["article_id"], score)


def _undated(rows: Iterable[sqlite3.Row]) -> list[_Found]:
    return [_Found(row["docid"], row["article_id"]) for row in rows]
