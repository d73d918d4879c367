"""Changing messages that are there: edit, delete, forward, copy."""

from bot.local.botapi.chats import Edit, Message
from bot.local.botapi.errors import bad_request
from bot.local.botapi.formatting import FormattedText
from bot.local.botapi.json_types import JsonObject, JsonValue
from bot.local.botapi.markup import read_markup
from bot.local.botapi.methods.sending import caption, find_place, link_preview, message_text, put
from bot.local.botapi.params import Params
from bot.local.botapi.records import Call
from bot.local.botapi.rights import Access, check_deleting, check_editing, find_message, reach
from bot.local.botapi.state import State
from bot.local.botapi.wire import message_json, origin_json

_BATCH_LIMIT = 100
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)


def edit_message_text(state: State, call: Call) -> JsonValue:
    """Give a text message another text. Without a new keyboard it loses the one it has."""
    content = message_text(state, call.params)
    preview = link_preview(call.params)
    message = _to_edit(state, call)
    if message.media is not None:
        raise bad_request("there is no text in the message to edit")
    return _change(state, call, message, content, preview)


def edit_message_caption(state: State, call: Call) -> JsonValue:
    """Give a message with media another caption, or none."""
    content = caption(state, call.params)
    message = _to_edit(state, call)
    if message.media is None:
        raise bad_request("there is no caption in the message to edit")
    return _change(state, call, message, content, None)


def edit_message_reply_markup(state: State, call: Call) -> JsonValue:
    """Give a message another keyboard, or none."""
    message = _to_edit(state, call)
    return _change(state, call, message, message.content, message.link_preview)


def delete_message(state: State, call: Call) -> JsonValue:
    """Delete a message."""
    params = call.params
    if not params.text("chat_id"):
        raise bad_request("chat identifier is not specified")
    message_id = params.integer("message_id")
    if message_id == 0:
        raise bad_request("message identifier is not specified")
    chat = reach(state.world, params.text("chat_id"), Access.WRITE)
    _delete(state, call, [find_message(chat, message_id, "message to delete")])
    return True


def delete_messages(state: State, call: Call) -> JsonValue:
    """Delete up to 100 messages; those that are not there are passed over."""
    message_ids = _message_ids(call.params)
    chat = reach(state.world, call.params.text("chat_id"), Access.WRITE)
    _delete(state, call, [m for m in map(chat.message, message_ids) if m is not None])
    return True


def forward_message(state: State, call: Call) -> JsonValue:
    """Forward a message, naming where it came from."""
    original = _original(state, call.params, "message to forward")
    place = find_place(
        state, call, original.media.kind if original.media else "text", with_markup=False
    )
    message = put(state, call, place, original.content, media=original.media)
    message.forward_origin = original.forward_origin or origin_json(original)
    return message_json(state.world, message)


def copy_message(state: State, call: Call) -> JsonValue:
    """Send a message again as one's own."""
    original = _original(state, call.params, "message to copy")
    content = original.content
    if original.media is not None and "caption" in call.params:
        content = caption(state, call.params)
    place = find_place(state, call, original.media.kind if original.media else "text")
    message = put(state, call, place, content, media=original.media)
    return {"message_id": message.id}


def _to_edit(state: State, call: Call) -> Message:
    params = call.params
    if not params.text("chat_id") and not params.integer("message_id"):
        if not params.text("inline_message_id"):
            raise bad_request("message identifier is not specified")
        raise bad_request("MESSAGE_ID_INVALID")
    chat = reach(state.world, params.text("chat_id"), Access.EDIT)
    call.chat_id = chat.id
    message = find_message(chat, params.integer("message_id"), "message to edit")
    check_editing(state.world, message)
    return message


def _change(
    state: State,
    call: Call,
    message: Message,
    content: FormattedText,
    preview: JsonObject | None,
) -> JsonValue:
    markup = read_markup(call.params, message.chat, inline_only=True)
    if markup is not None and message.media_group_id is not None:
        raise bad_request("an album has no reply markup")
    old = message.content
    is_same_text = (old.text, old.entities) == (content.text, content.entities)
    if is_same_text and markup == message.reply_markup and preview == message.link_preview:
        raise bad_request(_NOT_MODIFIED)
    state.admit(call, private=message.chat.kind == "private")
    message.edits += (Edit(int(state.world.now()), old, message.reply_markup),)
    message.content, message.reply_markup, message.link_preview = content, markup, preview
    call.messages = (message,)
    return message_json(state.world, message)


def _delete(state: State, call: Call, messages: list[Message]) -> None:
    for message in messages:
        check_deleting(state.world, message)
    for message in messages:
        message.deleted = True
    call.messages = tuple(messages)


def _message_ids(params: Params) -> list[int]:
    value = params.json("message_ids", "message_ids")
    if value is None or value == []:
        raise bad_request("message identifiers are not specified")
    if not isinstance(value, list):
        raise bad_request("expected an Array of message identifiers")
    if len(value) > _BATCH_LIMIT:
        raise bad_request("too many message identifiers specified")
    message_ids: list[int] = []
    for item in value:
        if isinstance(item, bool) or not isinstance(item, int) or item <= 0:
            raise bad_request("invalid message identifier specified")
        message_ids.append(item)
    return message_ids


def _original(state: State, params: Params, what: str) -> Message:
    if not params.text("from_chat_id"):
        raise bad_request('parameter "from_chat_id" is required')
    chat = reach(state.world, params.text("from_chat_id"), Access.READ)
    message = find_message(chat, params.integer("message_id"), what)
    if message.service is not None or message.protected:
        raise bad_request("the message can't be " + ("copied" if "copy" in what else "forwarded"))
    return message
