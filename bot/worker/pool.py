"""The parent's side of the workers: starts, asks, kills and replaces them.

Not a ProcessPoolExecutor: there, killing one child fails the jobs of all. Not fork: with threads it is
unsafe. A child that misses its deadline, dies, garbles its answer or whose caller is cancelled is killed;
the next job gets a fresh one.
"""

import asyncio
import json
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Mapping
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from bot.worker.frames import BadFrame, frame_head, receive_frame
from bot.worker.jobs import JOBS
from bot.worker.turns import LONG, Turns

DEFAULT_SIZE = 2
DEFAULT_MEMORY = 500 << 20
"""Bytes of address space a worker may have. The largest documents that are fetched take 200 MiB."""

START_LIMIT = 30.0
"""Seconds a worker has for starting: imports, on a machine that may be busy."""

_MOST_UNREAD = 1 << 20
"""Bytes of an answer that may have arrived before the rest is asked for: nearly all answers whole."""

_ROOT = Path(__file__).resolve().parents[2]


class WorkerFailure(StrEnum):
    """Why there is no result."""

    TIMEOUT = "timeout"
    DIED = "died"
    MEMORY = "memory"
    FAILED = "failed"
    """The job raised an exception."""
    UNAVAILABLE = "unavailable"
    """No worker could be started: nothing is said about the job."""


class WorkerProblem(Exception):
    """A job gave no result. `detail`: of a failed job the exception's class, never its text."""

    def __init__(self, failure: WorkerFailure, detail: str = "") -> None:
        self.failure = failure
        self.detail = detail
        super().__init__(f"{failure}: {detail}" if detail else str(failure))


class WorkerPool:
    """A few workers, each started when first needed; an async context manager."""

    def __init__(
        self,
        size: int = DEFAULT_SIZE,
        *,
        jobs: Mapping[str, str] = JOBS,
        memory: int = DEFAULT_MEMORY,
        patience: float = LONG,
    ) -> None:
        """`size`: jobs at a time. `memory`: bytes each worker may use.

        A job that takes more than `patience` seconds goes on beside the others (`bot.worker.turns`), in a
        worker of its own. `jobs`: as in `bot.worker.jobs`.
        """
        self._settings = json.dumps({"jobs": dict(jobs), "memory": memory})
        self._size = size
        self._turns = Turns(size, patience)
        self._idle: list[_Worker] = []
        self._ending: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """End all workers. Nobody may be waiting in `run` any more."""
        while self._idle:
            self._end(self._idle.pop())
        if self._ending:
            await asyncio.wait(self._ending)

    async def run(
        self, job: str, payload: bytes, params: Mapping[str, Any], *, deadline: float
    ) -> dict[str, Any]:
        """Have a worker do `job` and return its result, a JSON object. Raises WorkerProblem.

        `deadline`: seconds from when the worker gets the job; waiting for a free one does not count.
        """
        async with self._turns.turn() as turn:
            worker = await self._take()
            turn.begin()
            try:
                async with asyncio.timeout(deadline):
                    answer = await worker.ask(
                        {"job": job, "params": dict(params), "seconds": deadline}, payload
                    )
            except TimeoutError:
                self._end(worker)
                raise WorkerProblem(WorkerFailure.TIMEOUT) from None
            except (OSError, EOFError, BadFrame):
                self._end(worker)
                raise WorkerProblem(WorkerFailure.DIED) from None
            except BaseException:  # the caller was cancelled; nobody wants the answer
                self._end(worker)
                raise
            out_of_memory = (
                isinstance(answer, WorkerProblem) and answer.failure is WorkerFailure.MEMORY
            )
            if out_of_memory or len(self._idle) >= self._size:
                self._end(worker)
            else:
                self._idle.append(worker)
        if isinstance(answer, WorkerProblem):
            raise answer
        return answer

    async def _take(self) -> "_Worker":
        while self._idle:
            worker = self._idle.pop()
            if worker.alive:
                return worker
            self._end(worker)
        return await self._start()

    async def _start(self) -> "_Worker":
        try:
            worker = _Worker(
                await asyncio.create_subprocess_exec(
                    sys.executable,
                    "-P",  # the folder that the bot was started in is nothing to import from
                    "-m",
                    "bot.worker",
                    self._settings,
                    stdin=PIPE,
                    stdout=PIPE,
                    stderr=DEVNULL,
                    env=_environment(),
                    limit=_MOST_UNREAD,
                    start_new_session=True,  # Ctrl-C is for the bot, which ends its workers itself
                )
            )
        except OSError as error:
            raise WorkerProblem(WorkerFailure.UNAVAILABLE, type(error).__name__) from error
        try:
            async with asyncio.timeout(START_LIMIT):
                await worker.greet()
        except (TimeoutError, OSError, EOFError, BadFrame) as error:
            self._end(worker)
            raise WorkerProblem(WorkerFailure.UNAVAILABLE, type(error).__name__) from error
        except BaseException:
            self._end(worker)
            raise
        return worker

    def _end(self, worker: "_Worker") -> None:
        ending = asyncio.create_task(worker.end())
        self._ending.add(ending)
        ending.add_done_callback(self._ending.discard)


class _Worker:
    """One child process."""

    def __init__(self, process: Process) -> None:
        if process.stdin is None or process.stdout is None:
            raise ValueError("a worker is started with pipes")
        self._process = process
        self._requests = process.stdin
        self._answers = process.stdout

    @property
    def alive(self) -> bool:
        return self._process.returncode is None and not self._answers.at_eof()

    async def greet(self) -> None:
        """Wait until the child has imported its jobs. Raises WorkerProblem where it could not."""
        header, _ = await receive_frame(self._answers)
        if not header.get("ready"):
            raise WorkerProblem(WorkerFailure.UNAVAILABLE, str(header.get("error")))

    async def ask(self, request: dict[str, Any], payload: bytes) -> dict[str, Any] | WorkerProblem:
        # In one call: each lets another thread have the interpreter, and waits to get it back.
        self._requests.writelines((frame_head(request, payload), payload))
        await self._requests.drain()
        header, answer = await receive_frame(self._answers)
        try:
            if "problem" in header:
                return WorkerProblem(WorkerFailure(header["problem"]), header.get("detail", ""))
            result: dict[str, Any] = json.loads(answer)
        except ValueError:
            raise BadFrame("it is no answer") from None
        return result

    async def end(self) -> None:
        with suppress(ProcessLookupError):
            self._process.kill()
        self._requests.close()
        await self._process.communicate()  # takes what is left in the pipe, so that it is closed


def _environment() -> dict[str, str]:
    """Return all that a worker may know of ours: where the code is. No secret of the bot's gets there."""
    inherited = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    folders = [str(_ROOT), *(str(Path(folder).absolute()) for folder in inherited if folder)]
    return {"PYTHONPATH": os.pathsep.join(folders), "PYTHONUTF8": "1"}
