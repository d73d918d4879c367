"""The way through the shards: matches of a question, newest first, as far as the time allows.

Only shards that may have the words are asked (`sieve.py`), and of those only the ones that may still change
the page (`ranking.py`). Walking stops when there are enough matches, or when the next shard would probably
cost more than what is left of `BUDGET`. One whole shard is always looked at, beside the part of one that a
date may cut off, so that who goes on from where a search stopped gets on. So a first page takes at most the
budget, or those two, however large the archive is.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from storage.index.question import Question
from storage.index.ranking import Ranking
from storage.index.rarest import FEW
from storage.index.schema import date_of, hour_of
from storage.index.shards import Shard, shards_of
from storage.index.sieve import Sieve
from storage.visibility import VISIBLE, chats_of

BUDGET = 0.015
"""Seconds of CPU time after which a search looks into no further shard."""

Cpu: TypeAlias = Callable[[], float]
"""Tells the seconds of CPU time that the calling thread has used; a constant = time does not matter."""

_FEW = 20
"""Matches of a shard up to which FTS5 is only asked for their docids: to join those costs less than to ask
anew. Of more, it finds the first ones in no time."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How far back a walk went."""

    hour: int
    """It saw every shard that begins in this hour (since 1970) or later."""
    at: int
    """It saw all that is dated at or after this, in UTC milliseconds."""


