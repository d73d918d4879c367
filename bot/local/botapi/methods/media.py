"""sendPhoto, sendDocument and the like, albums, and getFile."""

from bot.local.botapi.chats import Message
from bot.local.botapi.errors import ApiError, bad_request
from bot.local.botapi.files import DOWNLOAD_LIMIT, Media, StoredFile
from bot.local.botapi.formatting import FormattedText, read_text
from bot.local.botapi.json_types import (
    JsonObject,
    JsonValue,
    optional_integer,
    optional_text,
    required_text,
)
from bot.local.botapi.methods.sending import Place, caption, find_place, put
from bot.local.botapi.params import Params
from bot.local.botapi.records import Call
from bot.local.botapi.state import Handler, State
from bot.local.botapi.wire import message_json

ALBUM_LIMIT = 10
ALBUM_LEAST = 2  # documented; the real server makes a plain message of a single item
_KINDS = ("photo", "video", "audio", "document")
_NOT_MIXED = ("audio", "document")
_DETAILS = {"audio": ("title", "performer")}
_PLAYED = ("audio", "video")


def sender(kind: str) -> Handler:
    """Return the method that sends one photo, video, audio or document."""

    def send(state: State, call: Call) -> JsonValue:
        text = caption(state, call.params)
        media = Media(
            kind, state.files.received(call.params, kind, kind), _details(kind, call.params)
        )
        place = find_place(state, call, kind)
        return message_json(state.world, put(state, call, place, text, media=media))

    return send


def send_media_group(state: State, call: Call) -> JsonValue:
    """Send an album: each item is a message of its own and counts as one. It has no buttons."""
    if call.params.text("reply_markup"):
        raise bad_request("an album has no reply markup")
    items = _album(state, call.params)
    place = find_place(state, call, items[0][0].kind, with_markup=False)
    state.admit(call, private=place.chat.kind == "private", messages=len(items))
    group_id = str(10_000_000 + call.number)
    messages = [_album_item(state, call, place, media, text) for media, text in items]
    for message in messages:
        message.media_group_id = group_id
    return [message_json(state.world, message) for message in messages]


def get_file(state: State, call: Call) -> JsonValue:
    """Tell where a file is downloaded from."""
    file_id = call.params.text("file_id")
    if not file_id:
        raise bad_request("file_id not specified")
    file = state.files.get(file_id)
    if file is None:
        raise bad_request("invalid file_id")
    if len(file.content) > DOWNLOAD_LIMIT:
        raise bad_request("file is too big")
    if file.url is not None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    return {
        "file_id": file.id,
        "file_unique_id": file.unique_id,
        "file_size": len(file.content),
        "file_path": state.files.path(file),
    }


def _album_item(
    state: State, call: Call, place: Place, media: Media, text: FormattedText
) -> Message:
    return put(state, call, place, text, media=media, admitted=True)


def _album(state: State, params: Params) -> list[tuple[Media, FormattedText]]:
    if not params.text("media"):
        raise bad_request('parameter "media" is required')
    value = params.json("media", "media")
    if not isinstance(value, list):
        raise bad_request("expected an Array of InputMedia")
    if len(value) > ALBUM_LIMIT:
        raise bad_request("too many messages to send as an album")
    if not value:
        raise bad_request("there are no messages to send")
    if len(value) < ALBUM_LEAST:
        raise bad_request("too few messages to send as an album")
    items = [
        _input_media(state, params, item, position) for position, item in enumerate(value, start=1)
    ]
    kinds = {media.kind for media, _ in items}
    for kind in _NOT_MIXED:
        if kind in kinds and len(kinds) > 1:
            raise bad_request(f"{kind.capitalize()} can't be mixed with other media types")
    return items


def _input_media(
    state: State, params: Params, value: JsonValue, position: int
) -> tuple[Media, FormattedText]:
    if not isinstance(value, dict):
        raise bad_request("can't parse InputMedia: expected an Object")
    try:
        text = read_text(
            optional_text(value, "caption"),
            optional_text(value, "parse_mode"),
            value.get("caption_entities"),
            is_caption=True,
        )
        kind = required_text(value, "type")
    except ApiError as error:
        reason = error.description.removeprefix("Bad Request: ")
        if reason == "message caption is too long":
            raise
        raise bad_request(f"can't parse InputMedia: {reason[:1].upper()}{reason[1:]}") from None
    if kind not in _KINDS:
        raise bad_request(f'can\'t parse InputMedia: type "{kind}" is unsupported')
    file = _file_of(state, params, kind, optional_text(value, "media"), position)
    details = Params({name: optional_text(value, name) for name in _DETAILS.get(kind, ())})
    if kind in _PLAYED:
        details["duration"] = str(optional_integer(value, "duration"))
    return Media(kind, file, _details(kind, details)), text


def _file_of(state: State, params: Params, kind: str, media: str, position: int) -> StoredFile:
    """Return the file of an item. What cannot be fetched is told with the item's position, as tdlib does."""
    try:
        return state.files.received(params, "media", kind, media)
    except ApiError as error:
        if not media.startswith(("http://", "https://")):
            raise
        reason = error.description.removeprefix("Bad Request: ")
        raise bad_request(
            f'failed to send message #{position} with the error message "{reason}"'
        ) from None


def _details(kind: str, params: Params) -> JsonObject:
    details: JsonObject = {
        name: params.text(name) for name in _DETAILS.get(kind, ()) if params.text(name)
    }
    if kind in _PLAYED and params.integer("duration"):
        details["duration"] = params.integer("duration")
    return details
