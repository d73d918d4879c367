"""A login goes to the server that it is for, and to no other."""

from collections.abc import AsyncIterator

import pytest

from bot.http import FeedError, Fetcher
from newsroom import ProblemKind
from tests.feedserver import FeedServer, rss

FEED = rss("A feed").encode()
BASIC = "Basic YWRhOnNlY3JldA=="
SECRETS = {"Authorization": BASIC, "cookie": "key=hidden", "X-Key": "hidden", "accept": "text/xml"}


@pytest.fixture
async def other() -> AsyncIterator[FeedServer]:
    async with FeedServer("127.0.0.2") as one:
        yield one


def told(server: FeedServer) -> list[tuple[str, bool]]:
    """Return the paths asked for, each with whether the secrets came along."""
    return [
        (path, any("hidden" in value or value == BASIC for value in headers.values()))
        for path, headers in server.requests
    ]


async def test_who_brings_the_login_is_let_in(server: FeedServer, fetcher: Fetcher) -> None:
    server.set("/feed", FEED)
    server.demand("/feed", BASIC)
    with pytest.raises(FeedError) as refused:
        await fetcher.fetch(f"{server.url}/feed")
    assert refused.value.problem.kind is ProblemKind.FORBIDDEN
    assert (await fetcher.fetch(f"{server.url}/feed", secrets=SECRETS)).body == FEED
    _, headers = server.requests[-1]
    assert headers.getall("Accept") == ["text/xml"], "the admin's own word counts"
    assert headers["Cookie"] == "key=hidden"


async def test_it_stays_within_its_origin(
    server: FeedServer, other: FeedServer, fetcher: Fetcher
) -> None:
    """Along its own redirects it goes; from the first one elsewhere on it does not, not even back home."""
    server.set("/feed", FEED)
    other.set("/feed", FEED)
    for path, target in (
        ("/old", f"{server.url}/feed"),
        ("/away", f"{other.url}/feed"),
        ("/round", f"{other.url}/back"),
    ):
        server.fault(path, f"redirect:{target}")
    other.fault("/back", f"redirect:{server.url}/feed")
    await fetcher.fetch(f"{server.url}/old", secrets=SECRETS)
    await fetcher.fetch(f"{server.url}/away", secrets=SECRETS)
    await fetcher.fetch(f"{server.url}/round", secrets=SECRETS)
    assert told(server) == [
        ("/old", True),
        ("/feed", True),
        ("/away", True),
        ("/round", True),
        ("/feed", False),
    ]
    assert told(other) == [("/feed", False), ("/back", False)]


async def test_another_port_is_another_origin(server: FeedServer, fetcher: Fetcher) -> None:
    async with FeedServer() as neighbour:
        neighbour.set("/feed", FEED)
        server.fault("/feed", f"moved:{neighbour.url}/feed")
        await fetcher.fetch(f"{server.url}/feed", secrets=SECRETS)
        assert told(neighbour) == [("/feed", False)]


async def test_the_next_fetch_of_another_feed_knows_nothing_of_it(
    server: FeedServer, fetcher: Fetcher
) -> None:
    server.set("/feed", FEED)
    await fetcher.fetch(f"{server.url}/feed", secrets=SECRETS)
    await fetcher.fetch(f"{server.url}/feed")
    assert [with_it for _, with_it in told(server)] == [True, False]
