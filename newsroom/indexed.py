"""A text to what the index holds of it, read by the chunks between its spaces.

No term reaches over a space or a line break, or depends on what stands beyond one; and nearly every chunk
has been read before. So most of a text costs a look into a dictionary for each of its chunks.
"""

import re
from functools import cache
from typing import NamedTuple

from newsroom.dense import DENSE_RUN
from newsroom.fold import fold
from newsroom.forms import forms_in_text
from newsroom.terms import LONGEST_TERM, read_terms, read_word
from newsroom.tokens import APOSTROPHES, HYPHENS

GAP = "·"
"""Stands for a line break, so that no phrase reaches from one paragraph into the next; no term is this."""

_KEPT_CHARS = 1 << 18
"""Characters of chunks that are kept, and as many again that were met before them: 8 MB of words."""

_AROUND = ".,;:!?\"'()[]{}<>*_-–—…“”„«»‘’"
"""What may be cut off a chunk's ends without changing what its terms are, save in links."""

_LETTER_APOSTROPHE = "ʼ"
"""The one character that Python takes for a letter and that joins two words."""

_COMPOUND = re.compile(rf"[^\W\d_]+(?:[{APOSTROPHES}{HYPHENS}][^\W\d_]+)*")
"""Words that are joined into one: nothing in it can be a number, initials or a link."""


class Indexable(NamedTuple):
    """What of a text goes into the index: terms joined by spaces."""

    exact: str
    """In the order of the text, with a `GAP` for each line break."""
    forms: str
    """Those of a word once, however often it stands there: they are in no order."""


def indexable(text: str) -> Indexable:
    """Return the terms of a text for the index."""
    kept = _cache()
    known = kept.chunks
    chunks = text.replace("\n", " \n ").split(" ")
    # Reading a chunk finds its forms, too, so that they are there for the second look.
    exact = " ".join(filter(None, map(known.__getitem__, chunks)))
    forms = " ".join(dict.fromkeys(filter(None, map(known.forms.get, chunks))))
    kept.make_room()
    return Indexable(exact, forms)


class _Chunks(dict[str, str]):
    """The exact terms of chunks, each read when it is first met.

    Plain texts, unlike tuples of them, are nothing that the garbage collector has to look through.
    """

    def __init__(self, older: "_Chunks | None" = None) -> None:
        super().__init__({"\n": GAP})
        self.forms: dict[str, str] = {}
        """The other forms of those chunks that have any."""
        self.chars = 0
        self.older = older

    def __missing__(self, chunk: str) -> str:
        exact, forms = self._remembered(chunk) or self._read(chunk)
        self.chars += len(chunk)
        if forms:  # first: who finds a chunk's exact terms relies on them
            self.forms[chunk] = forms
        self[chunk] = exact
        return exact

    def _remembered(self, chunk: str) -> tuple[str, str] | None:
        older = self.older
        if older is None or chunk not in older:
            return None
        return older[chunk], older.forms.get(chunk, "")

    def _read(self, chunk: str) -> tuple[str, str]:
        core = chunk.strip(_AROUND)
        if core != chunk and not _may_be_link(chunk):
            return self[core], self.forms.get(core, "")
        return _read(chunk)


class _Cache:
    """Chunks in two generations: what is met again while there is room stays.

    Threads may share it: whoever reads a text goes on with the chunks that he began with.
    """

    def __init__(self) -> None:
        self.chunks = _Chunks()

    def make_room(self) -> None:
        """Begin a new generation where this one is full; one that a huge text has filled is not kept."""
        full = self.chunks
        if full.chars >= _KEPT_CHARS:
            full.older = None
            self.chunks = _Chunks(full if full.chars < 2 * _KEPT_CHARS else None)


@cache
def _cache() -> _Cache:
    return _Cache()


def _may_be_link(chunk: str) -> bool:
    return "/" in chunk or "www" in chunk.lower()


def _read(chunk: str) -> tuple[str, str]:
    """Return the exact terms of a chunk, and the others."""
    if chunk.isalnum() and not _is_odd(chunk):
        word = fold(chunk)
        exact = [word[:LONGEST_TERM]]
        forms = [form[:LONGEST_TERM] for form in forms_in_text(word, chunk)] if word else []
    else:
        whole = _COMPOUND.fullmatch(chunk) is not None and not _is_odd(chunk)
        terms = list(read_word(chunk) if whole else read_terms(chunk))
        exact = [one.term for one in terms if one.exact]
        forms = [one.term for one in terms if not one.exact]
    return " ".join(exact), " ".join(forms)


def _is_odd(chunk: str) -> bool:
    """Tell whether letters alone do not make a chunk one word."""
    return not chunk.isascii() and (
        _LETTER_APOSTROPHE in chunk or DENSE_RUN.search(chunk) is not None
    )
