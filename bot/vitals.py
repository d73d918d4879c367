"""Whether the bot is well: its loops are alive, and it looks for feeds that are due."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.clock import Clock
from storage import Database, Measures, StorageError, measure

LONGEST_PAUSE = 5 * 60 * 1000
"""Milliseconds after which a bot that has not looked for due feeds is not well; it looks every second."""


@dataclass(frozen=True, slots=True)
class Vitals:
    """What a look at the bot shows."""

    problems: tuple[str, ...]
    """What is not as it should be; empty = the bot is well. Never a name, an address or a text."""
    loops: Mapping[str, bool]
    """Whether each loop is alive."""
    last_poll_at: int | None
    """When it last looked for due feeds, in UTC milliseconds; None = not yet."""
    measures: Measures | None
    """What there is and what waits; None = the database does not answer."""


class Monitor:
    """Watches the loops of one bot."""

    def __init__(self, db: Database, clock: Clock, last_poll_at: Callable[[], int | None]) -> None:
        self._db = db
        self._clock = clock
        self._last_poll_at = last_poll_at
        self._began_at = clock.now()
        self._loops: dict[str, asyncio.Task[None]] = {}

    def watch(self, loop: "asyncio.Task[None]") -> None:
        """Take a loop among those that have to be alive, by its task's name."""
        self._loops[loop.get_name()] = loop

    @property
    def problems(self) -> tuple[str, ...]:
        """What is not as it should be, the database aside; empty = the bot is alive."""
        dead = [f"{name} has ended" for name, loop in self._loops.items() if loop.done()]
        if not self._loops:
            dead.append("it has not begun to work")
        # The clock may have been set: what lies ahead of it is no pause.
        elif self._clock.now() - (self._last_poll_at() or self._began_at) > LONGEST_PAUSE:
            dead.append("it has not looked for due feeds for minutes")
        return tuple(dead)

    async def look(self) -> Vitals:
        """See how the bot is just now."""
        problems = self.problems
        measures = None
        try:
            measures = await measure(self._db, self._clock.now())
        except StorageError:
            problems = (*problems, "the database does not answer")
        loops = {name: not loop.done() for name, loop in self._loops.items()}
        return Vitals(problems, loops, self._last_poll_at(), measures)
