"""How much is checked at once: so many feeds in all, so many of one host, and those not in a volley."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import ip_address

from bot.clock import Clock
from bot.http import is_public
from newsroom import host_of

SHORTEST_GAP, LONGEST_GAP = 0.1, 1.0
"""Seconds between the beginnings of two checks of one host."""

_DRAIN = 60.0
"""Seconds over which what is due at one host at the same time is spread, within the limits above."""

_MOST_REMEMBERED = 1_000
"""Hosts whose last check is remembered, before those whose gap is over are forgotten."""


@dataclass(slots=True)
class _Lane:
    """A host's turns."""

    turns: asyncio.Semaphore
    users: int = 0
    """Those who have a turn or wait for one; the lane goes with the last."""
    most: int = 0
    """How many they were at most."""


class Lanes:
    """Two limits. A host's comes first: what waits for a slow host takes nobody else's place."""

    def __init__(self, concurrency: int, per_host: int, clock: Clock) -> None:
        self._turns = asyncio.Semaphore(concurrency)
        self._per_host = per_host
        self._clock = clock
        self._lanes: dict[str, _Lane] = {}
        self._next_at: dict[str, float] = {}
        """When the next check of a host may begin."""

    @asynccontextmanager
    async def turn(self, url: str) -> AsyncIterator[None]:
        """Hold one of the turns for the host of `url`. Where a redirect leads is not counted."""
        host = host_of(url)
        lane = self._lanes.setdefault(host, _Lane(asyncio.Semaphore(self._per_host)))
        lane.users += 1
        lane.most = max(lane.most, lane.users)
        try:
            async with lane.turns:
                await self._keep_gap(host, lane.most)
                async with self._turns:
                    yield
        finally:
            lane.users -= 1
            if not lane.users:
                del self._lanes[host]

    async def _keep_gap(self, host: str, wanted: int) -> None:
        """Wait until the host has had its pause; the more want it, the shorter that is."""
        if _is_our_own(host):
            return
        now = self._clock.monotonic()
        begins = max(now, self._next_at.get(host, now))
        gap = min(max(_DRAIN / wanted, SHORTEST_GAP), LONGEST_GAP)
        if len(self._next_at) >= _MOST_REMEMBERED:
            self._next_at = {name: at for name, at in self._next_at.items() if at > now}
        self._next_at[host] = begins + gap
        if begins > now:
            await self._clock.sleep(begins - now)


@lru_cache(maxsize=4_096)
def _is_our_own(host: str) -> bool:
    """Tell whether a host is this machine or one beside it: such need no manners towards a stranger."""
    try:
        return not is_public(ip_address(host))
    except ValueError:
        return host == "localhost"
