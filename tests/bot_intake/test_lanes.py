"""Manners towards a host: a gap between two checks of it."""

import asyncio

import pytest

from bot.intake.lanes import Lanes
from tests.fakeclock import FakeClock


async def beginnings(urls: list[str], seconds: int) -> list[float]:
    """Ask for a turn for each address at once; return when each got it, in seconds."""
    clock = FakeClock()
    lanes = Lanes(concurrency=1000, per_host=2, clock=clock)
    begun: list[float] = []

    async def visit(url: str) -> None:
        async with lanes.turn(url):
            begun.append(clock.monotonic())

    async with asyncio.TaskGroup() as visits:
        for url in urls:
            visits.create_task(visit(url))
        for _ in range(seconds * 20):
            for _ in range(5):
                await asyncio.sleep(0)
            clock.advance(0.05)
    return begun


async def test_a_host_has_a_second_between_two_checks() -> None:
    begun = await beginnings([f"https://a.example/{number}" for number in range(4)], 5)
    assert begun == pytest.approx([0, 1, 2, 3], abs=0.11)


async def test_a_host_with_many_feeds_has_less_so_that_all_get_their_turn() -> None:
    begun = await beginnings([f"https://a.example/{number}" for number in range(200)], 70)
    assert len(begun) == 200
    assert begun[-1] == pytest.approx(60, abs=5)


async def test_hosts_do_not_wait_for_each_other() -> None:
    assert await beginnings([f"https://{number}.example/" for number in range(50)], 1) == [0] * 50


@pytest.mark.parametrize("host", ["127.0.0.1:8080", "localhost", "[::1]", "192.168.1.5"])
async def test_a_machine_of_ones_own_is_asked_at_full_speed(host: str) -> None:
    assert await beginnings([f"http://{host}/{number}" for number in range(50)], 1) == [0] * 50
