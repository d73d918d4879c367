"""Where in a feed document its entries stand, byte by byte, and a hash of each.

expat walks through the whole document, so that CDATA, comments and nesting cannot fool it. There is an
outline only of a document of which everything is certain: well-formed, without a DOCTYPE (its entities
could put anything anywhere), and with its entries in no odd places.
"""

import hashlib
import re
from dataclasses import dataclass, field
from xml.parsers import expat

from bot.intake.marks import KNOWN_TARGET, READ_TARGET, Span, without
from bot.intake.usual import UsualEntry

ENTRY_NAMES = frozenset({"item", "entry"})
"""Elements that are entries; like all names here in lower case and without namespace, as feedparser does."""

_UNREAD = """
    block category comment commentrss comments credit department explicit hit_parade keywords
    post-id rating section subject total
"""
UNREAD_NAMES = frozenset(_UNREAD.split())
"""Elements of an entry that nobody reads. Among them are the counters that readers' comments move
(slash:comments, slash:hit_parade, thr:total): in the hash they would make an edit of each comment."""

UNREAD_LINKS = frozenset({"edit", "replies", "self"})
"""`rel` of Atom's links that nobody reads; those to the replies carry counters too (RFC 4685)."""

_VOLATILE = "date generator items lastbuilddate modified pubdate ttl updatebase updated"
VOLATILE_NAMES = frozenset(_VOLATILE.split())
"""Elements of a feed that change with each entry or each request, and say nothing about the entries: dates,
and the list of links that RSS 1.0 begins with."""

READING = b"3"
"""Part of each hash: a change of how entries are read changes it too, so that known ones are read anew."""

_LIST_OF_LINKS = "items"  # the only one of them that may have elements within
_DEEPEST = 3  # rss, channel, item; in Atom and RSS 1.0 entries are at 2
_DIGEST_BYTES = 16
CONTENT_DIGITS = 2 * _DIGEST_BYTES
"""Of `Listed.element`, the digits of the first hash."""
_BYTES_HASH_DIGITS = 16

_TAG_NAME = re.compile(rb"[^\s/>]+")


@dataclass(slots=True)
class Listed:
    """An entry's element in its document."""

    span: Span
    unread: list[Span]
    """What in it may be left out, in order."""
    place: int
    """How many elements of the feed stand before it: they may change how it is read."""
    is_mark: bool = False
    """Whether it has been taken out, and a mark stands there."""
    is_read: bool = False
    """Whether it has been read already, and a mark stands there."""
    entry: UsualEntry | None = None
    """What was read, once that is certain."""
    element: str = ""
    """Hash of all that decides how the entry is read: its bytes without what nobody reads, and what of the
    feed stands around it. After it a shorter one of all its bytes (`bytes_hash`)."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A document and its entries, in their order."""

    document: bytes
    listed: tuple[Listed, ...]
    around: bytes
    """Hash of what stands around the entries."""

    def frame(self) -> bytes:
        """Return the document without its entries."""
        spans = [one.span for one in self.listed]
        whole = (0, len(self.document))
        return b"".join(self.document[begin:end] for begin, end in without(whole, spans))


def outline_of(document: bytes, url: str) -> Outline | None:
    """Return the outline of a document in UTF-8; None where something about it is not certain.

    `url`: where it came from, as relative links are read by it. Where marks stand in the document, the hash
    of what stood there is still to be told.
    """
    scan = _Scan(document)
    try:
        scan.run()
    except (expat.ExpatError, _UncertainError):
        return None
    holes = sorted((*(one.span for one in scan.listed), *scan.volatile))
    around = [document[begin:end].strip() for begin, end in without((0, len(document)), holes)]
    frame = _digest(READING, url.encode("utf-8", "surrogatepass"), *around)
    for one in scan.listed:
        if not (one.is_mark or one.is_read):
            one.element = element_hash(document, one.span, one.unread, one.place, frame)
    return Outline(document, tuple(scan.listed), frame)


def bytes_hash(around: bytes, place: int, element: bytes) -> str:
    """Return the hash of an entry's element as it stands there; arguments as in `Outline` and `Listed`."""
    return _digest(around, place.to_bytes(4, "big"), element).hex()[:_BYTES_HASH_DIGITS]


def element_hash(document: bytes, span: Span, unread: list[Span], place: int, around: bytes) -> str:
    """Return `Listed.element` of an entry that stands, or stood, in a document; arguments as there."""
    begin, end = span
    whole = bytes_hash(around, place, document[begin:end])
    pieces = (document[begin:end] for begin, end in without(span, unread))
    return _digest(around, place.to_bytes(4, "big"), *pieces).hex() + whole


