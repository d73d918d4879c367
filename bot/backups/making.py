"""Making a backup: a copy of the live database, examined, perhaps encrypted, put in its place in one step."""

import asyncio
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import TypeVar

from bot.backups.naming import PART
from bot.backups.sealing import is_sealed, seal
from storage import DatabaseReport, StorageError, copy_database, holder_of, is_copy, sync

T = TypeVar("T")


class NoBackup(Exception):
    """A backup cannot be made there; the text is a whole sentence."""


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that stands in its place."""

    path: Path
    size: int
    """Bytes."""
    encrypted: bool
    replaced: bool
    """Whether an earlier backup stood there."""
    holds: DatabaseReport


async def make_backup(database: Path, target: Path, passphrase: str) -> Made:
    """Make a copy of the database as `target`, beside the process that runs on it.

    A backup that stands there is replaced once the new one is whole; so is an empty file. Raises NoBackup
    where another file or none can stand there, StorageError, OSError.
    """
    replaced = await asyncio.to_thread(_refuse_to_overwrite, database, target)
    with _part(target) as whole:
        holds = await _fill(whole, database, passphrase)
        size = whole.stat().st_size
        await asyncio.to_thread(_put_in_place, whole, target)
    return Made(target, size, bool(passphrase), replaced, holds)


async def _fill(whole: Path, database: Path, passphrase: str) -> DatabaseReport:
    """Write the backup into an empty file; return what it holds."""
    if not passphrase:
        return await copy_database(database, whole)
    # What is not encrypted stays where the database is: the other place may be anybody's.
    with _part(database) as plain:
        holds = await copy_database(database, plain)
        await in_thread(lambda given_up: seal(plain, whole, passphrase, given_up))
    return holds


async def in_thread(work: Callable[[Event], T]) -> T:
    """Do work in a thread, which is told to end where the caller is cancelled, and is waited for."""
    given_up = Event()
    working = asyncio.ensure_future(asyncio.to_thread(work, given_up))
    try:
        return await asyncio.shield(working)
    except asyncio.CancelledError:
        given_up.set()
        await asyncio.wait({working})
        if not working.cancelled():
            working.exception()  # retrieved: nobody waits for it any more
        raise


def _refuse_to_overwrite(database: Path, target: Path) -> bool:
    """Raise NoBackup where `target` is none to write to; return whether a backup stands there."""
    if not database.is_file():
        raise NoBackup(f"there is no database {database}")
    if not target.parent.is_dir():
        raise NoBackup(f"{target.parent} is no folder: make it first, or name another")
    if not target.exists():
        return False
    if not target.is_file():
        raise NoBackup(f"{target} is no file: name one that is to be made")
    if target.stat().st_size == 0:
        return False
    if target.samefile(database):
        raise NoBackup(f"{target} is the database itself: name another file")
    if is_copy(target) and _is_lived_in(target):
        raise NoBackup(f"{target} is a database that a bot runs on: name another file")
    if not (is_copy(target) or is_sealed(target)):
        raise NoBackup(f"{target} is there, and is no backup: name another file")
    return True


def _is_lived_in(path: Path) -> bool:
    """Tell whether a bot runs on a database, or has done: that leaves a lock and a log beside it."""
    beside = (path.with_name(path.name + suffix) for suffix in (".lock", "-wal"))
    return holder_of(path) is not None or any(one.exists() for one in beside)


@contextmanager
def _part(target: Path) -> Iterator[Path]:
    """Make an empty file beside `target`, for this user alone; what is left of it is removed."""
    descriptor, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=PART, dir=target.parent)
    os.close(descriptor)
    try:
        yield Path(name)
    finally:
        for suffix in ("", "-journal", "-wal", "-shm"):
            Path(name + suffix).unlink(missing_ok=True)


def _put_in_place(whole: Path, target: Path) -> None:
    try:
        whole.replace(target)
        sync(target.parent)
    except OSError as error:
        raise StorageError(f"{target}: {error.strerror}") from error
