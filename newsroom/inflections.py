"""Stems: what the inflections of a word have in common, by the Snowball stemmer of its language.

A stem stands in the index beside the other forms of a word, marked as one. English ones have a mark of
their own: «car», which Italian makes of «caro», is no English word's business. A stem that is the word
itself is not marked, but looked for as a word, in English and where a script has one language: half of all
words are so. In other languages it is marked too, since a query's word may be of any.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator
from functools import cache

import Stemmer

from newsroom.fold import fold
from newsroom.tokens import APOSTROPHES, HYPHENS
from newsroom.tongue import binds

_ENGLISH_STEM, _STEM = "¦", "¤"
"""Begin the terms of stems; no word's term has them, and no tag of the index (`storage/index/schema.py`)."""

_LATIN = {
    "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "en": "english", "es": "spanish",
    "et": "estonian", "eu": "basque", "fi": "finnish", "fr": "french", "ga": "irish", "hu": "hungarian",
    "id": "indonesian", "it": "italian", "lt": "lithuanian", "nl": "dutch", "no": "norwegian",
    "pl": "polish", "pt": "portuguese", "ro": "romanian", "sv": "swedish", "tr": "turkish",
}  # fmt: skip
_OTHERS = {
    "ar": "arabic", "el": "greek", "hi": "hindi", "hy": "armenian", "ne": "nepali", "ru": "russian",
    "ta": "tamil",
}  # fmt: skip
_SNOWBALL = _LATIN | _OTHERS
"""Languages with a stemmer, by their subtags, and Snowball's names of them."""

_TWINS = {"nb": "no", "nn": "no", "gl": "pt", "uk": "ru", "be": "ru", "bg": "ru", "mr": "hi"}
"""Languages without a stemmer of their own whose endings are much like those of another one."""

_SCRIPTS = {
    "ru": re.compile("[\u0400-\u052f]"),
    "el": re.compile("[\u0370-\u03ff]"),
    "hy": re.compile("[\u0530-\u058f]"),
    "ar": re.compile("[\u0620-\u064a]"),
    "hi": re.compile("[\u0900-\u097f]"),
    "ta": re.compile("[\u0b80-\u0bff]"),
}
"""How the folded words of a script begin, by the language that they are read in."""

_COMMON = ("de", "fr", "es", "it", "pt", "nl")
"""What else a Latin word may be, whoever reads it: the languages that most news is written in."""

_ALPHABETS = {
    "åäö": ("sv", "fi"), "æøå": ("da", "no"), "äöüß": ("de",), "çğıöşü": ("tr",), "ăâîșțşţ": ("ro",),
    "áéíóöőúüű": ("hu",), "ąćęłńóśźż": ("pl",), "áčďéěíňóřšťúůýž": ("cs",), "àçèéíïòóúü": ("ca",),
    "äöõüšž": ("et",), "ąčęėįšųūž": ("lt",), "áéíóúñü": ("es",), "áâãàçéêíóôõú": ("pt",),
    "àâæçéèêëîïôœùûüÿ": ("fr",), "àèéìíîòóùú": ("it",),
}  # fmt: skip
"""Letters beyond a–z of languages: a word that has any of them is of a language that has all of its."""

_SHORTEST, _LONGEST = 3, 39
"""Letters of a word that is given a stem."""

_TELLING = 4
"""Letters of a stem that is looked for in languages that the reader may not know."""

_PARTS = re.compile(f"[{APOSTROPHES}{HYPHENS}]")
_NOT_INFLECTED = frozenset({"news"})  # four languages see an ending in it


def stemmed_language(tag: str | None) -> str | None:
    """Return the language whose stemmer reads texts in `tag`, a primary subtag; None = there is none."""
    tag = _TWINS.get(tag or "", tag)
    return tag if tag in _SNOWBALL else None


