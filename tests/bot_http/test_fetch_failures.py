"""Whatever a server does, the outcome is a FeedError with the right word, in time."""

import asyncio
import errno
import socket

import aiohttp
import pytest

from bot.http import FeedError, Fetcher
from bot.http.failures import problem_of
from newsroom import ProblemKind, Validators
from tests.bot_http.rawserver import answering
from tests.feedserver import FeedServer, rss

FEED = rss("A feed").encode()
WEEK = 7 * 24 * 3600 * 1000


async def failure(fetcher: Fetcher, url: str, validators: Validators | None = None) -> FeedError:
    with pytest.raises(FeedError) as caught:
        await fetcher.fetch(url, validators)
    return caught.value


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (300, ProblemKind.HTTP_ERROR),
        (304, ProblemKind.HTTP_ERROR),
        (400, ProblemKind.HTTP_ERROR),
        (401, ProblemKind.FORBIDDEN),
        (403, ProblemKind.FORBIDDEN),
        (404, ProblemKind.NOT_FOUND),
        (410, ProblemKind.GONE),
        (418, ProblemKind.HTTP_ERROR),
        (429, ProblemKind.BUSY),
        (500, ProblemKind.SERVER_ERROR),
        (503, ProblemKind.SERVER_ERROR),
        (599, ProblemKind.SERVER_ERROR),
    ],
)
async def test_a_status_that_is_no_success(
    server: FeedServer, fetcher: Fetcher, status: int, kind: ProblemKind
) -> None:
    """304 among them: nothing was said to be known."""
    server.set("/feed", b"", status=status)
    error = await failure(fetcher, f"{server.url}/feed")
    assert error.problem.kind is kind
    assert error.problem.detail == f"HTTP {status}"
    assert error.retry_after is None


@pytest.mark.parametrize(
    ("asked", "milliseconds"),
    [
        ("120", 120_000),
        (" 0 ", 0),
        ("Sat, 21 Nov 2026 10:01:30 GMT", 90_000),
        ("Sat, 21 Nov 2026 09:00:00 GMT", 0),
        ("9" * 400, 999_999_999_000),
        ("-5", None),
        ("soon", None),
        ("²", None),
        ("", None),
        ("Sat, 99 Nov 2026", None),
    ],
)
async def test_how_long_a_server_wants_to_be_left_alone(
    server: FeedServer, fetcher: Fetcher, asked: str, milliseconds: int | None
) -> None:
    headers = {"Retry-After": asked, "Date": "Sat, 21 Nov 2026 10:00:00 GMT"}
    server.set("/feed", b"", status=429, headers=headers)
    error = await failure(fetcher, f"{server.url}/feed")
    assert error.retry_after == milliseconds


@pytest.mark.parametrize("location", ["/old", "http://127.0.0.1:1\\@x/", "/a/b/../../old#x"])
async def test_a_redirect_to_itself_or_to_nonsense_ends(
    server: FeedServer, fetcher: Fetcher, location: str
) -> None:
    server.fault("/old", f"redirect:{location}")
    kind = (await failure(fetcher, f"{server.url}/old")).problem.kind
    assert kind is (ProblemKind.BAD_ADDRESS if "\\" in location else ProblemKind.REDIRECT_LOOP)
    assert server.count("/old") == 1


async def test_five_redirects_are_followed_and_no_more(
    server: FeedServer, fetcher: Fetcher
) -> None:
    for hop in range(6):
        server.fault(f"/{hop}", f"redirect:/{hop + 1}")
    server.set("/6", FEED)
    assert (await fetcher.fetch(f"{server.url}/1")).body == FEED
    assert (await failure(fetcher, f"{server.url}/0")).problem.kind is ProblemKind.REDIRECT_LOOP


@pytest.mark.parametrize(
    "location",
    [
        "ftp://a.example/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "http://user:password@127.0.0.1/",
        "//user@127.0.0.1/",
        "http://[::1",
        "http://a..example/",
        "//",
    ],
)
async def test_a_redirect_is_judged_like_any_address(
    server: FeedServer, fetcher: Fetcher, location: str
) -> None:
    server.fault("/old", f"redirect:{location}")
    assert (await failure(fetcher, f"{server.url}/old")).problem.kind is ProblemKind.BAD_ADDRESS


async def test_a_redirect_to_another_service_is_refused(
    server: FeedServer, fetcher: Fetcher
) -> None:
    server.fault("/old", "redirect:http://127.0.0.1:25/")
    error = await failure(fetcher, f"{server.url}/old")
    assert error.problem.kind is ProblemKind.FORBIDDEN_ADDRESS


