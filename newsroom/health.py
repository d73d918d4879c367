"""What is the matter with a feed, for those who keep the catalogue."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median

from newsroom.models import Feed, FeedState, Standing
from newsroom.promptness import is_slow

NOISY_A_DAY = 50
"""A feed with so many new articles a day is noisy, whatever others have."""

_NOISY_AT_LEAST = 10
"""No feed with fewer is."""

_NOISY_TIMES = 8
"""A feed with so many times as much as others usually have is noisy."""

_FEW_FEEDS = 5
"""With fewer feeds that have anything new nobody can say what is usual."""


class Ailment(StrEnum):
    """The groups of /health, those that need somebody most first."""

    DEAD = "dead"
    """Not readable for more than a week, or taken down by its publisher."""
    ERRING = "erring"
    """Not readable when it was last looked at."""
    MOVED = "moved"
    """It seems to have moved, or has moved to where another feed of the catalogue is."""
    SILENT = "silent"
    NOISY = "noisy"
    SLOW = "slow"


@dataclass(frozen=True, slots=True)
class Patient:
    """A feed that something is the matter with."""

    feed: Feed
    ailment: Ailment
    per_day: float
    """New articles a day, in the last week."""


def usual_rate(rates: Sequence[float]) -> float | None:
    """Return how many new articles a day feeds usually have that have any; None where there are too few."""
    lively = [rate for rate in rates if rate > 0]
    return median(lively) if len(lively) >= _FEW_FEEDS else None


def is_noisy(rate: float, usual: float | None) -> bool:
    """Tell whether a feed has so many new articles a day that people mute it."""
    if rate >= NOISY_A_DAY:
        return True
    return usual is not None and rate >= max(_NOISY_AT_LEAST, _NOISY_TIMES * usual)


def diagnose(feed: Feed, rate: float, usual: float | None) -> Ailment | None:
    """Return what is the matter with a feed, the worst of it; None where all is well, or it is paused.

    `rate`: its new articles a day; `usual`: as of `usual_rate`.
    """
    if feed.state is FeedState.PAUSED:
        return None
    if feed.standing in (Standing.DEAD, Standing.GONE) or feed.state is FeedState.STOPPED:
        return Ailment.DEAD
    if feed.problem is not None:
        return Ailment.ERRING
    if feed.move is not None or feed.standing is Standing.DUPLICATE:
        return Ailment.MOVED
    if feed.standing is Standing.SILENT:
        return Ailment.SILENT
    if is_noisy(rate, usual):
        return Ailment.NOISY
    return Ailment.SLOW if is_slow(feed.answer) else None
