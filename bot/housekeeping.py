"""What is done once a day, in the background: forgetting."""

import logging

from bot.clock import Clock
from storage import (
    Database,
    StorageError,
    erase_left_chats,
    prune_changes,
    prune_entries,
    prune_stories,
)

DAY = 24 * 60 * 60

REMEMBER = 90 * DAY
"""Seconds for which an entry stays known after its feed ceased to list it: it may come back."""

LEFT = 30 * DAY
"""Seconds for which a chat that has removed or blocked the bot keeps all it had."""

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

        What a chat had that put the bot out 30 days ago is forgotten as well.
        What new articles are compared by is forgotten sooner, and what /undo takes back after a day.

        Raises StorageError.
        """
        await prune_stories(self._db, now)
        await prune_changes(self._db, now - DAY * 1000)
        erased = await erase_left_chats(self._db, left_before=now - LEFT * 1000, now=now)
        if erased:
            _log.info("erased what %d chats had that put the bot out 30 days ago", erased)
        forgotten = await prune_entries(self._db, unlisted_before=now - REMEMBER * 1000)
        if forgotten:
            _log.info("forgot %d entries that no feed has listed for 90 days", forgotten)
        return forgotten
