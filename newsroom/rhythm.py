"""How often a feed has something new, and what that means for how often it is looked at."""

import math

from newsroom.models import Rhythm

HOUR = 60 * 60 * 1_000

USUAL_GAP = 4 * HOUR
"""A feed with something new this often, six times a day, is checked at the aim itself."""

_WEIGHT = 0.2
"""How much one new entry counts against all before it: the last ten make nine tenths of the measure."""

_MOST_AT_ONCE = 10
"""What appears together counts as so many entries at most: an archive put online again is no rhythm."""

_QUIET_SHARE = 5
"""A feed quiet for five of its gaps has slowed down: by chance that happens once in 150 times."""


def after_check(rhythm: Rhythm, found: int, now: int) -> Rhythm:
    """Return the rhythm after a check at `now` that read the feed and found so many new entries.

    What the first check finds says nothing: those entries may be of any age.
    """
    if rhythm.since is None:
        return Rhythm(None, now)
    if found <= 0:
        return rhythm
    found = min(found, _MOST_AT_ONCE)
    quiet = max(0, now - rhythm.since)
    kept = (1 - _WEIGHT) ** found
    before = USUAL_GAP if rhythm.gap is None else rhythm.gap
    return Rhythm(round(before * kept + quiet / found * (1 - kept)), now)


def expected_gap(rhythm: Rhythm, now: int) -> int:
    """Return in milliseconds how far apart new entries are to be expected now.

    The smoothed gap; longer where the feed has been quiet for long; and no longer than USUAL_GAP and
    the time since the last new entry, so that a feed that wakes up is watched again at once.
    """
    quiet = 0 if rhythm.since is None else max(0, now - rhythm.since)
    gap = USUAL_GAP if rhythm.gap is None else rhythm.gap
    return min(max(gap, quiet // _QUIET_SHARE), USUAL_GAP + quiet)


def slowness(rhythm: Rhythm, now: int) -> float:
    """Return by how much the aim is to be stretched (above 1) or shortened (below 1).

    The square root of the gap: of all ways to spend a number of checks on many feeds, this one finds a
    new entry soonest on average. (Lateness is the sum of interval/gap, cost the sum of 1/interval.)
    """
    return math.sqrt(max(1, expected_gap(rhythm, now)) / USUAL_GAP)
