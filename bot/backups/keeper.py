"""Backups that are made by themselves, those that an owner asks for, and how many of them are kept."""

import asyncio
import logging
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import ExitStack, asynccontextmanager
from pathlib import Path

from bot.backups.making import Made, NoBackup, make_backup
from bot.backups.naming import Naming
from bot.clock import Clock
from bot.config import Backup
from handlers import BackupCopy, BackupFailed
from storage import StorageError

LONGEST_LOOK = 60 * 60.0
"""Seconds between two looks whether a backup is due: the clock may have been set meanwhile."""

RETRY = 15 * 60.0
"""Seconds before a backup that failed is tried again, where it is not due sooner."""

ABANDONED = 24 * 60 * 60 * 1000
"""Milliseconds after which a part that lies in the folder is nobody's work any more."""

_log = logging.getLogger(__name__)


class BackupKeeper:
    """Makes backups of one database, one at a time."""

    def __init__(
        self,
        database: Path,
        settings: Backup,
        clock: Clock,
        tell: Callable[[str, int], Awaitable[None]],
    ) -> None:
        """`tell` lets the owners know at a moment why a backup failed that was due, now and then."""
        self._database = database
        self._settings = settings
        self._clock = clock
        self._tell = tell
        self._naming = Naming(database)
        self._one_at_a_time = asyncio.Lock()

    async def run(self) -> None:
        """Make a backup whenever one is due, until cancelled; where no folder is set, none ever is."""
        while True:
            await self._clock.sleep(await self._look())

    async def make_due(self, now: int) -> float:
        """Make a backup where one is due at `now`; return the seconds until the next one is.

        Raises NoBackup, StorageError, OSError.
        """
        folder, every = self._settings.folder, self._settings.every
        if folder is None:
            return LONGEST_LOOK
        kept = await asyncio.to_thread(self._naming.kept, folder)
        # One from the future was made by a clock that was ahead: it must not keep the next one away for long.
        age = every if not kept or kept[-1].at > now + every else now - kept[-1].at
        if age < every:
            return (every - age) / 1000
        made = await self._make(folder, now)
        _log.info("a backup was made: %s", made.path.name)
        return every / 1000

    @asynccontextmanager
    async def lend(self) -> AsyncIterator[BackupCopy]:
        """Make a backup now, and have it at hand while the block runs. Raises BackupFailed.

        It is one of those in the folder; where none is set, it is removed at the end.
        """
        kept = self._settings.folder
        with ExitStack() as passing:
            try:
                folder = kept or Path(passing.enter_context(self._passing_folder()))
                made = await self._make(folder, self._clock.now())
            except (NoBackup, StorageError, OSError) as error:
                _log.warning("no backup was made: %s", error)
                raise BackupFailed(_in_words(error)) from error
            yield BackupCopy(made.path, made.size, made.encrypted, kept=kept is not None)

    def _passing_folder(self) -> "tempfile.TemporaryDirectory[str]":
        """Return a folder with room for a database: the system's own for passing files is often small."""
        return tempfile.TemporaryDirectory(prefix=".newshound-", dir=self._database.parent)

    async def _look(self) -> float:
        """Return the seconds until it is worth looking again."""
        now = self._clock.now()
        try:
            return min(await self.make_due(now), LONGEST_LOOK)
        except (NoBackup, StorageError, OSError) as error:
            _log.warning("no backup was made, trying again: %s", error)
            try:
                await self._tell(_in_words(error), now)
            except StorageError as trouble:
                _log.warning("the owners cannot be told of it: %s", trouble)
            return min(RETRY, self._settings.every / 1000)

    async def _make(self, folder: Path, now: int) -> Made:
        async with self._one_at_a_time:
            await asyncio.to_thread(folder.mkdir, mode=0o700, parents=True, exist_ok=True)
            passphrase = self._settings.passphrase
            name = self._naming.name(now, encrypted=bool(passphrase))
            made = await make_backup(self._database, folder / name, passphrase)
            await asyncio.to_thread(self._tidy, folder, now)
            return made

    def _tidy(self, folder: Path, now: int) -> None:
        """Delete the oldest backups beyond those to be kept, and what a killed process has left."""
        for old in self._naming.kept(folder)[: -self._settings.keep]:
            old.path.unlink(missing_ok=True)
        for part in self._naming.abandoned(folder, now - ABANDONED):
            part.unlink(missing_ok=True)


def _in_words(error: Exception) -> str:
    """Return why it failed, without an errno."""
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    return str(error)
