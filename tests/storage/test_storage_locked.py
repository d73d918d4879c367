"""Every function of the package while another process holds the write lock for too long."""

import inspect
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import storage
from storage import Database, DatabaseLocked, connection
from tests.storage.calls import READERS, WRITERS
from tests.storage.given import sql


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "BUSY_WAIT", 0.01)


@contextmanager
def lock_held(path: Path) -> Iterator[None]:
    """Write from another connection, and do not come to an end."""
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.close()


def asks_the_database(function: object) -> bool:
    """Whether a function's first argument is the open database; the index has tests of its own."""
    if not inspect.iscoroutinefunction(function):
        return False
    first, *_ = inspect.signature(function).parameters.values()
    return first.annotation is Database


def test_every_function_has_a_row() -> None:
    functions = {name for name in storage.__all__ if asks_the_database(getattr(storage, name))}
    assert len(functions) > 40
    assert set(WRITERS) | set(READERS) == functions | {"examine_database"}
    assert not set(WRITERS) & set(READERS)


@pytest.mark.parametrize("name", WRITERS)
async def test_a_writer_says_that_the_database_is_locked_and_works_afterwards(
    filled: Database, name: str
) -> None:
    with lock_held(filled.path), pytest.raises(DatabaseLocked):
        await WRITERS[name](filled)
    await WRITERS[name](filled)


async def test_a_reader_answers_all_the_same(filled: Database) -> None:
    with lock_held(filled.path):
        for read in READERS.values():
            await read(filled)


async def test_everybody_who_waits_is_told_that_the_database_is_locked(filled: Database) -> None:
    with lock_held(filled.path):
        for _ in range(3):
            with pytest.raises(DatabaseLocked):
                await sql(filled, "DELETE FROM audit")
    assert await sql(filled, "DELETE FROM audit RETURNING action") == [("addfeed",)]
