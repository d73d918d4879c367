"""The way to Telegram: what each call takes is no reason to send less, and never one to send more."""

import heapq
import random

import pytest

from bot.outgoing import Pacer, Permit
from bot.outgoing.way import ENOUGH, LONGEST, SPAN, Way


def way_with(*seconds: float, now: float = 0.0) -> Way:
    way = Way()
    for one in seconds:
        way.note(one, now)
    return way


def test_the_way_is_the_shortest_of_enough_calls() -> None:
    assert way_with(*[0.08] * (ENOUGH - 1)).shortest(0.0) == 0.0
    assert way_with(*[0.08] * ENOUGH).shortest(0.0) == 0.08
    assert way_with(*[0.08] * ENOUGH, 0.03, 0.5).shortest(0.0) == 0.03


def test_a_slow_line_is_no_long_way() -> None:
    assert way_with(*[5.0] * ENOUGH).shortest(0.0) == LONGEST


def test_old_calls_are_forgotten_since_routes_change() -> None:
    way = way_with(*[0.02] * ENOUGH)
    for _ in range(ENOUGH):
        way.note(0.08, SPAN)
    assert way.shortest(SPAN) == 0.02
    assert way.shortest(2 * SPAN) == 0.08
    assert way.shortest(4 * SPAN) == 0.0


@pytest.mark.parametrize("lead", [0.0, 0.05])
@pytest.mark.parametrize(
    ("up", "down", "jitter"), [(0.03, 0.05, 0.0), (0.04, 0.04, 0.02), (0.0, 0.0, 0.3)]
)
def test_however_unsteady_calls_are_no_second_has_more_than_its_thirty_arrivals(
    up: float, down: float, jitter: float, lead: float
) -> None:
    """The judge allows for 0.1 s; here a hundredth is enough, the rest of the guess at the way."""
    dice, pacer = random.Random(1), Pacer()
    now, arrivals = 0.0, list[float]()
    under_way: list[tuple[float, int, Permit]] = []
    for chat in range(1, 1501):
        while not isinstance(permit := pacer.try_alert(chat, 1, now, lead=lead), Permit):
            now += permit.wait
            while under_way and under_way[0][0] <= now:
                at, _, landing = heapq.heappop(under_way)
                landing.land(at)
        departure = max(permit.departs_at, now + dice.uniform(0, lead))
        permit.depart(departure)
        arrivals.append(departure + up + dice.uniform(0, jitter))
        end = arrivals[-1] + down + dice.uniform(0, jitter)
        heapq.heappush(under_way, (end, chat, permit))
    arrivals.sort()
    assert all(
        later - earlier > 0.99 for earlier, later in zip(arrivals, arrivals[30:], strict=False)
    )
    if jitter < 0.1:
        late = arrivals[300:]  # the first calls show what the way is
        assert len(late) / (late[-1] - late[0]) > 28.5
