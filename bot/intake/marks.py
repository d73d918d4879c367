"""Entries found by a pattern, and the marks that stand in a document where they have been taken out.

CDATA and comments can fool a pattern: what it finds is an entry only where expat meets the mark in its place
(`bot.intake.outline`).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

Span: TypeAlias = tuple[int, int]
"""Begin and end of some bytes of a document."""

KNOWN_TARGET = "newshound-entry"
KNOWN_MARK = f"<?{KNOWN_TARGET}?>".encode()
"""Stands in the place of an entry that is known (`bot.intake.skip`)."""

READ_TARGET = "newshound-read"
READ_MARK = f"<?{READ_TARGET}?>".encode()
"""Stands in the place of an entry that has been read already (`bot.intake.tame`)."""

_OPENING = re.compile(rb"<(item|entry)[\s>]")


def entry_spans(document: bytes) -> list[Span]:
    """Return where entries seem to stand: the first tag that opens one, up to the next that closes one."""
    first = _OPENING.search(document)
    if first is None:
        return []
    opening, closing = b"<" + first[1], b"</" + first[1] + b">"
    begin, spans = first.start(), []
    while begin >= 0:
        end = document.find(closing, begin)
        if end < 0:
            return []
        end += len(closing)
        spans.append((begin, end))
        begin = document.find(opening, end)
    return spans


def marked(document: bytes, spans: Sequence[Span], mark: bytes) -> bytes:
    """Return the document with marks in place of `spans`, which are in order."""
    pieces: list[bytes] = []
    done = 0
    for begin, end in spans:
        pieces += (document[done:begin], mark)
        done = end
    pieces.append(document[done:])
    return b"".join(pieces)


def without(span: Span, holes: Iterable[Span]) -> Iterator[Span]:
    """Yield what is left of a span without `holes`, which are sorted."""
    begin, end = span
    for hole_begin, hole_end in holes:
        if hole_begin > begin:
            yield begin, hole_begin
        begin = max(begin, hole_end)
    if begin < end:
        yield begin, end
