"""Entities: the marked stretches of a text, as the Bot API gives and takes them."""

import re
from dataclasses import dataclass, replace

from bot.local.botapi.errors import bad_request
from bot.local.botapi.json_types import (
    JsonObject,
    JsonValue,
    optional_text,
    required_integer,
    required_text,
)
from bot.local.botapi.links import LinkError, checked_link, mentioned_user

SPLITTABLE = frozenset({"bold", "italic", "underline", "strikethrough", "spoiler"})
QUOTES = frozenset({"blockquote", "expandable_blockquote"})
PRE = frozenset({"pre", "code", "date_time"})  # nothing may be nested in these
DETECTED_ONLY = frozenset(
    {
        "mention",
        "hashtag",
        "cashtag",
        "bot_command",
        "url",
        "email",
        "phone_number",
        "bank_card_number",
    }
)

# Which of two entities over the same stretch comes first (tdlib, MessageEntity::get_type_priority).
_PRIORITIES = {
    "blockquote": 0,
    "expandable_blockquote": 0,
    "pre": 11,
    "code": 20,
    "date_time": 30,
    "text_link": 49,
    "text_mention": 49,
    "bold": 90,
    "italic": 91,
    "underline": 92,
    "strikethrough": 93,
    "spoiler": 94,
    "custom_emoji": 99,
}
_DETECTED_PRIORITY = 50
_DATE_FORMAT = re.compile(r"[rR]|[tTdDwW]*")


@dataclass(frozen=True, slots=True)
class Entity:
    """One marked stretch. `offset` and `length` count UTF-16 units."""

    type: str
    offset: int
    length: int
    url: str | None = None
    user_id: int | None = None
    language: str | None = None
    custom_emoji_id: str | None = None
    unix_time: int | None = None
    date_time_format: str | None = None

    @property
    def end(self) -> int:
        """The offset of the first unit after it."""
        return self.offset + self.length

    def order(self) -> tuple[int, int, int]:
        """Sorting key: outer entities come before the ones within them."""
        return self.offset, -self.length, _PRIORITIES.get(self.type, _DETECTED_PRIORITY)

    def over(self, offset: int, end: int) -> "Entity":
        """Return the same marking over another stretch."""
        return replace(self, offset=offset, length=end - offset)


def utf16_length(text: str) -> int:
    """Return how many UTF-16 units a text has: Telegram counts in these."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def link_entity(url: str, offset: int, length: int) -> Entity | None:
    """Return what `<a href>` makes: a text_mention, a text_link, or None for what is no link."""
    user_id = mentioned_user(url)
    if user_id is not None:
        return Entity("text_mention", offset, length, user_id=user_id)
    try:
        return Entity("text_link", offset, length, url=checked_link(url))
    except LinkError:
        return None


def is_date_format(text: str) -> bool:
    """Return whether a `date_time_format` is one that Telegram knows."""
    return _DATE_FORMAT.fullmatch(text) is not None


def given_entities(value: JsonValue) -> list[Entity]:
    """Read the `entities` parameter of a call; the kinds that only Telegram sets are left out.

    Raises ApiError in the words of `get_text_entity` (telegram-bot-api, Client.cpp).
    """
    if not isinstance(value, list):
        return []
    read = [_given_entity(item) for item in value]
    return [entity for entity in read if entity is not None]


def _given_entity(value: JsonValue) -> Entity | None:
    if not isinstance(value, dict):
        raise bad_request("can't parse MessageEntity: expected an Object")
    kind = required_text(value, "type")
    offset, length = required_integer(value, "offset"), required_integer(value, "length")
    if kind in DETECTED_ONLY:
        return None
    if kind in SPLITTABLE or kind in QUOTES or kind == "code":
        return Entity(kind, offset, length)
    match kind:
        case "pre":
            return Entity(kind, offset, length, language=optional_text(value, "language") or None)
        case "text_link":
            return link_entity(required_text(value, "url"), offset, length)
        case "text_mention":
            return Entity(kind, offset, length, user_id=_user_id(value))
        case "custom_emoji":
            emoji = str(required_integer(value, "custom_emoji_id"))
            return Entity(kind, offset, length, custom_emoji_id=emoji)
        case "date_time":
            return _given_date(value, offset, length)
    raise bad_request("can't parse MessageEntity: Unsupported type specified")


def _user_id(value: JsonObject) -> int:
    user = value.get("user")
    if not isinstance(user, dict):
        raise bad_request("can't parse MessageEntity: Can't find field \"user\"")
    return required_integer(user, "id")


def _given_date(value: JsonObject, offset: int, length: int) -> Entity:
    date_format = optional_text(value, "date_time_format")
    if not is_date_format(date_format):
        raise bad_request("can't parse MessageEntity: Invalid date-time format specified")
    return Entity(
        "date_time",
        offset,
        length,
        unix_time=required_integer(value, "unix_time"),
        date_time_format=date_format or None,
    )
