"""How much is checked at once: so many feeds in all, so many of one host, and those not in a volley."""

import asyncio
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import ip_address
from types import TracebackType

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

    def turn(self, url: str) -> "Turn":
        """Return a context in which one of the turns for the host of `url` is held.

        Where a redirect leads is not counted.
        """
        return Turn(self, host_of(url))

    async def take(self, host: str) -> None:
        """Wait for a turn, and take it."""
        lane = self._lanes.get(host)
        if lane is None:
            lane = self._lanes[host] = _Lane(asyncio.Semaphore(self._per_host))
        lane.users += 1
        lane.most = max(lane.most, lane.users)
        try:
            await lane.turns.acquire()
            try:
                if not _is_our_own(host):
                    await self._keep_gap(host, lane.most)
                await self._turns.acquire()
            except BaseException:
                lane.turns.release()
                raise
        except BaseException:
            self._leave(host, lane)
            raise

    def give_back(self, host: str) -> None:
        """Let others have a turn that was taken."""
        lane = self._lanes[host]
        self._turns.release()
        lane.turns.release()
        self._leave(host, lane)

    def _leave(self, host: str, lane: _Lane) -> None:
        lane.users -= 1
        if not lane.users:
            del self._lanes[host]

    async def _keep_gap(self, host: str, wanted: int) -> None:
        """Wait until the host has had its pause; the more want it, the shorter that is."""
        now = self._clock.monotonic()
        begins = max(now, self._next_at.get(host, now))
        gap = min(max(_DRAIN / wanted, SHORTEST_GAP), LONGEST_GAP)
        if len(self._next_at) >= _MOST_REMEMBERED:
            self._next_at = {name: at for name, at in self._next_at.items() if at > now}
        self._next_at[host] = begins + gap
        if begins > now:
            await self._clock.sleep(begins - now)


class Turn:
    """One turn at a host. Not a generator: in each check that would cost as much as the turn itself."""

    __slots__ = ("_host", "_lanes")

    def __init__(self, lanes: Lanes, host: str) -> None:
        self._lanes = lanes
        self._host = host

    async def __aenter__(self) -> None:
        await self._lanes.take(self._host)

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._lanes.give_back(self._host)


@lru_cache(maxsize=4_096)
def _is_our_own(host: str) -> bool:
    """Tell whether a host is this machine or one beside it: such need no manners towards a stranger."""
    try:
        return not is_public(ip_address(host))
    except ValueError:
        return host == "localhost"
