"""How long a text is, in words, whatever its script."""

import re

# Scripts without spaces between words. A word has about two characters of Chinese or Japanese (Korean
# has spaces), and five code points, vowel signs included, of Thai, Lao, Burmese, Khmer or Tibetan.
_IDEOGRAPHS = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]"
)
_UNSPACED = re.compile(r"[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff]")
_UNSPACED_OF_BOTH = re.compile(f"{_IDEOGRAPHS.pattern}|{_UNSPACED.pattern}")
_WORD = re.compile(r"\w\S*")
_IDEOGRAPHS_A_WORD = 2
_CODE_POINTS_A_WORD = 5


def count_words(text: str) -> float:
    """Return the number of words; in scripts without spaces, an estimate from the characters."""
    if text.isascii() or not _UNSPACED_OF_BOTH.search(text):
        return len(_WORD.findall(text))
    rest, ideographs = _IDEOGRAPHS.subn(" ", text)
    rest, unspaced = _UNSPACED.subn(" ", rest)
    spaced = len(_WORD.findall(rest))
    return spaced + ideographs / _IDEOGRAPHS_A_WORD + unspaced / _CODE_POINTS_A_WORD
