"""What is done once a day, in the background: forgetting."""

import logging
from collections.abc import Callable

from bot.clock import Clock
from storage import (
    Database,
    StorageError,
    erase_left_chats,
    prune_articles,
    prune_changes,
    prune_days,
    prune_entries,
    prune_imports,
    prune_secrets,
    prune_stories,
)

DAY = 24 * 60 * 60

REMEMBER = 90 * DAY
"""Seconds for which an entry stays known after its feed ceased to list it: it may come back."""

REMEMBER_LISTS = 7 * DAY
"""Seconds for which a list that somebody brought can be gone on with, or looked through once more."""
LEFT = 30 * DAY
"""Seconds for which a chat that has removed or blocked the bot keeps all it had."""
COUNTS = 90 * DAY
"""Seconds for which the numbers of a day are kept: /stats shows thirty of them."""

PAUSE = 60 * 60
"""Seconds before another attempt where the database did not answer."""

_log = logging.getLogger(__name__)


class Housekeeper:
    """Keeps the database from growing for ever."""

    def __init__(
        self,
        db: Database,
        clock: Clock,
        *,
        keep_articles: int = 0,
        on_pruned: Callable[[], None] = lambda: None,
    ) -> None:
        """`keep_articles`: milliseconds for which articles are kept; 0 = for ever.

        `on_pruned` is called when some have been deleted.
        """
        self._db = db
        self._clock = clock
        self._keep_articles = keep_articles
        self._on_pruned = on_pruned

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

        What new articles are compared by is forgotten sooner, what /undo takes back after a day, as are the
        logins of feeds that were removed, and articles that are older than they are to be kept are deleted.
        What a chat had that put the bot out 30 days ago is forgotten as well.

        Raises StorageError.
        """
        await prune_stories(self._db, now)
        await prune_changes(self._db, now - DAY * 1000)
        await prune_secrets(self._db, now - DAY * 1000)
        await prune_imports(self._db, now - REMEMBER_LISTS * 1000)
        erased = await erase_left_chats(self._db, left_before=now - LEFT * 1000, now=now)
        if erased:
            _log.info("erased what %d chats had that put the bot out 30 days ago", erased)
        await prune_days(self._db, now - COUNTS * 1000)
        forgotten = await prune_entries(self._db, unlisted_before=now - REMEMBER * 1000)
        if forgotten:
            _log.info("forgot %d entries that no feed has listed for 90 days", forgotten)
        await self._prune_articles(now)
        return forgotten

    async def _prune_articles(self, now: int) -> None:
        if not self._keep_articles:
            return
        pruned = await prune_articles(self._db, before=now - self._keep_articles)
        if pruned:
            _log.info("deleted %d articles that are older than storage.keep_articles", pruned)
            self._on_pruned()
