"""Digests and quiet hours by the clock of a place, against a model that walks minute by minute."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsroom import ChatSettings, next_digest, quiet_hours
from newsroom.hours import Span, local_time, next_at, quiet_at

MINUTE = 60_000
DAY = 24 * 60 * MINUTE

BERLIN, LORD_HOWE, HAVANA = "Europe/Berlin", "Australia/Lord_Howe", "America/Havana"

# Moments at which the clocks of these zones change: by an hour, by half of one, at midnight, by a whole day.
CHANGES = (
    (BERLIN, "2026-03-29 01:00"),
    (BERLIN, "2026-10-25 01:00"),
    ("America/New_York", "2027-03-14 07:00"),
    ("America/New_York", "2027-11-07 06:00"),
    (LORD_HOWE, "2026-10-03 15:30"),
    (LORD_HOWE, "2026-04-04 15:00"),
    (HAVANA, "2026-03-08 05:00"),
    (HAVANA, "2026-11-01 05:00"),
    ("Africa/Casablanca", "2026-02-15 02:00"),
    ("Pacific/Apia", "2011-12-30 10:00"),
    ("Asia/Pyongyang", "2015-08-14 15:00"),
)
ZONES = (*dict.fromkeys(zone for zone, _ in CHANGES), "Asia/Kathmandu", "UTC", "Pacific/Kiritimati")


def at(text: str, zone: str = "UTC") -> int:
    """Return the moment at which a zone's clock shows this for the first time."""
    return round(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp() * 1000)


def shown(moment: int, zone: str) -> str:
    return local_time(moment, zone).isoformat(sep=" ", timespec="minutes")


def walked(since: int, zone: str) -> Iterator[tuple[int, int]]:
    """Walk along a zone's clock; yield (moment, minute of its calendar) for each that is new.

    Minutes that the clock jumps over are shown, all of them, where it lands.
    """
    latest = None
    moment = since // MINUTE * MINUTE
    place = ZoneInfo(zone)
    while True:
        here = datetime.fromtimestamp(moment / 1000, place).replace(tzinfo=UTC)
        calendar = round(here.timestamp()) // 60
        for minute in range(calendar if latest is None else latest + 1, calendar + 1):
            yield moment, minute
        latest = calendar if latest is None else max(latest, calendar)
        moment += MINUTE


