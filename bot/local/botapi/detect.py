"""What Telegram marks by itself in any text: commands, mentions, hashtags, addresses.

After `find_entities` in tdlib's MessageEntity.cpp, with one simplification: an address without a scheme
is seen only where its last part is one of a few common top-level domains.
"""

import re
from collections.abc import Iterator

from bot.local.botapi.entities import Entity, utf16_length

_DOMAINS = (
    "app|at|au|be|biz|blog|br|ca|ch|cn|co|com|cz|de|dev|dk|edu|es|eu|example|fi|fr|gov|gr|hu|ie|il|in|"
    "info|io|it|jp|kr|me|mx|net|news|nl|no|nz|online|org|pl|pt|ro|rs|ru|se|site|sk|tr|tv|ua|uk|us|vn|"
    "world|xyz|za"
)
_HOST = r"(?:[\w-]+\.)+"
_TAIL = r"(?::\d+)?(?:[/?#][^\s<>\"']*)?"
_URL = re.compile(
    rf"(?<![\w@./-])(?:https?://(?:{_HOST}[\w-]+|localhost){_TAIL}|{_HOST}(?:{_DOMAINS})\b(?!@){_TAIL})",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]+\.)+[A-Za-z]{2,24}\b")
_MENTION = re.compile(r"(?<!\w)@([a-zA-Z0-9_]{4,32})(?!\w)")
_COMMAND = re.compile(r"(?<![\w/<>])/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z0-9_]{3,32})?(?![\w/<>])")
_HASHTAG = re.compile(r"(?<!\w)#(?=\w*[^\W\d_])\w{1,256}(?![\w#])")
_CLOSING = ".,:;!?'\"»”’)"

_KINDS = (
    ("email", _EMAIL),
    ("url", _URL),
    ("bot_command", _COMMAND),
    ("mention", _MENTION),
    ("hashtag", _HASHTAG),
)
_HINTS = re.compile(r"[/@#.]")


def detect(text: str) -> list[Entity]:
    """Return the entities that Telegram would find in a text; none of them overlap."""
    if not _HINTS.search(text):
        return []
    found: list[tuple[int, int, str]] = []
    for kind, pattern in _KINDS:
        for begin, end in _stretches(pattern, text, trim=kind == "url"):
            if not any(begin < other_end and other < end for other, other_end, _ in found):
                found.append((begin, end, kind))
    return [
        Entity(kind, utf16_length(text[:begin]), utf16_length(text[begin:end]))
        for begin, end, kind in sorted(found)
    ]


def _stretches(pattern: re.Pattern[str], text: str, *, trim: bool) -> Iterator[tuple[int, int]]:
    for match in pattern.finditer(text):
        stretch = match[0]
        while trim and stretch[-1] in _CLOSING and not _closes_bracket(stretch):
            stretch = stretch[:-1]
        yield match.start(), match.start() + len(stretch)


def _closes_bracket(stretch: str) -> bool:
    return stretch.endswith(")") and stretch.count("(") >= stretch.count(")")
