"""Keyboards: what a call may put below a message.

After `get_reply_markup` and `get_inline_keyboard_button` (Client.cpp of telegram-bot-api, ReplyMarkup.cpp of
tdlib).
Stricter than these in two places: a button without text and a keyboard over the documented size are refused,
where the real server drops the button or takes a little more.
"""

from collections.abc import Callable

from bot.local.botapi.chats import Chat
from bot.local.botapi.entities import utf16_length
from bot.local.botapi.errors import ApiError, bad_request
from bot.local.botapi.json_types import (
    JsonObject,
    JsonValue,
    optional_flag,
    optional_object,
    optional_text,
    required_integer,
    required_text,
)
from bot.local.botapi.links import LinkError, checked_link, mentioned_user
from bot.local.botapi.params import Params

MAX_BUTTONS = 100
MAX_BUTTONS_A_ROW = 8
CALLBACK_DATA_LIMIT = 64  # bytes
COPY_TEXT_LIMIT = 256

_STYLES = ("", "default", "primary", "danger", "success")
_REQUESTS = {
    "request_contact": "Phone number",
    "request_location": "Location",
    "request_poll": "Poll",
    "request_users": "Users",
    "request_chat": "Chats",
}
_NOT_TAKEN = ("callback_game", "pay", "login_url", "web_app", "request_managed_bot")


def read_markup(params: Params, chat: Chat, *, inline_only: bool = False) -> JsonObject | None:
    """Return the `reply_markup` of a call as the message will hold it; None for none or an empty one.

    In a channel, and where a message is edited, only inline keyboards go. Raises ApiError.
    """
    value = params.json_object(
        "reply_markup", "reply keyboard markup", "object expected as reply markup"
    )
    if value is None:
        return None
    markup = _markup(value, chat)
    is_other = markup is not None and "inline_keyboard" not in markup
    if is_other and (inline_only or chat.kind == "channel"):
        raise bad_request("inline keyboard expected")
    return markup


def read_inline_markup(value: JsonObject) -> JsonObject | None:
    """Return the keyboard of an inline result, which may end up in any kind of chat."""
    return {"inline_keyboard": rows} if (rows := _inline_rows(value, None)) else None


def _markup(value: JsonObject, chat: Chat) -> JsonObject | None:
    keyboard = _rows(
        value,
        "keyboard",
        lambda button: _keyboard_button(button, chat),
        'field "keyboard" must be an Array of Arrays',
        "can't parse keyboard button",
    )
    inline = _inline_rows(value, chat)
    options: JsonObject = {
        name: value[name]
        for name in ("is_persistent", "resize_keyboard", "one_time_keyboard", "selective")
        if optional_flag(value, name)
    }
    placeholder = optional_text(value, "input_field_placeholder")
    if placeholder:
        options["input_field_placeholder"] = placeholder
    if keyboard:
        return {"keyboard": keyboard, **options}
    if inline:
        return {"inline_keyboard": inline}
    for kind in ("remove_keyboard", "force_reply"):
        if optional_flag(value, kind):
            return {kind: True, **options}
    return None


def _inline_rows(value: JsonObject, chat: Chat | None) -> list[JsonValue]:
    return _rows(
        value,
        "inline_keyboard",
        lambda button: _inline_button(button, chat),
        'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
        "can't parse inline keyboard button",
    )


def _rows(
    value: JsonObject,
    name: str,
    read: Callable[[JsonValue], JsonObject],
    not_rows: str,
    prefix: str,
) -> list[JsonValue]:
    rows = value.get(name)
    if rows is None:
        return []
    if not isinstance(rows, list):
        raise bad_request(f'field "{name}" must be of type Array')
    result: list[JsonValue] = []
    count = 0
    for row in rows:
        if not isinstance(row, list):
            raise bad_request(not_rows)
        count += len(row)
        if len(row) > MAX_BUTTONS_A_ROW or count > MAX_BUTTONS:
            raise bad_request("reply markup is too long")
        buttons: list[JsonValue] = [_read_button(button, read, prefix) for button in row]
        if buttons:
            result.append(buttons)
    return result


class _ButtonError(ValueError):
    """A button that can't even be parsed: its error gets a prefix, those of tdlib and the server none."""


def _read_button(
    button: JsonValue, read: Callable[[JsonValue], JsonObject], prefix: str
) -> JsonObject:
    try:
        return read(button)
    except _ButtonError as error:
        raise bad_request(f"{prefix}: {error}") from None


def _text_and_style(button: JsonObject) -> JsonObject:
    try:
        text = required_text(button, "text")
        style = optional_text(button, "style").lower()
    except ApiError as error:
        reason = error.description.removeprefix("Bad Request: ")
        raise _ButtonError(reason[:1].upper() + reason[1:]) from None
    if style not in _STYLES:
        raise _ButtonError("invalid button style specified")
    for name in _NOT_TAKEN:
        if name in button:
            raise _ButtonError(f"{name} is not taken by this local endpoint")
    shape: JsonObject = {"text": text}
    if style not in ("", "default"):
        shape["style"] = style
    return shape


def _keyboard_button(button: JsonValue, chat: Chat) -> JsonObject:
    if isinstance(button, str):
        button = {"text": button}
    if not isinstance(button, dict):
        raise _ButtonError("KeyboardButton must be a String or an Object")
    shape = _text_and_style(button)
    if not shape["text"]:
        raise bad_request("keyboard button text must be non-empty")
    for name, what in _REQUESTS.items():
        if not button.get(name):
            continue
        if chat.kind != "private":
            raise bad_request(f"{what} can be requested in private chats only")
        if name in ("request_users", "request_chat"):
            required_integer(optional_object(button, name) or {}, "request_id")
        shape[name] = button[name]
    return shape


def _inline_button(button: JsonValue, chat: Chat | None) -> JsonObject:
    if not isinstance(button, dict):
        raise _ButtonError("InlineKeyboardButton must be an Object")
    shape = _text_and_style(button)
    if not shape["text"]:
        raise bad_request("inline keyboard button text must be non-empty")
    if url := optional_text(button, "url"):
        shape["url"] = url if mentioned_user(url) else _checked_url(url)
    elif data := optional_text(button, "callback_data"):
        if len(data.encode("utf-8")) > CALLBACK_DATA_LIMIT:
            raise bad_request("BUTTON_DATA_INVALID")
        shape["callback_data"] = data
    elif "copy_text" in button:
        text = required_text(optional_object(button, "copy_text") or {}, "text")
        if not 0 < utf16_length(text) <= COPY_TEXT_LIMIT:
            raise bad_request("BUTTON_COPY_TEXT_INVALID")
        shape["copy_text"] = {"text": text}
    else:
        shape |= _switch_inline(button, chat)
    return shape


def _checked_url(url: str) -> str:
    try:
        return checked_link(url)
    except LinkError as error:
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: {error}") from None


def _switch_inline(button: JsonObject, chat: Chat | None) -> JsonObject:
    for name in (
        "switch_inline_query",
        "switch_inline_query_chosen_chat",
        "switch_inline_query_current_chat",
    ):
        if name not in button:
            continue
        if chat is not None and chat.kind == "channel":
            known_as = (
                "switch_inline_query_current_chat"
                if name.endswith("current_chat")
                else "switch_inline_query"
            )
            raise bad_request(
                f"can't use {known_as} button in a channel chat, because users will not be able to "
                "use the button without knowing bot's username"
            )
        return {name: button[name]}
    raise _ButtonError("Text buttons are unallowed in the inline keyboard")
