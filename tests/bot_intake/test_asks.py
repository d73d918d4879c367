"""What a document asks of its readers."""

import pytest

from bot.intake.parse import parse
from bot.intake.wire import from_wire, to_wire
from newsroom import Asks, ParsedFeed

MINUTE = 60_000
HOUR = 60 * MINUTE


def asks(channel: str) -> Asks:
    body = f"""<?xml version="1.0"?><rss version="2.0"
        xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"
        xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd">
        <channel><title>T</title>{channel}<item><title>One</title></item></channel></rss>"""
    parsed = parse(body.encode(), url="https://a.example/feed", charset=None, now=0)
    assert isinstance(parsed, ParsedFeed)
    assert from_wire(to_wire(parsed)) == parsed
    return parsed.asks


@pytest.mark.parametrize(
    ("channel", "every"),
    [
        ("", None),
        ("<ttl>60</ttl>", HOUR),
        ("<ttl> 5 </ttl>", 5 * MINUTE),
        ("<ttl>0</ttl>", None),
        ("<ttl>-60</ttl>", None),
        ("<ttl>an hour</ttl>", None),
        ("<ttl>999999999999</ttl>", 999_999 * MINUTE),
        ("<sy:updatePeriod>hourly</sy:updatePeriod>", HOUR),
        ("<sy:updatePeriod> Hourly </sy:updatePeriod>", HOUR),
        (
            "<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>",
            6 * HOUR,
        ),
        ("<sy:updateFrequency>2</sy:updateFrequency>", 12 * HOUR),
        (
            "<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>",
            HOUR,
        ),
        ("<sy:updatePeriod>often</sy:updatePeriod>", None),
        ("<ttl>30</ttl><sy:updatePeriod>hourly</sy:updatePeriod>", HOUR),
    ],
)
def test_how_often_to_come(channel: str, every: int | None) -> None:
    assert asks(channel).every == every


@pytest.mark.parametrize(
    ("channel", "hours"),
    [
        ("<skipHours><hour>0</hour><hour>23</hour></skipHours>", {0, 23}),
        ("<skipHours>\n <hour> 7 </hour>\n <hour>07</hour></skipHours>", {7}),
        ("<skipHours><hour>24</hour><hour>25</hour><hour>x</hour></skipHours>", {0}),
        ("<skipHours/>", set()),
    ],
)
def test_hours_to_stay_away_in(channel: str, hours: set[int]) -> None:
    assert asks(channel).skip_hours == sum(1 << hour for hour in hours)


def test_days_to_stay_away_on() -> None:
    channel = "<skipDays><day>Monday</day><day>sunday</day><day>Someday</day></skipDays>"
    assert asks(channel).skip_days == 1 << 0 | 1 << 6


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("https://b.example/feed", "https://b.example/feed"),
        ("/moved", "https://a.example/moved"),
        ("javascript:alert(1)", None),
        ("", None),
    ],
)
def test_where_it_has_moved(said: str, meant: str | None) -> None:
    assert asks(f"<itunes:new-feed-url>{said}</itunes:new-feed-url>").new_url == meant
