"""A fast way past the entries that are known to the byte, which are most of what a feed sends again.

expat takes most of its time for what is inside entries. So here they are found by a pattern, which CDATA and
comments can fool, and each is taken out, with a mark left in its place. That proves nothing yet; what does:

- expat reads the document with marks for all entries, and meets each mark where an entry may stand. So what
  surrounds the entries is known, and by it the hash that tells a known entry.
- An entry is left out for good only by that hash, which it was given when expat had read it as an element in
  the same surroundings. All others are put back, and expat reads what comes of it.

Whatever looks otherwise is read in the usual way (`bot.intake.outline`, `bot.intake.cut`).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.intake.limits import MAX_ENTRIES
from bot.intake.marks import KNOWN_MARK, Span, entry_spans, marked
from bot.intake.outline import CONTENT_DIGITS, bytes_hash, outline_of


@dataclass(frozen=True, slots=True)
class Skipped:
    """A document with marks instead of some entries."""

    document: bytes
    unread: Mapping[str, str]
    """`Entry.element` of the entries that are no longer in it, and the key of each."""


def skip_known(document: bytes, url: str, known: Mapping[str, str]) -> Skipped | None:
    """Leave out the entries that are `known` (by `Entry.element`, with their keys) to the byte.

    `document` is in UTF-8 and need not be mended. None where that is not certain, or leaves out nothing.
    """
    if not known or KNOWN_MARK in document:
        return None
    spans = entry_spans(document)
    if not 0 < len(spans) <= MAX_ENTRIES:
        return None
    frame = outline_of(marked(document, spans, KNOWN_MARK), url)
    if frame is None or [one.is_mark for one in frame.listed] != [True] * len(spans):
        return None
    elements = {element[CONTENT_DIGITS:]: element for element in known}
    unread: dict[str, str] = {}
    gone: list[Span] = []
    for (begin, end), mark in zip(spans, frame.listed, strict=True):
        element = elements.get(bytes_hash(frame.around, mark.place, document[begin:end]))
        if element is not None:
            unread[element] = known[element]
            gone.append((begin, end))
    return Skipped(marked(document, gone, KNOWN_MARK), unread) if gone else None
