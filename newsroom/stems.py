"""What sentences have in common, without knowing their language."""

import re
from collections.abc import Iterable

# Inflections differ at the end of a word, so that its first letters stand for it. Ideographs are taken in
# pairs; a pair of hiragana alone is grammar. So are most words of one or two letters where letters spell
# words of some length; the scripts from Armenian on have telling words of two.
_IDEOGRAPHS = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_IDEOGRAPHS}]+|(?:(?![{_IDEOGRAPHS}])[^\W_])+")
_ASCII_WORD = re.compile(r"[A-Za-z0-9]{3,}|\d+")
_SPELT_WORD = re.compile(r"[^\W_]{3,}|[^\W_\x00-\u052f]{2}|\d+")
_GRAMMAR = re.compile("[\u3040-\u309f]+")
_ANY_IDEOGRAPH = re.compile(f"[{_IDEOGRAPHS}]")
_LENGTH = 5


def stems(folded: str) -> list[str]:
    """Return the stems of a folded text's words: five letters, a number, or two ideographs each."""
    if folded.isascii():  # nothing else, and found at half the cost
        return [word[:_LENGTH] for word in _ASCII_WORD.findall(folded)]
    if not _ANY_IDEOGRAPH.search(folded):
        return [word[:_LENGTH] for word in _SPELT_WORD.findall(folded)]
    found = []
    for word in _WORD.findall(folded):
        if _ANY_IDEOGRAPH.match(word):
            pairs = [word[place : place + 2] for place in range(max(1, len(word) - 1))]
            found += [pair for pair in pairs if not _GRAMMAR.fullmatch(pair)]
        else:
            found += [part[:_LENGTH] for part in _SPELT_WORD.findall(word)]
    return found


def telling(found: Iterable[str]) -> frozenset[str]:
    """Return the stems that are hardly grammar: all but the shorter words of Latin, Greek and Cyrillic."""
    return frozenset(stem for stem in found if len(stem) == _LENGTH or stem[0] > "\u052f")
