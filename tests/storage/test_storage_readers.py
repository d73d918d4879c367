"""The readers: each question sees one moment, changes nothing, and ends when it takes too long."""

import asyncio
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from storage import Database, DatabaseUnusable, SlowQuery, StorageError
from storage.database import READERS
from tests.storage.given import Gate, insert, sql

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"


@pytest.fixture(autouse=True)
async def scratch(db: Database) -> None:
    await sql(db, "CREATE TABLE scratch (value)")
    await sql(db, "INSERT INTO scratch VALUES (1), (2), (3)")


def count(raw: sqlite3.Connection) -> int:
    (number,) = raw.execute("SELECT count(*) FROM scratch").fetchone()
    return int(number)


def endless(raw: sqlite3.Connection) -> None:
    raw.execute(ENDLESS).fetchone()


def held(gate: Gate) -> Callable[[sqlite3.Connection], int]:
    def question(raw: sqlite3.Connection) -> int:
        gate.hold()
        return count(raw)

    return question


async def all_readers_answer(db: Database, expected: int = 3) -> None:
    """Hold every reader at once, so that none can stand in for another that is lost."""
    async with asyncio.timeout(30):
        gates = [Gate() for _ in range(READERS)]

        asking = [asyncio.create_task(db.read(held(gate))) for gate in gates]
        for gate in gates:
            await gate.reached()
        for gate in gates:
            gate.open()
        assert await asyncio.gather(*asking) == [expected] * READERS


async def test_a_question_cannot_change_anything(db: Database) -> None:
    with pytest.raises(DatabaseUnusable, match="readonly"):
        await db.read(insert("scratch", 4))
    assert await db.read(count) == 3
    await all_readers_answer(db)


async def test_a_question_sees_one_moment(db: Database) -> None:
    """What is committed while it asks is not seen halfway through."""
    gate = Gate()

    def twice(raw: sqlite3.Connection) -> tuple[int, int]:
        first = count(raw)
        gate.hold()
        return first, count(raw)

    asking = asyncio.create_task(db.read(twice))
    await gate.reached()
    await db.write(insert("scratch", 4))
    gate.open()
    assert await asking == (3, 3)
    assert await db.read(count) == 4


async def test_a_reader_sees_what_has_been_written(db: Database) -> None:
    for number in range(3, 30):
        assert await db.read(count) == number
        await db.write(insert("scratch", number))


async def test_questions_do_not_wait_for_the_writer(db: Database) -> None:
    gate = Gate()

    def slow(raw: sqlite3.Connection) -> None:
        raw.execute("DELETE FROM scratch")
        gate.hold()

    writing = asyncio.create_task(db.write(slow))
    await gate.reached()
    await all_readers_answer(db)
    assert not writing.done()
    gate.open()
    await writing
    await all_readers_answer(db, expected=0)


async def test_more_questions_than_readers_are_all_answered(db: Database) -> None:
    assert await asyncio.gather(*(db.read(count) for _ in range(100))) == [3] * 100


async def test_a_slow_question_is_stopped_and_its_reader_goes_on(db: Database) -> None:
    slow = (db.read(endless, limit=0.02) for _ in range(2 * READERS))
    outcomes = await asyncio.gather(*slow, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [SlowQuery] * (2 * READERS)
    await all_readers_answer(db)


async def test_a_slow_question_does_not_stop_the_next_one(db: Database) -> None:
    """The reader's next question is never the one that is interrupted."""
    for _ in range(20):
        with pytest.raises(SlowQuery):
            await db.read(endless, limit=0)
        assert await db.read(count) == 3


@pytest.mark.parametrize("turns", [0, 1, 2, 3, 10])
async def test_a_question_ends_when_its_caller_is_cancelled(db: Database, turns: int) -> None:
    """However early that is: before its statement runs there is nothing yet to interrupt."""
    asking = [asyncio.create_task(db.read(endless, limit=600)) for _ in range(READERS)]
    await asyncio.sleep(0)
    for _ in range(turns):
        await asyncio.sleep(0)
    for task in asking:
        task.cancel()
    outcomes = await asyncio.gather(*asking, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [asyncio.CancelledError] * READERS
    await all_readers_answer(db)


async def test_a_question_given_up_between_two_statements_ends_too(db: Database) -> None:
    gate = Gate()

    def question(raw: sqlite3.Connection) -> None:
        count(raw)
        gate.hold()
        endless(raw)

    asking = asyncio.create_task(db.read(question, limit=600))
    await gate.reached()
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    gate.open()
    await all_readers_answer(db)


async def test_a_caller_cancelled_while_he_waits_for_a_reader_takes_none(db: Database) -> None:
    gates = [Gate() for _ in range(READERS)]
    holding = [asyncio.create_task(db.read(held(gate))) for gate in gates]
    for gate in gates:
        await gate.reached()
    waiting = asyncio.create_task(db.read(count))
    await asyncio.sleep(0)
    waiting.cancel()
    for gate in gates:
        gate.open()
    await asyncio.gather(*holding)
    assert waiting.cancelled()
    await all_readers_answer(db)


def _wrong_sql(raw: sqlite3.Connection) -> None:
    raw.execute("SELECT nonsense")


def _no_row(raw: sqlite3.Connection) -> None:
    next(raw.execute("SELECT * FROM scratch WHERE value > 100"))


def _amid_rows(raw: sqlite3.Connection) -> None:
    found = raw.execute("SELECT value FROM scratch")
    for _ in found:
        raise KeyError("a bug")


@pytest.mark.parametrize(
    ("bug", "error"),
    [
        (_wrong_sql, sqlite3.OperationalError),
        (_no_row, RuntimeError),
        (_amid_rows, KeyError),
    ],
)
async def test_a_bug_in_a_question_comes_out_as_it_is(
    db: Database, bug: Callable[[sqlite3.Connection], None], error: type[Exception]
) -> None:
    """The reader is back afterwards, and not in the moment that the failed question saw."""
    kept = []  # an error that is kept, as by a log or a debugger, keeps its traceback
    for _ in range(READERS):
        with pytest.raises(error) as caught:
            await asyncio.wait_for(db.read(bug), 5)
        assert type(caught.value) is error
        kept.append(caught.value)
    await db.write(insert("scratch", 4))
    await all_readers_answer(db, expected=4)
    assert len(kept) == READERS


async def test_questions_that_wait_at_the_closing_are_refused(tmp_path: Path) -> None:
    """Those that run are answered; nobody waits for ever."""
    async with Database.open(tmp_path / "other.db") as db:
        await sql(db, "CREATE TABLE scratch (value)")
        gates = [Gate() for _ in range(READERS)]
        running = [asyncio.create_task(db.read(held(gate))) for gate in gates]
        for gate in gates:
            await gate.reached()
        waiting = [asyncio.create_task(db.read(lambda _: 1)) for _ in range(10)]
        await asyncio.sleep(0)
        for gate in gates:
            asyncio.get_running_loop().call_later(0.01, gate.open)
    async with asyncio.timeout(30):
        assert await asyncio.gather(*running) == [0] * READERS
        outcomes = await asyncio.gather(*waiting, return_exceptions=True)
    assert {type(outcome) for outcome in outcomes} == {StorageError}


async def test_a_question_after_closing_is_refused(tmp_path: Path) -> None:
    async with Database.open(tmp_path / "other.db") as db:
        pass
    for _ in range(READERS + 1):
        with pytest.raises(StorageError):
            await asyncio.wait_for(db.read(lambda _: 1), 30)
