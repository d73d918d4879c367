"""What can wait for company, and rows that wait for one intent: they are written together."""

import asyncio
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import pytest

from storage import Database, StorageError
from tests.storage.given import Gate, insert, sql, traced
from tests.storage.scratch import held, values

pytestmark = pytest.mark.usefixtures("scratch")


def _keep(raw: sqlite3.Connection, rows: Sequence[int]) -> int:
    raw.executemany("INSERT INTO scratch VALUES (?)", [(row,) for row in rows])
    if 13 in rows:
        raise ValueError("13")
    return len(rows)


async def test_who_has_patience_shares_the_transaction_of_whoever_comes(db: Database) -> None:
    statements: list[str] = []
    await traced(db, statements)
    patient = [asyncio.create_task(db.write(insert("scratch", n), patience=3600)) for n in range(3)]
    await asyncio.sleep(0)
    await db.write(insert("scratch", 3))
    await asyncio.gather(*patient)
    assert statements.count("COMMIT") == 1
    assert await values(db) == [0, 1, 2, 3], "in the order they came"


async def test_patience_ends_for_all_who_have_it_when_it_ends_for_the_first(db: Database) -> None:
    statements: list[str] = []
    await traced(db, statements)
    first = asyncio.create_task(db.write(insert("scratch", 0), patience=0.01))
    second = asyncio.create_task(db.write(insert("scratch", 1), patience=3600))
    await asyncio.gather(first, second)
    assert statements.count("COMMIT") == 1
    await db.write(insert("scratch", 2), patience=0.001)
    assert await values(db) == [0, 1, 2]


async def test_closing_carries_out_what_has_patience(tmp_path: Path) -> None:
    path = tmp_path / "closing.db"
    async with Database.open(path) as db:
        await sql(db, "CREATE TABLE scratch (value)")
        patient = asyncio.create_task(db.write(insert("scratch", 1), patience=3600))
        await asyncio.sleep(0)
    await patient
    async with Database.open(path) as db:
        assert await values(db) == [1]


async def test_a_patient_caller_who_is_cancelled_changes_nothing(db: Database) -> None:
    patient = asyncio.create_task(db.write(insert("scratch", 1), patience=3600))
    await asyncio.sleep(0)
    patient.cancel()
    with pytest.raises(asyncio.CancelledError):
        await patient
    await db.write(insert("scratch", 2))
    assert await values(db) == [1, 2]


async def test_rows_that_wait_for_one_intent_are_written_at_once(db: Database) -> None:
    gate = Gate()
    first = asyncio.create_task(db.write(held(gate)))
    await gate.reached()
    waiting = [asyncio.create_task(db.write_row(_keep, n)) for n in range(5)]
    await asyncio.sleep(0)
    waiting[2].cancel()
    gate.open()
    counts = await asyncio.gather(first, *waiting, return_exceptions=True)
    assert counts[1:3] + counts[4:] == [5, 5, 5, 5]
    assert await db.write_row(_keep, 5) == 1, "what has been written takes no more rows"
    assert await values(db) == ["gate", 0, 1, 2, 3, 4, 5], "of a caller that was cancelled too"


async def test_rows_that_fail_while_the_database_is_closed_keep_nobody_waiting(
    tmp_path: Path,
) -> None:
    async with Database.open(tmp_path / "closing.db") as db:
        await sql(db, "CREATE TABLE scratch (value)")
        waiting = [asyncio.create_task(db.write_row(_keep, n)) for n in (12, 13)]
        await asyncio.sleep(0)
    async with asyncio.timeout(30):
        outcomes = await asyncio.gather(*waiting, return_exceptions=True)
    assert {type(outcome) for outcome in outcomes} <= {StorageError, ValueError}


async def test_where_rows_fail_together_each_is_tried_alone(db: Database) -> None:
    outcomes = await asyncio.gather(
        db.write_row(_keep, 12),
        db.write_row(_keep, 13),
        db.write(insert("scratch", 14)),
        return_exceptions=True,
    )
    assert outcomes[0] == 1
    assert type(outcomes[1]) is ValueError
    assert await values(db) == [14, 12]
