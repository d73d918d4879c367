"""What to tell somebody whose query found nothing: why, and which queries near it would find something.

Pure: what is found, an `Archive` is asked. Nothing is offered that was not asked for first, with the eyes of
the one who will press the button.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from newsroom.operators import ENGLISH, Operators
from newsroom.parts import Part, PartKind, read_parts
from newsroom.query import Query, parse_query
from newsroom.terms import query_phrases
from newsroom.text import clean_line

MOST_OFFERS = 4

_RESPELT = 3
"""Words of a query that another spelling is looked for; who mistypes more may try again."""
_SPELLINGS = 2
"""Of one word that are offered."""
_FEWER = 2
"""Offers that leave out a word which is found by itself."""

_EDGES = '"“”„‟＂〝〞〟❝❞«»「」『』《》｢｣.,;:!?()'
"""What stands at the edge of a word and is not replaced with it."""

_PAIR = re.compile("[\u3400-\u9fff]{2}")
_PLAIN = re.compile(r"(?!OR$)\w[^:：﹕|*]*$")
_IDEOGRAPHS = re.compile("[\u3400-\u9fff]{4,}")


class WhyNothing(StrEnum):
    """Why a query found nothing."""

    MISSING = "missing"
    """No article has these words."""
    APART = "apart"
    """The words are there, but not as this phrase."""
    NARROWED = "narrowed"
    """The words are found, but not with these filters, or without what must not be there."""
    NOT_TOGETHER = "not-together"
    """Each of these is there, but no article has all of them."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Why nothing was found, and what would."""

    why: WhyNothing = WhyNothing.UNKNOWN
    parts: tuple[str, ...] = ()
    """The words, phrases or filters that it is about, as they were typed."""
    offers: tuple[str, ...] = ()
    """Queries that find something, the nearest first."""


class OutOfTime(Exception):
    """An archive has been asked for long enough."""


class Archive(Protocol):
    """What is stored, as far as somebody may see it. Both raise OutOfTime."""

    def finds(self, query: Query) -> bool:
        """Tell whether the query finds anything."""

    def spellings(self, word: str) -> Iterator[str]:
        """Yield words that are spelt nearly like one which is not found; each finds something."""


def suggest(typed: str, now: int, archive: Archive, operators: Operators = ENGLISH) -> Suggestions:
    """Return why a query that was typed finds nothing, and what would; `now` in UTC milliseconds.

    Where the archive runs out of time: what was found out until then.
    """
    search = _Suggesting(typed, now, archive, operators)
    try:
        search.explain()
        search.offer()
    except OutOfTime:
        pass
    return Suggestions(search.why, search.about, tuple(search.offers))


