"""From a page to its feeds, over the real web client and real workers."""

import asyncio

import pytest

from bot.http import Fetcher
from bot.intake import Checker, Poller
from bot.intake.discover import MOST_REQUESTS, Discoverer
from bot.local.feedsite import FeedSite
from bot.worker import WorkerFailure, WorkerPool, WorkerProblem
from newsroom import FoundFeed, Look, ParsedFeed, Problem, ProblemKind
from storage import Database, add_feed, get_feed
from tests.bot_intake.conftest import PACE
from tests.fakeclock import FakeClock
from tests.feedserver import FeedServer, item, rss

HOUR = 3_600_000
HTML = "text/html; charset=utf-8"


def announcing(*paths: str) -> str:
    """Return a page that announces feeds."""
    links = "".join(f'<link rel="alternate" type="application/rss+xml" href="{p}">' for p in paths)
    return f"<!DOCTYPE html><html><head><title>Page</title>{links}</head><body></body></html>"


def paper(title: str, *names: str, text: str = "Text.", newest: int | None = None) -> str:
    items = [item(name, name, text, f"http://site.example/{name}", newest) for name in names]
    return rss(title, items)


def urls(look: Look) -> list[str]:
    return [feed.url for feed in look.feeds]


async def test_a_pages_only_feed_is_taken_as_if_its_address_had_been_sent(
    checker: Checker, server: FeedServer
) -> None:
    server.set("/", announcing("/news.xml"), HTML)
    server.set("/news.xml", paper("News", "a", "b"))
    look = await checker.look(f"{server.url}/")
    assert (look.url, look.problem) == (f"{server.url}/news.xml", None)
    assert look.found_on == f"{server.url}/"
    assert look.parsed is not None
    assert len(look.parsed.entries) == 2
    assert look.validators.body_hash


async def test_a_feed_itself_leads_nowhere_else(checker: Checker, server: FeedServer) -> None:
    server.set("/news.xml", paper("News", "a"))
    look = await checker.look(f"{server.url}/news.xml")
    assert look.found_on is None
    assert [path for path, _ in server.requests] == ["/news.xml"]


