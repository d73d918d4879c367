"""The writer at the end: what waits is carried out, and nobody waits for ever."""

import asyncio
from pathlib import Path

import pytest

from storage import Database, StorageError
from storage.waiting import GROUP_LIMIT
from tests.storage.given import Gate, beside, insert, sql
from tests.storage.scratch import held

pytestmark = pytest.mark.usefixtures("scratch")


async def test_closing_carries_out_what_waits(path: Path, tmp_path: Path) -> None:
    async with Database.open(tmp_path / "other.db") as db:
        await sql(db, "CREATE TABLE scratch (value)")
        total = 2 * GROUP_LIMIT
        waiting = [asyncio.create_task(db.write(insert("scratch", n))) for n in range(total)]
        await asyncio.sleep(0)
    assert await asyncio.gather(*waiting) == [None] * total
    assert beside(db, "SELECT count(*) FROM scratch") == [(total,)]


async def test_closing_in_a_hurry_still_carries_out_what_waits(tmp_path: Path) -> None:
    """The task that has the database open is cancelled, as at a shutdown."""
    opened: asyncio.Future[Database] = asyncio.get_running_loop().create_future()

    async def program() -> None:
        async with Database.open(tmp_path / "other.db") as db:
            await sql(db, "CREATE TABLE scratch (value)")
            opened.set_result(db)
            await asyncio.Event().wait()

    running = asyncio.create_task(program())
    db = await opened
    waiting = asyncio.create_task(db.write(insert("scratch", 1)))
    await asyncio.sleep(0)
    running.cancel()
    await waiting
    with pytest.raises(asyncio.CancelledError):
        await running
    assert beside(db, "SELECT * FROM scratch") == [(1,)]


async def test_a_write_after_closing_is_refused(tmp_path: Path) -> None:
    async with Database.open(tmp_path / "other.db") as db:
        pass
    with pytest.raises(StorageError):
        await db.write(lambda _: None)


async def _end_the_writer(db: Database) -> list[object]:
    """Cancel the writer's task amid a group; return what its group and those behind it are told."""
    await sql(db, "CREATE TABLE scratch (value)")
    gate = Gate()
    waiting = [asyncio.create_task(db.write(held(gate)))]
    await gate.reached()
    waiting += [asyncio.create_task(db.write(insert("scratch", n))) for n in range(GROUP_LIMIT + 9)]
    await asyncio.sleep(0)
    (writer,) = (task for task in asyncio.all_tasks() if task.get_name() == "writer of other.db")
    writer.cancel()
    async with asyncio.timeout(30):
        outcomes = await asyncio.gather(*waiting, return_exceptions=True)
    gate.open()
    outcomes += await asyncio.gather(db.write(insert("scratch", "late")), return_exceptions=True)
    return list(outcomes)


async def test_when_the_writer_ends_early_nobody_waits_for_ever(tmp_path: Path) -> None:
    """Only a bug, or a loop that cancels all its tasks, can end it: then it fails loudly."""
    outcomes: list[object] = []
    with pytest.raises(asyncio.CancelledError):
        async with Database.open(tmp_path / "other.db") as db:
            outcomes += await _end_the_writer(db)
    assert len(outcomes) == GROUP_LIMIT + 11
    assert {type(outcome) for outcome in outcomes} == {StorageError}
