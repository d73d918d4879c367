"""HTML to blocks of text: what a reader sees as one paragraph, heading, list item or table row.

lxml parses it as events, without a tree, so neither depth nor size costs more than linear time. This is
for worker processes: the module is not imported by the package's door, as lxml is a weight that the
bot's own process has no use for.
"""

from dataclasses import dataclass
from functools import cache

from lxml import etree

from newsroom.text import clean_line

_BLOCK_TAGS = """
    address article aside blockquote body br caption center dd details dialog dir div dl dt fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol
    option p pre section summary table tbody tfoot thead tr ul
"""
_UNREAD_TAGS = """
    audio button canvas datalist head iframe map math noembed noframes noscript object script select
    style svg template textarea title video
"""
_BLOCKS = frozenset(_BLOCK_TAGS.split())
_UNREAD = frozenset(_UNREAD_TAGS.split())
_CELLS = frozenset({"td", "th"})

_TRACKING_SIZES = frozenset({"0", "1"})


@dataclass(frozen=True, slots=True)
class Markup:
    """What an HTML fragment says."""

    blocks: tuple[str, ...]
    """Clean lines, none empty, in the order of the document."""
    images: tuple[str, ...] = ()
    """Addresses of pictures as written, maybe relative; tracking pixels are left out."""


def read_markup(html: str) -> Markup:
    """Return the text blocks and pictures of an HTML document or fragment, whatever its faults."""
    if "<" not in html and "&" not in html:
        line = clean_line(html)
        return Markup((line,) if line else ())
    # NUL ends a document for libxml2; lone surrogates have no UTF-8.
    return _parse(html.replace("\0", "").encode("utf-8", "ignore"))


def _parse(html: bytes) -> Markup:
    reader, parser = _parser()
    try:
        parser.feed(html)
        parser.close()
    except BaseException:
        _parser.cache_clear()  # what it had begun is still in it
        raise
    return reader.take()


@cache
def _parser() -> "tuple[_Reader, etree.HTMLParser]":
    """Return the parser of this process: making one takes longer than most texts."""
    reader = _Reader()
    parser = etree.HTMLParser(  # type: ignore[call-overload]  # its stub wants methods lxml does not
        target=reader, encoding="utf-8"
    )
    return reader, parser


class _Reader:
    """Collects blocks from the parser's events; the method names are lxml's (parser targets)."""

    def __init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self._blocks: list[str] = []
        self._images: list[str] = []
        self._pieces: list[str] = []
        self._unread = 0
        self._pre = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in _BLOCKS:
            if self._pieces:
                self._end_block()
            self._pre += tag == "pre"
        elif tag in _UNREAD:
            self._unread += 1
        elif tag in _CELLS:
            self._pieces.append(" ")
        elif tag == "img" and not self._unread:
            self._see_image(attributes)

    def end(self, tag: str) -> None:
        if tag in _BLOCKS:
            if self._pieces:
                self._end_block()
            if self._pre and tag == "pre":
                self._pre -= 1
        elif tag in _UNREAD:
            self._unread = max(0, self._unread - 1)

    def data(self, text: str) -> None:
        if self._unread:
            return
        if not self._pre:
            self._pieces.append(text)
            return
        first, *others = text.split("\n")
        self._pieces.append(first)
        for line in others:
            self._end_block()
            self._pieces.append(line)

    def close(self) -> None:
        self._end_block()

    def take(self) -> Markup:
        """Return what was read, and begin anew."""
        markup = Markup(tuple(self._blocks), tuple(self._images))
        self._begin()
        return markup

    def _end_block(self) -> None:
        line = clean_line("".join(self._pieces))
        if line:
            self._blocks.append(line)
        self._pieces.clear()

    def _see_image(self, attributes: dict[str, str]) -> None:
        sizes = {attributes.get("width", "").strip(), attributes.get("height", "").strip()}
        source = attributes.get("src") or attributes.get("data-src") or ""
        if source and not source.startswith("data:") and not sizes & _TRACKING_SIZES:
            self._images.append(source)
