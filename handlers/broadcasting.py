"""What the owner says to all chats: his words with their formatting, and how far they are."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from telegram import InlineKeyboardMarkup, Message, MessageEntity

from handlers.keyboards import common_button, keyboard
from handlers.markup import Html, lines, utf16_length
from handlers.texts import Texts
from newsroom import ChatKind
from storage import Broadcast, BroadcastCount

STOP = "stop"
"""What the button below a running announcement carries."""

_COMMAND = re.compile(r"/\S+\s*")
_LINKS = (MessageEntity.URL, MessageEntity.TEXT_LINK)
_GROUPS = (ChatKind.GROUP, ChatKind.SUPERGROUP)


@dataclass(frozen=True, slots=True)
class Announcement:
    """What is to be said."""

    html: Html
    preview_url: str | None
    """The address of which Telegram shows a preview; None = none."""


def announcement_in(message: Message) -> Announcement | None:
    """Return what follows the command in a message, formatted as it is there; None where nothing does."""
    text = message.text or ""
    command = _COMMAND.match(text)
    said = text[command.end() :].rstrip() if command else ""
    if not said:
        return None
    # A command is ASCII and what parts it from the words are spaces: as many units as characters.
    start = command.end() if command else 0
    entities = _moved(message.entities, start, utf16_length(said))
    alone = Message(message.message_id, message.date, message.chat, text=said, entities=entities)
    options = message.link_preview_options
    if options is not None and options.is_disabled is True:
        return Announcement(Html(alone.text_html), None)
    chosen = None if options is None else options.url
    shown = chosen if isinstance(chosen, str) and chosen else _first_link(alone)
    return Announcement(Html(alone.text_html), shown)


def audience_words(texts: Texts, audience: Mapping[ChatKind, int]) -> Html:
    """Say how many chats of each kind an announcement goes to."""
    people, channels = audience.get(ChatKind.PRIVATE, 0), audience.get(ChatKind.CHANNEL, 0)
    groups = sum(audience.get(kind, 0) for kind in _GROUPS)
    counts = (
        texts("broadcast-people", n=people) if people else None,
        texts("broadcast-groups", n=groups) if groups else None,
        texts("broadcast-channels", n=channels) if channels else None,
    )
    return Html(", ".join(filter(None, counts)))


def render_progress(
    broadcast: Broadcast, count: BroadcastCount, texts: Texts
) -> tuple[Html, InlineKeyboardMarkup | None]:
    """Return the message that tells how far an announcement is, or what became of it."""
    if count.waiting and not broadcast.stopped:
        stop = common_button(texts("button-stop"), "broadcast", broadcast.id, STOP)
        done = count.total - count.waiting
        text = texts("broadcast-running", done=done, n=count.total)
        return text, keyboard([stop])
    title = "broadcast-stopped" if broadcast.stopped else "broadcast-ended"
    return lines(texts(title), texts("broadcast-sent", n=count.sent), *_others(count, texts)), None


def _others(count: BroadcastCount, texts: Texts) -> list[Html]:
    said = []
    if count.unreachable:
        said.append(texts("broadcast-unreachable", n=count.unreachable))
    if count.failed:
        said.append(texts("broadcast-failed", n=count.failed))
    if count.unsure:
        said.append(texts("broadcast-unsure", n=count.unsure))
    if count.stopped:
        said.append(texts("broadcast-not-sent", n=count.stopped))
    return said


def _moved(
    entities: tuple[MessageEntity, ...], start: int, length: int
) -> tuple[MessageEntity, ...]:
    """Return the entities of a text of which only the part from `start` on is left, in UTF-16 units."""
    kept = []
    for one in entities:
        begin = max(one.offset - start, 0)
        end = min(one.offset + one.length - start, length)
        if begin < end:
            moved = {**one.to_dict(), "offset": begin, "length": end - begin}
            kept.append(MessageEntity.de_json(moved))
    return tuple(kept)


def _first_link(message: Message) -> str | None:
    found = message.parse_entities(list(_LINKS))
    for entity, words in sorted(found.items(), key=lambda item: item[0].offset):
        url = entity.url or words
        if url.startswith(("https://", "http://")):
            return url
    return None