async def test_of_several_feeds_each_says_what_it_is(
    checker: Checker, server: FeedServer, clock: FakeClock
) -> None:
    """Only those that are feeds; that of the comments last."""
    newest = clock.now() - HOUR
    server.set("/", announcing("/comments/feed", "/gone.xml", "/sport.xml", "/news.xml"), HTML)
    server.set("/comments/feed", paper("Comments on News", "c"))
    server.set("/sport.xml", paper("Sport", "s", "t", newest=newest))
    server.set("/news.xml", paper("News", "a"))
    server.set("/rss", paper("Never asked for", "x"))
    look = await checker.look(f"{server.url}/")
    assert look.problem is not None
    assert look.problem.kind is ProblemKind.NOT_A_FEED
    assert look.parsed is None
    assert look.feeds == (
        FoundFeed(f"{server.url}/sport.xml", "Sport", 2, newest // 1000 * 1000),
        FoundFeed(f"{server.url}/news.xml", "News", 1, None),
        FoundFeed(f"{server.url}/comments/feed", "Comments on News", 1, None),
    )
    assert server.count("/rss") == 0


async def test_versions_of_one_feed_are_one(checker: Checker, server: FeedServer) -> None:
    """The one with the full text, and where a feed has moved to its new address."""
    server.set("/", announcing("/rss.xml", "/moved.xml", "/full.xml"), HTML)
    server.set("/rss.xml", paper("News", "a", "b"))
    server.fault("/moved.xml", "moved:/rss.xml")
    server.set("/full.xml", paper("News", "a", "b", text="Text. " * 50))
    look = await checker.look(f"{server.url}/")
    assert look.url == f"{server.url}/full.xml"


async def test_links_that_look_like_feeds_come_after_announced_ones(
    checker: Checker, server: FeedServer
) -> None:
    page = announcing("/dead.xml").replace(
        "<body>", '<body><a href="/about">About</a> <a href="/all.rss">All</a> <a href="/x">RSS</a>'
    )
    server.set("/", page, HTML)
    server.set("/all.rss", paper("All", "a"))
    server.set("/x", paper("By its label", "x"))
    look = await checker.look(f"{server.url}/")
    assert urls(look) == [f"{server.url}/all.rss", f"{server.url}/x"]
    assert server.count("/about") == 0


async def test_the_link_header_announces_too(checker: Checker, server: FeedServer) -> None:
    header = {"Link": '</h.xml>; rel="alternate"; type="application/rss+xml"'}
    server.set("/", announcing(), HTML, headers=header)
    server.set("/h.xml", paper("By header", "a"))
    assert (await checker.look(f"{server.url}/")).url == f"{server.url}/h.xml"


@pytest.mark.parametrize(
    ("page", "feed"), [("/", "/feed"), ("/blog/a", "/blog/rss.xml"), ("/a/b", "/atom.xml")]
)
async def test_a_page_that_names_none_may_have_one_at_a_common_place(
    checker: Checker, server: FeedServer, page: str, feed: str
) -> None:
    server.set(page, announcing(), HTML)
    server.set(feed, paper("Common", "a"))
    assert (await checker.look(server.url + page)).url == server.url + feed


async def test_comments_alone_are_not_enough(checker: Checker, server: FeedServer) -> None:
    server.set("/", announcing("/comments/feed"), HTML)
    server.set("/comments/feed", paper("Comments on News", "c"))
    server.set("/rss.xml", paper("News", "a"))
    look = await checker.look(f"{server.url}/")
    assert urls(look) == [f"{server.url}/rss.xml", f"{server.url}/comments/feed"]


async def test_the_bundled_papers_are_found_by_their_pages(
    checker: Checker, clock: FakeClock
) -> None:
    """By the front page and by each article's, so that `newshound try` shows it."""
    async with FeedSite(now=clock.now()) as site:
        for feed in site.feed_urls[:3]:
            look = await checker.look(feed.removesuffix("feed.xml"))
            assert look.url == feed
            assert look.parsed is not None
            article = look.parsed.entries[0].url
            assert article is not None
            assert (await checker.look(article)).url == feed


async def test_a_profile_like_mastodons_has_its_feed(checker: Checker, server: FeedServer) -> None:
    server.set("/@ann/1099", announcing(), HTML)
    server.set("/@ann.rss", paper("Ann", "a"))
    assert (await checker.look(f"{server.url}/@ann/1099")).url == f"{server.url}/@ann.rss"


async def test_nothing_found_is_said_after_a_bounded_number_of_requests(
    checker: Checker, server: FeedServer
) -> None:
    """Whatever a page announces; and one level only: what is a page is not read for more."""
    server.set("/a/b", announcing(*(f"/{n}.xml" for n in range(200))), HTML)
    for n in range(8):
        server.set(f"/{n}.xml", announcing("/deep.xml"), HTML)
    server.set("/deep.xml", paper("Deep", "a"))
    look = await checker.look(f"{server.url}/a/b")
    assert look.problem is not None
    assert look.problem.kind is ProblemKind.NOT_A_FEED
    assert (look.feeds, look.found_on) == ((), None)
    assert len(server.requests) == 1 + MOST_REQUESTS
    assert server.count("/deep.xml") == 0


async def test_a_page_that_is_refused_may_have_a_feed(checker: Checker, server: FeedServer) -> None:
    server.set("/", "Bots are not welcome.", HTML, status=403)
    server.set("/feed", paper("Welcome", "a"))
    assert (await checker.look(f"{server.url}/")).url == f"{server.url}/feed"


@pytest.mark.parametrize("status", [404, 410, 429, 500])
async def test_other_refusals_are_what_was_found(
    checker: Checker, server: FeedServer, status: int
) -> None:
    server.set("/page", "No.", HTML, status=status)
    server.set("/feed", paper("Never asked for", "a"))
    look = await checker.look(f"{server.url}/page")
    assert look.problem is not None
    assert look.problem.detail == f"HTTP {status}"
    assert len(server.requests) == 1


async def test_what_is_no_page_has_no_feeds(checker: Checker, server: FeedServer) -> None:
    server.set("/a.pdf", b"%PDF-1.7 <rss", "application/pdf")
    await checker.look(f"{server.url}/a.pdf")
    assert len(server.requests) == 1


async def test_the_new_address_that_a_feed_announces_is_not_searched_for_feeds(
    poller: Poller, db: Database, server: FeedServer, clock: FakeClock
) -> None:
    """A feed moves to just the address that it names, or not at all."""
    itunes = 'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
    moving = f"<channel {itunes}><itunes:new-feed-url>{server.url}/</itunes:new-feed-url>"
    server.set("/old.xml", paper("Old", "a").replace("<channel>", moving))
    server.set("/", announcing("/other.xml"), HTML)
    server.set("/other.xml", paper("Other", "x"))
    feed = await add_feed(db, url=f"{server.url}/old.xml", title="Old", by=1, now=clock.now())
    for _ in range(3):
        known = await get_feed(db, feed.id, visible_to=1)
        assert known is not None
        await poller.check_now(known)
        clock.advance(4 * 3600)
    stored = await get_feed(db, feed.id, visible_to=1)
    assert stored is not None
    assert stored.url == feed.url
    assert server.count("/") > 0
    assert server.count("/other.xml") == 0


async def test_a_page_with_a_feeds_element_in_it_is_a_page(
    checker: Checker, server: FeedServer
) -> None:
    page = announcing("/news.xml").replace("<body>", "<body><channel><title>x</title></channel>")
    server.set("/", page, HTML)
    server.set("/news.xml", paper("News", "a"))
    assert (await checker.look(f"{server.url}/")).url == f"{server.url}/news.xml"


async def test_each_candidate_is_judged_by_the_guard(
    db: Database, workers: WorkerPool, clock: FakeClock, fetcher: Fetcher, server: FeedServer
) -> None:
    """A page of anybody's may announce an address of our own network."""
    server.set("/", announcing("/news.xml", "file:///etc/passwd"), HTML)
    server.set("/news.xml", paper("News", "a"))
    page = await fetcher.fetch(f"{server.url}/")
    async with Fetcher(version="1", timeout=30, max_size=1 << 20) as guarded:
        checker = Checker(db=db, fetcher=guarded, workers=workers, clock=clock, pace=PACE)
        looks = []

        async def look(url: str) -> tuple[Look, None]:
            looks.append(await checker.look(url))
            return looks[-1], None

        seen = Look(page.url, problem=Problem(ProblemKind.NOT_A_FEED))
        assert await Discoverer(look, workers).instead_of(seen, page) == ()
    assert [path for path, _ in server.requests] == ["/"]
    assert {one.problem and one.problem.kind for one in looks} == {ProblemKind.FORBIDDEN_ADDRESS}


async def test_a_known_sites_feeds_are_asked_without_its_page(workers: WorkerPool) -> None:
    """Those that are there; where none is, the page counts, and nothing is guessed."""
    there = {f"https://github.com/one/repo/{name}.atom": name for name in ("commits", "tags")}
    asked = []

    async def look(url: str) -> tuple[Look, None]:
        asked.append(url)
        if url in there:
            return Look(url, parsed=ParsedFeed(there[url], ())), None
        return Look(url, problem=Problem(ProblemKind.NOT_FOUND)), None

    discoverer = Discoverer(look, workers)
    found = await discoverer.known("https://github.com/one/repo")
    assert [one.url for one in found] == list(there)
    assert await discoverer.known("https://paper.example/one/repo") == ()
    asked.clear()
    refused = Look("https://github.com/two/repo", problem=Problem(ProblemKind.FORBIDDEN))
    assert await discoverer.instead_of(refused, None) == ()
    assert asked == []


async def test_at_the_end_of_the_time_what_is_known_is_what_was_found(
    workers: WorkerPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.intake.discover.DEADLINE", 0.1)
    stopped = []

    async def look(url: str) -> tuple[Look, None]:
        if url.endswith("releases.atom"):
            try:
                await asyncio.Event().wait()
            finally:
                stopped.append(url)
        return Look(url, parsed=ParsedFeed(url, ())), None

    found = await Discoverer(look, workers).known("https://github.com/one/repo")
    assert [one.url.rpartition("/")[2] for one in found] == ["commits.atom", "tags.atom"]
    assert stopped == ["https://github.com/one/repo/releases.atom"]


async def test_a_page_that_breaks_its_reader_may_still_have_a_feed(
    db: Database, fetcher: Fetcher, clock: FakeClock, server: FeedServer
) -> None:
    server.set("/", announcing(), HTML)
    server.set("/feed", paper("Common", "a"))
    jobs = {
        "parse-feed": "bot.intake.parse:parse_job",
        "find-feeds": "tests.bot_worker.hostile:leave",
    }
    async with WorkerPool(1, jobs=jobs) as workers:
        checker = Checker(db=db, fetcher=fetcher, workers=workers, clock=clock, pace=PACE)
        assert (await checker.look(f"{server.url}/")).url == f"{server.url}/feed"


async def test_that_no_worker_starts_is_not_taken_for_no_feed(
    db: Database, fetcher: Fetcher, clock: FakeClock, server: FeedServer
) -> None:
    server.set("/", announcing("/news.xml"), HTML)
    async with WorkerPool(1, jobs={"parse-feed": "no.such:job"}) as workers:
        checker = Checker(db=db, fetcher=fetcher, workers=workers, clock=clock, pace=PACE)
        with pytest.raises(WorkerProblem) as caught:
            await checker.look(f"{server.url}/")
    assert caught.value.failure is WorkerFailure.UNAVAILABLE
