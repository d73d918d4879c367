"""One SQLite connection on a thread of its own: the only home of aiosqlite."""

import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Event
from typing import TypeVar

import aiosqlite

T = TypeVar("T")

BUSY_WAIT = 5.0
"""Seconds to wait for another process's lock (a backup, an import) before `DatabaseLocked`."""

_STEPS = 10_000
"""How often long work looks whether it has been given up, in steps of SQLite's machine: about 0.1 ms."""

_WRITER_CACHE_KIB = 8_192

_STATEMENTS = 1_024
"""Statements that are kept ready: a search has some for each part of the index. Python's own 128 are few."""


class Connection(aiosqlite.Connection):
    """aiosqlite's connection, which can also run a whole function on its thread.

    A hop to the thread costs 50–300 µs, and between two hops another coroutine may slip in. A function
    that runs as a whole has one hop and cannot be interleaved.
    """

    async def run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Call `work` with the sqlite3 connection, on its thread, and return what it returns."""
        result: T = await self._execute(call, work, self._conn)  # type: ignore[no-untyped-call]
        return result

    async def run_long(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Do as `run` does; where the caller is cancelled, stop within a moment. Then the connection is done.

        The program could not end before: who closes the connection waits for its thread.
        """
        given_up = Event()

        def guarded(raw: sqlite3.Connection) -> T:
            raw.set_progress_handler(given_up.is_set, _STEPS)
            try:
                return work(raw)
            finally:
                raw.set_progress_handler(None, 0)

        try:
            return await self.run(guarded)
        except BaseException:
            given_up.set()
            # An integrity check asks no handler as long as it walks through pages.
            await self.interrupt()
            raise


@asynccontextmanager
async def connected(path: Path, *, readonly: bool) -> AsyncIterator[Connection]:
    """Open a connection with our pragmas, and close it. With `readonly` the file must exist."""
    # Opened here, not on the thread: were the caller cancelled while a thread opens the file, nobody
    # could close it. That does not block, as the file is not read yet.
    raw = _open(path, readonly)
    connection = Connection(lambda: raw, iter_chunk_size=64)
    try:
        await connection
    except BaseException:
        raw.close()
        raise
    try:
        await connection.run(lambda raw: _prepare(raw, readonly))
        yield connection
    finally:
        await connection.close()


def call(work: Callable[[sqlite3.Connection], T], raw: sqlite3.Connection) -> T:
    """Call `work`; a StopIteration that leaves it comes out as RuntimeError, as PEP 479 has it.

    No future can carry a StopIteration: whoever waits for it would wait for ever.
    """
    try:
        return work(raw)
    except StopIteration as stop:
        raise RuntimeError("StopIteration left a function of the database") from stop


def _open(path: Path, readonly: bool) -> sqlite3.Connection:
    mode = "ro" if readonly else "rwc"
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=BUSY_WAIT,
        isolation_level=None,  # transactions are begun by us, and only by us
        check_same_thread=False,  # opened by the event loop's thread, used by its own
        cached_statements=_STATEMENTS,
    )


def _prepare(raw: sqlite3.Connection, readonly: bool) -> None:
    raw.row_factory = sqlite3.Row
    raw.execute("PRAGMA foreign_keys = ON")  # off on every new connection
    if readonly:
        raw.execute("PRAGMA query_only = ON")
    else:
        # NORMAL forgets «sent» marks at a power cut, so that people would get alerts twice.
        raw.execute("PRAGMA synchronous = FULL")
        # A group of articles is larger than the usual 2 MB, and would be written and read again meanwhile.
        raw.execute(f"PRAGMA cache_size = -{_WRITER_CACHE_KIB}")
