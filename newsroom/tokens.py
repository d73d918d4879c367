"""Where a text has words, numbers, initials and links, in any script."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

APOSTROPHES = "'’‘ʼ׳`´＇"
HYPHENS = "&＆·\\-\u2010\u2011\u05be－"
"""What joins two words into one, as it is written in a character class."""

_GERSHAYIM = '"״“”'  # «צה״ל»: between Hebrew letters it is no quotation mark
_GROUPERS = "[,.'’\u066c\u00a0\u202f\u2009]"  # 1,000 · 1.000 · 1’000 · 1 000
_POINTS = "[.\u066b]"
_UNSEEN = "\u00ad\u200c\u200d\u2060"  # soft hyphen and joiners, within words


def find_tokens(text: str, *, links: bool = True) -> Iterator[re.Match[str]]:
    """Yield the tokens of a text. `lastgroup` is the kind, one of the names in `_pattern`."""
    return _pattern(links).finditer(text)


@cache
def _pattern(links: bool) -> re.Pattern[str]:
    """Return what finds tokens.

    `plain`, which is most of a Latin text, is what `word` would find too, only faster. `re` knows letters
    and digits of all scripts, but not the marks that are written on them.
    """
    marks = "".join(
        chr(code) for code in range(0x300, 0x20000) if unicodedata.category(chr(code))[0] == "M"
    )
    # The look-ahead spares most words the search through the marks.
    run = rf"[^\W_]+(?:(?![\0-\x7f])[{marks}{_UNSEEN}]+[^\W_]*)*"
    hebrew_quote = f"(?<=[א-ת])[{_GERSHAYIM}](?=[א-ת])"
    link = r"| (?P<link> (?i:https?://|www\.)[^\s<>\"«»“”]+ )" if links else ""
    return re.compile(
        rf"""
        (?P<plain> [A-Za-z]{{2,}}(?=[ \n,;)]|\.[ \n]|\.?\Z) )
        {link}
        | (?P<initials> [^\W\d_](?:\.[^\W\d_])+(?![^\W_]) )
        | (?P<grouped> (?!0)\d{{1,3}}(?P<mark>{_GROUPERS})\d{{3}}(?:(?P=mark)\d{{3}})*(?!\d)
            (?P<rest> [.,\u066b]\d+(?!\d|,\d) )? )
        | (?P<decimal> \d+(?:{_POINTS}\d+)+ | \d+,\d+(?!\d|,\d) )
        | (?P<word> [#＃]?{run}(?:(?:[{APOSTROPHES}{HYPHENS}]|{hebrew_quote}){run})* )
        """,
        re.VERBOSE,
    )
