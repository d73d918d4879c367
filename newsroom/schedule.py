"""When a feed is looked at next."""

from dataclasses import dataclass

from newsroom.models import Asks, Feed
from newsroom.rhythm import HOUR, slowness

DAY = 24 * HOUR

LONGEST_BACKOFF = DAY
"""A feed that fails is never given up: in the end it is tried once a day."""

PUSHED_SLOWER = 4
"""A feed whose hub pushes what is new is checked so many times more rarely, up to the longest interval."""

_SPREAD = 0.1
_WIDE_SPREAD = 0.5
_DOUBLINGS = 20
"""Past these many failures the delay is the longest anyway; keeps the numbers small."""

_GOLDEN, _MASK = 2_654_435_769, 0xFFFFFFFF
"""The golden ratio's fraction of 2**32 (Knuth, The Art of Computer Programming, 6.4)."""

_ALL_HOURS = (1 << 24) - 1
_ALL_DAYS = (1 << 7) - 1
_FIRST_MONDAY = 4 * DAY
"""5 January 1970, in milliseconds: the days of the week are counted from there."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How often feeds are checked, in milliseconds: the aim and its limits."""

    interval: int
    min_interval: int
    max_interval: int

    @property
    def longest(self) -> int:
        """No check is planned further ahead than this, except by an admin's own interval.

        What is due later than that from now was planned before the machine's clock was set back.
        """
        return max(self.max_interval, LONGEST_BACKOFF)


def next_check(
    feed: Feed,
    now: int,
    pace: Pace,
    *,
    failed: bool = False,
    retry_after: int | None = None,
    fresh_for: int | None = None,
) -> int:
    """Return when `feed` is due again after a check at `now`.

    A check that worked: an admin's interval for this feed; else the aim, stretched or shortened by how
    often the feed has something new, lengthened by what its publisher asks for, within the limits; more
    rarely where a hub pushes it. After failures the wait doubles each time up to a day. A share of the
    wait, by the feed's number, keeps feeds apart that were checked together.

    `retry_after`: milliseconds for which the server asked to be left alone; None = it did not ask. It is
    granted up to a day. `fresh_for`: milliseconds for which it says that nothing will change.
    """
    wait = feed.interval or _clamped(round(pace.interval * slowness(feed.rhythm, now)), pace)
    if not failed and feed.interval is None:
        wait = _as_pushed(feed, now, wait, pace.max_interval)
    if failed:
        wait = min(wait << min(feed.failures, _DOUBLINGS), max(wait, LONGEST_BACKOFF))
    wait = round(wait * (1 - _spread(feed, now, wait) * _share(feed.id)))
    if feed.interval is None:
        wait = max(wait, pace.min_interval)
        if not failed:
            wait = _as_asked(feed, now, wait, pace.max_interval, fresh_for)
    if retry_after is not None:
        wait = max(wait, min(retry_after, LONGEST_BACKOFF))
    return now + wait


def _as_pushed(feed: Feed, now: int, wait: int, longest: int) -> int:
    """Return the wait of a feed that its hub pushes, if it does: the usual one is back when that ends."""
    pushed_for = 0 if feed.pushed_until is None else feed.pushed_until - now
    return max(wait, min(wait * PUSHED_SLOWER, longest, pushed_for))


def _clamped(wait: int, pace: Pace) -> int:
    return min(max(wait, pace.min_interval), pace.max_interval)


def _spread(feed: Feed, now: int, wait: int) -> float:
    """Return which part of a wait may be taken off to keep feeds apart.

    Half of it after a first check, and after one that came late: feeds were imported together then, or
    all waited until the bot or its network was there again.
    """
    together = feed.checked_at is None or now - feed.next_check_at > wait // 2
    return _WIDE_SPREAD if together else _SPREAD


def _as_asked(feed: Feed, now: int, wait: int, longest: int, fresh_for: int | None) -> int:
    """Return a wait lengthened by what the publisher asks for, but never beyond `longest`."""
    share = _share(feed.id)
    asked = max(feed.asks.every or 0, fresh_for or 0)
    if asked >= longest:
        wait = max(wait, round(longest * (1 - _SPREAD * share)))
    elif asked > wait:
        wait = min(round(asked * (1 + _SPREAD * share)), longest)
    opens = _skipped_until(feed.asks, now + wait, now + longest)
    if opens is not None:
        # Not all at the stroke of the hour at which they may come again, and within that hour.
        wait = min(opens - now + round(share * min(wait, HOUR // 4)), longest)
    return wait


def _skipped_until(asks: Asks, due: int, latest: int) -> int | None:
    """Return when the hours and days to stay away in are over; None where `due` is in none of them.

    To stay away always is nonsense, and asks for nothing. Past `latest` nobody looks any further.
    """
    hours = 0 if asks.skip_hours & _ALL_HOURS == _ALL_HOURS else asks.skip_hours
    days = 0 if asks.skip_days & _ALL_DAYS == _ALL_DAYS else asks.skip_days
    moment = due
    while moment < latest and (hours >> _hour(moment) & 1 or days >> _weekday(moment) & 1):
        moment = (moment // HOUR + 1) * HOUR
    return None if moment == due else moment


def _hour(moment: int) -> int:
    return moment % DAY // HOUR


def _weekday(moment: int) -> int:
    """Return the day of the week, GMT; 0 is Monday."""
    return (moment - _FIRST_MONDAY) // DAY % 7


def _share(feed_id: int) -> float:
    """Return a number from 0 to 1 that is always the same for a feed and even over many feeds.

    Multiples of the golden ratio, modulo 1, leave no gap open for long: neighbours are far apart.
    """
    return (feed_id * _GOLDEN & _MASK) / _MASK
