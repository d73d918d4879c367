"""Clock times of a place on earth: the next digest, the quiet hours, across the days when clocks change.

Moments are UTC milliseconds; clock times are minutes after midnight; days are bits from Monday (1) to Sunday
(64). Where clocks are put forward, a time that does not exist means the first moment after the gap; where
they are put back, a time that comes twice means the first of the two.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from newsroom.models import ChatSettings
from newsroom.offsets import read_offset

EVERY_DAY = 127
DAY_MINUTES = 24 * 60

_SPAN = 10
"""Days ahead that are looked at: a week, and those that a change of sides of the date line may leave out."""


class Span(NamedTuple):
    """A length of time between two moments, in UTC milliseconds; the end is no part of it."""

    begins_at: int
    ends_at: int


@lru_cache(256)
def zone_of(name: str) -> tzinfo:
    """Return a zone by its IANA name or as a fixed offset such as «UTC+2».

    What this machine does not know (the name is newer than its list, or older) is UTC: a digest at a wrong
    hour is better than none.
    """
    offset = read_offset(name)
    if offset is not None:
        return timezone(timedelta(minutes=offset))
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC


def local_time(moment: int, zone: str) -> datetime:
    """Return what the calendar and the clock of a zone show at a moment."""
    return datetime.fromtimestamp(moment / 1000, zone_of(zone))


def moment_of(day: date, minute: int, zone: str) -> int:
    """Return the first moment at which the clock of a zone shows this time of this day, or a later one."""
    place = zone_of(zone)
    wanted = datetime.combine(day, time(minute // 60, minute % 60))
    first = _milliseconds(wanted.replace(tzinfo=place, fold=0))
    if _shown(first, place) == wanted:
        return first
    # The clock jumps over it. With the offset of before the jump it lies after it, and the other way round.
    before, after = _milliseconds(wanted.replace(tzinfo=place, fold=1)), first
    while after - before > 1:
        middle = (before + after) // 2
        if _shown(middle, place) < wanted:
            before = middle
        else:
            after = middle
    return after


def next_at(after: int, minute: int, days: int, zone: str) -> int:
    """Return the first moment later than `after` at which it is `minute` on one of the `days`.

    Raises ValueError where no day is chosen.
    """
    if not days & EVERY_DAY:
        raise ValueError("no day is chosen")
    for day in _days_around(after, zone):
        if days >> day.weekday() & 1 and (moment := moment_of(day, minute, zone)) > after:
            return moment
    raise AssertionError("every day of the week comes within ten days")


def quiet_at(now: int, start: int, end: int, zone: str) -> Span:
    """Return the quiet hours from `start` to `end` that are under way, or else the next ones.

    An end that is not later than the start lies on the next day. Raises ValueError where both are one.
    """
    if start == end:
        raise ValueError("quiet hours end when they begin")
    for day in _days_around(now, zone):
        last = day if start < end else day + timedelta(days=1)
        span = Span(moment_of(day, start, zone), moment_of(last, end, zone))
        # Hours that lie within a gap of the clock are none at all.
        if span.begins_at < span.ends_at and now < span.ends_at:
            return span
    raise AssertionError("no zone leaves out ten nights")


def next_digest(settings: ChatSettings, now: int) -> int | None:
    """Return when a chat's next digest falls due after `now`; None: it has none, or no zone yet."""
    if settings.digest_minute is None or settings.timezone is None:
        return None
    return next_at(now, settings.digest_minute, settings.digest_days, settings.timezone)


def quiet_hours(settings: ChatSettings, now: int) -> Span | None:
    """Return a chat's quiet hours that are under way or come next; None: it has none, or no zone yet."""
    if settings.quiet_from is None or settings.quiet_to is None or settings.timezone is None:
        return None
    return quiet_at(now, settings.quiet_from, settings.quiet_to, settings.timezone)


def _days_around(moment: int, zone: str) -> Iterator[date]:
    """Yield the days from two before that of a moment: hours that began then may still be under way."""
    today = local_time(moment, zone).date()
    return (today + timedelta(days=number) for number in range(-2, _SPAN))


def _milliseconds(moment: datetime) -> int:
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


def _shown(moment: int, place: tzinfo) -> datetime:
    return datetime.fromtimestamp(moment / 1000, place).replace(tzinfo=None, fold=0)
