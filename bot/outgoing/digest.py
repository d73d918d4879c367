"""The loop that makes messages of what is held: digests, and what quiet hours and floods have gathered."""

import asyncio
import logging
from collections.abc import Callable

from bot.clock import Clock
from bot.outgoing.rest import rest
from storage import Database, StorageError, gather_held, next_held_at, refresh_times

log = logging.getLogger(__name__)

LONGEST_IDLE = 5.0
"""Seconds after which it is looked without cause: the wall clock may have been set, or an outage be over."""

AFTER_STORAGE_ERROR = 5.0
"""Seconds before another attempt where the database did not answer."""


class Digester:
    """Lets held alerts go when their time has come. `on_deliveries` is called when something is owed."""

    def __init__(self, db: Database, clock: Clock, on_deliveries: Callable[[], None]) -> None:
        self._db = db
        self._clock = clock
        self._on_deliveries = on_deliveries
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """Say that something is held that was not, or for another time."""
        self._woken.set()

    async def run(self) -> None:
        """Make messages until cancelled."""
        while True:
            self._woken.clear()
            await rest(self._clock, self._woken, await self._look())

    async def digest_once(self, now: int) -> int:
        """Make messages of what is due at `now` (UTC milliseconds); return how many. Raises StorageError."""
        await refresh_times(self._db, now)
        made = await gather_held(self._db, now)
        if made:
            self._on_deliveries()
        return made

    async def _look(self) -> float:
        """Return the seconds until it is worth looking again."""
        now = self._clock.now()
        try:
            await self.digest_once(now)
            due_at = await next_held_at(self._db)
        except StorageError as error:
            log.warning("what is held cannot be gathered, trying again: %s", error)
            return AFTER_STORAGE_ERROR
        if due_at is None:
            return LONGEST_IDLE
        return min(max((due_at - now) / 1000, 0.0), LONGEST_IDLE)
