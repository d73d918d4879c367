"""The course: the rounds that every contestant runs, measured from outside and checked."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from benchmarks.feeds import ENTRIES
from benchmarks.helper import Helper
from benchmarks.measure import ProcessTree
from benchmarks.outcomes import Figures, Outcome
from benchmarks.rounds import BenchmarkFailed, Contestant, Kind, Served, changed_feeds
from benchmarks.server import Begin, Report

Server = Helper[str, Begin | Report, Served | None]


@dataclass(frozen=True, slots=True)
class Course:
    """So many feeds of a server, and so many rounds of each kind but cold."""

    server: Server
    feeds: int
    rounds: int

    @property
    def urls(self) -> list[str]:
        """The addresses of the feeds."""
        return [f"{self.server.greeting}/feeds/{feed}.xml" for feed in range(self.feeds)]

    def run(self, contestant: Contestant) -> Outcome:
        """Have a contestant that knows nothing yet run all rounds. Raises BenchmarkFailed."""
        figures: dict[Kind, list[Figures]] = {kind: [] for kind in Kind}
        entries = 0
        for round_ in self._rounds():
            sys.stderr.write(f"{contestant.name}: {round_.kind.value} …\n")
            entries += self._new_entries(round_)
            figures[round_.kind].append(self._measure(contestant, round_, entries))
        return Outcome(
            contestant.name,
            {kind: _middle(measured) for kind, measured in figures.items()},
            contestant.memory(),
        )

    def _rounds(self) -> Iterator[Begin]:
        yield Begin(Kind.COLD, 0)
        for number in range(self.rounds):
            for kind in (Kind.NOT_MODIFIED, Kind.UNCHANGED, Kind.CHANGED):
                yield Begin(kind, number)

    def _new_entries(self, round_: Begin) -> int:
        if round_.kind is Kind.COLD:
            return self.feeds * ENTRIES
        if round_.kind is Kind.CHANGED:
            return len(changed_feeds(self.feeds, round_.number))
        return 0

    def _measure(self, contestant: Contestant, round_: Begin, entries: int) -> Figures:
        """Run one round; `entries`: how many have to be stored after it."""
        self.server.ask(round_, limit=60)
        server = ProcessTree(self.server.pid)
        server_cpu, cpu = server.cpu(), contestant.cpu()
        finish = contestant.poll()
        server_cpu = server.cpu() - server_cpu
        served = self.server.ask(Report())
        assert served is not None, "that is the answer to Report"
        self._check(served, round_)
        if contestant.entries() not in (None, entries):
            raise BenchmarkFailed(f"{contestant.entries()} entries are stored, not {entries}")
        start = served.first_request
        return Figures(
            feeds_per_second=self.feeds / (finish.recorded_at - start),
            settled_per_second=self.feeds / (finish.settled_at - start),
            cpu=(finish.cpu - cpu) * 1000 / self.feeds,
            server_cpu=server_cpu * 1000 / self.feeds,
            longest_stall=contestant.longest_stall(start, finish.settled_at),
            repeated=served.requests - served.distinct,
        )

    def _check(self, served: Served, round_: Begin) -> None:
        """See that every feed was asked for, and that as many had a body as the round is about."""
        if served.distinct != self.feeds:
            raise BenchmarkFailed(f"{served.distinct} of {self.feeds} feeds were asked for")
        expected = {
            Kind.COLD: self.feeds,
            Kind.NOT_MODIFIED: 0,
            Kind.UNCHANGED: self.feeds,
            Kind.CHANGED: self._new_entries(round_),
        }[round_.kind]
        bodies = served.requests - served.not_modified
        if not expected <= bodies <= expected + served.requests - served.distinct:
            raise BenchmarkFailed(f"{bodies} answers had a body, not {expected}")


def _middle(measured: list[Figures]) -> Figures:
    """Return the median of each figure; of what should not be at all the worst."""
    stalls = [each.longest_stall for each in measured if each.longest_stall is not None]
    return Figures(
        feeds_per_second=median(each.feeds_per_second for each in measured),
        settled_per_second=median(each.settled_per_second for each in measured),
        cpu=median(each.cpu for each in measured),
        server_cpu=median(each.server_cpu for each in measured),
        longest_stall=max(stalls, default=None),
        repeated=max(each.repeated for each in measured),
    )
