"""JSON Feed 1.0 and 1.1 (https://jsonfeed.org/version/1.1) to what `bot.intake.entries` reads.

Every item is put into the shape that feedparser gives an element of XML, so that what a title, a link or a
date means is decided in one place for all formats. What is of a wrong type counts as missing.
"""

import json
import re
from collections.abc import Iterator
from typing import Any, TypeAlias

from bot.intake.entries import FeedContext, newest, read_entry
from bot.intake.fields import Element, absolute, read_names
from bot.intake.language import language_tag
from bot.intake.limits import MAX_AUTHOR, MAX_CONSIDERED, MAX_FEED_TITLE
from newsroom import Asks, ParsedFeed, Problem, ProblemKind, clean_line, distinct, shorten, with_hub

JsonObject: TypeAlias = dict[str, Any]

_HUB_TYPES = {"websub", "pubsubhubbub"}

_VERSION = "jsonfeed.org/version/"
_ITEMS = re.compile(r'"items"\s*:\s*\[')
_BETWEEN_ITEMS = re.compile(r"[\s,]*")


class _Number(str):
    """A number as it was written: an id of 300 digits or of `1.0` stays what it is, and costs nothing."""

    __slots__ = ()


_DECODER = json.JSONDecoder(
    strict=False,  # line breaks within texts are a common slip
    parse_int=_Number,
    parse_float=_Number,
    parse_constant=lambda _: None,  # NaN and Infinity, which JSON does not have
)


def looks_like_json(document: bytes) -> bool:
    """Tell a JSON object from XML by its first character."""
    return document.lstrip()[:1] == b"{"


def parse_json_feed(document: bytes, *, url: str, now: int) -> ParsedFeed | Problem:
    """Return what a JSON feed says, or what is wrong with it.

    `document`: UTF-8. `url`: where it came from, "" where that is not known. `now`: UTC milliseconds. What
    follows the object is passed over. A document that breaks off or breaks the rules of JSON is read up to
    there. Of a key that is given twice the last one counts.
    """
    feed = _read(document.decode("utf-8", "replace").lstrip())
    if feed is None or not _is_feed(feed):
        broken = feed is None and _VERSION.encode() in document.replace(b"\\/", b"/")
        return Problem(ProblemKind.UNPARSABLE if broken else ProblemKind.NOT_A_FEED)
    items = feed.get("items")
    if not isinstance(items, list):
        return Problem(ProblemKind.UNPARSABLE, "no items")
    address = url or absolute(_address(feed, "feed_url"), "") or ""
    site_url = absolute(_address(feed, "home_page_url"), address)
    context = FeedContext(
        base=site_url or address,
        language=language_tag(feed.get("language")),
        now=now,
        author=read_names({"authors": _authors(feed)}, MAX_AUTHOR),
    )
    elements = [_element(item) for item in items[:MAX_CONSIDERED] if isinstance(item, dict)]
    read = (read_entry(elements[place], context) for place in newest(elements, now))
    return ParsedFeed(
        title=shorten(clean_line(_text(feed, "title")), MAX_FEED_TITLE),
        entries=distinct(entry for entry in read if entry is not None),
        site_url=site_url,
        language=context.language,
        asks=_asks(feed, address),
    )


def _asks(feed: JsonObject, base: str) -> Asks:
    """Return the feed's hub, if it names one of a kind that we know, and its own address."""
    hubs = (hub for hub in _objects(feed.get("hubs")) if _text(hub, "type").lower() in _HUB_TYPES)
    links = [("hub", _address(hub, "url")) for hub in hubs]
    own = ("self", _address(feed, "feed_url"))
    return with_hub(Asks(), [*links, own], base)


def _read(text: str) -> JsonObject | None:
    """Return the object that a text begins with, as far as it can be read; None where it cannot."""
    try:
        found, _ = _DECODER.raw_decode(text)
    except (ValueError, RecursionError):
        return _read_broken(text)
    return found if isinstance(found, dict) else None


def _read_broken(text: str) -> JsonObject | None:
    """Return what stands before the items, and the items up to the first that cannot be read."""
    start = _ITEMS.search(text)
    if start is None:
        return None
    try:
        feed, _ = _DECODER.raw_decode(text[: start.end()] + "]}")
    except (ValueError, RecursionError):
        return None
    feed["items"] = list(_whole_items(text, start.end()))
    # None at all: taken for an empty feed, it would let the next check alert the whole archive.
    return feed if feed["items"] else None


def _whole_items(text: str, place: int) -> Iterator[Any]:
    while (gap := _BETWEEN_ITEMS.match(text, place)) is not None:
        try:
            item, place = _DECODER.raw_decode(text, gap.end())
        except (ValueError, RecursionError):
            return
        yield item


def _is_feed(feed: JsonObject) -> bool:
    """Tell a feed, whatever its version, from other JSON; without a version, by what only feeds have."""
    if _VERSION in _text(feed, "version"):
        return True
    items = feed.get("items")
    return isinstance(items, list) and any(
        isinstance(item, dict) and not item.keys().isdisjoint({"content_html", "content_text"})
        for item in items
    )


def _element(item: JsonObject) -> Element:
    """Return an item as feedparser would hand it over."""
    guid = _text(item, "id")
    page = _address(item, "url") or _address(item, "external_url")
    summary, html, text = (_text(item, key) for key in ("summary", "content_html", "content_text"))
    content = {"value": html, "type": "text/html"} if html.strip() else {"value": text}
    pictures = (_address(item, key) for key in ("image", "banner_image"))
    return {
        "id": guid,
        "link": page or guid,
        "title_detail": {"value": _text(item, "title")},
        "content": [content] if content["value"] else [],
        "summary_detail": {"value": summary} if summary else None,
        "authors": _authors(item),
        "language": item.get("language"),
        "published": _text(item, "date_published"),
        "updated": _text(item, "date_modified"),
        "media_thumbnail": [{"url": picture} for picture in pictures if picture],
        "links": [_file(file) for file in _objects(item.get("attachments"))],
    }


def _file(attachment: JsonObject) -> Element:
    return {
        "rel": "enclosure",
        "href": _address(attachment, "url"),
        "type": _text(attachment, "mime_type"),
        "length": _text(attachment, "size_in_bytes"),
        "duration": _text(attachment, "duration_in_seconds"),
    }


def _authors(of: JsonObject) -> list[JsonObject]:
    """Return a feed's or an item's authors: `authors` of 1.1, `author` of 1.0."""
    people = _objects(of.get("authors")) or _objects([of.get("author")])
    return [{"name": _text(person, "name")} for person in people]


def _objects(value: object) -> list[JsonObject]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _text(of: JsonObject, key: str) -> str:
    """Return a text, or a number as it was written; "" where there is neither."""
    value = of.get(key)
    return value if isinstance(value, str) else ""


def _address(of: JsonObject, key: str) -> str:
    value = of.get(key)
    return value if isinstance(value, str) and not isinstance(value, _Number) else ""
