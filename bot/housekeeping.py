"""What is done once a day, in the background: forgetting."""

import logging

from bot.clock import Clock
from storage import (
    Database,
    StorageError,
    prune_changes,
    prune_days,
    prune_entries,
    prune_stories,
)

DAY = 24 * 60 * 60

REMEMBER = 90 * DAY
"""Seconds for which an entry stays known after its feed ceased to list it: it may come back."""

COUNTS = 90 * DAY
"""Seconds for which the numbers of a day are kept: /stats shows thirty of them."""

PAUSE = 60 * 60
"""Seconds before another attempt where the database did not answer."""

_log = logging.getLogger(__name__)


class Housekeeper:
    """Keeps the database from growing for ever."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def run(self) -> None:
        """Tidy up at once and then once a day, until cancelled."""
        while True:
            try:
                await self.tidy_once(self._clock.now())
            except StorageError as error:
                _log.warning("could not tidy up, trying again later: %s", error)
                await self._clock.sleep(PAUSE)
            else:
                await self._clock.sleep(DAY)

    async def tidy_once(self, now: int) -> int:
        """Forget what no feed has listed for 90 days before `now`; return how many entries.

        What new articles are compared by is forgotten sooner, and what /undo takes back after a day.

        Raises StorageError.
        """
        await prune_stories(self._db, now)
        await prune_changes(self._db, now - DAY * 1000)
        await prune_days(self._db, now - COUNTS * 1000)
        forgotten = await prune_entries(self._db, unlisted_before=now - REMEMBER * 1000)
        if forgotten:
            _log.info("forgot %d entries that no feed has listed for 90 days", forgotten)
        return forgotten
