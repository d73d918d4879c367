"""Whether a feed has moved for good: a redirect may be a slip, so it has to last."""

from newsroom.models import Feed, Move
from newsroom.schedule import DAY, Pace

CHECKS = 3
"""Checks in a row that must see the same new address."""

_INTERVALS = 24
"""Intervals over which they must lie, a day at the most: six hours at the usual fifteen minutes."""


def watch_move(feed: Feed, target: str | None, now: int) -> Move | None:
    """Return where a feed seems to have moved after a check that could read it.

    `target`: where a lasting redirect led, or the document said it has moved; None = nowhere.
    """
    if target is None or target == feed.url:
        return None
    seen = feed.move
    if seen is None or seen.url != target:
        return Move(target, 1, now)
    # What began after now was noted by a clock that was ahead.
    return Move(target, seen.checks + 1, min(seen.since, now))


def is_settled(feed: Feed, move: Move, now: int, pace: Pace) -> bool:
    """Tell whether a move has lasted long enough to be taken over."""
    lasting = min(_INTERVALS * (feed.interval or pace.interval), DAY)
    return move.checks >= CHECKS and now - move.since >= lasting
