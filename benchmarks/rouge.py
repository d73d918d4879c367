"""ROUGE-1, ROUGE-2 and ROUGE-L as F1 (Lin 2004), for any script.

Words are runs of letters and digits, casefolded; an ideograph or a syllable of Japanese is a word of its own.
There is no stemming, so that no language has an advantage: figures are a little below those of `rouge-score`
with its stemmer.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|(?:(?![\u3040-\u30ff\u3400-\u9fff])[^\W_])+")


@dataclass(frozen=True, slots=True)
class Rouge:
    """Three F1 figures, from 0 to 100."""

    one: float
    two: float
    longest: float

    @property
    def mean(self) -> float:
        """Return what the targets are set in."""
        return (self.one + self.two + self.longest) / 3


def rouge(candidate: str, references: Sequence[str]) -> Rouge:
    """Return the figures of a summary; each is that of the reference it comes closest to by it."""
    words = tokens(candidate)
    each = [(words, tokens(reference)) for reference in references]
    return Rouge(
        one=max(_overlap(words, reference, 1) for words, reference in each),
        two=max(_overlap(words, reference, 2) for words, reference in each),
        longest=max(
            _f1(_common(words, reference), len(words), len(reference)) for words, reference in each
        ),
    )


def tokens(text: str) -> list[str]:
    """Return the words of a text."""
    return _WORD.findall(text.casefold())


def _overlap(one: Sequence[str], other: Sequence[str], length: int) -> float:
    first, second = _grams(one, length), _grams(other, length)
    return _f1((first & second).total(), first.total(), second.total())


def _grams(words: Sequence[str], length: int) -> Counter[tuple[str, ...]]:
    return Counter(zip(*(words[start:] for start in range(length)), strict=False))


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """Return the length of the longest common subsequence."""
    row = [0] * (len(other) + 1)
    for word in one:
        before = 0
        for place, counterpart in enumerate(other, start=1):
            above = row[place]
            row[place] = before + 1 if word == counterpart else max(above, row[place - 1])
            before = above
    return row[-1]


def _f1(shared: int, one: int, other: int) -> float:
    return 200 * shared / (one + other) if shared else 0.0
