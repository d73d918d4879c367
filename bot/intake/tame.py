"""Entries of the tamest kind, read by a pattern: texts and CDATA in a few elements, and nothing within these.

expat and a function of Python for each of its events take several times as long. What the pattern takes is an
element whatever stands around it, for it takes nothing but what the grammar of XML admits. Whether it stands
where an entry may stand is for expat to say: a mark is left in its place, and expat must meet each of them
(`bot.intake.outline`). What names mean depends on the namespaces there, so they are looked up where the mark
is met (`bot.intake.strict`).

What else an entry may hold, a comment or an element that is not listed here, leaves the entry to expat.
tests/bot_intake/test_tame.py compares the two ways.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from bot.intake.limits import MAX_ENTRIES
from bot.intake.marks import READ_MARK, Span, entry_spans, marked
from bot.intake.mend import is_character
from bot.intake.outline import UNREAD_NAMES, Outline, element_hash, outline_of
from bot.intake.usual import Field, UsualEntry

_NO_ATTRIBUTES: frozenset[str] = frozenset()
_USUAL: dict[str, frozenset[str]] = {
    "author": _NO_ATTRIBUTES,
    "content:encoded": _NO_ATTRIBUTES,
    "dc:creator": _NO_ATTRIBUTES,
    "description": _NO_ATTRIBUTES,
    "enclosure": frozenset({"length", "type", "url"}),
    "guid": frozenset({"isPermaLink"}),
    "itunes:duration": _NO_ATTRIBUTES,
    "link": _NO_ATTRIBUTES,
    "pubdate": _NO_ATTRIBUTES,
    "title": _NO_ATTRIBUTES,
}
"""The elements, in lower case with their usual prefixes, and what attributes they may have."""
_OFTEN = frozenset({"enclosure"})
"""Those that may stand in an entry more than once."""

_BEGIN, _END = b"<item>", b"</item>"

# Each part begins with what the one before cannot hold, and nothing that was taken is given back.
_TAG = (
    rb'\s*+<([A-Za-z]\w*+(?::[A-Za-z]\w*+)?+)((?:\s++[A-Za-z]++="[^"<&\t\n\r]*+")*+)\s*+(?:(/)>|>'
)
_FIELD = re.compile(
    _TAG + rb"(?:([^<&\]]*+)</\1>|\s*+<!\[CDATA\[([^\]]*+)\]\]>\s*+</\1>|))",
)
"""An element: all of it where it has a text without references, or one CDATA section; else its first tag."""
_ATTRIBUTE = re.compile(r'([A-Za-z]+)="([^"]*)"')
_CDATA, _CDATA_END = b"<![CDATA[", b"]]>"

_ENTITIES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_REFERENCE = re.compile(r"&(?:#([0-9]{1,7})|#x([0-9A-Fa-f]{1,6})|(amp|lt|gt|quot|apos));")
_NO_REFERENCE = re.compile(rf"&(?!{_REFERENCE.pattern[1:]})")
_NO_CHARACTER = re.compile(b"\xef\xbf[\xbe\xbf]")
"""U+FFFE and U+FFFF, in UTF-8: no document of XML may have them."""


class _NotTameError(Exception):
    """The element is left to expat."""


def tame_outline(document: bytes, url: str) -> Outline | None:
    """Return the outline that `outline_of` finds, with marks for tame entries; None where there are none.

    `document`: in UTF-8 and mended. `url`: where it came from. Also None where something is not certain.
    """
    if READ_MARK in document or (not document.isascii() and _NO_CHARACTER.search(document)):
        return None
    spans = entry_spans(document)
    if not 0 < len(spans) <= MAX_ENTRIES:
        return None
    tame = [one for span in spans if (one := read_tame(document, span)) is not None]
    if not tame:
        return None
    outline = outline_of(marked(document, [one.span for one in tame], READ_MARK), url)
    if outline is None:
        return None
    places = [one for one in outline.listed if one.is_read]
    if len(places) != len(tame):  # some stood in a comment, or the like
        return None
    for place, one in zip(places, tame, strict=True):
        place.element = element_hash(document, one.span, one.unread, place.place, outline.around)
        place.entry = one
    return outline


def read_tame(document: bytes, span: Span) -> UsualEntry | None:
    """Return what the element of an entry says; None where it is not tame. Takes linear time."""
    at = span[0] + len(_BEGIN)
    if not document.startswith(_BEGIN, span[0]):
        return None
    end = span[1] - len(_END)
    fields: list[Field] = []
    unread: list[Span] = []
    names, prefixes = set(), set()
    try:
        while (found := _FIELD.match(document, at, end)) is not None:
            name, attributes, empty, text, cdata = found.groups()
            begin, at = found.start(1) - 1, found.end()
            kind = _kind(name)
            values = _attributes(attributes.decode()) if attributes else {}
            if text is not None or cdata is not None:
                said = _lines((cdata if text is None else text).decode())
            else:
                said, at = ("", at) if empty else _text(document, at, end, name)
            if kind.prefix:
                prefixes.add(kind.prefix)
            if kind.is_unread:
                unread.append((begin, at))
                continue
            if not kind.attributes.issuperset(values) or kind.name in names:
                return None
            if kind.name not in _OFTEN:
                names.add(kind.name)
            fields.append(Field(kind.written, values, said))
    except _NotTameError:
        return None
    if document[at:end].strip() or not (fields or unread):
        return None
    return UsualEntry(tuple(fields), frozenset(prefixes), span, unread)


class _Kind(NamedTuple):
    """What is the same for all elements of a name."""

    written: str
    name: str
    """In lower case."""
    prefix: str
    is_unread: bool
    attributes: frozenset[str]
    """Those that it may have, where it is read."""


@lru_cache(256)
def _kind(written: bytes) -> _Kind:
    """Return what is known of a name. Raises _NotTameError where its elements are left to expat."""
    name = written.decode()
    prefix = name.rpartition(":")[0]
    usual = name.lower()
    is_unread = usual.rpartition(":")[2] in UNREAD_NAMES
    if not (is_unread or usual in _USUAL):
        raise _NotTameError
    return _Kind(name, usual, prefix, is_unread, _USUAL.get(usual, _NO_ATTRIBUTES))


def _attributes(written: str) -> dict[str, str]:
    pairs = _ATTRIBUTE.findall(written)
    attributes = dict(pairs)
    if len(attributes) < len(pairs) or "xmlns" in attributes:
        raise _NotTameError
    return attributes


def _text(document: bytes, at: int, end: int, name: bytes) -> tuple[str, int]:
    """Return the text of the element whose first tag ends at `at`, and where its last one ends.

    Raises _NotTameError.
    """
    pieces = []
    while (begin := document.find(b"<", at, end)) >= 0:
        if begin > at:
            pieces.append(_characters(document[at:begin].decode()))
        if not document.startswith(_CDATA, begin):
            break
        at = begin + len(_CDATA)
        begin = document.find(_CDATA_END, at, end)
        if begin < 0:
            raise _NotTameError
        pieces.append(_lines(document[at:begin].decode()))
        at = begin + len(_CDATA_END)
    tag = b"</%b>" % name
    if begin < 0 or not document.startswith(tag, begin, end):
        raise _NotTameError
    return pieces[0] if len(pieces) == 1 else "".join(pieces), begin + len(tag)


def _characters(written: str) -> str:
    """Return what stands for characters outside of CDATA. Raises _NotTameError."""
    if "]]>" in written or ("&" in written and _NO_REFERENCE.search(written)):
        raise _NotTameError
    lines = _lines(written)
    return _REFERENCE.sub(_character, lines) if "&" in lines else lines


def _lines(written: str) -> str:
    """Return a text with its line ends as XML has them (XML 1.0, 2.11)."""
    return written.replace("\r\n", "\n").replace("\r", "\n") if "\r" in written else written


def _character(reference: re.Match[str]) -> str:
    decimal, hexadecimal, name = reference.groups()
    if name:
        return _ENTITIES[name]
    code = int(decimal) if decimal else int(hexadecimal, 16)
    if not is_character(code):
        raise _NotTameError
    return chr(code)
