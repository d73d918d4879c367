"""How fast a large archive is searched: `make bench-search`, or `python -m benchmarks.search`.

Invented articles are stored and indexed by the product's own code, then asked for what is easy and what is
hard, beside plain FTS5 with bm25 and PyPI's `reader`. docs/benchmarks.md says what is measured and how.
"""

import argparse
import asyncio
import os
import platform
import sys
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack, ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.peer import is_installed
from benchmarks.search_archive import opened_archive
from benchmarks.search_corpus import NOW
from benchmarks.search_peers import READER_MOST, Peer, plain_fts, pypi_reader
from benchmarks.search_questions import Class, Question, classes
from newsroom import parse_query
from storage import SearchIndex, SearchPage, search

SMALLER = 100_000
"""Articles of the archive that a larger one is compared with."""

MOST_TIMES = 3.0
"""Times that a class may take longer at a million than at `SMALLER`."""

_NOBODY = 0
_SHOWN = 5
_ROUNDS = 3
_PATIENCE = 5.0
"""CPU seconds after which a peer is asked no more of a class."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What a class of queries took, in milliseconds, sorted."""

    cpu: tuple[float, ...]
    wall: tuple[float, ...] = ()
    whole: float = 1.0
    """Share of the answers for which the whole archive was looked through."""


Results = dict[str, Measured]
"""By the names of classes."""


@dataclass(frozen=True, slots=True)
class _Sample:
    """What one answer took, in milliseconds."""

    cpu: float
    wall: float
    is_whole: bool


