"""Lengths of time as people write and read them; inside the program they are whole milliseconds."""

import re
from typing import TypeAlias

Milliseconds: TypeAlias = int
"""A length of time; 0 often stands for "never" or "no limit": the setting's comment says so."""

DURATION_EXAMPLES = '"90s", "15m", "6h" or "2d"'

# Largest first, so that the first unit that divides evenly is the one to write.
_UNITS = {"d": 86_400_000, "h": 3_600_000, "m": 60_000, "s": 1_000}

_DURATION = re.compile(r"([0-9]{1,12})([smhd])")


def parse_duration(text: str) -> Milliseconds:
    """Return the milliseconds of `90s`, `15m`, `6h`, `2d` or a plain `0`.

    Raises ValueError, saying what is expected, for anything else: spaces, signs, fractions, sums.
    """
    if text == "0":
        return 0
    match = _DURATION.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not a duration such as {DURATION_EXAMPLES}")
    return int(match[1]) * _UNITS[match[2]]


def format_duration(milliseconds: Milliseconds) -> str:
    """Return the shortest exact form that `parse_duration` reads back: 90000 is `90s`, 0 is `0`.

    Raises ValueError for what has no such form: a negative length or a part of a second.
    """
    if milliseconds < 0 or milliseconds % 1_000:
        raise ValueError(f"{milliseconds} ms is not a duration in whole seconds")
    if milliseconds == 0:
        return "0"
    unit = next(unit for unit, length in _UNITS.items() if milliseconds % length == 0)
    return f"{milliseconds // _UNITS[unit]}{unit}"
