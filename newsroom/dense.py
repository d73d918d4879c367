"""Scripts that put no spaces between words, and Korean, whose words carry their particles.

They are indexed by characters: each pair of neighbours is an exact term, each single one another form,
so that one or two characters find, and longer words are found as phrases of pairs.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import pairwise

from newsroom.fold import fold

# Han, kana, Hangul, Bopomofo, Thai, Lao, Myanmar, Khmer; without their digits.
_CHARS = (
    "\u0e00-\u0e4e\u0e80-\u0ecd\u1000-\u103f\u104c-\u108f\u109a-\u109f\u1100-\u11ff\u1780-\u17dd"
    "\u3005-\u3007\u3041-\u3096\u3099-\u318f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\ua960-\ua97f\uaa60-\uaa7f\uac00-\ud7ff\uf900-\ufaff\uff66-\uffdc\U0001b000-\U0001b16f"
    "\U00020000-\U0003ffff"
)
DENSE_RUN = re.compile(f"[{_CHARS}]+")

_PAIR = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3]{2}")
"""Han characters and Hangul syllables: no single character is folded to two of them."""


def is_dense(term: str) -> bool:
    """Tell whether a term is of a script that is indexed by characters, not by words."""
    return DENSE_RUN.match(term) is not None


def is_pair(term: str) -> bool:
    """Tell whether a term is surely a pair of neighbours, which is exact: nothing has it for another form.

    There are more of them, such as those of kana.
    """
    return _PAIR.fullmatch(term) is not None


def read_dense(run: str) -> Iterator[tuple[str, int, int, bool]]:
    """Yield the terms of a run of such characters: term, start, end, and whether it is exact.

    A character stands with its marks; one that stands alone is exact.
    """
    units = [
        (unit, found.start(), found.end())
        for found in _units().finditer(run)
        if (unit := _fold(found.group()))
    ]
    for (one, start, _), (other, _, end) in pairwise(units):
        yield one + other, start, end, True
    for unit, start, end in units:
        yield unit, start, end, len(units) == 1


@lru_cache(1 << 14)
def _fold(unit: str) -> str:
    return fold(unit)


@cache
def _units() -> re.Pattern[str]:
    """Return what finds a character with its marks; half-width voicing marks are letters to Unicode."""
    marks = "".join(
        chr(code) for code in range(0xE00, 0x3100) if unicodedata.category(chr(code))[0] == "M"
    )
    return re.compile(f".[{marks}\uff9e\uff9f]*", re.DOTALL)
