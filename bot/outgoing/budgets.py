"""The two kinds of limit a sender has to keep, as pure values over a monotonic clock in seconds.

When a message reaches Telegram is not known: somewhere between the permit and the end of the call. So
a message counts from its permit on, without end while its call is under way («in flight»), and from the
end of its call, less the way that each call takes (`way.py`), for as long as the limit says («landed»).
However long calls take, whoever counts the arrivals on the other side never finds more than the limit.
"""

from collections import deque

CLOSE_ENOUGH = 1e-6
"""Seconds that are no longer worth waiting: what is left of sums of floats."""


class Window:
    """At most `limit` messages in any stretch of `seconds`.

    More messages at once than `limit` (an album) fit into a window that is empty.
    """

    def __init__(self, limit: int, seconds: float) -> None:
        self._limit = limit
        self._seconds = seconds
        self._in_flight = 0
        self._landed: deque[tuple[float, int]] = deque()
        self._landed_count = 0

    def wait(self, weight: int, now: float, *, own: int = 0) -> float:
        """Return the seconds until it is worth asking again; 0.0 where so many messages fit now.

        `own`: how many of those in flight are these already.
        """
        self._forget(now)
        others = self._in_flight - own + self._landed_count
        excess = others + min(weight, self._limit) - self._limit
        if excess <= 0:
            return 0.0
        for at, count in self._landed:
            excess -= count
            if excess <= 0:
                return at + self._seconds - now
        return self._seconds  # what is in flight counts for that long after its landing

    def take(self, weight: int) -> None:
        """Count messages as in flight from now on."""
        self._in_flight += weight

    def give_back(self, weight: int) -> None:
        """Count messages no longer: they were not sent."""
        self._in_flight -= weight

    def land(self, weight: int, at: float) -> None:
        """Say when the call with these messages has ended, by the reckoning above."""
        self._in_flight -= weight
        self.recall(weight, at)

    def recall(self, weight: int, at: float) -> None:
        """Count messages that had landed before anybody took them here: those of the process before."""
        # In order of time, which `wait` and `_forget` rely on; counting longer does no harm.
        at = max(at, self._landed[-1][0]) if self._landed else at
        self._landed.append((at, weight))
        self._landed_count += weight

    def is_idle(self, now: float) -> bool:
        """Return whether nothing is left that counts."""
        self._forget(now)
        return not self._in_flight and not self._landed

    def _forget(self, now: float) -> None:
        while self._landed and self._landed[0][0] + self._seconds <= now + CLOSE_ENOUGH:
            self._landed_count -= self._landed.popleft()[1]


class Bucket:
    """One message every `interval` seconds, a few at once after a pause.

    It is filled by messages and empties steadily. An album may overfill it: the pause after it is the
    longer.
    """

    def __init__(self, interval: float, *, empty_at: float = 0.0) -> None:
        self._interval = interval
        self._in_flight = 0
        self._empty_at = empty_at

    def wait(self, now: float, *, burst: int) -> float:
        """Return the seconds until a message may follow; 0.0 where it may now.

        `burst`: how many an empty bucket lets through at once.
        """
        filled = self._in_flight * self._interval + max(0.0, self._empty_at - now)
        too_full = filled - (burst - 1) * self._interval
        return too_full if too_full > CLOSE_ENOUGH else 0.0

    def take(self, weight: int) -> None:
        """Count messages as in flight from now on."""
        self._in_flight += weight

    def give_back(self, weight: int) -> None:
        """Count messages no longer: they were not sent."""
        self._in_flight -= weight

    def land(self, weight: int, at: float) -> None:
        """Say when the call with these messages has ended."""
        self._in_flight -= weight
        self._empty_at = max(self._empty_at, at) + weight * self._interval

    def is_idle(self, now: float) -> bool:
        """Return whether nothing is left that counts."""
        return not self._in_flight and self._empty_at <= now
