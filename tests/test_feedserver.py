"""The feed server that the other tests rely on."""

import asyncio
import io
from collections.abc import AsyncIterator

import aiohttp
import feedparser
import pytest

from tests.feedserver import FeedServer, item, rss


@pytest.fixture
async def server() -> AsyncIterator[FeedServer]:
    async with FeedServer() as server:
        yield server


@pytest.fixture
async def client() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5)) as client:
        yield client


async def test_serves_what_was_set_last(server: FeedServer, client: aiohttp.ClientSession) -> None:
    server.set("/feed.xml", "old")
    server.set("/feed.xml", "new", "text/plain", 503, {"Retry-After": "60"})
    async with client.get(server.url + "/feed.xml?x=1", headers={"X-Who": "me"}) as answer:
        assert (answer.status, await answer.text()) == (503, "new")
        assert answer.content_type == "text/plain"
        assert answer.headers["Retry-After"] == "60"
    assert [(path, headers["X-Who"]) for path, headers in server.requests] == [("/feed.xml", "me")]
    assert server.count("/feed.xml") == 1
    assert server.count("/other.xml") == 0


async def test_an_unset_path_is_not_found(
    server: FeedServer, client: aiohttp.ClientSession
) -> None:
    async with client.get(server.url + "/feed.xml") as answer:
        assert answer.status == 404


@pytest.mark.parametrize(
    ("validator", "question"),
    [("ETag", "If-None-Match"), ("Last-Modified", "If-Modified-Since")],
)
async def test_a_validator_sent_back_earns_a_304(
    server: FeedServer, client: aiohttp.ClientSession, validator: str, question: str
) -> None:
    stamp = {"Last-Modified": "Sun, 01 Feb 2026 10:00:00 GMT"}
    server.set("/feed.xml", "body", headers=stamp)
    async with client.get(server.url + "/feed.xml") as answer:
        value = answer.headers[validator]
    async with client.get(server.url + "/feed.xml", headers={question: value}) as answer:
        assert answer.status == 304
    server.set("/feed.xml", "changed", headers={"Last-Modified": "Mon, 02 Feb 2026 10:00:00 GMT"})
    async with client.get(server.url + "/feed.xml", headers={question: value}) as answer:
        assert answer.status == 200


async def test_etags_can_be_left_out(server: FeedServer, client: aiohttp.ClientSession) -> None:
    server.set("/feed.xml", "body", etag=False)
    async with client.get(server.url + "/feed.xml") as answer:
        assert "ETag" not in answer.headers


@pytest.mark.parametrize("kind", ["drop", "truncated"])
async def test_a_broken_answer_is_an_error(
    server: FeedServer, client: aiohttp.ClientSession, kind: str
) -> None:
    server.set("/feed.xml", "x" * 10_000)
    server.fault("/feed.xml", kind)
    with pytest.raises(aiohttp.ClientError):
        async with client.get(server.url + "/feed.xml") as answer:
            await answer.read()
    server.fault("/feed.xml", None)
    async with client.get(server.url + "/feed.xml") as answer:
        assert len(await answer.read()) == 10_000


async def test_a_hanging_request_ends_with_the_server(client: aiohttp.ClientSession) -> None:
    async with FeedServer() as server:
        server.fault("/feed.xml", "hang")
        request = asyncio.create_task(client.get(server.url + "/feed.xml"))
        await server.wait_for(lambda: server.count("/feed.xml") == 1)
        assert not request.done()
    with pytest.raises(aiohttp.ClientError):
        await request


@pytest.mark.parametrize(("kind", "bytes_seen"), [("slow", 3), ("endless", 1_000_000)])
async def test_a_client_may_leave_an_answer_that_does_not_end(
    server: FeedServer, client: aiohttp.ClientSession, kind: str, bytes_seen: int
) -> None:
    server.set("/feed.xml", "x" * 1_000)
    server.fault("/feed.xml", kind)
    async with client.get(server.url + "/feed.xml") as answer:
        assert len(await answer.content.readexactly(bytes_seen)) == bytes_seen
        assert not answer.content.at_eof()


@pytest.mark.parametrize(("kind", "status"), [("redirect", 302), ("moved", 301)])
async def test_redirects(
    server: FeedServer, client: aiohttp.ClientSession, kind: str, status: int
) -> None:
    server.fault("/old.xml", f"{kind}:{server.url}/new.xml")
    async with client.get(server.url + "/old.xml", allow_redirects=False) as answer:
        assert (answer.status, answer.headers["Location"]) == (status, server.url + "/new.xml")


async def test_an_unknown_fault_is_refused(server: FeedServer) -> None:
    with pytest.raises(ValueError, match="gremlins"):
        server.fault("/feed.xml", "gremlins")


async def test_waiting_ends_with_a_timeout(server: FeedServer) -> None:
    with pytest.raises(TimeoutError):
        await server.wait_for(lambda: server.count("/feed.xml") > 0, timeout=0.01)


def test_the_builders_make_a_valid_feed() -> None:
    everything = item(
        "1 & 2",
        "A <b> & c",
        "<p>Fish &amp; chips</p>",
        "http://a.example/?x=1&y=2",
        1_770_000_000_000,
        content="<p>All of it</p>",
        author="me@a.example (Me)",
        categories=["Sea & sand"],
        enclosure=("http://a.example/1.mp3?a&b", "audio/mpeg", 7),
    )
    document = rss("Fish & co", [everything, item(None, "Bare", None)], language="en")
    feed = feedparser.parse(io.BytesIO(document.encode()))
    assert not feed.bozo
    assert (feed.feed.title, feed.feed.language) == ("Fish & co", "en")
    first, second = feed.entries
    assert (first.id, first.link) == ("1 & 2", "http://a.example/?x=1&y=2")
    assert first.published == "Mon, 02 Feb 2026 02:40:00 GMT"
    assert first.content[0].value == "<p>All of it</p>"
    assert first.summary == "<p>Fish &amp; chips</p>"
    assert first.tags[0].term == "Sea & sand"
    assert first.enclosures[0].href == "http://a.example/1.mp3?a&b"
    assert set(second) == {"title", "title_detail"}
