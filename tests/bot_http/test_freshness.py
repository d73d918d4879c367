"""For how long an answer stays fresh."""

import pytest
from multidict import CIMultiDict

from bot.http.freshness import fresh_for

DATE = "Sat, 28 Nov 2026 10:00:00 GMT"
LATER = "Sat, 28 Nov 2026 12:00:00 GMT"


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ([], None),
        ([("Cache-Control", "max-age=600")], 600),
        ([("cache-control", 'public, MAX-AGE="600"')], 600),
        ([("Cache-Control", "public"), ("Cache-Control", "max-age=600")], 600),
        ([("Cache-Control", "max-age=600"), ("Age", "200")], 400),
        ([("Cache-Control", "max-age=600"), ("Age", "900")], None),
        ([("Cache-Control", "max-age=0")], None),
        ([("Cache-Control", "max-age=soon")], None),
        ([("Cache-Control", "max-age=-5")], None),
        ([("Cache-Control", "max-age=99999999999999")], 999_999_999),
        ([("Cache-Control", "s-maxage=600")], None),
        ([("Cache-Control", "no-cache, max-age=600")], None),
        ([("Cache-Control", "max-age=600, no-store")], None),
        ([("Expires", LATER), ("Date", DATE)], 7200),
        ([("Expires", LATER), ("Date", DATE), ("Age", "200")], 7000),
        ([("Expires", LATER), ("Date", DATE), ("Cache-Control", "max-age=60")], 60),
        ([("Expires", LATER), ("Date", DATE), ("Cache-Control", "no-store")], None),
        ([("Expires", DATE), ("Date", LATER)], None),
        ([("Expires", LATER)], None),
        ([("Expires", "0"), ("Date", DATE)], None),
        ([("Expires", "Sat, 28 Nov 2026 12:00:00 -0000"), ("Date", DATE)], None),
    ],
)
def test_what_a_server_says(headers: list[tuple[str, str]], seconds: int | None) -> None:
    expected = None if seconds is None else seconds * 1000
    assert fresh_for(CIMultiDict(headers)) == expected
