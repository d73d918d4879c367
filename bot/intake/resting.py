"""Sites that did not answer well, and how long they are left alone."""

from newsroom import ParsedFeed, Problem, ProblemKind

FIRST_REST, LONGEST_REST = 60_000, 6 * 60 * 60 * 1000
"""Milliseconds: doubled with each failure in a row."""

_SITES_TROUBLE = frozenset(
    {
        ProblemKind.NAME_NOT_FOUND,
        ProblemKind.UNREACHABLE,
        ProblemKind.INSECURE,
        ProblemKind.TIMEOUT,
        ProblemKind.FORBIDDEN,
        ProblemKind.BUSY,
        ProblemKind.SERVER_ERROR,
    }
)
"""What one page of a site met, the next one will meet too."""

_MOST_SITES = 10_000


class Resting:
    """Remembers until when each site is to be left alone; after a restart each gets a new chance."""

    def __init__(self) -> None:
        self._until: dict[str, tuple[int, int]] = {}
        """Host -> end of its rest in UTC milliseconds, and the length."""

    def is_resting(self, host: str, now: int) -> bool:
        """Tell whether a site is to be left alone at `now`; none is where the clock was set back since."""
        until, rest = self._until.get(host, (0, 0))
        return until - rest <= now < until

    def note(
        self, host: str, found: ParsedFeed | Problem, now: int, retry_after: int | None
    ) -> None:
        """Take in how a site answered. `retry_after`: milliseconds it asks for; granted up to the longest."""
        if isinstance(found, Problem) and found.kind in _SITES_TROUBLE:
            self.hold(host, now, retry_after)
        else:
            self._until.pop(host, None)

    def hold(self, host: str, now: int, retry_after: int | None = None) -> None:
        """Leave a site alone for a while, twice as long as the last time."""
        _, last = self._until.pop(host, (0, 0))
        rest = max(min(last * 2, LONGEST_REST), FIRST_REST, min(retry_after or 0, LONGEST_REST))
        if len(self._until) == _MOST_SITES:
            del self._until[next(iter(self._until))]
        self._until[host] = (now + rest, rest)
