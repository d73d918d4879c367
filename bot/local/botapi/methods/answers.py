"""answerCallbackQuery and answerInlineQuery."""

import re

from bot.local.botapi.entities import utf16_length
from bot.local.botapi.errors import bad_request
from bot.local.botapi.formatting import read_text
from bot.local.botapi.json_types import (
    JsonObject,
    JsonValue,
    optional_object,
    optional_text,
    required_text,
)
from bot.local.botapi.links import LinkError, checked_link
from bot.local.botapi.markup import read_inline_markup
from bot.local.botapi.records import Call, CallbackAnswer, InlineAnswer
from bot.local.botapi.state import QUERY_LIFETIME, State

NOTICE_LIMIT = 200
RESULT_LIMIT = 50
ID_LIMIT = 64  # bytes
START_LIMIT = 64
_START = re.compile(r"[A-Za-z0-9_-]+")
_DEFAULT_CACHE_TIME = 300
_STALE = "query is too old and response timeout expired or query ID is invalid"


def answer_callback_query(state: State, call: Call) -> JsonValue:
    """Answer a pressed button. May be done again while the query lives; the record keeps each."""
    params = call.params
    press = state.presses.get(params.text("callback_query_id"))
    if press is None or state.clock() - press.at > QUERY_LIFETIME:
        raise bad_request(_STALE)
    text = params.text("text")
    if utf16_length(text) > NOTICE_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    press.answers.append(
        CallbackAnswer(
            text, params.flag("show_alert"), params.text("url"), params.integer("cache_time")
        )
    )
    call.press = press
    call.chat_id = press.message.chat.id
    return True


def answer_inline_query(state: State, call: Call) -> JsonValue:
    """Answer an inline query with up to 50 results."""
    params = call.params
    results = _results(params.json("results", "inline query results"))
    button = params.json_object("button", "inline query results button", "object expected")
    if button is not None:
        _check_button(button)
    query = state.inline_queries.get(params.text("inline_query_id"))
    if query is None or state.clock() - query.at > QUERY_LIFETIME:
        raise bad_request(_STALE)
    next_offset = params.text("next_offset")
    if len(next_offset.encode("utf-8")) > ID_LIMIT:
        raise bad_request("NEXT_OFFSET_INVALID")
    cache_time = params.integer("cache_time", _DEFAULT_CACHE_TIME)
    query.answers.append(
        InlineAnswer(results, next_offset, cache_time, params.flag("is_personal"), button)
    )
    call.inline_query = query
    return True


def _results(value: JsonValue) -> list[JsonObject]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise bad_request("expected an Array of inline query results")
    if len(value) > RESULT_LIMIT:
        raise bad_request("too many inline query results specified")
    results = [_result(item) for item in value]
    if len({result["id"] for result in results if isinstance(result["id"], str)}) < len(results):
        raise bad_request("RESULT_ID_DUPLICATE")
    return results


def _check_button(button: JsonObject) -> None:
    """Refuse a button above the results that leads nowhere, as tdlib's InlineQueriesManager does."""
    if not required_text(button, "text").strip():
        raise bad_request("can't parse inline query results button: text must be non-empty")
    parameter = required_text(button, "start_parameter")
    if not parameter:
        raise bad_request("can't use empty start_parameter")
    if len(parameter) > START_LIMIT:
        raise bad_request("too long start_parameter specified")
    if not _START.fullmatch(parameter):
        raise bad_request("unallowed characters in start_parameter are used")


def _check_address(result: JsonObject, name: str) -> None:
    """Refuse what Telegram's servers could not load."""
    address = optional_text(result, name)
    if not address:
        return
    try:
        checked_link(address)
    except LinkError:
        raise bad_request("WEBDOCUMENT_URL_INVALID") from None
    if not address.startswith(("http://", "https://")):
        raise bad_request("WEBDOCUMENT_URL_INVALID")


def _result(value: JsonValue) -> JsonObject:
    if not isinstance(value, dict):
        raise bad_request("can't parse inline query result: Inline query result must be an object")
    kind = required_text(value, "type").lower()
    result_id = required_text(value, "id")
    if not 0 < len(result_id.encode("utf-8")) <= ID_LIMIT:
        raise bad_request("RESULT_ID_INVALID")
    content = optional_object(value, "input_message_content")
    _check_address(value, "thumbnail_url")
    if kind == "article":
        if not required_text(value, "title"):
            raise bad_request("ARTICLE_TITLE_EMPTY")
        _check_address(value, "url")
        if content is None:
            raise bad_request("can't parse inline query result: Can't find field \"message_text\"")
    if content is not None and "message_text" in content:
        read_text(
            optional_text(content, "message_text"),
            optional_text(content, "parse_mode"),
            content.get("entities"),
        )
    if (markup := optional_object(value, "reply_markup")) is not None:
        read_inline_markup(markup)
    return value