@dataclass(slots=True)
class _Suggesting:
    """What has been found out about one query."""

    typed: str
    now: int
    archive: Archive
    operators: Operators
    parts: tuple[Part, ...] = field(init=False)
    missing: dict[str, Part] = field(default_factory=dict)
    """Words that no article has, with the parts that they stand in."""
    why: WhyNothing = WhyNothing.UNKNOWN
    about: tuple[str, ...] = ()
    offers: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.parts = read_parts(self.typed, self.now, self.operators)

    @property
    def wanted(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.kind is PartKind.WANTED)

    @property
    def narrowing(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.kind is PartKind.NARROWS)

    def explain(self) -> None:
        """Find out why nothing is found."""
        lost = [part for part in self.wanted if not self._finds([part])]
        for part in lost:
            self._look_for_words(part)
        if self.missing:
            self._because(WhyNothing.MISSING, self.missing)
        elif lost:
            self._because(WhyNothing.APART, map(_said, lost))
        elif self.wanted and self.narrowing and self._finds(self.wanted):
            self._because(WhyNothing.NARROWED, map(_said, self.narrowing))
        elif len(self.wanted) > 1:
            self._because(WhyNothing.NOT_TOGETHER, map(_said, self.wanted))

    def offer(self) -> None:
        """Find queries that find something, the nearest first."""
        if self.missing:
            self._offer_spellings()
            self._offer_rest()
            return
        self._offer_words_apart()
        for part in self.narrowing:
            self._offer(self._without([part]))
        if not self.offers and len(self.narrowing) > 1:
            self._offer(self._without(self.narrowing))
        if len(self.wanted) > 1:
            self._offer_fewer()

    def _look_for_words(self, part: Part) -> None:
        """Find out which words of a part that is found nowhere are missing."""
        words = _words(part)
        if len(words) < 2:
            self.missing[words[0] if words else part.typed] = part
            return
        for word in words:
            if not self._finds_typed(f'"{word}"'):
                self.missing[word] = part

    def _offer_spellings(self) -> None:
        """Offer the query with the words spelt otherwise, or as much of it as finds something."""
        spelt: dict[str, list[str]] = {}
        for word in [*self.missing][:_RESPELT]:
            near = self.archive.spellings(word)
            spelt[word] = [one for one, _ in zip(near, range(_SPELLINGS), strict=False)]
        best = {word: near[0] for word, near in spelt.items() if near}
        if not best:
            return
        again = [best]
        again += [{**best, word: near[1]} for word, near in spelt.items() if len(near) > 1]
        for words in again:
            respelt = [part for part in self.parts if not self._is_lost(part, words)]
            if not any(part.kind is PartKind.WANTED for part in respelt):
                continue
            texts = [_respelt(part, words) for part in respelt]
            if not self._offer(texts):
                kept = [part for part in respelt if part.kind is not PartKind.NARROWS]
                self._offer([_respelt(part, words) for part in kept])
        if not self.offers:
            for word, instead in best.items():
                self._offer([_respelt(self.missing[word], {word: instead})])

    def _offer_rest(self) -> None:
        """Offer what is left without the words that are missing."""
        lost = {*self.missing.values()}
        if all(part in lost for part in self.wanted):
            return
        if not self._offer(self._without(lost)):
            self._offer(self._without([*lost, *self.narrowing]))

    def _offer_words_apart(self) -> None:
        for part in self.wanted:
            apart = _apart(part)
            if apart != part.typed:
                self._offer([apart if one is part else one.typed for one in self.parts])

    def _offer_fewer(self) -> None:
        """Offer the query without one of its words, the last first; else the words one by one."""
        before = len(self.offers)
        for part in reversed(self.wanted):
            if len(self.offers) - before < _FEWER:
                self._offer(self._without([part]))
        for part in self.wanted if len(self.offers) == before else ():
            if len(self.offers) - before < _FEWER:
                self._offer([part.typed])

    def _is_lost(self, part: Part, respelt: Collection[str]) -> bool:
        """Tell whether a part cannot be found because no other spelling of its words is known."""
        known = [word in respelt for word, where in self.missing.items() if where is part]
        return bool(known) and not (any(known) if part.is_choice else all(known))

    def _without(self, parts: Iterable[Part]) -> list[str]:
        left_out = [*parts]
        return [part.typed for part in self.parts if part not in left_out]

    def _because(self, why: WhyNothing, about: Iterable[str]) -> None:
        self.why, self.about = why, tuple(about)

    def _offer(self, texts: Iterable[str]) -> bool:
        """Offer a query, if it finds something; return whether it does."""
        typed = clean_line(" ".join(texts))
        if typed in self.offers:
            return True
        found = len(self.offers) < MOST_OFFERS and self._finds_typed(typed)
        if found:
            self.offers.append(typed)
        return found

    def _finds(self, parts: Iterable[Part]) -> bool:
        return self._finds_typed(" ".join(part.typed for part in parts))

    def _finds_typed(self, typed: str) -> bool:
        query = parse_query(typed, self.now, self.operators)
        return not query.is_empty and self.archive.finds(query)


def _respelt(part: Part, words: dict[str, str]) -> str:
    typed = part.typed
    for word, instead in words.items():
        whole = rf"(?<!\w){re.escape(word)}(?!\w)"
        typed = instead.join(re.split(whole, typed, maxsplit=1))
    return typed


def _said(part: Part) -> str:
    """Return a part as it is repeated in a sentence: a phrase without its quotes."""
    quoted = len(part.pieces) == 1 and part.pieces[0].quoted and not part.pieces[0].negative
    return part.pieces[0].text if quoted else part.typed


def _words(part: Part) -> list[str]:
    """Return the words of a part, one by one, without those of which only the beginning is wanted."""
    pieces = [piece for piece in part.pieces if not piece.either and not piece.starred]
    words = [word.strip(_EDGES) for piece in pieces for word in _pairs(piece.text).split()]
    return [word for word in words if query_phrases(word)]


def _apart(part: Part) -> str:
    """Return a part without the quotes around its phrase; Chinese that was typed as one, in pairs.

    A phrase that would become something else than words stays as it is.
    """
    if part.is_choice:
        return part.typed
    (piece,) = part.pieces
    if not piece.quoted:
        return _pairs(piece.typed)
    words = piece.text.split()
    if not all(_PLAIN.match(word) for word in words):
        return part.typed
    return " ".join(words) + ("*" if piece.starred else "")


def _pairs(text: str) -> str:
    if not _IDEOGRAPHS.fullmatch(text):
        return text
    return " ".join(_PAIR.findall(text)) + text[len(text) // 2 * 2 :]
