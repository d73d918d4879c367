"""Looking at a database file from beside the process that has it open."""

import asyncio
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from storage.connection import connected
from storage.errors import DatabaseUnusable, translating
from storage.lock import holder_of
from storage.migrations import MIGRATIONS
from storage.schema import examine


@dataclass(frozen=True, slots=True)
class DatabaseReport:
    """What a look at the file shows."""

    version: int
    newest_version: int
    problems: tuple[str, ...]
    """What SQLite's own check and the foreign keys complain of; empty = all is well."""
    feeds: int
    articles: int
    subscriptions: int
    waiting: int
    """Deliveries that are due or in flight."""
    held_by: int | None
    """The process that runs on it; None = nobody does."""


async def examine_database(path: Path, *, thorough: bool = False) -> DatabaseReport | None:
    """Examine the database without changing it; None where there is no file yet.

    `thorough`: also whether the indexes agree with the tables, which takes several times as long.

    Raises DatabaseForeign, DatabaseNewer, DatabaseDamaged, DatabaseUnusable.
    """
    if not await asyncio.to_thread(_is_there, path):
        return None
    with translating(path):
        async with connected(path, readonly=True) as connection:
            return await connection.run_long(lambda raw: report_on(raw, path, thorough=thorough))


def _is_there(path: Path) -> bool:
    try:
        if path.is_dir():
            raise DatabaseUnusable(f"{path} is a directory")
        return path.exists()
    except OSError as error:
        raise DatabaseUnusable(f"{path}: {error.strerror}") from error


def report_on(raw: sqlite3.Connection, path: Path, *, thorough: bool = False) -> DatabaseReport:
    """Examine an open database; `path` is what it is called. Raises as `examine_database` does."""
    version = examine(raw, path)
    check = "integrity_check" if thorough else "quick_check"
    problems = [text for (text,) in raw.execute(f"PRAGMA {check}") if text != "ok"]
    problems += [
        f"row {rowid} of {table} points at nothing in {parent}"
        for table, rowid, parent, _ in raw.execute("PRAGMA foreign_key_check")
    ]
    counts = dict.fromkeys(("feeds", "articles", "subscriptions", "waiting"), 0)
    if version:
        live = "WHERE removed_at IS NULL"
        for name, source in (
            ("feeds", f"feeds {live}"),
            ("articles", "articles"),
            ("subscriptions", f"subscriptions {live}"),
            ("waiting", "deliveries WHERE state IN ('due', 'claimed')"),
        ):
            (counts[name],) = raw.execute(f"SELECT count(*) FROM {source}").fetchone()
    return DatabaseReport(
        version=version,
        newest_version=len(MIGRATIONS),
        problems=tuple(problems),
        held_by=holder_of(path),
        **counts,
    )
