"""Putting a copy in the place of the database: examined and brought up to date first, then in one step.

    async with Restoring.begin(path) as restoring:      nobody runs on the database meanwhile
        … write the copy into restoring.candidate …
        report = await restoring.examine(file)          refuses what is no intact database of ours
        kept = await restoring.finish(aside, now)

Whatever is raised before the last step leaves the present database as it is.
"""

import asyncio
import os
import shutil
import sqlite3
import tempfile
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from functools import partial
from pathlib import Path

from storage.chats import drop_owed
from storage.checkup import DatabaseReport, report_on
from storage.connection import connected
from storage.copies import is_copy, sync
from storage.digests import settle_members
from storage.errors import (
    DatabaseDamaged,
    DatabaseForeign,
    DatabaseUnusable,
    StorageError,
    translating,
)
from storage.index import discard_index
from storage.lock import ProcessLock
from storage.schema import migrate

STALE = 60 * 60 * 1000
"""Milliseconds: what was due longer ago than that was sent after the copy was made, as far as we know."""

_LOGS = ("-wal", "-journal")
"""What SQLite keeps beside a database, and needs to read it; each belongs to that one file alone."""

_COMPANIONS = (*_LOGS, "-shm")
"""All that it keeps there."""

_CANDIDATE = ".restoring"
"""The end of a candidate's name."""


class Restoring:
    """A restore that is under way; made by `Restoring.begin`."""

    def __init__(self, database: Path, file: Path, candidate: Path) -> None:
        self._database = database
        self._file = file
        self.candidate = candidate
        """An empty file beside the database, to be filled with the copy."""

    @classmethod
    @asynccontextmanager
    async def begin(cls, database: Path) -> AsyncIterator["Restoring"]:
        """Keep every process off the database while the block runs.

        Raises DatabaseInUse where one runs on it, DatabaseUnusable where its folder cannot be written.
        """
        try:
            file = _file_of(database)
            lock = ProcessLock(database).take()
            try:
                _remove_abandoned(file)
                candidate = _empty_file_beside(file)
                try:
                    yield cls(database, file, candidate)
                finally:
                    for path in (candidate, *_companions(candidate)):
                        path.unlink(missing_ok=True)
            finally:
                lock.release()
        except OSError as error:
            raise StorageError(f"{error.filename or database}: {error.strerror}") from error

    async def examine(self, named: Path) -> DatabaseReport:
        """Look at the whole candidate, called `named`, and bring it up to date; return what it holds.

        The version reported is the one that it had. Raises DatabaseDamaged, DatabaseForeign, DatabaseNewer.
        """
        if not await asyncio.to_thread(is_copy, self.candidate):
            raise DatabaseForeign(f"{named} is not a Newshound database")
        try:
            with translating():
                async with connected(self.candidate, readonly=False) as connection:
                    report = await connection.run_long(partial(_report, named))
                    await connection.run(lambda raw: migrate(raw, named))
        except DatabaseDamaged as error:
            raise DatabaseDamaged(f"{named} is damaged: {error}") from error
        return report

    async def finish(self, aside: Path, now: int) -> bool:
        """Put the candidate in place of the database, which is kept as `aside`; False where there was none.

        What the copy still owed for longer than STALE milliseconds before `now` is not sent any more.
        """
        with translating(self._database):
            async with connected(self.candidate, readonly=False) as connection:
                await connection.run(partial(_let_rest, now))
                await connection.run(_into_one_file)
        kept = await self._is_there()
        if kept:
            await asyncio.to_thread(self._keep, aside)
            await self._empty_log()
        await asyncio.to_thread(self._put_in_place)
        if kept:
            await asyncio.to_thread(_remove_empty, [_beside(aside, log) for log in _LOGS])
        await discard_index(self._database)
        return kept

    async def _is_there(self) -> bool:
        if await asyncio.to_thread(self._file.is_dir):
            raise DatabaseUnusable(f"{self._database} is a directory")
        return await asyncio.to_thread(self._file.exists)

    async def _empty_log(self) -> None:
        """Bring what stands beside the present database into it, where it can be read at all."""
        with suppress(StorageError), translating(self._file):
            async with connected(self._file, readonly=False) as connection:
                await connection.run(_into_one_file)

    def _keep(self, aside: Path) -> None:
        """Keep the present database, with what belongs to it, under another name."""
        _name_also(self._file, aside)
        for suffix in _LOGS:
            log = _beside(self._file, suffix)
            if log.exists():
                _name_also(log, _beside(aside, suffix))

    def _put_in_place(self) -> None:
        _give(self.candidate, self._file if self._file.exists() else self._file.parent)
        sync(self.candidate)
        for companion in _companions(self._file):
            companion.unlink(missing_ok=True)  # SQLite would read the old log into the new database
        self.candidate.replace(self._file)
        sync(self._file.parent)


def _report(named: Path, raw: sqlite3.Connection) -> DatabaseReport:
    """Return what a candidate holds, where it is whole."""
    report = report_on(raw, named, thorough=True)
    if not report.version:
        raise DatabaseForeign(f"{named} is not a Newshound database: it is empty")
    if report.problems:
        raise DatabaseDamaged(report.problems[0])
    return report


def _let_rest(now: int, raw: sqlite3.Connection) -> None:
    """Drop what was owed long ago, and let no index of another state of this database pass for its own."""
    raw.execute("BEGIN IMMEDIATE")
    before = now - STALE
    owed = raw.execute(
        "SELECT id FROM deliveries WHERE due_at < ? AND state IN ('due', 'claimed')", (before,)
    ).fetchall()
    drop_owed(raw, "due_at < ?", (before,), "restored", now)
    for (delivery_id,) in owed:
        settle_members(raw, delivery_id)
    raw.execute(
        "UPDATE articles SET routed_at = ? WHERE routed_at IS NULL AND found_at < ?", (now, before)
    )
    raw.execute("UPDATE index_source SET token = lower(hex(randomblob(16)))")
    raw.execute("COMMIT")


def _into_one_file(raw: sqlite3.Connection) -> None:
    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _file_of(database: Path) -> Path:
    """Return the file itself, where the database is a link, in a folder that is there."""
    file = database.resolve()
    file.parent.mkdir(parents=True, exist_ok=True)
    return file


def _remove_abandoned(path: Path) -> None:
    """Remove the candidates of restores that were killed: who has the lock is the only one at work."""
    for name in [one.name for one in path.parent.iterdir()]:
        if name.startswith(f".{path.name}.") and name.endswith(_CANDIDATE):
            path.with_name(name).unlink(missing_ok=True)


def _empty_file_beside(path: Path) -> Path:
    """Make a file for this user alone, where renaming it to `path` is one step."""
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=_CANDIDATE, dir=path.parent)
    os.close(descriptor)
    return Path(name)


def _companions(path: Path) -> tuple[Path, ...]:
    return tuple(_beside(path, suffix) for suffix in _COMPANIONS)


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)


def _give(file: Path, like: Path) -> None:
    """Let a file belong to whom another one does: who restores is often root, and the bot is not."""
    owner = like.stat()
    if os.geteuid() == 0:
        os.chown(file, owner.st_uid, owner.st_gid)


def _name_also(path: Path, other: Path) -> None:
    """Give a file a second name, so that the first is never missing; copy it where that cannot be done."""
    try:
        other.hardlink_to(path)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        shutil.copy2(path, other)
        sync(other)


def _remove_empty(paths: Iterable[Path]) -> None:
    for path in paths:
        if path.exists() and not path.stat().st_size:
            path.unlink()
