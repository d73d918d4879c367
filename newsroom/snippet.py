"""Where a text says what was asked for: the words to embolden, and the best excerpt around them."""

import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from newsroom.query import Clause, Query
from newsroom.sought import sought_by
from newsroom.terms import Term, read_terms

SNIPPET_LENGTH = 160
"""Characters of an excerpt, the «…» at its ends included."""

_LONGEST_READ = 100_000  # characters; what is said so late in a text is no reason to read it
_LEAD_SHARE = 4  # a quarter of an excerpt stands before its first match
_ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Snippet:
    """An excerpt on one line, and which of its characters match, as (start, end), in order."""

    text: str
    matches: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class _Match:
    start: int
    end: int
    clause: int


def find_matches(text: str, query: Query) -> tuple[tuple[int, int], ...]:
    """Return where `text` matches the query's wanted words, as (start, end): in order, apart."""
    return _merged(_matches(text[:_LONGEST_READ], query))


def matched_words(parts: Iterable[str], query: Query) -> tuple[str, ...]:
    """Return the words by which an article matches, as they stand in it: for each wanted thing the first.

    `parts` as `searched_parts` gives them.
    """
    read = [(part, list(read_terms(part[:_LONGEST_READ]))) for part in parts]
    found: dict[str, str] = {}
    for group in query.wanted:
        runs = (
            part[run[0].start : run[-1].end]
            for part, terms in read
            for clause in group
            for run in _runs(terms, clause)
        )
        words = next(runs, None)
        if words is not None:
            found.setdefault(words.casefold(), words)
    return tuple(found.values())


def make_snippet(text: str, query: Query, length: int = SNIPPET_LENGTH) -> Snippet:
    """Return the excerpt of at most `length` characters that says most of what was asked for.

    It is cut between words; without a match it is the beginning.
    """
    text = text[:_LONGEST_READ].replace("\n", " ")
    matches = _matches(text, query)
    if len(text) <= length:
        return Snippet(text, _merged(matches))
    room = length - 2 * len(_ELLIPSIS)
    start, end = _cut(text, _best_start(matches, room), room)
    body = text[start:end]
    head, tail = _ELLIPSIS if start else "", _ELLIPSIS if end < len(text) else ""
    shift = len(head) - start
    inside = [one for one in matches if start <= one.start and one.end <= end]
    found = tuple((first + shift, last + shift) for first, last in _merged(inside))
    return Snippet(f"{head}{body}{tail}", found)


def _matches(text: str, query: Query) -> list[_Match]:
    """Return every match of a wanted clause, by place; the parts of a phrase one by one."""
    terms = sought_by(query).terms(text)
    found = [
        match
        for number, one in enumerate(query.clauses)
        for match in _of_clause(terms, one, number)
    ]
    return sorted(found, key=lambda match: (match.start, match.end))


def _of_clause(terms: Sequence[Term], clause: Clause, number: int) -> Iterator[_Match]:
    for run in _runs(terms, clause):
        for part in run:
            yield _Match(part.start, part.end, number)


def _runs(terms: Sequence[Term], clause: Clause) -> Iterator[Sequence[Term]]:
    """Yield each sequence of terms that matches a clause."""
    exact = [one for one in terms if one.exact]
    for phrase in clause.phrases:
        among = terms if len(phrase) == 1 else exact
        for place in _places(among, phrase, clause.prefix):
            yield among[place : place + len(phrase)]


def _places(terms: Sequence[Term], phrase: Sequence[str], prefix: bool) -> Iterator[int]:
    """Yield where `phrase` begins among `terms`; with `prefix` its last term may go on."""
    size = len(phrase)
    final = phrase[-1]
    for place, last in enumerate(terms[size - 1 :]):
        ends = last.term.startswith(final) if prefix else last.term == final
        if ends and all(terms[place + i].term == phrase[i] for i in range(size - 1)):
            yield place


def _merged(matches: list[_Match]) -> tuple[tuple[int, int], ...]:
    merged: list[tuple[int, int]] = []
    for match in matches:
        if merged and match.start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], match.end))
        else:
            merged.append((match.start, match.end))
    return tuple(merged)


def _best_start(matches: list[_Match], room: int) -> int:
    """Return where an excerpt begins that holds most clauses, then most matches, then comes first."""
    best, best_worth = 0, (0, 0)
    end = 0
    for first, match in enumerate(matches):
        start = max(0, match.start - room // _LEAD_SHARE)
        while end < len(matches) and matches[end].end <= start + room:
            end += 1
        inside = matches[first:end]
        worth = (len({one.clause for one in inside}), len(inside))
        if worth > best_worth:
            best, best_worth = start, worth
    return best


def _cut(text: str, start: int, room: int) -> tuple[int, int]:
    """Return start and end of an excerpt of at most `room` characters that cuts no word."""

    @cache
    def terms() -> list[Term]:  # wanted only where there are no spaces
        return list(read_terms(text))

    start = min(start, max(0, len(text) - room))
    if start:
        start = _next_break(text, terms, start, start + room // (2 * _LEAD_SHARE))
    end = start + room
    if end >= len(text):
        return start, len(text)
    return start, _last_break(text, terms, end, start)


def _next_break(text: str, terms: Callable[[], list[Term]], place: int, latest: int) -> int:
    """Return the first beginning of a word from `place` on: behind a space, else within a compound."""
    if text[place - 1].isspace():
        return place
    space = text.find(" ", place, latest)
    if space >= 0:
        return space + 1
    starts = sorted({one.start for one in terms()})
    number = bisect_left(starts, place)
    return starts[number] if number < len(starts) else _unsplit(text, place)


def _last_break(text: str, terms: Callable[[], list[Term]], place: int, earliest: int) -> int:
    """Return the last end of a word up to `place`: before a space, else within a compound."""
    space = text.rfind(" ", earliest, place + 1)
    if space > earliest + (place - earliest) // 2:
        return space
    ends = [one.end for one in terms() if earliest < one.end <= place]
    inner = [one.start for one in terms() if earliest < one.start <= place]
    return max([*ends, *inner], default=_unsplit(text, place))


def _unsplit(text: str, place: int) -> int:
    """Return the next place at or before `place` that parts no character from its marks."""
    while place and unicodedata.category(text[place])[0] in "MC":
        place -= 1
    return place
