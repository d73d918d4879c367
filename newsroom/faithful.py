"""What a retold text says that its sources do not: numbers, names and quotations to be looked at.

Not a proof of anything: who is named may still be said to have done what he did not. It errs on the side of
silence, since a warning that is often wrong is not read:

- Numbers are judged in every language, by what they may mean (`newsroom.numerals`). Where the source's
  number words are not known, small ones are passed over: the source may write them out.
- Names and quotations are judged only where text and source are in the same language: whether «Munich» is
  «München», or how a name is written in another script, cannot be told here.
- A name is a capitalised word that begins no sentence, nor stands beside a number where the source writes
  dates in numbers, and it may be a month; in German, whose nouns are all capitalised, two or
  more in a row of which the source has none. Endings are passed over («Ankara’da», «Москве»).
"""

import re
from collections.abc import Iterator

from newsroom.cues import guess_language
from newsroom.fold import fold
from newsroom.numerals import WORDED, numbers_in, worded_values
from newsroom.sentences import split

MOST_DOUBTS = 5
"""That are named; a text with more is no better for naming them all."""

_WRITTEN_OUT = 12
"""Where number words are not known: numbers up to this, and round ones up to a hundred, are passed over."""
_COMMON = 2
"""«One», «both», «a pair»: numbers up to this are never judged."""

_ALL_NOUNS = frozenset({"de", "lb"})
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ\u05f3\u05f4\"][^\W\d_]+)*")
_NAME_GAP = re.compile(r"[ \u00a0-]|\. ")
_QUOTED = re.compile(
    r"“([^“”]{3,200})”|«([^«»]{3,200})»|„([^„“”]{3,200})[“”]|\"([^\"\n]{3,200})\"|「([^「」]{2,200})」"
)
_NO_NAMES = frozenset({"i", "mr", "mrs", "ms", "dr", "sir", "st", "herr", "frau", "m", "mme"})
_OPENING = re.compile(r"[:“„«\"‘(–—•]\s*$")
_TIME = re.compile(r"(\d{1,2})\.(\d\d)")
_NUMERIC_DATE = re.compile(r"(?<!\d)(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d\d-\d\d)(?!\d)")
_BESIDE_NUMBER = re.compile(r"\d\.?[ \u00a0]?$")
_NOT_WORDS = re.compile(r"[^\w]+")
_NAME_OF_SEVERAL = re.compile(
    r"(?:[^\W\d_a-z]\w+(?: (?:of|the|for|and|de|der|des|du|la) |[ -])){1,7}[^\W\d_a-z]\w+"
)
_APOSTROPHES = re.compile("['’ʼ]")
_SHORTEST_STEM = 3
_LONGEST_ENDING = 2


def find_doubtful(text: str, source: str, *, language: str | None = None) -> tuple[str, ...]:
    """Return what of a retold text its source (title and text) does not contain, as it stands in the text.

    `language`: the source's tag, as far as its feed tells it.
    """
    told = guess_language(source, language)
    doubts = [*_numbers(text, source, told)]
    if guess_language(text, None) == told:
        words = {fold(found[0]) for found in _WORD.finditer(source)}
        words |= {part for found in _WORD.finditer(source) for part in _folded_parts(found[0])}
        doubts += _quotations(text, source)
        dated = _NUMERIC_DATE.search(source) is not None
        doubts += _names(text, words | _initials(source), told, dated=dated)
    return tuple(dict.fromkeys(doubts))[:MOST_DOUBTS]


def _numbers(text: str, source: str, language: str) -> Iterator[str]:
    known = worded_values(source)
    for number in numbers_in(source):
        known |= number.values
    for number in numbers_in(text):
        values = number.values | number.bare
        if values & known or _is_known_time(number.text, known):
            continue
        if all(_is_passed_over(value, language) for value in number.values):
            continue
        yield number.text


def _is_known_time(number: str, known: frozenset[float]) -> bool:
    """Return whether a number is a time, 14.30, of which the source has both parts, 14:30."""
    parts = _TIME.fullmatch(number)
    return parts is not None and {float(part) for part in parts.groups()} <= known


