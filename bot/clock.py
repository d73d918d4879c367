"""Time, as loops and pacing ask for it: one injected value, so that tests can turn it by hand."""

import asyncio
import time
from typing import Protocol


class Clock(Protocol):
    """What tells the time and waits. Points in time are `now`, lengths of time are `monotonic`."""

    def now(self) -> int:
        """Wall-clock time in UTC milliseconds since 1970. May jump when the machine's clock is set."""
        ...

    def monotonic(self) -> float:
        """Seconds since some moment of this process's own; never goes back."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait so many monotonic seconds. Zero or less only lets other tasks run."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> int:
        """Return the wall-clock time in UTC milliseconds."""
        return time.time_ns() // 1_000_000

    def monotonic(self) -> float:
        """Return monotonic seconds, on the event loop's own clock."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Wait so many seconds."""
        await asyncio.sleep(max(0.0, seconds))
