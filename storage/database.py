"""The open database: one writer that groups what waits, and a few readers.

    async with Database.open(path) as db:
        feed = await storage.add_feed(db, …)

An intent is a plain function of the sqlite3 connection. All intents that wait are run in one
transaction, each in a savepoint of its own, and are answered after the commit: thousands of small
writes cost a few syncs, and a bad one fails alone. There is no timer; a lone write does not wait.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Generic, TypeVar

from storage.connection import Connection, connect
from storage.errors import DatabaseUnusable, SlowQuery, StorageError, translated, translating
from storage.lock import ProcessLock
from storage.schema import migrate

T = TypeVar("T")

READERS = 2
"""One slow question must not make the others wait; more than two cores' worth brings nothing."""

READ_LIMIT = 5.0
"""Seconds after which a question is interrupted with `SlowQuery`."""

GROUP_LIMIT = 500
"""Intents in one transaction at the most, so that the first does not wait for thousands of others."""


@dataclass(slots=True)
class _Waiting(Generic[T]):
    """An intent in the queue, with the place where its caller waits for the answer."""

    intent: Callable[[sqlite3.Connection], T]
    answer: asyncio.Future[T]


class Database:
    """The way to the tables; made by `Database.open`."""

    def __init__(self, path: Path, writer: Connection, readers: list[Connection]) -> None:
        self.path = path
        self._writer = writer
        self._waiting: asyncio.Queue[_Waiting[Any] | None] = asyncio.Queue()
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
        except OSError as error:
            raise DatabaseUnusable(f"{path.parent}: {error.strerror}") from error
        lock = ProcessLock(path).take()
        try:
            async with _connections(path) as (writer, readers):
                database = cls(path, writer, readers)
                writing = asyncio.create_task(database._write_groups(), name="storage writer")
                try:
                    yield database
                finally:
                    await database._finish(writing)
        finally:
            lock.release()

    async def write(self, intent: Callable[[sqlite3.Connection], T]) -> T:
        """Run `intent` in a transaction; return its result once that is on the disk.

        What `intent` raises is raised here, and nothing of it is kept. A caller that is cancelled
        while it waits changes nothing: the intent is carried out all the same.
        """
        if self._closing:
            raise StorageError("the database is being closed")
        answer: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.put_nowait(_Waiting(intent, answer))
        return await answer

    async def read(
        self, question: Callable[[sqlite3.Connection], T], *, limit: float = READ_LIMIT
    ) -> T:
        """Return what `question` finds, seen at one moment. Raises SlowQuery after `limit` seconds."""
        reader = await self._idle.get()
        asking = asyncio.ensure_future(reader.run(lambda raw: _snapshot(raw, question)))
        # The reader is free when its thread is, which may be after its caller was cancelled.
        asking.add_done_callback(lambda done: self._take_back(reader, done))
        try:
            async with asyncio.timeout(limit):
                return await asyncio.shield(asking)
        except (TimeoutError, asyncio.CancelledError) as stopped:
            await reader.interrupt()
            if isinstance(stopped, TimeoutError):
                raise SlowQuery(f"a question took longer than {limit:g} s") from None
            raise

    def _take_back(self, reader: Connection, asked: "asyncio.Future[Any]") -> None:
        self._idle.put_nowait(reader)
        if not asked.cancelled():
            asked.exception()  # retrieved, also where nobody waits for it any more

    async def _write_groups(self) -> None:
        """Carry out what waits, group by group, until `None` comes."""
        while (first := await self._waiting.get()) is not None:
            group = [first]
            while len(group) < GROUP_LIMIT and not self._waiting.empty():
                following = self._waiting.get_nowait()
                if following is None:
                    self._waiting.put_nowait(None)
                    break
                group.append(following)
            intents = [waiting.intent for waiting in group]
            outcomes = await self._writer.run(partial(_run_group, intents=intents))
            for waiting, outcome in zip(group, outcomes, strict=True):
                _answer(waiting.answer, outcome)

    async def _finish(self, writing: "asyncio.Task[None]") -> None:
        """Carry out what still waits, then end the writer and take every reader back."""
        self._closing = True
        self._waiting.put_nowait(None)
        await writing
        for _ in range(READERS):
            await self._idle.get()


@asynccontextmanager
async def _connections(path: Path) -> AsyncIterator[tuple[Connection, list[Connection]]]:
    """Open the writer, migrate, open the readers; close in the opposite order."""
    opened: list[Connection] = []
    try:
        with translating():
            writer = await connect(path, readonly=False)
            opened.append(writer)
            await writer.run(lambda raw: migrate(raw, path))
            for _ in range(READERS):  # one by one, so that each is closed where a later one fails
                opened.append(await connect(path, readonly=True))  # noqa: PERF401
        yield writer, opened[1:]
    finally:
        for connection in reversed(opened):
            await connection.close()


def _snapshot(raw: sqlite3.Connection, question: Callable[[sqlite3.Connection], T]) -> T:
    with translating():
        raw.execute("BEGIN")
        try:
            return question(raw)
        finally:
            raw.execute("ROLLBACK")


def _run_group(
    raw: sqlite3.Connection, intents: list[Callable[[sqlite3.Connection], Any]]
) -> list[Any]:
    """Run the intents in one transaction; return for each its result or the exception it met."""
    try:
        raw.execute("BEGIN IMMEDIATE")  # a deferred one that reads, then writes, fails at once
        outcomes = [_run_one(raw, intent) for intent in intents]
        raw.execute("COMMIT")
    except Exception as error:  # noqa: BLE001 - every caller is told; the writer goes on
        if raw.in_transaction:
            raw.execute("ROLLBACK")
        return [_ours(error)] * len(intents)
    return outcomes


def _run_one(raw: sqlite3.Connection, intent: Callable[[sqlite3.Connection], Any]) -> Any:
    """Run one intent in a savepoint. Raises only where the whole transaction is lost."""
    raw.execute("SAVEPOINT intent")
    try:
        result = intent(raw)
    except Exception as error:
        if not raw.in_transaction:  # a full disk or an I/O error rolls back everything
            raise
        raw.execute("ROLLBACK TO intent")
        raw.execute("RELEASE intent")
        return _ours(error)
    raw.execute("RELEASE intent")
    return result


def _ours(error: Exception) -> Exception:
    return (translated(error) if isinstance(error, sqlite3.Error) else None) or error


def _answer(answer: "asyncio.Future[Any]", outcome: Any) -> None:
    if answer.done():  # its caller was cancelled
        return
    if isinstance(outcome, Exception):
        answer.set_exception(outcome)
    else:
        answer.set_result(outcome)
