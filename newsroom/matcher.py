"""New articles against all watches and filters at once, in memory, with the meaning that a search has.

The index answers one query over all articles; a `Matcher` answers all queries over one article. Both go by
the same terms (`newsroom.terms`), so that a watch finds just what a search for its words would have found.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from newsroom.indexed import indexable
from newsroom.query import SHORTEST_PREFIX, Clause, Query, parse_query
from newsroom.subtag import primary_subtag
from newsroom.tongue import evident_language

_KEPT_WISHES = 1 << 16
"""When a watch is added or ended, all the others need not be read again."""
_FIRST, _LAST = 0, 1 << 60
"""Two moments that lie so far apart that what depends on the present differs."""

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Wording:
    """What an article says, as the index has it, and what is known of it."""

    exact: str
    """Its exact terms in order, each between spaces, with a gap between the parts of its text."""
    forms: str
    """Other forms of its words, in the same way but in no order."""
    terms: frozenset[str]
    """All of these."""
    feed_id: int
    language: str | None
    """The primary subtag, such as `he`; None = its feed does not say."""
    dated_at: int
    """UTC milliseconds, and so is `found_at`."""
    found_at: int


def searched_parts(
    title: str, text: str, summary: str | None, author: str | None
) -> tuple[str, ...]:
    """Return what of an article is searched, in parts over whose ends no phrase reaches."""
    return (title, *text.split("\n"), summary or "", author or "")


def word_article(
    parts: Iterable[str], *, feed_id: int, language: str | None, dated_at: int, found_at: int
) -> Wording:
    """Return what an article says: the parts of it that are searched.

    `language` is its tag, as its feed declares it.
    """
    text = "\n".join(parts)
    declared = primary_subtag(language)
    said = indexable(text, declared or evident_language(text))
    exact, forms = f" {said.exact} ", f" {said.forms} "
    return Wording(
        exact=exact,
        forms=forms,
        terms=frozenset(f"{exact}{forms}".split()),
        feed_id=feed_id,
        language=declared,
        dated_at=dated_at,
        found_at=found_at,
    )


@dataclass(frozen=True, slots=True)
class _Choice:
    """Something of which an article says one thing at least."""

    words: frozenset[str]
    """Terms, each of which suffices."""
    phrases: tuple[str, ...]
    """Sequences of exact terms, each term between spaces; the last may be open."""
    starts: tuple[str, ...]
    """Beginnings of terms, each behind a space."""

    def is_in(self, said: Wording) -> bool:
        """Tell whether an article says one of these. Most are words, and most articles do not."""
        if not self.words.isdisjoint(said.terms):
            return True
        if self.phrases and any(phrase in said.exact for phrase in self.phrases):
            return True
        return bool(self.starts) and any(
            start in said.exact or start in said.forms for start in self.starts
        )

    def necessary_terms(self) -> tuple[str, ...]:
        """Return terms of which an article must have one to say one of these, its `starts` aside."""
        return (*self.words, *(max(_whole_terms(phrase), key=len) for phrase in self.phrases))


@dataclass(frozen=True, slots=True)
class Wish:
    """A query, made ready to be put to one article after another."""

    query: Query
    wanted: tuple[_Choice, ...]
    """All of them are to be in an article."""
    unwanted: _Choice | None
    feeds: frozenset[int] | None
    """None = any."""
    timed: str | None
    """The query as typed, where its dates are counted from the present; None where they are not."""

    def finds(self, said: Wording) -> bool:
        """Tell whether a search for this, made when the article was found, would have found it."""
        for choice in self.wanted:  # a generator would take as long as all the rest
            if not choice.is_in(said):
                return False
        return (
            (self.unwanted is None or not self.unwanted.is_in(said))
            and (self.feeds is None or said.feed_id in self.feeds)
            and (not self.query.languages or said.language in self.query.languages)
            and self._is_dated(said)
            and not self.query.is_empty
        )

    def _is_dated(self, said: Wording) -> bool:
        query = self.query if self.timed is None else parse_query(self.timed, said.found_at)
        second = said.dated_at // 1000  # as the index has it
        return (query.after is None or second >= query.after // 1000) and (
            query.before is None or second < query.before // 1000
        )


@lru_cache(_KEPT_WISHES)
def read_wish(typed: str) -> Wish:
    """Read a query as `parse_query` does. `feed:` stands with numbers: a title is no feed's."""
    query = parse_query(typed, _FIRST)
    is_dated = query.after is not None or query.before is not None
    return Wish(
        query=query,
        wanted=tuple(map(_choice, query.wanted)),
        unwanted=_choice(query.unwanted) if query.unwanted else None,
        feeds=frozenset(map(int, filter(str.isdecimal, query.feeds))) if query.feeds else None,
        timed=typed if is_dated and parse_query(typed, _LAST) != query else None,
    )


class Matcher(Generic[Key]):
    """Wishes, each filed under the rarest terms of which an article must have one for it to be found.

    How rare a term is in articles nobody has counted; how rare it is in the wishes says it well enough, and
    decides how many of them lie in one place.
    """

    def __init__(self, wishes: Mapping[Key, Wish]) -> None:
        self._by_term: dict[str, list[tuple[Key, Wish]]] = {}
        self._by_start: dict[str, list[tuple[Key, Wish]]] = {}
        self._others: list[tuple[Key, Wish]] = []
        counts = Counter(
            term
            for wish in wishes.values()
            for choice in wish.wanted
            for term in choice.necessary_terms()
        )
        for key, wish in wishes.items():
            self._file(key, wish, counts)

    def matches(self, said: Wording) -> tuple[Key, ...]:
        """Return the keys of the wishes that find an article, in no order."""
        return tuple({key for key, wish in self._candidates(said) if wish.finds(said)})

    def _file(self, key: Key, wish: Wish, counts: Mapping[str, int]) -> None:
        if not wish.wanted:
            self._others.append((key, wish))
            return
        # Beginnings of words are found in more articles, and take longer to look for.
        choice = min(
            wish.wanted,
            key=lambda one: (len(one.starts), sum(counts[term] for term in one.necessary_terms())),
        )
        for term in choice.necessary_terms():
            self._by_term.setdefault(term, []).append((key, wish))
        for start in choice.starts:
            opening = start[1 : 1 + SHORTEST_PREFIX]
            self._by_start.setdefault(opening, []).append((key, wish))

    def _candidates(self, said: Wording) -> Iterator[tuple[Key, Wish]]:
        yield from self._others
        for term in self._by_term.keys() & said.terms:
            yield from self._by_term[term]
        if self._by_start:
            openings = {term[:SHORTEST_PREFIX] for term in said.terms}
            for opening in self._by_start.keys() & openings:
                yield from self._by_start[opening]


def _choice(clauses: Iterable[Clause]) -> _Choice:
    words: set[str] = set()
    phrases: list[str] = []
    starts: list[str] = []
    for clause in clauses:
        for phrase in clause.phrases:
            written = " " + " ".join(phrase)
            if len(phrase) > 1:
                phrases.append(written if clause.prefix else f"{written} ")
            elif clause.prefix:
                starts.append(written)
            else:
                words.add(phrase[0])
    return _Choice(frozenset(words), tuple(phrases), tuple(starts))


def _whole_terms(phrase: str) -> list[str]:
    """Return the terms of a phrase, without a last one that is only a beginning."""
    terms = phrase.split()
    return terms if phrase.endswith(" ") else terms[:-1]
