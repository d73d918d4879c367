"""When a feed is looked at next."""

import hashlib
from dataclasses import dataclass

from newsroom.models import Feed

SECOND = 1_000
DAY = 24 * 60 * 60 * SECOND

LONGEST_BACKOFF = DAY
"""A feed that fails is never given up: in the end it is tried once a day."""

_SPREAD = 0.1
_DOUBLINGS = 20
"""Past these many failures the delay is the longest anyway; keeps the numbers small."""


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
    feed: Feed, now: int, pace: Pace, *, failed: bool = False, retry_after: int | None = None
) -> int:
    """Return when `feed` is due again after a check at `now`.

    A check that worked: an admin's interval for this feed, else the aim within its limits; up to a tenth
    earlier, by the feed's number, so that feeds added together do not stay together. After failures the
    wait doubles each time up to a day. `retry_after`: milliseconds for which the server asked to be left
    alone; None = it did not ask. It is granted up to a day.
    """
    wait = feed.interval or min(max(pace.interval, pace.min_interval), pace.max_interval)
    if failed:
        ceiling = max(wait, LONGEST_BACKOFF)
        wait = min(wait << min(feed.failures, _DOUBLINGS), ceiling)
    wait = round(wait * (1 - _SPREAD * _share(feed.id)))
    if feed.interval is None:
        wait = max(wait, pace.min_interval)
    if retry_after is not None:
        wait = max(wait, min(retry_after, LONGEST_BACKOFF))
    return now + wait


def _share(feed_id: int) -> float:
    """Return a number from 0 to 1 that is always the same for a feed and even over many feeds."""
    digest = hashlib.blake2b(feed_id.to_bytes(8, "big"), digest_size=4).digest()
    return int.from_bytes(digest, "big") / 0xFFFFFFFF
