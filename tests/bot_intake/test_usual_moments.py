"""Dates that are written in the usual way mean what is worked out of any."""

from datetime import datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.intake.moments import work_out_moment
from bot.intake.usual_moments import read_usual_moment

_ZONES = st.integers(-14 * 60 + 1, 14 * 60 - 1).map(
    lambda minutes: timezone(timedelta(minutes=minutes))
)
_SECONDS = st.integers(-2_200_000_000, 4_070_000_000)
"""Since 1970: the twentieth century and the next."""


@given(_SECONDS, _ZONES)
def test_what_is_usual_is_read(seconds: int, zone: timezone) -> None:
    moment = datetime.fromtimestamp(seconds, zone)
    assert read_usual_moment(format_datetime(moment)) == seconds * 1000
    assert read_usual_moment(moment.isoformat()) == seconds * 1000


@pytest.mark.parametrize("written", ["Sat, 21 Nov 2026 10:00:00 GMT", "2026-11-21T10:00:00Z"])
def test_greenwich(written: str) -> None:
    assert read_usual_moment(written) == 1_795_255_200_000


@given(
    st.from_regex(
        r"[A-Z][a-z]{2}, ?[0-9]{1,2} (Jan|May|Sep|Dec|Sat|Mai|dec) (19|20|00|99)[0-9]{2}"
        r" [0-6][0-9]:[0-6][0-9](:[0-6][0-9])? (GMT|UTC|EST|Z|[+-][0-2][0-9][0-9]{2})",
        fullmatch=True,
    )
    | st.from_regex(
        r"(19|20|00|99)[0-9]{2}-[01][0-9]-[0-3][0-9][T ][0-6][0-9]:[0-6][0-9](:[0-6][0-9])?"
        r"(\.[0-9]{1,3})?(Z|[+-][0-2][0-9]:[0-9]{2})?",
        fullmatch=True,
    )
)
@example("Sun, 31 Feb 2026 10:00:00 GMT")
@example("2026-11-21T23:59:60Z")
@example("2026-11-21T24:00:00Z")
def test_it_means_what_is_worked_out(written: str) -> None:
    usual = read_usual_moment(written)
    assert usual is None or usual == work_out_moment(written)