def _digest(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()[
        :_DIGEST_BYTES
    ]  # the quickest: processors know it


class _UncertainError(Exception):
    """No outline can be made."""


@dataclass(slots=True)
class _Scan:
    """One walk through a document; expat tells where in its bytes each event is."""

    document: bytes
    listed: list[Listed] = field(default_factory=list)
    volatile: list[Span] = field(default_factory=list)
    _locals: dict[str, str] = field(default_factory=dict)
    _depth: int = 0
    _siblings: int = 0
    _entry_depth: int = 0  # of the entry that is open; 0 = none
    _entry_begin: int = 0
    _entry_is_bare: bool = False
    _unread: list[Span] = field(default_factory=list)
    _hole_depth: int = 0  # of the element that may be left out; 0 = none is open
    _hole_begin: int = 0
    _hole_is_list: bool = False
    _parser: expat.XMLParserType = field(default_factory=lambda: expat.ParserCreate("utf-8", " "))

    def run(self) -> None:
        """Walk. Raises ExpatError and _UncertainError."""
        parser = self._parser
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CommentHandler = self._comment
        parser.ProcessingInstructionHandler = self._instruct
        parser.StartDoctypeDeclHandler = _refuse
        parser.Parse(self.document, True)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        depth = self._depth = self._depth + 1
        local = self._locals.get(name)
        if local is None:
            local = self._locals[name] = name.rpartition(" ")[2].lower()
        if local in ENTRY_NAMES:
            self._start_entry()
        elif self._entry_depth:
            self._entry_is_bare = False
            if depth == self._entry_depth + 1:
                self._hole_depth = 0
                if local in UNREAD_NAMES or (local == "link" and _is_unread_link(attributes)):
                    self._start_hole()
            elif self._hole_depth:  # an element within: who knows which
                self._hole_depth = 0
        elif not self._hole_depth:
            if local in VOLATILE_NAMES and 2 <= depth <= _DEEPEST:
                self._start_hole()
                self._hole_is_list = local == _LIST_OF_LINKS
            else:
                self._siblings += 1
        elif not self._hole_is_list:
            self._hole_depth = 0
            self._siblings += 2

    def _start_entry(self) -> None:
        if self._entry_depth or self._hole_depth or not 2 <= self._depth <= _DEEPEST:
            raise _UncertainError
        self._entry_depth = self._depth
        self._entry_begin = self._parser.CurrentByteIndex
        self._entry_is_bare = True
        self._unread = []

    def _start_hole(self) -> None:
        self._hole_depth = self._depth
        self._hole_begin = self._parser.CurrentByteIndex

    def _end(self, _: str) -> None:
        if self._depth == self._hole_depth:
            span = self._hole_begin, self._end_of_hole()
            (self._unread if self._entry_depth else self.volatile).append(span)
            self._hole_depth = 0
        elif self._depth == self._entry_depth:
            self._end_entry()
        self._depth -= 1

    def _end_entry(self) -> None:
        if self._entry_is_bare:  # maybe <item/>, which ends elsewhere, and says nothing anyway
            raise _UncertainError
        end = self.document.index(b">", self._parser.CurrentByteIndex) + 1
        self.listed.append(Listed((self._entry_begin, end), self._unread, self._siblings))
        self._entry_depth = 0

    def _end_of_hole(self) -> int:
        """Return where the element ends: at <x/> expat stands behind it, else before its </x>."""
        here = self._parser.CurrentByteIndex
        name = _TAG_NAME.match(self.document, self._hole_begin + 1)
        if name is not None and self.document.startswith(b"</" + name[0], here):
            return self.document.index(b">", here) + 1
        return here

    def _comment(self, _: str) -> None:
        if not self._entry_depth:
            begin = self._parser.CurrentByteIndex
            self.volatile.append((begin, self.document.index(b"-->", begin) + 3))

    def _instruct(self, target: str, _: str) -> None:
        if target not in (KNOWN_TARGET, READ_TARGET):
            return
        if self._entry_depth or self._hole_depth or not 2 <= self._depth + 1 <= _DEEPEST:
            raise _UncertainError
        begin = self._parser.CurrentByteIndex
        end = self.document.index(b"?>", begin) + 2
        is_read = target == READ_TARGET
        self.listed.append(
            Listed((begin, end), [], self._siblings, is_mark=not is_read, is_read=is_read)
        )


def _refuse(*_: object) -> None:
    raise _UncertainError


def _is_unread_link(attributes: dict[str, str]) -> bool:
    return "href" in attributes and attributes.get("rel", "").lower() in UNREAD_LINKS
