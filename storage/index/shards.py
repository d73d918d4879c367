"""The parts that the index is divided in by date, so that a search never has to walk through all of it.

What FTS5 does between two matches cannot be interrupted, and no limit bounds it: a phrase of two frequent
words that seldom stand side by side reads every article with both, and a prefix reads every word that
begins so before it yields its first match. So each shard is an FTS5 table of its own with some ten thousand
documents. A search asks them one by one, the newest first, until it has enough.

A shard holds the documents whose docids lie between its `first` and that of the next. Only the newest one
grows; when it is full, another is begun, and the full one is tidied up (tidying.py). What is dated earlier
goes where it belongs.
"""

import sqlite3
from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

SHARD = 50_000
"""Documents of a shard. Every search pays for each shard that it looks into, and the worst words for each
document of one: docs/search.md has what both come to."""

_CROWDED = 4 * SHARD
"""Documents of a shard, as an import of old articles brings, that are worth a rebuild."""

SIEVED = 2
"""The version of filters, to be raised with every change of what they hold: a shard with another one counts
as one without, and is given one anew."""

FIRST_DOCID, LAST_DOCID = -(2**63), 2**63 - 1
"""Between these lies every docid: SQLite has no others."""

_BATCH_BUFFER = 4_194_304
"""Bytes that FTS5 gathers in memory before it writes a segment: a whole batch."""


class Shard(NamedTuple):
    """One of the FTS5 tables."""

    number: int
    first: int
    """The smallest docid that belongs here; -2**63 in the oldest one."""
    last: int
    """The largest one; 2**63 - 1 in the newest one."""
    documents: int
    merged: int = 0
    """Documents that it had when all of it was last merged; 0 = it never was (tidying.py)."""
    loose: int = 0
    """Batches that it was given since its segments were last merged."""
    is_sieved: bool = False
    """Whether it has a filter of its terms (sieve.py)."""

    @property
    def table(self) -> str:
        """The name of the FTS5 table."""
        return f"terms_{self.number}"

    @property
    def terms(self) -> str:
        """The name of the list of its terms, each with the columns that it is in."""
        return f"list_{self.number}"


def begin_shards(raw: sqlite3.Connection, firsts: Iterable[int]) -> None:
    """Make the shards of an empty index: the oldest, and one from each of these docids on."""
    raw.execute(
        """
        CREATE TABLE shards (
            number    INTEGER PRIMARY KEY,
            first     INTEGER NOT NULL UNIQUE,
            documents INTEGER NOT NULL DEFAULT 0,
            merged    INTEGER NOT NULL DEFAULT 0,
            loose     INTEGER NOT NULL DEFAULT 0,
            sieved    INTEGER NOT NULL DEFAULT 0
        ) STRICT
        """
    )
    # The filters of all shards, so that a block of each lies beside the same one of the others.
    raw.execute(
        """
        CREATE TABLE sieves (
            block INTEGER NOT NULL,
            shard INTEGER NOT NULL,
            bits  BLOB NOT NULL,
            PRIMARY KEY (block, shard)
        ) STRICT, WITHOUT ROWID
        """
    )
    for first in sorted({FIRST_DOCID, *firsts}):
        _make_shard(raw, first)


def shards_of(raw: sqlite3.Connection) -> list[Shard]:
    """Return the shards, the oldest first."""
    shards: list[Shard] = []
    last = LAST_DOCID
    for number, first, documents, merged, loose, sieved in raw.execute(
        "SELECT number, first, documents, merged, loose, sieved FROM shards ORDER BY first DESC"
    ):
        shards.append(Shard(number, first, last, documents, merged, loose, sieved == SIEVED))
        last = first - 1
    return shards[::-1]


def shares_of(raw: sqlite3.Connection, docids: Iterable[int]) -> list[tuple[Shard, list[int]]]:
    """Divide new docids, which ascend, among the shards; a new one is begun where the newest is full."""
    shards = shards_of(raw)
    shares: list[list[int]] = [[] for _ in shards]
    firsts = [shard.first for shard in shards]
    (last,) = raw.execute("SELECT max(docid) FROM docs").fetchone()
    last = FIRST_DOCID if last is None else last
    for docid in docids:
        if docid > last and shards[-1].documents + len(shares[-1]) >= SHARD:
            shards.append(_make_shard(raw, docid))
            shares.append([])
            firsts.append(docid)
        shares[bisect_right(firsts, docid) - 1].append(docid)
    return [(shard, share) for shard, share in zip(shards, shares, strict=True) if share]


def count_documents(raw: sqlite3.Connection, shard: Shard, added: int) -> None:
    """Write down how many documents a shard was given in one batch."""
    raw.execute(
        "UPDATE shards SET documents = documents + ?, loose = loose + 1 WHERE number = ?",
        (added, shard.number),
    )


def is_crowded(raw: sqlite3.Connection) -> bool:
    """Tell whether a shard has grown so large that the index should be divided anew."""
    (most,) = raw.execute("SELECT max(documents) FROM shards").fetchone()
    return int(most) >= _CROWDED


def _make_shard(raw: sqlite3.Connection, first: int) -> Shard:
    made = raw.execute("INSERT INTO shards (first) VALUES (?)", (first,))
    shard = Shard(made.lastrowid or 0, first, LAST_DOCID, 0)
    # Terms made by newsroom.terms, joined by spaces; the `ascii` tokenizer divides them at the spaces and
    # changes nothing (newsroom.fold). `head`: title and first paragraphs. `*_forms`: other forms of the
    # words, without order. `tags`: see `tag_*` in schema. Nothing asks for column sizes, which bm25 would.
    raw.execute(
        f"""
        CREATE VIRTUAL TABLE {shard.table} USING fts5 (
            head, head_forms, body, body_forms, tags,
            content = '', columnsize = 0, tokenize = 'ascii'
        )
        """
    )
    # FTS5 writes a transaction's terms out as a segment, then merges segments of like size. A buffer (1 MB
    # by default) that holds a whole batch, and merging by eight instead of four, is a third less work.
    settings = f"INSERT INTO {shard.table} ({shard.table}, rank) VALUES (?, ?)"
    raw.execute(settings, ("hashsize", _BATCH_BUFFER))
    raw.execute(settings, ("automerge", 8))
    raw.execute(f"CREATE VIRTUAL TABLE {shard.terms} USING fts5vocab ({shard.table}, col)")
    return shard
