"""Small feeds for the tests of parsing, and what they are parsed to."""

from datetime import UTC, datetime

from bot.intake.parse import parse
from newsroom import Entry, ParsedFeed, Problem

NOW = 1_800_000_000_000
URL = "https://feeds.example/news/feed.xml"


def parsed(
    document: str | bytes, url: str = URL, charset: str | None = None, now: int = NOW
) -> ParsedFeed:
    body = document.encode() if isinstance(document, str) else document
    feed = parse(body, url=url, charset=charset, now=now)
    assert isinstance(feed, ParsedFeed), feed
    return feed


def only(document: str, url: str = URL) -> Entry:
    (entry,) = parsed(document, url).entries
    return entry


def rss_entry(inner: str, channel: str = "") -> Entry:
    return only(
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:media="http://search.yahoo.com/mrss/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd">'
        f"<channel><title>T</title>{channel}<item>{inner}</item></channel></rss>"
    )


def atom_entry(inner: str, attributes: str = "", feed: str = "") -> Entry:
    return only(
        f'<feed xmlns="http://www.w3.org/2005/Atom" {attributes}><title>T</title>{feed}'
        f"<entry>{inner}</entry></feed>"
    )


def problem(body: str | bytes) -> Problem:
    document = body.encode() if isinstance(body, str) else body
    found = parse(document, url=URL, charset=None, now=NOW)
    assert isinstance(found, Problem), found
    return found


def at(year: int, month: int, day: int, hour: int = 0) -> int:
    return int(datetime(year, month, day, hour, tzinfo=UTC).timestamp()) * 1000
