"""Work of which only the newest for each person counts: each letter that one types is a new search."""

import asyncio
from collections.abc import Coroutine
from typing import Any


class NewestOnly:
    """Runs one piece of work a person; what is still going on for him is given up when a newer one begins."""

    def __init__(self) -> None:
        self._running: dict[int, asyncio.Task[None]] = {}

    async def run(self, person: int, work: Coroutine[Any, Any, None]) -> None:
        """Do the work, or give it up quietly where newer work for the same person comes in the meantime."""
        if (older := self._running.get(person)) is not None:
            older.cancel()
        task = self._running[person] = asyncio.create_task(work)
        try:
            await asyncio.wait({task})
        finally:
            task.cancel()  # where the caller himself was cancelled
            if self._running.get(person) is task:
                del self._running[person]
        if not task.cancelled():
            task.result()
