"""feedparser's reader of well-formed feeds, driven by expat directly and one entry apart from the others.

What each element means is feedparser's to say: its handlers are in use. What is different:

- SAX, and what feedparser does for each element in order to find its handler, take most of its time. Here the
  usual element (no attributes, not within a text, no xml:base) takes a short way that comes to the same, and
  so does what it says (`bot.intake.keeping`).
- A mark stands for a usual entry of an RSS feed, which is then read at once (`bot.intake.plain`).
- feedparser lets some elements of an entry leak into the entries after it (a <div> in a text, say, with the
  entry's xml:base). Here an entry leaves nothing behind (`bot.intake.leaks`), so that each can be read
  without the others: that is what `bot.intake.cut` builds upon.

tests/bot_intake/test_cut_real_feeds.py compares it with `feedparser.parse`.
"""

from collections.abc import Iterable, Iterator
from typing import Any
from xml.parsers import expat
from xml.sax.xmlreader import AttributesNSImpl

from bot.intake.keeping import XHTML, KeepingParser
from bot.intake.leaks import note_state, take_back
from bot.intake.marks import READ_TARGET
from bot.intake.plain import fill, is_usual
from bot.intake.tags import Kind, pair, tag_of, written
from bot.intake.usual import UsualEntry

_BUFFER = 1 << 16
"""Bytes of text that expat hands over at a time."""


class UnusualError(Exception):
    """An entry that seemed usual is not, where it stands."""


def read_strictly(document: bytes, usual: Iterable[UsualEntry] = ()) -> "StrictReader":
    """Return a reader that has read a well-formed document in UTF-8 without a DOCTYPE.

    `usual`: the entries for which marks stand in the document. Raises ExpatError, CrowdedError, UnusualError,
    and whatever feedparser raises.
    """
    reader = StrictReader()
    reader.read(document, usual)
    return reader


_ENTRY_TAGS = frozenset({"item", "entry"})
_FOREIGN = frozenset({"math", "svg"})
_DIVS = frozenset({"div", "xhtml:div"})
_ROOT_TAGS = frozenset({"feed", "rss"})
_WITHIN_INPUT = frozenset({"title", "link", "description", "name"})
_WITHIN_IMAGE = frozenset({"title", "link", "description", "url", "href", "width", "height"})


