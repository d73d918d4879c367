"""Finding cues in a text: one pass, whatever the number of cues."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from newsroom.cues import (
    east_asian,
    english,
    germanic,
    hellenic,
    iberian,
    near_east,
    romance,
    slavic,
    south_asian,
)

_LANGUAGES = {
    "en": english.ENGLISH,
    "de": germanic.GERMAN,
    "nl": germanic.DUTCH,
    "sv": germanic.NORDIC,
    "fr": romance.FRENCH,
    "es": iberian.SPANISH,
    "pt": iberian.PORTUGUESE,
    "it": romance.ITALIAN,
    "ro": romance.ROMANIAN,
    "ru": slavic.RUSSIAN,
    "uk": slavic.UKRAINIAN,
    "pl": slavic.POLISH,
    "cs": slavic.CZECH,
    "tr": near_east.TURKISH,
    "ar": near_east.ARABIC,
    "he": near_east.HEBREW,
    "fa": near_east.PERSIAN,
    "hi": south_asian.HINDI,
    "zh": east_asian.CHINESE,
    "ja": east_asian.JAPANESE,
    "ko": east_asian.KOREAN,
    "vi": south_asian.VIETNAMESE,
    "id": south_asian.INDONESIAN,
    "el": hellenic.GREEK,
    "hu": hellenic.HUNGARIAN,
}

# Where a cue may begin: at a word, in Arabic and Hebrew also behind short words that are joined to the next
# one, in scripts without spaces (and in Korean, with its endings) anywhere.
_WORD_START = r"(?<!\w)[\w(©¿/\[]"
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7af\uff00-\uffef"
_START = re.compile(_WORD_START)
_START_UNSPACED = re.compile(rf"{_WORD_START}|[{_UNSPACED}]")
_START_HEBREW = re.compile(
    rf"{_WORD_START}|(?<=(?<!\w)[והבלכמש])[א-ת]|(?<=(?<!\w)[וש][הבלכמ])[א-ת]"
)
_START_ARABIC = re.compile(
    rf"{_WORD_START}|(?<=(?<!\w)[وبلفك])[ء-ي]|(?<=(?<!\w)(?:ال|لل))[ء-ي]|(?<=(?<!\w)[وبفك]ال)[ء-ي]"
)
_STARTS = {
    "ar": _START_ARABIC,
    "he": _START_HEBREW,
    "ja": _START_UNSPACED,
    "ko": _START_UNSPACED,
    "zh": _START_UNSPACED,
}
_UNSPACED_CHAR = re.compile(f"[{_UNSPACED}]")
# Marks that writers of Arabic and Hebrew leave out or add as they like, and directional marks.
_UNWRITTEN = re.compile("[\u0591-\u05bd\u05bf-\u05c7\u0640\u064b-\u0652\u200e\u200f]")
_SENTENCE_HEAD = re.compile(r"[\W_]*")
_WORD_OR_IDEOGRAM = re.compile(r"[\u3040-\u9fff]|[^\W\d_]+")
_LONGEST_HEADING = 40  # characters
_ENOUGH_TO_TELL = 1500  # characters
_FEWEST_TO_TELL = 12  # words
_KEY_LENGTH = 4
_TAG_COUNTS = 1.25
# Neighbours share their commonest words, not their letters.
_OWN_LETTERS = {"ru": re.compile("[ыэёъ]"), "uk": re.compile("[іїєґ]")}


class Kind(StrEnum):
    """The kinds of cue that stand within a sentence; see `Cues`."""

    SURE = "sure"
    CREDITS = "credits"
    CALL = "call"
    WE = "we"
    YOU = "you"
    MATTER = "matter"
    ROLES = "roles"


@dataclass(frozen=True, slots=True)
class Cue:
    """One cue, ready to be matched against folded text."""

    text: str
    kind: Kind
    at_start: bool
    open_ended: bool


def fold(text: str) -> str:
    """Return the form in which texts and cues are compared."""
    if text.isascii():
        return text.lower()
    return _UNWRITTEN.sub("", text.replace("İ", "i").replace("’", "'")).casefold()


def find(folded: str, language: str) -> Iterator[Cue]:
    """Yield the cues of a folded sentence.

    Sure ones and credits are those of every language, the others of `language` alone: they are short words
    that mean something else next door («os», «nos», «me»).
    """
    for start in _STARTS.get(language, _START).finditer(folded):
        position = start.start()
        for cue in _cues_at(folded[position : position + _KEY_LENGTH], language):
            if folded.startswith(cue.text, position) and _fits(cue, folded, position):
                yield cue


def tells_language(text: str, language: str) -> bool | None:
    """Return whether a text is in a language (a primary subtag); None where nobody can tell."""
    if language not in _LANGUAGES or len(_WORD_OR_IDEOGRAM.findall(text)) < _FEWEST_TO_TELL:
        return None
    return guess_language(text, language) == language


def guess_language(text: str, tag: str | None) -> str:
    """Return the language whose commonest words a text uses most, as a primary subtag such as «en».

    A tag tips the scales, no more: many feeds declare a language that they are not in.
    """
    seen: dict[str, float] = {}
    common = _common_words()
    for word in _WORD_OR_IDEOGRAM.findall(fold(text[:_ENOUGH_TO_TELL])):
        for language in common.get(word, ()):
            seen[language] = seen.get(language, 0) + 1
    for language, letters in _OWN_LETTERS.items():
        if language in seen:
            seen[language] += len(letters.findall(text[:_ENOUGH_TO_TELL]))
    named = (tag or "").lower().partition("-")[0]
    if named in seen:
        seen[named] *= _TAG_COUNTS
    return max(seen, key=lambda language: seen[language], default=named or "en")


def is_list_heading(folded: str) -> bool:
    """Return whether a folded line is the heading of a list of other stories, of tags and the like.

    A few words may follow («Most read this week»), but not behind a colon («Read more: a title»).
    """
    line = folded.strip(" :：.…»›>|-–—")
    if len(line) > _LONGEST_HEADING or ":" in line or "：" in line:
        return False
    heads = _headings("heads")
    return any(
        line[:length] in heads and _ends_word(line, length) for length in range(1, len(line) + 1)
    )


def is_comments_heading(folded: str) -> bool:
    """Return whether a folded block is the heading of what readers wrote."""
    if len(folded) > _LONGEST_HEADING:
        return False
    return re.sub(r"[\W\d_]+", " ", folded).strip() in _headings("comments")


def _fits(cue: Cue, folded: str, position: int) -> bool:
    if cue.at_start and not _SENTENCE_HEAD.fullmatch(folded, 0, position):
        return False
    return cue.open_ended or _ends_word(folded, position + len(cue.text))


def _ends_word(folded: str, position: int) -> bool:
    return not folded[position : position + 1].isalnum() or bool(
        _UNSPACED_CHAR.match(folded[position])
    )


@lru_cache(1 << 14)
def _cues_at(key: str, language: str) -> tuple[Cue, ...]:
    """Return the cues that may stand where a word begins so."""
    index = _index(language)
    return index.get(key) or index.get(key[:3]) or index.get(key[:2]) or index.get(key[:1], ())


@cache
def _index(language: str) -> Mapping[str, tuple[Cue, ...]]:
    """Return, by the first characters of a word, all the cues that may stand there."""
    everywhere = (Kind.SURE, Kind.CREDITS)
    cues = [
        _read(written, kind)
        for each in _LANGUAGES.values()
        for kind in everywhere
        for written in _split(getattr(each, kind))
    ]
    if language in _LANGUAGES:
        own = _LANGUAGES[language]
        kinds = [kind for kind in Kind if kind not in everywhere]
        cues += [_read(written, kind) for kind in kinds for written in _split(getattr(own, kind))]
    heads: dict[str, list[Cue]] = {}
    for cue in cues:
        heads.setdefault(cue.text[:_KEY_LENGTH], []).append(cue)
    lengths = range(1, _KEY_LENGTH + 1)
    return {
        head: tuple(cue for length in lengths[: len(head)] for cue in heads.get(head[:length], ()))
        for head in heads
    }


def _read(written: str, kind: Kind) -> Cue:
    text = fold(written.removeprefix("^").removesuffix("*"))
    joined = bool(_UNSPACED_CHAR.match(text[-1])) or not text[-1].isalnum()
    return Cue(text, kind, written.startswith("^"), joined or written.endswith("*"))


@cache
def _common_words() -> dict[str, tuple[str, ...]]:
    words: dict[str, list[str]] = {}
    for language, cues in _LANGUAGES.items():
        for word in cues.common.split():
            words.setdefault(word, []).append(language)
    return {word: tuple(languages) for word, languages in words.items()}


@cache
def _headings(field: str) -> frozenset[str]:
    return frozenset(
        fold(head) for cues in _LANGUAGES.values() for head in _split(getattr(cues, field))
    )


def _split(field: str) -> Sequence[str]:
    return [cue for cue in (" ".join(part.split()) for part in re.split(r"[|\n]", field)) if cue]
