"""A fast way for the two spellings of nearly all dates.

tests/bot_intake/test_usual_moments.py holds it to what `bot.intake.moments` works out of them more slowly.
"""

import re
from datetime import date

_RFC_822 = re.compile(
    r"[A-Z][a-z]{2}, ([0-9]{1,2}) ([A-Z][a-z]{2}) ((?:19|20)[0-9]{2})"
    r" ([0-9]{2}):([0-9]{2}):([0-9]{2}) (?:GMT|UTC|([+-])(0[0-9]|1[0-3])([0-5][0-9]))"
)
_RFC_3339 = re.compile(
    r"((?:19|20)[0-9]{2})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})"
    r"(?:Z|([+-])(0[0-9]|1[0-3]):([0-5][0-9]))"
)
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"
_EPOCH = date(1970, 1, 1).toordinal()
_NUMBERS = {name: number for number, name in enumerate(_MONTHS.split(), start=1)}


def read_usual_moment(written: str) -> int | None:
    """Return a date in UTC milliseconds; None where it is not written in the usual way, or impossible."""
    if (found := _RFC_822.fullmatch(written)) is not None:
        day, name, year, *time, sign, hours, minutes = found.groups()
        month = _NUMBERS.get(name, 0)
    elif (found := _RFC_3339.fullmatch(written)) is not None:
        year, number, day, *time, sign, hours, minutes = found.groups()
        month = int(number)
    else:
        return None
    hour, minute, second = map(int, time)
    if hour > 23 or minute > 59 or second > 59:
        return None
    try:
        days = date(int(year), month, int(day)).toordinal() - _EPOCH
    except ValueError:
        return None
    seconds = ((days * 24 + hour) * 60 + minute) * 60 + second
    if sign:
        east = int(hours) * 3600 + int(minutes) * 60
        seconds += east if sign == "-" else -east
    return seconds * 1000
