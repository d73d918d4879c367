"""Telegram's HTML: what is escaped, what is isolated, and how long it is.

Everything that comes from outside (a title, a name, an address) is escaped unless it is `Html`. In a
sentence of the other direction it also stands between isolates (U+2068 … U+2069, Unicode TR9), so that
a Hebrew title does not turn the English around it.
"""

import html
import re
import unicodedata
from collections.abc import Iterable

TEXT_LIMIT = 4096
"""UTF-16 units of a message after its entities (Bot API, sendMessage)."""

CAPTION_LIMIT = 1024
"""The same for the text under a picture or the like (Bot API, sendPhoto)."""

_LONGEST_WORD = 60
"""Characters that are given up at a cut so as not to part a word; some scripts have no blanks."""

_ISOLATE = "\u2068"
_RELEASE = "\u2069"
_LEFT_MARK = "\u200e"
_RIGHT_MARK = "\u200f"
_JOINER = "\u200d"
_TAG = re.compile(r"<[^>]*>")
_RIGHT_TO_LEFT = frozenset({"R", "AL"})


class Html(str):
    """Text that is Telegram HTML already."""

    __slots__ = ()


def escape(text: str) -> Html:
    """Return text as Telegram HTML that shows just that text."""
    return text if isinstance(text, Html) else Html(html.escape(text, quote=True))


def bold(text: str) -> Html:
    """Return text in bold."""
    return Html(f"<b>{escape(text)}</b>")


def emboldened(text: str, places: Iterable[tuple[int, int]]) -> Html:
    """Return text with some of it in bold: `places` are (start, end) in characters, in order, apart."""
    parts: list[str] = []
    done = 0
    for start, end in places:
        parts += [escape(text[done:start]), bold(text[start:end])]
        done = end
    return Html("".join([*parts, escape(text[done:])]))


def code(text: str) -> Html:
    """Return text that a tap copies."""
    return Html(f"<code>{escape(text)}</code>")


def link(text: str, url: str | None) -> Html:
    """Return text that leads to `url`; the bare text where there is none."""
    if url is None:
        return escape(text)
    return Html(f'<a href="{html.escape(url, quote=True)}">{escape(text)}</a>')


def lines(*parts: str | None) -> Html:
    """Join parts, each a line or more, leaving out what is None."""
    return Html("\n".join(escape(part) for part in parts if part is not None))


def isolate(text: str, *, right_to_left: bool = False) -> str:
    """Keep text of the other direction from turning the sentence that it stands in."""
    if right_to_left:
        foreign = any(unicodedata.bidirectional(char) in ("L", "EN", "AN") for char in text)
    else:
        foreign = any(unicodedata.bidirectional(char) in _RIGHT_TO_LEFT for char in text)
    return f"{_ISOLATE}{text}{_RELEASE}" if foreign else text


def directed(line: str) -> str:
    """Return a line that runs in the direction of most of its letters.

    Telegram, as all do, goes by the first strong one (Unicode TR9, P2): a Hebrew sentence that begins with
    «Google» would run the wrong way. A mark that nobody sees is then put before it.
    """
    return f"{direction_mark(line)}{line}"


def direction_mark(line: str) -> str:
    """Return what `directed` puts before a line; empty where it runs the right way by itself."""
    strong = [unicodedata.bidirectional(char) in _RIGHT_TO_LEFT for char in line if char.isalpha()]
    right_to_left = sum(strong) * 2 > len(strong)
    if not strong or strong[0] == right_to_left:
        return ""
    return _RIGHT_MARK if right_to_left else _LEFT_MARK


def plain(markup: Html) -> str:
    """Return what a person reads of Telegram HTML."""
    return html.unescape(_TAG.sub("", markup))


def utf16_length(text: str) -> int:
    """Return the length as Telegram counts it: characters outside the BMP are two units."""
    return len(text.encode("utf-16-le")) // 2


def clip(text: str, units: int) -> str:
    """Cut plain text to at most `units` UTF-16 units, with an ellipsis where something is left out."""
    if utf16_length(text) <= units:
        return text
    kept = text.encode("utf-16-le")[: (units - 1) * 2].decode("utf-16-le", errors="ignore")
    return kept.rstrip() + "…"


def clip_words(text: str, units: int) -> str:
    """Cut plain text as `clip` does, but at the end of a word, and never within a letter with its marks."""
    if utf16_length(text) <= units:
        return text
    kept = clip(text, units).removesuffix("…")
    following = text[len(kept) : len(kept) + 1]
    if not following.isspace():
        words = re.search(r"\s\S*$", kept)
        if words is not None and len(kept) - words.start() <= _LONGEST_WORD:
            kept = kept[: words.start()]
        else:
            while kept and (_clings(following) or kept[-1] == _JOINER):
                kept, following = kept[:-1], kept[-1]
    return kept.rstrip() + "…"


def _clings(char: str) -> bool:
    """Whether a character is part of the letter or picture before it: a mark, a selector, a joiner."""
    return (
        unicodedata.category(char) in ("Mn", "Mc", "Me", "Cf")
        or "\U0001f3fb" <= char <= "\U0001f3ff"
    )
