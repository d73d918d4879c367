"""What the product is meant to reach beside the peer and the floor, and whether this run did."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from benchmarks.outcomes import Outcome, times
from benchmarks.rounds import Kind

TIMES_BETTER: Mapping[Kind, float] = MappingProxyType(
    {Kind.COLD: 3, Kind.NOT_MODIFIED: 6, Kind.UNCHANGED: 100, Kind.CHANGED: 8}
)
"""The peer's time for a round over the product's until all is routed and indexed."""

TIMES_WORSE = 3
"""The product's time for a round of 304s over the floor's, which stores nothing; until it is recorded."""

LONGEST_STALL = 50
"""Milliseconds by which the event loop may come late."""

MOST_MEMORY = 250
"""Megabytes (of 1,000,000 bytes) of all the product's processes."""


@dataclass(frozen=True, slots=True)
class Aim:
    """One aim: a figure, and the bound that it must reach or keep below."""

    name: str
    figure: float
    bound: float
    at_least: bool

    @property
    def is_met(self) -> bool:
        """Whether the figure is on the right side of its bound."""
        return self.figure >= self.bound if self.at_least else self.figure <= self.bound


def aims_of(product: Outcome, floor: Outcome, peer: Outcome | None) -> Iterator[Aim]:
    """Yield each aim that can be judged; those beside the peer only where it is there."""
    if peer is not None:
        for kind, bound in TIMES_BETTER.items():
            ratio = times(product, peer, kind, lambda figures: figures.settled_per_second)
            yield Aim(f"{kind.value}: times better", ratio, bound, at_least=True)
    kind = Kind.NOT_MODIFIED
    ratio = times(floor, product, kind, lambda figures: figures.feeds_per_second)
    yield Aim(f"{kind.value}: times the floor", ratio, TIMES_WORSE, at_least=False)
    stalls = [product.middle(kind).longest_stall or 0.0 for kind in Kind]
    yield Aim("event loop late, ms", max(stalls) * 1000, LONGEST_STALL, at_least=False)
    yield Aim("memory, MB", product.memory / 1e6, MOST_MEMORY, at_least=False)
