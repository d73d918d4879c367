"""What is asked: a query as SQL needs it, among whose feeds, and on whose reading list."""

import itertools
import sqlite3
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from newsroom import Query
from storage.index.rarest import Rarest
from storage.visibility import Viewer

_CATALOGUE = "feeds.removed_at IS NULL"
_EACH_SAVED = "source.rowid IN (SELECT value FROM json_each(:saved))"
_ALL_SAVED = f"+{_EACH_SAVED}"
"""The same, without SQLite's way of asking FTS5 anew for each document."""

_FEW_SAVED = 100
"""Documents of a reading list that FTS5 is asked about one by one. More are picked from all
matches, and so are those of a prefix, which it would expand each time."""


@dataclass(frozen=True, slots=True)
class Question:
    """A search, as SQL needs it."""

    query: Query
    feeds: Collection[int] | None
    """Numbers of the feeds that are searched; None = all."""
    rarest: Rarest | None
    """The query in parts, where it is quicker to ask for them."""
    first: int
    """The smallest docid that is looked for."""
    last: int
    """The largest one."""
    visible_to: Viewer
    limit: int
    """Hits of a page."""
    saved: tuple[int, ...] | None = None
    """The docids among which is searched, of a reading list, ascending; None = all."""

    def saved_between(self, first: int, last: int) -> tuple[int, ...]:
        """Return those of a reading list that lie there."""
        saved = self.saved or ()
        return saved[bisect_left(saved, first) : bisect_right(saved, last)]

    def among(self, saved: Sequence[int]) -> str:
        """Return the condition that keeps to what is searched; of a reading list also from removed feeds."""
        if self.saved is None:
            return _CATALOGUE
        clauses = (*itertools.chain(*self.query.wanted), *self.query.unwanted)
        few = len(saved) <= _FEW_SAVED and not any(clause.prefix for clause in clauses)
        return _EACH_SAVED if few else _ALL_SAVED


def saved_docids(raw: sqlite3.Connection, user_id: int) -> tuple[int, ...]:
    """Return the docids of a person's reading list, ascending."""
    rows = raw.execute(
        """
        SELECT docs.docid FROM app.saved AS saved
        CROSS JOIN docs ON docs.article_id = saved.article_id
        WHERE saved.user_id = ? ORDER BY docs.docid
        """,
        (user_id,),
    )
    return tuple(docid for (docid,) in rows)
