"""Jobs that take long keep nobody waiting, as far as there is room beside the others."""

import asyncio

import pytest

from bot.worker import WorkerPool, WorkerProblem, turns
from tests.bot_worker.hostile import JOBS

AMPLE = 60.0
SOON = 0.01


async def hang(pool: WorkerPool, count: int) -> list[asyncio.Task[dict[str, object]]]:
    """Start jobs that never end."""
    return [asyncio.create_task(pool.run("hang", b"", {}, deadline=AMPLE)) for _ in range(count)]


async def end(jobs: list[asyncio.Task[dict[str, object]]]) -> None:
    for job in jobs:
        job.cancel()
    await asyncio.wait(jobs)


async def test_jobs_that_hang_on_every_worker_keep_no_other_waiting() -> None:
    async with WorkerPool(2, jobs=JOBS, patience=SOON) as pool:
        hanging = await hang(pool, 2 + 1)
        answer = await pool.run("echo", b"after", {}, deadline=AMPLE)
        assert answer["first"] == "after"
        assert not any(job.done() for job in hanging)
        await end(hanging)


async def test_no_more_step_aside_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "MOST_ASIDE", 1)
    async with WorkerPool(1, jobs=JOBS, patience=SOON) as pool:
        hanging = await hang(pool, 2)
        waiting = asyncio.create_task(pool.run("echo", b"after", {}, deadline=AMPLE))
        done, _ = await asyncio.wait([waiting], timeout=0.5)
        assert not done
        await end(hanging[:1])
        # There is room again: the one that holds the turn steps aside.
        assert (await waiting)["first"] == "after"
        await end(hanging[1:])


async def test_what_stepped_aside_ends_at_its_deadline_and_leaves_its_place() -> None:
    async with WorkerPool(1, jobs=JOBS, patience=SOON) as pool:
        for _ in range(turns.MOST_ASIDE + 2):
            with pytest.raises(WorkerProblem):
                await pool.run("spin", b"", {}, deadline=0.3)
        assert (await pool.run("echo", b"after", {}, deadline=AMPLE))["first"] == "after"
