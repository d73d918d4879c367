"""One SQLite connection on a thread of its own: the only home of aiosqlite and of the pragmas."""

import sqlite3
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

import aiosqlite

T = TypeVar("T")

BUSY_WAIT = 5.0
"""Seconds to wait for another process's lock (a backup, an import) before `DatabaseLocked`."""


class Connection(aiosqlite.Connection):
    """aiosqlite's connection, which can also run a whole function on its thread.

    A hop to the thread costs 50–300 µs, and between two hops another coroutine may slip in. A function
    that runs as a whole has one hop and cannot be interleaved.
    """

    async def run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Call `work` with the sqlite3 connection, on its thread, and return what it returns."""
        result: T = await self._execute(work, self._conn)  # type: ignore[no-untyped-call]
        return result


async def connect(path: Path, *, readonly: bool) -> Connection:
    """Open a connection with our pragmas. The file must exist where `readonly` is set."""
    connection = Connection(partial(_open, path, readonly), iter_chunk_size=64)
    await connection
    return connection


def _open(path: Path, readonly: bool) -> sqlite3.Connection:
    mode = "ro" if readonly else "rwc"
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=BUSY_WAIT,
        isolation_level=None,  # transactions are begun by us, and only by us
        check_same_thread=False,  # `interrupt` comes from the event loop's thread
    )
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA foreign_keys = ON")  # off on every new connection
    if readonly:
        connection.execute("PRAGMA query_only = ON")
    else:
        connection.execute("PRAGMA journal_mode = WAL")
        # NORMAL forgets «sent» marks at a power cut, so that people would get alerts twice.
        connection.execute("PRAGMA synchronous = FULL")
    return connection
