"""A feed's bytes to a `ParsedFeed`; the only home of feedparser, and run in a worker.

feedparser finds the elements; what they mean is decided in `bot.intake.entries`. Its own cleaning and its
link resolution inside HTML are off: they take more than half of its time, and the HTML becomes text anyway.
"""

import io
import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

import feedparser

from bot.intake.asks import read_asks
from bot.intake.entries import FeedContext, read_entry
from bot.intake.fields import absolute, read_dates, read_line
from bot.intake.language import language_tag
from bot.intake.limits import MAX_ENTRIES, MAX_FEED_TITLE
from bot.intake.mend import mend, to_utf8
from bot.intake.wire import to_wire
from newsroom import ParsedFeed, Problem, ProblemKind, distinct

# Looking for a root element first keeps noise and web pages away from feedparser's loose parser, which
# takes seconds for them.
_ROOT = re.compile(rb"<(?:[\w.-]+:)?(?:rss|feed|rdf|channel)[\s>/]", re.IGNORECASE)
_ROOT_END = re.compile(rb"</(?:[\w.-]+:)?(?:rss|feed|rdf|channel)\s*>", re.IGNORECASE)

# The bytes are UTF-8 by then; said in a header, it overrides what the document declares.
_HEADERS = {"content-type": "application/xml; charset=utf-8"}


def parse_job(payload: bytes, params: dict[str, Any]) -> dict[str, Any]:
    """Do the worker's job: `parse` with `url`, `charset` and `now` as params."""
    return to_wire(parse(payload, **params))


def parse(
    body: bytes, *, url: str, charset: str | None, now: int, known: Collection[str] = ()
) -> ParsedFeed | Problem:
    """Return what a feed document says, or what is wrong with it.

    `url`: where it came from, for relative links. `charset`: from the server's header. `now`: UTC
    milliseconds, against dates in the future. `known`: hashes of elements that may be cut away unread.
    """
    document = mend(to_utf8(body, charset))
    if not document.strip():
        return Problem(ProblemKind.EMPTY)
    if not _ROOT.search(document):
        return Problem(ProblemKind.NOT_A_FEED)
    try:
        # A stream, never the bytes themselves: bytes that spell a path or an address would be opened.
        found = feedparser.parse(
            io.BytesIO(document),
            response_headers=_HEADERS,
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001  # feedparser raises whatever its parts raise
        return Problem(ProblemKind.UNPARSABLE, type(error).__name__)
    if not found.entries:
        if not found.version:
            return Problem(ProblemKind.NOT_A_FEED)
        if found.bozo and not _ROOT_END.search(document):
            return Problem(ProblemKind.UNPARSABLE, "cut off")
    parsed = _parsed(found, url, now)
    return replace(parsed, asks=read_asks(document, found.feed, url))


def _parsed(found: feedparser.FeedParserDict, url: str, now: int) -> ParsedFeed:
    feed = found.feed
    site_url = absolute(feed.get("link"), url)
    language = language_tag(feed.get("language")) or language_tag(
        feed.get("title_detail", {}).get("language")
    )
    # RFC 4287 resolves against the document's address; RSS says nothing, and writers mean their site.
    base = url if found.version.startswith("atom") else site_url or url
    context = FeedContext(base=base, language=language, now=now)
    read = (read_entry(raw, context) for raw in _newest(found.entries, now))
    return ParsedFeed(
        title=read_line(feed, "title", MAX_FEED_TITLE),
        entries=distinct(entry for entry in read if entry is not None),
        site_url=site_url,
        language=language,
    )


def _newest(
    entries: Sequence[feedparser.FeedParserDict], now: int
) -> Sequence[feedparser.FeedParserDict]:
    """Return at most MAX_ENTRIES in their order: by date where all have one, else the first listed."""
    if len(entries) <= MAX_ENTRIES:
        return entries
    published = [read_dates(entry, now)[0] for entry in entries]
    if None in published:
        return entries[:MAX_ENTRIES]
    places = sorted(range(len(entries)), key=lambda place: published[place] or 0, reverse=True)
    return [entries[place] for place in sorted(places[:MAX_ENTRIES])]
