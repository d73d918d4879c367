"""The writer where the disk is full: everybody is told, and nothing is half there."""

import asyncio
import resource
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from storage import Database, DiskFull, StorageError
from tests.storage.given import beside, insert, traced
from tests.storage.scratch import is_clean, values

pytestmark = pytest.mark.usefixtures("scratch")


async def _limit_pages(db: Database, more: int) -> None:
    """Let the file grow by only so many pages: SQLite then says what it says on a full disk."""

    def limit(raw: sqlite3.Connection) -> None:
        (count,) = raw.execute("PRAGMA page_count").fetchone()
        raw.execute(f"PRAGMA max_page_count = {count + more}")

    await db._writer.run(limit)


async def test_a_full_disk_that_rolls_back_everything_fails_the_whole_group(db: Database) -> None:
    """SQLite itself ends the transaction then, savepoints and all: nobody's write is there."""
    await _limit_pages(db, 4)
    outcomes = await asyncio.gather(
        db.write(insert("scratch", 1)),
        db.write(insert("scratch", "x" * 100_000)),
        db.write(insert("scratch", 2)),
        return_exceptions=True,
    )
    assert [type(outcome) for outcome in outcomes] == [DiskFull] * 3
    assert len({id(outcome) for outcome in outcomes}) == 3, "one error each, not one for all"
    assert await values(db) == []
    assert await is_clean(db)
    await db.write(insert("scratch", "small"))
    assert await values(db) == ["small"]


async def test_a_full_disk_that_ends_one_statement_fails_its_intent_alone(db: Database) -> None:
    await db.write(insert("scratch", 1))
    await _limit_pages(db, 4)
    grow = "UPDATE scratch SET value = zeroblob(100000)"
    outcomes = await asyncio.gather(
        db.write(insert("scratch", 2)),
        db.write(lambda raw: raw.execute(grow).rowcount),
        return_exceptions=True,
    )
    assert [type(outcome) for outcome in outcomes] == [type(None), DiskFull]
    assert await values(db) == [1, 2]
    assert await is_clean(db)


@contextmanager
def _file_size_limit(size: int) -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


async def test_a_commit_that_fails_tells_everybody_and_leaves_nothing(db: Database) -> None:
    """The pages are written at the commit, and here the system refuses them."""
    statements: list[str] = []
    await traced(db, statements)
    wal = db.path.with_name(db.path.name + "-wal")
    with _file_size_limit(wal.stat().st_size):
        outcomes = await asyncio.gather(
            *(db.write(insert("scratch", n)) for n in range(10)), return_exceptions=True
        )
    assert "COMMIT" in statements
    assert [type(outcome) for outcome in outcomes] == [StorageError] * 10
    assert beside(db, "SELECT * FROM scratch") == []
    assert await is_clean(db)
    await db.write(insert("scratch", "after"))
    assert await values(db) == ["after"]
