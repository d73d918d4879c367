"""feedparser's reader of well-formed feeds, driven by expat directly and one entry apart from the others.

What each element means is feedparser's to say: all its handlers are in use. What is different:

- SAX, and what feedparser does for each element in order to find its handler, take most of its time. Here the
  usual element (no attributes, not within a text, no xml:base) takes a short way that comes to the same.
- feedparser lets some elements of an entry leak into the entries after it (a <div> in a text, say, with the
  entry's xml:base). Here an entry leaves nothing behind, so that each can be read without the others: that is
  what `bot.intake.cut` builds upon.

tests/bot_intake/test_strict.py compares it with `feedparser.parse`.
"""

from typing import Any
from xml.parsers import expat
from xml.sax.xmlreader import AttributesNSImpl

from feedparser.api import StrictFeedParser

from bot.intake.values import EntryValues, TextParameters

_LISTS = ("basestack", "langstack", "elementstack")
_DICTS = ("namespacemap", "namespaces_in_use", "sourcedata", "contentparams")
_FLAG_NAMES = """
    baseuri lang version depth incontent intextinput inimage inauthor incontributor inpublisher insource
    svgOK _summaryKey ingeometry psc_chapters_flag
"""
_FLAGS = tuple(_FLAG_NAMES.split())
"""All that a feedparser remembers from element to element, the entries and the feed aside."""

_BUFFER = 1 << 16
"""Bytes of text that expat hands over at a time."""


def read_strictly(document: bytes) -> "StrictReader":
    """Return a reader that has read a well-formed document in UTF-8 without a DOCTYPE.

    Raises ExpatError, and whatever feedparser raises.
    """
    reader = StrictReader()
    reader.read(document)
    return reader


_ENTRY_TAGS = frozenset({"item", "entry"})
_ROOT_TAGS = frozenset({"feed", "rss"})
_WITHIN_INPUT = frozenset({"title", "link", "description", "name"})
_WITHIN_IMAGE = frozenset({"title", "link", "description", "url", "href", "width", "height"})