def stem_in_text(
    term: str, written: str, language: str | None, forms: Collection[str] = ()
) -> str | None:
    """Return the term of a stem that is indexed beside a word; None = there is none, or it says nothing new.

    `term` is the word's exact term, `written` the part of the text that it stands for, `language` what
    `stemmed_language` says of the text, `forms` are the word's other forms.
    """
    spoken = _spoken(term, language)
    if spoken is None or binds(term, spoken):
        return None
    stem = _stem(term, written, spoken)
    if _is_looked_for_as_word(spoken) and (stem == term or stem in forms):
        return None
    return _marked(stem, spoken)


def stems_in_query(term: str, written: str, languages: Collection[str]) -> tuple[str, ...]:
    """Return the terms under which other inflections of a query's word stand.

    `languages` are those that the reader is known to use; a few common ones are added, but for short words.
    """
    found: dict[str, None] = {}
    for language in _plausible(term, written, languages):
        stem = _stem(term, written, language)
        if language in languages or language not in _COMMON or len(stem) >= _TELLING:
            found[_marked(stem, language)] = None
        if stem != term and _is_looked_for_as_word(language):
            found[stem] = None
    return tuple(found)


def is_stem(term: str) -> bool:
    """Tell whether a term is a stem's."""
    return term[:1] in (_ENGLISH_STEM, _STEM)


def plausible_languages(guessed: str | None) -> tuple[str, ...]:
    """Return the languages in which a text's words may have met a query's; `guessed`: the text's."""
    return ("en", *_COMMON) if guessed is None else (guessed,)


def _marked(stem: str, language: str) -> str:
    return f"{_ENGLISH_STEM if language == 'en' else _STEM}{stem}"


def _is_looked_for_as_word(language: str) -> bool:
    return language == "en" or language in _OTHERS


def _plausible(term: str, written: str, languages: Collection[str]) -> Iterator[str]:
    """Yield the languages that a query's word may be of: those of its script, a few for Latin."""
    spoken = _spoken(term, "en")
    if spoken != "en":
        if spoken is not None:
            yield spoken
        return
    given = [one for one in ("en", *map(stemmed_language, languages)) if one in _LATIN]
    letters = {char for char in _composed(written) if char > "\x7f"}
    hinted = [one for one, its in _letters().items() if letters and letters <= its]
    yield from dict.fromkeys([*given, *(hinted if letters else _COMMON)])


@cache
def _letters() -> dict[str, frozenset[str]]:
    return {
        language: frozenset(letters)
        for letters, languages in _ALPHABETS.items()
        for language in languages
    }


def _spoken(term: str, language: str | None) -> str | None:
    """Return the language whose endings a word may have: the text's, where that has its script."""
    if not _SHORTEST <= len(term) <= _LONGEST or term in _NOT_INFLECTED:
        return None
    if "a" <= term[0] <= "z":
        return language if language in _LATIN else None
    its_language = next((one for one, script in _SCRIPTS.items() if script.match(term)), None)
    return "ne" if (its_language, language) == ("hi", "ne") else its_language


def _stem(term: str, written: str, language: str) -> str:
    """Return the folded stem of a word. A stemmer wants the letters that folding takes away."""
    word = written if written.isalpha() else _part(term, written)
    if word.isascii():
        return str(_stemmer(language).stemWord(word.lower())) or term
    return fold(_stemmer(language).stemWord(_composed(word))) or term


def _part(term: str, written: str) -> str:
    """Return the part of a compound that a term stands for: «l'été» as «été»."""
    parts = _PARTS.split(written.lstrip("#＃"))
    return next((part for part in parts if fold(part) == term), term)


def _composed(written: str) -> str:
    return unicodedata.normalize("NFC", written.lower())


@cache
def _stemmer(language: str) -> Stemmer.Stemmer:
    """Return a stemmer that remembers nothing: who asks keeps what he was told.

    Threads may share it, as it does not let go of the interpreter's lock while it works.
    """
    return Stemmer.Stemmer(_SNOWBALL[language], 0)
