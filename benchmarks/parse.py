"""What reading a feed costs in a worker: `python -m benchmarks.parse`; see docs/benchmarks.md.

All ways read the same documents of `benchmarks.feeds`, one after the other in each round, in this process.
"""

import argparse
import io
import json
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

import feedparser

from benchmarks.feeds import ENTRIES, Publisher
from bot.intake.parse import parse_job
from bot.intake.wire import from_wire
from newsroom import ParsedFeed

_URL = "https://paper.example/feed"
_NOW = 1_800_000_000_000
_HEADERS = {"content-type": "application/xml; charset=utf-8"}


def main(words: Sequence[str] | None = None) -> int:
    """Measure and print; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.parse", description=__doc__)
    parser.add_argument("--feeds", type=int, default=20, metavar="N")
    parser.add_argument(
        "--rounds", type=int, default=7, metavar="N", help="the best of them counts"
    )
    args = parser.parse_args(words)
    if args.feeds < 1 or args.rounds < 1:
        parser.error("--feeds and --rounds are 1 or more")
    ways = _ways(args.feeds)
    best = dict.fromkeys(ways, float("inf"))
    for _ in range(args.rounds):
        for name, read in ways.items():
            best[name] = min(best[name], _seconds(read, args.feeds) / args.feeds)
    print(f"CPU ms a feed of {ENTRIES} entries; best of {args.rounds} rounds of {args.feeds} feeds")
    for name, seconds in best.items():
        print(f"{name:44}{seconds * 1000:9.2f}")
    return 0


def _ways(feeds: int) -> dict[str, Callable[[int], object]]:
    """Return by name the ways to read, each a function of the feed's number."""
    publisher = Publisher()
    before = [publisher.document(feed, 0) for feed in range(feeds)]
    after = [publisher.document(feed, 1) for feed in range(feeds)]
    known = [_known(document) for document in before]
    for document, elements in zip(after, known, strict=True):
        rest = from_wire(_job(document, elements))
        if not isinstance(rest, ParsedFeed) or len(rest.entries) != 1:
            raise ValueError("one entry of each feed is new, and not one was read")
    return {
        "newshound, cold": lambda feed: json.dumps(_job(before[feed], {})),
        f"newshound, one new of {ENTRIES}": lambda feed: json.dumps(_job(after[feed], known[feed])),
        "feedparser alone, without its HTML passes": lambda feed: _feedparser(
            before[feed], sanitize_html=False, resolve_relative_uris=False
        ),
        "feedparser alone, as it comes": lambda feed: _feedparser(before[feed]),
    }


def _job(document: bytes, known: dict[str, str]) -> dict[str, Any]:
    """Do what a worker does: all that is done for a feed but the pipes."""
    return parse_job(document, {"url": _URL, "charset": "utf-8", "now": _NOW, "known": known})


def _known(document: bytes) -> dict[str, str]:
    feed = from_wire(_job(document, {}))
    if not isinstance(feed, ParsedFeed):
        raise TypeError("the benchmark's own feed cannot be read")
    return {entry.element: entry.key for entry in feed.entries if entry.element is not None}


def _feedparser(document: bytes, **options: bool) -> object:
    return feedparser.parse(io.BytesIO(document), response_headers=_HEADERS, **options)


def _seconds(read: Callable[[int], object], feeds: int) -> float:
    begin = time.process_time()
    for feed in range(feeds):
        read(feed)
    return time.process_time() - begin


if __name__ == "__main__":
    sys.exit(main())
