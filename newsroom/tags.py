"""Tags of feeds: one lower-case word each, `sport` or `local-news`, however they were typed."""

import re
import unicodedata
from collections.abc import Iterable

from newsroom.text import clean_line

TAG_BYTES = 30
"""In UTF-8: a button carries a tag beside other things, within Telegram's 64 bytes."""

MOST_TAGS = 10
"""Of one feed."""

_SPACES = re.compile(r"[\s/_-]+")
_OTHERS = re.compile(r"[^\w\s/-]")
_ASKED = re.compile(r"(?:tag[:：]\s*|#)(.+)", re.IGNORECASE | re.DOTALL)
_NUMBER = re.compile(r"\d+")
_APART = re.compile(r"[,，、;；\n]")


def read_tag(typed: str) -> str:
    """Return a tag as it is kept: cut to its length, empty where nothing of it can be one.

    A number alone is none: with its sign, `#12` is a feed.
    """
    folded = unicodedata.normalize("NFKC", clean_line(typed)).casefold().strip().lstrip("#")
    tag = _SPACES.sub("-", _OTHERS.sub("", folded)).strip("-")
    tag = tag.encode()[:TAG_BYTES].decode(errors="ignore").rstrip("-")
    return "" if _NUMBER.fullmatch(tag) else tag


def read_tags(typed: str | Iterable[str]) -> tuple[str, ...]:
    """Return tags in order of the alphabet, each once, at most as many as a feed has.

    `typed`: several between commas, or one by one.
    """
    parts = _APART.split(typed) if isinstance(typed, str) else typed
    found = dict.fromkeys(filter(None, map(read_tag, parts)))
    return tuple(sorted(list(found)[:MOST_TAGS]))


def tag_asked(words: str) -> str | None:
    """Return the tag that `tag:sport` or `#sport` names; None where the words name none."""
    asked = _ASKED.fullmatch(words.strip())
    return (read_tag(asked[1]) or None) if asked else None
