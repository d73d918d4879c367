"""Durations, sizes and times: written strictly, read back exactly."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.units import format_duration, format_size, format_time, parse_duration, parse_size


@pytest.mark.parametrize(
    ("text", "milliseconds"),
    [
        ("0", 0),
        ("0s", 0),
        ("1s", 1_000),
        ("90s", 90_000),
        ("15m", 900_000),
        ("6h", 21_600_000),
        ("2d", 172_800_000),
    ],
)
def test_a_duration_is_a_number_and_a_unit(text: str, milliseconds: int) -> None:
    assert parse_duration(text) == milliseconds


@pytest.mark.parametrize(
    "text",
    [
        *("", "5", "m", "15 m", " 15m", "15m\n", "15M", "-15m", "+15m", "1.5h", "1h30m", "15min"),
        *("1w", "٣m", "1_0s", "1e3s", "9" * 5_000 + "s"),
    ],
)
def test_anything_else_is_no_duration_and_the_error_shows_how_to_write_one(text: str) -> None:
    with pytest.raises(ValueError, match='not a duration such as "90s", "15m", "6h" or "2d"'):
        parse_duration(text)


@given(st.integers(min_value=0, max_value=10**12 - 1))
def test_a_formatted_duration_reads_back_as_itself(seconds: int) -> None:
    assert parse_duration(format_duration(seconds * 1_000)) == seconds * 1_000


@pytest.mark.parametrize(
    ("milliseconds", "text"),
    [(0, "0"), (90_000, "90s"), (60_000, "1m"), (5_400_000, "90m"), (86_400_000, "1d")],
)
def test_a_duration_is_written_in_its_largest_exact_unit(milliseconds: int, text: str) -> None:
    assert format_duration(milliseconds) == text


@pytest.mark.parametrize("milliseconds", [-1_000, 1, 1_500])
def test_a_duration_that_cannot_be_written_exactly_is_refused(milliseconds: int) -> None:
    with pytest.raises(ValueError, match=f"{milliseconds} ms is not a duration in whole seconds"):
        format_duration(milliseconds)


@pytest.mark.parametrize(
    ("text", "size"),
    [("0B", 0), ("100B", 100), ("512KiB", 524_288), ("8MiB", 8_388_608), ("1GiB", 1_073_741_824)],
)
def test_a_size_is_a_number_and_a_unit(text: str, size: int) -> None:
    assert parse_size(text) == size


@pytest.mark.parametrize(
    "text", ["", "5", "5MB", "5mib", "5 MiB", "5M", "-5MiB", "1.5MiB", "MiB", "٣MiB", "5MiB\n"]
)
def test_anything_else_is_no_size_and_the_error_shows_how_to_write_one(text: str) -> None:
    with pytest.raises(ValueError, match='not a size such as "512KiB" or "8MiB"'):
        parse_size(text)


@given(st.integers(min_value=0, max_value=10**15 - 1))
def test_a_formatted_size_reads_back_as_itself(size: int) -> None:
    assert parse_size(format_size(size)) == size


def test_a_negative_size_is_refused() -> None:
    with pytest.raises(ValueError, match="-1 is not a size"):
        format_size(-1)


def test_a_time_is_iso_8601_in_utc() -> None:
    assert format_time(0) == "1970-01-01T00:00:00Z"
    assert format_time(1_795_370_709_250) == "2026-11-22T18:05:09Z"
    assert format_time(1_795_370_709_250, milliseconds=True) == "2026-11-22T18:05:09.250Z"
    assert format_time(1_795_370_709_000, milliseconds=True) == "2026-11-22T18:05:09.000Z"


def test_a_time_before_1970_is_a_time_too() -> None:
    assert format_time(-1) == "1969-12-31T23:59:59Z"


@given(st.integers(min_value=-62_135_596_800_000, max_value=253_402_300_799_999))
def test_a_formatted_time_reads_back_as_itself(time: int) -> None:
    moment = datetime.fromisoformat(format_time(time, milliseconds=True))
    assert moment.tzinfo is not None
    epoch = datetime.fromisoformat("1970-01-01T00:00:00Z")
    assert round((moment - epoch).total_seconds() * 1_000) == time
