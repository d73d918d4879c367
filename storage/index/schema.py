"""The index file: its tables, whether a file that is found can be used, and its state.

The file is made of what the database holds and is never migrated: what does not fit is built anew.
Every connection to it has the main database attached, readonly, as `app`.
"""

import sqlite3
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from newsroom import TERMS_VERSION
from storage.errors import DatabaseDamaged
from storage.index.damage import judging_damage
from storage.index.shards import SHARD, begin_shards

APPLICATION_ID = 0x4E575349
"""«NWSI» in the file's header says that it is an index of ours."""

LAYOUT = 5
"""To be raised with every change of the tables below, or of those in shards.py."""

_TABLES = (
    # A document is one version of an article. An edited article is indexed again under a new docid, and
    # its old document stays, without a number: contentless FTS5 cannot delete without the old terms.
    """
    CREATE TABLE docs (
        docid      INTEGER PRIMARY KEY,
        article_id INTEGER,
        feed_id    INTEGER NOT NULL,
        title      TEXT NOT NULL,
        digest     INTEGER NOT NULL
    ) STRICT
    """,
    "CREATE UNIQUE INDEX docs_article ON docs (article_id) WHERE article_id IS NOT NULL",
    # Words of titles as they are spelt in the index, and how often they were: see vocabulary.py.
    """
    CREATE TABLE words (
        word TEXT PRIMARY KEY,
        seen INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE state (
        terms_version INTEGER NOT NULL,
        source        TEXT NOT NULL,
        queue_id      INTEGER NOT NULL,
        backlog       INTEGER NOT NULL,
        superseded    INTEGER NOT NULL
    ) STRICT
    """,
)

TAG = "¬"
"""Begins every tag, and no term of a word, a form or a stem: so words are looked for in all columns at once,
which is a third less work than to leave one out."""

TAG_ANY = f"{TAG}x"
"""Every document has this tag, for queries that only exclude."""

HOUR = 3_600_000
"""Milliseconds."""

_SLOTS = 256  # docids of one second; more than these go to the next seconds


class Fit(Enum):
    """What a file that was found is good for."""

    CURRENT = auto()
    OUTDATED = auto()
    """Made with other rules for terms: it serves until a new one is built."""
    USELESS = auto()


@dataclass(frozen=True, slots=True)
class State:
    """How far an index has come."""

    queue_id: int
    """All rows of the queue up to this one are worked in."""
    backlog: int
    """Articles with smaller numbers that are older than the index are still to be indexed; 0 = none."""
    superseded: int
    """Documents whose articles have been edited or removed since: ballast until the next rebuild."""


def index_path(database: Path) -> Path:
    """Return where the index of a database lies: `newshound.search.db` beside `newshound.db`."""
    return database.with_name(f"{database.stem}.search.db")


def tag_feed(feed_id: int) -> str:
    """Return the tag of the documents of a feed."""
    return f"{TAG}f{feed_id}"


def tag_language(subtag: str) -> str:
    """Return the tag of the documents in a language."""
    return f"{TAG}l{subtag}"


def first_docid(at: int) -> int:
    """Return the smallest docid of what is dated `at` (UTC milliseconds), to the second.

    docids follow the date, so that `ORDER BY rowid DESC`, the one order that FTS5 gives for nothing, is
    the newest first, and a range of dates is a range of docids.
    """
    return at // 1000 * _SLOTS


def date_of(docid: int) -> int:
    """Return when a document is dated, in UTC milliseconds, to the second."""
    return docid // _SLOTS * 1000


def hour_of(docid: int) -> int:
    """Return when a document is dated, in hours since 1970."""
    return docid // (_SLOTS * 3600)


class Docids:
    """Unused docids, within one transaction; once used, none is ever used again."""

    def __init__(self, raw: sqlite3.Connection) -> None:
        self._raw = raw
        self._last: dict[
            int, int
        ] = {}  # of a second, by its first docid; taken but not inserted yet

    def take(self, at: int) -> int:
        """Return one for a document dated `at`: of that second, else of the next that has one left."""
        start = first_docid(at)
        while (last := self._last_of(start)) == start + _SLOTS - 1:
            start += _SLOTS
        self._last[start] = last + 1
        return last + 1

    def _last_of(self, start: int) -> int:
        """Return the highest docid that is used of a second; `start` - 1 where none is."""
        if start not in self._last:
            (last,) = self._raw.execute(
                "SELECT ifnull(max(docid), ? - 1) FROM docs WHERE docid BETWEEN ? AND ?",
                (start, start, start + _SLOTS - 1),
            ).fetchone()
            self._last[start] = last
        return self._last[start]


def prepare(raw: sqlite3.Connection) -> None:
    """Make the tables in a file that is empty; all articles of the database become its backlog."""
    (pages,) = raw.execute("SELECT count(*) FROM main.sqlite_schema").fetchone()
    if pages:
        return
    raw.execute("BEGIN")
    try:
        for statement in _TABLES:
            raw.execute(statement)
        begin_shards(raw, _divisions(raw))
        raw.execute(
            """
            INSERT INTO state SELECT ?, token, ifnull(
                (SELECT seq FROM app.sqlite_sequence WHERE name = 'index_queue'), 0
            ), ifnull((SELECT max(id) + 1 FROM app.articles), 0), 0
            FROM app.index_source
            """,
            (TERMS_VERSION,),
        )
        raw.execute(f"PRAGMA main.application_id = {APPLICATION_ID}")
        raw.execute(f"PRAGMA main.user_version = {LAYOUT}")
        raw.execute("COMMIT")
    except BaseException:
        if raw.in_transaction:
            raw.execute("ROLLBACK")
        raise


def _divisions(raw: sqlite3.Connection) -> list[int]:
    """Return where the backlog is to be divided into shards: the first docid of each but the oldest."""
    dates = raw.execute(
        """
        SELECT dated_at FROM (
            SELECT dated_at, row_number() OVER (ORDER BY dated_at DESC) AS place FROM app.articles
        ) WHERE place % ? = 0
        """,
        (SHARD,),
    )
    return [first_docid(dated_at) for (dated_at,) in dates]


def fit_of(raw: sqlite3.Connection) -> Fit:
    """Tell what the file is good for. Raises DatabaseDamaged."""
    (application,) = raw.execute("PRAGMA main.application_id").fetchone()
    (layout,) = raw.execute("PRAGMA main.user_version").fetchone()
    if (application, layout) != (APPLICATION_ID, LAYOUT):
        return Fit.USELESS
    with judging_damage(opening=True):
        row = raw.execute(
            """
            SELECT terms_version, source = (SELECT token FROM app.index_source) AS is_ours,
                queue_id, (SELECT min(id) FROM app.index_queue) AS waiting,
                ifnull((SELECT seq FROM app.sqlite_sequence WHERE name = 'index_queue'), 0) AS newest
            FROM state
            """
        ).fetchone()
    if row is None or not row["is_ours"]:
        return Fit.USELESS
    # Numbers of the queue have no gaps. If the index does not border on it, one of the two files is an
    # older copy that was put back.
    oldest = row["newest"] if row["waiting"] is None else row["waiting"] - 1
    if not oldest <= row["queue_id"] <= row["newest"]:
        return Fit.USELESS
    return Fit.CURRENT if row["terms_version"] == TERMS_VERSION else Fit.OUTDATED


def state_of(raw: sqlite3.Connection) -> State:
    """Return how far the index has come."""
    row = raw.execute("SELECT queue_id, backlog, superseded FROM state").fetchone()
    if row is None:
        raise DatabaseDamaged("the index has lost its state")
    return State(*row)
