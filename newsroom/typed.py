"""What a person typed into a search, cut into pieces: words, phrases in quotes, operators.

A piece never fails: quotes that nobody closes reach to the end, and what is no operator is a word.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from newsroom.dates import moment_of
from newsroom.operators import ENGLISH, Operator, Operators

# A phrase may be closed by any mark of its family: keyboards and languages mix them («a», »a«, „a“).
_QUOTES = '"“”„‟＂〝〞〟״❝❞'
_GUILLEMETS = "«»"
_CORNERS = {"「": "」", "『": "』", "《": "》", "｢": "｣"}
_OPENING = f"{_QUOTES}{_GUILLEMETS}{''.join(_CORNERS)}"
_MINUS = "\\-\u2010\u2011−–—－﹣"
_BETWEEN_HEBREW = re.compile("(?<=[א-ת]).(?=[א-ת])")
_COLONS = ":：﹕"
# A word with the marks that are written on its letters.
_NAME = re.compile(f"((?:[^\\W\\d_][\u0300-\u036f\u0591-\u05c7\u064b-\u065f]*){{1,24}})[{_COLONS}]")
_SIGN = re.compile(f"[{_MINUS}]+(?=[^\\s{_MINUS}])")
_COMMAS = ",，﹐､、،;；؛\n"
_LOOSE_SIGN = re.compile(f"^[{_MINUS}]+\\s+")
_GROUPED = re.compile(r"(?<!\d)\d{1,3}(?:,\d{3})+(?!\d)")
_STARS = "*＊﹡"
# Marks that turn the direction of a text. They come along where a person copies what we sent.
_UNSEEN = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing that was typed."""

    typed: str
    text: str
    operator: Operator | None = None
    """Whatever it was called."""
    negative: bool = False
    quoted: bool = False
    starred: bool = False
    either: bool = False
    """It joins the two things beside it: OR."""


@dataclass(frozen=True, slots=True)
class Item:
    """What stands between two commas, such as `"mill bridge"` or `-ferry`, without its minus."""

    text: str
    negative: bool


def read_pieces(typed: str, now: int, operators: Operators) -> Iterator[Piece]:
    """Yield the pieces of a query, in order; `now` (UTC milliseconds) tells whether `7d` is a date.

    Phones put a space behind a colon: in `after: 7d` the date belongs to the operator. What would be no
    value of it (`before: the storm`) is a word.
    """
    bare: Piece | None = None  # an operator without a value
    for piece in _split(_UNSEEN.sub("", typed), operators):
        if bare is not None and _fits(bare, piece, now, operators):
            yield replace(piece, typed=f"{bare.typed}{piece.typed}", operator=bare.operator)
            bare = None
            continue
        if bare is not None:
            yield bare
        bare = (
            piece if piece.operator and not piece.negative and piece.typed[-1] in _COLONS else None
        )
        if bare is None:
            yield piece
    if bare is not None:
        yield bare


def closed(piece: Piece) -> str:
    """Return a piece as it was typed; quotes that nobody closed would take in what is put behind them."""
    if not piece.quoted or not piece.typed.rstrip(_STARS).endswith(piece.text):
        return piece.typed
    opening = next(char for char in piece.typed if char in _OPENING)
    closing = _CORNERS.get(opening) or ("»" if opening in _GUILLEMETS else '"')
    return f"{piece.typed}{closing}"


def without_quotes(text: str) -> str:
    """Return a text in which nothing closes the straight quotes that are put around it."""
    return "".join(
        " " if char in _QUOTES and not _is_inner(text, place) else char
        for place, char in enumerate(text)
    )


def _fits(bare: Piece, piece: Piece, now: int, operators: Operators) -> bool:
    """Tell whether what stands behind an operator and a space must be its value."""
    if piece.operator or piece.negative or piece.starred or piece.either:
        return False
    match bare.operator:
        case Operator.FEED:
            return piece.quoted or piece.text.isdecimal()
        case Operator.LANGUAGE:
            return operators.language(piece.text) is not None
        case Operator.SORT:
            return operators.order(piece.text) is not None
    return moment_of(piece.text, now, operators) is not None


def _split(typed: str, operators: Operators) -> Iterator[Piece]:
    place, end = 0, len(typed)
    while place < end:
        if typed[place].isspace():
            place += 1
            continue
        start = place
        sign = _SIGN.match(typed, place)
        place = sign.end() if sign else place
        name = _NAME.match(typed, place)
        operator = operators.operator(name[1]) if name else None
        place = name.end() if name and operator else place
        quoted = place < end and typed[place] in _OPENING and not _is_inner(typed, place)
        text, place = _quoted(typed, place) if quoted else _bare(typed, place)
        starred = place < end and typed[place] in _STARS
        place += starred
        whole = typed[start:place]
        yield Piece(
            typed=whole,
            text=text.rstrip(_STARS),
            operator=operator,
            negative=sign is not None,
            quoted=quoted,
            starred=starred or text.endswith(tuple(_STARS)),
            either=unicodedata.normalize("NFKC", whole) in (*operators.ors, "|"),
        )


def _quoted(typed: str, start: int) -> tuple[str, int]:
    """Return what stands in the quotes that open at `start`, and where they end; maybe at the end."""
    opening = typed[start]
    closing = _CORNERS.get(opening) or (_QUOTES if opening in _QUOTES else _GUILLEMETS)
    for place in range(start + 1, len(typed)):
        if typed[place] in closing and not _is_inner(typed, place):
            return typed[start + 1 : place], place + 1
    return typed[start + 1 :], len(typed)


def _bare(typed: str, start: int) -> tuple[str, int]:
    """Return the characters from `start` to the next white space or opening quotes, at least one."""
    for place in range(start, len(typed)):
        char = typed[place]
        if char.isspace():
            return typed[start:place], place
        opens = char in _OPENING and typed[place + 1 : place + 2].strip()
        if opens and place > start and not _is_inner(typed, place):
            return typed[start:place], place
    return typed[start:], len(typed)


def _is_inner(typed: str, place: int) -> bool:
    """Tell whether a quotation mark is part of a Hebrew word, as in «צה"ל»."""
    return typed[place] in _QUOTES and _BETWEEN_HEBREW.match(typed, place) is not None


def split_items(typed: str, operators: Operators = ENGLISH) -> Iterator[Item]:
    """Yield what stands between commas; a minus opens an item, too, where it follows one with a minus.

    So `-ferry, -boat` is the same as `-ferry -boat`, while `river -boat` is one item: a search of its own.
    """
    for part in _between_commas(typed):
        text, negative = "", False
        for piece in _split(_LOOSE_SIGN.sub("-", part), operators):
            sign = _SIGN.match(piece.typed) if negative or not text else None
            if sign is None:
                text = f"{text} {piece.typed}".lstrip()
                continue
            if text:
                yield Item(text, negative)
            text, negative = piece.typed[sign.end() :], True
        if text:
            yield Item(text, negative)


def _between_commas(typed: str) -> Iterator[str]:
    """Yield the parts between commas of any script, or line breaks; quotes and numbers are left whole."""
    start = place = 0
    while place < len(typed):
        if typed[place] in _OPENING and not _is_inner(typed, place):
            _, place = _quoted(typed, place)
        elif number := _GROUPED.match(typed, place):
            place = number.end()
        elif typed[place] in _COMMAS:
            yield typed[start:place].strip()
            place = start = place + 1
        else:
            place += 1
    yield typed[start:].strip()
