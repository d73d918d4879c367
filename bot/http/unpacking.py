"""Content codings: gzip, deflate, br and zstd, also several on top of each other.

aiohttp could unpack by itself, but knows no chains, takes a body that was never packed for a broken one, and
does not say how much it unpacks at once. Here every step gives at most `STEP` bytes, so that a bomb is
dropped as soon as it is over the limit, however small it came.
"""

import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, TypeAlias

import brotli

if sys.version_info >= (3, 14):
    from compression.zstd import DecompressionParameter, ZstdDecompressor, ZstdError
else:
    from backports.zstd import DecompressionParameter, ZstdDecompressor, ZstdError

ACCEPT_ENCODING = "gzip, deflate, br, zstd"

STEP = 64 * 1024
"""Bytes unpacked at a time."""

_SLICE = 4 * 1024
"""Bytes handed to a decompressor at a time: it copies what it has not used yet."""

MOST_CODINGS = 3
MOST_MEMBERS = 1_000
"""Compressed parts one after the other in one body. Many of nothing cost time and never reach a limit."""

_ZSTD_WINDOW_LOG = 23
"""8 MiB: no server may ask for more memory than that (RFC 9659)."""

_PLAIN_STARTS = b"<{[ \t\r\n\xef\xfe\xff"
"""How a text begins, and neither gzip nor zstd does."""


class BadPacking(Exception):
    """A body is not packed as its server says."""


class TooMuch(Exception):
    """A body is larger than it may be."""


class Stage(Protocol):
    """Takes packed bytes, gives unpacked ones."""

    def unpack(self, data: bytes) -> Iterator[bytes]:
        """Return what `data` adds, a step at a time. Raises BadPacking."""


class Unpacker:
    """Undoes the codings of one body, the last one first."""

    def __init__(self, codings: Iterable[str], limit: int) -> None:
        """`codings`: `Content-Encoding` headers. `limit`: bytes, as it comes and after each coding.

        Raises BadPacking for codings that nobody asked for, and for towers of them.
        """
        names = [name.strip().lower() for header in codings for name in header.split(",")]
        packed = [name for name in names if name not in ("", "identity")]
        if len(packed) > MOST_CODINGS or not set(packed) <= _STAGES.keys():
            raise BadPacking
        self._stages = tuple(_STAGES[name]() for name in reversed(packed))
        self._passed = [0] * (1 + len(self._stages))
        self._limit = limit

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Return what `data` adds to the body. Raises BadPacking, TooMuch."""
        pieces: Iterable[bytes] = self._counted(0, (data,))
        for number, stage in enumerate(self._stages, start=1):
            pieces = self._counted(number, _through(stage, pieces))
        yield from pieces

    def _counted(self, place: int, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """Pass pieces on. Between two codings too, much of nothing may be unpacked."""
        for piece in pieces:
            self._passed[place] += len(piece)
            if self._passed[place] > self._limit:
                raise TooMuch
            yield piece


def _through(stage: Stage, pieces: Iterable[bytes]) -> Iterator[bytes]:
    for piece in pieces:
        yield from stage.unpack(piece)


class _Machine(Protocol):
    """Undoes one compressed part. `unused`: what came after its end; None = it has not ended."""

    unused: bytes | None

    def run(self, data: bytes) -> Iterator[bytes]: ...


class _Members:
    """A row of compressed parts. What follows the last one and is none itself is left out."""

    def __init__(self, machine: Callable[[], _Machine]) -> None:
        self._new_machine = machine
        self._machine = machine()
        self._members = 1
        self._over = False

    def unpack(self, data: bytes) -> Iterator[bytes]:
        for start in range(0, len(data), _SLICE):
            rest: bytes | None = data[start : start + _SLICE]
            while rest and not self._over:
                try:
                    yield from self._machine.run(rest)
                except (zlib.error, ZstdError):
                    if self._members == 1:
                        raise BadPacking from None
                    self._over = True  # as gzip does: a mark or padding after the end
                    return
                rest = self._machine.unused
                if rest is not None:
                    self._next_member()

    def _next_member(self) -> None:
        self._members += 1
        if self._members > MOST_MEMBERS:
            raise BadPacking
        self._machine = self._new_machine()


class _Sniffing:
    """A stage that is chosen by the first byte of the body."""

    def __init__(self, choose: Callable[[int], Stage | None]) -> None:
        self._choose = choose
        self._stage: Stage | None = None
        self._began = False

    def unpack(self, data: bytes) -> Iterator[bytes]:
        if data and not self._began:
            self._began = True
            self._stage = self._choose(data[0])
        if self._stage is None:  # it was never packed, whatever the header says
            yield data
        else:
            yield from self._stage.unpack(data)


class _Zlib:
    def __init__(self, wbits: int) -> None:
        self._machine = zlib.decompressobj(wbits)
        self.unused: bytes | None = None

    def run(self, data: bytes) -> Iterator[bytes]:
        while True:
            piece = self._machine.decompress(data, STEP)
            if piece:
                yield piece
            data = self._machine.unconsumed_tail
            if self._machine.eof:
                self.unused = self._machine.unused_data
                return
            if not data and len(piece) < STEP:
                return


class _Zstd:
    def __init__(self) -> None:
        limits: dict[int, int] = {DecompressionParameter.window_log_max: _ZSTD_WINDOW_LOG}
        self._machine = ZstdDecompressor(options=limits)
        self.unused: bytes | None = None

    def run(self, data: bytes) -> Iterator[bytes]:
        while True:
            piece = self._machine.decompress(data, STEP)
            data = b""
            if piece:
                yield piece
            if self._machine.eof:
                self.unused = self._machine.unused_data
                return
            if self._machine.needs_input:
                return


class _Brotli:
    """One brotli stream; what follows it is left out."""

    def __init__(self) -> None:
        self._machine = brotli.Decompressor()

    def unpack(self, data: bytes) -> Iterator[bytes]:
        try:
            while not self._machine.is_finished():
                piece = self._machine.process(data, output_buffer_limit=STEP)
                data = b""
                if piece:
                    yield piece
                elif self._machine.can_accept_more_data():
                    return  # it says so too while unpacked bytes wait, hence the empty step before
        except brotli.error:
            raise BadPacking from None


def _gzip() -> Stage:
    # 16 + 15: a gzip header, and the largest window (https://zlib.net/manual.html, inflateInit2).
    return _Sniffing(lambda first: None if first in _PLAIN_STARTS else _Members(lambda: _Zlib(31)))


def _deflate() -> Stage:
    """Choose as browsers do: some servers leave zlib's header out (RFC 9110, 8.4.1.2)."""
    return _Sniffing(lambda first: _Members(lambda: _Zlib(15 if first & 0x0F == 8 else -15)))


def _zstd() -> Stage:
    return _Sniffing(lambda first: None if first in _PLAIN_STARTS else _Members(_Zstd))


_Maker: TypeAlias = Callable[[], Stage]
_STAGES: dict[str, _Maker] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _Brotli,
    "zstd": _zstd,
}
