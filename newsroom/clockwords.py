"""Clock times and days of the week as people type them: «8», «08.30», «8am», «mo-fr», «Mo Mi Fr»."""

import re
from collections.abc import Mapping

from newsroom.fold import fold
from newsroom.hours import EVERY_DAY

_CLOCK = re.compile(
    r"(\d{1,2})(?:\s*[:.h\uff1a]\s*(\d{2})|\s*h)?\s*(?:(am?|pm?)|([ap])\.m\.)?", re.IGNORECASE
)
_RANGE = re.compile(r"\s*(?:-|–|—|\u2212|\bto\b|\.\.+|…)\s*")
_BETWEEN_DAYS = re.compile(r"[\s,;+&/،、]+")

_NOON = 12


def read_clock(typed: str) -> int | None:
    """Return the minutes after midnight of «8», «8:30», «08.30», «8am», «8 p.m.», «20h»; None: it is no time.

    24:00 is midnight.
    """
    match = _CLOCK.fullmatch(typed.strip())
    if match is None:
        return None
    hour, minute = int(match[1]), int(match[2] or 0)
    half = (match[3] or match[4] or "")[:1].lower()
    if half:
        if not 1 <= hour <= _NOON:
            return None
        hour = hour % _NOON + (_NOON if half == "p" else 0)
    if hour == 24 and minute == 0:
        return 0
    return hour * 60 + minute if hour < 24 and minute < 60 else None


def split_clock(typed: str) -> tuple[int, str] | None:
    """Part a leading time from the words that follow it; None where there is none."""
    words = typed.split()
    # «8 pm mo-fr» is read before «8», and what follows.
    for count in (2, 1):
        minute = read_clock(" ".join(words[:count])) if len(words) >= count else None
        if minute is not None:
            return minute, " ".join(words[count:])
    return None


def read_clock_range(typed: str) -> tuple[int, int] | None:
    """Return the two times of «22:00-07:00»; None: it is no such thing."""
    parts = _RANGE.split(typed.strip())
    if len(parts) != 2 and len(typed.split()) == 2:
        parts = typed.split()
    if len(parts) != 2:
        return None
    start, end = map(read_clock, parts)
    return None if start is None or end is None else (start, end)


def read_days(typed: str, names: Mapping[str, int]) -> int | None:
    """Return the bits of the days that are named, Monday = 1; None where a word is no day.

    `names`: words and the bits that they stand for, folded by `day_word`. A day may be shortened as long as
    it can be no other: two letters at the least.
    """
    text = _RANGE.sub("-", typed.strip())
    if "-" not in text and (whole := names.get(day_word(text))):
        return whole
    days = 0
    for word in filter(None, _BETWEEN_DAYS.split(text)):
        ends = [_day(part, names) for part in word.split("-")]
        found = [bits for bits in ends if bits is not None]
        if len(found) != len(ends) or len(ends) > 2:
            return None
        if len(found) == 2:
            first, last = found
            if first.bit_count() != 1 or last.bit_count() != 1:
                return None
            days |= _from_to(first.bit_length() - 1, last.bit_length() - 1)
        else:
            days |= found[0]
    return days or None


def day_word(word: str) -> str:
    """Return the name of a day as it is compared: without case, accents and spaces."""
    return fold(word)


def _day(typed: str, names: Mapping[str, int]) -> int | None:
    word = day_word(typed)
    if word in names:
        return names[word]
    if len(word) < 2:
        return None
    meant = {bits for name, bits in names.items() if name.startswith(word)}
    return meant.pop() if len(meant) == 1 else None


def _from_to(first: int, last: int) -> int:
    """Return the bits of the days from one to another, over the week's end where it comes between."""
    number = (last - first) % 7 + 1
    return sum(1 << (first + step) % 7 for step in range(number)) & EVERY_DAY
