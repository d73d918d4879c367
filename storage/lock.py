"""One process a database: an advisory lock on a file beside it, which names its holder."""

import fcntl
import os
from pathlib import Path
from typing import Self

from storage.errors import DatabaseInUse, DatabaseUnusable


class ProcessLock:
    """Held from `take` until `release`; the kernel lets go when the process ends, however it ends."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self._path = _lock_path(database)
        self._descriptor: int | None = None

    def take(self) -> Self:
        """Take the lock and write our process id into it.

        Raises DatabaseInUse where another process has it, DatabaseUnusable where the file cannot be made.
        """
        try:
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise DatabaseUnusable(f"{self._path}: {error.strerror}") from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        except BlockingIOError as error:
            holder = _process_id(os.pread(descriptor, 32, 0))
            os.close(descriptor)
            raise DatabaseInUse(self._database, holder) from error
        except OSError as error:  # no locks on that file system, or no room on it
            os.close(descriptor)
            raise DatabaseUnusable(f"{self._path}: {error.strerror}") from error
        self._descriptor = descriptor
        return self

    def release(self) -> None:
        """Let go. The file stays: removing it would let two processes lock two files of one name."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def holder_of(database: Path) -> int | None:
    """Return the process that has the database; None where nobody has it, or it does not say."""
    try:
        descriptor = os.open(_lock_path(database), os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _process_id(os.pread(descriptor, 32, 0))
    except OSError:
        return None
    finally:
        os.close(descriptor)
    return None


def _lock_path(database: Path) -> Path:
    file = database.resolve()  # a link and what it points at are one database
    return file.with_name(file.name + ".lock")


def _process_id(content: bytes) -> int | None:
    text = content.strip()
    return int(text) if text.isdigit() else None
