"""Which shards may have a word, told without asking them: a Bloom filter of the terms of each full shard.

To ask a shard for a word that it does not have costs a tenth of a millisecond, and a rare word is in few of
them. The filters of all shards lie side by side, cut into blocks: a term belongs to one block, and the bits
that it has there in every shard are read at once. So what a search pays for the shards that it need not
open hardly grows with their number. Other bits there tell whether a term stands in a head, or in a title:
a shard whose best place for a word is worth little need not be opened either (ranking.py).

A filter never misses a term that is there; of those that are not, it takes one in two hundred for one.
"""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial, reduce
from operator import and_, or_
from zlib import crc32

from newsroom import Clause, Query
from storage.index.match import head_expression, loose_expression, match_expression
from storage.index.schema import tag_feed, tag_language
from storage.index.shards import SIEVED, Shard

_BLOCKS, _BLOCK = 4_096, 512
"""Blocks of a filter, and the bytes of one: two megabytes in all. A shard of news in ten languages has about
1.4 million terms, those of heads and titles counted again: that is some twelve bits for each."""

_PLACES = 4
"""Bits that a term sets in its block."""

_SPREAD = 0x9E3779B1
"""Makes a second number of a term's first one (Knuth's multiplicative hashing)."""

HEAD, TITLE = " ", "  "
"""Before a term that stands in the head, or the title, of a document; no term has a space. Changed marks or
places need a new `SIEVED` (shards.py)."""

_ASKED = 3
"""Things wanted that are asked about: those with the longest words, which are probably the rarest. And of
so many feeds each is."""


class Filling:
    """Terms on their way into the filter of a shard."""

    def __init__(self) -> None:
        self._blocks: defaultdict[int, bytearray] = defaultdict(partial(bytearray, _BLOCK))

    def add(self, term: str, mark: str = "") -> None:
        """Add a term that a document has; with a mark, that it stands there."""
        bits = self._blocks[_block(term)]
        for place in _places(f"{mark}{term}"):
            bits[place >> 3] |= 1 << (place & 7)

    def write(self, raw: sqlite3.Connection, shard: Shard) -> None:
        """Put the terms into the filter of a shard: beside what it has, or in place of an outdated one."""
        known = raw.execute(
            """
            SELECT block, bits FROM sieves
            WHERE block IN (SELECT value FROM json_each(?)) AND shard = ?
            """,
            (json.dumps([*self._blocks] if shard.is_sieved else []), shard.number),
        )
        for block, before in known:
            bits = self._blocks[block]
            bits[:] = map(or_, bits, before)
        raw.executemany(
            "REPLACE INTO sieves VALUES (?, ?, ?)",
            [(block, shard.number, bits) for block, bits in sorted(self._blocks.items())],
        )
        raw.execute("UPDATE shards SET sieved = ? WHERE number = ?", (SIEVED, shard.number))


@dataclass(frozen=True, slots=True)
class Expressions:
    """What finds documents, in FTS5's syntax."""

    match: str
    loose: str
    """Finds at least those; see `loose_expression`."""
    head: str | None
    """Finds those whose head alone has everything wanted; None = not worth it."""


