"""How fast an article reaches everybody: `make bench-alerts`, or `python -m benchmarks.alerts`.

The product, `newshound run` as a whole, finds one new article in a feed to which a crowd is subscribed, and
sends it to each chat over a Bot API endpoint that enforces Telegram's limits, while a person asks something
every second. docs/benchmarks.md says what is measured and how.
"""

import argparse
import os
import platform
import signal
import sqlite3
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.aims import Aim
from benchmarks.crowd import Begin, Crowd, Look, Seen, chat_ids, serve_crowd
from benchmarks.helper import Helper
from benchmarks.measure import ProcessTree
from benchmarks.product import Product, running_product
from benchmarks.rounds import BenchmarkFailed, Kind, Round
from benchmarks.server import serve_feeds
from benchmarks.watched import SLOW_PERIOD

FREE = 30
"""Messages a second that Telegram takes without payment."""

MOST_CPU, LONGEST_ANSWER, MOST_GROWTH = 3.0, 500.0, 8.0
"""Milliseconds of CPU a message; milliseconds for 95 of 100 answers; MiB after a tenth of the alerts."""

LEAST_SHARE = 95.0
"""Percent of the permitted rate, from the first alert to the last."""

_MEBIBYTE = 1 << 20
_LOOK_EVERY = 0.2
_PATIENCE = 60.0
_ANSWER_PATIENCE = 5.0


@dataclass(frozen=True, slots=True)
class Figures:
    """What a run came to. CPU in seconds, memory in bytes."""

    seen: Seen
    routed_after: float
    """Seconds from the moment at which the feed was due to the first alert."""
    cpu: float
    """Of all the product's processes, from that moment on."""
    waited: float
    """For which the event loop could have run, and had no core."""
    telegram_cpu: float
    """Of the endpoint's, over the same time."""
    memory_early: int
    """When a tenth of the alerts had arrived."""
    memory_most: int
    """The most after that."""

    @property
    def seconds(self) -> float:
        """Return the time from the first alert to the last."""
        return self.seen.last_at - self.seen.first_at

    @property
    def rate(self) -> float:
        """Return the messages a second, answers included; the first one begins the time."""
        return (self.seen.messages - 1) / self.seconds

    @property
    def answer_ms(self) -> float:
        """Return the milliseconds within which 95 of 100 answers came."""
        ordered = sorted(self.seen.answers)
        return ordered[ceil(len(ordered) * 0.95) - 1] * 1000 if ordered else 0.0

    @property
    def cpu_ms(self) -> float:
        """Return the milliseconds of CPU a message."""
        return self.cpu * 1000 / self.seen.messages

    @property
    def growth(self) -> float:
        """Return by how many MiB memory grew."""
        return (self.memory_most - self.memory_early) / _MEBIBYTE


