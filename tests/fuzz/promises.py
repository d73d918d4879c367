"""What holds for any document whatever."""

import time
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass, replace
from functools import lru_cache
from unittest.mock import patch

from bot.intake import limits as caps
from bot.intake import parse as parsing
from bot.intake.fields import MAX_URL
from bot.intake.wire import from_wire, to_wire
from newsroom import (
    Entry,
    ParsedFeed,
    Problem,
    ProblemKind,
    Read,
    Seen,
    Verdict,
    clean_line,
    decide,
)
from tests.fuzz.mutations import Spoilt
from tests.newsroom.documents import HOUR, PACE, READ, Paper

URL = "https://feeds.example/news/feed.xml"
NOW = 1_800_000_000_000
LONGEST = 2.0
"""Seconds of CPU time that any document may take."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a document that kept every promise."""

    whole: ParsedFeed | Problem
    cut: ParsedFeed | Problem | None
    """The same, read without what was known; None where nothing was, or where it was not to be."""


def kept_promises(spoilt: Spoilt, *, cut: bool = True) -> Kept:
    """Read a feed as a stranger's, then, with `cut`, without what it listed before.

    Raises AssertionError where what we promise is not so, and what the parser raises.
    """
    known = _by_element(_read_by_the_entry(spoilt.before)) if cut else {}
    with patch.object(parsing, "_parse_whole", lru_cache(1)(parsing._parse_whole)):
        whole = _read(spoilt.document, {})
        assert from_wire(to_wire(whole)) == whole
        if isinstance(whole, ParsedFeed):
            _assert_within_limits(whole)
        if not known:
            return Kept(whole, None)
        # Where it comes to feedparser's own way, that need not be gone twice: it knows of nothing.
        rest = _read(spoilt.document, {element: entry.key for element, entry in known.items()})
    _assert_same_but_for_the_cut(whole, rest, known)
    _assert_same_news(whole, rest, known.values())
    return Kept(whole, rest)


def _read_by_the_entry(document: bytes) -> ParsedFeed | Problem:
    """Read what was there before: only for what is then known, which takes a document that is certain."""
    with patch.object(
        parsing, "_parse_whole", _nothing
    ):  # a Mock would take longer than the reading
        return _read(document, {})


def _nothing(*_: object, **__: object) -> Problem:
    return Problem(ProblemKind.UNPARSABLE)


def _read(document: bytes, known: Mapping[str, str]) -> ParsedFeed | Problem:
    begun = time.process_time()
    outcome = parsing.parse(document, url=URL, charset=None, now=NOW, known=known)
    taken = time.process_time() - begun
    assert taken < LONGEST, f"it took {taken:.1f} s"
    return outcome


def _by_element(feed: ParsedFeed | Problem) -> dict[str, Entry]:
    entries = feed.entries if isinstance(feed, ParsedFeed) else ()
    return {entry.element: entry for entry in entries if entry.element is not None}


def _assert_same_but_for_the_cut(
    whole: ParsedFeed | Problem, cut: ParsedFeed | Problem, known: Mapping[str, Entry]
) -> None:
    """Hold that what was not read is in the whole just as it was before, and the rest the same."""
    if isinstance(whole, Problem) or isinstance(cut, Problem):
        assert cut == whole
        return
    unread = {known[element].key: known[element] for element in cut.unread}
    listed = {entry.key: entry for entry in whole.entries}
    for key, entry in unread.items():
        assert replace(listed[key], element=None) == replace(entry, element=None)
    left = tuple(entry for entry in whole.entries if entry.key not in unread)
    assert cut == replace(whole, entries=left, unread=cut.unread)


def _assert_same_news(
    whole: ParsedFeed | Problem, cut: ParsedFeed | Problem, before: Iterable[Entry]
) -> None:
    """Hold that either reading stores and alerts the same."""
    if isinstance(whole, Problem) or isinstance(cut, Problem):
        return
    paper = Paper()
    paper.check(*before)
    by_whole, by_cut = (
        decide(paper.feed, Read(feed, READ), paper.known, paper.now + HOUR, PACE)
        for feed in (whole, cut)
    )
    assert replace(by_cut, seen=()) == replace(by_whole, seen=())
    assert _remembered(by_cut) == _remembered(by_whole)


def _remembered(verdict: Verdict) -> set[Seen]:
    """Return what is remembered after a check, but for the elements: those not read keep theirs."""
    return {replace(seen, element=None) for seen in verdict.seen}


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


__all__ = ["NOW", "URL", "Kept", "kept_promises"]
