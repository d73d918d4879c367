"""What a person typed into a search, cut into pieces: words, phrases in quotes, operators.

A piece never fails: quotes that nobody closes reach to the end, and what is no operator is a word.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

# A phrase may be closed by any mark of its family: keyboards and languages mix them («a», »a«, „a“).
_QUOTES = '"“”„‟＂〝〞〟״'
_GUILLEMETS = "«»"
_CORNERS = {"「": "」", "『": "』", "《": "》"}
_OPENING = f"{_QUOTES}{_GUILLEMETS}{''.join(_CORNERS)}"
_MINUS = "\\-\u2010\u2011−–—－"
_BETWEEN_HEBREW = re.compile("(?<=[א-ת]).(?=[א-ת])")
_OPERATOR = re.compile(r"(feed|lang|after|before|sort)[:：]", re.IGNORECASE)
_SIGN = re.compile(f"[{_MINUS}]+(?=[^\\s{_MINUS}])")
_STARS = "*＊"
_COMMAS = ",，﹐､、،;；؛\n"
_LOOSE_SIGN = re.compile(f"^[{_MINUS}]+\\s+")
_GROUPED = re.compile(r"(?<!\d)\d{1,3}(?:,\d{3})+(?!\d)")


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing that was typed."""

    typed: str
    text: str
    operator: str = ""
    negative: bool = False
    quoted: bool = False
    starred: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """What stands between two commas, such as `"mill bridge"` or `-ferry`, without its minus."""

    text: str
    negative: bool


def split_typed(typed: str) -> Iterator[Piece]:
    """Yield the pieces of a query, in order."""
    place, end = 0, len(typed)
    while place < end:
        if typed[place].isspace():
            place += 1
            continue
        start = place
        sign = _SIGN.match(typed, place)
        place = sign.end() if sign else place
        operator = _OPERATOR.match(typed, place)
        place = operator.end() if operator else place
        quoted = place < end and typed[place] in _OPENING and not _is_inner(typed, place)
        text, place = _quoted(typed, place) if quoted else _bare(typed, place)
        starred = place < end and typed[place] in _STARS
        place += starred
        yield Piece(
            typed=typed[start:place],
            text=text.rstrip(_STARS),
            operator=operator[1].lower() if operator else "",
            negative=sign is not None,
            quoted=quoted,
            starred=starred or text.endswith(tuple(_STARS)),
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


def split_items(typed: str) -> Iterator[Item]:
    """Yield what stands between commas; a minus opens an item, too, where it follows one with a minus.

    So `-ferry, -boat` is the same as `-ferry -boat`, while `river -boat` is one item: a search of its own.
    """
    for part in _between_commas(typed):
        text, negative = "", False
        for piece in split_typed(_LOOSE_SIGN.sub("-", part)):
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
