"""The chat in the terminal: what a typed line means, and how the bot's messages are printed.

Messages are numbered as they appear. `!2` presses the second button of the latest reply, `!5.2` that of
message 5; `>5 text` replies to message 5; `!file PATH` sends a file; `@BOT words` searches inline, and `!2`
then sends the second result; every other line is a message.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

_PRESS = re.compile(r"!(?:(\d+)\.)?(\d+)")
_REPLY = re.compile(r">(\d+)\s+(.+)", re.DOTALL)
_FILE = re.compile(r"!file\s+(.+)")


@dataclass(frozen=True, slots=True)
class Say:
    """Send a message; as a reply to message `reply_to` where that is set."""

    text: str
    reply_to: int | None = None


@dataclass(frozen=True, slots=True)
class PressButton:
    """Press button `button` (from 1) of message `message`; None = the latest reply."""

    button: int
    message: int | None


@dataclass(frozen=True, slots=True)
class SendFile:
    """Send a file of this machine."""

    path: Path


@dataclass(frozen=True, slots=True)
class TypeAfterName:
    """Type after the bot's name, which searches and sends nothing; no words at all are allowed."""

    words: str


def understand(line: str, bot_name: str) -> Say | PressButton | SendFile | TypeAfterName | None:
    """Return what a typed line asks for; None for an empty one."""
    line = line.strip()
    if not line:
        return None
    if press := _PRESS.fullmatch(line):
        return PressButton(int(press[2]), int(press[1]) if press[1] else None)
    if file := _FILE.fullmatch(line):
        return SendFile(Path(file[1]).expanduser())
    if reply := _REPLY.fullmatch(line):
        return Say(reply[2], int(reply[1]))
    name, _, words = line.partition(" ")
    if name.lower() == f"@{bot_name}".lower():
        return TypeAfterName(words.strip())
    return Say(line)


def as_typed(
    text: str, number: int | None, *, button: int | None = None, file: str | None = None
) -> str:
    """Return what `understand` would take for something that was done elsewhere, as a line that stands here.

    `number`: of the message that is answered, or whose button (from 0) was pressed; None = it has none.
    """
    if button is not None:
        return f"> !{number}.{button + 1}" if number else f"> !{button + 1}"
    if file is not None:
        return f"> !file {file}"
    text = text.replace("\n", "\n  ")
    return f"> >{number} {text}" if number else f"> {text}"


@dataclass(frozen=True, slots=True)
class Span:
    """A link inside a text; `start` and `length` count UTF-16 units."""

    start: int
    length: int
    url: str


def readable(text: str, links: Iterable[Span]) -> str:
    """Return a text with the address of each link behind the words that carry it."""
    units = text.encode("utf-16-le")
    parts: list[bytes] = []
    done = 0
    for span in sorted(links, key=lambda link: link.start):
        end = (span.start + span.length) * 2
        parts += [units[done:end], f" <{span.url}>".encode("utf-16-le")]
        done = end
    parts.append(units[done:])
    return b"".join(parts).decode("utf-16-le", errors="replace")


def message_block(number: int, text: str, buttons: Sequence[str], *, edited: bool = False) -> str:
    """Return a message as it is printed: its number, its lines set in, its buttons with theirs."""
    mark = f"[{number}] " + ("(changed) " if edited else "")
    indent = " " * len(f"[{number}] ")
    body = mark + text.replace("\n", f"\n{indent}")
    if not buttons:
        return body
    return f"{body}\n{indent}{numbered(buttons)}"


def results_block(results: Sequence[Sequence[str]], others: Sequence[str]) -> str:
    """Return the results of an inline query as they are printed: the lines of each, then other buttons."""
    cards = [f"  !{place} " + "\n     ".join(one) for place, one in enumerate(results, start=1)]
    below = [f"  {numbered(others, first=len(results) + 1)}"] if others else []
    return "\n".join([*cards, *below]) or "(no results)"


def numbered(labels: Iterable[str], *, first: int = 1) -> str:
    """Return labels on a line, each with what presses it."""
    return "   ".join(f"!{place} {label}" for place, label in enumerate(labels, start=first))
