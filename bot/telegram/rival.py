"""Another program that receives the updates of the same bot, as Telegram's 409 tells of it.

Telegram lets one program ask at a time: who asks last ends the other's question. Two that both go on would
each get a part of the updates, and each send every alert. So who meets a 409 stops sending, and asks more and
more seldom. It goes on when nobody has come between its questions for longer than a rival like it waits.
"""

from bot.clock import Clock

FIRST_WAIT, LONGEST_WAIT = 15.0, 60.0
"""Seconds before it is asked again: doubled with each 409."""

QUIET = LONGEST_WAIT * 1.5
"""Seconds without a 409 after which the other one is gone."""


class Rival:
    """Whether there seems to be another program."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._met = 0
        """409s since it was there first; 0 = it is not there."""
        self._met_at = 0.0

    @property
    def is_there(self) -> bool:
        """Whether to stop sending."""
        return self._met > 0

    def meet(self) -> float:
        """Take note of a 409; return the seconds before it is worth asking again."""
        self._met += 1
        self._met_at = self._clock.monotonic()
        return min(FIRST_WAIT * 2.0 ** min(self._met - 1, 10), LONGEST_WAIT)

    def has_left(self) -> bool:
        """Take note of an answer; return whether it shows that the other one, which was there, is gone."""
        if not self._met or self._clock.monotonic() - self._met_at < QUIET:
            return False
        self._met = 0
        return True
