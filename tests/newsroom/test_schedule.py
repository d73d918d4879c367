"""When a feed is looked at next."""

from itertools import pairwise

import pytest

from newsroom import Feed, FeedState, Pace, next_check

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
        next_check_at=0,
        interval=interval,
        failures=failures,
    )


def wait(
    of: Feed, pace: Pace = PACE, *, failed: bool = False, retry_after: int | None = None
) -> int:
    return next_check(of, NOW, pace, failed=failed, retry_after=retry_after) - NOW


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
