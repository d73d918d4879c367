"""Points in time as people type them into a search."""

import re
import unicodedata
from datetime import UTC, datetime

from newsroom.operators import ENGLISH, Operators

_AGE = re.compile(r"(\d{1,6})\s*(\D+)")
_DATE = re.compile(r"(\d{4})(?:([-/.])(\d{1,2})(?:\2(\d{1,2}))?)?")
_DASHES = re.compile("[\u2010-\u2015\u2212]")  # what a phone makes of a hyphen


def moment_of(typed: str, now: int, operators: Operators = ENGLISH) -> int | None:
    """Return what `7d` (that long before `now`), `2026`, `2026-05` or `2026-05-31` (its beginning) means.

    UTC milliseconds; None where it is none of them. A date may have slashes or points: the year comes first.
    """
    typed = _DASHES.sub("-", unicodedata.normalize("NFKC", typed))
    age = _AGE.fullmatch(typed)
    if age is not None:
        unit = operators.unit(age[2])
        return None if unit is None else now - int(age[1]) * unit
    date = _DATE.fullmatch(typed)
    if date is None:
        return None
    year, month, day = (int(part or 1) for part in date.group(1, 3, 4))
    try:
        return int(datetime(year, month, day, tzinfo=UTC).timestamp()) * 1000
    except ValueError:  # no such day
        return None
