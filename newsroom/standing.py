"""How a feed fares, judged over many checks: one failure is no illness."""

from newsroom.models import Feed, FeedState, Problem, ProblemKind, Rhythm, Standing
from newsroom.rhythm import HOUR
from newsroom.schedule import DAY

ILL_CHECKS = 4
ILL_AFTER = 6 * HOUR
"""A feed is ill after so many failed checks in a row over so long."""

DEAD_AFTER = 7 * DAY

SILENT_AFTER = 30 * DAY
"""No feed is called silent earlier."""

SILENT_AFTER_UNKNOWN = 90 * DAY
"""The same for one that never had anything new since it is known."""

_SILENT_GAPS = 6
"""Of its own gaps between new entries, so many must have passed too."""

_GONE_CHECKS = 3
"""Failed checks in a row, the last two of them with HTTP 410, that stop a feed."""


def is_taken_down(feed: Feed, problem: Problem) -> bool:
    """Tell whether a check that met `problem` shows that the publisher took the feed down for good.

    One 410 may be a slip of its server; the back-off gives that an hour at the usual pace.
    """
    told_before = feed.problem is not None and feed.problem.kind is ProblemKind.GONE
    gone = problem.kind is ProblemKind.GONE and told_before
    return gone and feed.failures + 1 >= _GONE_CHECKS


def standing_failed(feed: Feed, problem: Problem, now: int) -> Standing:
    """Return how a feed fares after a check at `now` that met `problem`."""
    if feed.state is FeedState.STOPPED or is_taken_down(feed, problem):
        return Standing.GONE
    failing = now - (now if feed.failing_since is None else feed.failing_since)
    enough = feed.failures + 1 >= ILL_CHECKS
    if enough and failing > DEAD_AFTER:
        return Standing.DEAD
    if enough and failing >= ILL_AFTER:
        return Standing.ILL
    # Silent or moved it may be still, and ill it is not yet.
    return feed.standing


def standing_read(feed: Feed, rhythm: Rhythm, now: int) -> Standing:
    """Return how a feed fares after a check at `now` that could read it."""
    if feed.state is FeedState.STOPPED:
        return Standing.GONE
    quiet = 0 if rhythm.since is None else now - rhythm.since
    return Standing.SILENT if quiet > _patience(rhythm) else Standing.WELL


def _patience(rhythm: Rhythm) -> int:
    """Return in milliseconds for how long a feed may be quiet and be called well."""
    if rhythm.gap is None:
        return SILENT_AFTER_UNKNOWN
    return max(SILENT_AFTER, _SILENT_GAPS * rhythm.gap)
