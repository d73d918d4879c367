"""Bot processes forked from one that has imported the program, for tests that start dozens of them.

To import takes most of a start. How an operator starts the bot is for `tests.botprocess.BotProcess`.
"""

import asyncio
import faulthandler
import multiprocessing
import os
import signal
import sys
import warnings
from collections.abc import Callable, Mapping
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Protocol

PATIENCE = 60.0
"""Seconds that a process which ends by itself may take; then it says where it stands, and is ended."""


class Process(Protocol):
    """What is asked of a process, whichever way it was started."""

    @property
    def pid(self) -> int: ...
    @property
    def returncode(self) -> int | None: ...
    @property
    def stdout(self) -> asyncio.StreamReader | None: ...
    def send_signal(self, signal: int) -> None: ...
    def kill(self) -> None: ...
    async def wait(self) -> int: ...


class ForkedProcess:
    """A process of the nursery; what it prints comes out of `stdout`."""

    def __init__(
        self, process: ForkServerProcess, stdout: asyncio.StreamReader | None = None
    ) -> None:
        self._process = process
        self.stdout = stdout

    @property
    def pid(self) -> int:
        assert self._process.pid is not None
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        return self._process.exitcode

    def send_signal(self, signal: int) -> None:
        os.kill(self.pid, signal)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    async def wait(self) -> int:
        loop, ended = asyncio.get_running_loop(), asyncio.Event()
        loop.add_reader(self._process.sentinel, ended.set)
        try:
            await ended.wait()
        finally:
            loop.remove_reader(self._process.sentinel)
        status = self.returncode
        assert status is not None
        return status


async def forked(
    words: list[str], environment: Mapping[str, str], killed_at: tuple[str, int] | None
) -> ForkedProcess:
    """Start `newshound` with these words. `killed_at`: the point, and its count, of `tests.killable`."""
    reading, writing = multiprocessing.Pipe(duplex=False)
    with reading, writing:
        process = _started(_live, words, dict(environment), killed_at, writing)
        pipe = os.fdopen(os.dup(reading.fileno()), "rb", buffering=0)
    stdout = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(stdout), pipe
    )
    return ForkedProcess(process, stdout)


async def conversed(
    words: list[str], environment: Mapping[str, str], lines: str, folder: Path
) -> tuple[int, str, str]:
    """Run `newshound` with these words and this input; return its status, output and what it complained.

    All three streams are files in `folder`.
    """
    streams = [str(folder / name) for name in ("stdin", "stdout", "stderr")]
    (folder / "stdin").write_text(lines, encoding="utf-8")
    process = ForkedProcess(_started(_converse, words, dict(environment), streams))
    try:
        async with asyncio.timeout(PATIENCE):
            status = await process.wait()
    except TimeoutError:
        process.send_signal(signal.SIGABRT)  # where its threads stand comes among the complaints
        status = await process.wait()
    output, errors = ((folder / name).read_text("utf-8") for name in ("stdout", "stderr"))
    return status, output, errors


def _started(target: Callable[..., None], *arguments: object) -> ForkServerProcess:
    nursery = multiprocessing.get_context("forkserver")
    nursery.set_forkserver_preload(["bot.cli", "bot.app", "bot.local.trial"])
    process = nursery.Process(target=target, args=arguments)
    process.start()
    return process


def _converse(words: list[str], environment: Mapping[str, str], streams: list[str]) -> None:
    """Be a process that a script has started, with its three streams."""
    os.environ.clear()
    os.environ.update(environment)
    for stream, path in enumerate(streams):
        opened = os.open(path, os.O_RDWR | os.O_CREAT)
        os.dup2(opened, stream)
        os.close(opened)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - as long as the process
    faulthandler.enable()
    warnings.simplefilter("error")
    from bot.cli import main

    sys.exit(main(words))


def _live(
    words: list[str],
    environment: Mapping[str, str],
    killed_at: tuple[str, int] | None,
    output: "Connection[object, object]",
) -> None:
    """Be a process that `python -m bot` might have started."""
    os.environ.clear()
    os.environ.update(environment)
    for stream in (1, 2):
        os.dup2(output.fileno(), stream)
    output.close()
    warnings.simplefilter("error")
    from bot.cli import main
    from tests.killable import lay

    if killed_at is not None:
        lay(*killed_at)
    sys.exit(main(words))
