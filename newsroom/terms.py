"""Text to the terms under which it is found; texts and queries go the same way, so that they meet.

An *exact* term is a word as it stands, folded (`newsroom.fold`): the exact terms of a text, in order,
are what a phrase is looked for in. The others are further forms of a word (`newsroom.forms`). A term
holds no white space and no ASCII but small letters and digits.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from newsroom.dense import DENSE_RUN, read_dense
from newsroom.fold import fold
from newsroom.forms import camel_parts, forms_in_query, forms_in_text, singulars
from newsroom.inflections import stems_in_query
from newsroom.tokens import APOSTROPHES, HYPHENS, find_tokens

TERMS_VERSION = 3
"""To be raised with every change of what a text's terms are: the index is then built anew."""

LONGEST_TERM = 40
"""Characters; longer words are cut, in texts and queries alike."""

DECIMAL_POINT = "·"
"""Stands in a term for the mark in 3.5 or 3,5."""

_CACHED_WORDS = 1 << 12  # for snippets, which read a few texts

_POINT = re.compile(r"[.,\u066b]")
_LINK_HEAD = re.compile(r"(?:https?://)?(?:www\.)?", re.IGNORECASE)
_HEBREW = re.compile("[א-ת]")
_SPLIT = re.compile(f"[{APOSTROPHES}{HYPHENS}]")
_SPLIT_HEBREW = re.compile(f"[{HYPHENS}]")  # its apostrophe is part of a letter: «צ׳»
_POSSESSIVE = re.compile(f"(?<=\\w)[{APOSTROPHES}][sS]$")
_ELISION = re.compile(
    f"(?:[cdjlmnst]|qu|(?:lors|puis|jus)qu|(?:d|n|s|qu)?[aeu]ll|un)[{APOSTROPHES}](?=\\w\\w)",
    re.IGNORECASE,
)


class Term(NamedTuple):
    """A term, and the part of the text that it stands for, as characters `start` to `end`."""

    term: str
    start: int
    end: int
    exact: bool


def read_terms(text: str, *, links: bool = True) -> Iterator[Term]:
    """Yield the terms of a text in the order of their words; without `links` one is read as words."""
    for found in find_tokens(text, links=links):
        by = found.start()
        for term, start, end, exact in read_token(found):
            yield Term(term, start + by, end + by, exact)


def query_phrases(written: str, languages: Collection[str] = ()) -> tuple[tuple[str, ...], ...]:
    """Return what is looked for when `written` is asked for: any of these sequences of exact terms.

    A sequence of one also matches another form of a word in a text. Empty: nothing can be looked for.
    `languages`: those of the reader, as primary subtags, in which other inflections are looked for, too.
    """
    terms = list(read_terms(written))
    exact = tuple(one.term for one in terms if one.exact)
    if not exact:
        return ()
    if len(exact) == 1:
        word = next(written[one.start : one.end] for one in terms if one.exact)
        others = [(form,) for form in forms_in_query(exact[0], written)]
        others += [(stem,) for stem in stems_in_query(exact[0], word, languages)]
        parts = _hashtag_parts(written)
        return tuple(dict.fromkeys([exact, *others, *([parts] if parts else [])]))
    # «e-mail» is also looked for as «email».
    whole = (terms[0].start, max(one.end for one in terms))
    joined = [(one.term,) for one in terms if not one.exact and (one.start, one.end) == whole]
    return tuple(dict.fromkeys([exact, *joined]))


def read_token(found: re.Match[str]) -> Iterable[Term]:
    """Return the terms of one of the tokens that `find_tokens` finds; their places count from its start.

    They depend on what is written and on the kind of token alone.
    """
    token = found.group()
    if _is_word(found):
        return read_word(token)
    match found.lastgroup:
        case "word":
            return _read_dense_word(token)
        case "link":
            return _read_link(token)
        case "initials":
            term = fold(token)
        case "decimal":
            term = _number(_POINT.split(token))
        case _:  # grouped: 1,000.50
            rest = found["rest"] or ""
            whole = re.sub(r"\D", "", token.removesuffix(rest))
            term = _number([whole, rest[1:]] if rest else [whole])
    return [Term(term[:LONGEST_TERM], 0, len(token), exact=True)] if term else []


def _is_word(found: re.Match[str]) -> bool:
    """Tell whether a token is a word, or a compound, without dense scripts."""
    if found.lastgroup == "plain":
        return True
    return found.lastgroup == "word" and DENSE_RUN.search(found.group()) is None


def _number(parts: Iterable[str]) -> str:
    return DECIMAL_POINT.join(map(fold, parts))


def _read_link(token: str) -> Iterator[Term]:
    """Read a link's host and path: its query is for machines."""
    head = _LINK_HEAD.match(token)
    start = head.end() if head else 0
    address = re.split("[?#]", token[start:], maxsplit=1)[0]
    return _moved(read_terms(address, links=False), start)


@lru_cache(_CACHED_WORDS)
def read_word(token: str) -> tuple[Term, ...]:
    """Read a word, maybe a compound, without dense scripts."""
    size = len(token)
    if (possessive := _POSSESSIVE.search(token)) is not None:
        token = token[: possessive.start()]
    elision = _ELISION.match(token)
    start = elision.end() if elision else 0
    pieces = [piece for piece in _pieces(token, start) if piece[0]]
    terms: list[Term] = []
    for piece, first, last in pieces:
        # What was cut off in front or behind is still part of the word that is shown.
        first, last = (0 if first == start else first), (size if last == len(token) else last)
        terms += _read_piece(piece, first, last)
    if (len(pieces) > 1 or (elision and token[start].isupper())) and (joined := fold(token)):
        for form in (joined, *singulars(joined)):
            terms.append(Term(form[:LONGEST_TERM], 0, size, exact=False))
    return tuple(terms)


def _pieces(token: str, start: int) -> Iterator[tuple[str, int, int]]:
    """Yield the parts of a compound from `start` on, with their places."""
    split = _SPLIT_HEBREW if _HEBREW.search(token) else _SPLIT
    cuts = [start, *(found.start() for found in split.finditer(token, start)), len(token)]
    for number, (left, right) in enumerate(pairwise(cuts)):
        first = left if number == 0 else left + 1
        yield token[first:right], first, right


def _read_piece(piece: str, start: int, end: int) -> Iterator[Term]:
    word = fold(piece)
    if not word:
        return
    yield Term(word[:LONGEST_TERM], start, end, exact=True)
    for form in (*forms_in_text(word, piece), *_hashtag_parts(piece)):
        yield Term(form[:LONGEST_TERM], start, end, exact=False)


def _hashtag_parts(written: str) -> tuple[str, ...]:
    return camel_parts(written[1:]) if written[:1] in ("#", "＃") else ()


def _read_dense_word(token: str) -> Iterator[Term]:
    """Read a token that holds characters of dense scripts, maybe among others."""
    done = 0
    for run in DENSE_RUN.finditer(token):
        yield from _moved(read_word(token[done : run.start()]), done)
        yield from _moved(map(Term._make, read_dense(run.group())), run.start())
        done = run.end()
    yield from _moved(read_word(token[done:]), done)


def _moved(terms: Iterable[Term], by: int) -> Iterator[Term]:
    for term, start, end, exact in terms:
        yield Term(term, start + by, end + by, exact)