class Sieve:
    """What the filters of some shards say about one query. Sets of shards are bits, by their numbers."""

    def __init__(
        self,
        raw: sqlite3.Connection,
        shards: Iterable[Shard],
        query: Query,
        feeds: Collection[int] | None,
    ) -> None:
        self._raw = raw
        self._query = query
        self._unknown = _any(1 << shard.number for shard in shards if not shard.is_sieved)
        self._asked = sorted(query.wanted, key=_length, reverse=True)[:_ASKED]
        self._blocks: dict[int, list[tuple[int, bytes]]] = {}
        self._words: dict[str, int] = {}
        self._anywhere = _every(self._wanted(self._may_have)) & self._tagged(feeds)
        self._in_heads: list[int] | None = None
        self._in_titles: list[int] | None = None
        self._feeds = feeds
        self._expressions: dict[frozenset[str], Expressions] = {}

    def may_match(self, shard: Shard) -> bool:
        """Tell whether a shard may have documents that match the query."""
        return bool(self._anywhere >> shard.number & 1)

    def missing_in_heads(self, shard: Shard) -> int:
        """Return how many of the things wanted surely stand in no head of a shard."""
        if not shard.is_sieved:
            return 0
        if self._in_heads is None:
            self._in_heads = self._wanted(partial(self._has, mark=HEAD))
        return _missing(self._in_heads, shard)

    def missing_in_titles(self, shard: Shard) -> int:
        """Return how many of the things wanted surely stand in no title of a shard."""
        if not shard.is_sieved:
            return 0
        if self._in_titles is None:
            self._in_titles = self._wanted(partial(self._has, mark=TITLE))
        return _missing(self._in_titles, shard)

    def expressions(self, shard: Shard) -> Expressions:
        """Return what finds the documents of a shard that may match.

        Forms of words that the shard does not have are left out: each would be looked for in all segments.
        """
        missing = frozenset(
            word for word, shards in self._words.items() if not shards >> shard.number & 1
        )
        if missing not in self._expressions:
            query = self._query
            if missing:
                wanted = tuple(_without(missing, group) for group in query.wanted)
                query = replace(query, wanted=wanted)
            self._expressions[missing] = Expressions(
                match_expression(query, self._feeds),
                loose_expression(query, self._feeds),
                head_expression(query),
            )
        return self._expressions[missing]

    def _wanted(self, has: Callable[[str], int]) -> list[int]:
        """Return the shards that may have each thing asked about, when `has` tells which may have a term."""
        return [
            _any(
                _every(map(has, _whole(clause, phrase)))
                for clause in group
                for phrase in clause.phrases
            )
            for group in self._asked
        ]

    def _tagged(self, feeds: Collection[int] | None) -> int:
        """Return the shards that may have documents of the wanted feeds and languages."""
        found = ~0
        if feeds is not None and len(feeds) <= _ASKED:
            found &= _any(self._has(tag_feed(feed)) for feed in feeds)
        if self._query.languages:
            found &= _any(self._has(tag_language(one)) for one in self._query.languages)
        return found

    def _may_have(self, term: str) -> int:
        """Return the shards that may have a word that is looked for, and remember them."""
        self._words[term] = found = self._has(term)
        return found

    def _has(self, term: str, mark: str = "") -> int:
        """Return the shards that may have a term, with a mark where that tells."""
        block = _block(term)
        if block not in self._blocks:
            asked = self._raw.execute("SELECT shard, bits FROM sieves WHERE block = ?", (block,))
            self._blocks[block] = [(shard, bits) for shard, bits in asked]
        # Loops, since this is done for each word in each shard: `any` and `all` are slower.
        places = [(place >> 3, 1 << (place & 7)) for place in _places(f"{mark}{term}")]
        found = self._unknown
        for shard, bits in self._blocks[block]:
            for byte, bit in places:
                if not bits[byte] & bit:
                    break
            else:
                found |= 1 << shard
        return found


def _missing(having: Iterable[int], shard: Shard) -> int:
    """Return how many of these sets of shards a shard is not in."""
    missing = 0
    for shards in having:
        missing += not shards >> shard.number & 1
    return missing


def _without(missing: frozenset[str], group: tuple[Clause, ...]) -> tuple[Clause, ...]:
    """Return what is left of a group where terms are missing."""
    left = (
        replace(
            clause,
            phrases=tuple(
                phrase for phrase in clause.phrases if missing.isdisjoint(_whole(clause, phrase))
            ),
        )
        for clause in group
    )
    return tuple(clause for clause in left if clause.phrases) or group


def _whole(clause: Clause, phrase: tuple[str, ...]) -> tuple[str, ...]:
    """Return the terms of a phrase but the last one of a prefix, which is only the beginning of one."""
    return phrase[:-1] if clause.prefix else phrase


def _block(term: str) -> int:
    return crc32(term.encode()) % _BLOCKS


def _places(marked: str) -> tuple[int, ...]:
    """Return the places of the bits of a term, with its mark, in its block."""
    digest = crc32(marked.encode())
    first, step = digest >> 20, digest * _SPREAD >> 20 | 1
    return tuple([first + time * step & 0xFFF for time in range(_PLACES)])


def _length(group: Sequence[Clause]) -> int:
    """Return the length of the shortest thing that will do, as it was typed."""
    return min(sum(map(len, clause.phrases[0])) for clause in group)


def _any(sets: Iterable[int]) -> int:
    return reduce(or_, sets, 0)


def _every(sets: Iterable[int]) -> int:
    return reduce(and_, sets, ~0)
