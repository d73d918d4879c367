"""The floor: an aiohttp loop that fetches, and does nothing with what it gets."""

import asyncio
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection
from typing import Any

import aiohttp

from benchmarks.helper import Helper
from benchmarks.measure import ProcessTree, peak_memory
from benchmarks.rounds import CONCURRENCY, Finish

_LIMIT = 600.0


class Floor:
    """The floor as a contestant."""

    name = "floor"

    def __init__(self, process: Helper[None, None, float]) -> None:
        """`process` runs `fetch_rounds`."""
        self._process = process
        self._tree = ProcessTree(process.pid)

    def cpu(self) -> float:
        """Return the CPU seconds used so far."""
        return self._tree.cpu()

    def poll(self) -> Finish:
        """Fetch every feed once."""
        ended = self._process.ask(None, limit=_LIMIT)
        return Finish(ended, ended, self.cpu())

    def entries(self) -> None:
        """Nothing is stored."""

    def memory(self) -> int:
        """Return the most bytes that were resident at a time."""
        return peak_memory(self._process.pid)

    def longest_stall(self, begin: float, end: float) -> None:
        """Nobody watches."""


def fetch_rounds(pipe: "Connection[Any, Any]", urls: list[str]) -> None:
    """Fetch all of `urls` each time that the pipe asks; answer when that ended."""
    asyncio.run(_fetch_rounds(pipe, urls))


async def _fetch_rounds(pipe: "Connection[Any, Any]", urls: list[str]) -> None:
    tags: dict[str, str] = {}
    connector = aiohttp.TCPConnector(limit=CONCURRENCY)
    async with aiohttp.ClientSession(connector=connector) as session:
        pipe.send(None)
        while True:
            try:
                await asyncio.to_thread(pipe.recv)
            except EOFError:  # the benchmark has ended
                return
            waiting = iter(urls)
            await asyncio.gather(*(_fetch(session, waiting, tags) for _ in range(CONCURRENCY)))
            pipe.send(time.monotonic())


async def _fetch(
    session: aiohttp.ClientSession, waiting: Iterator[str], tags: dict[str, str]
) -> None:
    """Fetch from what waits until nothing does."""
    for url in waiting:
        headers = {"If-None-Match": tags[url]} if url in tags else {}
        async with session.get(url, headers=headers) as response:
            await response.read()
            tags[url] = response.headers["ETag"]
