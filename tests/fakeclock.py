"""A clock that a test turns by hand; nothing in it waits for real time."""

import asyncio
from dataclasses import dataclass, field


@dataclass(eq=False, slots=True)
class _Sleeper:
    wakes_at: float
    woken: asyncio.Event = field(default_factory=asyncio.Event)


class FakeClock:
    """A `bot.clock.Clock` that stands still until `advance` is called."""

    def __init__(self, now: int = 1_800_000_000_000) -> None:
        """`now`: the wall-clock time to start at, in UTC milliseconds."""
        self._start = now
        self._elapsed = 0.0
        self._sleepers: list[_Sleeper] = []
        self._somebody_sleeps = asyncio.Condition()

    def now(self) -> int:
        return self._start + round(self._elapsed * 1000)

    def monotonic(self) -> float:
        return self._elapsed

    @property
    def sleeping(self) -> int:
        """How many calls of `sleep` are waiting for `advance`."""
        return len(self._sleepers)

    async def sleep(self, seconds: float) -> None:
        """Return once `advance` has passed the moment `seconds` from now."""
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        sleeper = _Sleeper(self._elapsed + seconds)
        self._sleepers.append(sleeper)
        try:
            async with self._somebody_sleeps:
                self._somebody_sleeps.notify_all()
            await sleeper.woken.wait()
        finally:
            if sleeper in self._sleepers:
                self._sleepers.remove(sleeper)

    def advance(self, seconds: float) -> None:
        """Let time pass at once. Those whose moment is reached wake, the earliest first."""
        self._elapsed += seconds
        due = [sleeper for sleeper in self._sleepers if sleeper.wakes_at <= self._elapsed]
        for sleeper in sorted(due, key=lambda sleeper: sleeper.wakes_at):
            self._sleepers.remove(sleeper)
            sleeper.woken.set()

    def jump(self, seconds: float) -> None:
        """Set the wall clock forward or back; no time passes."""
        self._start += round(seconds * 1000)

    async def until_sleeping(self, count: int = 1) -> None:
        """Wait until at least `count` tasks sleep: then it is their turn to be woken."""
        async with self._somebody_sleeps:
            await self._somebody_sleeps.wait_for(lambda: len(self._sleepers) >= count)
