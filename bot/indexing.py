"""The loop that keeps the search index up."""

import logging

from bot.clock import Clock
from storage import SearchIndex, StorageError

log = logging.getLogger(__name__)

GATHER_AN_ARTICLE, SHORTEST_GATHER, LONGEST_GATHER = 0.0005, 0.02, 0.3
"""Seconds for which articles gather while more and more come, for each that was indexed last, and its limits.

Each is found within a second of being stored.
"""

INDEX_PAUSE = 10.0
"""Seconds before the search index is tried again when it could not be written."""


async def keep_index(index: SearchIndex, clock: Clock) -> None:
    """Keep the search index up. What is wrong with it must never stop an article or an alert."""

    async def gather(indexed: int) -> None:
        """Wait for what comes next: the more was indexed at once, the more that will be."""
        wait = indexed * GATHER_AN_ARTICLE
        await clock.sleep(min(max(wait, SHORTEST_GATHER), LONGEST_GATHER))

    while True:
        try:
            await index.keep_up(gather)
        except StorageError as error:
            log.warning("the search index is not kept up, trying again: %s", error)
            await clock.sleep(INDEX_PAUSE)
