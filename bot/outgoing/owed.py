"""What the ledger owes by now, in the order in which it is to go out."""

import logging
from collections import deque
from collections.abc import Collection

from bot.clock import Clock
from newsroom import Delivery, DeliveryKind, DeliveryState
from storage import (
    Database,
    due_broadcasts,
    due_deliveries,
    due_edits,
    hold_backlog,
    next_due_at,
    next_edit_at,
    pull_in_deliveries,
)

log = logging.getLogger(__name__)

LOOK_AHEAD = 50
"""Chats that one look into the ledger brings at least; most of them may have to wait for their turn."""

LONGEST_PUT_OFF = 60 * 60 * 1000
"""Milliseconds: what is due later than that was put off by a clock that was ahead (`fates.LONGEST_WAIT`)."""


class Owed:
    """Looks into the ledger for many deliveries at once, so that not every message costs a look.

    All that asks the database raises StorageError where it cannot be read.
    """

    def __init__(self, db: Database, clock: Clock, *, burst: int) -> None:
        self._db = db
        self._clock = clock
        self._burst = burst
        self._found: deque[Delivery] = deque()
        """What the last look has found and nobody has taken."""

    @property
    def count(self) -> int:
        """How many deliveries are at hand without a look."""
        return len(self._found)

    def first(self) -> Delivery | None:
        """Return the first of those at hand; None where there are none."""
        return self._found[0] if self._found else None

    def take(self) -> Delivery:
        """Take the first one, which there must be."""
        return self._found.popleft()

    def forget(self) -> None:
        """Have the next look begin anew."""
        self._found.clear()

    def has_news(self) -> None:
        """Say that the ledger has got something new: announcements come after it."""
        if self._found and self._found[0].kind is DeliveryKind.BROADCAST:
            self.forget()

    async def look(self, now: int, excluded: Collection[int]) -> Delivery | None:
        """Return the first one outside the excluded chats, of those at hand or else of the ledger's.

        Messages that are to be written anew wait until nothing is due, which takes a look for each of them;
        after them come announcements. None where nothing of all that is due at `now` (UTC milliseconds).
        """
        if not self._found or self._found[0].state is DeliveryState.SENT:
            self._found = deque(await self._find(now, excluded))
        return self.first()

    async def until_next(self, now: int, excluded: Collection[int]) -> float | None:
        """Return the seconds until something is due outside the excluded chats; None: nothing will be."""
        if pulled_in := await pull_in_deliveries(self._db, now, longest=LONGEST_PUT_OFF):
            log.warning("the clock was set back: %d messages that were put off are due", pulled_in)
        due_at = await next_due_at(self._db, except_chats=excluded)
        edit_at = await next_edit_at(self._db, except_chats=excluded)
        waits = [max(0.0, (at - now) / 1000) for at in (due_at, edit_at) if at is not None]
        return min(waits, default=None)

    async def gather_backlog(self) -> None:
        """Have the places with many late alerts told of them in one message."""
        held = await hold_backlog(self._db, self._clock.now(), burst=self._burst)
        if held:
            log.info("%d alerts are late and are told together", held)

    async def _find(self, now: int, excluded: Collection[int]) -> tuple[Delivery, ...]:
        for look in (due_deliveries, due_edits, due_broadcasts):
            if due := await look(self._db, now, except_chats=excluded, limit=LOOK_AHEAD):
                return due
        return ()
