"""A new database that is migrated already: to migrate took most of the time of many a test.

Tests of the migrations and of opening itself use `Database.open` on a file that is not there.
"""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from storage import Database
from storage.schema import migrate


@asynccontextmanager
async def fresh_database(path: Path) -> AsyncIterator[Database]:
    """Open a database; where it is not there yet, it has the newest tables and nothing in them."""
    _lay(path)
    async with Database.open(path) as db:
        yield db


def _lay(path: Path) -> None:
    if not path.exists():  # else it is opened again, as after a restart
        path.touch(mode=0o600)
        path.write_bytes(_migrated())


@cache
def _migrated() -> bytes:
    """Return the file that `Database.open` leaves behind where there was none."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "newshound.db"
        with closing(sqlite3.connect(path, isolation_level=None)) as raw:
            migrate(raw, path)
        return path.read_bytes()
