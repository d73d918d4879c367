"""Who may use a worker: a few jobs at a time, and none that takes long keeps the others waiting.

Two hostile documents would otherwise hold both workers for all of their time, and every feed with them.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

LONG = 0.5
"""Seconds after which a job takes long; the largest real feeds take less."""

MOST_ASIDE = 4
"""Jobs that take long and go on beside the others; each may use a worker's memory."""


@dataclass(slots=True)
class Turn:
    """A job's turn; `begin` when the worker has the job."""

    turns: "Turns"
    is_aside: bool = False
    timer: asyncio.TimerHandle | None = None

    def begin(self) -> None:
        """Step aside when the job takes long, as soon as there is room."""
        loop = asyncio.get_running_loop()
        self.timer = loop.call_later(self.turns.patience, self._step_aside)

    def _step_aside(self) -> None:
        self.is_aside = self.turns.step_aside()
        if not self.is_aside:
            self.begin()


class Turns:
    """So many jobs at a time, and MOST_ASIDE beside them that take longer than `patience` seconds."""

    def __init__(self, size: int, patience: float) -> None:
        self.patience = patience
        self._free = asyncio.Semaphore(size)
        self._aside = 0

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[Turn]:
        """Hold a turn, once one is free."""
        await self._free.acquire()
        turn = Turn(self)
        try:
            yield turn
        finally:
            if turn.timer is not None:
                turn.timer.cancel()
            if turn.is_aside:
                self._aside -= 1
            else:
                self._free.release()

    def step_aside(self) -> bool:
        """Give a turn to the next who waits, and go on beside it; False where there is no room."""
        if self._aside >= MOST_ASIDE:
            return False
        self._aside += 1
        self._free.release()
        return True
