"""`newshound` with a heartbeat in its loop: `python -m benchmarks.watched LOG PERIOD run --config FILE`.

PERIOD: seconds between beats. Each time the loop comes late to a beat, a line goes to LOG: when that was
(monotonic seconds) and by how many seconds it came late. The program itself knows nothing of this.
"""

import asyncio
import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

PERIOD = 0.01
"""Seconds between beats. A stall that begins right after a beat seems shorter by so much."""

SLOW_PERIOD = 1.0
"""Where nobody asks for stalls: the CPU time of each beat would count as the program's."""

_LATE = 0.002


class Heartbeat:
    """Beats in a loop for as long as the loop runs."""

    def __init__(self, loop: asyncio.AbstractEventLoop, log: TextIO, period: float) -> None:
        self._loop = loop
        self._log = log
        self._period = period
        self._parent = os.getppid()
        self._due = time.monotonic() + period
        loop.call_later(period, self._beat)

    def _beat(self) -> None:
        now = time.monotonic()
        late = now - self._due
        if late > _LATE:
            self._log.write(f"{now} {late}\n")
        self._due = now + self._period
        self._loop.call_later(self._period, self._beat)
        if os.getppid() != self._parent:  # the benchmark was killed, and could not stop us
            os.kill(os.getpid(), signal.SIGTERM)


def longest_stall(log: Path, begin: float, end: float) -> float:
    """Return by how many seconds the loop came late at the most between two moments; 0 = never."""
    return max((late for now, late in _read(log) if begin <= now <= end), default=0.0)


def _read(log: Path) -> Iterator[tuple[float, float]]:
    for line in log.read_text().splitlines():
        now, late = line.split()
        yield float(now), float(late)


def main(log: str, period: float, words: list[str]) -> int:
    """Run the command line with every event loop watched."""
    from bot.cli import main as newshound

    make_loop = asyncio.events.new_event_loop
    # Line by line, so that the benchmark reads no half of a line.
    with Path(log).open("w", buffering=1) as file:

        def watched() -> asyncio.AbstractEventLoop:
            loop = make_loop()
            Heartbeat(loop, file, period)
            return loop

        asyncio.events.new_event_loop = watched  # what asyncio.run takes its loop from
        return newshound(words)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], float(sys.argv[2]), sys.argv[3:]))
