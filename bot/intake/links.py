"""A web page's bytes to the addresses that may be its feeds; run in a worker.

lxml parses the page as events, without a tree, so neither depth nor size costs more than linear time.
"""

from typing import Any

from lxml import etree

from bot.intake.fields import absolute
from bot.intake.mend import to_utf8
from newsroom import (
    FeedLink,
    clean_line,
    header_links,
    identified_feeds,
    is_feed_link,
    looks_like_feed,
    ranked,
    shorten,
)

MOST_LINKS = 40
"""Links that are handed on; front pages of papers announce a feed for each section."""

_LONGEST_TITLE = 200
_MOST_MARKS = 200
"""Characters of a link's text that are looked at: a label is short."""


def find_feeds_job(payload: bytes, params: dict[str, Any]) -> dict[str, Any]:
    """Do the worker's job: `find_links` with its arguments as params; the links as objects, best first."""
    links = find_links(payload, **params)
    return {
        "links": [
            {
                "url": link.url,
                "title": link.title,
                "is_json": link.is_json,
                "announced": link.announced,
            }
            for link in links
        ]
    }


def find_links(
    body: bytes, *, url: str, charset: str | None, link_header: str
) -> tuple[FeedLink, ...]:
    """Return the feeds that a page announces, or that its links look like, the best first.

    `url`: where the page came from. `charset`, `link_header`: from the server's headers.
    """
    page = to_utf8(body, charset)
    reader = _Reader(url)
    parser = etree.HTMLParser(  # type: ignore[call-overload]  # its stub wants methods lxml does not
        target=reader, encoding="utf-8"
    )
    parser.feed(page.replace(b"\0", b""))
    parser.close()
    identified = (FeedLink(feed) for feed in identified_feeds(url, reader.names, page))
    return ranked([*_of_header(link_header, url), *identified, *reader.links()])[:MOST_LINKS]


def _of_header(header: str, url: str) -> list[FeedLink]:
    found = []
    for written, parameters in header_links(header):
        kind = parameters.get("type", "")
        address = absolute(written, url)
        if address and is_feed_link(parameters.get("rel", ""), kind):
            found.append(FeedLink(address, clean_line(parameters.get("title", "")), "json" in kind))
    return found


class _Reader:
    """Collects links from the parser's events; the method names are lxml's (parser targets)."""

    def __init__(self, url: str) -> None:
        self.names: dict[str, str] = {}
        """What the page's `<meta>` elements say, by name, property or itemprop in lower case."""
        self._base = url
        self._based = False
        self._announced: list[tuple[str, str, str]] = []
        self._plain: list[tuple[str, str]] = []
        self._label: list[str] | None = None
        self._target = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in ("link", "a"):
            self._see_link(tag, attributes)
        elif tag == "base" and not self._based and attributes.get("href"):
            # The first one counts (https://html.spec.whatwg.org/#the-base-element).
            self._based = True
            self._base = absolute(attributes["href"], self._base) or self._base
        elif tag == "meta":
            name = next(
                (attributes[a] for a in ("name", "property", "itemprop") if a in attributes), ""
            )
            self.names.setdefault(name.lower(), attributes.get("content", ""))
        elif tag == "img" and self._label is not None:
            self._label.append(attributes.get("alt", ""))

    def end(self, tag: str) -> None:
        if tag == "a":
            self._end_link()

    def data(self, text: str) -> None:
        if self._label is not None:
            self._label.append(text[:_MOST_MARKS])

    def close(self) -> None:
        self._end_link()

    def links(self) -> list[FeedLink]:
        """Return what was found, absolute by the page's base wherever that stood."""
        found = []
        for written, title, kind in self._announced:
            if address := absolute(written, self._base):
                found.append(FeedLink(address, title, "json" in kind.lower()))
        for written, label in self._plain:
            address = absolute(_without_feed_scheme(written), self._base)
            if address and looks_like_feed(address, label):
                found.append(FeedLink(address, label, announced=False))
        return found

    def _see_link(self, tag: str, attributes: dict[str, str]) -> None:
        written, kind = attributes.get("href", ""), attributes.get("type", "")
        if written and is_feed_link(attributes.get("rel", ""), kind):
            title = shorten(clean_line(attributes.get("title", "")), _LONGEST_TITLE)
            self._announced.append((written, title, kind))
        elif tag == "a":
            self._end_link()
            self._target, self._label = written, [attributes.get("title", "")]

    def _end_link(self) -> None:
        if self._label is not None and self._target:
            label = next(
                filter(None, map(clean_line, (self._label[0], "".join(self._label[1:])))), ""
            )
            self._plain.append((self._target, shorten(label, _LONGEST_TITLE)))
        self._label = None


def _without_feed_scheme(written: str) -> str:
    """Return a link without the `feed:` that asks for a reader: `feed:https://…`, or `feed://…`."""
    scheme, _, rest = written.strip().partition(":")
    if scheme.lower() != "feed":
        return written
    return f"https:{rest}" if rest.startswith("//") else rest
