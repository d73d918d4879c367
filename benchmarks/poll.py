"""How fast feeds are polled, and for how much CPU: `make bench`, or `python -m benchmarks.poll`.

The product, a bare aiohttp loop (the floor) and PyPI's `reader`, where it is installed, poll the same
feeds of the same local server in turns. docs/benchmarks.md says what is measured and how.
"""

import argparse
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks.course import Course
from benchmarks.floor import Floor, fetch_rounds
from benchmarks.helper import Helper
from benchmarks.outcomes import Outcome
from benchmarks.peer import Peer, is_installed, update_rounds
from benchmarks.product import running_product
from benchmarks.report import describe_run, write_report
from benchmarks.rounds import OFTEN, BenchmarkFailed, Contestant, Round, Served
from benchmarks.server import Report, serve_feeds
from benchmarks.telegram import serve_telegram


def main(words: Sequence[str] | None = None) -> int:
    """Measure and print; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.poll", description=__doc__)
    parser.add_argument("--feeds", type=int, default=1_000, metavar="N")
    parser.add_argument(
        "--rounds",
        type=int,
        default=2,
        metavar="N",
        help=f"of each kind, of the short ones {OFTEN} N",
    )
    args = parser.parse_args(words)
    if args.feeds < 1 or args.rounds < 1:
        parser.error("--feeds and --rounds are 1 or more")
    if sys.platform != "linux":
        parser.error("CPU time and memory are read from Linux's /proc")
    # As Ctrl-C does, SIGTERM then stops what was started, too.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    load, _, _ = os.getloadavg()
    try:
        product, floor, *peer = _run(args.feeds, args.rounds)
    except BenchmarkFailed as error:
        sys.stderr.write(f"{error}\n")
        return 1
    print(describe_run(args.feeds, args.rounds, load), end="\n\n")
    print(write_report(product, floor, peer[0] if peer else None))
    if not peer:
        print("PyPI's reader is not installed here, so it was left out; make bench brings it.")
    return 0


def _run(feeds: int, rounds: int) -> list[Outcome]:
    """Return what the product, the floor and, where it is installed, the peer came to."""
    entrants = [_newshound, _floor, *([_reader] if is_installed() else [])]
    with Helper[str, Round | Report, Served | None](serve_feeds, feeds) as server:
        return Course(server, feeds, rounds).run(entrants)


@contextmanager
def _newshound(folder: Path, urls: list[str]) -> Iterator[Contestant]:
    with (
        Helper[str, None, bool](serve_telegram) as telegram,
        running_product(folder, telegram, urls) as product,
    ):
        yield product


@contextmanager
def _floor(_: Path, urls: list[str]) -> Iterator[Contestant]:
    with Helper[None, None, float](fetch_rounds, urls) as fetching:
        yield Floor(fetching)


@contextmanager
def _reader(folder: Path, urls: list[str]) -> Iterator[Contestant]:
    with Helper[str, None, tuple[float, int]](
        update_rounds, folder / "reader.db", urls
    ) as updating:
        yield Peer(updating)


if __name__ == "__main__":
    sys.exit(main())
