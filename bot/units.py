"""Durations, sizes and times as people write and read them.

Inside the program a duration is whole milliseconds, a size whole bytes, a time UTC milliseconds.
"""

import re
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

from newsroom import DURATION_EXAMPLES, Milliseconds, format_duration, parse_duration

__all__ = [
    "DURATION_EXAMPLES",
    "SIZE_EXAMPLES",
    "Bytes",
    "Milliseconds",
    "UtcMilliseconds",
    "format_duration",
    "format_size",
    "format_time",
    "parse_duration",
    "parse_size",
]

Bytes: TypeAlias = int
"""A size."""

UtcMilliseconds: TypeAlias = int
"""A point in time: milliseconds since 1970-01-01T00:00:00Z."""

SIZE_EXAMPLES = '"512KiB" or "8MiB"'

# Largest first, so that the first unit that divides evenly is the one to write.
_SIZE_UNITS = {"GiB": 1 << 30, "MiB": 1 << 20, "KiB": 1 << 10, "B": 1}

_SIZE = re.compile(r"([0-9]{1,15})(B|KiB|MiB|GiB)")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def parse_size(text: str) -> Bytes:
    """Return the bytes of `100B`, `512KiB`, `8MiB` or `1GiB`.

    Raises ValueError, saying what is expected, for anything else: spaces, `MB`, small letters.
    """
    match = _SIZE.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not a size such as {SIZE_EXAMPLES}")
    return int(match[1]) * _SIZE_UNITS[match[2]]


def format_size(size: Bytes) -> str:
    """Return the exact form that `parse_size` reads back: 524288 is `512KiB`, 1000 is `1000B`.

    Raises ValueError for a negative size.
    """
    if size < 0:
        raise ValueError(f"{size} is not a size")
    return _in_largest_unit(size, _SIZE_UNITS) if size else "0B"


def format_time(time: UtcMilliseconds, *, milliseconds: bool = False) -> str:
    """Return a point in time as ISO 8601 in UTC: `2026-11-22T18:05:09Z`.

    What is below a second is cut off, or with `milliseconds` always shown: `2026-11-22T18:05:09.250Z`.
    Raises OverflowError outside the years 1 to 9999.
    """
    moment = _EPOCH + timedelta(milliseconds=time)
    precision = "milliseconds" if milliseconds else "seconds"
    return moment.replace(tzinfo=None).isoformat(timespec=precision) + "Z"


def _in_largest_unit(amount: int, units: dict[str, int]) -> str:
    """Write `amount` in the largest unit that divides it; the smallest one always does."""
    name = next(name for name, worth in units.items() if amount % worth == 0)
    return f"{amount // units[name]}{name}"
