"""What a contestant comes to."""

from collections.abc import Mapping
from dataclasses import dataclass

from benchmarks.rounds import Kind


@dataclass(frozen=True, slots=True)
class Figures:
    """What a kind of round cost a contestant."""

    feeds_per_second: float
    """From the first request until the last feed was recorded."""
    settled_per_second: float
    """The same until all work was done that came of it."""
    cpu: float
    """CPU seconds per 1,000 feeds."""
    server_cpu: float
    """What the feed server used for it, CPU seconds per 1,000 feeds."""
    longest_stall: float | None
    """Seconds by which the event loop came late to a beat; None = not watched."""
    repeated: int
    """Requests for feeds that had been asked for already in the same round."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """All figures of a contestant."""

    name: str
    figures: Mapping[Kind, Figures]
    memory: int
    """The most resident bytes of all its processes."""
