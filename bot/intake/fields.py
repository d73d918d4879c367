"""Single values of a feed or an entry, as feedparser hands them over: maybe missing, maybe anything."""

import html
import re
from typing import Any, TypeAlias
from urllib.parse import urljoin, urlsplit

from bot.intake.moments import read_moment
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
_HOST_ALONE = re.compile(r"www\.", re.IGNORECASE)
_MARKUP_TYPES = frozenset({"text/html", "application/xhtml+xml"})
# A title about HTML names its tags and &nbsp;, but nobody means to write these.
_ESCAPED_TWICE = re.compile(r"&(?:amp|quot|apos|#\d{2,6}|#[xX][0-9a-fA-F]{2,5});")
_BEGINS_WITH_A_TAG = re.compile(
    r"<(?:a|article|b|blockquote|br|div|em|figure|h[1-6]|i|img|ol|p|section|span|strong|table|ul)[\s/>]",
    re.IGNORECASE,
)
_PLAIN_TYPES = frozenset({"", "text/plain"})


def read_text(detail: Element) -> Markup:
    """Return what a text construct says: plain text, HTML or XHTML, by the type that it has.

    Anything else (a picture in base64, say) says nothing.
    """
    value, kind = detail.get("value"), detail.get("type") or ""
    if not isinstance(value, str):
        return Markup(())
    if kind in _MARKUP_TYPES:
        return _read_markup(value)
    lines = map(clean_line, value.splitlines() if kind in _PLAIN_TYPES else ())
    return Markup(tuple(filter(None, lines)))


def read_line(raw: Element, name: str, limit: int) -> str:
    """Return an element as one line of plain text of at most `limit` characters."""
    detail = raw.get(f"{name}_detail") or {"value": raw.get(name)}
    line = " ".join(read_text(detail).blocks)
    if detail.get("type") in _MARKUP_TYPES:
        line = clean_line(_ESCAPED_TWICE.sub(lambda found: html.unescape(found[0]), line))
    return shorten(line, limit)


def _read_markup(value: str) -> Markup:
    """Return what HTML says; where that is HTML again, as some writers escape it twice, what that says."""
    markup = read_markup(value)
    blocks = markup.blocks
    if blocks and _BEGINS_WITH_A_TAG.match(blocks[0]) and blocks[-1].endswith(">"):
        inner = read_markup("\n".join(blocks))
        return inner if inner.blocks else markup
    return markup


def read_names(raw: Element, limit: int) -> str | None:
    """Return an entry's or a feed's authors; None where nobody is named.

    Atom, JSON Feed and Dublin Core have an element for each of several people.
    """
    people = raw.get("authors") or ()
    if len(people) < 2 and raw.get("author"):
        # Of one alone, what was written: feedparser cuts addresses up that end in more than four letters.
        people = ({"name": raw["author"]},)
    names = dict.fromkeys(read_name(who.get("name") or who.get("email")) for who in people)
    # RSS has no other place than its address for an author whom Dublin Core names beside it.
    named = [name for name in names if name and "@" not in name] or filter(None, names)
    return shorten(", ".join(named), limit) or None


def read_name(written: object) -> str:
    """Return a person's name without an address beside it; "" where there is none."""
    name = " ".join(read_markup(str(written or "")).blocks)
    with_address = _ADDRESS_AND_NAME.fullmatch(name) or _NAME_AND_ADDRESS.fullmatch(name)
    return with_address[1] if with_address else name


def absolute(link: object, base: str) -> str | None:
    """Return a link as an absolute http(s) address; None where it is none."""
    if not isinstance(link, str) or not link.strip():
        return None
    if len(link) <= MAX_URL and _ABSOLUTE.fullmatch(link):
        return link
    written = clean_line(link).replace(" ", "%20")
    if _HOST_ALONE.match(written):
        written = f"http://{written}"
    try:
        parts = urlsplit(urljoin(base, written))
    except ValueError:  # brackets that hold no address
        return None
    url = parts.geturl()
    usable = parts.scheme in {"http", "https"} and parts.hostname and len(url) <= MAX_URL
    return url if usable else None


def read_dates(raw: Element, now: int) -> tuple[int | None, int | None]:
    """Return when an entry was published and updated, in UTC milliseconds.

    A lone date is taken for that of publication: RSS 1.0 and many Atom feeds have no other.
    """
    # dict's own get, because feedparser's answers with one date where another is missing.
    published, created, updated = (
        moment_of(dict.get(raw, name), now) for name in ("published", "created", "updated")
    )
    published = created if published is None else published
    return (updated, None) if published is None else (published, updated)


def moment_of(written: object, now: int) -> int | None:
    """Return a date in UTC milliseconds; None where it is no text, no date, or cannot be true."""
    moment = read_moment(written) if isinstance(written, str) else None
    return moment if moment is not None and EARLIEST <= moment <= now + LATEST_AHEAD else None
