"""What a person types into a search, understood. Anything is a valid query; nothing raises.

    words "a phrase" -not prefix* one OR other feed:12 feed:"A title" lang:he after:7d before:2026-05
    sort:date

docs/search.md describes the language; `parse_query` reads it. `newsroom.operators` has other names for the
operators, in the reader's language.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from newsroom.dates import moment_of
from newsroom.dense import is_dense
from newsroom.fold import fold
from newsroom.operators import ENGLISH, Operator, Operators, Order
from newsroom.terms import query_phrases
from newsroom.typed import Piece, read_pieces

MOST_TERMS = 16
"""In one query; what comes behind them is ignored."""

SHORTEST_PREFIX = 3
"""Characters; shorter beginnings match so many words that a search for them takes seconds."""


class Ignored(StrEnum):
    """Why a part of a query is not looked for."""

    NO_WORD = "no-word"
    TOO_MANY = "too-many"
    NO_VALUE = "no-value"
    NO_MINUS = "no-minus"
    BAD_DATE = "bad-date"
    BAD_LANGUAGE = "bad-language"
    BAD_ORDER = "bad-order"
    SHORT_PREFIX = "short-prefix"
    LONE_OR = "lone-or"


@dataclass(frozen=True, slots=True)
class Clause:
    """Something an article says: any one of `phrases`, each a sequence of exact terms.

    A phrase of one term also matches other forms of a word.
    """

    phrases: tuple[tuple[str, ...], ...]
    prefix: bool = False
    """Whether the last term of the phrase is only the beginning of a word."""


@dataclass(frozen=True, slots=True)
class Query:
    """What to look for. An article must satisfy everything that is set."""

    wanted: tuple[tuple[Clause, ...], ...] = ()
    """Of each group (joined by OR) at least one clause."""
    unwanted: tuple[Clause, ...] = ()
    feeds: tuple[str, ...] = ()
    """Numbers, or titles as typed; the article is of any of them. The caller finds out which are meant."""
    languages: tuple[str, ...] = ()
    """Primary subtags (`he`, `pt`); the article is in any of them."""
    after: int | None = None
    """The article is dated at or after this time, in UTC milliseconds."""
    before: int | None = None
    """The article is dated before this time, in UTC milliseconds."""
    newest_first: bool = False
    ignored: tuple[tuple[str, Ignored], ...] = ()
    """Parts as typed that are not looked for, and why."""

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """All that is wanted, without the groups of which one clause is enough."""
        return tuple(clause for group in self.wanted for clause in group)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for, so that nothing is found."""
        asked = (self.wanted, self.unwanted, self.feeds, self.languages, self.newest_first)
        return not any(asked) and self.after is None and self.before is None


def parse_query(typed: str, now: int, operators: Operators = ENGLISH) -> Query:
    """Read a query; `now` (UTC milliseconds) is what `after:7d` counts from.

    `operators` also says in which languages, beside English and the commonest, inflections are looked for.
    """
    reading = _Reading(now, operators)
    for piece in read_pieces(typed, now, operators):
        reading.take(piece)
    return reading.query()


@dataclass(slots=True)
class _Reading:
    """A query while it is read, piece by piece."""

    now: int
    operators: Operators
    wanted: list[list[Clause]] = field(default_factory=list)
    unwanted: list[Clause] = field(default_factory=list)
    feeds: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    after: int | None = None
    before: int | None = None
    newest_first: bool = False
    ignored: list[tuple[str, Ignored]] = field(default_factory=list)
    terms: int = 0
    pending_or: str = ""

    def take(self, piece: Piece) -> None:
        if piece.operator is not None:
            why = self._operate(piece.operator, piece)
            if why is not None:
                self._ignore(piece, why)
        elif piece.either:
            self._take_or(piece)
        else:
            self._take_words(piece)

    def query(self) -> Query:
        self._end_or()
        return Query(
            wanted=tuple(map(tuple, self.wanted)),
            unwanted=tuple(self.unwanted),
            feeds=tuple(self.feeds),
            languages=tuple(self.languages),
            after=self.after,
            before=self.before,
            newest_first=self.newest_first,
            ignored=tuple(self.ignored),
        )

    def _operate(self, operator: Operator, piece: Piece) -> Ignored | None:
        """Apply an operator; where its value says nothing, return why."""
        value = piece.text.strip()
        if piece.negative:
            return Ignored.NO_MINUS
        if not value:
            return Ignored.NO_VALUE
        match operator:
            case Operator.FEED:
                self.feeds.append(fold(value) if value.isdecimal() else value)
            case Operator.LANGUAGE:
                language = self.operators.language(value)
                if language is None:
                    return Ignored.BAD_LANGUAGE
                self.languages.append(language)
            case Operator.SORT:
                order = self.operators.order(value)
                if order is None:
                    return Ignored.BAD_ORDER
                self.newest_first = order == Order.DATE
            case _:
                return self._take_date(operator, value)
        return None

    def _take_date(self, operator: Operator, value: str) -> Ignored | None:
        moment = moment_of(value, self.now, self.operators)
        if moment is None:
            return Ignored.BAD_DATE
        # Of several, all hold: the latest beginning and the earliest end.
        if operator == Operator.AFTER:
            self.after = moment if self.after is None else max(self.after, moment)
        else:
            self.before = moment if self.before is None else min(self.before, moment)
        return None

    def _take_or(self, piece: Piece) -> None:
        if not self.wanted or self.pending_or:
            self._ignore(piece, Ignored.LONE_OR)
        else:
            self.pending_or = piece.typed

    def _take_words(self, piece: Piece) -> None:
        if self.terms >= MOST_TERMS:
            self._ignore(piece, Ignored.TOO_MANY)
            return
        phrases = query_phrases(piece.text, self.operators.spoken)
        if not phrases:
            self._ignore(piece, Ignored.NO_WORD)
            return
        clause = self._clause(piece, phrases)
        if piece.negative:
            self._end_or()
            self.unwanted.append(clause)
        elif self.pending_or:
            self.wanted[-1].append(clause)
            self.pending_or = ""
        else:
            self.wanted.append([clause])

    def _clause(self, piece: Piece, phrases: tuple[tuple[str, ...], ...]) -> Clause:
        exact, room = phrases[0], MOST_TERMS - self.terms
        self.terms += min(len(exact), room)
        if len(exact) > room:
            self._ignore(piece, Ignored.TOO_MANY)
            return Clause((exact[:room],))
        if piece.starred and not is_dense(
            exact[-1]
        ):  # a pair of characters is a beginning as it is
            if len(exact[-1]) >= SHORTEST_PREFIX:
                return Clause((exact,), prefix=True)
            self._ignore(piece, Ignored.SHORT_PREFIX)
        if piece.quoted:
            return Clause((exact,))
        return Clause(phrases)

    def _end_or(self) -> None:
        if self.pending_or:
            self.ignored.append((self.pending_or, Ignored.LONE_OR))
            self.pending_or = ""

    def _ignore(self, piece: Piece, why: Ignored) -> None:
        self.ignored.append((piece.typed, why))
