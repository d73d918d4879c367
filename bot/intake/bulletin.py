"""The loop that tells the staff which feeds fell ill, moved, stopped or recovered."""

import logging
from collections.abc import Callable

from bot.clock import Clock
from storage import Database, StorageError, tell_staff

TICK = 10.0
"""Seconds between two looks for what is to be told."""

PAUSE = 60 * 60 * 1_000
"""Milliseconds between two notices: a host's feeds fall ill one after the other, within hours."""

_log = logging.getLogger(__name__)


class Bulletin:
    """Owes the staff their notices."""

    def __init__(
        self,
        db: Database,
        clock: Clock,
        *,
        is_down: Callable[[], bool],
        on_deliveries: Callable[[], None],
    ) -> None:
        """`is_down`: whether our own network is; nothing is told then.

        `on_deliveries` is called when something is owed.
        """
        self._db = db
        self._clock = clock
        self._is_down = is_down
        self._on_deliveries = on_deliveries

    async def run(self) -> None:
        """Tell what there is to tell, until cancelled."""
        while True:
            try:
                await self.tell_once(self._clock.now())
            except StorageError as error:
                _log.warning("the staff cannot be told of feeds, trying again: %s", error)
            await self._clock.sleep(TICK)

    async def tell_once(self, now: int) -> int:
        """Owe the notices that are due at `now`; return how many. Raises StorageError."""
        if self._is_down():
            return 0
        told = await tell_staff(self._db, now, pause=PAUSE)
        if told:
            self._on_deliveries()
        return told
