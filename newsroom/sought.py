"""Of a text, the terms that a query looks for: hardly any of its words is one, and few are read twice."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TypeAlias

from newsroom.inflections import is_stem, plausible_languages, stem_in_text
from newsroom.query import Clause, Query
from newsroom.terms import LONGEST_TERM, Term, read_token
from newsroom.tokens import find_tokens
from newsroom.tongue import evident_language

_CACHED_QUERIES = 16
_CACHED_TOKENS = 1 << 12  # of each of them
_CACHED_STEMS = 1 << 14

_Known: TypeAlias = dict[tuple[str | None, str, str | None], tuple[Term, ...]]


class Sought:
    """What a query looks for. It remembers what it has made of words, which most texts share."""

    def __init__(self, clauses: Sequence[Clause]) -> None:
        phrases = [phrase for clause in clauses for phrase in clause.phrases]
        self._words = frozenset(phrase[0] for phrase in phrases if len(phrase) == 1)
        self._prefixes = tuple(
            phrase[-1] for clause in clauses if clause.prefix for phrase in clause.phrases
        )
        self._has_stems = any(map(is_stem, self._words))
        self._in_order = any(len(phrase) > 1 for phrase in phrases)
        """Whether a sequence is looked for, which takes every exact term."""
        self._known: _Known = {}

    def terms(self, text: str) -> list[Term]:
        """Return the terms of a text that are looked for, stems of its words among them, in its order.

        Where a sequence is looked for, all the exact ones.
        """
        language = evident_language(text) if self._has_stems else None
        found: list[Term] = []
        for token in find_tokens(text):
            if terms := self._of_token(token, language):
                by = token.start()
                found += (
                    Term(term, start + by, end + by, exact) for term, start, end, exact in terms
                )
        return found

    def _of_token(self, token: re.Match[str], language: str | None) -> tuple[Term, ...]:
        """Return what is looked for of a token, with places counted from its start."""
        written = token.group()
        key = token.lastgroup, written, language
        terms = self._known.get(key)
        if terms is None:
            terms = tuple(self._read(token, written, language))
            if len(self._known) >= _CACHED_TOKENS:
                self._known.clear()
            if len(written) <= LONGEST_TERM:
                self._known[key] = terms
        return terms

    def _read(self, token: re.Match[str], written: str, language: str | None) -> Iterator[Term]:
        languages = plausible_languages(language) if self._has_stems else ()
        for one in read_token(token):
            if self._is_wanted(one):
                yield one
            if not one.exact:
                continue
            for each in languages:
                stem = _stem(one.term, written[one.start : one.end], each)
                if stem in self._words:
                    yield Term(stem, one.start, one.end, exact=False)

    def _is_wanted(self, term: Term) -> bool:
        return (
            (self._in_order and term.exact)
            or term.term in self._words
            or term.term.startswith(self._prefixes)
        )


def sought_by(query: Query) -> Sought:
    """Return what a query looks for; the same one for a while, as the texts of a page come one by one."""
    return _sought(query.clauses)


@lru_cache(_CACHED_QUERIES)
def _sought(clauses: tuple[Clause, ...]) -> Sought:
    return Sought(clauses)


@lru_cache(_CACHED_STEMS)
def _stem(term: str, written: str, language: str) -> str | None:
    """Return what `stem_in_text` does: most words of a text were met in it, or in another one, before."""
    return stem_in_text(term, written, language)
