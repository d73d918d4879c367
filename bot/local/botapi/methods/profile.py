"""What the bot is and tells of itself: getMe, commands, descriptions, the menu button."""

import re

from bot.local.botapi.errors import bad_request
from bot.local.botapi.json_types import (
    JsonObject,
    JsonValue,
    optional_integer,
    optional_text,
    required_text,
)
from bot.local.botapi.params import Params
from bot.local.botapi.records import Call
from bot.local.botapi.rights import Access, reach
from bot.local.botapi.state import State
from bot.local.botapi.wire import bot_json

_MAX_COMMANDS = 100
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_COMMAND_LENGTH = 32
_COMMAND_DESCRIPTION = 256
_DESCRIPTION = 512
_SHORT_DESCRIPTION = 120
_LANGUAGE = re.compile(r"[a-z]{2}|")
_WIDE_SCOPES = ("default", "all_private_chats", "all_group_chats", "all_chat_administrators")
_CHAT_SCOPES = ("chat", "chat_administrators", "chat_member")


def get_me(state: State, _call: Call) -> JsonValue:
    """Tell who the bot is."""
    return bot_json(state.bot, reads_all_group_messages=not state.privacy_mode)


def set_my_commands(state: State, call: Call) -> JsonValue:
    """Set the list of commands that people see, for one scope and language."""
    value = call.params.json("commands", "commands")
    if value is not None and not isinstance(value, list):
        raise bad_request("expected an Array of BotCommand")
    commands = [_command(item) for item in value or []]
    if len(commands) > _MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    key = _scope_key(state, call.params)
    if commands:
        state.profile.commands[key] = commands
    else:
        state.profile.commands.pop(key, None)
    return True


def get_my_commands(state: State, call: Call) -> JsonValue:
    """Tell the commands of one scope and language; nothing is taken from a wider scope."""
    key = _scope_key(state, call.params)
    return [*state.profile.commands.get(key, [])]


def delete_my_commands(state: State, call: Call) -> JsonValue:
    """Delete the commands of one scope and language."""
    state.profile.commands.pop(_scope_key(state, call.params), None)
    return True


def set_my_description(state: State, call: Call) -> JsonValue:
    """Set the text that an empty chat with the bot shows."""
    language = _language(call.params)
    state.profile.descriptions[language] = _limited(call.params, "description", _DESCRIPTION)
    return True


def set_my_short_description(state: State, call: Call) -> JsonValue:
    """Set the text on the bot's profile page."""
    language = _language(call.params)
    text = _limited(call.params, "short_description", _SHORT_DESCRIPTION)
    state.profile.short_descriptions[language] = text
    return True


def set_chat_menu_button(state: State, call: Call) -> JsonValue:
    """Set the button beside the input field, of one private chat or of all."""
    refusal = "can't parse menu button: MenuButton must be an Object"
    button = call.params.json_object("menu_button", "menu button", refusal) or {"type": "default"}
    kind = required_text(button, "type")
    if kind not in ("default", "commands", "web_app"):
        raise bad_request("can't parse menu button: MenuButton has unsupported type")
    chat_id = call.params.text("chat_id")
    chat = reach(state.world, chat_id, Access.READ) if chat_id else None
    if chat is not None and chat.kind != "private":
        raise bad_request("chat not found")
    state.profile.menu_buttons[chat.id if chat else None] = button
    return True


def _command(value: JsonValue) -> JsonObject:
    if not isinstance(value, dict):
        raise bad_request("can't parse BotCommand: expected an Object")
    command = required_text(value, "command").strip().removeprefix("/")
    description = required_text(value, "description").strip()
    if not command:
        raise bad_request("command must be non-empty")
    if len(command) > _COMMAND_LENGTH:
        raise bad_request(f"command length must not exceed {_COMMAND_LENGTH}")
    if not description:
        raise bad_request("command description must be non-empty")
    if len(description) > _COMMAND_DESCRIPTION:
        raise bad_request(f"command description length must not exceed {_COMMAND_DESCRIPTION}")
    if not _COMMAND.fullmatch(command):
        raise bad_request("BOT_COMMAND_INVALID")
    return {"command": command, "description": description}


def _scope_key(state: State, params: Params) -> tuple[str, str]:
    """Return the scope and language that commands are kept under."""
    refusal = "can't parse BotCommandScope: BotCommandScope must be an Object"
    scope = params.json_object("scope", "BotCommandScope", refusal) or {"type": "default"}
    kind = required_text(scope, "type")
    language = _language(params)
    if kind in _WIDE_SCOPES:
        return kind, language
    if kind not in _CHAT_SCOPES:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    chat_id = optional_text(scope, "chat_id")
    if not chat_id:
        raise bad_request("can't parse BotCommandScope: Empty chat_id specified")
    user_id = optional_integer(scope, "user_id")
    if kind == "chat_member" and user_id <= 0:
        raise bad_request("can't parse BotCommandScope: Invalid user_id specified")
    chat = reach(state.world, chat_id, Access.MEMBERS)
    name = f"{kind}:{chat.id}"
    return (f"{name}:{user_id}" if kind == "chat_member" else name), language


def _language(params: Params) -> str:
    language = params.text("language_code")
    if not _LANGUAGE.fullmatch(language):
        raise bad_request("invalid language code specified")
    return language


def _limited(params: Params, name: str, limit: int) -> str:
    text = params.text(name)
    if len(text) > limit:
        raise bad_request("description is too long")
    return text
