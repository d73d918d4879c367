"""Which of the addresses in a feed or an entry is the one to lead a reader to."""

import re
from collections.abc import Iterator

from bot.intake.fields import Element, absolute

# What RFC 4287, section 4.2.7.2, has beside `alternate` that leads a reader somewhere, the nearest first.
_NEXT_BEST = ("related", "via")

_PAGE_TYPES = frozenset({"", "text/html", "application/xhtml+xml"})
_PERMALINK = re.compile(r"https?://|/", re.IGNORECASE)


def entry_url(raw: Element, base: str) -> str | None:
    """Return an entry's address; None where it has none.

    In this order: the address before FeedBurner's redirection; the first link to a page; a guid that is a
    permanent link; where the content is said to be; the next best links.
    """
    return next(filter(None, (absolute(link, base) for link in _entry_links(raw))), None)


def site_url(feed: Element, base: str) -> str | None:
    """Return the address of a feed's site; None where it has none."""
    links = (*_links(feed, "alternate"), feed.get("link"))
    return next(filter(None, (absolute(link, base) for link in links)), None)


def own_url(feed: Element) -> str:
    """Return the address that a feed says it stands at; "" where it does not."""
    return next(filter(None, (absolute(link, "") for link in _links(feed, "self"))), "")


def _entry_links(raw: Element) -> Iterator[object]:
    yield raw.get("feedburner_origlink")
    yield from _links(raw, "alternate")
    link = raw.get("link")
    # RSS takes a guid for a link unless it says otherwise, and many that are none don't.
    if link != raw.get("id") or _PERMALINK.match(str(link)):
        yield link
    for content in raw.get("content") or ():
        yield content.get("src")
    for relation in _NEXT_BEST:
        yield from _links(raw, relation)


def _links(of: Element, relation: str) -> Iterator[object]:
    """Yield the addresses of the links of one relation; alternates only where they are pages."""
    for link in of.get("links") or ():
        is_page = str(link.get("type") or "").lower() in _PAGE_TYPES
        if link.get("rel") == relation and (is_page or relation != "alternate"):
            yield link.get("href")
