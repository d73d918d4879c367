"""A feed's bytes to a `ParsedFeed`, through feedparser; run in a worker.

feedparser finds the elements; what they mean is decided in `bot.intake.entries`. Its own cleaning and its
link resolution inside HTML are off: they take more than half of its time, and the HTML becomes text anyway.
A document of which everything is certain is read by the entry, and only where an entry is not known
(`bot.intake.cut`); any other is read as a whole.
"""

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, TypeAlias

import feedparser
from feedparser import api

from bot.intake.asks import read_asks
from bot.intake.cut import cut, joined
from bot.intake.entries import FeedContext, newest, read_entry
from bot.intake.entry_links import own_url, site_url
from bot.intake.fields import Element, read_line, read_names
from bot.intake.jsonfeed import looks_like_json, parse_json_feed
from bot.intake.language import language_tag
from bot.intake.limits import MAX_AUTHOR, MAX_ENTRIES, MAX_FEED_TITLE
from bot.intake.mend import mend, to_utf8
from bot.intake.outline import Outline, outline_of
from bot.intake.repair import repair
from bot.intake.skip import skip_known
from bot.intake.strict import read_strictly
from bot.intake.tame import tame_outline
from bot.intake.wire import to_wire
from newsroom import Entry, ParsedFeed, Problem, ProblemKind

# Looking for a root element first keeps noise and web pages away from feedparser's loose parser, which
# takes seconds for them.
_ROOT = re.compile(rb"<(?:[\w.-]+:)?(?:rss|feed|rdf|channel)[\s>/]", re.IGNORECASE)
_ROOT_END = re.compile(rb"</(?:[\w.-]+:)?(?:rss|feed|rdf|channel)\s*>", re.IGNORECASE)

# The bytes are UTF-8 by then; said in a header, it overrides what the document declares.
_HEADERS = {"content-type": "application/xml; charset=utf-8"}

_RawEntry: TypeAlias = tuple[Element, str | None]
"""What feedparser makes of an entry, and the hash of its element where that is known."""


@dataclass(frozen=True, slots=True)
class _Found:
    """What feedparser makes of a document."""

    feed: Element
    version: str
    """Its word for the format."""
    entries: Sequence[_RawEntry]


def parse_job(payload: bytes, params: dict[str, Any]) -> dict[str, Any]:
    """Do the worker's job: `parse` with `url`, `charset`, `now` and maybe `known` as params."""
    return to_wire(parse(payload, **params))


def parse(
    body: bytes,
    *,
    url: str,
    charset: str | None,
    now: int,
    known: Mapping[str, str] = MappingProxyType({}),
) -> ParsedFeed | Problem:
    """Return what a feed document says, or what is wrong with it.

    `url`: where it came from, for relative links. `charset`: from the server's header. `now`: UTC
    milliseconds, against dates in the future. `known`: `Entry.element` of what may be cut away unread, with
    the key of each.
    """
    document = to_utf8(body, charset)
    if looks_like_json(document):
        return parse_json_feed(document, url=url, now=now)
    skipped = skip_known(document, url, known)
    if skipped is not None:
        parsed = _parse_apart(mend(skipped.document), url, now, known, skipped.unread)
        if parsed is not None:
            return parsed
    document = mend(document)
    if not document.strip():
        return Problem(ProblemKind.EMPTY)
    if not _ROOT.search(document):
        return Problem(ProblemKind.NOT_A_FEED)
    parsed = _parse_apart(document, url, now, known)
    if parsed is None and (repaired := repair(document)) is not document:
        document = repaired
        parsed = _parse_apart(document, url, now, known)
    if parsed is None and known:
        parsed = _parse_apart(document, url, now, {})
    return parsed or _parse_whole(document, url, now)


def _parse_apart(
    document: bytes,
    url: str,
    now: int,
    known: Mapping[str, str],
    skipped: Mapping[str, str] = MappingProxyType({}),
) -> ParsedFeed | None:
    """Read a document by the entry, the usual ones by a pattern; None where that may not come to the same.

    Arguments are those of `_parse_cut`.
    """
    for outline in (find_outline(document, url) for find_outline in (tame_outline, outline_of)):
        parsed = None if outline is None else _parse_cut(outline, url, now, known, skipped)
        if parsed is not None:
            return parsed
    return None


def _parse_cut(
    outline: Outline,
    url: str,
    now: int,
    known: Mapping[str, str],
    skipped: Mapping[str, str] = MappingProxyType({}),
) -> ParsedFeed | None:
    """Read a document without what is known of it; None where that may not come to the same.

    `skipped`: what of the known has been taken out already.
    """
    if len(outline.listed) > MAX_ENTRIES:  # which of them count is not told by each alone
        known = {}
    part = cut(outline, known)
    try:
        reader = read_strictly(part.document, (one.entry for one in part.kept if one.entry))
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001  # feedparser raises whatever its parts raise
        return None
    if len(reader.entries) != len(part.kept) or not reader.version:
        return None
    elements = (one.element if len(outline.listed) <= MAX_ENTRIES else None for one in part.kept)
    found = _Found(
        reader.feeddata, reader.version, tuple(zip(reader.entries, elements, strict=True))
    )
    parsed, read = _read(found, url, now)
    unread = {**skipped, **part.unread}
    entries = joined(read, unread)
    if entries is None:
        return None
    asks = read_asks(outline.frame(), reader.feeddata, url)
    return replace(parsed, entries=entries, unread=frozenset(unread), asks=asks)


def _parse_whole(document: bytes, url: str, now: int) -> ParsedFeed | Problem:
    """Let feedparser read a document in whatever way it can."""
    # By expat, as `read_strictly`: it would look for libxml2's parser along sys.path, for each feed anew.
    api.PREFERRED_XML_PARSERS.clear()
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
        if not found.get("version"):
            return Problem(ProblemKind.NOT_A_FEED)
        if found.bozo and not _ROOT_END.search(document):
            return Problem(ProblemKind.UNPARSABLE, "cut off")
    raw = [(entry, None) for entry in found.entries]
    parsed, read = _read(_Found(found.feed, found.get("version") or "", raw), url, now)
    asks = read_asks(document, found.feed, url)
    return replace(parsed, entries=joined(read, {}) or (), asks=asks)


def _read(found: _Found, url: str, now: int) -> tuple[ParsedFeed, tuple[Entry, ...]]:
    """Return the feed, and its entries as each of them is read alone."""
    feed = found.feed
    is_atom = found.version.startswith("atom")
    address = url or own_url(feed)
    site = site_url(feed, address)
    language = language_tag(feed.get("language")) or language_tag(
        feed.get("title_detail", {}).get("language")
    )
    # RFC 4287 resolves against the document's address; RSS says nothing, and writers mean their site.
    context = FeedContext(
        base=address if is_atom else site or address,
        language=language,
        now=now,
        # RFC 4287, 4.2.1. A feed of RSS has an editor, who wrote nothing of it.
        author=read_names(feed, MAX_AUTHOR) if is_atom else None,
    )
    listed = [found.entries[place] for place in newest([raw for raw, _ in found.entries], now)]
    read = (read_entry(raw, context, element) for raw, element in listed)
    title = read_line(feed, "title", MAX_FEED_TITLE)
    parsed = ParsedFeed(title=title, entries=(), site_url=site, language=language)
    return parsed, tuple(entry for entry in read if entry is not None)
