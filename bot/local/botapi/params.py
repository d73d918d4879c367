"""The parameters of a call, whichever of the four ways they came in."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from aiohttp import BodyPartReader, web

from bot.local.botapi.errors import ApiError, bad_request
from bot.local.botapi.json_types import JsonObject, JsonValue, decode

UPLOAD_LIMIT = 50 * 1024 * 1024
_INTEGER = re.compile(r"\s*([+-]?\d+)")
_CHUNK = 256 * 1024


@dataclass(frozen=True, slots=True, eq=False)
class Upload:
    """A file that came with a call."""

    name: str
    content_type: str
    content: bytes


class Params(dict[str, str]):
    """Parameters as text, as the real server sees them; `files` are the uploads by part name.

    Read leniently where the server does so: a number that is none counts as 0.
    """

    __slots__ = ("files",)

    def __init__(self, values: Mapping[str, str] | None = None) -> None:
        super().__init__(values or {})
        self.files: dict[str, Upload] = {}

    def text(self, name: str) -> str:
        """Return a parameter, "" where it is missing."""
        return self.get(name, "")

    def integer(self, name: str, default: int = 0) -> int:
        """Return a whole number."""
        value = self.get(name, "")
        if not value:
            return default
        match = _INTEGER.match(value)
        return int(match[1]) if match else 0

    def flag(self, name: str) -> bool:
        """Return a Boolean."""
        return self.get(name, "").lower() in ("true", "yes", "1")

    def json(self, name: str, what: str) -> JsonValue:
        """Return a parameter that is JSON, None where it is missing. `what` names it in the error."""
        value = self.get(name, "")
        return decode(value, what) if value else None

    def json_object(self, name: str, what: str, refusal: str) -> JsonObject | None:
        """Return a parameter that must be a JSON object; refuse with `refusal` where it is not."""
        value = self.json(name, what)
        if value is not None and not isinstance(value, dict):
            raise bad_request(refusal)
        return value


async def read_params(request: web.BaseRequest) -> Params:
    """Read the query, and a body of form fields, multipart or JSON.

    Raises ApiError: 413 for an upload over 50 MB, 400 for what is not readable.
    """
    params = Params()
    try:
        params.update(request.query)
        match request.content_type:
            case "application/x-www-form-urlencoded":
                body = (await request.read()).decode("ascii")
                params.update(parse_qsl(body, keep_blank_values=True, errors="strict"))
            case "multipart/form-data":
                await _read_multipart(request, params)
            case "application/json":
                params.update(_from_json(await request.read()))
    except UnicodeDecodeError:
        raise bad_request("strings must be encoded in UTF-8") from None
    except web.HTTPRequestEntityTooLarge:
        raise _too_large() from None
    for name, value in params.items():
        if not value.isascii() and any("\ud800" <= char <= "\udfff" for char in value):
            raise bad_request(f"parameter {name} must be encoded in UTF-8")
    return params


def _too_large() -> ApiError:
    return ApiError(413, "Request Entity Too Large")


def _from_json(body: bytes) -> dict[str, str]:
    if not body:
        return {}
    value = decode(body.decode("utf-8"), "request:")
    if not isinstance(value, dict):
        raise bad_request("object expected as request")
    return {
        name: item if isinstance(item, str) else json.dumps(item)
        for name, item in value.items()
        if item is not None
    }


async def _read_multipart(request: web.BaseRequest, params: Params) -> None:
    left = UPLOAD_LIMIT
    reader = await request.multipart()
    while (part := await reader.next()) is not None:
        if not isinstance(part, BodyPartReader) or part.name is None:
            raise bad_request("can't parse multipart request")
        content = bytearray()
        while chunk := await part.read_chunk(_CHUNK):
            content += chunk
            left -= len(chunk)
            if left < 0:
                raise _too_large()
        if part.filename is None:
            params[part.name] = content.decode("utf-8")
        else:
            content_type = part.headers.get("Content-Type", "application/octet-stream")
            params.files[part.name] = Upload(part.filename, content_type, bytes(content))
