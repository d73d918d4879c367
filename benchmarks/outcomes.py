"""What a contestant comes to, and how it compares with another."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.rounds import Kind


@dataclass(frozen=True, slots=True)
class Figures:
    """What a round cost a contestant."""

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
    rounds: Mapping[Kind, Sequence[Figures]]
    """In their order: in the same place stand those that others ran right before or after."""
    memory: int
    """The most resident bytes of all its processes."""

    def middle(self, kind: Kind) -> Figures:
        """Return the median of each figure; of what should not be at all the worst."""
        rounds = self.rounds[kind]
        stalls = [each.longest_stall for each in rounds if each.longest_stall is not None]
        return Figures(
            feeds_per_second=median(each.feeds_per_second for each in rounds),
            settled_per_second=median(each.settled_per_second for each in rounds),
            cpu=median(each.cpu for each in rounds),
            server_cpu=median(each.server_cpu for each in rounds),
            longest_stall=max(stalls, default=None),
            repeated=max(each.repeated for each in rounds),
        )


def times(above: Outcome, below: Outcome, kind: Kind, figure: Callable[[Figures], float]) -> float:
    """Return how many times as high a figure of `above` is as that of `below`: the median over the rounds.

    Each is compared with the one that was run beside it alone, for the pace of a machine changes.
    """
    pairs = zip(above.rounds[kind], below.rounds[kind], strict=True)
    return median(figure(high) / figure(low) for high, low in pairs)
