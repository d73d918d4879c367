"""Workers: whatever a job does, the pool answers and goes on."""

import asyncio
import json
import os
import signal
import struct
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.worker import WorkerFailure, WorkerPool, WorkerProblem
from tests.bot_worker.hostile import JOBS

AMPLE = 60.0
"""A deadline that no test means to reach."""


@pytest.fixture
async def pool() -> AsyncIterator[WorkerPool]:
    """One worker, so that what one job leaves behind meets the next."""
    async with WorkerPool(1, jobs=JOBS, memory=400 << 20, patience=AMPLE) as pool:
        yield pool


@pytest.fixture
async def begun() -> AsyncIterator[asyncio.Event]:
    """Set when a job says that it has begun (SIGUSR1)."""
    event = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGUSR1, event.set)
    yield event
    loop.remove_signal_handler(signal.SIGUSR1)


async def pid_of(pool: WorkerPool) -> int:
    answer = await pool.run("surroundings", b"", {}, deadline=AMPLE)
    return int(answer["pid"])


async def failure(pool: WorkerPool, job: str, payload: bytes = b"", **params: str) -> WorkerProblem:
    with pytest.raises(WorkerProblem) as caught:
        await pool.run(job, payload, params, deadline=AMPLE)
    return caught.value


async def still_works(pool: WorkerPool) -> bool:
    answer = await pool.run("echo", b"after", {}, deadline=AMPLE)
    return bool(answer["first"] == "after")


async def test_a_job_gets_its_payload_and_params_and_its_result_comes_back(
    pool: WorkerPool,
) -> None:
    payload = b"\0\xff\n" * 1_000_000
    answer = await pool.run("echo", payload, {"text": "ä\n", "none": None}, deadline=AMPLE)
    assert answer == {
        "size": 3_000_000,
        "first": payload[:10].decode("latin-1"),
        "params": {"text": "ä\n", "none": None},
    }


async def test_one_worker_does_many_jobs(pool: WorkerPool) -> None:
    assert len({await pid_of(pool) for _ in range(5)}) == 1


async def test_several_workers_work_at_the_same_time_and_no_more_than_the_size() -> None:
    async with WorkerPool(2, jobs=JOBS, patience=AMPLE) as pool:
        pids = await asyncio.gather(*(pid_of(pool) for _ in range(8)))
    assert len(set(pids)) == 2


@pytest.mark.parametrize(
    ("job", "name"),
    [("fail", "KeyError"), ("recurse", "RecursionError"), ("unspeakable", "TypeError")],
)
async def test_an_exception_is_an_answer(pool: WorkerPool, job: str, name: str) -> None:
    """Its class is told and never its text; the worker stays."""
    pid = await pid_of(pool)
    problem = await failure(pool, job)
    assert (problem.failure, problem.detail) == (WorkerFailure.FAILED, name)
    assert "private" not in str(problem)
    assert await pid_of(pool) == pid


async def test_an_unknown_job_fails(pool: WorkerPool) -> None:
    assert (await failure(pool, "no such job")).failure is WorkerFailure.FAILED


async def test_what_cannot_be_encoded_harms_nothing(pool: WorkerPool) -> None:
    assert await pool.run("surrogate", b"", {}, deadline=AMPLE) == {"text": "lone ?"}


@pytest.mark.parametrize("job", ["hang", "spin"])
async def test_a_worker_that_misses_its_deadline_is_replaced(pool: WorkerPool, job: str) -> None:
    pid = await pid_of(pool)
    with pytest.raises(WorkerProblem) as caught:
        await pool.run(job, b"", {}, deadline=0.2)
    assert caught.value.failure is WorkerFailure.TIMEOUT
    assert await pid_of(pool) != pid


async def test_waiting_for_a_free_worker_is_not_held_against_a_job(pool: WorkerPool) -> None:
    await pid_of(pool)
    slow = asyncio.create_task(pool.run("hang", b"", {}, deadline=1.0))
    await asyncio.sleep(0)
    assert await pool.run("echo", b"", {}, deadline=0.9)
    with pytest.raises(WorkerProblem):
        await slow


async def test_memory_has_a_limit(pool: WorkerPool) -> None:
    assert (await failure(pool, "eat")).failure is WorkerFailure.MEMORY
    assert await still_works(pool)


@pytest.mark.parametrize("job", ["leave", "crash"])
async def test_a_worker_that_dies_is_replaced(pool: WorkerPool, job: str) -> None:
    assert (await failure(pool, job)).failure is WorkerFailure.DIED
    assert await still_works(pool)


async def test_a_worker_that_died_between_jobs_is_replaced(pool: WorkerPool) -> None:
    pid = await pid_of(pool)
    os.kill(pid, signal.SIGKILL)
    await pool._idle[0]._process.wait()
    assert await pid_of(pool) != pid


def frame(header: bytes, payload: bytes = b"") -> bytes:
    return struct.pack(">II", len(header), len(payload)) + header + payload


