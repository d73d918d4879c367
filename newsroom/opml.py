"""OPML: lists of feeds, as readers give and take them (http://opml.org/spec2.opml).

Written by people's programs, so it is read with care: a document type, and with it every entity, is refused;
size, depth and number are limited; expat then takes time in proportion to the size, and stores nothing.
"""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from newsroom.text import clean_line, shorten

MAX_OPML = 5 * 1024 * 1024
"""Bytes; 10,000 feeds take about two million."""
MOST_OUTLINES = 20_000
MOST_REFERENCES = 200_000
"""Each `&` is looked at by itself, which takes a hundred times as long as any other character."""
DEEPEST = 100

_TITLE = 500
"""Characters, as for a feed's own title."""

_GROUP = 100
"""Characters of the name of a group."""
_MOST_GROUPS = 20
"""Around one feed, its categories among them."""

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
"""How a document in these encodings begins (XML 1.0, appendix F)."""
_DECLARED = re.compile(rb"\s*<\?xml[^>]{0,200}?\bencoding\s*=\s*[\"']([A-Za-z0-9._:-]{1,40})[\"']")
_CHARSET = re.compile("windows-|cp|iso-8859-(?!1$)|koi8|euc-|shift|big5|gb|mac")
"""Encodings that people's files are in. Latin-1 is read as windows-1252, as browsers do."""

_IMPOSSIBLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot hold (2.2)."""
_AMPERSAND = re.compile(r"&(?:#(\d{1,8}|[xX][0-9A-Fa-f]{1,6});|([A-Za-z][A-Za-z0-9]{1,31});)?")
_KNOWN = frozenset({"amp", "lt", "gt", "quot", "apos"})

_SCRAPED = re.compile(r"(?:html|xml|json)\+", re.IGNORECASE)
"""FreshRSS reads pages by rules of its own, and says so in the type."""


class OpmlFault(StrEnum):
    """Why a document is not read as a list of feeds."""

    TOO_LARGE = "too-large"
    NOT_XML = "not-xml"
    OTHER = "other"
    """It is XML of another kind; the detail names its root."""
    DOCTYPE = "doctype"
    TOO_DEEP = "too-deep"
    TOO_MANY = "too-many"
    """More entries, or more references, than is read."""
    BROKEN = "broken"
    """It begins well; the detail says where it breaks."""
    TOO_HARD = "too-hard"
    """Reading it took too much time or memory."""


class NotOpml(Exception):
    """A document is not OPML, or not all of it can be read; the text says why, in a few words."""

    def __init__(self, fault: OpmlFault, text: str, detail: str = "") -> None:
        self.fault = fault
        self.detail = detail
        super().__init__(text)


@dataclass(frozen=True, slots=True)
class Outline:
    """A feed as a list names it. Nothing of it has been judged."""

    url: str
    title: str = ""
    """One clean line; may be empty."""
    site_url: str | None = None
    language: str | None = None
    line: int = 0
    """Where it stands in the document, from 1."""
    scraped: bool = False
    """The address is a page from which the other program cuts a feed; there is none to read."""
    groups: tuple[str, ...] = ()
    """What the groups around it are called, the outermost first, and its `category` names, as written."""


def read_opml(document: bytes) -> tuple[Outline, ...]:
    """Return the feeds of a list in their order, out of all its groups. Raises NotOpml.

    The largest document that is taken keeps a processor busy for about a second.
    """
    if len(document) > MAX_OPML:
        raise NotOpml(OpmlFault.TOO_LARGE, f"it is larger than {MAX_OPML // 1024 // 1024} MiB")
    reader = _Reader()
    parser = expat.ParserCreate("utf-8")  # whatever the declaration says: it is UTF-8 by now
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, attributes: reader.start(
        name, attributes, parser.CurrentLineNumber
    )
    parser.EndElementHandler = reader.end
    parser.StartDoctypeDeclHandler = reader.refuse_doctype
    try:
        parser.Parse(_mended(_decoded(document)).encode(), True)
    except expat.ExpatError as error:
        if not reader.is_opml:
            raise NotOpml(OpmlFault.NOT_XML, "it is no XML") from None
        broken = f"line {error.lineno}: {expat.ErrorString(error.code)}"
        raise NotOpml(OpmlFault.BROKEN, broken, broken) from None
    return tuple(reader.found)


class _Reader:
    """Collects outlines while expat reads."""

    def __init__(self) -> None:
        self.found: list[Outline] = []
        self.is_opml = False
        self._depth = 0
        self._outlines = 0
        self._groups: list[str] = []
        """What each open element is called, empty where it is no group."""

    def start(self, name: str, attributes: dict[str, str], line: int) -> None:
        kind = name.lower()
        if self._depth == 0:
            if kind != "opml":
                root = f"<{shorten(clean_line(name), 40)}>"
                raise NotOpml(OpmlFault.OTHER, f"it is {root}, not <opml>", root)
            self.is_opml = True
        self._depth += 1
        if self._depth > DEEPEST:
            raise NotOpml(
                OpmlFault.TOO_DEEP, f"line {line}: more than {DEEPEST} groups within each other"
            )
        group = ""
        if kind == "outline":
            self._outlines += 1
            if self._outlines > MOST_OUTLINES:
                raise NotOpml(
                    OpmlFault.TOO_MANY, f"line {line}: more than {MOST_OUTLINES:,} entries"
                )
            given = {name.lower(): value.strip() for name, value in attributes.items()}
            outline = _outline(given, line, self._groups)
            if outline is None:
                group = shorten(_called(given), _GROUP)
            else:
                self.found.append(outline)
        self._groups.append(group)

    def end(self, name: str) -> None:
        self._depth -= 1
        self._groups.pop()

    def refuse_doctype(self, *_: object) -> None:
        raise NotOpml(
            OpmlFault.DOCTYPE,
            "it has a document type, which OPML does not need and harmful files do",
        )


def _outline(given: dict[str, str], line: int, around: Iterable[str]) -> Outline | None:
    """Return the feed that an outline names, None where it is a group, a note or a link.

    Names are compared without case: xmlUrl, xmlURL and xmlurl are all about. Some old programs wrote `url`
    beside a type that says feed. `around`: what the outlines around it are called.
    """
    kind = given.get("type", "")
    url = given.get("xmlurl") or (given.get("url") if kind.lower() in {"rss", "atom"} else "")
    if not url:
        return None
    groups = [*filter(None, around), *_categories(given.get("category", ""))]
    return Outline(
        url=_web_address(url),
        title=shorten(_called(given), _TITLE),
        site_url=given.get("htmlurl") or None,
        language=clean_line(given.get("language", "")).lower()[:35] or None,
        line=line,
        scraped=_SCRAPED.match(kind) is not None,
        groups=tuple(groups[:_MOST_GROUPS]),
    )


def _called(given: dict[str, str]) -> str:
    return clean_line(given.get("title") or given.get("text") or "")


def _categories(given: str) -> Iterator[str]:
    """Yield the names in a `category`: paths such as `/Sport/Rowing,/local` (OPML 2.0)."""
    for path in given.split(","):
        for name in path.split("/"):
            if cleaned := clean_line(name):
                yield shorten(cleaned, _GROUP)


def _web_address(url: str) -> str:
    """Undo `feed://…` and `feed:https://…`, by which programs used to pass feeds to each other."""
    if url[:5].lower() != "feed:":
        return url
    rest = url[5:]
    bare = rest.removeprefix("//")
    return bare if bare[:5].lower() in {"http:", "https"} else f"http:{rest}"


def _decoded(document: bytes) -> str:
    """Return a document as text: what is valid UTF-8 is UTF-8, whatever it declares."""
    for mark, encoding in _MARKS:
        if document.startswith(mark):
            return document.decode(encoding, "replace").removeprefix("\ufeff")
    declared = _DECLARED.match(document)
    name = declared[1].decode().lower() if declared else ""
    for encoding in ("utf-8", name) if _CHARSET.match(name) else ("utf-8",):
        try:
            return document.decode(encoding)
        except (LookupError, ValueError):
            continue
    return document.decode("cp1252", "replace")


def _mended(text: str) -> str:
    """Mend what programs often get wrong: a bare `&` in an address, names of HTML, control characters."""
    if text.count("&") > MOST_REFERENCES:
        raise NotOpml(OpmlFault.TOO_MANY, f"it has more than {MOST_REFERENCES:,} references")
    return _AMPERSAND.sub(_reference, _IMPOSSIBLE.sub("", text))


def _reference(found: re.Match[str]) -> str:
    number, name = found[1], found[2]
    if number:
        code = int(number[1:], 16) if number[0] in "xX" else int(number)
        possible = code <= 0x10FFFF and not _IMPOSSIBLE.match(chr(code))
        return found[0] if possible else ""
    if name in _KNOWN:
        return found[0]
    if name and (characters := html.unescape(found[0])) != found[0]:
        return html.escape(characters)
    return f"&amp;{found[0][1:]}"


def write_opml(feeds: Iterable[Outline], *, title: str, created: str) -> str:
    """Return a list of feeds as OPML 2.0. `created`: the date, as RFC 5322 writes dates."""
    return "\n".join(_lines(feeds, title, created)) + "\n"


def _lines(feeds: Iterable[Outline], title: str, created: str) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<opml version="2.0">'
    yield f"<head><title>{html.escape(title)}</title><dateCreated>{created}</dateCreated></head>"
    yield "<body>"
    for feed in feeds:
        attributes = {
            "type": "rss",
            "text": feed.title,
            "title": feed.title,
            "xmlUrl": feed.url,
            "htmlUrl": feed.site_url,
            "language": feed.language,
            "category": ",".join(f"/{name}" for name in feed.groups) or None,
        }
        yield f"  <outline {' '.join(_attributes(attributes))}/>"
    yield "</body>"
    yield "</opml>"


def _attributes(values: dict[str, str | None]) -> Iterator[str]:
    for name, value in values.items():
        if value is not None:
            yield f"{name}={quoteattr(_IMPOSSIBLE.sub('', value))}"
