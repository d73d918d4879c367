"""What holds for any document whatever."""

import time
from dataclasses import astuple

from bot.intake import limits as caps
from bot.intake.fields import MAX_URL
from bot.intake.parse import parse
from bot.intake.wire import from_wire, to_wire
from newsroom import Entry, ParsedFeed, Problem, clean_line

URL = "https://feeds.example/news/feed.xml"
NOW = 1_800_000_000_000
LONGEST = 2.0
"""Seconds of CPU time that any document may take."""


def kept_promises(document: bytes) -> ParsedFeed | Problem:
    """Parse a document; raises AssertionError where what we promise is not so, and what the parser raises."""
    begun = time.process_time()
    outcome = parse(document, url=URL, charset=None, now=NOW)
    taken = time.process_time() - begun
    assert taken < LONGEST, f"it took {taken:.1f} s"
    assert from_wire(to_wire(outcome)) == outcome
    if isinstance(outcome, ParsedFeed):
        _assert_within_limits(outcome)
    return outcome


def _assert_within_limits(feed: ParsedFeed) -> None:
    assert len(feed.title) <= caps.MAX_FEED_TITLE
    assert feed.title == clean_line(feed.title)
    assert len(feed.entries) <= caps.MAX_ENTRIES
    assert len({entry.key for entry in feed.entries}) == len(feed.entries)
    for text in (feed.title, feed.site_url, feed.language):
        _assert_storable(text)
    for entry in feed.entries:
        _assert_entry(entry)


def _assert_entry(entry: Entry) -> None:
    assert entry.title or entry.text or entry.url
    for text, limit in (
        (entry.title, caps.MAX_TITLE),
        (entry.text, caps.MAX_TEXT),
        (entry.summary, caps.MAX_SUMMARY),
        (entry.author, caps.MAX_AUTHOR),
        (entry.guid, caps.MAX_GUID),
        (entry.url, MAX_URL),
        (entry.image_url, MAX_URL),
    ):
        assert text is None or len(text) <= limit
    assert len(entry.enclosures) <= caps.MAX_ENCLOSURES
    for url in (entry.url, entry.image_url, *(file.url for file in entry.enclosures)):
        assert url is None or url.startswith(("http://", "https://"))
    for line in (entry.title, entry.author or "", *entry.text.split("\n")):
        assert line == clean_line(line)
    for part in astuple(entry):
        _assert_storable(part)


def _assert_storable(part: object) -> None:
    """Text as SQLite takes it, numbers within its 64 bits."""
    if isinstance(part, str):
        assert "\0" not in part
        part.encode()
    elif isinstance(part, int):
        assert -(1 << 63) <= part < 1 << 63
    elif isinstance(part, tuple):
        for inner in part:
            _assert_storable(inner)


__all__ = ["NOW", "URL", "kept_promises"]
