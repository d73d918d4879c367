"""A query of many words, as a pasted sentence: the documents that have its rarest ones, then the others.

FTS5 walks through the documents of all of its words side by side. Three of them that are rare leave so few
documents that it is quicker to ask for each whether it has the other words too. Which are rare is guessed:
the longest.
"""

import sqlite3
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from newsroom import Clause, Query
from storage.index.match import match_expression, one_by_one
from storage.index.shards import Shard

_MANY = 6
"""Words from which on it pays."""

_RAREST = 3
FEW = 8
"""Documents of a shard that are asked about one by one; of more, FTS5 is quicker by itself."""


@dataclass(frozen=True, slots=True)
class Rarest:
    """A query in parts."""

    match: str
    """Finds the documents that have the words which are probably rarest, and are of the wanted feeds."""
    rest: tuple[str, ...]
    """Each finds the documents that have one of the other words."""
    heads: tuple[str, ...]
    """Each finds the documents whose head has one of all the words."""

    def candidates(self, raw: sqlite3.Connection, shard: Shard) -> list[int] | None:
        """Return the docids of a shard that match the whole query; None = they are too many to ask about."""
        found = raw.execute(
            f"SELECT rowid FROM {shard.table} WHERE {shard.table} MATCH ? LIMIT ?",
            (self.match, FEW + 1),
        ).fetchall()
        if len(found) > FEW:
            return None
        return [docid for (docid,) in found if _has_all(raw, shard, docid, self.rest)]

    def with_head(self, raw: sqlite3.Connection, shard: Shard, docids: Iterable[int]) -> set[int]:
        """Return those of a few documents whose head has all words."""
        return {docid for docid in docids if _has_all(raw, shard, docid, self.heads)}


def rarest_of(query: Query, feeds: Collection[int] | None) -> Rarest | None:
    """Divide a query; None where it is better asked as a whole.

    A phrase or a prefix is too dear to be asked about one by one, and exclusions are seldom among many words.
    """
    if len(query.wanted) < _MANY or query.unwanted or not all(map(_are_words, query.wanted)):
        return None
    groups = sorted(query.wanted, key=_length, reverse=True)
    rarest = Query(wanted=tuple(groups[:_RAREST]), languages=query.languages)
    return Rarest(
        match=match_expression(rarest, feeds),
        rest=tuple(match_expression(Query(wanted=(group,)), None) for group in groups[_RAREST:]),
        heads=one_by_one(query),
    )


def _are_words(group: Sequence[Clause]) -> bool:
    return all(
        not clause.prefix and all(len(phrase) == 1 for phrase in clause.phrases) for clause in group
    )


def _length(group: Sequence[Clause]) -> int:
    """Return the length of the shortest word that will do, as it was typed."""
    return min(len(clause.phrases[0][0]) for clause in group)


def _has_all(raw: sqlite3.Connection, shard: Shard, docid: int, parts: Iterable[str]) -> bool:
    question = f"SELECT 1 FROM {shard.table} WHERE {shard.table} MATCH ? AND rowid = ?"
    return all(raw.execute(question, (part, docid)).fetchone() for part in parts)
