"""Server-sent events, as far as a stream of answers needs them: the data of each, in order.

After https://html.spec.whatwg.org/multipage/server-sent-events.html. Comments, which servers send to keep a
connection open, and all fields but `data` are passed over.
"""

from collections.abc import Iterator

LONGEST_EVENT = 1 << 20
"""Bytes."""


class EventTooLong(ValueError):
    """An event has no end."""


class EventReader:
    """Takes bytes as they come, and gives the events that are complete."""

    def __init__(self) -> None:
        self._rest = b""
        self._data: list[str] = []
        self._size = 0

    def feed(self, piece: bytes) -> Iterator[str]:
        """Yield the data of the events that end in this piece. Raises EventTooLong."""
        *whole, self._rest = (self._rest + piece).replace(b"\r\n", b"\n").split(b"\n")
        if len(self._rest) + self._size > LONGEST_EVENT:
            raise EventTooLong
        for line in whole:
            yield from self._line(line.rstrip(b"\r"))

    def end(self) -> Iterator[str]:
        """Yield what the stream ended within: some servers leave out the last empty line."""
        yield from self._line(self._rest)
        yield from self._line(b"")

    def _line(self, line: bytes) -> Iterator[str]:
        if not line:
            if self._data:
                yield "\n".join(self._data)
            self._data, self._size = [], 0
        elif line.startswith(b"data:"):
            self._size += len(line)
            if self._size > LONGEST_EVENT:
                raise EventTooLong
            self._data.append(line[5:].removeprefix(b" ").decode("utf-8", "replace"))
