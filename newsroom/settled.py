"""A query or a filter in the form in which it is kept, so that it means the same to everybody and for ever.

What was typed may name feeds by titles, which change, and hold parts that are not looked for. What is kept
has feeds by number, and of operators only such as an alert can heed.
"""

from collections.abc import Collection, Iterator
from datetime import UTC, datetime, timedelta

from newsroom.operators import ENGLISH, Operators
from newsroom.query import Query, parse_query
from newsroom.typed import Piece, read_pieces, split_items, without_quotes

_DAY = 86_400_000
_UNITS = (("d", _DAY), ("h", 3_600_000), ("m", 60_000), ("s", 1_000))
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def settle_query(
    typed: str, now: int, feeds: Collection[int] = (), *, operators: Operators = ENGLISH
) -> str:
    """Return a query as it is kept; `now` in UTC milliseconds.

    `feeds` are the numbers that its `feed:` stands for. Without what is ignored, and without an order. What
    is kept has the English operators, whatever `operators` they were typed by.
    """
    parts = list(_parts(typed, now, operators))
    return " ".join([*parts, *(f"feed:{number}" for number in sorted(feeds))])


def settle_filter(typed: str, now: int, operators: Operators = ENGLISH) -> str:
    """Return the words of a filter (`newsroom.wordfilter`) as they are kept; empty where there are none."""
    items = [
        (item, settle_query(item.text, now, operators=operators))
        for item in split_items(typed, operators)
    ]
    return ", ".join(f"-{text}" if item.negative else text for item, text in items if text)


def same_query(one: str, other: str) -> bool:
    """Tell whether two queries that were settled mean the same: order and spelling aside."""
    return _meaning(parse_query(one, 0)) == _meaning(parse_query(other, 0))


def _parts(typed: str, now: int, operators: Operators) -> Iterator[str]:
    has_wanted = either = False
    for piece in read_pieces(typed, now, operators):
        if piece.either:
            either = has_wanted
            continue
        said = parse_query(piece.typed, now, operators)
        if piece.operator:
            yield from _operators(piece, said, now, operators)
            continue
        if said.is_empty:
            continue
        if either and not piece.negative:
            yield "OR"
        either = False
        has_wanted |= not piece.negative
        yield _written(piece, as_start=piece.starred and not said.ignored)


def _written(piece: Piece, *, as_start: bool) -> str:
    """Return words as they were typed; quotes that nobody closes would take in what comes behind them.

    `as_start`: whether the star behind them is heeded.
    """
    words = without_quotes(piece.text) if piece.quoted else piece.text
    sign, quote, star = "-" * piece.negative, '"' * piece.quoted, "*" * as_start
    return f"{sign}{quote}{words}{quote}{star}"


def _operators(piece: Piece, said: Query, now: int, operators: Operators) -> Iterator[str]:
    """Yield what stands for an operator; feeds are not among it."""
    for language in said.languages:
        yield f"lang:{language}"
    later = parse_query(piece.typed, now + _DAY, operators)
    for name, moment, then in (
        ("after", said.after, later.after),
        ("before", said.before, later.before),
    ):
        if moment is not None:
            yield f"{name}:{_date(moment) if moment == then else _age(now - moment)}"


def _date(moment: int) -> str:
    return (_EPOCH + timedelta(milliseconds=moment)).strftime("%Y-%m-%d")


def _age(milliseconds: int) -> str:
    unit, size = next(each for each in _UNITS if milliseconds % each[1] == 0)
    return f"{milliseconds // size}{unit}"


def _meaning(query: Query) -> tuple[object, ...]:
    return (
        frozenset(map(frozenset, query.wanted)),
        frozenset(query.unwanted),
        frozenset(query.feeds),
        frozenset(query.languages),
        query.after,
        query.before,
    )
