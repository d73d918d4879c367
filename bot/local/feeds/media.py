"""Photos and podcast episodes, made up on the spot: a landscape and a tone for each article."""

import colorsys
import io
import math
import struct
import wave
import zlib

WIDTH, HEIGHT = 480, 270
SKY_SHADES = 64
RATE = 8_000  # samples a second


def photo(slug: str) -> bytes:
    """Draw a hill under an evening sky as a PNG; the slug decides its colours and its shape."""
    seed = zlib.crc32(slug.encode())
    hill_colour = SKY_SHADES
    ridge = [
        HEIGHT * (0.62 + 0.09 * math.sin(x / 61 + seed) + 0.05 * math.sin(x / 23 + seed / 7))
        for x in range(WIDTH)
    ]
    rows = bytearray()
    for y in range(HEIGHT):
        sky_colour = y * SKY_SHADES // HEIGHT
        rows.append(0)  # this row is not filtered
        rows += bytes(hill_colour if y > top else sky_colour for top in ridge)
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 3, 0, 0, 0)  # 8 bits, indexed colours
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", header),
            _chunk(b"PLTE", _palette(seed % 360 / 360)),
            _chunk(b"IDAT", zlib.compress(bytes(rows))),
            _chunk(b"IEND", b""),
        )
    )


def _palette(hue: float) -> bytes:
    """Return the shades of the sky from top to bottom, then the colour of the hill."""
    sky = [colorsys.hsv_to_rgb(hue, 0.7 - 0.6 * i / SKY_SHADES, 0.95) for i in range(SKY_SHADES)]
    hill = colorsys.hsv_to_rgb((hue + 0.4) % 1, 0.6, 0.3)
    return bytes(round(255 * part) for colour in (*sky, hill) for part in colour)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def episode(slug: str) -> bytes:
    """Sound one soft second as a WAV file; the slug decides its pitch."""
    pitch = 220 + zlib.crc32(slug.encode()) % 220
    samples = bytes(
        128 + round(60 * (1 - i / RATE) * math.sin(math.tau * pitch * i / RATE))
        for i in range(RATE)
    )
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(RATE)
        sound.writeframes(samples)
    return file.getvalue()