def weekday(minute: int) -> int:
    return (minute // 1440 + 3) % 7  # 1970 began on a Thursday


def walked_to_digest(after: int, minute: int, days: int, zone: str) -> int:
    for moment, shown_minute in walked(after - 2 * DAY, zone):
        is_time = shown_minute % 1440 == minute and days >> weekday(shown_minute) & 1
        if is_time and moment > after:
            return moment
    raise AssertionError


def walked_to_quiet(now: int, start: int, end: int, zone: str) -> Span:
    begun: dict[int, int] = {}
    for moment, shown_minute in walked(now - 3 * DAY, zone):
        for begin in [one for one in begun if one + (end - start) % 1440 == shown_minute]:
            span = Span(begun.pop(begin), moment)
            if span.begins_at < moment and now < moment:
                return span
        if shown_minute % 1440 == start:
            begun[shown_minute] = moment
    raise AssertionError


@st.composite
def moments(draw: st.DrawFn) -> tuple[str, int]:
    """Return a zone and a moment, mostly near a change of its clock."""
    zone, change = draw(st.sampled_from(CHANGES))
    near = at(change)
    if draw(st.booleans()):
        return zone, near + draw(st.integers(-2 * DAY, 2 * DAY))
    zone = draw(st.sampled_from(ZONES))
    return zone, draw(st.integers(at("2005-01-01"), at("2036-01-01")))


clock_minutes = st.one_of(
    st.sampled_from((0, 1, 90, 120, 150, 179, 180, 1439)), st.integers(0, 1439)
)


@settings(max_examples=60, deadline=None)
@given(moments(), clock_minutes, st.one_of(st.just(127), st.integers(1, 127)))
def test_a_digest_is_due_when_a_clock_that_is_watched_first_shows_its_time(
    where: tuple[str, int], minute: int, days: int
) -> None:
    zone, after = where
    assert next_at(after, minute, days, zone) == walked_to_digest(after, minute, days, zone)


@settings(max_examples=60, deadline=None)
@given(moments(), clock_minutes, clock_minutes)
def test_quiet_hours_are_those_that_a_clock_that_is_watched_shows(
    where: tuple[str, int], start: int, end: int
) -> None:
    zone, now = where
    if start != end:
        assert quiet_at(now, start, end, zone) == walked_to_quiet(now, start, end, zone)


@pytest.mark.parametrize(
    ("after", "minute", "due"),
    [
        ("2026-03-28 08:00", 8 * 60, "2026-03-29 08:00+02:00"),
        # 02:30 does not exist on that day, and comes twice on the other.
        ("2026-03-28 12:00", 150, "2026-03-29 03:00+02:00"),
        ("2026-10-24 12:00", 150, "2026-10-25 02:30+02:00"),
        ("2026-10-25 02:30", 150, "2026-10-26 02:30+01:00"),
    ],
)
def test_days_when_clocks_change(after: str, minute: int, due: str) -> None:
    assert shown(next_at(at(after, BERLIN), minute, 127, BERLIN), BERLIN) == due


def test_a_year_of_digests_is_one_a_day_each_later_than_the_one_before() -> None:
    """Whatever the zone does: nothing comes twice, nothing is skipped."""
    for zone in ZONES:
        for minute in (0, 150, 1439):
            moment, days = at("2026-01-01"), list[object]()
            while moment < at("2027-01-01"):
                moment = next_at(moment, minute, 127, zone)
                days.append(local_time(moment, zone).date())
            assert len(set(days)) == len(days)
            assert len(days) in (366, 365), zone


def test_only_on_the_days_that_are_chosen() -> None:
    friday_evening = at("2026-11-27 20:00", BERLIN)
    due = next_at(friday_evening, 8 * 60, 0b0011111, BERLIN)
    assert shown(due, BERLIN) == "2026-11-30 08:00+01:00"
    with pytest.raises(ValueError, match="no day"):
        next_at(friday_evening, 0, 0, BERLIN)


def test_quiet_hours_over_midnight() -> None:
    evening = at("2026-11-27 23:00", BERLIN)
    span = quiet_at(evening, 22 * 60, 7 * 60, BERLIN)
    assert shown(span.begins_at, BERLIN) == "2026-11-27 22:00+01:00"
    assert shown(span.ends_at, BERLIN) == "2026-11-28 07:00+01:00"
    assert quiet_at(span.ends_at, 22 * 60, 7 * 60, BERLIN).begins_at == span.begins_at + DAY
    with pytest.raises(ValueError, match="end when they begin"):
        quiet_at(evening, 60, 60, BERLIN)


def test_quiet_hours_that_the_clock_jumps_over_are_none() -> None:
    span = quiet_at(at("2026-03-29 00:00", BERLIN), 130, 170, BERLIN)
    assert shown(span.begins_at, BERLIN) == "2026-03-30 02:10+02:00"


def test_without_a_zone_or_a_time_there_is_nothing_to_wait_for() -> None:
    now = at("2026-11-27 20:00")
    wish = ChatSettings(digest_minute=480, quiet_from=1320, quiet_to=420)
    assert next_digest(wish, now) is None
    assert quiet_hours(wish, now) is None
    there = replace(wish, timezone="UTC+2")
    assert next_digest(there, now) == at("2026-11-28 06:00")
    assert quiet_hours(there, now) == (at("2026-11-27 20:00"), at("2026-11-28 05:00"))
    bare = ChatSettings(timezone=BERLIN)
    assert (next_digest(bare, now), quiet_hours(bare, now)) == (None, None)


def test_a_zone_that_this_machine_does_not_know_is_utc() -> None:
    """A backup may come from a machine with a newer list."""
    lost = ChatSettings(timezone="Europe/Atlantis", digest_minute=480)
    assert next_digest(lost, at("2026-11-27 20:00")) == at("2026-11-28 08:00")