def main(words: Sequence[str] | None = None) -> int:
    """Measure and print; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.alerts", description=__doc__)
    parser.add_argument("--chats", type=int, default=10_000, metavar="N", help="private ones")
    parser.add_argument("--groups", type=int, default=200, metavar="N")
    parser.add_argument("--rate", type=int, default=FREE, metavar="N", help="above 30: paid for")
    parser.add_argument(
        "--latency", type=float, default=0, metavar="MS", help="that Telegram takes for a message"
    )
    args = parser.parse_args(words)
    if args.chats < 1 or args.groups < 0 or args.rate < 1:
        parser.error("--chats and --rate are 1 or more, --groups is 0 or more")
    if sys.platform != "linux":
        parser.error("CPU time and memory are read from Linux's /proc")
    # As Ctrl-C does, SIGTERM then stops what was started, too.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    load, _, _ = os.getloadavg()
    crowd = Crowd(args.chats, args.groups, args.latency / 1000)
    try:
        figures = _run(crowd, args.rate)
    except BenchmarkFailed as error:
        sys.stderr.write(f"{error}\n")
        return 1
    print("\n".join(_report(crowd, args.rate, figures, load)))
    return 0


def _run(crowd: Crowd, rate: int) -> Figures:
    """Have one article sent to the crowd. Raises BenchmarkFailed."""
    settings = f"[alerts]\nmessages_per_second = {rate}\n"
    settings += "paid_broadcast = true\n" if rate > FREE else ""
    with (
        TemporaryDirectory() as folder,
        Helper[str, Round, None](serve_feeds, 1) as feeds,
        Helper[str, Any, Any](serve_crowd, crowd) as telegram,
        running_product(
            Path(folder),
            telegram,
            [f"{feeds.greeting}/feeds/0.xml"],
            settings=settings,
            prepare=lambda database: _subscribe(database, crowd),
            beat=SLOW_PERIOD,
        ) as product,
    ):
        feeds.ask(Round(Kind.COLD))
        product.poll()  # what stands in the feed at the first look is news for nobody
        feeds.ask(Round(Kind.CHANGED, 1))
        telegram.ask(Begin())
        return _fan_out(product, telegram, crowd.chats + crowd.groups)


def _fan_out(product: Product, telegram: Helper[str, Any, Any], wanted: int) -> Figures:
    """Make the feed due, and watch until everybody has the article."""
    server = ProcessTree(telegram.pid)
    cpu, server_cpu, due_at = product.cpu(), server.cpu(), time.monotonic()
    waited = product.waited()
    product.make_due()
    early, most, arrived, moved_at = 0, 0, 0, due_at
    seen: Seen = telegram.ask(Look())
    while seen.alerts < wanted:
        time.sleep(_LOOK_EVERY)
        seen = telegram.ask(Look())
        now, memory = time.monotonic(), product.memory_now()
        if not early and seen.alerts * 10 >= wanted:
            early = memory
        if early:
            most = max(most, memory)
        if seen.alerts > arrived:
            arrived, moved_at = seen.alerts, now
        if now > moved_at + _PATIENCE:
            raise BenchmarkFailed(f"only {seen.alerts} of {wanted} chats have the article")
    cpu, server_cpu = product.cpu() - cpu, server.cpu() - server_cpu
    if seen.repeated:
        raise BenchmarkFailed(f"{seen.repeated} alerts came to chats that had one")
    if seen.unanswered > _ANSWER_PATIENCE:
        raise BenchmarkFailed(f"{seen.unanswered} questions are not answered")
    waited = product.waited() - waited
    return Figures(seen, seen.first_at - due_at, cpu, waited, server_cpu, early, most)


def _subscribe(database: Path, crowd: Crowd) -> None:
    """Let the bot have met everybody, and everybody have subscribed to the one feed."""
    people, groups = chat_ids(crowd)
    chats = [(chat, "private") for chat in people] + [(chat, "supergroup") for chat in groups]
    with closing(sqlite3.connect(database)) as raw, raw:
        raw.executemany(
            "INSERT INTO chats (id, kind, title, met_at) VALUES (?, ?, 'Crowd', 0)", chats
        )
        raw.execute(
            """
            INSERT INTO subscriptions (chat_id, feed_id, created_at, created_by)
            SELECT chats.id, feeds.id, 0, 1 FROM chats, feeds
            """
        )


def _report(crowd: Crowd, rate: int, figures: Figures, load: float) -> Iterator[str]:
    seen = figures.seen
    yield (
        f"one article to {crowd.chats:,} private chats and {crowd.groups:,} groups at {rate:,} a second, "
        f"{crowd.latency * 1000:.0f} ms a message besides the endpoint's own"
    )
    yield (
        f"{os.cpu_count()} cores, load {load:.1f} before the start, Python {platform.python_version()}"
    )
    yield ""
    yield f"first alert after        {figures.routed_after:8.2f} s"
    yield f"until all had it         {figures.seconds:8.1f} s"
    yield f"messages a second        {figures.rate:8.1f}   answers included"
    yield f"answers                  {len(seen.answers):8d}   slowest {_slowest(seen):.0f} ms"
    yield f"CPU of newshound         {figures.cpu / figures.seconds * 100:8.0f} % of a core"
    yield f"it waited for a core     {figures.waited / figures.seconds * 100:8.0f} % of the time"
    yield f"CPU of the endpoint      {figures.telegram_cpu / figures.seconds * 100:8.0f} % of a core"
    yield f"memory, a tenth in       {figures.memory_early / _MEBIBYTE:8.0f} MiB"
    yield f"memory, most after that  {figures.memory_most / _MEBIBYTE:8.0f} MiB"
    yield ""
    yield f"{'aims':24} {'measured':>10} {'aim':>10}"
    for aim in aims_of(figures, rate):
        sign = "≥" if aim.at_least else "≤"
        verdict = "met" if aim.is_met else "missed"
        yield f"  {aim.name:22} {aim.figure:>10.1f} {f'{sign} {aim.bound:g}':>10} {verdict:>10}"


def aims_of(figures: Figures, rate: int) -> Iterator[Aim]:
    """Yield each aim. Of a rate that is paid for it is measured what one process reaches: no aim is set."""
    yield Aim("violations", figures.seen.violations, 0, at_least=False)
    if rate <= FREE:
        share = figures.rate * 100 / rate
        yield Aim("% of the rate", share, LEAST_SHARE, at_least=True)
    yield Aim("ms for an answer, p95", figures.answer_ms, LONGEST_ANSWER, at_least=False)
    yield Aim("CPU ms a message", figures.cpu_ms, MOST_CPU, at_least=False)
    yield Aim("MiB grown", figures.growth, MOST_GROWTH, at_least=False)


def _slowest(seen: Seen) -> float:
    return max(seen.answers, default=0.0) * 1000


if __name__ == "__main__":
    sys.exit(main())
