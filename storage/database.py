"""The open database: one writer that groups what waits, and a few readers.

    async with Database.open(path) as db:
        feed = await storage.add_feed(db, …)

An intent is a plain function of the sqlite3 connection. All intents that wait are run in one
transaction, each in a savepoint of its own, and are answered after the commit: thousands of small
writes cost a few syncs, and a bad one fails alone. A lone write does not wait, unless it says that it may.
"""

import asyncio
import sqlite3
import traceback
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any, TypeVar

from storage.connection import Connection, call, connected
from storage.errors import DatabaseUnusable, SlowQuery, StorageError, translated, translating
from storage.lock import ProcessLock
from storage.schema import migrate
from storage.waiting import Failed, Line, Waiting

R = TypeVar("R")
T = TypeVar("T")

READERS = 2
"""One slow question must not make the others wait; more than two cores' worth brings nothing."""

READ_LIMIT = 5.0
"""Seconds after which a question is interrupted with `SlowQuery`."""

_STEPS = 10_000
"""How often a question looks whether it has been given up: in steps of SQLite's machine, about 0.1 ms."""

_CLOSING = "the database is being closed"


class Database:
    """The way to the tables; made by `Database.open`."""

    def __init__(self, path: Path, writer: Connection, readers: list[Connection]) -> None:
        self.path = path
        self._writer = writer
        self._line = Line()
        self._idle: asyncio.LifoQueue[Connection] = asyncio.LifoQueue()
        for reader in readers:
            self._idle.put_nowait(reader)
        self._closing = False

    @classmethod
    @asynccontextmanager
    async def open(cls, path: Path) -> AsyncIterator["Database"]:
        """Open the database for this process alone, making or migrating it as needed.

        Raises DatabaseInUse, DatabaseForeign, DatabaseNewer, DatabaseDamaged, DatabaseUnusable.
        """
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except FileExistsError as error:
            raise DatabaseUnusable(f"{path.parent} is not a directory") from error
        except OSError as error:
            raise DatabaseUnusable(f"{path.parent}: {error.strerror}") from error
        lock = ProcessLock(path).take()
        try:
            await asyncio.to_thread(_make_private, path)
            async with _connections(path) as (writer, readers):
                database = cls(path, writer, readers)
                writing = asyncio.create_task(
                    database._write_groups(), name=f"writer of {path.name}"
                )
                try:
                    yield database
                finally:
                    await database._finish(writing)
        finally:
            lock.release()

    async def write(self, intent: Callable[[sqlite3.Connection], T], *, patience: float = 0.0) -> T:
        """Run `intent` in a transaction; return its result once that is on the disk.

        What `intent` raises is raised here, and nothing of it is kept. A caller that is cancelled
        while it waits changes nothing: the intent is carried out all the same.

        `patience`: seconds that it may wait for others, in whose transaction it costs next to nothing.
        """
        if self._closing:
            raise StorageError(_CLOSING)
        return await self._line.add(intent, patience)

    async def write_row(
        self,
        intent: Callable[[sqlite3.Connection, Sequence[R]], T],
        row: R,
        *,
        patience: float = 0.0,
    ) -> T:
        """Run `intent` for `row` as `write` does, once for all rows that wait for the same one.

        Where that fails, it is run for each of them alone. `patience` is that of the first.
        """
        if self._closing:
            raise StorageError(_CLOSING)
        return await self._line.add_row(intent, row, patience)

    async def read(
        self, question: Callable[[sqlite3.Connection], T], *, limit: float = READ_LIMIT
    ) -> T:
        """Return what `question` finds, seen at one moment.

        Raises SlowQuery when it takes longer than `limit` seconds, the wait for a free reader aside.
        """
        reader = await self._idle.get()
        if self._closing:
            self._idle.put_nowait(reader)  # for the next who waits, to be refused too
            raise StorageError(_CLOSING)
        given_up = Event()
        asking = asyncio.create_task(reader.run(partial(_snapshot, question, given_up)))
        # The reader is free when its thread is, which may be after its caller was cancelled.
        asking.add_done_callback(partial(self._take_back, reader))
        try:
            await asyncio.wait([asking], timeout=limit)
        finally:
            given_up.set()
        if not asking.done():
            raise SlowQuery(f"a question took longer than {limit:g} s")
        return asking.result()

    def _take_back(self, reader: Connection, asked: "asyncio.Task[Any]") -> None:
        self._idle.put_nowait(reader)
        if not asked.cancelled():
            asked.exception()  # retrieved, also where nobody waits for it any more

    async def _write_groups(self) -> None:
        """Carry out what waits, group by group, until the line ends."""
        group: list[Waiting[Any]] = []
        try:
            while group := await self._line.next_group():
                intents = [waiting.intent for waiting in group]
                outcomes = await self._writer.run(partial(_run_group, intents=intents))
                for waiting, outcome in zip(group, outcomes, strict=True):
                    if isinstance(outcome, Failed) and len(waiting.alone) > 1:
                        self._line.part(waiting)
                    else:
                        waiting.answer(outcome)
        finally:
            # Should this task be cancelled or meet a bug: nobody waits for an answer for ever.
            self._closing = True
            group += self._line.take_rest()
            while group:
                for waiting in group:
                    waiting.answer(Failed(StorageError("the writer has ended")))
                group = self._line.take_rest()

    async def _finish(self, writing: "asyncio.Task[None]") -> None:
        """Carry out what still waits, then end the writer and take every reader back."""
        self._closing = True
        self._line.end()
        await writing
        readers = [await self._idle.get() for _ in range(READERS)]
        for reader in readers:  # who waits for one takes it, and is refused
            self._idle.put_nowait(reader)


