"""The loop that turns new articles into deliveries."""

import asyncio
import logging
from collections.abc import Callable

from bot.clock import Clock
from bot.outgoing.rest import rest
from storage import Database, StorageError, refresh_times, route_articles

log = logging.getLogger(__name__)

TICK = 5.0
"""Seconds after which unrouted articles are looked for without being told of any."""


class Router:
    """Routes what the checks of feeds have stored.

    `on_deliveries` is called when something may be owed, or is to be written anew. `burst`: see
    `storage.route_articles`.
    """

    def __init__(
        self, db: Database, clock: Clock, on_deliveries: Callable[[], None], *, burst: int
    ) -> None:
        self._db = db
        self._clock = clock
        self._burst = burst
        self._on_deliveries = on_deliveries
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """Say that new articles have been stored."""
        self._woken.set()

    async def run(self) -> None:
        """Route until cancelled. What was left unrouted by the last run comes first."""
        while True:
            self._woken.clear()
            try:
                await self.route_once(self._clock.now())
            except StorageError as error:
                log.warning("new articles cannot be routed, trying again: %s", error)
            await rest(self._clock, self._woken, TICK)

    async def route_once(self, now: int) -> int:
        """Route all unrouted articles, in chunks; return how many deliveries that made.

        Raises StorageError; the chunks before stay routed.
        """
        total = 0
        await refresh_times(self._db, now)
        while True:
            routed, made = await route_articles(self._db, now, burst=self._burst)
            total += made
            if routed:
                self._on_deliveries()
            if not routed:
                return total
