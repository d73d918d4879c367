"""Dates as publishers write them."""

from datetime import UTC, datetime

import pytest

from bot.intake.moments import read_moment


def shown(written: str) -> str | None:
    moment = read_moment(written)
    return (
        None if moment is None else f"{datetime.fromtimestamp(moment / 1000, UTC):%Y-%m-%d %H:%M}"
    )


@pytest.mark.parametrize(
    "written",
    """Sat, 21 Nov 2026 10:00:00 GMT|Sat, 21 Nov 2026 10:00:00 +0000|Sat, 21 Nov 2026 10:00:00 Z
    Sat,21 Nov 2026 10:00:00 GMT|21 Nov 26 10:00 UT|Saturday, 21 November 2026 10:00:00
    Sat, 21-Nov-2026 10:00:00|2026-11-21 05:00:00 EST|sam., 21 nov. 2026 11:00:00 +0100
    Sat, 21 Nov 2026 12:00:00 +0200|Sat, 21 Nov 2026 12:00:00 GMT+2|Sat, 21 Nov 2026 12:00:00 UTC+02:00
    Sat, 21 Nov 2026 05:00:00 EST|Sat, 21 Nov 2026 11:00:00 CET|Sat, 21 Nov 2026 11:00:00 BST
    Sat, 21 Nov 2026 19:00:00 JST|Sat, 21 Nov 2026 13:00:00 MSK|Sat, 21 Nov 2026 15:30:00 IST
    Sat, 21 Nov 2026 10:00:00 -0000|Sat, 21 Nov 2026 10:00:00 +9999|Sat, 21 Nov 2026 10:00:00 XYZ
    Sat Nov 21 10:00:00 2026|Sat Nov 21 10:00:00 UTC 2026|November 21, 2026 10:00 AM|Nov 21, 2026 10:00am
    Sat Nov 21 2026 11:00:00 GMT+0100 (Central European Standard Time)|  Sat,  21  Nov  2026  10:00:00   GMT
    2026-11-21T10:00:00Z|2026-11-21T10:00:00.123456Z|2026-11-21T12:00:00+02:00|2026-11-21T12:00:00+0200
    2026-11-21T12:00:00+02|2026-11-21T10:00|2026-11-21 10:00:00|2026-11-21 10:00:00 UTC
    20261121T100000Z|20261121100000|2026/11/21 10:00:00|1795255200|1795255200000|21.11.2026 10:00
    21/11/2026 10:00:00|11/21/2026 10:00|Sa, 21. November 2026 11:00:00 +0100
    mar., 21 nov. 2026 10:00|Sáb, 21 Nov 2026 10:00:00|21 ноября 2026 10:00
    Сб, 21 ноя 2026 13:00:00 +0300|2026-11-21 10:00:00
    Cmt, 21 Kas 2026 10:00|2026年11月21日 10:00|2026년 11월 21일 10:00|2026-11-21 오전 10:00:00""".replace(
        "\n", "|"
    ).split("|"),
)
def test_ten_in_the_morning(written: str) -> None:
    assert shown(written) == "2026-11-21 10:00"


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026-11-21", "2026-11-21 00:00"),
        ("20261121", "2026-11-21 00:00"),
        ("2026-11", "2026-11-01 00:00"),
        ("Sat, 21 Nov 2026", "2026-11-21 00:00"),
        ("Sat, 21 Nov 2026 10:00 PM GMT", "2026-11-21 22:00"),
        ("Sat, 21 Nov 2026 12:30 AM", "2026-11-21 00:30"),
        ("2026-11-21 오후 10:00:00", "2026-11-21 22:00"),
        ("Sat, 21 Nov 2026 24:00:00 GMT", "2026-11-22 00:00"),
        ("2026-11-21T25:61:00Z", "2026-11-21 00:00"),
        ("Mo, 01 Dez 2025 10:00:00 +0100", "2025-12-01 09:00"),
        ("14 août 2026", "2026-08-14 00:00"),
        ("1 de fevereiro de 2026", "2026-02-01 00:00"),
        ("21 lipca 2026", "2026-07-21 00:00"),
        ("Sat, 21 Nov 99 10:00:00 GMT", "1999-11-21 10:00"),
    ],
)
def test_other_moments(written: str, moment: str) -> None:
    assert shown(written) == moment


@pytest.mark.parametrize(
    "written",
    [
        *(
            "",
            "yesterday",
            "2 hours ago",
            "Sat, 31 Nov 2026 10:00:00 GMT",
            "2026-13-41",
            "0000-00-00",
        ),
        *(
            "3/4/2026",
            "2026-W47-6",
            "10:00",
            "November",
            "9" * 50,
            "²⁰²⁶",
            "21 Nov",
            "1.2.3.4",
            "\0",
        ),
    ],
)
def test_what_is_no_date_or_two_is_none(written: str) -> None:
    assert shown(written) is None


@pytest.mark.parametrize("bait", ["1 ", "2026-", ": ", "a", "(", "1:", "٣", "jan "])
def test_endless_dates_take_no_time(bait: str) -> None:
    read_moment(bait * 1_000_000)
