"""The writer carries out every intent whole, whenever its caller went away."""

import asyncio
import random
import sqlite3
from collections.abc import Callable

import pytest

from storage import Database
from tests.storage.given import Gate, insert
from tests.storage.scratch import held, is_clean, values

pytestmark = pytest.mark.usefixtures("scratch")


async def test_a_caller_cancelled_while_he_waits_changes_nothing(db: Database) -> None:
    gate = Gate()
    holding = asyncio.create_task(db.write(held(gate)))
    await gate.reached()
    waiting = asyncio.create_task(db.write(insert("scratch", "waited")))
    other = asyncio.create_task(db.write(insert("scratch", "other")))
    await asyncio.sleep(0)
    waiting.cancel()
    gate.open()
    await asyncio.gather(holding, other)
    assert waiting.cancelled()
    assert await values(db) == ["gate", "waited", "other"]


async def test_a_caller_cancelled_while_his_intent_runs_changes_nothing(db: Database) -> None:
    gate = Gate()
    running = asyncio.create_task(db.write(held(gate)))
    await gate.reached()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    gate.open()
    await db.write(insert("scratch", "next"))
    assert await values(db) == ["gate", "next"]
    assert await is_clean(db)


def _pair(number: int) -> Callable[[sqlite3.Connection], int]:
    def intent(raw: sqlite3.Connection) -> int:
        raw.execute("INSERT INTO scratch VALUES (?)", (number,))
        raw.execute("INSERT INTO scratch VALUES (?)", (number,))
        return number

    return intent


async def test_four_hundred_callers_cancelled_at_random(db: Database) -> None:
    """Every intent is carried out whole, whenever its caller went away."""
    dice = random.Random(20261122)
    begun = set()

    async def caller(number: int) -> int:
        begun.add(number)
        return await db.write(_pair(number))

    async def impatient(number: int) -> None:
        task = asyncio.create_task(caller(number))
        for _ in range(dice.choice((0, 0, 1, 1, 2, 3, 5, 8, 13, 40))):
            await asyncio.sleep(0)
        task.cancel()
        try:
            assert await task == number
        except asyncio.CancelledError:
            assert task.cancelled()

    for start in range(0, 400, 20):
        await asyncio.gather(*(impatient(start + n) for n in range(20)))
    await db.write(insert("scratch", "end"))
    assert await is_clean(db)
    stored = await values(db)
    assert stored.pop() == "end"
    assert {stored.count(number) for number in begun} == {2}
    assert set(stored) == begun
    assert 100 < len(begun) < 400, "some were cancelled before they began, some not"
