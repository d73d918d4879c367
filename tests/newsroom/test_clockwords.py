"""Clock times and days as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom import day_word, read_clock, read_clock_range, read_days, split_clock

GERMAN = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
ENGLISH = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SHORT = (
    ("Mo.", "Di.", "Mi.", "Do.", "Fr.", "Sa.", "So."),
    ("пн", "вт", "ср", "чт", "пт", "сб", "вс"),
)
NAMES = {
    day_word(name): 1 << day
    for names in (GERMAN, ENGLISH, *SHORT)
    for day, name in enumerate(names)
} | {"weekdays": 31, "everyday": 127, "weekend": 96}


@pytest.mark.parametrize(
    ("typed", "minute"),
    [
        ("8", 480),
        ("08", 480),
        ("8:30", 510),
        ("08.30", 510),
        ("8h", 480),
        ("8h30", 510),
        ("8am", 480),
        ("8 AM", 480),
        ("8:15pm", 1215),
        ("8 p.m.", 1200),
        ("12am", 0),
        ("12 pm", 720),
        ("0:00", 0),
        ("24:00", 0),
        ("23:59", 1439),
        ("٨:٣٠", 510),
        ("8：30", 510),
    ],
)
def test_times(typed: str, minute: int) -> None:
    assert read_clock(typed) == minute


@pytest.mark.parametrize(
    "typed", ["", "25", "24:01", "8:60", "13pm", "0am", "8:5", "eight", "08:00:00", "-8", "8 30 pm"]
)
def test_what_is_no_time(typed: str) -> None:
    assert read_clock(typed) is None


@given(st.text(max_size=20))
def test_whatever_is_typed_is_a_minute_of_a_day_or_none(typed: str) -> None:
    minute = read_clock(typed)
    assert minute is None or 0 <= minute < 1440
    hours = read_clock_range(typed)
    assert hours is None or all(0 <= one < 1440 for one in hours)
    days = read_days(typed, NAMES)
    assert days is None or 0 < days <= 127


@pytest.mark.parametrize(
    ("typed", "hours"),
    [
        ("22:00-07:00", (1320, 420)),
        ("22-7", (1320, 420)),
        ("22:00 – 7:00", (1320, 420)),
        ("10pm-7am", (1320, 420)),
        ("10 pm to 7 am", (1320, 420)),
        ("22:00 07:00", (1320, 420)),
    ],
)
def test_two_times(typed: str, hours: tuple[int, int]) -> None:
    assert read_clock_range(typed) == hours


@pytest.mark.parametrize("typed", ["22:00", "22:00-", "-", "22-7-8", "night"])
def test_what_is_not_two_times(typed: str) -> None:
    assert read_clock_range(typed) is None


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("mo-fr", 0b0011111),
        ("Mo–Fr", 0b0011111),
        ("mon to fri", 0b0011111),
        ("Mo Mi Fr", 0b0010101),
        ("mon,wed,fri", 0b0010101),
        ("monday & sunday", 0b1000001),
        ("fr-mo", 0b1110001),
        ("sa - so", 0b1100000),
        ("mo-mi fr", 0b0010111),
        ("weekdays", 31),
        ("every day", 127),
        ("mo weekend", 0b1100001),
        ("Donnerstags"[:10], 0b0001000),
        ("чт", 0b0001000),
        ("so.", 0b1000000),
    ],
)
def test_days(typed: str, days: int) -> None:
    assert read_days(typed, NAMES) == days


@pytest.mark.parametrize(
    "typed", ["", "m", "s", "xyz", "mo xyz", "mo-", "mo-di-mi", "weekdays-so", "8", "-", ","]
)
def test_what_names_no_day(typed: str) -> None:
    assert read_days(typed, NAMES) is None


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("08:00 mo-fr", (480, "mo-fr")),
        ("8 pm  mo fr", (1200, "mo fr")),
        ("8am", (480, "")),
        ("8 weekdays", (480, "weekdays")),
        ("mo 8", None),
        ("", None),
    ],
)
def test_a_time_and_what_follows_it(typed: str, parts: tuple[int, str] | None) -> None:
    assert split_clock(typed) == parts
