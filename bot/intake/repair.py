"""XML that is none, mended so far that a strict parser may understand it.

feedparser reads ill-formed documents too, but loosely: `AT&T` comes out as `AT&T;`, a guid with an ampersand
as another guid, an entry with an unclosed title not at all. What publishers most often do wrong is put right
here; whatever else is wrong is left to feedparser.
"""

import re
from html.entities import html5
from xml.parsers import expat

_START = re.compile(
    rb"<\?xml\s|<!doctype\s|<(?:[\w.-]+:)?(?:rss|feed|rdf|channel)[\s>]", re.IGNORECASE
)
_END = re.compile(rb"</(?:[\w.-]+:)?(?:rss|feed|rdf|channel)\s*>", re.IGNORECASE)
_ENTRY = re.compile(rb"<(?:[\w.-]+:)?(?:item|entry)[\s>]", re.IGNORECASE)

# Each alternative begins differently and runs on to the document's end where its own is missing: however many
# openers there are, none of them is looked at twice.
_LITERAL = rb"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)"

# An element of plain text, or of none, that another element of a feed follows where it should have ended.
_UNCLOSED = re.compile(
    _LITERAL
    + rb"|<(title|link|guid|pubdate|author|id|updated|published|language)\b([^<>]*)(?<!/)>([^<]*)"
    rb"(?=<(?:/(?:item|entry|channel|feed)|author|category|content|description|enclosure|entry|guid|id|item"
    rb"|link|pubdate|published|summary|title|updated)[\s/>:])",
    re.IGNORECASE | re.DOTALL,
)
_SLIP = re.compile(
    _LITERAL
    + rb"|&(?:\#[0-9]+;|\#[xX][0-9a-fA-F]+;|([A-Za-z][A-Za-z0-9]{1,31});)"
    + rb"|&+|<(?![A-Za-z_:/!?\x80-\xff])",
    re.DOTALL,
)
_XML_NAMES = frozenset({b"amp", b"lt", b"gt", b"quot", b"apos"})


def repair(document: bytes) -> bytes:
    """Return a document in UTF-8 with its commonest slips mended; a well-formed one as it is.

    Mended are: anything before its beginning and after its end, HTML's names for characters, ampersands and
    less-than signs that stand for themselves, and simple elements without an end tag.
    """
    if _is_well_formed(document):
        return document
    document = _UNCLOSED.sub(_closed, _without_surroundings(document))
    if b"<!ENTITY" in document:  # it has names of its own
        return document
    return _SLIP.sub(_escaped, document)


def _is_well_formed(document: bytes) -> bool:
    try:
        expat.ParserCreate("utf-8").Parse(document, True)
    except expat.ExpatError:
        return False
    return True


def _without_surroundings(document: bytes) -> bytes:
    """Cut off what servers put before and after a feed: warnings, scripts, remarks of caches."""
    start = _START.search(document)
    begin = start.start() if start else 0
    end = max((found.end() for found in _END.finditer(document)), default=len(document))
    # Entries after the end are those of a feed that was closed too early.
    return document[begin:] if _ENTRY.search(document, end) else document[begin:end]


def _closed(found: re.Match[bytes]) -> bytes:
    name, attributes, text = found.groups()
    if name is None:  # it is literal
        return found[0]
    return b"<%b%b>%b</%b>" % (name, attributes, text, name)


def _escaped(found: re.Match[bytes]) -> bytes:
    name = found[1]
    if name is not None and name not in _XML_NAMES:
        characters = html5.get(f"{name.decode()};")
        return _references(characters) if characters else b"&amp;%b;" % name
    if found[0] == b"<":
        return b"&lt;"
    return found[0].replace(b"&", b"&amp;") if found[0].endswith(b"&") else found[0]


def _references(characters: str) -> bytes:
    return "".join(f"&#{ord(character)};" for character in characters).encode()
