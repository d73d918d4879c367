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
from newsroom.inflections import stem_in_text, stemmed_language
from newsroom.terms import LONGEST_TERM, read_terms, read_word
from newsroom.tokens import APOSTROPHES, HYPHENS

GAP = "·"
"""Stands for a line break, so that no phrase reaches from one paragraph into the next; no term is this."""

_KEPT_CHARS = 1 << 18
"""Characters of chunks that are kept, and as many again that were met before them: 8 MB of words."""

_AROUND = ".,;:!?\"'()[]{}<>*_-–—…“”„«»‘’"
"""What may be cut off a chunk's ends without changing what its terms are, save in links."""

_CHUNK_ENDS = re.compile(rf"[{re.escape(_AROUND)}]*(?:[ \n]|\Z)")

_LEFT_OUT = " \n.…[]()"
"""What stands at the end of an excerpt for the rest of the text, as in «[…]»; no term is made of it."""

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


def indexable(text: str, language: str | None = None) -> Indexable:
    """Return the terms of a text for the index; `language` is its primary subtag, None = unknown."""
    kept = _cache()
    known = kept.chunks_in(stemmed_language(language))
    chunks = text.replace("\n", " \n ").split(" ")
    # Reading a chunk finds its forms, too, so that they are there for the second look.
    exact = " ".join(filter(None, map(known.__getitem__, chunks)))
    forms = " ".join(dict.fromkeys(filter(None, map(known.forms.get, chunks))))
    kept.make_room()
    return Indexable(exact, forms)


def says_again(excerpt: str, text: str) -> bool:
    """Tell whether an excerpt is one, chunk for chunk: then it has no term and no phrase that the text lacks.

    False where that is not certain: where its last chunk is the beginning of one of the text's, or a link.
    """
    said = excerpt.rstrip(_LEFT_OUT)
    begin = text.find(said)
    if begin < 0 or _may_be_link(said.rpartition(" ")[2]):
        return False
    begins_chunk = begin == 0 or text[begin - 1] in " \n"
    return begins_chunk and _CHUNK_ENDS.match(text, begin + len(said)) is not None


class _Chunks(dict[str, str]):
    """The exact terms of chunks, each read when it is first met.

    Plain texts, unlike tuples of them, are nothing that the garbage collector has to look through.
    """

    def __init__(self, language: str | None, older: "_Chunks | None") -> None:
        super().__init__({"\n": GAP})
        self._language = language
        self.forms: dict[str, str] = {}
        """The other forms of those chunks that have any."""
        self.chars = 0
        self._older = older

    def __missing__(self, chunk: str) -> str:
        exact, forms = self._remembered(chunk) or self._read(chunk)
        self.chars += len(chunk)
        if forms:  # first: who finds a chunk's exact terms relies on them
            self.forms[chunk] = forms
        self[chunk] = exact
        return exact

    def forget_older(self) -> None:
        """Let go of the generation before this one."""
        self._older = None

    def _remembered(self, chunk: str) -> tuple[str, str] | None:
        older = self._older
        if older is None or chunk not in older:
            return None
        return older[chunk], older.forms.get(chunk, "")

    def _read(self, chunk: str) -> tuple[str, str]:
        core = chunk.strip(_AROUND)
        if core != chunk and not _may_be_link(chunk):
            return self[core], self.forms.get(core, "")
        return _read(chunk, self._language)


class _Cache:
    """Chunks of each language, in two generations: what is met again while there is room stays.

    Threads may share it: whoever reads a text goes on with the chunks that he began with.
    """

    def __init__(self) -> None:
        self.young: dict[str | None, _Chunks] = {}
        self.old: dict[str | None, _Chunks] = {}

    def chunks_in(self, language: str | None) -> _Chunks:
        """Return the chunks of a language."""
        if language not in self.young:
            self.young[language] = _Chunks(language, self.old.get(language))
        return self.young[language]

    def make_room(self) -> None:
        """Begin a new generation where this one is full; one that a huge text has filled is not kept."""
        chars = sum(chunks.chars for chunks in self.young.values())
        if chars >= _KEPT_CHARS:
            for chunks in self.young.values():
                chunks.forget_older()
            self.old = self.young if chars < 2 * _KEPT_CHARS else {}
            self.young = {}


@cache
def _cache() -> _Cache:
    return _Cache()


def _may_be_link(chunk: str) -> bool:
    return "/" in chunk or "www" in chunk.lower()


def _read(chunk: str, language: str | None) -> tuple[str, str]:
    """Return the exact terms of a chunk, and the others."""
    if chunk.isalnum() and not _is_odd(chunk):
        word = fold(chunk)
        exact = [word[:LONGEST_TERM]]
        forms = [form[:LONGEST_TERM] for form in forms_in_text(word, chunk)] if word else []
        stems = [stem_in_text(exact[0], chunk, language, forms)]
    else:
        whole = _COMPOUND.fullmatch(chunk) is not None and not _is_odd(chunk)
        terms = list(read_word(chunk) if whole else read_terms(chunk))
        exact = [one.term for one in terms if one.exact]
        forms = [one.term for one in terms if not one.exact]
        stems = [
            stem_in_text(one.term, chunk[one.start : one.end], language, forms)
            for one in terms
            if one.exact
        ]
    return " ".join(exact), " ".join([*forms, *filter(None, stems)])


def _is_odd(chunk: str) -> bool:
    """Tell whether letters alone do not make a chunk one word."""
    return not chunk.isascii() and (
        _LETTER_APOSTROPHE in chunk or DENSE_RUN.search(chunk) is not None
    )
