"""How much is checked at once: so many feeds in all, and so many of one host."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(slots=True)
class _Lane:
    """A host's turns. `users`: those who have one or wait for one; the lane goes with the last."""

    turns: asyncio.Semaphore
    users: int = 0


class Lanes:
    """Two limits. A host's comes first: what waits for a slow host takes nobody else's place."""

    def __init__(self, concurrency: int, per_host: int) -> None:
        self._turns = asyncio.Semaphore(concurrency)
        self._per_host = per_host
        self._lanes: dict[str, _Lane] = {}

    @asynccontextmanager
    async def turn(self, url: str) -> AsyncIterator[None]:
        """Hold one of the turns for the host of `url`. Where a redirect leads is not counted."""
        host = _host(url)
        lane = self._lanes.setdefault(host, _Lane(asyncio.Semaphore(self._per_host)))
        lane.users += 1
        try:
            async with lane.turns, self._turns:
                yield
        finally:
            lane.users -= 1
            if not lane.users:
                del self._lanes[host]


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or url
    except ValueError:  # the fetch will say what is wrong with it
        return url
