"""Brings the database's tables to the version that this program knows; refuses what is not ours or newer."""

import sqlite3
from pathlib import Path

from storage.errors import DatabaseForeign, DatabaseNewer
from storage.migrations import MIGRATIONS

APPLICATION_ID = 0x4E575344
"""«NWSD» in the file's header says that a database is ours (https://www.sqlite.org/fileformat2.html)."""


def examine(connection: sqlite3.Connection, path: Path) -> int:
    """Return the version of the database; 0 where it is empty.

    Raises DatabaseForeign where the tables are not ours, DatabaseNewer where we do not know them yet.
    """
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    if application != APPLICATION_ID and (application or version or tables):
        raise DatabaseForeign(f"{path} is not a Newshound database")
    if version > len(MIGRATIONS):
        raise DatabaseNewer(
            f"{path} was written by a newer Newshound "
            f"(database version {version}; this one knows {len(MIGRATIONS)})"
        )
    return int(version)


def migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Bring the database to the newest version; raises as `examine` does.

    The caller holds the process lock: nobody else migrates meanwhile.
    """
    version = examine(connection, path)
    # It is written into the file, so only now: a file that is refused stays as it was.
    connection.execute("PRAGMA journal_mode = WAL")
    for number, statements in enumerate(MIGRATIONS[version:], start=version + 1):
        connection.execute("BEGIN IMMEDIATE")
        try:
            for statement in statements:
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {number}")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:  # a full disk has rolled back already
                connection.execute("ROLLBACK")
            raise
