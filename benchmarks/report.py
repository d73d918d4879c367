"""The figures, as a table."""

import os
import platform
from collections.abc import Callable, Iterator, Sequence
from statistics import mean

from benchmarks.aims import Aim, aims_of
from benchmarks.feeds import ENTRIES, Publisher
from benchmarks.outcomes import Figures, Outcome, times
from benchmarks.rounds import OFTEN, Kind

_NAME_WIDTH = 32
_COLUMN_WIDTH = 16
_MEBIBYTE = 1 << 20
_SAMPLE = 20
"""Feeds that are weighed."""


def write_report(product: Outcome, floor: Outcome, peer: Outcome | None) -> str:
    """Return the table of all contestants; `peer` is None where it is not installed."""
    everyone = [product, floor] if peer is None else [product, peer, floor]
    lines = [
        _row("feeds a second", [kind.value for kind in Kind]),
        *(_row(f"  {each.name}", _each(each, _speed)) for each in everyone),
        *_compared(product, floor, peer, _seconds_a_feed),
        "",
        _row("feeds a second, until routed and indexed"),
        *(_row(f"  {each.name}", _each(each, _settled_speed)) for each in everyone),
        *_compared(product, floor, peer, _settled_seconds_a_feed),
        "",
        _row("CPU seconds per 1,000 feeds"),
        *(_row(f"  {each.name}", _each(each, _cpu)) for each in everyone),
        *_compared(product, floor, peer, _cpu_used),
        "",
        _row("event loop late by at most, ms"),
        _row(f"  {product.name}", _each(product, _stall)),
        "",
        _row("feeds asked for once more"),
        _row(f"  {product.name}", _each(product, _repeated)),
        "",
        _row("memory of all processes, MiB"),
        *(_row(f"  {each.name}", [f"{each.memory / _MEBIBYTE:.0f}"]) for each in everyone),
        "",
        _row("aims", ["measured", "aim"]),
        *map(_aim, aims_of(product, floor, peer)),
        "",
        _server_line(floor),
    ]
    return "\n".join(line.rstrip() for line in lines)


def describe_run(feeds: int, rounds: int, load: float) -> str:
    """Return what was measured where. `load`: how many processes wanted a core before it began."""
    publisher = Publisher()
    size = mean(len(publisher.document(feed, 0)) for feed in range(_SAMPLE))
    return (
        f"{feeds:,} feeds of {ENTRIES} entries and {size / 1000:.0f} KB each; "
        f"medians of {rounds} rounds, of 304 and changes {rounds * OFTEN}\n"
        f"{os.cpu_count()} cores, load {load:.1f} before the start, Python {platform.python_version()}"
    )


def _row(name: str, cells: Sequence[str] = ()) -> str:
    return f"{name:<{_NAME_WIDTH}}" + "".join(f"{cell:>{_COLUMN_WIDTH}}" for cell in cells)


def _each(outcome: Outcome, text: Callable[[Figures], str]) -> list[str]:
    return [text(outcome.middle(kind)) for kind in Kind]


def _compared(
    product: Outcome, floor: Outcome, peer: Outcome | None, cost: Callable[[Figures], float]
) -> Iterator[str]:
    if peer is not None:
        yield _row(f"  times better than {peer.name}", _ratios(peer, product, cost))
    yield _row(f"  times worse than the {floor.name}", _ratios(product, floor, cost))


def _ratios(above: Outcome, below: Outcome, cost: Callable[[Figures], float]) -> list[str]:
    return [_rounded(times(above, below, kind, cost)) for kind in Kind]


def _rounded(figure: float) -> str:
    return f"{figure:.1f}" if figure < 10 else f"{figure:,.0f}"


def _seconds_a_feed(figures: Figures) -> float:
    return 1 / figures.feeds_per_second


def _settled_seconds_a_feed(figures: Figures) -> float:
    return 1 / figures.settled_per_second


def _cpu_used(figures: Figures) -> float:
    return figures.cpu


def _speed(figures: Figures) -> str:
    return f"{figures.feeds_per_second:,.0f}"


def _settled_speed(figures: Figures) -> str:
    return f"{figures.settled_per_second:,.0f}"


def _cpu(figures: Figures) -> str:
    return f"{figures.cpu:.2f}"


def _stall(figures: Figures) -> str:
    stall = figures.longest_stall
    return "-" if stall is None else f"{stall * 1000:.0f}"


def _repeated(figures: Figures) -> str:
    return str(figures.repeated)


def _aim(aim: Aim) -> str:
    sign = "≥" if aim.at_least else "≤"
    verdict = "met" if aim.is_met else "missed"
    return _row(f"  {aim.name}", [_rounded(aim.figure), f"{sign} {aim.bound:g}", verdict])


def _server_line(outcome: Outcome) -> str:
    not_modified = outcome.middle(Kind.NOT_MODIFIED).server_cpu
    unchanged = outcome.middle(Kind.UNCHANGED).server_cpu
    return (
        f"The feed server can answer {1000 / not_modified:,.0f} times a second with 304, "
        f"{1000 / unchanged:,.0f} times with a body."
    )
