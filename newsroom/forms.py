"""Other forms of a word under which it is found as well; a stemmer for a language belongs here.

All take and give folded words (see `fold`), save where a parameter is called `written`. Each word has a
few forms at the most, so that the index grows by a bounded part.
"""

import re
import unicodedata

from newsroom.fold import fold

_HEBREW_PREFIX = re.compile("[ובלמשכה]")
_ARABIC_PREFIX = re.compile("ال|لل|[وفبكل]")
_HEBREW = re.compile("[א-ת]+")
_ARABIC = re.compile("[\u0621-\u064a]+")
_MOST_PREFIXES = 4  # «וכשב…»: and when in …
_SHORTEST_REST = 2

_LATIN = re.compile("[a-z]{4,}")
_NO_PLURAL = ("ss", "us", "is", "news")  # «glass», «virus», «crisis»
_MAYBE_ES = (
    "ches",
    "shes",
    "ses",
    "xes",
    "zes",
    "oes",
)  # «churches», «buses», but «houses», «shoes»

_UMLAUTS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "Å": "Aa",
     "Ø": "Oe"}
)  # fmt: skip
_CAMEL = re.compile(r"[^\W\d_]?[^\W\d_A-Z]+|[A-Z]+(?![a-z])|\d+")


def forms_in_text(word: str, written: str) -> tuple[str, ...]:
    """Return the forms that are indexed beside a word of a text, itself left out."""
    if word.isascii() and written.isascii():
        return singulars(word)
    found = (*singulars(word), *spellings(written), *behind_prefixes(word))
    return tuple(dict.fromkeys(found))


def forms_in_query(word: str, written: str) -> tuple[str, ...]:
    """Return the forms that are searched beside a word of a query, itself left out.

    A text's word is stripped of all its prefixes, a query's of the article alone: «הבית» finds «בבית»,
    but «كتاب» (book) does not find «تاب» (repented).
    """
    found = (*singulars(word), *spellings(written), *without_article(word))
    return tuple(dict.fromkeys(found))


def singulars(word: str) -> tuple[str, ...]:
    """Return what an English plural may be the plural of: a light stemmer after Harman (1991).

    Where spelling alone does not decide («movies», «parties»), both readings are given.
    """
    if not word.endswith("s") or not _LATIN.fullmatch(word) or word.endswith(_NO_PLURAL):
        return ()
    if word.endswith("ies"):
        return (word[:-3] + "y", word[:-1])
    if word.endswith(_MAYBE_ES):
        return (word[:-2], word[:-1])
    return (word[:-1],)


def spellings(written: str) -> tuple[str, ...]:
    """Return how an umlaut is written where the keyboard has none: «Müller» as «mueller»."""
    composed = unicodedata.normalize("NFC", written)
    respelt = composed.translate(_UMLAUTS)
    return () if respelt == composed else (fold(respelt),)


def behind_prefixes(word: str) -> tuple[str, ...]:
    """Return what stands behind the particles that Hebrew and Arabic write as part of the next word.

    Whether a letter is a particle cannot be told without a dictionary: each reading is given.
    """
    prefix = _prefix_of(word)
    if prefix is None:
        return ()
    found: list[str] = []
    rest = word
    while len(found) < _MOST_PREFIXES and (match := prefix.match(rest)):
        rest = rest[match.end() :]
        if len(rest) < _SHORTEST_REST:
            break
        found.append(rest)
    return tuple(found)


def without_article(word: str) -> tuple[str, ...]:
    """Return a Hebrew or Arabic word without «the»."""
    for article, script in (("ה", _HEBREW), ("ال", _ARABIC)):
        rest = word.removeprefix(article)
        if rest != word and len(rest) > _SHORTEST_REST and script.fullmatch(word):
            return (rest,)
    return ()


def camel_parts(written: str) -> tuple[str, ...]:
    """Return the words of a hashtag such as «BlackForest»; nothing where it is one word."""
    parts = tuple(fold(part) for part in _CAMEL.findall(written))
    return parts if len(parts) > 1 else ()


def _prefix_of(word: str) -> re.Pattern[str] | None:
    if _HEBREW.fullmatch(word):
        return _HEBREW_PREFIX
    if _ARABIC.fullmatch(word):
        return _ARABIC_PREFIX
    return None
