"""Clean text: no markup, no control characters, no lone surrogates; one paragraph a line."""

import re
from collections.abc import Iterable

# What is in a text but not to be read, and harms whoever stores or shows it: control characters
# (white space aside), soft hyphens, byte order marks, noncharacters and lone surrogates, and the
# directional embeddings, overrides and isolates that reorder whatever stands after them. Joiners and
# the plain directional marks stay: Persian, Indic scripts and emoji need them.
_UNREADABLE = re.compile(
    r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad"
    r"\u202a-\u202e\u2060\u2066-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)


def clean_line(text: str) -> str:
    """Return `text` as one clean line: each run of white space and line breaks is one space."""
    # Nearly all is printable, which is told at once. Nothing unreadable is, and no white space but the blank.
    if text.isprintable() and "  " not in text:
        return text.strip(" ")
    line = " ".join(text.split())
    return line if line.isprintable() else " ".join(_UNREADABLE.sub("", text).split())


def clean_text(lines: Iterable[str]) -> str:
    """Return paragraphs as one clean text, one a line; empty ones are left out."""
    return "\n".join(filter(None, map(clean_line, lines)))


def shorten(text: str, limit: int) -> str:
    """Return `text` in at most `limit` characters; what is cut ends with «…», at a word's end."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    end = max(head.rfind(" "), head.rfind("\n"))
    if end < limit // 2:  # a script without spaces, or one endless word
        end = len(head)
    return head[:end].rstrip() + "…"
