"""Points in time as people type them into a search."""

import re
from datetime import UTC, datetime

_MILLISECONDS = {"s": 1_000, "m": 60_000, "h": 3_600_000, "d": 86_400_000, "w": 604_800_000}
_AGE = re.compile(r"(\d{1,6})([smhdw])", re.IGNORECASE)
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


def moment_of(typed: str, now: int) -> int | None:
    """Return what `7d` (that long before `now`), `2026`, `2026-05` or `2026-05-31` (its beginning) means.

    UTC milliseconds; None where it is none of them.
    """
    age = _AGE.fullmatch(typed)
    if age is not None:
        return now - int(age[1]) * _MILLISECONDS[age[2].lower()]
    date = _DATE.fullmatch(typed)
    if date is None:
        return None
    year, month, day = (int(part or 1) for part in date.groups())
    try:
        return int(datetime(year, month, day, tzinfo=UTC).timestamp()) * 1000
    except ValueError:  # no such day
        return None