class Walk:
    """One walk for one question; `ceiling` is the newest article number that may be found.

    `since`: the hour of a reach that an earlier walk had, behind which this one does not go either.
    `patience`: how many times the usual `BUDGET` it takes; infinite = the time does not matter.
    """

    def __init__(
        self,
        raw: sqlite3.Connection,
        question: Question,
        ceiling: int,
        *,
        cpu: Cpu,
        since: int | None = None,
        patience: float = 1,
    ) -> None:
        self._raw = raw
        self._question = question
        self._ceiling = ceiling
        self._cpu = cpu
        self._since = since
        self._budget = BUDGET * patience
        self._visible_to = chats_of(question.visible_to)
        self._shards = shards_of(raw)
        self._sieve = Sieve(raw, self._shards, question.query, question.feeds)
        self.reach: Reach | None = None
        """Set when the walk ended before the last shard; None = nothing was left out."""
        self.has_skipped = False
        """Whether shards were left out that could not change the page."""

    def newest(
        self, limit: int, *, last: int | None = None, ranking: Ranking | None = None
    ) -> Iterator[tuple[Shard, list[sqlite3.Row]]]:
        """Yield up to `limit` matches with docids up to `last`, the newest first, shard by shard.

        With a ranking, which whoever walks keeps up to date, only where it may still change.
        """
        newest = self._question.last if last is None else min(last, self._question.last)
        yield from self._matches(self._question.first, newest, limit, ranking, newest_first=True)

    def oldest(self, limit: int, *, first: int) -> Iterator[tuple[Shard, list[sqlite3.Row]]]:
        """Yield up to `limit` matches with docids from `first` on, the oldest first, shard by shard."""
        oldest = max(first, self._question.first)
        yield from self._matches(oldest, self._question.last, limit, newest_first=False)

    def with_head(self, shard: Shard, docids: Sequence[int]) -> set[int]:
        """Return those of a shard's matches, newest first, whose head has all words; maybe others, too."""
        if self._sieve.missing_in_heads(shard):
            return set()
        rarest = self._question.rarest
        if rarest is not None and len(docids) <= FEW:
            return rarest.with_head(self._raw, shard, docids)
        head = self._sieve.expressions(shard).head
        if head is None:
            return set()
        found = self._raw.execute(
            f"SELECT rowid FROM {shard.table} WHERE {shard.table} MATCH ? AND rowid BETWEEN ? AND ?",
            (head, docids[-1], docids[0]),
        )
        return {docid for (docid,) in found}

    def _matches(
        self,
        first: int,
        last: int,
        limit: int,
        ranking: Ranking | None = None,
        *,
        newest_first: bool,
    ) -> Iterator[tuple[Shard, list[sqlite3.Row]]]:
        shards = [
            shard
            for shard in self._shards
            if shard.first <= last and shard.last >= first and self._has_wanted(shard)
        ]
        began = before = self._cpu()
        got_to: Shard | None = None  # set once a whole shard was looked at
        for shard in shards[::-1] if newest_first else shards:
            is_asked = self._sieve.may_match(shard) and self._may_change(ranking, shard, last)
            now = self._cpu() if is_asked else began  # what need not be asked costs nothing
            is_due = ranking is not None and ranking.is_due()
            if got_to and self._is_far_enough(shard, now - began, now - before, is_due=is_due):
                self.reach = Reach(hour_of(got_to.first), date_of(got_to.first))
                return
            if got_to or (shard.last <= last if newest_first else shard.first >= first):
                got_to = shard
            if is_asked:
                before = now
                rows = self._ask(shard, first, last, limit, "DESC" if newest_first else "ASC")
                if rows:
                    yield shard, rows
                limit -= len(rows)
                if not limit:
                    break
        self.reach = None

    def _has_wanted(self, shard: Shard) -> bool:
        """Tell whether a shard has any document, with a reading list any of that."""
        saved = self._question.saved
        if saved is None:
            return bool(shard.documents)
        return bool(self._question.saved_between(shard.first, shard.last))

    def _is_far_enough(self, shard: Shard, spent: float, latest: float, *, is_due: bool) -> bool:
        """Tell whether to stop before a shard, when the one before it took `latest` of what was spent.

        `is_due`: a hit was promised that was not found yet; it is looked for whatever the time.
        """
        if self._since is not None and hour_of(shard.first) < self._since:
            return True
        return not is_due and spent + latest > self._budget

    def _may_change(self, ranking: Ranking | None, shard: Shard, last: int) -> bool:
        """Tell whether the page of a ranking may change by what a shard has; note if not."""
        if ranking is None or not ranking.is_full():
            return True
        newest, sieve = min(shard.last, last), self._sieve
        if ranking.may_change(newest) and ranking.may_change(
            newest,
            no_title=sieve.missing_in_titles(shard),
            no_head=sieve.missing_in_heads(shard),
        ):
            return True
        self.has_skipped = True
        return False

    def _docids(self, shard: Shard, first: int, last: int) -> list[int] | None:
        """Return the docids of all that match in a shard; None = they are better asked for with the join.

        To ask FTS5 alone, and in its own order, is quicker where it finds little, as in most shards. But
        words with a prefix it reads all before it answers, which would then be done twice: of such, `head` is
        None for the same reason.
        """
        asked = self._sieve.expressions(shard)
        if asked.head is None:
            return None
        is_exact = asked.loose == asked.match
        found = self._raw.execute(
            f"SELECT rowid FROM {shard.table} WHERE {shard.table} MATCH ? AND rowid BETWEEN ? AND ? LIMIT ?",
            (asked.loose, first, last, _FEW + 1 if is_exact else 1),
        ).fetchall()
        if not found:
            return []
        return [docid for (docid,) in found] if is_exact and len(found) <= _FEW else None

    def _ask(
        self, shard: Shard, first: int, last: int, limit: int, order: str
    ) -> list[sqlite3.Row]:
        first, last = max(first, shard.first), min(last, shard.last)
        rarest = self._question.rarest
        docids = rarest.candidates(self._raw, shard) if rarest else self._docids(shard, first, last)
        if docids == []:
            return []
        saved = self._question.saved_between(first, last)
        values = {
            "match": self._sieve.expressions(shard).match,
            "docids": json.dumps(docids),
            "saved": json.dumps(saved),
            "first": first,
            "last": last,
            "ceiling": self._ceiling,
            "visible_to": self._visible_to,
            "limit": limit,
        }
        table = shard.table if docids is None else None
        find = _finding(table, self._question.among(saved), order)
        return self._raw.execute(find, values).fetchall()


@lru_cache(1024)
def _finding(table: str | None, among: str, order: str) -> str:
    """Return the statement that finds the matches of a shard, or of `:docids` those that may be shown."""
    source = f"{table} AS source"
    which = f"source.{table} MATCH :match"
    if table is None:
        source, which = "(SELECT value AS rowid FROM json_each(:docids)) AS source", "TRUE"
    return f"""
        SELECT docs.docid, docs.article_id, docs.title
        FROM {source}
        CROSS JOIN docs ON docs.docid = source.rowid
        CROSS JOIN app.feeds AS feeds ON feeds.id = docs.feed_id
        WHERE {which} AND source.rowid BETWEEN :first AND :last
            AND docs.article_id <= :ceiling AND {among} AND {VISIBLE}
        ORDER BY source.rowid {order} LIMIT :limit
    """
