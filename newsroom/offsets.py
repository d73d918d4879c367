"""Fixed offsets from UTC, for a clock that no zone of the list goes by: «UTC+2», «UTC-3:30»."""

import re

FURTHEST_WEST, FURTHEST_EAST = -12 * 60, 14 * 60
"""Minutes: no clock on earth lies beyond."""

_OFFSET = re.compile(r"(?:UTC|GMT|Z)?\s*([+-])\s*(\d{1,2})(?:[:.]?(\d{2}))?", re.IGNORECASE)
_UTC = {"utc", "gmt", "z", "zulu"}


def read_offset(typed: str) -> int | None:
    """Return the minutes east of UTC of «UTC+2», «GMT-3:30», «+0545» or «UTC»; None: it is no offset."""
    typed = typed.strip().replace("\u2212", "-")  # the minus sign that phones write
    if typed.casefold() in _UTC:
        return 0
    match = _OFFSET.fullmatch(typed)
    if match is None:
        return None
    minutes = int(match[2]) * 60 + int(match[3] or 0)
    offset = -minutes if match[1] == "-" else minutes
    is_real = int(match[3] or 0) < 60 and FURTHEST_WEST <= offset <= FURTHEST_EAST
    return offset if is_real else None


def offset_name(minutes: int) -> str:
    """Return an offset as it is written and kept: «UTC», «UTC+2», «UTC-3:30»."""
    if minutes == 0:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '-'}{hours}" + (f":{rest:02}" if rest else "")
