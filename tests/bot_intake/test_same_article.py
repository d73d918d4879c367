"""The cases of docs/known-entries.md from the wire to the ledger: who gets an alert, and what is stored."""

import pytest

import storage
from bot.intake import Poller
from newsroom import Chat, ChatKind, Feed, FormerTitle, Place
from storage import Database
from tests.fakeclock import FakeClock
from tests.feedserver import FeedServer, item, rss

HOUR = 3_600_000
DAY = 24 * HOUR
NO_BURST = 1_000
"""Articles: whether many are told in one message is not what these tests are about."""


class Subscribed:
    """A feed with one subscriber, as its server and the subscriber see it."""

    def __init__(self, poller: Poller, db: Database, server: FeedServer, clock: FakeClock) -> None:
        self.poller, self.db, self.server, self.clock = poller, db, server, clock

    async def begin(self, *items: str) -> None:
        self.serve(*items)
        now = self.clock.now()
        self.feed = await storage.add_feed(
            self.db, url=f"{self.server.url}/feed", title="A", by=1, now=now
        )
        await storage.meet_chat(self.db, Chat(1, ChatKind.PRIVATE, "Ada"), now)
        await storage.subscribe(self.db, Place(1), self.feed.id, by=1, now=now)
        assert await self.alerts() == []

    def serve(self, *items: str) -> None:
        self.server.set("/feed", rss("A", items))

    async def alerts(self, *items: str) -> list[str]:
        """Check the feed, with other items if there are any; return the titles that this alerts."""
        if items:
            self.serve(*items)
        self.clock.advance(3600)
        feed = await self.stored()
        await self.poller.check_now(feed)
        while (await storage.route_articles(self.db, self.clock.now(), burst=NO_BURST))[0]:
            pass
        now, titles = self.clock.now(), []
        while due := await storage.due_deliveries(self.db, now, limit=500):
            for delivery in due:
                await storage.settle_dropped(self.db, delivery.id, reason="seen", now=now)
                article = await storage.get_article(self.db, delivery.article_id or 0)
                assert article is not None
                titles.append(article.title)
        return titles

    async def stored(self) -> Feed:
        found = await storage.get_feed(self.db, self.feed.id, visible_to=1)
        assert found is not None
        return found

    async def titles(self) -> list[str]:
        page = await storage.latest_of_feed(self.db, self.feed.id, size=50)
        return sorted(article.title for article in page.items)


@pytest.fixture
def feed(poller: Poller, db: Database, server: FeedServer, clock: FakeClock) -> Subscribed:
    return Subscribed(poller, db, server, clock)


def story(
    number: int,
    *,
    guid: str | None = None,
    host: str = "https://a.example",
    title: str = "Story",
    at: int = 0,
) -> str:
    link = f"{host}/{number}"
    text = f"Text of story number {number}."
    return item(guid or f"guid {number}", f"{title} {number}", text, link, at or None)


async def test_new_guids_for_all_alert_nobody_but_the_new_one(feed: Subscribed) -> None:
    await feed.begin(*map(story, range(1, 6)))
    renewed = [story(number, guid=f"other {number}") for number in range(1, 7)]
    assert await feed.alerts(*renewed) == ["Story 6"]
    assert await feed.alerts(*map(story, range(1, 7))) == []
    assert len(await feed.titles()) == 6


async def test_another_domain_alerts_nobody_and_moves_the_links(feed: Subscribed) -> None:
    await feed.begin(*map(story, range(1, 4)))
    host = "https://b.example"
    moved = [story(n, guid=f"{host}/{n}", host=host) for n in range(1, 5)]
    assert await feed.alerts(*moved) == ["Story 4"]
    page = await storage.latest_of_feed(feed.db, feed.feed.id, size=9)
    assert {article.url for article in page.items} == {f"{host}/{n}" for n in range(1, 5)}


async def test_an_edited_title_is_stored_with_the_one_before(feed: Subscribed) -> None:
    await feed.begin(story(1), story(2))
    assert await feed.alerts(story(1, title="Corrected"), story(2)) == []
    assert await feed.titles() == ["Corrected 1", "Story 2"]
    assert await storage.former_titles(feed.db, 2) == (FormerTitle("Story 1", feed.clock.now()),)


async def test_a_feed_that_shrinks_and_comes_back_alerts_nobody(feed: Subscribed) -> None:
    await feed.begin(*map(story, range(1, 6)))
    assert await feed.alerts(story(5)) == []
    assert await feed.alerts(*map(story, range(1, 6))) == []
    feed.serve()
    assert await feed.alerts() == []
    feed.clock.advance(80 * DAY / 1000)
    assert await feed.alerts(*map(story, range(1, 7))) == ["Story 6"]


async def test_an_archive_alerts_nobody_but_what_is_new(feed: Subscribed) -> None:
    now = feed.clock.now()
    recent = [story(n, at=now - n * HOUR) for n in range(1, 6)]
    await feed.begin(*recent)
    archive = [story(n, at=now - n * DAY) for n in range(50, 90)]
    assert await feed.alerts(story(100, at=now + HOUR), *recent, *archive) == ["Story 100"]
    assert len(await feed.titles()) == 46


async def test_a_feed_that_was_down_for_a_day_alerts_all_that_came(feed: Subscribed) -> None:
    now = feed.clock.now()
    await feed.begin(*(story(n, at=now - n * HOUR) for n in range(1, 6)))
    feed.server.fault("/feed", "drop")
    assert await feed.alerts() == []
    feed.server.fault("/feed", None)
    feed.clock.advance(24 * 3600)
    news = [story(n, at=now + n * HOUR) for n in range(10, 25)]
    assert sorted(await feed.alerts(*news)) == sorted(f"Story {n}" for n in range(10, 25))
