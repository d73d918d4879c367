"""The open search index: fed from the database's queue, replaced where it is damaged or out of date.

    async with SearchIndex.open(db) as index:
        feeding = asyncio.create_task(index.keep_up())
        page = await storage.search(index, parse_query(words, now), visible_to=chat_id, now=now)

It is a file of its own beside the database, so that nothing that happens to it stops an article or an
alert: all it holds can be made again.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TypeVar

from storage.database import Database
from storage.errors import DatabaseDamaged, DatabaseUnusable, StorageError
from storage.index.connections import IndexFile
from storage.index.feeding import feed_index
from storage.index.report import IndexReport, examine
from storage.index.schema import Fit, fit_of, index_path, state_of
from storage.index.shards import is_crowded
from storage.index.tidying import Tidying
from storage.index.walk import Cpu

T = TypeVar("T")

BATCH = 1_000
"""Articles that are indexed in one transaction, in about 200 ms: half the cost of batches of 100."""

_SETTLE_AFTER = 5_000
"""Rows of the queue after which those are deleted that are safely in the index."""

_MUCH_BALLAST = 10_000
"""Documents of edited or removed articles that are worth a rebuild, where they are a third of all."""


class SearchIndex:
    """The way to the index; made by `SearchIndex.open`."""

    def __init__(self, db: Database, cpu: Cpu) -> None:
        self.path = index_path(db.path)
        self.cpu = cpu
        self._db = db
        self._file = IndexFile(self.path, db.path)
        self._age = 0  # counts the files that were given up
        self._changing = asyncio.Lock()
        self._rebuilding = asyncio.Lock()
        self._woken = asyncio.Event()
        self._unsettled = 0
        self._wants_rebuild = False
        self._tidying = Tidying()

    @classmethod
    @asynccontextmanager
    async def open(cls, db: Database, cpu: Cpu = lambda: 0.0) -> AsyncIterator["SearchIndex"]:
        """Open the index of a database, or begin a new one where it does not fit or is damaged.

        `cpu` bounds what a search may cost (walk.py); without it, each looks through the whole archive.
        """
        index = cls(db, cpu)
        try:
            await index._begin()
            try:
                yield index
            finally:
                with suppress(StorageError):  # then the queue keeps what it has
                    async with index._changing:
                        await index._settle()
        finally:
            async with index._file.closed():
                pass

    def wake(self) -> None:
        """Say that articles were stored: `keep_up` looks at once."""
        self._woken.set()

    async def keep_up(self, gather: Callable[[int], Awaitable[None]] | None = None) -> None:
        """Index what is stored until cancelled; rebuild when that is due. Raises StorageError.

        What comes after a rest is indexed at once. While more and more comes, `gather` is awaited after each
        batch that was not full, and told its size: many small ones cost several times as much as one.
        """
        while True:
            self._woken.clear()
            if self._wants_rebuild:
                await self.rebuild()
            done = await self.index_once()
            if not done and not await self.tidy_once():
                await self._woken.wait()
            elif 0 < done < BATCH and gather is not None:
                await gather(done)

    async def catch_up(self) -> None:
        """Index all that is stored, and tidy up."""
        while await self.index_once() or await self.tidy_once():
            pass

    async def index_once(self, limit: int = BATCH) -> int:
        """Index up to `limit` articles, what was stored last first; return how many, 0 = all are."""
        async with self._changing:
            age = self._age
            try:
                return await self._feed(limit)
            except DatabaseDamaged:
                await self._replace(age)
                return await self._feed(limit)

    async def tidy_once(self) -> bool:
        """Take a small step that makes searching quicker (tidying.py); return False where none is left."""
        async with self._changing:
            age = self._age
            try:
                return await self._file.write(self._tidying.step)
            except DatabaseDamaged:
                await self._replace(age)
                return True

    async def rebuild(self, progress: Callable[[int, int], None] | None = None) -> None:
        """Build a new index beside the one that serves, which is kept up meanwhile, then replace it.

        `progress` is told how many of how many articles are indexed.
        """
        async with self._rebuilding:
            await _remove(self._new_path)
            new = IndexFile(self._new_path, self._db.path)
            try:
                await self._build(new, progress)
                async with self._changing:
                    while await new.write(partial(feed_index, limit=BATCH)):
                        pass
                    async with new.closed():
                        await self._replace(self._age, by=self._new_path)
                    self._wants_rebuild = False
            finally:
                async with new.closed():
                    await _remove(self._new_path)

    async def check(self) -> IndexReport:
        """Examine the index thoroughly, also its inner structure; that reads all of it.

        Damage is among the report's problems; nothing is changed.
        """
        async with self._changing:
            try:
                return await self._file.write(partial(examine, thorough=True))
            except DatabaseDamaged as error:
                return IndexReport(problems=(str(error),))

    async def read(self, question: Callable[[sqlite3.Connection], T], *, limit: float) -> T:
        """Ask the index; for functions of this package. A damaged one is begun anew, and asked again."""
        age = self._age
        try:
            return await self._file.read(question, limit=limit)
        except DatabaseDamaged:
            await self._start_over(age)
            return await self._file.read(question, limit=limit)

    @property
    def _new_path(self) -> Path:
        return _being_built(self.path)

    async def _begin(self) -> None:
        await _remove(self._new_path)  # begun by a process that ended before it was done
        try:
            fit = await self._file.write(fit_of)
        except DatabaseDamaged:
            fit = Fit.USELESS
        if fit is Fit.USELESS:
            await self._start_over(self._age)
        self._wants_rebuild = fit is Fit.OUTDATED

    async def _feed(self, limit: int) -> int:
        done = await self._file.write(partial(feed_index, limit=limit))
        self._unsettled += done
        if self._unsettled >= _SETTLE_AFTER and not self._rebuilding.locked():
            await self._settle()
            self._wants_rebuild |= await self._file.write(_is_worth_a_rebuild)
        return done

    async def _build(self, new: IndexFile, progress: Callable[[int, int], None] | None) -> None:
        total = (await new.write(partial(examine, thorough=False))).articles
        done = 0
        while fed := await new.write(partial(feed_index, limit=BATCH)):
            done += fed
            if progress is not None:
                progress(min(done, total), total)
            await self.index_once()
        tidying = Tidying()
        while await new.write(tidying.step):
            await self.index_once()

    async def _start_over(self, age: int) -> None:
        async with self._changing:
            await self._replace(age)

    async def _replace(self, age: int, *, by: Path | None = None) -> None:
        """Put another file, or none, in the place of the index; unless one was since it was of `age`."""
        if self._age != age:
            return
        self._age += 1
        self._tidying = Tidying()
        async with self._file.closed(reopen=True):
            await _remove(self.path)
            if by is not None:
                await asyncio.to_thread(by.replace, self.path)
        self._unsettled = 0
        self.wake()

    async def _settle(self) -> None:
        """Delete from the queue what a power cut could no longer take from the index."""
        settled = await self._file.write(_flushed_queue_id)
        if settled is not None:
            await self._db.write(partial(_shorten_queue, settled))
            self._unsettled = 0


def _shorten_queue(last: int, raw: sqlite3.Connection) -> None:
    raw.execute("DELETE FROM index_queue WHERE id <= ?", (last,))


def _flushed_queue_id(raw: sqlite3.Connection) -> int | None:
    """Bring the write-ahead log into the file; return up to where the queue is done, None = not now."""
    queue_id = state_of(raw).queue_id
    busy, logged, moved = raw.execute("PRAGMA main.wal_checkpoint(PASSIVE)").fetchone()
    return queue_id if not busy and logged == moved else None


def _is_worth_a_rebuild(raw: sqlite3.Connection) -> bool:
    return is_crowded(raw) or _has_much_ballast(raw)


def _has_much_ballast(raw: sqlite3.Connection) -> bool:
    superseded = state_of(raw).superseded
    if superseded < _MUCH_BALLAST:
        return False
    (documents,) = raw.execute("SELECT count(*) FROM docs").fetchone()
    return 3 * superseded >= int(documents)


async def discard_index(database: Path) -> None:
    """Remove the search index of a database that nobody has open; the next start begins a new one."""
    path = index_path(database)
    for file in (path, _being_built(path)):
        await _remove(file)


def _being_built(path: Path) -> Path:
    return path.with_name(f"{path.name}.new")


async def _remove(path: Path) -> None:
    """Remove an index file with what SQLite keeps beside it."""

    def unlink() -> None:
        for suffix in ("", "-wal", "-shm", "-journal"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)

    try:
        await asyncio.to_thread(unlink)
    except OSError as error:
        raise DatabaseUnusable(f"{path}: {error.strerror}") from error
