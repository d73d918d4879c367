"""Messages as the page gets them: JSON with what is to be shown, and where each link leads.

Only what is named here reaches the browser. Offsets stay in UTF-16 units, in which JavaScript counts too.
"""

from typing import TypeAlias
from urllib.parse import urlsplit

from bot.local.botapi import Chat, Entity, Message
from bot.local.person import Person

Shape: TypeAlias = dict[str, object]

_QUOTED = 120
"""Characters of the answered message that an answer shows."""

_HIDDEN = "▒".encode("utf-16-le")


def key_of(message: Message) -> str:
    """Return what the page knows a message by."""
    return f"{message.chat.id}:{message.id}"


def message_shape(message: Message, person: Person) -> Shape:
    """Return a message as the page shows it."""
    own = message.sender is person.user
    return {
        "key": key_of(message),
        "own": own,
        "who": "You" if own else _sender(message),
        "place": None if message.chat is person.chat else message.chat.title,
        "via": f"@{message.via_bot.username}" if message.via_bot else None,
        "at": message.date,
        "edited": bool(message.edits),
        "album": message.media_group_id,
        "text": message.text,
        "excerpt": _excerpt(message),
        "entities": [_entity_shape(entity, message, person) for entity in message.content.entities],
        "media": _media_shape(message, person),
        "reply": _reply_shape(message, person),
        "rows": _rows(message, person),
        "picks": [str(button.get("text")) for button in _picks(message)],
    }


def where(url: str, person: Person) -> Shape:
    """Return where a link leads: `start`, words for the bot; `href`, a page of the web; nothing for all else.

    `tg:` and its kin lead nowhere in a browser, and `javascript:` must not.
    """
    if payload := person.start_payload(url):
        return {"start": f"/start {payload}"}
    try:
        parts = urlsplit(url)
    except ValueError:  # as `http://[` is one
        return {}
    return {"href": url} if parts.scheme in ("http", "https") and parts.hostname else {}


def _sender(message: Message) -> str:
    if message.sender is not None:
        return message.sender.first_name
    return message.sender_chat.title if message.sender_chat else ""


def _excerpt(message: Message) -> str:
    """Return what an answer shows of a message; what is hidden there stays so."""
    if not message.text:
        return message.media.file.name if message.media else ""
    units = bytearray(message.text.encode("utf-16-le"))
    for entity in message.content.entities:
        if entity.type == "spoiler":
            units[entity.offset * 2 : entity.end * 2] = _HIDDEN * entity.length
    return units.decode("utf-16-le", errors="replace")[:_QUOTED]


def _entity_shape(entity: Entity, message: Message, person: Person) -> Shape:
    shape: Shape = {"type": entity.type, "offset": entity.offset, "length": entity.length}
    if entity.type == "text_link":
        shape |= where(entity.url or "", person)
    elif entity.type == "url":
        units = message.text.encode("utf-16-le")[entity.offset * 2 : entity.end * 2]
        url = units.decode("utf-16-le", errors="replace")
        shape |= where(url if "://" in url else f"http://{url}", person)
    return shape


def _media_shape(message: Message, person: Person) -> Shape | None:
    """Return the file of a message: `href` where the bot sent it, `remote` where Telegram would fetch it."""
    media = message.media
    if media is None:
        return None
    title = " – ".join(str(media.details[x]) for x in ("performer", "title") if x in media.details)
    shape: Shape = {"kind": media.kind, "name": title or media.file.name}
    if media.file.url is not None:
        return shape | {"remote": where(media.file.url, person).get("href")}
    is_picture = media.kind == "photo" and picture_type(media.file.content) is not None
    href = f"/file/{message.chat.id}/{message.id}"
    return shape | {"href": href, "size": len(media.file.content), "picture": is_picture}


def picture_type(content: bytes) -> str | None:
    """Return the type of a picture that a browser shows, by its first bytes; None for anything else."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return "image/webp"
    return None


def _reply_shape(message: Message, person: Person) -> Shape | None:
    answered = message.reply_to
    if answered is None:
        return None
    who = "You" if answered.sender is person.user else _sender(answered)
    return {
        "key": key_of(answered),
        "who": who,
        "text": "(removed)" if answered.deleted else _excerpt(answered),
    }


def _rows(message: Message, person: Person) -> list[list[Shape]]:
    """Return the inline keyboard; `place` counts all its buttons, row after row."""
    keyboard = (message.reply_markup or {}).get("inline_keyboard")
    rows: list[list[Shape]] = []
    place = 0
    for row in keyboard if isinstance(keyboard, list) else []:
        shapes: list[Shape] = []
        for button in row if isinstance(row, list) else []:
            if isinstance(button, dict):
                shapes.append(_button_shape(dict(button), place, person))
                place += 1
        rows.append(shapes)
    return rows


def _button_shape(button: Shape, place: int, person: Person) -> Shape:
    """Return a button. `press`, `copy`, `href` or `start` says what it does; none: only Telegram can."""
    shape: Shape = {"text": button["text"]}
    if "style" in button:
        shape["style"] = button["style"]
    copied = button.get("copy_text")
    if "callback_data" in button:
        shape["press"] = place
    elif isinstance(copied, dict):
        shape["copy"] = copied["text"]
    elif "url" in button:
        shape |= where(str(button["url"]), person)
    return shape


def _picks(message: Message) -> list[Shape]:
    """Return the buttons of a reply keyboard, which lists chats and people that only Telegram knows."""
    chat: Chat = message.chat
    return (
        [dict(one) for one in chat.reply_keyboard]
        if "keyboard" in (message.reply_markup or {})
        else []
    )
