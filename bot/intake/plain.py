"""The usual entry of an RSS feed, read at once: what feedparser makes of it, told without its handlers.

Usual is an entry whose elements have no elements within, are none but those below, and stand there once.
Their texts become the very values that feedparser's handlers would have stored, four times faster than by
going through the handlers element by element.

tests/bot_intake/test_plain.py compares the values with those that the handlers store.
"""

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any, TypeAlias

from feedparser.html import _cp1252

from bot.intake.usual import Field
from bot.intake.values import TextParameters

Element: TypeAlias = dict[str, Any]
"""What feedparser makes of an entry. Of these values it calls none by a second name, so a dict will do."""

_PLAIN, _HTML = "text/plain", "text/html"
_SEMICOLON = re.compile("&([A-Za-z0-9_]+);")


def is_usual(called: Iterable[str]) -> bool:
    """Tell whether an entry is usual by what feedparser calls its elements, with underscores for colons."""
    return all(name in _READERS for name in called)


def fill(
    entry: Element,
    fields: Iterable[tuple[str, Field]],
    language: str | None,
    reader: Any,
) -> None:
    """Store what feedparser stores of a usual entry in a feed without xml:base.

    `fields`: each with what feedparser calls it. `language`: that around the entry. `reader`: a
    `StrictReader` whose last entry this is.
    """
    detail = {"type": _HTML, "language": language and language.replace("_", "-"), "base": ""}
    for called, field in fields:
        _READERS[called](entry, field, detail, reader)


def mended(said: str) -> str:
    """Return a text without two errors that feedparser takes back in all texts of a document in UTF-8."""
    if said.isascii():
        return said
    with suppress(UnicodeError):  # UTF-8 that was taken for ISO 8859-1 and encoded once more
        said = said.encode("iso-8859-1").decode()
    return said.translate(_cp1252)


def _address(said: str, reader: Any) -> str:
    # feedparser resolves by an empty base, and mends «http:///»: nothing else changes.
    return mended(reader.resolve_uri(said) if ":///" in said else said)


def _title(entry: Element, field: Field, detail: dict[str, Any], reader: Any) -> None:
    said = field.text.strip()
    kind = _HTML if reader.looks_like_html(said) else _PLAIN
    entry["title"] = value = mended(said)
    entry["title_detail"] = TextParameters(detail, type=kind, value=value)


def _link(entry: Element, field: Field, _: dict[str, Any], reader: Any) -> None:
    link: dict[str, str] = TextParameters(rel="alternate", type=_HTML)
    entry.setdefault("links", []).append(link)
    said = _address(field.text.strip(), reader)
    if "&" in said:
        said = _SEMICOLON.sub(r"&\g<1>", said.replace("&amp;", "&"))
    entry["link"] = said
    if said:
        link["href"] = said


def _guid(entry: Element, field: Field, _: dict[str, Any], reader: Any) -> None:
    said = field.text.strip()
    is_link = field.attributes.get("isPermaLink", "true") == "true"
    entry["id"] = value = _address(said, reader) if is_link else mended(said)
    entry["guidislink"] = is_link and "link" not in entry
    if is_link:
        entry.setdefault("link", value)


def _published(entry: Element, field: Field, _: dict[str, Any], __: Any) -> None:
    entry["published"] = mended(field.text.strip())  # feedparser's reading of it is not wanted


def _author(entry: Element, field: Field, _: dict[str, Any], reader: Any) -> None:
    author: dict[str, str] = TextParameters()
    entry.setdefault("authors", []).append(author)
    entry["author"] = said = mended(field.text.strip())
    if "@" in said:
        reader.name_author()
    elif said:  # feedparser would find no address
        author["name"] = said
        entry.setdefault("author_detail", author)


def _description(entry: Element, field: Field, detail: dict[str, Any], _: Any) -> None:
    entry["summary"] = value = mended(field.text.strip())
    entry["summary_detail"] = TextParameters(detail, value=value)


def _content(entry: Element, field: Field, detail: dict[str, Any], _: Any) -> None:
    value = mended(field.text.strip())
    entry["content"] = [TextParameters(detail, value=value)]
    entry.setdefault("summary", value)


def _duration(entry: Element, field: Field, _: dict[str, Any], __: Any) -> None:
    entry["itunes_duration"] = mended(field.text.strip())


def _enclosure(entry: Element, field: Field, _: dict[str, Any], __: Any) -> None:
    file: dict[str, str] = TextParameters(field.attributes)
    if "type" in file:
        file["type"] = file["type"].lower()
    if url := file.pop("url", None):
        file["href"] = url
    elif url is not None:
        file["url"] = url
    file["rel"] = "enclosure"
    entry.setdefault("links", []).append(file)


_READERS: dict[str, Callable[[Element, Field, dict[str, Any], Any], None]] = {
    "author": _author,
    "content_encoded": _content,
    "dc_creator": _author,
    "description": _description,
    "enclosure": _enclosure,
    "guid": _guid,
    "itunes_duration": _duration,
    "link": _link,
    "pubdate": _published,
    "title": _title,
}
