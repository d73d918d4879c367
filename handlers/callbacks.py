"""What a button carries: `v1:verb:…arguments…:asker`, at most 64 bytes, nothing kept on our side.

The asker is the user for whom the message with the button was made, in base 36; empty for everybody.
Whether a press is allowed is judged anew when it comes: the data proves nothing.
"""

from dataclasses import dataclass

VERSION = "v1"
DATA_LIMIT = 64
"""Bytes (Bot API, InlineKeyboardButton.callback_data)."""

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Callback:
    """A button's data, taken apart."""

    verb: str
    arguments: tuple[str, ...]
    asker: int | None
    """None = anybody may press."""


def pack(verb: str, *arguments: int | str, asker: int | None) -> str:
    """Put a button's data together. Raises ValueError where it would be longer than Telegram takes."""
    parts = [VERSION, verb, *map(str, arguments), "" if asker is None else _base36(asker)]
    if any(":" in part for part in parts):
        raise ValueError("a part of a button's data holds a colon")
    data = ":".join(parts)
    if len(data.encode()) > DATA_LIMIT:
        raise ValueError(f"a button's data is longer than {DATA_LIMIT} bytes")
    return data


def unpack(data: str) -> Callback | None:
    """Take a button's data apart; None where it is not of this version or was not made by `pack`."""
    version, _, rest = data.partition(":")
    parts = rest.split(":")
    if version != VERSION or len(parts) < 2:
        return None
    verb, *arguments, asker = parts
    try:
        return Callback(verb, tuple(arguments), int(asker, 36) if asker else None)
    except ValueError:
        return None


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = _DIGITS[rest] + digits
    return digits or "0"