def _make_private(path: Path) -> None:
    """Make the file where it is missing, for this user alone: it says who reads what."""
    try:
        path.touch(mode=0o600)
    except OSError as error:
        raise DatabaseUnusable(f"{path}: {error.strerror}") from error


@asynccontextmanager
async def _connections(path: Path) -> AsyncIterator[tuple[Connection, list[Connection]]]:
    """Open the writer, migrate, open the readers; close in the opposite order."""
    async with AsyncExitStack() as opened:
        with translating(path):
            writer = await opened.enter_async_context(connected(path, readonly=False))
            await writer.run(lambda raw: migrate(raw, path))
            readers = [
                await opened.enter_async_context(connected(path, readonly=True))
                for _ in range(READERS)
            ]
        yield writer, readers


def _snapshot(
    question: Callable[[sqlite3.Connection], T], given_up: Event, raw: sqlite3.Connection
) -> T:
    """Ask in a transaction, which sees one moment; stop once `given_up` is set.

    `interrupt` would be lost where it comes before the question's statement, or between two of them.
    """
    with translating():
        raw.set_progress_handler(given_up.is_set, _STEPS)
        raw.execute("BEGIN")
        try:
            return call(question, raw)
        except BaseException as error:
            _drop_cursors(error)
            raise
        finally:
            raw.set_progress_handler(None, 0)
            if raw.in_transaction:
                raw.execute("ROLLBACK")


def _run_group(
    raw: sqlite3.Connection, intents: list[Callable[[sqlite3.Connection], Any]]
) -> list[Any]:
    """Run the intents in one transaction; return for each its result or `Failed`."""
    try:
        raw.execute("BEGIN IMMEDIATE")  # a deferred one that reads, then writes, fails at once
        outcomes = [_run_one(raw, intent) for intent in intents]
        raw.execute("COMMIT")
    except BaseException as error:  # noqa: BLE001 - every caller is told; the writer goes on
        with suppress(sqlite3.Error):  # a full disk or an I/O error has rolled back already
            raw.execute("ROLLBACK")
        return [_failed(error) for _ in intents]
    return outcomes


def _run_one(raw: sqlite3.Connection, intent: Callable[[sqlite3.Connection], Any]) -> Any:
    """Run one intent in a savepoint. Raises only where the whole transaction is lost."""
    raw.execute("SAVEPOINT intent")
    try:
        result = call(intent, raw)
    except BaseException as error:
        if not raw.in_transaction:
            raise
        _drop_cursors(error)
        raw.execute("ROLLBACK TO intent")
        raw.execute("RELEASE intent")
        return _failed(error)
    raw.execute("RELEASE intent")
    return result


def _drop_cursors(error: BaseException) -> None:
    """Let go of the open cursors that an error's frames hold.

    They keep a savepoint from its release, and a reader in the snapshot of a question that is over.
    """
    cause: BaseException | None = error
    while cause is not None:
        traceback.clear_frames(cause.__traceback__)
        cause = cause.__context__


def _failed(error: BaseException) -> Failed:
    """Return what a caller is told: one of sqlite3's errors as ours, each time a new one."""
    ours = translated(error) if isinstance(error, sqlite3.Error) else None
    return Failed(error if ours is None else ours)
