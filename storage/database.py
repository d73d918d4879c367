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
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any, Generic, TypeVar

from storage.connection import Connection, call, connected
from storage.errors import DatabaseUnusable, SlowQuery, StorageError, translated, translating
from storage.lock import ProcessLock
from storage.schema import migrate

R = TypeVar("R")
T = TypeVar("T")

READERS = 2
"""One slow question must not make the others wait; more than two cores' worth brings nothing."""

READ_LIMIT = 5.0
"""Seconds after which a question is interrupted with `SlowQuery`."""

GROUP_LIMIT = 500
"""Intents in one transaction at the most, so that the first does not wait for thousands of others."""

_STEPS = 10_000
"""How often a question looks whether it has been given up: in steps of SQLite's machine, about 0.1 ms."""

_CLOSING = "the database is being closed"


@dataclass(slots=True)
class _Waiting(Generic[T]):
    """An intent in the queue, with the places where its callers wait for the answer."""

    intent: Callable[[sqlite3.Connection], T]
    answers: list[asyncio.Future[T]]
    alone: list[Callable[[sqlite3.Connection], T]] = field(default_factory=list)
    """What does the same for one of the answers after the other, where the intent is for several rows."""


@dataclass(frozen=True, slots=True)
class _Shared(Generic[R, T]):
    """An intent with the rows that it is carried out for, to which others may be added still."""

    rows: list[R]
    waiting: _Waiting[T]


@dataclass(frozen=True, slots=True)
class _Failed:
    """What an intent came to that raised."""

    error: BaseException


class Database:
    """The way to the tables; made by `Database.open`."""

    def __init__(self, path: Path, writer: Connection, readers: list[Connection]) -> None:
        self.path = path
        self._writer = writer
        self._waiting: asyncio.Queue[_Waiting[Any] | None] = asyncio.Queue()
        self._shared: dict[Callable[..., Any], _Shared[Any, Any]] = {}
        """Those that wait, by their intents."""
        self._patient: list[_Waiting[Any]] = []
        """Those that wait for company, in order."""
        self._end_of_patience: asyncio.TimerHandle | None = None
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
        answer: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._line_up(_Waiting(intent, [answer]), patience)
        return await answer

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
        answer: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        shared: _Shared[R, T] | None = self._shared.get(intent)
        if shared is None:
            rows: list[R] = []
            shared = _Shared(rows, _Waiting(lambda raw: intent(raw, rows), []))
            self._shared[intent] = shared
            self._line_up(shared.waiting, patience)
        shared.rows.append(row)
        shared.waiting.answers.append(answer)
        shared.waiting.alone.append(lambda raw: intent(raw, [row]))
        return await answer

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
        """Carry out what waits, group by group, until `None` comes."""
        group: list[_Waiting[Any]] = []
        try:
            while (first := await self._waiting.get()) is not None:
                group = [*self._take_the_patient(), first, *self._following()]
                self._shared.clear()  # what has left the queue takes no more rows
                intents = [waiting.intent for waiting in group]
                outcomes = await self._writer.run(partial(_run_group, intents=intents))
                for waiting, outcome in zip(group, outcomes, strict=True):
                    if isinstance(outcome, _Failed) and len(waiting.alone) > 1:
                        self._part(waiting)
                    else:
                        _answer(waiting, outcome)
        finally:
            # Should this task be cancelled or meet a bug: nobody waits for an answer for ever.
            self._closing = True
            group += [*self._take_the_patient(), *self._following()]
            while group:
                for waiting in group:
                    _answer(waiting, _Failed(StorageError("the writer has ended")))
                group = self._following()

    def _following(self) -> list[_Waiting[Any]]:
        """Take what else waits into a group; `None` stays for the next turn."""
        following: list[_Waiting[Any]] = []
        while len(following) < GROUP_LIMIT - 1 and not self._waiting.empty():
            waiting = self._waiting.get_nowait()
            if waiting is None:
                self._waiting.put_nowait(None)
                break
            following.append(waiting)
        return following

    def _line_up(self, waiting: _Waiting[Any], patience: float) -> None:
        if not patience:
            self._waiting.put_nowait(waiting)
            return
        self._patient.append(waiting)
        if self._end_of_patience is None:
            loop = asyncio.get_running_loop()
            self._end_of_patience = loop.call_later(patience, self._line_up_the_patient)

    def _part(self, waiting: _Waiting[Any]) -> None:
        """Have what has failed for several rows carried out for each of them."""
        for intent, answer in zip(waiting.alone, waiting.answers, strict=True):
            self._waiting.put_nowait(_Waiting(intent, [answer]))

    def _take_the_patient(self) -> list[_Waiting[Any]]:
        patient, self._patient = self._patient, []
        if self._end_of_patience is not None:
            self._end_of_patience.cancel()
            self._end_of_patience = None
        return patient

    def _line_up_the_patient(self) -> None:
        for waiting in self._take_the_patient():
            self._waiting.put_nowait(waiting)

    async def _finish(self, writing: "asyncio.Task[None]") -> None:
        """Carry out what still waits, then end the writer and take every reader back."""
        self._closing = True
        self._line_up_the_patient()
        self._waiting.put_nowait(None)
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
    """Run the intents in one transaction; return for each its result or `_Failed`."""
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


def _failed(error: BaseException) -> _Failed:
    """Return what a caller is told: one of sqlite3's errors as ours, each time a new one."""
    ours = translated(error) if isinstance(error, sqlite3.Error) else None
    return _Failed(error if ours is None else ours)


def _answer(waiting: _Waiting[Any], outcome: Any) -> None:
    for answer in waiting.answers:
        if answer.done():  # its caller was cancelled
            continue
        if isinstance(outcome, _Failed):
            answer.set_exception(outcome.error)
        else:
            answer.set_result(outcome)
