"""Input and output of the commands that scripts use: bytes of any kind in, UTF-8 out, one line each."""

import asyncio
import io
import json
import os
import stat
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TypeVar

T = TypeVar("T")

# What JSON leaves as it is and some readers take for the end of a line.
_LINE_ENDS = {ord(char): f"\\u{ord(char):04x}" for char in "\x85\u2028\u2029"}


class NoRegularFile(OSError):
    """A path leads to a folder, a pipe or a device."""


def write_utf8() -> None:
    """Have standard output write UTF-8, whatever the locale says.

    A lone surrogate, as in the name of a file that is not UTF-8, is written as JSON writes it.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")


def write_now(text: str) -> None:
    """Write to standard output, at once."""
    sys.stdout.write(text)
    sys.stdout.flush()


def json_line(value: object) -> str:
    """Return a value as JSON on one line, ended."""
    return json.dumps(value, ensure_ascii=False).translate(_LINE_ENDS) + "\n"


def read_regular_file(path: str, limit: int) -> bytes:
    """Return up to `limit` bytes of a file. Raises OSError: NoRegularFile where nothing can be read."""
    try:
        with open(path, "rb", opener=_open_at_once) as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise NoRegularFile("not a regular file")
            return file.read(limit)
    except (IsADirectoryError, ValueError):  # ValueError: a name with NUL in it
        raise NoRegularFile("not a regular file") from None


@contextmanager
def input_stream(path: Path | None) -> Iterator[BinaryIO]:
    """Open a file, or lend standard input where there is no path. Raises OSError."""
    if path is not None:
        with path.open("rb") as file:
            yield file
    else:
        # Not sys.stdin.buffer: Python wants that one's lock when it ends, and aborts where a thread of
        # `in_thread` is still waiting in it.
        yield open(sys.stdin.fileno(), "rb", closefd=False)  # noqa: SIM115 - nothing is to be closed


def read_bounded_line(stream: BinaryIO, limit: int) -> bytes | None:
    """Return the next line, b"" at the end; None for one of more than `limit` bytes, which is skipped."""
    line = stream.readline(limit + 1)
    if len(line) <= limit:
        return line
    while line and not line.endswith(b"\n"):
        line = stream.readline(limit + 1)
    return None


async def in_thread(read: Callable[[], T]) -> T:
    """Return what `read` returns, without holding up the loop.

    Unlike asyncio's own threads this one is a daemon: Ctrl-C ends a program that waits for input.
    """
    result: Future[T] = Future()
    result.set_running_or_notify_cancel()  # from here on, who waits may leave and the reading goes on

    def work() -> None:
        try:
            result.set_result(read())
        except Exception as error:  # noqa: BLE001 - it is the caller's, whatever it is
            result.set_exception(error)

    threading.Thread(target=work, name="reading", daemon=True).start()
    return await asyncio.wrap_future(result)


def _open_at_once(path: str, flags: int) -> int:
    """Open without waiting for a pipe's other end."""
    return os.open(path, flags | os.O_NONBLOCK)