def main(words: Sequence[str] | None = None) -> int:
    """Measure and print; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.search", description=__doc__)
    parser.add_argument("--articles", type=int, default=1_000_000, metavar="N")
    parser.add_argument(
        "--data", type=Path, metavar="DIR", help="keep the archives here, for the next run"
    )
    parser.add_argument("--alone", action="store_true", help="ask no peers, which takes minutes")
    args = parser.parse_args(words)
    if args.articles < 1:
        parser.error("--articles is 1 or more")
    with ExitStack() as stack:
        data = args.data or Path(stack.enter_context(TemporaryDirectory()))
        asyncio.run(_run(data, args.articles, alone=args.alone))
    return 0


async def _run(data: Path, count: int, *, alone: bool) -> None:
    load, _, _ = os.getloadavg()
    sizes = (count, SMALLER) if count > SMALLER else (count,)
    async with AsyncExitStack() as stack:
        opened = [
            await stack.enter_async_context(opened_archive(data / str(size), size, _say))
            for size in sizes
        ]
        ours, *others = await _measure(
            [(index, classes(size)) for (index, _), size in zip(opened, sizes, strict=True)]
        )
    built, kinds = opened[0][1], classes(count)
    peers = {} if alone else _ask_peers(data, count, kinds)
    print(
        f"{count:,} articles; {os.cpu_count()} cores, load {load:.1f} before the start, "
        f"Python {platform.python_version()}\n"
        f"indexed: {count / built.indexing:,.0f} articles a CPU second, "
        f"{built.size / 1e6:,.0f} MB, {built.size / count:,.0f} bytes an article\n"
    )
    print(_table(kinds, ours, others[0] if others else {}, peers))


async def _measure(archives: Sequence[tuple[SearchIndex, Sequence[Class]]]) -> list[Results]:
    """Return what searching each archive takes. They take turns, so that a slower minute is one for both."""
    results: list[Results] = [{} for _ in archives]
    indexes = [index for index, _ in archives]
    for kinds in zip(*(kinds for _, kinds in archives), strict=True):
        _say(kinds[0].name)
        for result, kind, taken in zip(results, kinds, await _ask(indexes, kinds), strict=True):
            result[kind.name] = taken
    _say("")
    return results


async def _ask(indexes: Sequence[SearchIndex], kinds: Sequence[Class]) -> list[Measured]:
    """Ask every question several times; the first time warms up what a busy bot has warm anyway."""
    samples: list[list[_Sample]] = [[] for _ in indexes]
    for turn in range(_ROUNDS + 1):
        for index, kind, taken in zip(indexes, kinds, samples, strict=True):
            sampled = [await _sample(index, question) for question in kind.questions]
            if turn:
                taken += sampled
    return [
        Measured(
            cpu=tuple(sorted(one.cpu for one in taken)),
            wall=tuple(sorted(one.wall for one in taken)),
            whole=sum(one.is_whole for one in taken) / len(taken),
        )
        for taken in samples
    ]


async def _sample(index: SearchIndex, question: Question) -> _Sample:
    key = await _key_of(index, question)
    wall, cpu = time.perf_counter(), time.process_time()
    page = await _look(index, question, key)
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    return _Sample(1e3 * cpu, 1e3 * wall, is_whole=page.since is None)


async def _key_of(index: SearchIndex, question: Question) -> str | None:
    """Turn pages up to the one that is asked for."""
    key = None
    for _ in range(question.page - 1):
        key = (await _look(index, question, key)).next_key
    return key


async def _look(index: SearchIndex, question: Question, key: str | None) -> SearchPage:
    return await search(
        index,
        parse_query(question.typed, NOW),
        visible_to=_NOBODY,
        now=NOW,
        feeds=None if question.feed is None else [question.feed],
        limit=_SHOWN,
        key=key,
    )


def _ask_peers(data: Path, count: int, kinds: Sequence[Class]) -> dict[str, Results]:
    """Return what the peers take; `reader` has a part of the articles only."""
    with ExitStack() as stack:
        peers: list[Peer] = [stack.enter_context(plain_fts(data / str(count)))]
        if is_installed():
            fewer = data / str(min(count, READER_MOST))
            peers.append(stack.enter_context(pypi_reader(fewer)))
        return {
            peer.name: {kind.name: _time_peer(peer, kind) for kind in kinds if kind.is_plain}
            for peer in peers
        }


def _time_peer(peer: Peer, kind: Class) -> Measured:
    _say(f"{peer.name}: {kind.name}")
    taken: list[float] = []
    for question in kind.questions:
        began = time.process_time()
        peer.ask(question.typed)
        taken.append(1e3 * (time.process_time() - began))
        if sum(taken) > 1e3 * _PATIENCE:
            break
    return Measured(tuple(sorted(taken)))


def _table(
    kinds: Sequence[Class], ours: Results, smaller: Results, peers: dict[str, Results]
) -> str:
    """Return a row for each class: our percentiles, how they grew, and what others take."""
    names = "".join(f"{name:>14}" for name in peers)
    percentiles = f"{'CPU p50':>9}{'p95':>7}{'p99':>7}{'wall p50':>10}{'p95':>7}{'p99':>7}"
    lines = [f"{'ms':22}{percentiles}{'aim':>6}{'grown':>7}{'whole':>7}{names}"]
    for kind in kinds:
        one = ours[kind.name]
        grown = "–"
        if kind.name in smaller:
            grown = f"{at(one.cpu, 95) / at(smaller[kind.name].cpu, 95):.1f}"
        others = "".join(
            f"{at(peer[kind.name].cpu, 50):>14,.1f}" if kind.name in peer else f"{'–':>14}"
            for peer in peers.values()
        )
        figures = [at(times, part) for times in (one.cpu, one.wall) for part in (50, 95, 99)]
        widths = (9, 7, 7, 10, 7, 7)
        row = "".join(f"{ms:>{width}.1f}" for ms, width in zip(figures, widths, strict=True))
        lines.append(f"{kind.name:22}{row}{kind.limit:>6.0f}{grown:>7}{one.whole:>7.0%}{others}")
    return "\n".join(lines)


def at(times: Sequence[float], percent: int) -> float:
    """Return a percentile of times that are sorted."""
    return times[min(len(times) - 1, len(times) * percent // 100)]


def _say(what: str) -> None:
    """Show on a terminal what is being done."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{what:79}\r" if not what else f"\r{what:79}")


if __name__ == "__main__":
    sys.exit(main())