async def test_a_redirect_without_a_target_is_an_error_of_its_status() -> None:
    async with (
        answering(b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n") as url,
        Fetcher(version="1", timeout=30, max_size=9_999, allow_private=True) as fetcher,
    ):
        error = await failure(fetcher, url)
    assert (error.problem.kind, error.problem.detail) == (ProblemKind.HTTP_ERROR, "HTTP 302")


async def test_an_address_of_our_own_is_refused_whatever_name_leads_there(
    server: FeedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name looks public and passes; what it resolves to does not."""
    port = int(server.url.rpartition(":")[2])
    found = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port)),
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.2", port)),
    ]

    def getaddrinfo(*_: object, **__: object) -> object:
        return found

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    async with Fetcher(version="1", timeout=30, max_size=9_999) as fetcher:
        error = await failure(fetcher, f"http://feeds.example:{port}/feed")
    assert error.problem.kind is ProblemKind.FORBIDDEN_ADDRESS
    assert server.requests == []


@pytest.mark.parametrize(
    ("lookup_error", "kind"),
    [
        (socket.EAI_NONAME, ProblemKind.NAME_NOT_FOUND),
        (socket.EAI_NODATA, ProblemKind.NAME_NOT_FOUND),
        (socket.EAI_AGAIN, ProblemKind.UNREACHABLE),
    ],
)
async def test_a_name_that_leads_nowhere(
    fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch, lookup_error: int, kind: ProblemKind
) -> None:
    def getaddrinfo(*_: object, **__: object) -> object:
        raise socket.gaierror(lookup_error, "told by the test")

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    assert (await failure(fetcher, "http://feeds.example/")).problem.kind is kind


async def test_nobody_listens(fetcher: Fetcher) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/"
        assert (await failure(fetcher, url)).problem.kind is ProblemKind.UNREACHABLE


async def test_a_server_that_speaks_no_tls_is_insecure(
    server: FeedServer, fetcher: Fetcher
) -> None:
    url = server.url.replace("http:", "https:")
    assert (await failure(fetcher, url)).problem.kind is ProblemKind.INSECURE


@pytest.mark.parametrize("fault", ["hang", "slow"])
async def test_a_deadline_holds_for_all_of_a_fetch(server: FeedServer, fault: str) -> None:
    server.set("/feed", FEED)
    server.fault("/feed", fault)
    async with Fetcher(version="1", timeout=0.2, max_size=9_999, allow_private=True) as fetcher:
        error = await failure(fetcher, f"{server.url}/feed")
    assert error.problem.kind is ProblemKind.TIMEOUT


@pytest.mark.parametrize("fault", ["drop", "truncated"])
async def test_a_connection_that_breaks(server: FeedServer, fetcher: Fetcher, fault: str) -> None:
    server.set("/feed", FEED)
    server.fault("/feed", fault)
    error = await failure(fetcher, f"{server.url}/feed")
    assert error.problem.kind is ProblemKind.UNREACHABLE


async def test_a_body_that_says_it_is_too_large_is_not_read(
    server: FeedServer, fetcher: Fetcher
) -> None:
    server.set("/exact", b"x" * 100_000)
    server.set("/large", b"x" * 100_001)
    assert len((await fetcher.fetch(f"{server.url}/exact")).body or b"") == 100_000
    error = await failure(fetcher, f"{server.url}/large")
    assert error.problem.kind is ProblemKind.TOO_LARGE


async def test_an_endless_body_is_dropped(server: FeedServer, fetcher: Fetcher) -> None:
    server.fault("/feed", "endless")
    error = await failure(fetcher, f"{server.url}/feed")
    assert error.problem.kind is ProblemKind.TOO_LARGE


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\r\n\r\n",
        b"220 mail.example ESMTP\r\n",
        b"HTTP/9.9 200 OK\r\n\r\n",
        b"HTTP/1.1 999999 What\r\n\r\n",
        b"HTTP/1.1 abc\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\nx",
        b"HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"x" * 100_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 10_000 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nX: \0\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: http://\xff\xfe/\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: /\xff\r\n\r\n",
        b"HTTP/1.1 301 Moved\r\nLocation: http://a\x01b/\r\n\r\n",
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n",
        b"\x16\x03\x01\x02\x00",
    ],
    ids=lambda answer: repr(answer[:60]),
)
async def test_an_answer_that_is_no_http_is_a_problem_too(fetcher: Fetcher, answer: bytes) -> None:
    async with answering(answer) as url:
        assert (await failure(fetcher, url)).problem.kind in ProblemKind


@pytest.mark.parametrize(
    "content_type",
    [b"", b";;;", b"text/xml; charset", b"text/xml; charset=\xff", b"\xe9/\xe9", b"x" * 9000],
)
async def test_a_strange_content_type_harms_nothing(fetcher: Fetcher, content_type: bytes) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\nContent-Type: "
    async with answering(head + content_type + b"\r\n\r\nbody") as url:
        assert (await fetcher.fetch(url)).body == b"body"


async def test_a_cancelled_caller_is_cancelled(server: FeedServer, fetcher: Fetcher) -> None:
    server.fault("/feed", "hang")
    fetching = asyncio.create_task(fetcher.fetch(f"{server.url}/feed"))
    await server.wait_for(lambda: server.count("/feed") == 1)
    fetching.cancel()
    with pytest.raises(asyncio.CancelledError):
        await fetching


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (TimeoutError(), ProblemKind.TIMEOUT),
        (OSError(errno.EHOSTUNREACH, "x"), ProblemKind.UNREACHABLE),
        (aiohttp.ServerDisconnectedError(), ProblemKind.UNREACHABLE),
        (aiohttp.InvalidURL("x"), ProblemKind.BAD_ADDRESS),
        (UnicodeError("label too long"), ProblemKind.BAD_ADDRESS),
        (ValueError("x"), ProblemKind.HTTP_ERROR),
    ],
)
def test_errors_that_no_server_here_can_cause(error: Exception, kind: ProblemKind) -> None:
    assert problem_of(error)[0] is kind
