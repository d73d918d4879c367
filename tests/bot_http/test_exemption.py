"""An address typed by whoever runs the machine is exempt from the address guard; its redirects are not.

`fetcher` here is as the bot's own: private addresses are forbidden.
"""

import socket
from collections.abc import AsyncIterator

import pytest

from bot.http import FeedError, Fetcher
from newsroom import ProblemKind
from tests.feedserver import FeedServer, rss

FEED = rss("A feed").encode()


@pytest.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    async with Fetcher(version="1", timeout=30, max_size=100_000) as fetcher:
        yield fetcher


@pytest.fixture
async def canary() -> AsyncIterator[FeedServer]:
    """Something else of this machine's, which must not be asked anything."""
    async with FeedServer() as canary:
        canary.set("/feed", FEED)
        yield canary


async def test_a_typed_address_may_be_private(server: FeedServer, fetcher: Fetcher) -> None:
    server.set("/feed", FEED)
    fetched = await fetcher.fetch(f"{server.url}/feed", exempt=True)
    assert (fetched.url, fetched.body) == (f"{server.url}/feed", FEED)


async def test_so_may_a_local_name(server: FeedServer, fetcher: Fetcher) -> None:
    server.set("/feed", FEED)
    url = server.url.replace("127.0.0.1", "localhost")
    assert (await fetcher.fetch(f"{url}/feed", exempt=True)).body == FEED


@pytest.mark.parametrize("status", ["redirect", "moved"])
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.1", "[::ffff:127.0.0.1]"])
async def test_its_redirect_to_a_private_address_is_refused(
    server: FeedServer, canary: FeedServer, fetcher: Fetcher, status: str, host: str
) -> None:
    """However it is spelt, and before anything is dialled."""
    target = canary.url.replace("127.0.0.1", host)
    server.fault("/feed", f"{status}:{target}/feed")
    with pytest.raises(FeedError) as refusal:
        await fetcher.fetch(f"{server.url}/feed", exempt=True)
    assert refusal.value.problem.kind is ProblemKind.FORBIDDEN_ADDRESS
    assert server.count("/feed") == 1
    assert canary.requests == []


@pytest.mark.parametrize("location", ["/other", "other", "?page=2"])
async def test_a_redirect_within_the_exempt_host_is_no_exemption(
    server: FeedServer, fetcher: Fetcher, location: str
) -> None:
    server.set("/other", FEED)
    server.fault("/feed", f"redirect:{location}")
    with pytest.raises(FeedError) as refusal:
        await fetcher.fetch(f"{server.url}/feed", exempt=True)
    assert refusal.value.problem.kind is ProblemKind.FORBIDDEN_ADDRESS
    assert len(server.requests) == 1


@pytest.fixture
async def rebinding(canary: FeedServer, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return an address whose name looks public, and whose own name server says it is this machine."""
    port = int(canary.url.rpartition(":")[2])

    def getaddrinfo(*_: object, **__: object) -> object:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return f"http://rebinding.example:{port}/feed"


async def test_a_redirect_is_judged_by_what_is_dialled_too(
    server: FeedServer, canary: FeedServer, fetcher: Fetcher, rebinding: str
) -> None:
    server.fault("/feed", f"redirect:{rebinding}")
    with pytest.raises(FeedError) as refusal:
        await fetcher.fetch(f"{server.url}/feed", exempt=True)
    assert refusal.value.problem.kind is ProblemKind.FORBIDDEN_ADDRESS
    assert canary.requests == []


async def test_the_connection_of_an_exempt_request_is_nobody_elses(
    canary: FeedServer, fetcher: Fetcher, rebinding: str
) -> None:
    """Kept open, it would lead the next request past the guard."""
    assert (await fetcher.fetch(rebinding, exempt=True)).body == FEED
    with pytest.raises(FeedError) as refusal:
        await fetcher.fetch(rebinding)
    assert refusal.value.problem.kind is ProblemKind.FORBIDDEN_ADDRESS
    assert len(canary.requests) == 1


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("http://127.0.0.1:22/", ProblemKind.FORBIDDEN_ADDRESS),
        ("ftp://127.0.0.1/feed", ProblemKind.BAD_ADDRESS),
        ("file:///etc/passwd", ProblemKind.BAD_ADDRESS),
        ("http://user:secret@127.0.0.1/", ProblemKind.BAD_ADDRESS),
        ("http://[::1/", ProblemKind.BAD_ADDRESS),
    ],
)
async def test_scheme_port_and_credentials_are_judged_all_the_same(
    fetcher: Fetcher, url: str, kind: ProblemKind
) -> None:
    with pytest.raises(FeedError) as refusal:
        await fetcher.fetch(url, exempt=True)
    assert refusal.value.problem.kind is kind
