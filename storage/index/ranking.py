"""What a hit is worth, and when enough of the archive has been looked at to know the hits of a page.

A hit loses worth with its age. So the further back a search is, the less can what it has not seen yet be
worth; once that is no more than the hits of a page are, these are what the whole archive would have given
(Fagin's threshold algorithm). Where no head of a shard has the words, that is soon so: of a rare word
only those shards are opened that can matter.
"""

import sqlite3
from collections.abc import Callable, Sequence
from typing import NamedTuple

from newsroom import Query
from storage.index.keys import Key
from storage.index.match import as_in_title
from storage.index.schema import hour_of

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

    def add(
        self, rows: Sequence[sqlite3.Row], with_head: Callable[[Sequence[int]], set[int]]
    ) -> None:
        """Weigh matches, the newest first, all older than those before.

        `with_head` returns of some docids, which descend, those whose head alone has everything wanted. It
        is asked only about those that this may bring onto the page; the others are behind it either way.
        """
        matches = [(docid, article_id, self._words_in(title)) for docid, article_id, title in rows]
        heads = self._with_head(matches, with_head)
        wanted = len(self._titles)
        for docid, article_id, words in matches:
            elsewhere = _IN_HEAD if docid in heads else _IN_TEXT
            points = _IN_TITLE * words + elsewhere * (wanted - words)
            found = Found(self._worth(points or _IN_TEXT, docid), docid, article_id)
            # A tuple is greater than its own beginning: the hit at the place is before the page.
            is_before = self._place is not None and found > self._place
            (self._before if is_before else self._after).append(found)
        self._after.sort(reverse=True)

    def is_due(self) -> bool:
        """Tell whether the page before this one has promised a hit that was not found yet."""
        return self._place is not None and not self._after

    def is_full(self) -> bool:
        """Tell whether there are enough hits for the page, and one behind it, which tells of another page."""
        return len(self._after) > self._size

    def may_change(self, docid: int, *, no_title: int = 0, no_head: int = 0) -> bool:
        """Tell whether matches with docids up to this one, none of which was seen, can be hits of the page.

        Of the words wanted, as many are in no title of them, and as many in no head.
        """
        if not self.is_full():
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

    def _with_head(
        self,
        matches: Sequence[tuple[int, int, int]],
        with_head: Callable[[Sequence[int]], set[int]],
    ) -> set[int]:
        """Return which matches have all in the head, of those that this may bring onto the page."""
        newest, wanted = matches[0][0], len(self._titles)
        asked = {
            words
            for words in {words for _, _, words in matches}
            if words < wanted and self.may_change(newest, no_title=wanted - words)
        }
        if not asked:
            return set()
        return with_head([docid for docid, _, words in matches if words in asked])

    def _words_in(self, title: str) -> int:
        """Return how many of the things wanted stand in a title."""
        words = 0
        for ways in self._titles:
            for way in ways:
                if way in title:
                    words += 1
                    break
        return words

    def _worth(self, points: int, docid: int) -> int:
        age = max(0, self._hour - hour_of(docid))
        return _UNIT * points * _HALVES_AFTER // ((len(self._titles) or 1) * (_HALVES_AFTER + age))
