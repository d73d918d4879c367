"""Servers that never end, lie about lengths, or need a cookie: each fetch ends with a word, in time."""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Callable, Iterator
from itertools import chain, count, repeat
from pathlib import Path

import pytest

from bot.http import FeedError, Fetcher
from newsroom import ProblemKind
from tests.bot_http.rawserver import answering, trickling
from tests.feedserver import FeedServer, rss

FEED = rss("A feed").encode()
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"


@pytest.fixture
async def hasty() -> AsyncIterator[Fetcher]:
    """Fetch with a deadline that is soon over."""
    async with Fetcher(version="1", timeout=0.4, max_size=100_000, allow_private=True) as fetcher:
        yield fetcher


async def kind_of(fetcher: Fetcher, url: str) -> ProblemKind:
    with pytest.raises(FeedError) as caught:
        await fetcher.fetch(url)
    return caught.value.problem.kind


ENDLESS: dict[str, Callable[[], Iterator[bytes]]] = {
    "a status line": lambda: chain([b"HTTP/1.1 200 "], repeat(b"O")),
    "a head": lambda: chain([OK], repeat(b"X: y\r\n")),
    "a header": lambda: chain([OK, b"X: "], repeat(b"y")),
    "interim answers": lambda: repeat(b"HTTP/1.1 100 Continue\r\n\r\n"),
    "early hints": lambda: repeat(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"),
    "a body": lambda: chain([OK + b"\r\n"], repeat(b"<")),
    "chunks": lambda: chain([CHUNKED], repeat(b"1\r\n<\r\n")),
    "a chunk's extension": lambda: chain([CHUNKED, b"1;"], repeat(b"x")),
    "trailers": lambda: chain([CHUNKED, b"1\r\n<\r\n0\r\n"], repeat(b"X: y\r\n")),
    "a packed body": lambda: chain(
        [OK + b"Content-Encoding: gzip\r\n\r\n", b"\x1f\x8b\x08\0\0\0\0\0\0\3"],
        repeat(b"\0\0\0\xff\xff"),  # an empty stored block
    ),
}


@pytest.mark.parametrize("what", ENDLESS)
async def test_what_trickles_without_an_end_ends_at_the_deadline(hasty: Fetcher, what: str) -> None:
    async with trickling(ENDLESS[what]()) as url:
        assert await kind_of(hasty, url) is ProblemKind.TIMEOUT


@pytest.mark.parametrize("what", ENDLESS)
async def test_what_floods_without_an_end_ends_too(hasty: Fetcher, what: str) -> None:
    """With one of the limits, or at the deadline."""
    async with trickling(_in_lumps(ENDLESS[what]()), pause=0) as url:
        assert await kind_of(hasty, url) in {
            ProblemKind.TIMEOUT,
            ProblemKind.TOO_LARGE,
            ProblemKind.HTTP_ERROR,
            ProblemKind.UNREACHABLE,
        }


def _in_lumps(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Leave the first two pieces, which may be there once only, as they are."""
    yield from (next(pieces), next(pieces))
    for piece in pieces:
        yield piece * 2_000


async def test_others_are_served_meanwhile(server: FeedServer, fetcher: Fetcher) -> None:
    """Ten of the worst at once, and a good one beside them."""
    server.set("/feed", FEED)
    async with trickling(ENDLESS["interim answers"](), pause=0) as url:
        bad = [asyncio.create_task(fetcher.fetch(url)) for _ in range(10)]
        try:
            assert (await fetcher.fetch(f"{server.url}/feed")).body == FEED
            assert not any(task.done() for task in bad)
        finally:
            for task in bad:
                task.cancel()
            await asyncio.gather(*bad, return_exceptions=True)


@pytest.mark.parametrize(
    ("answer", "body"),
    [
        (b"HTTP/1.1 204 No Content\r\n\r\n", b""),
        (b"HTTP/1.1 205 Reset Content\r\nContent-Length: 0\r\n\r\n", b""),
        (b"HTTP/1.1 203 By A Proxy\r\nContent-Length: 2\r\n\r\nab", b"ab"),
        (OK + b"Content-Length: 0\r\n\r\n", b""),
        (OK + b"\r\nabc", b"abc"),
        (b"HTTP/1.0 200 OK\r\n\r\nabc", b"abc"),
        (b"HTTP/1.1 100 Continue\r\n\r\n" + OK + b"Content-Length: 2\r\n\r\nab", b"ab"),
        (b"HTTP/1.1 103 Early Hints\r\n\r\n" + OK + b"Content-Length: 2\r\n\r\nab", b"ab"),
        (CHUNKED + b"2\r\nab\r\n0\r\n\r\n", b"ab"),
    ],
    ids=lambda value: repr(value[:30]),
)
async def test_what_is_odd_and_whole_is_taken(fetcher: Fetcher, answer: bytes, body: bytes) -> None:
    async with answering(answer) as url:
        assert (await fetcher.fetch(url)).body == body


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (b"HTTP/1.1 206 Partial Content\r\nContent-Length: 2\r\n\r\nab", ProblemKind.HTTP_ERROR),
        (b"HTTP/1.1 304 Not Modified\r\n\r\n", ProblemKind.HTTP_ERROR),
        (OK + b"Content-Length: 9\r\n\r\nab", ProblemKind.UNREACHABLE),
        (OK + b"Content-Length: 2\r\n\r\nabcdef", ProblemKind.HTTP_ERROR),
        (CHUNKED + b"9\r\nab", ProblemKind.UNREACHABLE),
        (CHUNKED + b"2\r\nab\r\n", ProblemKind.UNREACHABLE),
        (b"<rss version='2.0'></rss>", ProblemKind.HTTP_ERROR),
        (b"HTTP/1.1 303 See Other\r\nLocation: \r\n\r\n", ProblemKind.HTTP_ERROR),
    ],
    ids=lambda value: repr(value[:30]),
)
async def test_what_is_not_whole_is_not(fetcher: Fetcher, answer: bytes, kind: ProblemKind) -> None:
    async with answering(answer) as url:
        assert await kind_of(fetcher, url) is kind


@pytest.mark.parametrize(
    "location",
    [
        "http:/feeds.example/",
        "http:feeds.example",
        "http:\\\\feeds.example",
        "\\\\feeds.example\\feed",
        "/\\feeds.example",
        "///feeds.example",
        "////feeds.example",
        "https:///feeds.example",
        "hTTp://user@feeds.example",
        "//feeds.example:22x",
        "/a\tb",
        "?a\x7f",
        "feed:https://feeds.example",
        "about:blank",
        "x" * 5_000,
    ],
)
async def test_a_location_that_parsers_disagree_on_is_refused(
    fetcher: Fetcher, location: str
) -> None:
    """What browsers mend and other clients take for a path is asked of nobody."""
    answer = f"HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n"
    async with answering(answer.encode()) as url:
        assert await kind_of(fetcher, url) is ProblemKind.BAD_ADDRESS


async def test_other_ways_to_send_a_client_on_are_not_followed(
    server: FeedServer, fetcher: Fetcher
) -> None:
    page = b'<meta http-equiv="refresh" content="0; url=/secret"><rss/>'
    headers = {"Refresh": "0; url=/secret", "Alt-Svc": 'h2="127.0.0.1:1"', "Location": "/secret"}
    server.set("/feed", page, headers=headers)
    for _ in range(2):
        assert (await fetcher.fetch(f"{server.url}/feed")).body == page
    assert server.count("/secret") == 0


async def test_a_site_that_redirects_until_it_sees_its_cookie(
    server: FeedServer, fetcher: Fetcher
) -> None:
    """The cookie lives as long as the fetch does, and goes where a browser would send it."""
    server.set(
        "/feed", b"", status=302, headers={"Location": "/feed", "Set-Cookie": "seen=1; Path=/feed"}
    )
    server.when("/feed", cookie="seen=1", body=FEED)
    for _ in range(2):
        fetched = await fetcher.fetch(f"{server.url}/feed")
        assert (fetched.body, fetched.lasting_url) == (FEED, f"{server.url}/feed")
    assert [headers.get("Cookie") for _, headers in server.requests] == [None, "seen=1"] * 2


async def test_a_cookie_does_not_end_a_loop(server: FeedServer, fetcher: Fetcher) -> None:
    server.set("/a", b"", status=302, headers={"Location": "/b", "Set-Cookie": "a=1"})
    server.fault("/b", "redirect:/a")
    assert await kind_of(fetcher, f"{server.url}/a") is ProblemKind.REDIRECT_LOOP
    assert len(server.requests) <= 4


async def test_cookies_that_are_none_are_neither_sent_nor_logged(
    fetcher: Fetcher, caplog: pytest.LogCaptureFixture
) -> None:
    cookies = b"Set-Cookie: a b=1\r\nSet-Cookie: \xe9=1\r\nSet-Cookie: =\r\nSet-Cookie: x\r\n"
    answer = b"HTTP/1.1 302 Found\r\nLocation: /\r\n" + cookies + b"Content-Length: 0\r\n\r\n"
    async with answering(answer) as url:
        assert await kind_of(fetcher, url) is ProblemKind.REDIRECT_LOOP
    assert caplog.records == []


async def test_a_cookie_of_one_host_is_not_told_another(
    server: FeedServer, fetcher: Fetcher
) -> None:
    elsewhere = server.url.replace("127.0.0.1", "localhost")
    headers = {"Location": f"{elsewhere}/new", "Set-Cookie": "id=1; Path=/"}
    server.set("/old", b"", status=302, headers=headers)
    server.set("/new", FEED)
    assert (await fetcher.fetch(f"{server.url}/old")).body == FEED
    assert "Cookie" not in server.requests[1][1]


async def test_connections_and_names_are_reused(
    server: FeedServer, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def getaddrinfo(host: str, port: int, **_: object) -> object:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    server.set("/feed", FEED)
    url = f"{server.url.replace('127.0.0.1', 'feeds.example')}/feed"
    for _ in range(3):
        await fetcher.fetch(url)
    await asyncio.gather(*(fetcher.fetch(url) for _ in range(3)))
    assert asked == ["feeds.example"]
    assert server.connections <= 3


async def test_slow_name_servers_hold_up_nobody(
    server: FeedServer, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many names hang in the look-up, the next one is asked."""
    released = asyncio.Event()
    loop = asyncio.get_running_loop()

    def getaddrinfo(host: str, port: int, **_: object) -> object:
        if host != "good.example":
            asyncio.run_coroutine_threadsafe(released.wait(), loop).result()
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    server.set("/feed", FEED)
    port = server.url.rpartition(":")[2]
    slow = [
        asyncio.create_task(fetcher.fetch(f"http://slow-{number}.example:{port}/feed"))
        for number in range(50)
    ]
    try:
        assert (await fetcher.fetch(f"http://good.example:{port}/feed")).body == FEED
    finally:
        released.set()
        await asyncio.gather(*slow)


async def test_a_certificate_that_nobody_vouches_for_is_insecure(fetcher: Fetcher) -> None:
    """So is one for another name: to an address, as here, it would have to name the address."""
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(Path(__file__).with_name("selfsigned.pem"))
    async with answering(OK + b"Content-Length: 2\r\n\r\nab", tls=tls) as url:
        assert await kind_of(fetcher, url) is ProblemKind.INSECURE


@pytest.mark.parametrize("seed", range(4))
async def test_random_answers_end_with_a_word(fetcher: Fetcher, seed: int) -> None:
    """Good answers with bytes changed here and there: taken, or refused with a word of ours."""
    good = OK + b"Content-Encoding: gzip\r\nSet-Cookie: a=b\r\nTransfer-Encoding: chunked\r\n\r\n"
    moved = b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/x\r\nSet-Cookie: a=b\r\n\r\n"
    for number in _numbers(seed):
        answer = bytearray(good + b"3\r\nabc\r\n0\r\n\r\n" if number % 2 else moved)
        for step in range(1 + number % 4):
            answer[(number * 7919 + step * 104_729) % len(answer)] = (number >> step) % 256
        async with answering(bytes(answer)) as url:
            try:
                await fetcher.fetch(url)
            except FeedError as error:
                assert error.problem.kind in ProblemKind  # noqa: PT017 - either outcome is right


def _numbers(seed: int) -> Iterator[int]:
    for step, _ in zip(count(), range(60), strict=False):
        yield (seed * 60 + step) * 2_654_435_761 % 2**32
