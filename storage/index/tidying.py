"""Full shards made quick to search while nothing else is to be done, in small steps.

FTS5 keeps a shard in a dozen segments, each of which a search for a word has to look into. What no longer
grows is merged into one, and then its terms are put into a filter (sieve.py), so that most shards that do
not have a word need not even be asked. Each step is a short transaction, between two of which
articles are indexed: none waits for more than one step. What a crash takes is that step, or the filter in
the making, which is begun anew.
"""

import sqlite3
from dataclasses import dataclass, field

from storage.index.shards import FIRST_DOCID, Shard, shards_of
from storage.index.sieve import HEAD, TITLE, Filling

PAGES = 200
"""Pages of 4 KB that a step merges."""

TERMS = 3_000
"""Terms that a step reads."""

TITLES = 500
"""Titles that a step reads."""

_ADDED, _LEAST_ADDED = 6, 250
"""A merged shard that has grown by more than one part in so many is merged anew. The more shards are newer,
the less will be added still: so with each of them a smaller part will do, down to one in 250. What has come
to rest is merged a last time, and then costs a search as little as it can."""

_LOOSE = 4
"""Segments that were added to a merged shard, one a batch, after which FTS5 merges those of like size; it
merges no fewer."""


@dataclass(slots=True)
class _Making:
    """A filter in the making."""

    shard: Shard
    """As it was when this was begun."""
    last: str = ""
    """The last term that is in."""
    last_titled: int = FIRST_DOCID
    """The last docid whose title is in."""
    filling: Filling = field(default_factory=Filling)


class Tidying:
    """The tidying of one index file. What has been done stands in the file, save a filter in the making."""

    def __init__(self) -> None:
        self._making: _Making | None = None

    def step(self, raw: sqlite3.Connection) -> bool:
        """Do a piece of what is to be done; return False where nothing is. The newest shard still grows."""
        raw.execute("BEGIN")
        try:
            done = self._step(raw)
            raw.execute("COMMIT")
        except BaseException:
            if raw.in_transaction:  # a full disk has rolled back already
                raw.execute("ROLLBACK")
            raise
        return done

    def _step(self, raw: sqlite3.Connection) -> bool:
        *full, _ = shards_of(raw)
        for shard, newer in zip(full, range(len(full), 0, -1), strict=True):
            parts = min(_ADDED * newer, _LEAST_ADDED)
            if parts * (shard.documents - shard.merged) > shard.documents:
                _begin_merge(raw, shard)
                return True
            if shard.loose >= _LOOSE:
                _go_on_merging(raw, shard)
                return True
        for shard in full:
            if shard.documents and not shard.is_sieved:
                self._sieve(raw, shard)
                return True
        return False

    def _sieve(self, raw: sqlite3.Connection, shard: Shard) -> None:
        """Read some more terms of a shard into its filter, which is written when it has all."""
        making = self._making
        if making is None or making.shard != shard:  # or was given documents meanwhile
            making = self._making = _Making(shard)
        terms = raw.execute(
            f"""
            SELECT term, max(col IN ('head', 'head_forms')) FROM {shard.terms}
            WHERE term > ? GROUP BY term LIMIT ?
            """,
            (making.last, TERMS),
        ).fetchall()
        if terms:
            for term, in_head in terms:
                making.filling.add(term)
                if in_head:
                    making.filling.add(term, HEAD)
            making.last = terms[-1]["term"]
        elif not _add_titles(raw, making):
            making.filling.write(raw, shard)
            self._making = None


def _add_titles(raw: sqlite3.Connection, making: _Making) -> bool:
    """Read some more titles of a shard into its filter; return False where there are none."""
    titles = raw.execute(
        "SELECT docid, title FROM docs WHERE docid > ? AND docid <= ? ORDER BY docid LIMIT ?",
        (max(making.last_titled, making.shard.first - 1), making.shard.last, TITLES),
    ).fetchall()
    for docid, title in titles:
        for term in set(title.split()):
            making.filling.add(term, TITLE)
        making.last_titled = docid
    return bool(titles)


def _begin_merge(raw: sqlite3.Connection, shard: Shard) -> None:
    """Let FTS5 merge all of a shard into one segment. What is added meanwhile is not part of that."""
    _merge(raw, shard, -PAGES)
    raw.execute(
        "UPDATE shards SET merged = documents, loose = max(loose, ?) WHERE number = ?",
        (_LOOSE, shard.number),
    )


def _go_on_merging(raw: sqlite3.Connection, shard: Shard) -> None:
    before = raw.total_changes
    _merge(raw, shard, PAGES)
    # https://www.sqlite.org/fts5.html#the_merge_command: fewer than two changes = there was nothing to do
    if raw.total_changes - before < 2:
        raw.execute("UPDATE shards SET loose = 0 WHERE number = ?", (shard.number,))


def _merge(raw: sqlite3.Connection, shard: Shard, pages: int) -> None:
    raw.execute(f"INSERT INTO {shard.table} ({shard.table}, rank) VALUES ('merge', ?)", (pages,))
