"""The connections to one index file: one that writes, and a few that read.

Each is opened when it is first used and can be closed at any time: the file under them is replaced when
a new index has been built.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any, TypeVar

from storage.connection import Connection, call, connected
from storage.errors import SlowQuery
from storage.index.damage import judging_damage
from storage.index.schema import prepare, state_of

T = TypeVar("T")

READERS = 2
_CACHE_KIB = 32_768
"""Memory of a reader for pages of the file, at the most: what searches need of twenty shards."""

_STEPS = 10_000
"""How often a question looks whether it has been given up, in steps of SQLite's machine: about 0.1 ms."""


class IndexFile:
    """The way to an index file; `database` is the main database's, attached to every connection."""

    def __init__(self, path: Path, database: Path) -> None:
        self.path = path
        self._writer = _Lane(partial(_writing, path, database))
        self._writing = asyncio.Lock()
        self._idle: asyncio.LifoQueue[_Lane] = asyncio.LifoQueue()
        for _ in range(READERS):
            self._idle.put_nowait(_Lane(partial(reading, path, database)))

    async def write(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Run `work` on the connection that writes; the file is made where there is none.

        `work` runs to its end also where the caller is cancelled.
        """
        async with self._writing:
            with judging_damage():
                return await self._writer.run(work)

    async def read(self, question: Callable[[sqlite3.Connection], T], *, limit: float) -> T:
        """Return what `question` finds, seen at one moment; raises SlowQuery after `limit` seconds."""
        lane = await self._idle.get()
        given_up = Event()
        asking = asyncio.create_task(lane.run(partial(_snapshot, question, given_up)))
        # The lane is free when its thread is, which may be after its caller was cancelled.
        asking.add_done_callback(partial(self._take_back, lane))
        try:
            await asyncio.wait([asking], timeout=limit)
        finally:
            given_up.set()
        if not asking.done():
            raise SlowQuery(f"a search took longer than {limit:g} s")
        with judging_damage():
            return asking.result()

    @asynccontextmanager
    async def closed(self, *, reopen: bool = False) -> AsyncIterator[None]:
        """Close all connections and keep them closed meanwhile; who asks then waits.

        With `reopen` the file is made, where there is none, before anybody reads it.
        """
        async with self._writing:
            lanes: list[_Lane] = []
            try:
                while len(lanes) < READERS:
                    lanes.append(await self._idle.get())
                for lane in (
                    *lanes,
                    self._writer,
                ):  # the writer last: it removes the write-ahead log
                    await lane.close()
                yield
                if reopen:
                    with judging_damage():
                        await self._writer.run(lambda _: None)
            finally:
                for lane in lanes:
                    self._idle.put_nowait(lane)

    def _take_back(self, lane: "_Lane", asked: "asyncio.Task[Any]") -> None:
        self._idle.put_nowait(lane)
        if not asked.cancelled():
            asked.exception()  # retrieved, also where nobody waits for it any more


class _Lane:
    """A connection that is opened when first used; used by one task at a time."""

    def __init__(self, opening: Callable[[], AbstractAsyncContextManager[Connection]]) -> None:
        self._opening = opening
        self._connection: Connection | None = None
        self._open = AsyncExitStack()

    async def run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        if self._connection is None:
            with judging_damage(opening=True):
                self._connection = await self._open.enter_async_context(self._opening())
        return await self._connection.run(work)

    async def close(self) -> None:
        self._connection = None
        await self._open.aclose()


@asynccontextmanager
async def _writing(path: Path, database: Path) -> AsyncIterator[Connection]:
    async with connected(path, readonly=False) as connection:
        await connection.run(partial(_open_for_writing, database))
        yield connection


@asynccontextmanager
async def reading(path: Path, database: Path) -> AsyncIterator[Connection]:
    """Open an index file that exists, to read it with its database attached."""
    async with connected(path, readonly=True) as connection:
        await connection.run(partial(_open_for_reading, database))
        yield connection


def _open_for_writing(database: Path, raw: sqlite3.Connection) -> None:
    raw.execute("PRAGMA journal_mode = WAL")
    # A power cut may take back the last commits, which the queue then still has, but never tears the file.
    # With OFF it would do both, for a tenth more speed once the log is as long as this.
    raw.execute("PRAGMA synchronous = NORMAL")
    raw.execute("PRAGMA wal_autocheckpoint = 4000")
    _attach(database, raw)
    prepare(raw)


def _open_for_reading(database: Path, raw: sqlite3.Connection) -> None:
    _attach(database, raw)
    raw.execute(f"PRAGMA main.cache_size = -{_CACHE_KIB}")
    state_of(raw)  # a file without tables is damage, not a mistake of the first question


def _attach(database: Path, raw: sqlite3.Connection) -> None:
    raw.execute("ATTACH ? AS app", (f"{database.absolute().as_uri()}?mode=ro",))


def _snapshot(
    question: Callable[[sqlite3.Connection], T], given_up: Event, raw: sqlite3.Connection
) -> T:
    """Ask in a transaction, which sees one moment; stop once `given_up` is set."""
    raw.set_progress_handler(given_up.is_set, _STEPS)
    raw.execute("BEGIN")
    try:
        return call(question, raw)
    finally:
        raw.set_progress_handler(None, 0)
        if raw.in_transaction:
            raw.execute("ROLLBACK")
