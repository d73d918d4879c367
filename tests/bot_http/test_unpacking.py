"""Content codings: what they give, and how little they may take."""

import gzip
import sys
import tracemalloc
import zlib
from collections.abc import Callable

import brotli
import pytest

from bot.http import FeedError, Fetcher
from bot.http.unpacking import MOST_MEMBERS, STEP, BadPacking, TooMuch, Unpacker
from newsroom import ProblemKind
from tests.feedserver import FeedServer, rss

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

FEED = rss("A feed").encode()
LARGE = 30_000_000

PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": lambda body: gzip.compress(body, 1),
    "deflate": zlib.compress,
    "br": lambda body: bytes(brotli.compress(body, quality=3)),
    "zstd": zstd.compress,
}


def raw_deflate(body: bytes) -> bytes:
    return zlib.compress(body, wbits=-15)


def wide_window(body: bytes) -> bytes:
    """Return a zstd frame that asks for a window of 128 MiB (RFC 8878, 3.1.1.1)."""
    packer = zstd.ZstdCompressor(options={zstd.CompressionParameter.window_log: 27})
    return packer.compress(body) + packer.flush()


def unpack(coding: str, body: bytes, size: int = 1_500) -> bytes:
    """Unpack a body that comes in pieces of `size`."""
    unpacker = Unpacker([coding], LARGE)
    pieces = [body[start : start + size] for start in range(0, len(body), size)]
    return b"".join(part for piece in pieces for part in unpacker.feed(piece))


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        *((coding, pack(FEED)) for coding, pack in PACKERS.items()),
        ("identity", FEED),
        ("", FEED),
        ("GZIP", gzip.compress(FEED)),
        ("x-gzip", gzip.compress(FEED)),
        ("gzip", gzip.compress(FEED[:50]) + gzip.compress(FEED[50:])),
        ("gzip", gzip.compress(FEED) + b"\0" * 512),
        ("gzip", gzip.compress(FEED) + b"\x1f no more of it"),
        ("gzip", gzip.compress(FEED)[:-8]),
        ("deflate", raw_deflate(FEED)),
        ("zstd", zstd.compress(FEED[:50]) + zstd.compress(FEED[50:])),
        ("gzip, br", brotli.compress(gzip.compress(FEED))),
        ("br, identity, gzip", gzip.compress(brotli.compress(FEED))),
        ("gzip", FEED),
        ("gzip", b"\xef\xbb\xbf" + FEED),
        ("zstd", FEED),
        ("gzip", b""),
    ],
)
@pytest.mark.parametrize("size", [1, 1_500, 1_000_000])
def test_a_body_is_unpacked_whatever_pieces_it_comes_in(
    coding: str, body: bytes, size: int
) -> None:
    """Also one that was never packed, one without its end, and what stands after the end is left out."""
    assert unpack(coding, body, size).removeprefix(b"\xef\xbb\xbf") in (
        FEED,
        b"" if not body else FEED,
    )


def test_large_bodies_come_whole_and_in_small_steps() -> None:
    body = bytes(range(256)) * 4_000
    for coding, pack in PACKERS.items():
        parts = list(Unpacker([coding], len(body)).feed(pack(body)))
        assert b"".join(parts) == body, coding
        assert max(map(len, parts)) <= 2 * STEP, coding


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("deflate", FEED),
        ("br", FEED),
        ("gzip", b"\x1f\x8b\x08 is no gzip"),
        ("gzip", b"?" + gzip.compress(FEED)),
        ("gzip", gzip.compress(FEED)[:40] + b"\0" * 40 + b"\xff" * 90),
        ("zstd", b"(\xb5/\xfd" + b"\xff" * 40),
        ("zstd", wide_window(FEED)),
        ("gzip, br", brotli.compress(b"\x1f\x8b\x08 is no gzip")),
        ("compress", FEED),
        ("gzip;q=1", gzip.compress(FEED)),
        ("gzip, gzip, gzip, gzip", FEED),
        ("gzip", gzip.compress(b"") * (MOST_MEMBERS + 1)),
        ("zstd", zstd.compress(b"") * (MOST_MEMBERS + 1)),
    ],
)
def test_what_is_not_packed_as_it_says_is_refused(coding: str, body: bytes) -> None:
    """So are codings that nobody asked for, towers of them, and endless rows of nothing."""
    with pytest.raises(BadPacking):
        unpack(coding, body)


def test_the_limit_holds_before_between_and_after_the_codings() -> None:
    """Blocks of nothing, packed a thousand to one, would be much work and never much of a body."""
    nothing = zlib.compressobj(wbits=31)
    blocks = nothing.compress(b"") + nothing.flush(zlib.Z_FULL_FLUSH) + b"\0\0\0\xff\xff" * 200_000
    assert b"".join(Unpacker(["gzip"], 1_100_000).feed(blocks)) == b""
    for codings, body in (("gzip", blocks), ("gzip, gzip", gzip.compress(blocks)), ("", blocks)):
        with pytest.raises(TooMuch):
            list(Unpacker([codings], 900_000).feed(body))
    with pytest.raises(TooMuch):
        list(Unpacker(["gzip"], len(FEED) - 1).feed(gzip.compress(FEED)))


async def test_several_headers_are_one_list(server: FeedServer, fetcher: Fetcher) -> None:
    packed = brotli.compress(gzip.compress(FEED))
    server.set("/feed", packed, headers={"Content-Encoding": "gzip,br"})
    assert (await fetcher.fetch(f"{server.url}/feed")).body == FEED


async def test_what_is_asked_for_is_what_can_be_unpacked(
    server: FeedServer, fetcher: Fetcher
) -> None:
    server.set("/feed", FEED)
    await fetcher.fetch(f"{server.url}/feed")
    asked = server.requests[0][1]["Accept-Encoding"]
    assert asked.split(", ") == list(PACKERS)


async def test_a_body_that_is_not_packed_as_it_says_is_a_problem(
    server: FeedServer, fetcher: Fetcher
) -> None:
    server.set("/feed", FEED, headers={"Content-Encoding": "br"})
    with pytest.raises(FeedError) as caught:
        await fetcher.fetch(f"{server.url}/feed")
    assert caught.value.problem.kind is ProblemKind.BAD_ENCODING


@pytest.mark.parametrize("coding", [*PACKERS, "gzip, gzip", "zstd, br"])
async def test_a_bomb_is_dropped_before_it_is_unpacked(
    server: FeedServer, fetcher: Fetcher, coding: str
) -> None:
    """100 kB may come of it; 30 MB would."""
    bomb = b"\0" * LARGE
    for name in coding.split(", "):
        bomb = PACKERS[name](bomb)
    assert len(bomb) < 100_000 or coding in ("gzip", "deflate")
    server.set("/feed", bomb, headers={"Content-Encoding": coding})
    tracemalloc.start()
    try:
        with pytest.raises(FeedError) as caught:
            await fetcher.fetch(f"{server.url}/feed")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert caught.value.problem.kind is ProblemKind.TOO_LARGE
    assert peak < 3_000_000
