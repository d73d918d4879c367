"""Durations, sizes and times as people write and read them.

Inside the program a duration is whole milliseconds, a size whole bytes, a time UTC milliseconds.
"""

import re
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

Milliseconds: TypeAlias = int
"""A length of time; 0 often stands for "never" or "no limit": the setting's comment says so."""

Bytes: TypeAlias = int
"""A size."""

UtcMilliseconds: TypeAlias = int
"""A point in time: milliseconds since 1970-01-01T00:00:00Z."""

DURATION_EXAMPLES = '"90s", "15m", "6h" or "2d"'
SIZE_EXAMPLES = '"512KiB" or "8MiB"'

# Largest first, so that the first unit that divides evenly is the one to write.
_DURATION_UNITS = {"d": 86_400_000, "h": 3_600_000, "m": 60_000, "s": 1_000}
_SIZE_UNITS = {"GiB": 1 << 30, "MiB": 1 << 20, "KiB": 1 << 10, "B": 1}

_DURATION = re.compile(r"([0-9]{1,12})([smhd])")
_SIZE = re.compile(r"([0-9]{1,15})(B|KiB|MiB|GiB)")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def parse_duration(text: str) -> Milliseconds:
    """Return the milliseconds of `90s`, `15m`, `6h`, `2d` or a plain `0`.

    Raises ValueError, saying what is expected, for anything else: spaces, signs, fractions, sums.
    """
    if text == "0":
        return 0
    match = _DURATION.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not a duration such as {DURATION_EXAMPLES}")
    return int(match[1]) * _DURATION_UNITS[match[2]]


def format_duration(milliseconds: Milliseconds) -> str:
    """Return the shortest exact form that `parse_duration` reads back: 90000 is `90s`, 0 is `0`.

    Raises ValueError for what has no such form: a negative length or a part of a second.
    """
    if milliseconds < 0 or milliseconds % 1_000:
        raise ValueError(f"{milliseconds} ms is not a duration in whole seconds")
    if milliseconds == 0:
        return "0"
    return _in_largest_unit(milliseconds, _DURATION_UNITS)


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
