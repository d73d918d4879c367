"""What goes through a worker's pipes: frames of a JSON object and raw bytes, each with its length first."""

import json
import struct
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:  # the child needs no asyncio, and starts sooner without it
    from asyncio import StreamReader

_LENGTHS = struct.Struct(">II")
_MAX_HEADER = 1 << 20
_MAX_PAYLOAD = 1 << 28


class BadFrame(Exception):
    """What came through the pipe is no frame."""


def frame_head(header: dict[str, Any], payload: bytes) -> bytes:
    """Return what goes before `payload`: both lengths and the header."""
    packed = json.dumps(header).encode()
    return _LENGTHS.pack(len(packed), len(payload)) + packed


async def receive_frame(stream: "StreamReader") -> tuple[dict[str, Any], bytes]:
    """Read one frame in the parent. Raises BadFrame, and IncompleteReadError at the pipe's end."""
    header_length, payload_length = _lengths(await stream.readexactly(_LENGTHS.size))
    header = _header(await stream.readexactly(header_length))
    return header, await stream.readexactly(payload_length)


def read_frame(stream: BinaryIO) -> tuple[dict[str, Any], bytes] | None:
    """Read one frame in the child; None where the parent has closed the pipe. Raises BadFrame."""
    lengths = stream.read(_LENGTHS.size)
    if len(lengths) < _LENGTHS.size:
        return None
    header_length, payload_length = _lengths(lengths)
    header = _header(stream.read(header_length))
    payload = stream.read(payload_length)
    return (header, payload) if len(payload) == payload_length else None


def write_frame(stream: BinaryIO, header: dict[str, Any], payload: bytes = b"") -> None:
    """Write one frame in the child."""
    stream.write(frame_head(header, payload) + payload)  # at once: the parent is woken by each
    stream.flush()


def _lengths(packed: bytes) -> tuple[int, int]:
    header_length, payload_length = _LENGTHS.unpack(packed)
    if header_length > _MAX_HEADER or payload_length > _MAX_PAYLOAD:
        raise BadFrame("longer than any of ours")
    return header_length, payload_length


def _header(packed: bytes) -> dict[str, Any]:
    try:
        header = json.loads(packed)
    except ValueError:
        raise BadFrame("its header is no JSON") from None
    if not isinstance(header, dict):
        raise BadFrame("its header is no JSON object")
    return header
