"""sendMessage and its kin: messages that the bot puts into chats."""

from dataclasses import dataclass, replace

from bot.local.botapi.chats import Chat, Message
from bot.local.botapi.errors import bad_request
from bot.local.botapi.files import Media
from bot.local.botapi.formatting import FormattedText, read_text
from bot.local.botapi.json_types import (
    JsonObject,
    JsonValue,
    optional_flag,
    optional_integer,
    optional_text,
)
from bot.local.botapi.markup import read_markup
from bot.local.botapi.params import Params
from bot.local.botapi.records import Call
from bot.local.botapi.rights import Access, check_sending, check_thread, find_message, reach
from bot.local.botapi.state import State
from bot.local.botapi.wire import message_json


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message goes: the chat, the topic, what it answers, and what stands below it."""

    chat: Chat
    thread_id: int | None
    reply_to: Message | None
    reply_markup: JsonObject | None


def send_message(state: State, call: Call) -> JsonValue:
    """Send a text."""
    content = message_text(state, call.params)
    preview = link_preview(call.params)
    place = find_place(state, call, "text")
    message = put(state, call, place, content)
    message.link_preview = preview
    return message_json(state.world, message)


def send_message_draft(state: State, call: Call) -> JsonValue:
    """Show a text that is still being written; nothing is kept of it but the call."""
    params = call.params
    if params.integer("draft_id") == 0:
        raise bad_request("RANDOM_ID_EMPTY")
    read_text(params.text("text"), params.text("parse_mode"), params.json("entities", "entities"))
    chat = reach(state.world, params.text("chat_id"), Access.WRITE)
    if chat.kind != "private":
        raise bad_request("PEER_ID_INVALID")
    check_thread(state.world, chat, params.integer("message_thread_id"))
    return True


def message_text(state: State, params: Params) -> FormattedText:
    """Read the text of a message."""
    content = read_text(
        params.text("text"), params.text("parse_mode"), params.json("entities", "entities")
    )
    return _without_strangers(state, content)


def caption(state: State, params: Params) -> FormattedText:
    """Read the caption of a message; empty where there is none."""
    content = read_text(
        params.text("caption"),
        params.text("parse_mode"),
        params.json("caption_entities", "entities"),
        is_caption=True,
    )
    return _without_strangers(state, content)


def _without_strangers(state: State, content: FormattedText) -> FormattedText:
    """Drop mentions of people whom the bot has never met, as the real server does without a word."""
    users = state.world.users
    kept = tuple(
        entity
        for entity in content.entities
        if entity.user_id is None or (entity.user_id in users and users[entity.user_id].known)
    )
    return content if len(kept) == len(content.entities) else replace(content, entities=kept)


def link_preview(params: Params) -> JsonObject | None:
    """Read how links are to be previewed."""
    options = params.json_object(
        "link_preview_options", "link preview options", "object expected as link preview options"
    )
    if options is None:
        return {"is_disabled": True} if params.flag("disable_web_page_preview") else None
    shape: JsonObject = {}
    if url := optional_text(options, "url"):
        shape["url"] = url
    for name in ("is_disabled", "prefer_small_media", "prefer_large_media", "show_above_text"):
        if optional_flag(options, name):
            shape[name] = True
    return shape or None


def find_place(state: State, call: Call, kind: str, *, with_markup: bool = True) -> Place:
    """Return where a call sends this kind of content to, or raise the ApiError that keeps it out."""
    params = call.params
    chat = reach(state.world, params.text("chat_id"), Access.WRITE)
    call.chat_id = chat.id
    reply_to = _reply_to(state, params, chat)
    thread_id = check_thread(state.world, chat, _thread_id(params, chat, reply_to))
    markup = read_markup(params, chat) if with_markup else None
    check_sending(state.world, chat, kind)
    return Place(chat, thread_id, reply_to, markup)


def _thread_id(params: Params, chat: Chat, reply_to: Message | None) -> int:
    """Return the topic that is named, or else the one that the answered message stands in; 0 for none."""
    named = params.integer("message_thread_id")
    if named or reply_to is None or reply_to.chat is not chat:
        return named
    return reply_to.thread_id or 0


def _reply_to(state: State, params: Params, chat: Chat) -> Message | None:
    options = params.json_object(
        "reply_parameters", "reply parameters", "object expected as reply parameters"
    )
    if options is None:
        message_id = params.integer("reply_to_message_id")
        may_be_missing = params.flag("allow_sending_without_reply")
    else:
        message_id = optional_integer(options, "message_id")
        may_be_missing = optional_flag(options, "allow_sending_without_reply")
        if other := optional_text(options, "chat_id"):
            chat = reach(state.world, other, Access.READ)
    if message_id <= 0 or (may_be_missing and chat.message(message_id) is None):
        return None
    return find_message(chat, message_id, "message to be replied")


def put(
    state: State,
    call: Call,
    place: Place,
    content: FormattedText,
    *,
    media: Media | None = None,
    admitted: bool = False,
) -> Message:
    """Create a message of the bot. Raises ApiError (429) unless the rate was `admitted` before."""
    chat = place.chat
    if not admitted:
        state.admit(call, private=chat.kind == "private")
    message = state.world.add_message(chat)
    message.outgoing = True
    if chat.kind == "channel":
        message.sender_chat = chat
    else:
        message.sender = state.bot
    message.thread_id = place.thread_id
    message.content = content
    message.media = media
    message.reply_markup = place.reply_markup
    message.reply_to = place.reply_to
    message.protected = call.params.flag("protect_content")
    state.messages.append(message)
    call.messages += (message,)
    return message
