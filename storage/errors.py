"""What can go wrong with the memory, and where sqlite3's errors become ours.

Any function of this package may raise `StorageError`. Mistakes of the code (a constraint broken, wrong
SQL) are not translated: they are bugs and look like bugs.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class StorageError(Exception):
    """The memory did not do what was asked. Nothing was half done; asking again may help."""


class DatabaseLocked(StorageError):
    """Another process held the write lock for longer than we wait."""


class DiskFull(StorageError):
    """No room is left on the disk, or the file may not grow."""


class SlowQuery(StorageError):
    """A question took longer than it may and was interrupted."""


class DatabaseDamaged(StorageError):
    """The file is no SQLite database, or its pages contradict each other."""


class DatabaseUnusable(StorageError):
    """The file cannot be opened or written."""


class DatabaseForeign(StorageError):
    """The file is a SQLite database, but not one of Newshound's."""


class DatabaseNewer(StorageError):
    """The file was written by a newer Newshound."""


class DatabaseInUse(StorageError):
    """Another Newshound runs on the same file. `pid` is its process; None where it is not known."""

    def __init__(self, path: Path, pid: int | None) -> None:
        self.pid = pid
        holder = "another process" if pid is None else f"process {pid}"
        super().__init__(f"{path} is in use by {holder}")


# Primary result codes (https://www.sqlite.org/rescode.html) that a healthy program can meet.
_KINDS: dict[int, type[StorageError]] = {
    sqlite3.SQLITE_BUSY: DatabaseLocked,
    sqlite3.SQLITE_LOCKED: DatabaseLocked,
    sqlite3.SQLITE_FULL: DiskFull,
    sqlite3.SQLITE_INTERRUPT: SlowQuery,
    sqlite3.SQLITE_CORRUPT: DatabaseDamaged,
    sqlite3.SQLITE_NOTADB: DatabaseDamaged,
    sqlite3.SQLITE_CANTOPEN: DatabaseUnusable,
    sqlite3.SQLITE_READONLY: DatabaseUnusable,
    sqlite3.SQLITE_PERM: DatabaseUnusable,
    sqlite3.SQLITE_AUTH: DatabaseUnusable,
    sqlite3.SQLITE_IOERR: StorageError,
    sqlite3.SQLITE_NOMEM: StorageError,
    sqlite3.SQLITE_PROTOCOL: DatabaseLocked,
}


def translated(error: sqlite3.Error, path: Path | None = None) -> StorageError | None:
    """Return our error for one of sqlite3's, which names `path`; None where it is a bug of ours."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return None
    kind = _KINDS.get(code & 0xFF)  # the low byte is the primary code
    if kind is None:
        return None
    ours = kind(str(error) if path is None else f"{path}: {error}")
    ours.__cause__ = error
    return ours


@contextmanager
def translating(path: Path | None = None) -> Iterator[None]:
    """Raise sqlite3's errors as ours, except those that are bugs.

    `path` is named in the text: for the opening of a file, where a person reads it.
    """
    try:
        yield
    except sqlite3.Error as error:
        ours = translated(error, path)
        if ours is None:
            raise
        raise ours from error
