"""Whether the index is whole, and holds what the database holds."""

import asyncio
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from storage.errors import DatabaseDamaged
from storage.index.connections import reading
from storage.index.damage import judging_damage
from storage.index.schema import Fit, fit_of, index_path
from storage.index.shards import shards_of

_COUNTS = {
    "articles": "SELECT count(*) FROM app.articles",
    "indexed": "SELECT count(*) FROM docs WHERE article_id IS NOT NULL",
    "waiting": """
        SELECT (SELECT count(DISTINCT article_id) FROM app.index_queue WHERE id > state.queue_id)
            + (SELECT count(*) FROM app.articles WHERE id < state.backlog)
        FROM state
    """,
    "superseded": "SELECT superseded FROM state",
}


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What a look at the index shows."""

    problems: tuple[str, ...] = ()
    """What is wrong with it; empty = all is well."""
    articles: int = 0
    """In the database."""
    indexed: int = 0
    waiting: int = 0
    """Articles that are still to be indexed, or to be indexed anew."""
    superseded: int = 0
    """Documents of articles that were edited or removed since: ballast until the next rebuild."""
    is_outdated: bool = False
    """Made with other rules for terms: it serves until a new one is built."""


async def examine_index(database: Path) -> IndexReport | None:
    """Examine the index of a database from beside the process that has it open; None: there is none.

    Of its inner structure only what a look at the pages shows is examined.
    """
    path = index_path(database)
    if not await asyncio.to_thread(path.exists):
        return None
    try:
        with judging_damage(opening=True):
            async with reading(path, database) as connection:
                return await connection.run(lambda raw: examine(raw, thorough=False))
    except DatabaseDamaged as error:
        return IndexReport(problems=(str(error),))


def examine(raw: sqlite3.Connection, *, thorough: bool) -> IndexReport:
    """Examine the index; `thorough` needs the connection that writes, and reads all of the file."""
    fit = fit_of(raw)
    if fit is Fit.USELESS:
        return IndexReport(problems=("it belongs to another version or another database",))
    problems = [text for (text,) in raw.execute("PRAGMA main.quick_check") if text != "ok"]
    if thorough:
        for shard in shards_of(raw):
            raw.execute(f"INSERT INTO {shard.table} ({shard.table}) VALUES ('integrity-check')")
    raw.execute("BEGIN")  # all counts are of one moment
    try:
        counts = {name: raw.execute(question).fetchone()[0] for name, question in _COUNTS.items()}
    finally:
        raw.execute("ROLLBACK")
    if not counts["waiting"] and counts["indexed"] != counts["articles"]:
        problems.append(f"{counts['indexed']} of {counts['articles']} articles are indexed")
    return IndexReport(tuple(problems), is_outdated=fit is Fit.OUTDATED, **counts)
