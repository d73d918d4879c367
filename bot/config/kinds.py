"""The kinds of value that a setting can have: how each is read and what a person is told to write.

A kind reads a value of TOML's types (text, whole number, true or false, list). It raises ValueError
for whatever is not `expected`; the sentence about it is made by the loader, which knows the name.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar
from urllib.parse import SplitResult, urlsplit

from bot.units import (
    DURATION_EXAMPLES,
    SIZE_EXAMPLES,
    Bytes,
    Milliseconds,
    format_duration,
    format_size,
    parse_duration,
    parse_size,
)

# A hundred years: beyond any sense, and far from where sums of milliseconds would overflow.
LONGEST_DURATION: Milliseconds = 36_500 * 86_400_000

# Telegram: "at most 52 significant bits" (core.telegram.org/bots/api, User.id).
_LARGEST_USER_ID = (1 << 52) - 1

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Kind(Generic[T_co]):
    """How a value is read. `expected` completes "expected …"."""

    expected: str
    read: Callable[[object], T_co]
    """From TOML's types to the value in Config; raises ValueError."""
    from_variable: Callable[[str], object] = str
    """From an environment variable's text to TOML's types; what it cannot read it returns as it is."""


@dataclass(frozen=True, slots=True)
class ListenAddress:
    """Where a server of ours listens. `host` is a name or an address, IPv6 without brackets."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def text(expected: str = "text in quotes", pattern: str = r"[^\0]*") -> Kind[str]:
    """Return the kind of any text that matches `pattern` as a whole, over several lines too."""
    form = re.compile(pattern, re.DOTALL)

    def read(raw: object) -> str:
        return _required(_exactly(str, raw), form.fullmatch)

    return Kind(expected, read)


def choice(*words: str) -> Kind[str]:
    """Return the kind of one word of a few."""

    def read(raw: object) -> str:
        return _required(_exactly(str, raw), words.__contains__)

    quoted = [f'"{word}"' for word in words]
    return Kind(f"{', '.join(quoted[:-1])} or {quoted[-1]}", read)


def boolean() -> Kind[bool]:
    """Return the kind of true and false; a variable may also say 1, 0, yes and no."""
    words = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}

    def read(raw: object) -> bool:
        return _exactly(bool, raw)

    return Kind("true or false", read, lambda text: words.get(text.strip().lower(), text))


def whole(least: int, most: int) -> Kind[int]:
    """Return the kind of a whole number from `least` to `most`."""

    def read(raw: object) -> int:
        return _required(_exactly(int, raw), lambda number: least <= number <= most)

    return Kind(f"a whole number from {least} to {most}", read, _number_or_text)


def user_ids() -> Kind[tuple[int, ...]]:
    """Return the kind of a list of Telegram user ids; a variable separates them by commas."""

    def read(raw: object) -> tuple[int, ...]:
        items: list[object] = _exactly(list, raw)
        return tuple(
            _required(_exactly(int, item), lambda number: 0 < number <= _LARGEST_USER_ID)
            for item in items
        )

    def from_variable(text: str) -> object:
        return [_number_or_text(item) for item in text.split(",")] if text.strip() else []

    return Kind("a list of Telegram user ids such as [123456789]", read, from_variable)


def duration(*, or_zero: str = "") -> Kind[Milliseconds]:
    """Return the kind of a length of time from one second up; `or_zero` says what "0" would mean."""

    def read(raw: object) -> Milliseconds:
        length = parse_duration(_exactly(str, raw))
        if length == 0 and or_zero:
            return 0
        return _required(length, lambda length: 1_000 <= length <= LONGEST_DURATION)

    zero = f'"0" ({or_zero}) or ' if or_zero else ""
    longest = format_duration(LONGEST_DURATION)
    return Kind(
        f"{zero}a duration from 1s to {longest} in quotes, such as {DURATION_EXAMPLES}", read
    )


def size(least: Bytes, most: Bytes) -> Kind[Bytes]:
    """Return the kind of a number of bytes from `least` to `most`."""

    def read(raw: object) -> Bytes:
        return _required(parse_size(_exactly(str, raw)), lambda size: least <= size <= most)

    limits = f"from {format_size(least)} to {format_size(most)}"
    return Kind(f"a size {limits} in quotes, such as {SIZE_EXAMPLES}", read)


def url(*, or_empty: bool = True, credentials: bool = False) -> Kind[str]:
    """Return the kind of an http or https address, kept without its last slash.

    A query or fragment is refused, since paths are added to the address; a user name and password
    are refused unless `credentials`.
    """

    def read(raw: object) -> str:
        address = _exactly(str, raw)
        if not (or_empty and address == ""):
            parts = _split_url(address)
            if parts.query or parts.fragment or ("@" in parts.netloc and not credentials):
                raise ValueError
        return address.rstrip("/")

    sort = "an address that starts with https:// or http://"
    return Kind(f'"" or {sort}' if or_empty else sort, read)


def listen_address() -> Kind[ListenAddress | None]:
    """Return the kind of `HOST:PORT`; an empty text is None, nobody listens."""
    form = re.compile(r"(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9_.-]+)):([0-9]{1,5})")

    def read(raw: object) -> ListenAddress | None:
        written = _exactly(str, raw)
        if written == "":
            return None
        match = form.fullmatch(written)
        if match is None:
            raise ValueError
        port = _required(int(match[3]), lambda port: 1 <= port <= 65_535)
        return ListenAddress(match[1] or match[2], port)

    return Kind('"" or a host and a port, such as "127.0.0.1:8080"', read)


def path() -> Kind[Path]:
    """Return the kind of a file's or folder's path, as it is written: the loader makes it absolute."""
    return Kind("a path in quotes", lambda raw: Path(_required(_exactly(str, raw), _is_path)))


def optional_path() -> Kind[Path | None]:
    """Return the kind of a path that may be empty, which is None."""
    required = path()
    return Kind('"" or a path in quotes', lambda raw: None if raw == "" else required.read(raw))


def _required(value: T, fits: Callable[[T], object]) -> T:
    if not fits(value):
        raise ValueError
    return value


def _exactly(wanted: type[T], raw: object) -> T:
    """Return `raw` if it is of that very type: true is no whole number here, as it is in Python."""
    if type(raw) is not wanted:
        raise ValueError
    return raw


def _is_path(written: str) -> bool:
    return written.strip() != "" and "\0" not in written


def _split_url(address: str) -> SplitResult:
    """Return the parts of an http address. Raises ValueError for anything else."""
    # urlsplit drops line breaks and takes spaces, so they are looked for first.
    if any(character.isspace() or not character.isprintable() for character in address):
        raise ValueError
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.port == 0:
        raise ValueError
    return parts


def _number_or_text(written: str) -> int | str:
    is_number = re.fullmatch(r"-?[0-9]{1,18}", written.strip())
    return int(written) if is_number else written
