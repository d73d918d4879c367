"""What is measured: four kinds of rounds, and the words that the processes of the benchmark share."""

from dataclasses import dataclass
from enum import Enum
from typing import Protocol

CONCURRENCY = 64
"""Fetches at a time, of the product (its default) and of the floor."""

CHANGED_SHARE = 10
"""In a «changed» round the first of so many feeds has a new entry."""


class BenchmarkFailed(Exception):
    """Something else was done than what is to be measured."""


class Kind(Enum):
    """What a round, which polls every feed once, is about."""

    COLD = "cold"
    """Nothing is known: all entries are new."""
    NOT_MODIFIED = "304"
    """The server says that nothing has changed."""
    UNCHANGED = "200, same body"
    """The server knows no conditions and sends what is known already."""
    CHANGED = "10 % changed"
    """A tenth of the feeds has one new entry; of the others the server says that nothing has changed."""


@dataclass(frozen=True, slots=True)
class Round:
    """Tells the feed server what is to be polled next."""

    kind: Kind
    news: int = 0
    """How many new entries each of those feeds that change has had by then."""


OFTEN = 3
"""Rounds of 304s and of changes in a lap: they are over in a few seconds, so that one alone says little."""

LAP = (
    Round(Kind.COLD),
    *[Round(Kind.NOT_MODIFIED)] * OFTEN,
    Round(Kind.UNCHANGED),
    *(Round(Kind.CHANGED, news) for news in range(1, OFTEN + 1)),
)
"""The rounds that are run after one another by contestants that know nothing at first."""


@dataclass(frozen=True, slots=True)
class Served:
    """What the feed server saw of a round. Times are of the monotonic clock, in seconds."""

    requests: int
    distinct: int
    """How many feeds were asked for."""
    not_modified: int
    first_request: float


@dataclass(frozen=True, slots=True)
class Finish:
    """The end of a round, as a contestant tells it. Times are of the monotonic clock, in seconds."""

    recorded_at: float
    """When the last feed's check was written down."""
    settled_at: float
    """When all work was done that came of it."""
    cpu: float
    """CPU seconds that the contestant had used by then, since its start."""


class Contestant(Protocol):
    """Polls feeds, in processes of its own."""

    name: str

    def cpu(self) -> float:
        """Return the CPU seconds used so far."""

    def poll(self) -> Finish:
        """Poll every feed once."""

    def entries(self) -> int | None:
        """Return how many entries are stored by now; None where none ever are."""

    def memory(self) -> int:
        """Return the most bytes that were resident at a time."""

    def longest_stall(self, begin: float, end: float) -> float | None:
        """Return by how many seconds the event loop came late between two moments; None: nobody watched."""


def changed_feeds(feeds: int) -> range:
    """Return which of `feeds` feeds change in a «changed» round."""
    return range(0, feeds, CHANGED_SHARE)
