"""How long the way to Telegram and back takes at the least, as a pure value over a monotonic clock.

What a call says of its messages is that they arrived between its permit and its end. But every call takes
the way there and back: of two messages the later one cannot have arrived sooner after its permit than the
way there takes, nor the earlier one later than the way back before its end. So the stretch between their
arrivals is longer by both than what lies between the end of the one call and the permit of the other.
"""

import math

ENOUGH = 20
"""Calls that have to be seen before the shortest of them is taken for the way itself."""

SPAN = 30.0
"""Seconds after which a call is old: its time counts for one to two spans, since routes change."""

LONGEST = 0.25
"""Seconds that are credited at the most: a line on which every call takes longer is slow, not long."""


class Way:
    """The shortest call of late."""

    def __init__(self) -> None:
        self._older = _Calls(-math.inf)
        self._newer = _Calls(-math.inf)

    def note(self, seconds: float, now: float) -> None:
        """Say that a call has ended that took so long."""
        self._turn(now)
        self._newer.count += 1
        self._newer.shortest = min(self._newer.shortest, seconds)

    def shortest(self, now: float) -> float:
        """Return the seconds below which no call of late has stayed; 0.0 where too few were seen."""
        self._turn(now)
        if self._older.count + self._newer.count < ENOUGH:
            return 0.0
        return min(self._older.shortest, self._newer.shortest, LONGEST)

    def _turn(self, now: float) -> None:
        if now < self._newer.since + SPAN:
            return
        is_fresh = now < self._newer.since + 2 * SPAN
        self._older = self._newer if is_fresh else _Calls(-math.inf)
        self._newer = _Calls(now)


class _Calls:
    """How many calls a span saw, and the shortest of them."""

    def __init__(self, since: float) -> None:
        self.since = since
        self.count = 0
        self.shortest = math.inf
