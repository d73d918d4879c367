"""Hashtags as Telegram reads them: of what a person types, what becomes a tag that can be tapped."""

import unicodedata
from collections.abc import Iterator

MOST_TAGS = 10
LONGEST_TAG = 64
"""Characters; Telegram takes 256 (tdlib, MessageEntity.cpp), of which nobody reads half."""

# Beside letters and digits, as tdlib has it: the joiner that Persian needs, and Catalan's dot. Scripts of
# India write their vowels as marks.
_MORE = {"_", "\u200c", "\u00b7"}


def read_hashtags(typed: str) -> str:
    """Return the hashtags in what was typed, with their signs, separated by spaces; "" where there are none.

    Blanks, commas and signs part them; a dash within one becomes a low line, and what Telegram would end a
    tag at is left out. A tag needs a letter. Each stands once, case aside, and there are ten at the most.
    """
    tags: dict[str, str] = {}
    for word in typed.replace("#", " ").replace(",", " ").replace("،", " ").split():
        tag = "".join(_allowed(word)).strip("_\u200c\u00b7")[:LONGEST_TAG]
        if any(unicodedata.category(char).startswith("L") for char in tag):
            tags.setdefault(tag.casefold(), f"#{tag}")
    return " ".join(list(tags.values())[:MOST_TAGS])


def _allowed(word: str) -> Iterator[str]:
    for char in unicodedata.normalize("NFC", word):
        if unicodedata.category(char)[0] in "LM" or char.isdecimal() or char in _MORE:
            yield char
        elif unicodedata.category(char) == "Pd":
            yield "_"
