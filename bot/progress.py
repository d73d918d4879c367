"""How far a long piece of work is, on standard error: a bar on a terminal, plain lines elsewhere."""

from collections.abc import Callable
from typing import TextIO

_BAR = 30
"""Characters of the bar."""

_LINES = 10
"""How many plain lines a piece of work gets, at the most: logs and scripts keep them all."""

_MINUTE, _HOUR = 60, 3_600


class Progress:
    """Shows one piece of work; told how many of how many things are done."""

    def __init__(
        self, name: str, things: str, stream: TextIO, monotonic: Callable[[], float]
    ) -> None:
        """Take what is being done, with what, where to show it, and a clock in seconds."""
        self._name = name
        self._things = things
        self._stream = stream
        self._monotonic = monotonic
        self._began = monotonic()
        self._width = 0
        self._lines = 0

    def __call__(self, done: int, total: int) -> None:
        """Show that `done` of `total` things are done; where none are to be done, all are."""
        share = done / total if total else 1.0
        said = f"{self._name}: {share:.0%}, {done:,} of {total:,} {self._things}"
        said = ", ".join([said, *self._pace(done, total)])
        if self._stream.isatty():
            full = int(share * _BAR)
            self._overwrite(f"[{'#' * full}{'.' * (_BAR - full)}] {said}")
        elif int(share * _LINES) > self._lines:
            self._lines = int(share * _LINES)
            self._stream.write(f"{said}\n")
            self._stream.flush()

    def end(self, said: str) -> None:
        """Put the last word in the place of the bar."""
        if self._stream.isatty():
            self._overwrite(said)
            said = ""
        self._stream.write(f"{said}\n")
        self._stream.flush()

    def _pace(self, done: int, total: int) -> list[str]:
        """Return how many a second, and how long it will take still; nothing before that is known."""
        spent = self._monotonic() - self._began
        if not done or spent <= 0:
            return []
        pace = done / spent
        return [f"{pace:,.0f} a second", f"{_span((total - done) / pace)} left"]

    def _overwrite(self, line: str) -> None:
        self._stream.write(f"\r{line.ljust(self._width)}")
        self._stream.flush()
        self._width = len(line)


def _span(seconds: float) -> str:
    """Return a time span in words, no finer than one needs to know when to come back."""
    if seconds < _MINUTE:
        return f"{seconds:.0f} s"
    if seconds < _HOUR:
        return f"{seconds / _MINUTE:.0f} min"
    return f"{seconds / _HOUR:.1f} h"
