"""What to tell somebody whose query found nothing: why, and which queries near it would find something.

Pure: what is found, an `Archive` is asked. Nothing is offered that was not asked for first, with the eyes of
the one who will press the button.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from newsroom.operators import ENGLISH, Operators
from newsroom.parts import Part, PartKind, apart, read_parts, respelt_in, said_of, words_of
from newsroom.query import Query, parse_query
from newsroom.text import clean_line

MOST_OFFERS = 4

_RESPELT = 3
"""Words of a query that another spelling is looked for; who mistypes more may try again."""
_SPELLINGS = 2
"""Of one word that are offered."""
_FEWER = 2
"""Offers that leave out a word which is found by itself."""


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
        # What is the whole of the query has been asked for already, and may have taken long.
        whole = len(self.wanted) == 1 and not self.narrowing
        lost = [part for part in self.wanted if whole or not self._finds([part])]
        for part in lost:
            self._look_for_words(part)
        if self.missing:
            self._because(WhyNothing.MISSING, self.missing)
        elif lost:
            self._because(WhyNothing.APART, map(said_of, lost))
        elif self.wanted and self.narrowing and self._finds(self.wanted):
            self._because(WhyNothing.NARROWED, map(said_of, self.narrowing))
        elif len(self.wanted) > 1:
            self._because(WhyNothing.NOT_TOGETHER, map(said_of, self.wanted))

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
        words = words_of(part)
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
            texts = [respelt_in(part, words) for part in respelt]
            if not self._offer(texts):
                kept = [part for part in respelt if part.kind is not PartKind.NARROWS]
                self._offer([respelt_in(part, words) for part in kept])
        if not self.offers:
            for word, instead in best.items():
                self._offer([respelt_in(self.missing[word], {word: instead})])

    def _offer_rest(self) -> None:
        """Offer what is left without the words that are missing."""
        lost = {*self.missing.values()}
        if all(part in lost for part in self.wanted):
            return
        if not self._offer(self._without(lost)):
            self._offer(self._without([*lost, *self.narrowing]))

    def _offer_words_apart(self) -> None:
        for part in self.wanted:
            words = apart(part)
            if words != part.typed:
                self._offer([words if one is part else one.typed for one in self.parts])

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
