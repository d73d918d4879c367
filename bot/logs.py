"""Logging: one handler, two forms, the context of each record, and the last net below secrets."""

import json
import logging
import re
import sys
import traceback
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from types import MappingProxyType
from typing import TextIO

from bot.units import format_time

# What stands in the place of a secret.
_HIDDEN = "<token>"

# A configured secret shorter than this is not looked for: blotting out every "a" in the log would
# hide everything but the secret.
_SHORTEST_SECRET = 4

# At INFO or DEBUG these write whole addresses, SQL with its values or texts of messages: tokens,
# private links and what people searched for.
_TALKATIVE = ("aiohttp.access", "aiosqlite", "httpcore", "httpx", "telegram")

_HANDLER_NAME = "newshound"

# Line breaks and other control characters, which could forge a line or steer a terminal.
_CONTROL = {code: f"\\x{code:02x}" for code in (*range(0x20), *range(0x7F, 0xA0))}
_CONTROL |= {ord("\n"): "\\n", ord("\r"): "\\r", ord("\t"): "\\t"}
_CONTROL |= {0x2028: "\\u2028", 0x2029: "\\u2029"}

_context: ContextVar[Mapping[str, int]] = ContextVar("log_context", default=MappingProxyType({}))


@contextmanager
def log_context(
    *, update: int | None = None, feed: int | None = None, delivery: int | None = None
) -> Iterator[None]:
    """Put numbers on every record that is logged inside, in tasks started inside too.

    `update` is Telegram's number of an update, the others are our numbers of feeds and deliveries;
    None leaves what an outer context says. They are numbers only, so that no text of a person's and
    no private link gets in this way.
    """
    given = {"update": update, "feed": feed, "delivery": delivery}
    fields = {name: number for name, number in given.items() if number is not None}
    before = _context.set(MappingProxyType({**_context.get(), **fields}))
    try:
        yield
    finally:
        _context.reset(before)


def setup(
    level: str, form: str, stream: TextIO | None = None, *, secrets: Iterable[str] = ()
) -> None:
    """Send the log of the whole process to `stream` (None: standard error), in place of before.

    `level` and `form` as in config.toml's [log]. `secrets` are texts that must never be seen.
    """
    root = logging.getLogger()
    for handler in list(root.handlers):
        if handler.name == _HANDLER_NAME:
            root.removeHandler(handler)
    redactor = Redactor(secrets)
    handler = _Handler(stream or sys.stderr)
    handler.name = _HANDLER_NAME
    handler.setLevel(level.upper())
    handler.setFormatter(_JsonLines(redactor) if form == "json" else _Text(redactor))
    root.addHandler(handler)
    root.setLevel(level.upper())
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)


def one_line(text: str) -> str:
    """Return `text` with line breaks and other control characters written as escapes."""
    return text.translate(_CONTROL)


class Redactor:
    """The last net: whatever looks like a bot token, and known secrets, become `<token>`.

    Code that handles secrets keeps them out of messages itself; this is for what slips through.
    """

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        """`secrets`: exact texts to hide wherever they stand."""
        known = {secret for secret in secrets if len(secret) >= _SHORTEST_SECRET}
        # The longest first: one secret may contain another.
        exact = [re.escape(secret) for secret in sorted(known, key=len, reverse=True)]
        # A bot token as @BotFather makes it, also with its colon escaped as in a URL.
        looks_like_one = r"[0-9]{6,}(?::|%3[Aa])[A-Za-z0-9_-]{20,}"
        self._pattern = re.compile("|".join([*exact, looks_like_one]))

    def __call__(self, text: str) -> str:
        """Return `text` without secrets."""
        return self._pattern.sub(_HIDDEN, text)


class _Handler(logging.StreamHandler[TextIO]):
    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """Say where a record got lost. Logging's own way would print its arguments, secrets too."""
        with suppress(OSError, ValueError):  # the stream itself may be closed or gone
            self.stream.write(f"a log record of {record.name}:{record.lineno} was lost\n")


class _Formatter(logging.Formatter):
    """What both forms share. Nothing is kept on the record, where other handlers would see it."""

    def __init__(self, redactor: Redactor) -> None:
        super().__init__()
        self._redact = redactor

    def _time(self, record: logging.LogRecord) -> str:
        return format_time(int(record.created * 1000), milliseconds=True)

    def _message(self, record: logging.LogRecord) -> str:
        return self._redact(record.getMessage())

    def _traceback(self, record: logging.LogRecord) -> str:
        """Return the traceback of the record's exception, or nothing."""
        if record.exc_info is None or record.exc_info[1] is None:
            return ""
        return self._redact("".join(traceback.format_exception(record.exc_info[1])).rstrip())


class _Text(_Formatter):
    """`TIME LEVEL logger [feed=3] message`; a traceback follows, indented, as part of its record."""

    def format(self, record: logging.LogRecord) -> str:
        context = " ".join(f"{name}={number}" for name, number in _context.get().items())
        parts = (
            self._time(record),
            record.levelname,
            record.name,
            f"[{context}]" if context else "",
            one_line(self._message(record)),
        )
        line = " ".join(filter(None, parts))
        trace = [f"    {one_line(row)}" for row in self._traceback(record).split("\n")]
        return "\n".join([line, *trace]) if any(map(str.strip, trace)) else line


class _JsonLines(_Formatter):
    """One object a line: time, level, logger, message, the context, and a traceback if any."""

    def format(self, record: logging.LogRecord) -> str:
        fields: dict[str, str | int] = {
            "time": self._time(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": self._message(record),
            **_context.get(),
        }
        trace = self._traceback(record)
        if trace:
            fields["traceback"] = trace
        return json.dumps(fields, ensure_ascii=False)