class StrictReader(StrictFeedParser):  # type: ignore[misc]  # feedparser has no types
    """One reading; then `feeddata`, `entries` and `version` hold what was found."""

    def __init__(self) -> None:
        super().__init__("", None, "utf-8")
        self.resolve_relative_uris = False
        self.sanitize_html = False
        self._tags: dict[str, str] = {}
        self._before: tuple[Any, ...] | None = None

    def read(self, document: bytes) -> None:
        """Read a document. Raises ExpatError, and whatever feedparser raises."""
        parser = expat.ParserCreate("utf-8", " ", intern={})
        parser.namespace_prefixes = True
        parser.buffer_text = True
        parser.buffer_size = _BUFFER
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self.handle_data
        parser.StartNamespaceDeclHandler = self.startPrefixMapping
        parser.Parse(document, True)

    def track_namespace(self, prefix: str | None, uri: str) -> None:
        """Note a namespace: elements may have other names from here on."""
        super().track_namespace(prefix, uri)
        self._tags.clear()

    def push_content(self, *args: Any) -> None:
        """Begin a text."""
        super().push_content(*args)
        self.contentparams: TextParameters = TextParameters(self.contentparams)

    def _start_item(self, attributes: dict[str, str]) -> None:
        super()._start_item(attributes)
        self.entries[-1] = EntryValues(self.entries[-1])

    _start_entry = _start_item

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = self._tag(name)
        if tag in _ENTRY_TAGS:
            self._before = self._remember()
        if attributes or self.decls or self.incontent:
            self._start_with(name, attributes)
        elif self.baseuri or (self.lang and tag in _ROOT_TAGS):
            self.unknown_starttag(tag, [])
        else:
            self._start_short(tag)

    def _start_with(self, name: str, attributes: dict[str, str]) -> None:
        """Go feedparser's way with an element that has attributes, as SAX would give it to it."""
        pairs = {_pair(key): value for key, value in attributes.items()}
        written = {_pair(key): _written(key) for key in attributes}
        self.startElementNS(_pair(name), None, AttributesNSImpl(pairs, written))

    def _start_short(self, tag: str) -> None:
        """Do what `unknown_starttag` does, for an element without attributes outside of texts."""
        self.depth += 1
        self.basestack.append(self.baseuri)
        self.langstack.append(self.lang)
        prefix, suffix = self._parts(tag)
        if not prefix:
            if tag not in _WITHIN_INPUT:
                self.intextinput = 0
            if tag not in _WITHIN_IMAGE:
                self.inimage = 0
        attributes: dict[str, str] = {}
        try:
            getattr(self, f"_start_{prefix}{suffix}")(attributes)
        except AttributeError:  # no such handler, or it met something unforeseen
            if attributes:
                self._get_context()[prefix + suffix] = attributes
            else:
                self.push(prefix + suffix, 1)

    def _end(self, name: str) -> None:
        tag = self._tag(name)
        if self.incontent or self.svgOK:
            self.unknown_endtag(tag)
        else:
            self._end_short(tag)
        if tag in _ENTRY_TAGS and self._before is not None:
            self._restore(self._before)
            self._before = None

    def _end_short(self, tag: str) -> None:
        """Do what `unknown_endtag` does outside of texts."""
        prefix, suffix = self._parts(tag)
        try:
            getattr(self, f"_end_{prefix}{suffix}")()
        except AttributeError:
            self.pop(prefix + suffix)
        self.basestack.pop()
        if self.basestack and self.basestack[-1]:
            self.baseuri = self.basestack[-1]
        self.langstack.pop()
        if self.langstack:
            self.lang = self.langstack[-1]
        self.depth -= 1

    def _parts(self, tag: str) -> tuple[str, str]:
        """Return the two parts of a handler's name."""
        if ":" not in tag:
            prefix = self.namespacemap.get("", "")
            return (prefix + "_" if prefix else ""), tag
        prefix, suffix = tag.split(":", 1)
        prefix = self.namespacemap.get(prefix, prefix)
        return (prefix + "_" if prefix else ""), suffix

    def _tag(self, name: str) -> str:
        """Return what feedparser calls an element."""
        tag = self._tags.get(name)
        if tag is None:
            tag = self._tags[name] = self._find_tag(*_pair(name))
        return tag

    def _find_tag(self, namespace: str | None, local: str) -> str:
        known = (namespace or "").lower()
        if "backend.userland.com/rss" in known:
            return local.lower()
        prefix = self._matchnamespaces.get(known)
        if prefix is None and namespace:
            names = (
                name for name, uri in self.namespaces_in_use.items() if name and uri == namespace
            )
            prefix = next(names, None)
        return f"{prefix}:{local}".lower() if prefix else local.lower()

    def _remember(self) -> tuple[Any, ...]:
        return (
            tuple(getattr(self, name) for name in _FLAGS),
            tuple(list(getattr(self, name)) for name in _LISTS),
            tuple(dict(getattr(self, name)) for name in _DICTS),
            dict(self.feeddata),
        )

    def _restore(self, before: tuple[Any, ...]) -> None:
        """Take back all that an entry changed, the list of entries aside."""
        flags, lists, dicts, feed = before
        for name, value in zip(_FLAGS, flags, strict=True):
            setattr(self, name, value)
        for name, items in zip(_LISTS, lists, strict=True):
            getattr(self, name)[:] = items
        for kept, pairs in zip(
            (*(getattr(self, name) for name in _DICTS), self.feeddata), (*dicts, feed), strict=True
        ):
            if kept != pairs:
                kept.clear()
                kept.update(pairs)
                self._tags.clear()


def _pair(name: str) -> tuple[str | None, str]:
    """Return namespace and name, of what expat makes of them: with spaces between."""
    parts = name.split()
    return (None, name) if len(parts) == 1 else (parts[0], parts[1])


def _written(name: str) -> str:
    parts = name.split()
    return f"{parts[2]}:{parts[1]}" if len(parts) == 3 else parts[-1]
