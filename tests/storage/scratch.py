"""A table that is there for what the tests of the writer put into it."""

import sqlite3
from collections.abc import Callable

from storage import Database
from tests.storage.given import Gate, rows


async def values(db: Database) -> list[object]:
    return [value for (value,) in await rows(db, "SELECT value FROM scratch ORDER BY rowid")]


async def is_clean(db: Database) -> bool:
    """Whether the writer stands between two transactions."""
    return not await db._writer.run(lambda raw: raw.in_transaction)


def held(gate: Gate) -> Callable[[sqlite3.Connection], None]:
    def intent(raw: sqlite3.Connection) -> None:
        raw.execute("INSERT INTO scratch VALUES ('gate')")
        gate.hold()

    return intent
