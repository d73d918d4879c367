"""JSON as typed values, and reading the fields of an object with the official error texts."""

import json

from bot.local.botapi.errors import bad_request

JsonValue = None | bool | int | float | str | list["JsonValue"] | dict[str, "JsonValue"]
JsonObject = dict[str, JsonValue]


def decode(text: str, what: str) -> JsonValue:
    """Parse `text`; refuse with "can't parse WHAT JSON object" where it is no JSON."""
    try:
        value: JsonValue = json.loads(text)
    except (ValueError, RecursionError):
        raise bad_request(f"can't parse {what} JSON object") from None
    return value


def encode(value: JsonValue) -> bytes:
    """Return the compact JSON of a value, ASCII only, as the real server writes it."""
    return json.dumps(value, separators=(",", ":")).encode("ascii")


def required_text(fields: JsonObject, name: str) -> str:
    """Return a field that must be there and be a String (a Number is taken as one)."""
    if fields.get(name) is None:
        raise bad_request(f'can\'t find field "{name}"')
    return optional_text(fields, name)


def optional_text(fields: JsonObject, name: str) -> str:
    """Return a String field, or "" where it is missing."""
    value = fields.get(name)
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise bad_request(f'field "{name}" must be of type String')
    return str(value)


def required_integer(fields: JsonObject, name: str) -> int:
    """Return a field that must be there and be a whole Number (or a String that spells one)."""
    if fields.get(name) is None:
        raise bad_request(f'can\'t find field "{name}"')
    return optional_integer(fields, name)


def optional_integer(fields: JsonObject, name: str, default: int = 0) -> int:
    """Return a whole Number, `default` where it is missing."""
    value = fields.get(name)
    if value is None:
        return default
    if isinstance(value, str | int) and not isinstance(value, bool):
        try:
            return int(value)
        except ValueError:
            pass
    raise bad_request(f'field "{name}" must be of type Number')


def optional_flag(fields: JsonObject, name: str) -> bool:
    """Return a Boolean field, False where it is missing."""
    value = fields.get(name)
    if value is None:
        return False
    if not isinstance(value, bool):
        raise bad_request(f'field "{name}" must be of type Boolean')
    return value


def optional_object(fields: JsonObject, name: str) -> JsonObject | None:
    """Return an Object field, None where it is missing."""
    value = fields.get(name)
    if value is not None and not isinstance(value, dict):
        raise bad_request(f'field "{name}" must be of type Object')
    return value
