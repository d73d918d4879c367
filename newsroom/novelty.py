"""Which new entries are news. An archive that comes to light is stored, and alerts nobody.

True news must never be swallowed: an entry is silent only where its own date says that it is old by far,
or where so many undated ones come at once that no feed could have posted them. Bounds and examples stand
in docs/known-entries.md.
"""

from collections.abc import Iterable, Sequence

from newsroom.models import Entry

DAY = 24 * 60 * 60 * 1000

OLD = 30 * DAY
"""Milliseconds before the newest known date at which an entry is old by itself, however few come."""

OLD_IN_A_FLOOD = 7 * DAY
"""The same where many old ones come at once."""

FLOOD = 10
"""Old entries that come at once, from which on they may be a flood: if they are half of the document."""

UNDATED_FLOOD = 50
"""New entries without a date that may come at once, however few are known."""

_WITNESSES = 3
"""Known entries that must be as new as that: one or two with a wrong date do not make the rest old."""


def silent_keys(
    new: Sequence[Entry], known_dates: Iterable[int | None], *, known: int, listed: int, now: int
) -> frozenset[str]:
    """Return the keys of the new entries that alert nobody.

    `known_dates`: when the `known` remembered entries were published, in UTC milliseconds. `listed`: how
    many entries the document lists.
    """
    undated = {entry.key for entry in new if entry.published_at is None}
    silent = undated if len(undated) > max(UNDATED_FLOOD, 2 * known) else set()
    dates = sorted((min(date, now) for date in known_dates if date is not None), reverse=True)
    if dates:
        silent = silent | _old(new, dates, listed)
    return frozenset(silent)


def _old(new: Iterable[Entry], dates: Sequence[int], listed: int) -> set[str]:
    """Return the keys of those that are old by their date. `dates`: what is known, the newest first."""
    newest = dates[min(_WITNESSES, len(dates)) - 1]
    by_itself = _before(new, newest - OLD)
    in_a_flood = _before(new, max(newest - OLD_IN_A_FLOOD, min(dates[-1], newest)))
    is_flood = len(in_a_flood) >= FLOOD and 2 * len(in_a_flood) >= listed
    return in_a_flood if is_flood else by_itself


def _before(new: Iterable[Entry], moment: int) -> set[str]:
    return {one.key for one in new if one.published_at is not None and one.published_at < moment}
