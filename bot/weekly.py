"""The loop that reports to the staff once a week, on Monday morning, where a feed needs somebody."""

import logging
from collections.abc import Callable

from bot.clock import Clock
from handlers import Library, weekly_report
from storage import (
    Database,
    StorageError,
    file_report,
    get_numbers,
    list_patients,
    report_due,
    staff_chats,
)

TICK = 15 * 60.0
"""Seconds between two looks whether a week has passed."""

DAY = 86_400_000
BEGINS_AT = 7 * 3_600_000
"""Milliseconds after the midnight (UTC) that begins a Monday."""

_MONDAY = 3 * DAY
"""What is missing from a Monday to the beginning of 1970, which was a Thursday."""

_PUBLIC: frozenset[int] = frozenset()
"""Whose private feeds a report speaks of: nobody's."""

_log = logging.getLogger(__name__)


def week_of(now: int) -> int:
    """Return the number of the week whose report is the last that is due at `now`."""
    return (now + _MONDAY - BEGINS_AT) // (7 * DAY)


class Weekly:
    """Owes the staff its weekly report: once, also where the bot was off on Monday, or starts often."""

    def __init__(
        self,
        db: Database,
        clock: Clock,
        library: Library,
        *,
        is_down: Callable[[], bool],
        on_deliveries: Callable[[], None],
    ) -> None:
        """`is_down`: whether our own network is; nothing is judged then.

        `on_deliveries` is called when something is owed.
        """
        self._db = db
        self._clock = clock
        self._library = library
        self._is_down = is_down
        self._on_deliveries = on_deliveries

    async def run(self) -> None:
        """Report when a week has passed, until cancelled."""
        while True:
            try:
                await self.report_once(self._clock.now())
            except StorageError as error:
                _log.warning("the weekly report could not be made, trying again: %s", error)
            await self._clock.sleep(TICK)

    async def report_once(self, now: int) -> int:
        """Owe the report that is due at `now`; return to how many. Raises StorageError.

        Where all feeds are well the week is marked, and nothing is said: numbers alone are in /stats.
        Where no admin has a private chat, it waits for the first who has.
        """
        week = week_of(now)
        if self._is_down() or not await report_due(self._db, week, now):
            return 0
        staff = await staff_chats(self._db)
        if not staff:
            return 0
        patients = await list_patients(self._db, visible_to=_PUBLIC, now=now)
        bodies = {}
        if patients:
            numbers = await get_numbers(self._db, visible_to=_PUBLIC, now=now, days=8, busiest=0)
            for chat, language in staff:
                texts = self._library.texts(chat.language or language)
                bodies[chat.id] = weekly_report(texts, patients, numbers.days[:-1])
        if await file_report(self._db, week, bodies, now) and bodies:
            self._on_deliveries()
        return len(bodies)
