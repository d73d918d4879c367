"""The course: the rounds that all contestants run in turns, measured from outside and checked.

It is run in laps. In each of them all contestants start anew and know nothing yet, and each round is run by
all of them before the next one. Who ran long after another would meet another machine: the pace of one that
others use too changes by a quarter within minutes.
"""

import sys
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

from benchmarks.feeds import ENTRIES
from benchmarks.helper import Helper
from benchmarks.measure import ProcessTree
from benchmarks.outcomes import Figures, Outcome
from benchmarks.rounds import LAP, BenchmarkFailed, Contestant, Kind, Round, Served, changed_feeds
from benchmarks.server import Report

Server: TypeAlias = Helper[str, Round | Report, Served | None]

Entrant: TypeAlias = Callable[[Path, list[str]], AbstractContextManager[Contestant]]
"""Starts a contestant that knows nothing but the feeds' addresses, with its files in a folder that is new."""

_Lap: TypeAlias = list[tuple[str, dict[Kind, list[Figures]], int]]
"""Of each contestant its name, its rounds, and the most bytes that were resident."""

_IDLE = 0.1
"""Cores: who uses more while it is another's turn does not only wait. A resting bot needs a fiftieth."""

_GRACE = 0.1
"""CPU seconds that it may use besides: a short round may well meet the bot's look at its schedule."""


@dataclass(frozen=True, slots=True)
class Course:
    """So many feeds of a server, and so many laps."""

    server: Server
    feeds: int
    laps: int

    def run(self, entrants: Sequence[Entrant]) -> list[Outcome]:
        """Return what each of those who enter comes to, in their order. Raises BenchmarkFailed."""
        laps = [self._run_lap(entrants, number) for number in range(self.laps)]
        return [
            Outcome(
                name=same[0][0],
                rounds={
                    kind: [one for _, rounds, _ in same for one in rounds[kind]] for kind in Kind
                },
                memory=max(memory for _, _, memory in same),
            )
            for same in zip(*laps, strict=True)
        ]

    def _run_lap(self, entrants: Sequence[Entrant], number: int) -> _Lap:
        urls = [f"{self.server.greeting}/feeds/{feed}.xml" for feed in range(self.feeds)]
        with TemporaryDirectory() as folder, ExitStack() as running:
            everyone = [running.enter_context(enter(Path(folder), urls)) for enter in entrants]
            figures = {each.name: {kind: list[Figures]() for kind in Kind} for each in everyone}
            for place, round_ in enumerate(LAP, number):
                # The other way round in every other one, so that nobody is always the first or the last.
                for each in everyone[:: -1 if place % 2 else 1]:
                    sys.stderr.write(
                        f"{number + 1}/{self.laps} {round_.kind.value}: {each.name} …\n"
                    )
                    others = [other for other in everyone if other is not each]
                    figures[each.name][round_.kind].append(self._measure(each, round_, others))
            return [(each.name, figures[each.name], each.memory()) for each in everyone]

    def _measure(
        self, contestant: Contestant, round_: Round, others: Sequence[Contestant]
    ) -> Figures:
        """Have a contestant run a round; `others` must only wait meanwhile."""
        self.server.ask(round_, limit=60)
        server = ProcessTree(self.server.pid)
        begun = time.monotonic()
        server_cpu, cpu, waiting = server.cpu(), contestant.cpu(), _cpu(others)
        finish = contestant.poll()
        server_cpu, waiting = server.cpu() - server_cpu, _cpu(others) - waiting
        if waiting > _GRACE + _IDLE * (time.monotonic() - begun):
            raise BenchmarkFailed(
                f"others used {waiting:.2f} s of CPU in a round of {contestant.name}"
            )
        served = self.server.ask(Report())
        assert served is not None, "that is the answer to Report"
        self._check(served, round_.kind)
        self._check_entries(contestant, round_)
        start = served.first_request
        return Figures(
            feeds_per_second=self.feeds / (finish.recorded_at - start),
            settled_per_second=self.feeds / (finish.settled_at - start),
            cpu=(finish.cpu - cpu) * 1000 / self.feeds,
            server_cpu=server_cpu * 1000 / self.feeds,
            longest_stall=contestant.longest_stall(start, finish.settled_at),
            repeated=served.requests - served.distinct,
        )

    def _check(self, served: Served, kind: Kind) -> None:
        """See that every feed was asked for, and that as many had a body as the round is about."""
        if served.distinct != self.feeds:
            raise BenchmarkFailed(f"{served.distinct} of {self.feeds} feeds were asked for")
        expected = {
            Kind.COLD: self.feeds,
            Kind.NOT_MODIFIED: 0,
            Kind.UNCHANGED: self.feeds,
            Kind.CHANGED: len(changed_feeds(self.feeds)),
        }[kind]
        bodies = served.requests - served.not_modified
        if not expected <= bodies <= expected + served.requests - served.distinct:
            raise BenchmarkFailed(f"{bodies} answers had a body, not {expected}")

    def _check_entries(self, contestant: Contestant, round_: Round) -> None:
        """See that all entries are stored that were listed so far."""
        expected = self.feeds * ENTRIES + round_.news * len(changed_feeds(self.feeds))
        stored = contestant.entries()
        if stored not in (None, expected):
            raise BenchmarkFailed(f"{stored} entries are stored, not {expected}")


def _cpu(contestants: Sequence[Contestant]) -> float:
    return sum(each.cpu() for each in contestants)
