"""From PTB's five time-outs to the deadline of one request."""

from dataclasses import dataclass

SLOWEST_TRANSFER = 64 * 1024
"""Bytes a second: a file may take as long as it takes at this rate, on top of the time-outs."""


@dataclass(frozen=True, slots=True)
class Timeouts:
    """How long each step of a request may last, in seconds; None means without a limit."""

    pool: float | None
    connect: float | None
    write: float | None
    media_write: float | None
    read: float | None

    def deadline(self, *, upload: int | None = None, download: int = 0) -> float | None:
        """Return the seconds a request may last once it has its place in the pool.

        PTB's time-outs bound single steps, so a peer that keeps trickling would never meet one;
        their sum bounds the whole. A file's own time comes on top, or a large one would be cut.
        `upload` is the size in bytes of a body with files, None where there are none; `download`
        the largest answer that is a file.
        """
        write = self.write if upload is None else self.media_write
        if self.connect is None or write is None or self.read is None:
            return None
        return self.connect + write + self.read + ((upload or 0) + download) / SLOWEST_TRANSFER

    def overridden(
        self, *, pool: object, connect: object, write: object, read: object
    ) -> "Timeouts":
        """Return these time-outs with those that one call brought along in their place."""
        return Timeouts(
            pool=_given(pool, self.pool),
            connect=_given(connect, self.connect),
            write=_given(write, self.write),
            media_write=_given(write, self.media_write),
            read=_given(read, self.read),
        )


def _given(value: object, default: float | None) -> float | None:
    """Tell a call's own time-out from PTB's mark for "not given" (`BaseRequest.DEFAULT_NONE`)."""
    return value if value is None or isinstance(value, int | float) else default
