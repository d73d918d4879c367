"""Work on the database from beside the process that runs on it: `newshound import`, `export`.

The process lock says who runs the bot; it is not what keeps the file whole. That does SQLite's own lock: a
second writer waits for the first one's transaction, up to BUSY_WAIT on either side. So a command may open the
file too, as long as it knows the tables as they are, is done in one short transaction, and leaves the running
bot nothing to be told: what it wrote is found when the database is asked next.
"""

import asyncio
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from storage.connection import Connection, connected
from storage.database import Database
from storage.errors import DatabaseInUse, DatabaseUnusable, StorageError, translating
from storage.migrations import MIGRATIONS
from storage.schema import examine

T = TypeVar("T")


async def read_beside(path: Path, question: Callable[[sqlite3.Connection], T]) -> T:
    """Return what `question` finds, seen at one moment. Raises DatabaseUnusable where there is no file."""
    if not await asyncio.to_thread(path.is_file):
        raise DatabaseUnusable(f"there is no database {path}")
    return await _beside(path, question, begin="BEGIN", readonly=True)


async def write_beside(path: Path, intent: Callable[[sqlite3.Connection], T]) -> T:
    """Run `intent` in a transaction of its own; return its result once that is on the disk.

    The file is made where it is missing. Raises DatabaseLocked where others write all the time.
    """
    return await _beside(path, intent, begin="BEGIN IMMEDIATE", readonly=False)


async def _beside(
    path: Path, work: Callable[[sqlite3.Connection], T], *, begin: str, readonly: bool
) -> T:
    if not await _is_current(path):
        await _bring_up_to_date(path)
    with translating(path):
        async with connected(path, readonly=readonly) as connection:
            return await _in_transaction(connection, path, work, begin)


async def _is_current(path: Path) -> bool:
    if not await asyncio.to_thread(path.is_file):
        return False
    with translating(path):
        async with connected(path, readonly=True) as connection:
            return await connection.run(lambda raw: examine(raw, path)) == len(MIGRATIONS)


async def _bring_up_to_date(path: Path) -> None:
    """Make or migrate the database, where nobody runs on it."""
    try:
        async with Database.open(path):
            pass
    except DatabaseInUse as error:
        raise StorageError(
            f"{error}, an older Newshound or one that is just starting: restart it, then try again"
        ) from error


async def _in_transaction(
    connection: Connection, path: Path, work: Callable[[sqlite3.Connection], T], begin: str
) -> T:
    def run(raw: sqlite3.Connection) -> T:
        raw.execute(begin)
        try:
            _refuse_other_tables(raw, path)
            result = work(raw)
            raw.execute("COMMIT")
        except BaseException:
            if raw.in_transaction:  # a full disk has rolled back already
                raw.execute("ROLLBACK")
            raise
        return result

    return await connection.run(run)


def _refuse_other_tables(raw: sqlite3.Connection, path: Path) -> None:
    """Look once more, within the transaction: nobody can migrate between the question and the work."""
    if examine(raw, path) != len(MIGRATIONS):
        raise StorageError(f"{path} is being brought up to date: try again")
