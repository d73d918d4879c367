"""The common narrowings of a search, as changes of the query's own words.

What was typed stays the whole truth about what is looked for: a narrowing writes an operator into it, and
taking the narrowing back removes that again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from newsroom.dates import moment_of
from newsroom.operators import ENGLISH, Operator, Operators, Order
from newsroom.typed import Piece, read_pieces

_WEEK = 7 * 86_400_000


class Narrowing(StrEnum):
    """What a button narrows a search to."""

    NEWEST = "n"
    """The newest first, whatever their titles say."""
    WEEK = "w"
    """The last seven days."""
    FEED = "f"
    """One feed, or those that the query names."""


_OPERATORS = {
    Narrowing.NEWEST: Operator.SORT,
    Narrowing.WEEK: Operator.AFTER,
    Narrowing.FEED: Operator.FEED,
}
_VALUES = {Narrowing.NEWEST: "date", Narrowing.WEEK: "7d"}


@dataclass(frozen=True, slots=True)
class Typed:
    """A query as it stands there. `now` (UTC milliseconds) and `operators` are those of `parse_query`."""

    text: str
    now: int = 0
    operators: Operators = ENGLISH

    def is_narrowed(self, narrowing: Narrowing) -> bool:
        """Whether it is narrowed so, by a button or by hand. Of several dates the last one counts."""
        pieces = [piece for piece in self._pieces() if _operates(piece, _OPERATORS[narrowing])]
        return bool(pieces) and self._says(pieces[-1], narrowing)

    def narrow(self, narrowing: Narrowing, feed_id: int | None = None) -> str:
        """Return the query narrowed so; `feed_id` is wanted for FEED, and takes the place of other feeds.

        A date that was typed stays, so that it counts again when the narrowing is taken back.
        """
        cleared = self._without(lambda piece: _operates(piece, _OPERATORS[narrowing]))
        operator = f"{_OPERATORS[narrowing]}:{_VALUES.get(narrowing, feed_id)}"
        return self._with(operator, self.text if narrowing is Narrowing.WEEK else cleared, cleared)

    def go_back(self, day: date) -> str:
        """Return the query for what is dated before a day (in UTC), in place of the end that it names."""
        cleared = self._without(lambda piece: _operates(piece, Operator.BEFORE))
        return self._with(f"{Operator.BEFORE}:{day:%Y-%m-%d}", cleared, cleared)

    def widen(self, narrowing: Narrowing) -> str:
        """Return the query without a narrowing; empty where nothing else was asked for."""
        every = narrowing is not Narrowing.WEEK
        return self._without(
            lambda one: (
                _operates(one, _OPERATORS[narrowing]) and (every or self._says(one, narrowing))
            )
        )

    def _with(self, operator: str, text: str, cleared: str) -> str:
        """Return a text with an operator behind it, or before what was cleared of its kind."""
        longer = f"{text} {operator}".strip()
        *_, last = read_pieces(longer, self.now, self.operators)
        # Behind quotes that nobody closed it would be one more word of the phrase.
        return longer if last.typed == operator else f"{operator} {cleared}"

    def _says(self, piece: Piece, narrowing: Narrowing) -> bool:
        """Whether the narrowing's operator has the value that narrows so; of feeds, any."""
        if narrowing is Narrowing.NEWEST:
            return self.operators.order(piece.text) is Order.DATE
        if narrowing is Narrowing.WEEK:
            return moment_of(piece.text, self.now, self.operators) == self.now - _WEEK
        return True

    def _without(self, goes: Callable[[Piece], bool]) -> str:
        return " ".join(piece.typed for piece in self._pieces() if not goes(piece))

    def _pieces(self) -> list[Piece]:
        return list(read_pieces(self.text, self.now, self.operators))


def _operates(piece: Piece, operator: Operator) -> bool:
    """Whether a piece is this operator, with a value and no minus: others are ignored."""
    return piece.operator is operator and not piece.negative and bool(piece.text.strip())