class StrictReader(KeepingParser):
    """One reading; then `feeddata`, `entries` and `version` hold what was found."""

    def __init__(self) -> None:
        super().__init__()
        self._kinds: dict[str, Kind] = {}
        self._before: tuple[Any, ...] | None = None
        self._usual: Iterator[UsualEntry] = iter(())
        self._scopes: dict[str | None, list[str]] = {}
        """What prefixes stand for, the innermost last."""
        self._called: dict[str, str] = {}

    def read(self, document: bytes, usual: Iterable[UsualEntry] = ()) -> None:
        """Read a document. Arguments and errors are those of `read_strictly`."""
        parser = expat.ParserCreate("utf-8", " ", intern={})
        parser.namespace_prefixes = True
        parser.buffer_text = True
        parser.buffer_size = _BUFFER
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.handle_data
        parser.StartNamespaceDeclHandler = self._begin_namespace
        parser.EndNamespaceDeclHandler = self._end_namespace
        parser.ProcessingInstructionHandler = self._instruct
        self._usual = iter(usual)
        parser.Parse(document, True)

    def _begin_namespace(self, prefix: str | None, uri: str) -> None:
        self._scopes.setdefault(prefix, []).append(uri)
        self.startPrefixMapping(prefix, uri)
        self._forget_names()

    def _end_namespace(self, prefix: str | None) -> None:
        self._scopes[prefix].pop()
        self._forget_names()

    def _instruct(self, target: str, _: str) -> None:
        if target == READ_TARGET and (entry := next(self._usual, None)) is not None:
            self._take(entry)

    def _take(self, usual: UsualEntry) -> None:
        """Add a usual entry, and leave behind what the handlers would have left."""
        called = [self._called.get(field.name) or self._call(field.name) for field in usual.fields]
        if not (self._may_be_usual() and is_usual(called) and all(map(self._uri, usual.prefixes))):
            raise UnusualError
        entry: dict[str, Any] = {}
        self.entries.append(entry)
        self.inentry = 1
        fill(entry, zip(called, usual.fields, strict=True), self.lang, self)
        self.inentry = self.hasContent = 0
        self.title_depth = self.depth + 2 if entry.get("title") else -1

    def _call(self, written: str) -> str:
        """Find, and keep, what feedparser calls an element that stands here."""
        called = self._called[written] = self.kind(self._expanded(written)).unknown
        return called

    def _expanded(self, written: str) -> str:
        """Return the name of an element as expat tells it where it stands."""
        prefix, _, local = written.rpartition(":")
        uri = self._uri(prefix or None)
        if not uri:
            return local
        return f"{uri} {local} {prefix}" if prefix else f"{uri} {local}"

    def _uri(self, prefix: str | None) -> str | None:
        """Return the namespace that a prefix stands for here, None = that of names without one."""
        uris = self._scopes.get(prefix)
        return uris[-1] if uris else None

    def track_namespace(self, prefix: str | None, uri: str) -> None:
        """Note a namespace: elements may have other names from here on."""
        super().track_namespace(prefix, uri)
        self._forget_names()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Begin an element, called as expat calls it."""
        kind = self.kind(name)
        if kind.tag in _ENTRY_TAGS:
            self._before = note_state(self)
        if attributes or self.decls or self.incontent:
            self._start_with(name, kind, attributes)
        elif self.baseuri or (self.lang and kind.tag in _ROOT_TAGS):
            self.unknown_starttag(kind.tag, [])
        else:
            self._start_short(kind)

    def _start_with(self, name: str, kind: Kind, attributes: dict[str, str]) -> None:
        """Go feedparser's way with an element that has attributes, as SAX would give it to it."""
        if kind.is_plain and not self.decls and not any(" " in key for key in attributes):
            pairs = {key.lower(): value for key, value in attributes.items()}
            self.unknown_starttag(kind.tag, list(pairs.items()))
            return
        values = {pair(key): value for key, value in attributes.items()}
        names = {pair(key): written(key) for key in attributes}
        self.startElementNS(pair(name), None, AttributesNSImpl(values, names))

    def _start_short(self, kind: Kind) -> None:
        """Do what `unknown_starttag` does, for an element without attributes outside of texts."""
        self.depth += 1
        self.basestack.append(self.baseuri)
        self.langstack.append(self.lang)
        if kind.ends_input:
            self.intextinput = 0
        if kind.ends_image:
            self.inimage = 0
        if kind.start is None:
            self.push(kind.unknown, 1)
            return
        attributes: dict[str, str] = {}
        try:
            kind.start(attributes)
        except AttributeError:  # it met something unforeseen
            if attributes:
                self._get_context()[kind.unknown] = attributes
            else:
                self.push(kind.unknown, 1)

    def _may_be_usual(self) -> bool:
        """Whether nothing around an entry changes how it is read."""
        return (
            (self._called.get("item") or self._call("item")) == "item"
            and self.version.startswith("rss")
            and self._summaryKey is None
            and not (self.decls or self.baseuri)
            and not (self.incontent or self.inentry or self.insource or self.svgOK)
        )

    def end(self, name: str) -> None:
        """End an element, called as expat calls it."""
        kind = self.kind(name)
        if self.svgOK:
            self.unknown_endtag(kind.tag)
        else:
            self._end_short(kind)
        if self._before is not None and kind.tag in _ENTRY_TAGS:
            if take_back(self, self._before):
                self._forget_names()
            self._before = None

    def _end_short(self, kind: Kind) -> None:
        """Do what `unknown_endtag` does."""
        if kind.end is None:
            self.pop(kind.unknown)
        else:
            try:
                kind.end()
            except AttributeError:
                self.pop(kind.unknown)
        if self.incontent:  # the element stands within a text
            if not self.contentparams.get("type", "xml").endswith("xml"):
                if kind.tag in _DIVS:
                    return
                self.contentparams["type"] = XHTML
            if self.contentparams.get("type") == XHTML:
                self.handle_data(f"</{kind.tag.split(':')[-1]}>", escape=0)
        bases, languages = self.basestack, self.langstack
        bases.pop()
        if bases and bases[-1]:
            self.baseuri = bases[-1]
        languages.pop()
        if languages:
            self.lang = languages[-1]
        self.depth -= 1

    def kind(self, name: str) -> Kind:
        """Find, and keep, what is the same for all elements of a name."""
        if (known := self._kinds.get(name)) is not None:
            return known
        tag = tag_of(name, self._matchnamespaces, self.namespaces_in_use)
        prefix, _, suffix = tag.rpartition(":") if tag.count(":") < 2 else tag.partition(":")
        prefix = self.namespacemap.get(prefix, prefix)
        unknown = f"{prefix}_{suffix}" if prefix else suffix
        kind = self._kinds[name] = Kind(
            tag=tag,
            unknown=unknown,
            start=getattr(self, f"_start_{unknown}", None),
            end=getattr(self, f"_end_{unknown}", None),
            ends_input=not prefix and tag not in _WITHIN_INPUT,
            ends_image=not prefix and tag not in _WITHIN_IMAGE,
            is_plain=suffix not in _FOREIGN,
        )
        return kind

    def _forget_names(self) -> None:
        self._kinds.clear()
        self._called.clear()
