"""Time zones by whatever people call them."""

from datetime import UTC, datetime
from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom import find_zones, is_zone, offset_at, usual_zones, zone_words, zones_showing
from newsroom.offsets import offset_name, read_offset
from newsroom.zones import _BY_PEOPLE, _USUAL, MOST_ZONES

WINTER = round(datetime(2026, 1, 15, 12, tzinfo=UTC).timestamp() * 1000)
SUMMER = round(datetime(2026, 7, 15, 12, tzinfo=UTC).timestamp() * 1000)
NAMES = {
    zone_words("Wien"): ("Europe/Vienna",),
    zone_words("Österreich"): ("Europe/Vienna",),
    zone_words("Indonesien"): ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"),
    zone_words("München"): ("Europe/Berlin",),
}


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Berlin", "Europe/Berlin"),
        ("berlin", "Europe/Berlin"),
        ("Europe/Berlin", "Europe/Berlin"),
        ("europe berlin", "Europe/Berlin"),
        ("EUROPE_BERLIN", "Europe/Berlin"),
        ("New York", "America/New_York"),
        ("new_york", "America/New_York"),
        ("Buenos Aires", "America/Argentina/Buenos_Aires"),
        ("Port-au-Prince", "America/Port-au-Prince"),
        ("wien", "Europe/Vienna"),
        ("Osterreich", "Europe/Vienna"),
        ("MSK", "Europe/Moscow"),
        ("est", "America/New_York"),
        ("UTC", "UTC"),
        ("gmt", "UTC"),
        ("UTC+2", "UTC+2"),
        ("utc +02:00", "UTC+2"),
        ("GMT-3:30", "UTC-3:30"),
        ("GMT−3.30", "UTC-3:30"),
        ("+0545", "UTC+5:45"),
        ("+5.30", "UTC+5:30"),
        ("UTC+14", "UTC+14"),
    ],
)
def test_a_clear_name_is_one_zone(typed: str, zone: str) -> None:
    assert find_zones(typed, NAMES) == (zone,)
    assert is_zone(zone)


def test_a_part_of_a_name_may_be_several() -> None:
    assert find_zones("Indonesien", NAMES) == ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")
    found = find_zones("port", NAMES)
    assert "America/Port_of_Spain" in found
    assert 1 < len(found) <= MOST_ZONES
    assert find_zones("sao", NAMES)[0] == "America/Sao_Paulo"
    assert find_zones("IST", NAMES)[:2] == ("Asia/Kolkata", "Asia/Jerusalem")


@pytest.mark.parametrize("typed", ["", "Nowhere", "…", "UTC+15", "UTC-13", "UTC+5:75", "14", "/"])
def test_what_is_no_zone_is_none(typed: str) -> None:
    assert find_zones(typed, NAMES) == ()


@pytest.mark.parametrize(
    ("minute", "now", "first", "bare"),
    [
        (13 * 60, WINTER, "Europe/Berlin", ["UTC+1"]),
        (14 * 60 + 4, SUMMER, "Europe/Berlin", ["UTC+2"]),
        (17 * 60 + 27, WINTER, "Asia/Kolkata", ["UTC+5:30"]),
        (17 * 60 + 45, WINTER, "Asia/Kathmandu", ["UTC+5:45"]),
        (7 * 60, WINTER, "America/New_York", ["UTC-5"]),
        # Both of them live at 01:00, on two days.
        (60, WINTER, "Pacific/Auckland", ["UTC-11", "UTC+13"]),
        (12 * 60, WINTER, "Europe/London", ["UTC"]),
        # Nobody's clock shows that; perhaps somebody left out the minutes.
        (12 * 60 + 20, WINTER, "Europe/London", ["UTC"]),
    ],
)
def test_by_the_clock_of_the_person(minute: int, now: int, first: str, bare: list[str]) -> None:
    found = zones_showing(minute, now)
    assert found[0] == first
    assert list(found[-len(bare) :]) == bare
    assert len(found) <= MOST_ZONES


@given(st.integers(0, 1439), st.integers(WINTER, SUMMER))
def test_of_all_clocks_those_that_come_nearest_are_offered(minute: int, now: int) -> None:
    def apart(zone: str) -> int:
        difference = (now // 60_000 + offset_at(now, zone) - minute) % 1440
        return min(difference, 1440 - difference)

    found = zones_showing(minute, now)
    nearest = min(map(apart, _BY_PEOPLE))
    assert 1 <= len(found) <= MOST_ZONES
    assert all(apart(zone) <= max(7, nearest) for zone in found)


@given(st.integers(-12 * 60, 14 * 60))
def test_offsets_are_read_as_they_are_written(minutes: int) -> None:
    assert read_offset(offset_name(minutes)) == minutes
    assert is_zone(offset_name(minutes))


def test_all_zones_that_are_offered_exist() -> None:
    offered = {*_BY_PEOPLE, *(zone for zones in _USUAL.values() for zone in zones)}
    assert offered <= available_timezones()
    assert usual_zones("de-AT")[0] == "Europe/Berlin"
    assert usual_zones("tlh") == usual_zones(None) == usual_zones("en")


@pytest.mark.parametrize("zone", ["Europe/Atlantis", "utc+2", "posixrules", "", "UTC+99", "../x"])
def test_what_a_forged_button_may_carry_is_no_zone(zone: str) -> None:
    assert not is_zone(zone)
