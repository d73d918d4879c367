"""Single values of a feed or an entry, as feedparser hands them over: maybe missing, maybe anything."""

import calendar
import re
from typing import Any, TypeAlias
from urllib.parse import urljoin, urlsplit

from newsroom import clean_line, shorten
from newsroom.blocks import Markup, read_markup

MAX_URL = 2_000

EARLIEST = 24 * 60 * 60 * 1000
"""A date before 2 January 1970 is a clock that was not set."""

LATEST_AHEAD = 48 * 60 * 60 * 1000
"""A date further ahead of now than this is wrong: time zones and hasty clocks explain no more."""

Element: TypeAlias = dict[str, Any]
"""What feedparser makes of an XML element: any key may be missing, any text be anything."""

# Addresses that resolving leaves as they are, which are most; resolving takes twenty times as long.
_ABSOLUTE = re.compile(
    r"https?://[A-Za-z0-9.-]+/[A-Za-z0-9/._~%+,:@=&-]*(?:\?[A-Za-z0-9/._~%+,:@=&-]+)?"
)
_ADDRESS_AND_NAME = re.compile(r"\S+@\S+ ?\((.+)\)")  # RSS: ann@a.example (Ann)
_NAME_AND_ADDRESS = re.compile(r"(.+?) ?[(<]\S+@\S+[)>]")
_MARKUP_TYPES = frozenset({"text/html", "application/xhtml+xml"})
_PLAIN_TYPES = frozenset({"", "text/plain"})


def read_text(detail: Element) -> Markup:
    """Return what a text construct says: plain text, HTML or XHTML, by the type that it has.

    Anything else (a picture in base64, say) says nothing.
    """
    value, kind = detail.get("value"), detail.get("type") or ""
    if not isinstance(value, str):
        return Markup(())
    if kind in _MARKUP_TYPES:
        return read_markup(value)
    lines = map(clean_line, value.splitlines() if kind in _PLAIN_TYPES else ())
    return Markup(tuple(filter(None, lines)))


def read_line(raw: Element, name: str, limit: int) -> str:
    """Return an element as one line of plain text of at most `limit` characters."""
    detail = raw.get(f"{name}_detail") or {"value": raw.get(name)}
    return shorten(" ".join(read_text(detail).blocks), limit)


def read_name(raw: Element, limit: int) -> str | None:
    """Return an entry's author: the name without an address beside it; None where nobody is named."""
    written = " ".join(read_markup(str(raw.get("author") or "")).blocks)
    with_address = _ADDRESS_AND_NAME.fullmatch(written) or _NAME_AND_ADDRESS.fullmatch(written)
    return shorten(with_address[1] if with_address else written, limit) or None


def absolute(link: object, base: str) -> str | None:
    """Return a link as an absolute http(s) address; None where it is none."""
    if not isinstance(link, str) or not link.strip():
        return None
    if len(link) <= MAX_URL and _ABSOLUTE.fullmatch(link):
        return link
    try:
        parts = urlsplit(urljoin(base, clean_line(link).replace(" ", "%20")))
    except ValueError:  # brackets that hold no address
        return None
    url = parts.geturl()
    usable = parts.scheme in {"http", "https"} and parts.hostname and len(url) <= MAX_URL
    return url if usable else None


def read_dates(raw: Element, now: int) -> tuple[int | None, int | None]:
    """Return when an entry was published and updated, in UTC milliseconds.

    A lone date is taken for that of publication: RSS 1.0 and many Atom feeds have no other.
    """
    # dict's own get, because feedparser's answers with the one date where the other is missing.
    published = _milliseconds(dict.get(raw, "published_parsed"), now)
    updated = _milliseconds(dict.get(raw, "updated_parsed"), now)
    return (updated, None) if published is None else (published, updated)


def believable(time: int, now: int) -> int | None:
    """Return a time that an entry was given; None where it cannot be true."""
    return time if EARLIEST <= time <= now + LATEST_AHEAD else None


def _milliseconds(moment: Any, now: int) -> int | None:
    """Return a time tuple in UTC as milliseconds, None where it is missing or cannot be true."""
    if moment is None:
        return None
    try:
        return believable(calendar.timegm(moment) * 1000, now)
    except (ValueError, OverflowError):
        return None
