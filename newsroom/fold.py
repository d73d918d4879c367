"""One spelling for what people take as the same word: case, accents, width, ligatures, vowel points."""

import re
import unicodedata
from functools import cache

# Marks that a person may write or leave out. Those of Thai, Indic and other scripts are vowels and stay,
# and so does the breve that makes Cyrillic й and ў letters of their own.
_OPTIONAL_MARKS = re.compile(
    "(?<![иуИУ])\u0306"
    "|[\u0300-\u0305\u0307-\u036f"  # Latin, Greek, Cyrillic
    "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"  # Hebrew points and accents
    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed]"  # Arabic
)

# Letters that no Unicode normalization takes apart, and Arabic letters that are written for one another
# or have a Persian twin. The last ones join or divide without being read.
_LETTERS = str.maketrans(
    {
        "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ŧ": "t", "ŋ": "n", "ĸ": "k", "ı": "i",
        "ȷ": "j", "ə": "e", "æ": "ae", "œ": "oe", "þ": "th", "ĳ": "ij", "ꝏ": "oo",
        "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ہ": "ه", "ۀ": "ه",
        "\u0640": None, "\u00ad": None, "\u200b": None, "\u200c": None, "\u200d": None,
        "\u2060": None, "\ufeff": None,
    }
)  # fmt: skip

# What an index term never holds: ASCII other than small letters and digits, white space, surrogates; and
# the apostrophes, quotation marks and hyphens that stand within words.
_UNREAD = re.compile(r"[\x00-/:-`{-\x7f\s\ud800-\udfff·‘’“”ʼ׳״\u05be\u2010]")


# Letters of Latin, Greek and Cyrillic, without marks of their own: each is folded for itself.
_ALPHABETS = re.compile("[a-zA-Z0-9\u00c0-\u024f\u0370-\u0481]+")


def fold(word: str) -> str:
    """Return the spelling by which `word` is found; maybe empty.

    The result holds no ASCII but small letters and digits, so that neither FTS5's `ascii` tokenizer nor
    its query syntax sees anything in it but one token.
    """
    if word.isascii():
        return _UNREAD.sub("", word.lower())
    if _ALPHABETS.fullmatch(word):  # the same, several times as fast
        return word.translate(_folded_letters())
    return fold_any(word)


@cache
def _folded_letters() -> dict[int, str]:
    codes = [code for code in range(0x482) if _ALPHABETS.fullmatch(chr(code))]
    return {code: fold_any(chr(code)) for code in codes}


def fold_any(word: str) -> str:
    """Fold a word of any script: what `fold` does where there is no shorter way."""
    plain = unicodedata.normalize("NFKC", word).casefold()
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKD", plain).casefold())
    plain = _OPTIONAL_MARKS.sub("", unicodedata.normalize("NFD", plain)).translate(_LETTERS)
    return _UNREAD.sub("", _ascii_digits(unicodedata.normalize("NFC", plain)).lower())


def _ascii_digits(text: str) -> str:
    """Write the digits of every script as 0–9."""
    if not any(map(str.isdecimal, text)):
        return text
    return "".join(str(unicodedata.decimal(char, char)) for char in text)
