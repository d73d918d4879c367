"""A copy of the whole database, made beside the process that runs on it."""

import asyncio
import os
import sqlite3
from functools import partial
from pathlib import Path

from storage.checkup import DatabaseReport, examine_database
from storage.connection import connected
from storage.errors import DatabaseDamaged, DatabaseUnusable, DiskFull, translating
from storage.schema import APPLICATION_ID, examine

_MAGIC = b"SQLite format 3\0"
_HEADER = 100
_APPLICATION_AT = 68
"""Where a SQLite file says whose it is (https://www.sqlite.org/fileformat2.html, «The Database Header»)."""


async def copy_database(path: Path, target: Path) -> DatabaseReport:
    """Write the database as it is at one moment into `target`, an empty file; return what the copy holds.

    The copy is on the disk, and has been examined, when this returns. Readers and writers of the database
    go on meanwhile. What was deleted from the database is not in the copy, nor is the search index.
    Cancelled, it stops within a moment; what is in `target` then is of no use. Raises DatabaseUnusable where
    there is no database, DatabaseForeign, DatabaseNewer, DatabaseDamaged, DiskFull.
    """
    if not await asyncio.to_thread(path.is_file):
        raise DatabaseUnusable(f"there is no database {path}")
    try:
        with translating(path):
            async with connected(path, readonly=True) as connection:
                await connection.run_long(partial(_copy, path, target))
    except DiskFull as error:
        raise DiskFull(f"{target.parent} has no room for a copy of {path}") from error
    await asyncio.to_thread(sync, target)
    report = await examine_database(target, thorough=True)
    if report is None or report.problems:
        raise DatabaseDamaged(f"{path} is damaged, and so would be its copy: {_first(report)}")
    return report


def is_copy(path: Path) -> bool:
    """Tell whether a file says of itself that it is one of our databases. Raises OSError."""
    with path.open("rb") as file:
        header = file.read(_HEADER)
    whose = int.from_bytes(header[_APPLICATION_AT : _APPLICATION_AT + 4], "big")
    return header.startswith(_MAGIC) and whose == APPLICATION_ID


def sync(path: Path) -> None:
    """Have a file, or what stands in a folder, on the disk. Raises OSError."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _copy(path: Path, target: Path, raw: sqlite3.Connection) -> None:
    examine(raw, path)
    # The file is open for reading alone; SQLite takes VACUUM INTO for a change of it all the same.
    raw.execute("PRAGMA query_only = OFF")
    raw.execute("VACUUM INTO ?", (str(target),))


def _first(report: DatabaseReport | None) -> str:
    return "it is gone" if report is None else report.problems[0]