def _is_passed_over(value: float, language: str) -> bool:
    if value <= _COMMON:
        return True
    round_ten = value <= 100 and value % 10 == 0
    return language not in WORDED and (value <= _WRITTEN_OUT or round_ten)


def _quotations(text: str, source: str) -> Iterator[str]:
    said = _plain(source)
    for found in _QUOTED.finditer(text):
        quoted = next(filter(None, found.groups()))
        if _plain(quoted).strip() not in said:
            yield quoted


def _plain(text: str) -> str:
    words = filter(None, map(fold, _NOT_WORDS.split(text)))
    return f" {' '.join(words)} "


def _names(text: str, known: set[str], language: str, *, dated: bool) -> Iterator[str]:
    for run in _capitalised_runs(text, language, dated=dated):
        strange = [not any(_is_known(part, known) for part in _folded_parts(word)) for word in run]
        initials = "".join(word[0] for word in run).casefold()
        if initials in known and len(run) > 1:
            continue
        if language in _ALL_NOUNS:
            if len(run) > 1 and all(strange):
                yield " ".join(run)
            continue
        yield from _strange_runs(run, strange)


def _strange_runs(run: list[str], strange: list[bool]) -> Iterator[str]:
    """Yield the unknown words of a name, those that stand together as one."""
    name: list[str] = []
    for word, unknown in zip([*run, ""], [*strange, False], strict=True):
        if unknown:
            name.append(word)
        elif name:
            yield " ".join(name)
            name = []


def _capitalised_runs(text: str, language: str, *, dated: bool) -> Iterator[list[str]]:
    """Yield names, as capitalised words in a row; the first word of a sentence may be any word."""
    for line in text.split("\n"):
        for sentence in split(line, language):
            yield from _runs_of(sentence, dated=dated)


def _runs_of(sentence: str, *, dated: bool) -> Iterator[list[str]]:
    run: list[str] = []
    end = 0
    for found in _WORD.finditer(sentence):
        gap = sentence[end : found.start()]
        if run and (not _is_name(found) or not _NAME_GAP.fullmatch(gap)):
            yield run
            run = []
        may_be_a_month = dated and _is_beside_number(found)
        if _is_name(found) and (run or not _begins(found)) and not may_be_a_month:
            run.append(found[0])
        end = found.end()
    if run:
        yield run


def _is_name(found: re.Match[str]) -> bool:
    return found[0][0].isupper() and fold(found[0]) not in _NO_NAMES


def _begins(found: re.Match[str]) -> bool:
    """Return whether a word begins a sentence, or what is said or listed within one."""
    before = found.string[: found.start()]
    return not any(map(str.isalpha, before)) or _OPENING.search(before) is not None


def _is_beside_number(found: re.Match[str]) -> bool:
    before = found.string[: found.start()]
    after = found.string[found.end() : found.end() + 2].lstrip(" \u00a0")
    return _BESIDE_NUMBER.search(before) is not None or after[:1].isdecimal()


def _folded_parts(word: str) -> list[str]:
    """Return a word without what an apostrophe parts off: «Ankara’da», «Meyer's», «l’Europe»."""
    parts = [fold(part) for part in _APOSTROPHES.split(word)]
    longest = max(parts, key=len)
    return [longest] if len(longest) > 1 else []


def _is_known(word: str, known: set[str]) -> bool:
    """Return whether a source has a word, maybe with another ending."""
    if word in known:
        return True
    stem = word[: max(_SHORTEST_STEM, len(word) - _LONGEST_ENDING)]
    return len(word) >= _SHORTEST_STEM and any(one.startswith(stem) for one in known)


def _initials(source: str) -> set[str]:
    """Return what names of several words may be shortened to: «The United Nations», UN."""
    short = set()
    for found in _NAME_OF_SEVERAL.finditer(source):
        first = "".join(word[0] for word in found[0].split() if word[0].isupper()).casefold()
        short |= {first[start:] for start in range(len(first) - 1)}
    return short
