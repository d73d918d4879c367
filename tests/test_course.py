"""The contestants of the benchmark take turns, and what they come to is compared turn by turn."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from benchmarks.course import Course
from benchmarks.helper import Helper
from benchmarks.outcomes import Figures, Outcome, times
from benchmarks.rounds import LAP, BenchmarkFailed, Contestant, Finish, Kind, Round, Served
from benchmarks.server import Report, serve_feeds

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="it reads Linux's /proc")


def test_each_ratio_is_of_rounds_that_were_run_in_turns() -> None:
    """The machine was four times as slow in the second lap: that is nothing that either of the two did."""
    laps = [(800.0, 100.0), (200.0, 20.0), (900.0, 100.0)]
    product, peer = (
        Outcome(
            name,
            {
                kind: [Figures(lap[place], lap[place], 1, 0.05, None, 0) for lap in laps]
                for kind in Kind
            },
            memory=0,
        )
        for place, name in enumerate(("newshound", "reader 3.26"))
    )
    assert times(product, peer, Kind.COLD, lambda figures: figures.feeds_per_second) == 9
    assert product.middle(Kind.COLD).feeds_per_second == 800
    assert peer.middle(Kind.COLD).feeds_per_second == 100


class _Runner:
    """Fetches the feeds in the test's own process, and notes down that it did."""

    def __init__(self, name: str, urls: list[str], diary: list[str], waiting: float) -> None:
        self.name = name
        self._urls = urls
        self._diary = diary
        self._waiting = waiting
        self._used = 0.0
        self._tags: dict[str, str] = {}

    def cpu(self) -> float:
        """Claim that this much more was used since the last question."""
        self._used += self._waiting
        return self._used

    def poll(self) -> Finish:
        """Fetch each feed."""
        self._diary.append(self.name)
        for url in self._urls:
            request = Request(url, headers={"If-None-Match": self._tags.get(url, "")})
            with suppress(HTTPError), urlopen(request) as answer:  # 304 counts as an error
                self._tags[url] = answer.headers["ETag"]
        now = time.monotonic()
        return Finish(now, now, self._used)

    def entries(self) -> None:
        """Nothing is stored."""

    def memory(self) -> int:
        """Weigh nothing."""
        return 0

    def longest_stall(self, begin: float, end: float) -> None:
        """Nobody watches."""


@linux_only
def test_everybody_runs_a_round_before_the_next_and_starts_anew_in_each_lap() -> None:
    diary: list[str] = []
    outcomes = _run_course(2, [("a", 0.0), ("b", 0.0), ("c", 0.0)], diary)
    begin, turns = ["a starts", "b starts", "c starts"], len(LAP) // 2
    assert diary == [*begin, *("abccba" * turns), *begin, *("cbaabc" * turns)]
    assert [each.name for each in outcomes] == ["a", "b", "c"]
    for each in outcomes:
        assert [len(each.rounds[kind]) for kind in Kind] == [2, 6, 2, 6]


@linux_only
def test_who_works_in_anothers_round_fails_the_benchmark() -> None:
    with pytest.raises(BenchmarkFailed, match="in a round of a"):
        _run_course(1, [("a", 0.0), ("b", 30.0)], [])


def _run_course(laps: int, runners: list[tuple[str, float]], diary: list[str]) -> list[Outcome]:
    """Run a course of two feeds with runners of these names, that use so much CPU while they wait."""

    @contextmanager
    def enter(name: str, waiting: float, _: Path, urls: list[str]) -> Iterator[Contestant]:
        diary.append(f"{name} starts")
        yield _Runner(name, urls, diary, waiting)

    with Helper[str, Round | Report, Served | None](serve_feeds, 2) as server:
        return Course(server, 2, laps).run([partial(enter, *runner) for runner in runners])
