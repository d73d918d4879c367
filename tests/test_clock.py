"""The clock that loops are given, and the one that tests turn by hand."""

import asyncio
import time

import pytest

from bot.clock import Clock, SystemClock
from tests.fakeclock import FakeClock


@pytest.mark.parametrize("clock", [SystemClock(), FakeClock()])
def test_both_clocks_are_clocks(clock: Clock) -> None:
    assert isinstance(clock.now(), int)
    assert isinstance(clock.monotonic(), float)


def test_the_system_clock_tells_utc_milliseconds() -> None:
    before = time.time()
    now = SystemClock().now()
    after = time.time()
    assert int(before * 1000) - 1 <= now <= int(after * 1000) + 1


async def test_the_system_clock_waits() -> None:
    clock = SystemClock()
    start = clock.monotonic()
    await clock.sleep(0.02)
    assert clock.monotonic() - start >= 0.019


@pytest.mark.parametrize("seconds", [0, -5])
@pytest.mark.parametrize("clock", [SystemClock(), FakeClock()])
async def test_no_time_to_wait_only_lets_others_run(clock: Clock, seconds: float) -> None:
    async def note(seen: list[str]) -> None:
        seen.append("other")

    seen: list[str] = []
    other = asyncio.create_task(note(seen))
    await clock.sleep(seconds)
    assert seen == ["other"]
    await other


def test_the_fake_clock_moves_only_when_told() -> None:
    clock = FakeClock(now=5_000)
    assert (clock.now(), clock.monotonic()) == (5_000, 0.0)
    clock.advance(1.5)
    assert (clock.now(), clock.monotonic()) == (6_500, 1.5)


async def test_a_fake_sleep_ends_when_its_moment_is_reached_and_not_before() -> None:
    clock = FakeClock()
    sleep = asyncio.create_task(clock.sleep(10))
    await clock.until_sleeping()
    clock.advance(9.75)
    await asyncio.sleep(0)
    assert not sleep.done()
    assert clock.sleeping == 1
    clock.advance(0.25)
    await sleep
    assert clock.sleeping == 0


async def test_fake_sleepers_wake_in_the_order_of_their_moments() -> None:
    clock = FakeClock()
    woken: list[float] = []

    async def sleeper(seconds: float) -> None:
        await clock.sleep(seconds)
        woken.append(seconds)

    async with asyncio.TaskGroup() as tasks:
        for seconds in (3.0, 1.0, 2.0):
            tasks.create_task(sleeper(seconds))
        await clock.until_sleeping(3)
        clock.advance(60)
    assert woken == [1.0, 2.0, 3.0]


async def test_a_cancelled_fake_sleep_leaves_nobody_sleeping() -> None:
    clock = FakeClock()
    sleep = asyncio.create_task(clock.sleep(10))
    await clock.until_sleeping()
    sleep.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sleep
    assert clock.sleeping == 0
