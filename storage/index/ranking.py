"""What a hit is worth, and when enough of the archive has been looked at to know the hits of a page.

A hit loses worth with its age. So the further back a search is, the less can what it has not seen yet be
worth; once that is no more than the hits of a page are, these are what the whole archive would have given
(Fagin's threshold algorithm). Where no head of a shard has the words, that is soon so: of a rare word
only those shards are opened that can matter.
"""

import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

from newsroom import Query
from storage.index.keys import Key
from storage.index.match import as_in_title
from storage.index.schema import HOUR, date_of

_IN_TITLE, _IN_HEAD, _IN_TEXT = 8, 3, 1
"""What a word of the query is worth by where an article has it."""

_HALVES_AFTER = 30 * 24
"""Hours after which an article is worth half of a fresh one, and a third after twice that."""

_UNIT = 1_000


class Found(NamedTuple):
    """A hit in the index. A better one is greater: by its score, then by its date."""

    score: int
    docid: int
    article_id: int


class Ranking:
    """The hits of a query so far, for the page of `size` hits that begins at `start`."""

    def __init__(self, query: Query, start: Key, size: int) -> None:
        self._titles = tuple(as_in_title(group) for group in query.wanted)
        self._hour = start.hour
        self._size = size
        self._place = None if start.docid is None else (start.score, start.docid)
        self._before: list[Found] = []
        self._after: list[Found] = []

    def add(self, rows: Iterable[sqlite3.Row], with_head: set[int]) -> None:
        """Weigh matches; `with_head`: docids of those whose head alone has everything wanted."""
        for docid, article_id, title in rows:
            elsewhere = _IN_HEAD if docid in with_head else _IN_TEXT
            points = 0
            for ways in self._titles:
                for way in ways:
                    if way in title:
                        points += _IN_TITLE
                        break
                else:
                    points += elsewhere
            found = Found(self._worth(points or _IN_TEXT, docid), docid, article_id)
            # A tuple is greater than its own beginning: the hit at the place is before the page.
            is_before = self._place is not None and found > self._place
            (self._before if is_before else self._after).append(found)
        self._after.sort(reverse=True)

    def is_due(self) -> bool:
        """Tell whether the page before this one has promised a hit that was not found yet."""
        return self._place is not None and not self._after

    def may_change(self, docid: int, *, no_title: int = 0, no_head: int = 0) -> bool:
        """Tell whether matches with docids up to this one, none of which was seen, can be hits of the page.

        Of the words wanted, as many are in no title of them, and as many in no head. One hit behind those of
        the page is waited for as well, as it tells that there is another page.
        """
        if len(self._after) <= self._size:
            return True
        elsewhere = _IN_TEXT if no_head else _IN_HEAD
        most = _IN_TITLE * (len(self._titles) - no_title) + elsewhere * no_title
        return self._worth(most or _IN_TEXT, docid) > self._after[self._size - 1].score

    def before(self) -> list[Found]:
        """Return the hits before the page, the best first."""
        return sorted(self._before, reverse=True)

    def after(self) -> list[Found]:
        """Return the hits of the page and those behind them, the best first."""
        return self._after

    def _worth(self, points: int, docid: int) -> int:
        age = max(0, self._hour - date_of(docid) // HOUR)
        return _UNIT * points * _HALVES_AFTER // ((len(self._titles) or 1) * (_HALVES_AFTER + age))
