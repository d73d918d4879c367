"""`newshound backup` and `newshound restore`."""

import sys
from functools import partial
from pathlib import Path
from threading import Event

from bot.backups.making import NoBackup, in_thread, make_backup
from bot.backups.naming import stamp
from bot.backups.sealing import GivenUp, NotOpened, is_sealed, unseal
from bot.clock import Clock, SystemClock
from bot.config import Config
from storage import (
    DatabaseDamaged,
    DatabaseForeign,
    DatabaseNewer,
    DatabaseReport,
    Restoring,
)

_MIB = 1 << 20


async def run_backup(config: Config, file: Path) -> int:
    """Write a copy of the live database; return 0, or 1 where none can be written there.

    Raises StorageError and OSError, as does `run_restore`.
    """
    try:
        made = await make_backup(config.storage.path, file, config.backup.passphrase)
    except NoBackup as error:
        return _refuse(str(error))
    how = "encrypted, " if made.encrypted else ""
    instead = "; it takes the place of an earlier backup" if made.replaced else ""
    sys.stdout.write(f"{file}: {how}{made.size / _MIB:.1f} MiB, {_held(made.holds)}{instead}\n")
    return 0


async def run_restore(config: Config, file: Path, clock: Clock | None = None) -> int:
    """Put a copy in the place of the database; return 0, or 1 where the file is none to restore."""
    database, now = config.storage.path, (clock or SystemClock()).now()
    present = database.resolve()
    aside = present.with_name(f"{present.name}.before-restore-{stamp(now)}")
    async with Restoring.begin(database) as restoring:
        try:
            await in_thread(
                partial(_fill, restoring.candidate, file, database, config.backup.passphrase)
            )
            report = await restoring.examine(file)
        except (_NotTaken, NotOpened) as error:
            return _refuse(f"{file} {error}. The present database is untouched.")
        except (DatabaseDamaged, DatabaseForeign, DatabaseNewer) as error:
            return _refuse(f"{error}. The present database is untouched.")
        kept = await restoring.finish(aside, now)
    sys.stdout.write(f"{database}: restored from {file}, {_held(report)}\n")
    if report.version < report.newest_version:
        sys.stdout.write(f"It has been brought up to database version {report.newest_version}.\n")
    if kept:
        sys.stdout.write(f"What was there before is kept as {aside}\n")
    sys.stdout.write("The search index is built anew when the bot starts.\n")
    return 0


class _NotTaken(Exception):
    """A file is none to restore from; the text is the end of a sentence that begins with its name."""


def _fill(candidate: Path, file: Path, database: Path, passphrase: str, given_up: Event) -> None:
    """Write the copy in `file` into `candidate`, opened where it is sealed. Raises _NotTaken, NotOpened."""
    if not file.is_file():
        raise _NotTaken("is not there" if not file.exists() else "is no file")
    if database.exists() and file.samefile(database):
        raise _NotTaken("is the database itself")
    log = file.with_name(f"{file.name}-wal")
    if log.exists() and log.stat().st_size:
        raise _NotTaken(f"is not all: {log.name} belongs to it. Make a copy with: newshound backup")
    if is_sealed(file):
        unseal(file, candidate, passphrase, given_up)
        return
    with file.open("rb") as source, candidate.open("wb") as target:
        while piece := source.read(_MIB):
            if given_up.is_set():
                raise GivenUp
            target.write(piece)


def _held(report: DatabaseReport) -> str:
    return (
        f"database version {report.version}, feeds {report.feeds}, articles {report.articles}, "
        f"subscriptions {report.subscriptions}"
    )


def _refuse(sentence: str) -> int:
    sys.stderr.write(f"newshound: {sentence}\n")
    return 1
