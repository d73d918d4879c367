"""A query as the parts that can be left out of it or put otherwise, each as it was typed."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto

from newsroom.operators import ENGLISH, Operator, Operators
from newsroom.query import parse_query
from newsroom.terms import query_phrases
from newsroom.typed import Piece, closed, read_pieces

_EDGES = '"“”„‟＂〝〞〟❝❞«»「」『』《》｢｣.,;:!?()'
"""What stands at the edge of a word and is not replaced with it."""

_PAIR = re.compile("[\u3400-\u9fff]{2}")
_PLAIN = re.compile(r"(?!OR$)\w[^:：﹕|*]*$")
_IDEOGRAPHS = re.compile("[\u3400-\u9fff]{4,}")


class PartKind(Enum):
    """What a part does."""

    WANTED = auto()
    """Words; of several joined by OR any."""
    NARROWS = auto()
    """A filter, or words that must not be there."""
    ORDERS = auto()


@dataclass(frozen=True, slots=True)
class Part:
    """Some of a query."""

    kind: PartKind
    pieces: tuple[Piece, ...]

    @property
    def typed(self) -> str:
        """What was typed; a query of its own."""
        return " ".join(map(closed, self.pieces))

    @property
    def is_choice(self) -> bool:
        """Whether any one of several things suffices: words joined by OR."""
        return any(piece.either for piece in self.pieces)


def read_parts(typed: str, now: int, operators: Operators = ENGLISH) -> tuple[Part, ...]:
    """Return the parts of a query, without what is ignored of it.

    Filters of one kind are one part where any of them suffices (`feed:1 feed:2`).
    """
    parts: dict[object, Part] = {}
    either: Piece | None = None
    last: object = None  # the group that an OR would join
    for number, piece in enumerate(_heeded(typed, now, operators)):
        key: object = number
        if piece.either:
            either = piece if last is not None else None
            continue
        kind = _kind_of(piece)
        if kind is not PartKind.WANTED:
            any_of = piece.operator in (Operator.FEED, Operator.LANGUAGE)
            key = piece.operator if any_of or kind is PartKind.ORDERS else number
            either = either if piece.operator else None
        elif either is not None:
            key = last
        joined = parts[key].pieces if key in parts else ()
        between = (either,) if either is not None and kind is PartKind.WANTED else ()
        parts[key] = Part(kind, (*joined, *between, piece))
        if kind is PartKind.WANTED:
            last, either = key, None
    return tuple(parts.values())


def _heeded(typed: str, now: int, operators: Operators) -> Iterator[Piece]:
    """Yield the pieces of a query that say something, and what may join them."""
    for piece in read_pieces(typed, now, operators):
        if piece.either or not parse_query(piece.typed, now, operators).is_empty:
            yield piece


def _kind_of(piece: Piece) -> PartKind:
    if piece.operator is Operator.SORT:
        return PartKind.ORDERS
    return PartKind.NARROWS if piece.operator or piece.negative else PartKind.WANTED


def respelt_in(part: Part, words: Mapping[str, str]) -> str:
    """Return a part with some of its words spelt otherwise."""
    typed = part.typed
    for word, instead in words.items():
        whole = rf"(?<!\w){re.escape(word)}(?!\w)"
        typed = instead.join(re.split(whole, typed, maxsplit=1))
    return typed


def said_of(part: Part) -> str:
    """Return a part as it is repeated in a sentence: a phrase without its quotes."""
    quoted = len(part.pieces) == 1 and part.pieces[0].quoted and not part.pieces[0].negative
    return part.pieces[0].text if quoted else part.typed


def words_of(part: Part) -> list[str]:
    """Return the words of a part, one by one, without those of which only the beginning is wanted."""
    pieces = [piece for piece in part.pieces if not piece.either and not piece.starred]
    words = [word.strip(_EDGES) for piece in pieces for word in _pairs(piece.text).split()]
    return [word for word in words if query_phrases(word)]


def apart(part: Part) -> str:
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
