"""From what a call says to what a message holds: cleaned, trimmed, measured, with its entities.

After `get_formatted_text` (telegram-bot-api, Client.cpp) and `fix_formatted_text` (tdlib,
MessageEntity.cpp). Lengths are in UTF-16 units, which is the stricter reading of the documented limits.
"""

import re
from dataclasses import dataclass, replace

from bot.local.botapi.detect import detect
from bot.local.botapi.entities import Entity, given_entities, utf16_length
from bot.local.botapi.errors import bad_request
from bot.local.botapi.html import HtmlError, parse_html
from bot.local.botapi.json_types import JsonValue
from bot.local.botapi.nesting import nested

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
ENTITY_LIMIT = 100
_SOURCE_LIMIT = 1 << 15  # bytes, before parsing
_HIGHEST_OFFSET = 1_000_000

_CONTROL = re.compile(r"[\x00-\x09\x0b\x0c\x0e-\x1f]")
_REMOVED = re.compile("[\r\u2028-\u202e\u0333\u033f\u030a]")
_UNCLEAN = re.compile("[\x00-\x09\x0b-\x1f\u2028-\u202e\u0333\u033f\u030a]")
_INVISIBLE = re.compile(
    r"[\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202f"
    r"\u205f-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0]*"
)


@dataclass(frozen=True, slots=True)
class FormattedText:
    """A text as a message holds it. `source` is what the call sent, before any parsing."""

    text: str
    entities: tuple[Entity, ...] = ()
    source: str = ""
    parse_mode: str = ""


def read_text(
    source: str, parse_mode: str, entities: JsonValue, *, is_caption: bool = False
) -> FormattedText:
    """Parse, clean and measure a text or caption. A caption may be empty, a text may not.

    Raises ApiError.
    """
    if not source and not is_caption:
        raise bad_request("message text is empty")
    if len(source.encode("utf-8", "surrogatepass")) > _SOURCE_LIMIT:
        raise bad_request("text is too long")
    text, marked = _parse(source, parse_mode, entities)
    finished, kept = _finish(text, marked)
    if not is_caption and not finished:
        raise bad_request("text must be non-empty")
    limit, what = (CAPTION_LIMIT, "message caption") if is_caption else (TEXT_LIMIT, "message")
    if utf16_length(finished) > limit:
        raise bad_request(f"{what} is too long")
    return FormattedText(finished, tuple(kept[:ENTITY_LIMIT]), source, parse_mode)


def _parse(source: str, parse_mode: str, entities: JsonValue) -> tuple[str, list[Entity]]:
    mode = parse_mode.lower()
    if not source or mode in ("", "none"):
        return source, given_entities(entities)
    if mode in ("markdown", "markdownv2"):
        raise bad_request(f"parse_mode {parse_mode} is not taken by this local endpoint: use HTML")
    if mode != "html":
        raise bad_request("unsupported parse_mode")
    try:
        return parse_html(source)
    except HtmlError as error:
        raise bad_request(f"can't parse entities: {error}") from None


def _finish(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    for entity in entities:
        if not 0 <= entity.offset <= _HIGHEST_OFFSET:
            raise bad_request(f"receive an entity with incorrect offset {entity.offset}")
        if not 0 <= entity.length <= _HIGHEST_OFFSET:
            raise bad_request(f"receive an entity with incorrect length {entity.length}")
    entities = [entity for entity in entities if entity.length]
    if entities:
        entities = nested(entities)
        _check_edges(text, entities)
    if _UNCLEAN.search(text):
        text, entities = _clean(text, entities)
    text, entities = _trim(text, entities)
    if _INVISIBLE.fullmatch(text):
        return "", []
    found = detect(text)
    return text, nested(entities, found) if entities else found


def _check_edges(text: str, entities: list[Entity]) -> None:
    """Refuse entities that end after the text or begin or end within a surrogate pair."""
    length = utf16_length(text)
    halves = _second_halves(text) if length != len(text) else frozenset()
    for entity in entities:
        if entity.offset > length or (entity.offset == length and entity.length):
            raise bad_request(
                f"entity begins after the end of the text at UTF-16 offset {entity.offset}"
            )
        if entity.end > length:
            raise bad_request(
                f"entity beginning at UTF-16 offset {entity.offset} ends after the end of the text "
                f"at UTF-16 offset {entity.end}"
            )
        if entity.offset in halves:
            where = _byte_after(text, entity.offset)
            raise bad_request(
                f"entity begins in a middle of a UTF-16 symbol at byte offset {where}"
            )
        if entity.end in halves:
            where = _byte_after(text, entity.end)
            raise bad_request(
                f"entity beginning at UTF-16 offset {entity.offset} ends in a middle of a UTF-16 "
                f"symbol at byte offset {where}"
            )


def _second_halves(text: str) -> frozenset[int]:
    """Return the UTF-16 offsets that fall between the two units of one character."""
    halves: set[int] = set()
    offset = 0
    for char in text:
        offset += 1
        if char > "\uffff":
            halves.add(offset)
            offset += 1
    return frozenset(halves)


def _byte_after(text: str, half: int) -> int:
    """Return the byte offset of the character after the one that `half` falls into."""
    head = text.encode("utf-16-le", "surrogatepass")[: 2 * (half + 1)]
    return len(head.decode("utf-16-le", "surrogatepass").encode("utf-8", "surrogatepass"))


def _clean(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Turn control characters into blanks, drop what Telegram drops, and move the entities along."""
    if entities:
        gone = _removed_before(text)
        entities = [
            entity.over(entity.offset - gone[entity.offset], entity.end - gone[entity.end])
            for entity in entities
        ]
        entities = nested(entity for entity in entities if entity.length > 0)
    return _CONTROL.sub(" ", _REMOVED.sub("", text)), entities


def _removed_before(text: str) -> list[int]:
    """Return for each UTF-16 offset how many units before it are dropped."""
    gone = [0]
    for char in text:
        removed = gone[-1] + (1 if _REMOVED.match(char) else 0)
        gone.extend([removed] * utf16_length(char))
    return gone


def _trim(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Cut blanks and line ends off: all at the end; at the start only those before any entity."""
    text = text.rstrip(" \n")
    end = utf16_length(text)
    entities = [
        entity if entity.end <= end else entity.over(entity.offset, end)
        for entity in entities
        if entity.offset < end
    ]
    first = min((entity.offset for entity in entities), default=len(text))
    cut = min(len(text) - len(text.lstrip(" \n")), first)
    moved = (
        [replace(entity, offset=entity.offset - cut) for entity in entities] if cut else entities
    )
    return text[cut:], moved