@pytest.mark.parametrize(
    "garbage",
    [
        b"\xff" * 100,
        b"\0\0\0\x02",
        frame(b"no JSON"),
        frame(b"[1]", b"{}"),
        frame(b"{}", b"no JSON"),
        frame(b"{}", b"\xff\xfe\xfd"),
        frame(b'{"problem": "unheard of"}'),
        frame(b"{}", b"{}")[:-1],
    ],
)
async def test_garbage_in_the_pipe_is_a_dead_worker(pool: WorkerPool, garbage: bytes) -> None:
    assert (await failure(pool, "garble", garbage)).failure is WorkerFailure.DIED
    assert await still_works(pool)


async def test_what_a_library_prints_or_reads_does_not_get_in_the_way(pool: WorkerPool) -> None:
    assert await pool.run("chatter", b"", {}, deadline=AMPLE) == {"typed": ""}
    assert await still_works(pool)


async def test_a_cancelled_job_is_ended(pool: WorkerPool, begun: asyncio.Event) -> None:
    pid = await pid_of(pool)
    running = asyncio.create_task(pool.run("hang", b"", {"tell": True}, deadline=AMPLE))
    await begun.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert await pid_of(pool) != pid


async def test_a_caller_cancelled_while_it_waits_disturbs_nobody(
    pool: WorkerPool, begun: asyncio.Event
) -> None:
    first = asyncio.create_task(pool.run("hang", b"", {"tell": True}, deadline=0.5))
    await begun.wait()
    second = asyncio.create_task(pool.run("echo", b"", {}, deadline=AMPLE))
    await asyncio.sleep(0)
    second.cancel()
    with pytest.raises(WorkerProblem):
        await first
    assert await still_works(pool)


async def test_a_worker_is_limited_by_the_system(pool: WorkerPool) -> None:
    limits = (await pool.run("surroundings", b"", {}, deadline=5))["limits"]
    assert limits["RLIMIT_AS"] == 400 << 20
    assert limits["RLIMIT_CORE"] == limits["RLIMIT_FSIZE"] == 0
    assert limits["RLIMIT_NOFILE"] <= 64
    assert 5 <= limits["RLIMIT_CPU"] <= 10


async def test_a_worker_stands_behind_the_bot_where_cores_are_short(pool: WorkerPool) -> None:
    niceness = (await pool.run("surroundings", b"", {}, deadline=5))["niceness"]
    assert niceness > os.nice(0) or niceness == 19  # 19: a bot that was put last itself


async def test_a_worker_can_write_no_file(pool: WorkerPool, tmp_path: Path) -> None:
    target = tmp_path / "file"
    assert (await failure(pool, "write_file", path=str(target))).detail == "OSError"
    assert not target.exists() or target.read_bytes() == b""


async def test_a_worker_can_open_few_files(pool: WorkerPool) -> None:
    assert (await failure(pool, "open_files")).detail == "OSError"


async def test_a_worker_inherits_no_secret_and_nothing_from_where_the_bot_was_started(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("NEWSHOUND_TELEGRAM_TOKEN", "123456:secret")
    monkeypatch.delenv("PYTHONPATH", raising=False)
    (tmp_path / "json.py").write_text("raise SystemExit('imported from the current folder')")
    monkeypatch.chdir(tmp_path)
    async with WorkerPool(1, jobs=JOBS) as pool:
        answer = await pool.run("surroundings", b"", {}, deadline=AMPLE)
    assert set(answer["environment"]) <= {"PYTHONPATH", "PYTHONUTF8", "LC_CTYPE"}
    assert str(tmp_path) not in answer["path"]
    assert "" not in answer["path"]


@pytest.mark.parametrize("place", ["no.such.module:job", "tests.bot_worker.hostile:no_such_job"])
async def test_workers_that_cannot_start_are_no_fault_of_the_job(place: str) -> None:
    async with WorkerPool(1, jobs={"job": place}) as pool:
        problem = await failure(pool, "job")
    assert problem.failure is WorkerFailure.UNAVAILABLE
    assert "no" in problem.detail


async def test_a_missing_interpreter_is_no_fault_of_the_job(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    async with WorkerPool(1, jobs=JOBS) as pool:
        assert (await failure(pool, "echo")).failure is WorkerFailure.UNAVAILABLE


async def test_closing_the_pool_leaves_no_process() -> None:
    async with WorkerPool(2, jobs=JOBS, patience=AMPLE) as pool:
        pids = set(await asyncio.gather(pid_of(pool), pid_of(pool)))
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def left_alone(sent: bytes) -> int:
    """Start a worker, send it bytes and close the pipes, as a parent's death does; its exit status."""
    settings = json.dumps({"jobs": JOBS, "memory": 1 << 30})
    with subprocess.Popen(
        [sys.executable, "-m", "bot.worker", settings],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as child:
        child.communicate(sent, timeout=60)
        return child.returncode


def test_a_worker_ends_when_its_parent_is_gone() -> None:
    assert left_alone(b"") == 0


def test_a_worker_that_outlives_its_parent_runs_out_of_cpu_time() -> None:
    job = frame(b'{"job": "spin", "params": {}, "seconds": 0}')
    assert left_alone(job) == -signal.SIGXCPU
