"""When a feed is looked at next."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom import Asks, Feed, FeedState, Pace, Rhythm, next_check

MINUTE = 60_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR
NOW = 1_800_000_000_000
PACE = Pace(interval=15 * MINUTE, min_interval=5 * MINUTE, max_interval=6 * HOUR)


def feed(number: int = 1, *, failures: int = 0, interval: int | None = None) -> Feed:
    return Feed(
        id=number,
        url="https://a.example/feed",
        title="A",
        state=FeedState.ACTIVE,
        added_at=0,
        next_check_at=NOW,
        checked_at=NOW - 15 * MINUTE,
        interval=interval,
        failures=failures,
    )


def wait(
    of: Feed,
    pace: Pace = PACE,
    *,
    failed: bool = False,
    retry_after: int | None = None,
    fresh_for: int | None = None,
) -> int:
    due = next_check(of, NOW, pace, failed=failed, retry_after=retry_after, fresh_for=fresh_for)
    return due - NOW


def test_a_healthy_feed_is_checked_about_every_interval() -> None:
    assert all(13.5 * MINUTE <= wait(feed(number)) <= 15 * MINUTE for number in range(1, 500))


def test_feeds_added_together_do_not_stay_together() -> None:
    waits = [wait(feed(number)) for number in range(1, 1001)]
    assert len(set(waits)) > 900
    assert abs(sum(waits) / len(waits) - 14.25 * MINUTE) < 0.1 * MINUTE


def test_the_same_feed_always_waits_the_same() -> None:
    assert wait(feed(7)) == wait(feed(7))


def test_the_aim_is_kept_within_its_limits() -> None:
    hasty = Pace(interval=MINUTE, min_interval=5 * MINUTE, max_interval=HOUR)
    lazy = Pace(interval=DAY, min_interval=5 * MINUTE, max_interval=HOUR)
    assert {wait(feed(number), hasty) for number in range(1, 50)} == {5 * MINUTE}
    assert all(54 * MINUTE <= wait(feed(number), lazy) <= HOUR for number in range(1, 50))


@pytest.mark.parametrize("interval", [MINUTE, DAY * 3])
def test_an_admins_interval_goes_before_the_limits(interval: int) -> None:
    assert 0.9 * interval <= wait(feed(interval=interval)) <= interval


def test_failures_double_the_wait_up_to_a_day_and_never_end_it() -> None:
    waits = [wait(feed(failures=failures), failed=True) for failures in range(10_000)]
    assert waits[0] == wait(feed())
    for earlier, later in pairwise(waits[:7]):
        assert later == pytest.approx(2 * earlier, abs=1)
    assert waits == sorted(waits)
    assert 0.9 * DAY <= waits[-1] <= DAY


def test_failures_do_not_shorten_a_long_interval() -> None:
    rare = feed(interval=7 * DAY, failures=3)
    assert wait(rare, failed=True) == wait(rare)


@pytest.mark.parametrize(
    ("asked", "granted"),
    [(1_000, None), (2 * HOUR, 2 * HOUR), (365 * DAY, DAY), (10**18, DAY)],
    ids=["shorter than ours", "longer than ours", "a year", "absurd"],
)
def test_what_a_server_asks_for_is_granted_up_to_a_day(asked: int, granted: int | None) -> None:
    expected = wait(feed(), failed=True) if granted is None else granted
    assert wait(feed(), failed=True, retry_after=asked) == expected


def test_no_plan_is_longer_than_the_longest() -> None:
    worst = wait(feed(failures=99), failed=True, retry_after=10**15)
    assert worst <= PACE.longest == DAY
    assert Pace(HOUR, HOUR, 3 * DAY).longest == 3 * DAY


def test_how_often_a_feed_posts_decides_within_the_limits() -> None:
    busy = replace(feed(), rhythm=Rhythm(1, NOW))
    asleep = replace(feed(), rhythm=Rhythm(400 * DAY, NOW - 400 * DAY))
    assert wait(busy) == PACE.min_interval
    assert 0.9 * PACE.max_interval <= wait(asleep) <= PACE.max_interval


def test_an_admins_interval_goes_before_rhythm_and_what_the_publisher_asks() -> None:
    fixed = replace(
        feed(interval=HOUR), rhythm=Rhythm(400 * DAY, NOW - 400 * DAY), asks=Asks(every=5 * HOUR)
    )
    assert wait(fixed, fresh_for=5 * HOUR) == wait(feed(interval=HOUR))
    assert wait(fixed, failed=True, retry_after=2 * HOUR) == 2 * HOUR


@pytest.mark.parametrize("asked", [MINUTE, 2 * HOUR, 5 * DAY])
def test_what_a_publisher_asks_lengthens_up_to_the_longest_and_never_shortens(asked: int) -> None:
    for number in range(1, 50):
        ours = wait(feed(number))
        for granted in (
            wait(replace(feed(number), asks=Asks(every=asked))),
            wait(feed(number), fresh_for=asked),
        ):
            assert granted >= ours
            assert granted <= PACE.max_interval
            assert granted >= min(asked, round(0.9 * PACE.max_interval))


def test_feeds_that_all_ask_for_the_same_do_not_come_together() -> None:
    waits = {wait(replace(feed(number), asks=Asks(every=HOUR))) for number in range(1, 200)}
    assert len(waits) > 180


def test_failures_go_beyond_what_is_asked() -> None:
    failing = replace(feed(failures=20), asks=Asks(every=HOUR))
    assert wait(failing, failed=True) > PACE.max_interval


HOUR_OF_NOW = NOW % DAY // HOUR


def test_hours_to_stay_away_in_are_kept() -> None:
    """The next three hours are skipped: the check comes in the first quarter of the fourth."""
    hours = sum(1 << (HOUR_OF_NOW + ahead) % 24 for ahead in range(3))
    start = NOW - NOW % HOUR
    for number in range(1, 50):
        due = NOW + wait(replace(feed(number), asks=Asks(skip_hours=hours)))
        assert start + 3 * HOUR <= due <= start + 3 * HOUR + HOUR // 4


def test_days_to_stay_away_on_hold_up_to_the_longest_interval() -> None:
    monday = 1_799_625_600_000
    assert monday % (7 * DAY) == 4 * DAY
    patient = Pace(15 * MINUTE, MINUTE, 3 * DAY)
    quiet = replace(feed(), next_check_at=monday, asks=Asks(skip_days=1))
    due = next_check(quiet, monday, patient)
    assert monday + DAY <= due <= monday + DAY + HOUR // 4
    assert next_check(quiet, monday, PACE) == monday + PACE.max_interval


@pytest.mark.parametrize("asks", [Asks(skip_hours=(1 << 24) - 1), Asks(skip_days=(1 << 7) - 1)])
def test_to_stay_away_always_is_nonsense(asks: Asks) -> None:
    assert wait(replace(feed(), asks=asks)) == wait(feed())


@pytest.mark.parametrize(
    "together",
    [
        replace(feed(), checked_at=None),
        replace(feed(), next_check_at=NOW - HOUR),
    ],
    ids=["imported", "after downtime"],
)
def test_what_was_checked_together_is_spread_over_half_an_interval(together: Feed) -> None:
    waits = [wait(replace(together, id=number)) for number in range(1, 1001)]
    assert min(waits) < 0.52 * PACE.interval
    assert max(waits) > 0.98 * PACE.interval
    quarters = [sum(part <= 4 * one / PACE.interval < part + 1 for one in waits) for part in (2, 3)]
    assert min(quarters) > 400


BITS = st.integers(0, (1 << 24) - 1)


@given(
    number=st.integers(1, 10**9),
    pace=st.tuples(*[st.integers(1_000, 30 * DAY)] * 3),
    gap=st.none() | st.integers(0, 1000 * DAY),
    quiet=st.integers(-DAY, 1000 * DAY),
    late=st.integers(-DAY, 1000 * DAY),
    asks=st.builds(Asks, st.none() | st.integers(0, 10**15), BITS, st.integers(0, 127), st.none()),
    fresh_for=st.none() | st.integers(0, 10**15),
)
def test_a_check_that_worked_is_followed_within_the_limits(
    number: int,
    pace: tuple[int, int, int],
    gap: int | None,
    quiet: int,
    late: int,
    asks: Asks,
    fresh_for: int | None,
) -> None:
    shortest, aim, longest = sorted(pace)
    limits = Pace(aim, shortest, longest)
    seen = replace(
        feed(number), rhythm=Rhythm(gap, NOW - quiet), next_check_at=NOW - late, asks=asks
    )
    assert shortest <= wait(seen, limits, fresh_for=fresh_for) <= longest
    assert wait(seen, limits, fresh_for=fresh_for) >= wait(replace(seen, asks=Asks()), limits)


def test_a_pushed_feed_is_checked_more_rarely_within_the_limits() -> None:
    lease = NOW + 10 * DAY
    for number in range(1, 50):
        pushed = replace(feed(number), pushed_until=lease)
        assert 3.9 * wait(feed(number)) < wait(pushed) <= HOUR
        quiet = replace(pushed, rhythm=Rhythm(400 * DAY, NOW - 400 * DAY))
        assert wait(quiet) <= PACE.max_interval


@pytest.mark.parametrize("left", [-DAY, 0, MINUTE, 30 * MINUTE])
def test_when_a_lease_ends_a_feed_is_checked_as_usual(left: int) -> None:
    usual = wait(feed())
    pushed = wait(replace(feed(), pushed_until=NOW + left))
    assert min(left, usual) <= pushed <= max(left, usual)


def test_an_admins_interval_and_failures_are_not_stretched_by_a_hub() -> None:
    for one in (feed(interval=HOUR), feed(failures=3)):
        failed = one.failures > 0
        assert wait(one, failed=failed) == wait(
            replace(one, pushed_until=NOW + 10 * DAY), failed=failed
        )
