"""Whether it is the feeds that cannot be read, or our own network that is down."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from urllib.parse import urlsplit

from newsroom.models import Feed, Problem, ProblemKind, Verdict

FEWEST_HOSTS = 3
MOST_HOSTS = 10
_KNOWN_PER_SUSPECT = 10
"""So many hosts must fail in a row: a tenth of those that are known to answer, within these limits.

The more hosts there are, the more often a few dead ones come together by chance.
"""

_NETWORK = frozenset(
    {
        ProblemKind.NAME_NOT_FOUND,
        ProblemKind.UNREACHABLE,
        ProblemKind.TIMEOUT,
        ProblemKind.INSECURE,
    }
)
"""What a broken network of ours looks like; a hotel's login page in between is `insecure`."""

_NOTHING_ASKED = frozenset({ProblemKind.BAD_ADDRESS, ProblemKind.FORBIDDEN_ADDRESS})


class Hearing(Enum):
    """What a check says, seen beside the others."""

    COUNTS = "counts"
    EXCUSED = "excused"
    """The failure is ours: it must not be held against the feed."""
    BEGINS = "begins"
    """The same, and it is clear from now on: what `Outage.suspects` holds is to be pardoned."""
    ENDS = "ends"
    """An answer: the network is back."""


@dataclass(frozen=True, slots=True)
class Suspect:
    """A feed as it was before a failure that may have been ours, and when that check was."""

    feed: Feed
    at: int


class Outage:
    """Listens to every check. An outage begins when hosts fail one after the other and none answers.

    Only checks count that began after the last answer: a slow failure beside quick answers is the
    feed's own. Times are monotonic seconds.
    """

    def __init__(self) -> None:
        self.down = False
        self.suspects: dict[int, Suspect] = {}
        """Failures that counted since the last answer, by feed."""
        self._answering: set[str] = set()
        self._last_answer = float("-inf")
        self._back_since = float("-inf")

    def hear(self, feed: Feed, verdict: Verdict, *, began: float, ended: float) -> Hearing:
        """Judge a check of `feed`, as it was before it."""
        problem = verdict.problem
        if problem is not None and problem.kind in _NOTHING_ASKED:
            return Hearing.COUNTS
        if problem is None or problem.kind not in _NETWORK:
            return self._answered(host_of(feed.url), ended)
        if self.down or began < self._back_since:
            return Hearing.EXCUSED
        if began < self._last_answer:
            return Hearing.COUNTS
        return self._suspect(feed, problem, verdict.at)

    def _answered(self, host: str, ended: float) -> Hearing:
        self._answering.add(host)
        self._last_answer = ended
        self.suspects.clear()
        if not self.down:
            return Hearing.COUNTS
        self.down = False
        self._back_since = ended
        return Hearing.ENDS

    def _suspect(self, feed: Feed, problem: Problem, at: int) -> Hearing:
        hosts = {host_of(suspect.feed.url) for suspect in self.suspects.values()}
        hosts.add(host_of(feed.url))
        needed = min(max(FEWEST_HOSTS, len(self._answering) // _KNOWN_PER_SUSPECT), MOST_HOSTS)
        if len(hosts) >= needed:
            self.down = True
            return Hearing.BEGINS
        # The first failure of a feed since the last answer is the one to go back behind.
        before = self.suspects.get(feed.id)
        self.suspects[feed.id] = Suspect(before.feed if before else feed, at)
        return Hearing.COUNTS


def choose_probes(due: Iterable[Feed], count: int, turn: int) -> tuple[Feed, ...]:
    """Choose up to `count` feeds of different hosts to see whether the network is back.

    Those that were well before come first, and others at each `turn`, as a host may be down itself.
    """
    hosts: dict[str, Feed] = {}
    for feed in sorted(due, key=lambda feed: feed.problem is not None):
        hosts.setdefault(host_of(feed.url), feed)
    waiting = tuple(hosts.values())
    if not waiting:
        return ()
    start = turn * count % len(waiting)
    return (*waiting[start:], *waiting[:start])[:count]


@lru_cache(maxsize=4_096)  # asked twice in each check
def host_of(url: str) -> str:
    """Return the host of an address; the address itself where it has none."""
    try:
        return urlsplit(url).hostname or url
    except ValueError:  # the fetch will say what is wrong with it
        return url
