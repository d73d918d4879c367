"""Whether the web can be reached from here, and what a failure means where it cannot."""

import logging
from collections.abc import Sequence

from bot.clock import Clock
from newsroom import Feed, Hearing, Outage, Verdict, choose_probes
from storage import Database, pardon

PROBES = 3
"""Feeds that are tried at a time while nothing can be reached."""

PROBE_EVERY = 15.0
"""Seconds between two such tries."""

_log = logging.getLogger(__name__)


class Reach:
    """Tells an outage of our own from feeds that are ill, and takes back what was held against them."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock
        self._outage = Outage()
        self._probe_at = float("-inf")
        self._turn = 0

    @property
    def down(self) -> bool:
        """Whether nothing can be reached: what fails now says nothing about a feed."""
        return self._outage.down

    async def counts(self, feed: Feed, verdict: Verdict, began: float) -> bool:
        """Tell whether a check of `feed`, as it was before it, is to be recorded.

        `began`: when, in the clock's monotonic seconds. Raises StorageError where earlier failures cannot
        be taken back.
        """
        ended = self._clock.monotonic()
        hearing = self._outage.hear(feed, verdict, began=began, ended=ended)
        if hearing is Hearing.BEGINS:
            _log.warning("nothing can be reached any more: feeds wait until the network is back")
            self._probe_at = ended + PROBE_EVERY
            suspects = tuple(self._outage.suspects.values())
            self._outage.suspects.clear()
            await pardon(self._db, suspects)
        elif hearing is Hearing.ENDS:
            _log.info("the network is back")
        return hearing in (Hearing.COUNTS, Hearing.ENDS)

    def among(self, due: Sequence[Feed]) -> Sequence[Feed]:
        """Return which of the feeds that are due may be checked now: during an outage a few, now and then."""
        if not self.down:
            return due
        now = self._clock.monotonic()
        if now < self._probe_at:
            return ()
        self._probe_at = now + PROBE_EVERY
        self._turn += 1
        return choose_probes(due, PROBES, self._turn)
