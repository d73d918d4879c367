"""Fetching a feed from a server that does what it should."""

import pytest

from bot.http import WEB_PAGE, FeedError, Fetcher
from newsroom import ProblemKind, Validators
from tests.feedserver import FeedServer, rss

FEED = rss("A feed").encode()


async def test_a_feed_comes_with_what_its_server_says_of_it(
    server: FeedServer, fetcher: Fetcher
) -> None:
    server.set(
        "/feed",
        FEED,
        content_type="Application/RSS+xml; charset=UTF-8",
        headers={"ETag": 'W/"1"', "Last-Modified": "Sat, 21 Nov 2026 10:00:00 GMT"},
    )
    fetched = await fetcher.fetch(f"{server.url}/feed#part")
    assert fetched.body == FEED
    assert fetched.url == fetched.lasting_url == f"{server.url}/feed"
    assert (fetched.content_type, fetched.charset) == ("application/rss+xml", "UTF-8")
    assert (fetched.etag, fetched.last_modified) == ('W/"1"', "Sat, 21 Nov 2026 10:00:00 GMT")


async def test_a_request_says_who_asks_and_what_for(server: FeedServer, fetcher: Fetcher) -> None:
    server.set("/feed", FEED)
    await fetcher.fetch(f"{server.url}/feed")
    _, headers = server.requests[0]
    assert headers["User-Agent"] == "Newshound/9.9 (+feed reader)"
    assert "application/atom+xml" in headers["Accept"]
    assert "gzip" in headers["Accept-Encoding"]
    assert not {"If-None-Match", "If-Modified-Since", "Cookie", "Authorization"} & set(headers)


async def test_a_page_is_asked_for_as_one_and_anything_else_is_refused(
    server: FeedServer, fetcher: Fetcher
) -> None:
    """The body of what is no page, however endless, is not read."""
    server.set("/page", "<p>x", "text/html; charset=utf-8")
    fetched = await fetcher.fetch(f"{server.url}/page", wanted=WEB_PAGE)
    assert fetched.body == b"<p>x"
    _, headers = server.requests[0]
    assert headers["Accept"].startswith("text/html")
    server.set("/film", b"x", "video/mp4")
    server.fault("/film", "endless")
    server.set("/way", b"")
    server.fault("/way", f"redirect:{server.url}/film")
    for path in ("/film", "/way"):
        with pytest.raises(FeedError) as refused:
            await fetcher.fetch(f"{server.url}{path}", wanted=WEB_PAGE)
        assert refused.value.problem.kind is ProblemKind.NOT_A_PAGE


async def test_what_is_known_is_not_sent_again(server: FeedServer, fetcher: Fetcher) -> None:
    server.set("/feed", FEED)
    first = await fetcher.fetch(f"{server.url}/feed")
    second = await fetcher.fetch(f"{server.url}/feed", Validators(first.etag, None))
    assert second.body is None
    assert second.etag == first.etag


async def test_both_validators_are_sent(server: FeedServer, fetcher: Fetcher) -> None:
    modified = "Sat, 21 Nov 2026 10:00:00 GMT"
    server.set("/feed", FEED, headers={"Last-Modified": modified}, etag=False)
    fetched = await fetcher.fetch(f"{server.url}/feed", Validators('"x"', modified))
    assert fetched.body is None
    assert server.requests[0][1]["If-None-Match"] == '"x"'


async def test_validators_that_cannot_be_sent_back_are_not_kept(
    server: FeedServer, fetcher: Fetcher
) -> None:
    server.set("/feed", FEED, headers={"ETag": '"é"', "Last-Modified": "x" * 2_000})
    fetched = await fetcher.fetch(f"{server.url}/feed")
    assert (fetched.etag, fetched.last_modified) == (None, None)


async def test_cookies_are_neither_kept_nor_sent(server: FeedServer, fetcher: Fetcher) -> None:
    server.set("/feed", FEED, headers={"Set-Cookie": "id=1; Path=/"})
    for _ in range(2):
        await fetcher.fetch(f"{server.url}/feed")
    assert "Cookie" not in server.requests[1][1]


async def test_proxies_of_the_environment_are_not_used(
    server: FeedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    server.set("/feed", FEED)
    async with Fetcher(version="1", timeout=30, max_size=9_999, allow_private=True) as fetcher:
        assert (await fetcher.fetch(f"{server.url}/feed")).body == FEED


async def test_a_proxy_that_is_configured_gets_the_request(server: FeedServer) -> None:
    """It asks for the whole address, and the guard still judges what is written."""
    server.set("/feed", FEED)
    async with Fetcher(version="1", timeout=30, max_size=9_999, proxy=server.url) as fetcher:
        assert (await fetcher.fetch("http://feeds.example/feed")).body == FEED
        with pytest.raises(FeedError) as refusal:
            await fetcher.fetch("http://127.0.0.1/feed")
    assert server.requests[0][1]["Host"] == "feeds.example"
    assert refusal.value.problem.kind is ProblemKind.FORBIDDEN_ADDRESS
    assert len(server.requests) == 1


async def test_a_temporary_redirect_is_followed_and_not_remembered(
    server: FeedServer, fetcher: Fetcher
) -> None:
    server.set("/new", FEED)
    server.fault("/old", f"redirect:{server.url}/new")
    fetched = await fetcher.fetch(f"{server.url}/old")
    assert fetched.body == FEED
    assert fetched.url == f"{server.url}/new"
    assert fetched.lasting_url == f"{server.url}/old"


async def test_a_permanent_redirect_is_to_be_remembered(
    server: FeedServer, fetcher: Fetcher
) -> None:
    server.set("/new", FEED)
    server.fault("/old", "moved:/new")
    assert (await fetcher.fetch(f"{server.url}/old")).lasting_url == f"{server.url}/new"


async def test_what_stands_behind_a_temporary_redirect_is_not_remembered(
    server: FeedServer, fetcher: Fetcher
) -> None:
    server.set("/d", FEED)
    server.fault("/a", "moved:b?x=1")
    server.fault("/b", "redirect:c c")
    server.fault("/c c", "moved:/d")
    fetched = await fetcher.fetch(f"{server.url}/a")
    assert fetched.url == f"{server.url}/d"
    assert fetched.lasting_url == f"{server.url}/b?x=1"


async def test_validators_go_with_a_redirect(server: FeedServer, fetcher: Fetcher) -> None:
    server.set("/new", FEED, headers={"ETag": '"1"'})
    server.fault("/old", "moved:/new")
    fetched = await fetcher.fetch(f"{server.url}/old", Validators('"1"'))
    assert fetched.body is None
