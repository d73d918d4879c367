"""Reading articles: the latest of a feed and of a chat, and what a message showed."""

import pytest

import storage
from newsroom import Article, Page, Place
from storage import Database
from tests.storage.given import (
    ADMIN,
    HOUR,
    NOW,
    article,
    chat,
    entry,
    feed,
    private_feed,
    verdict,
)

DAY = 24 * HOUR


def titles(page: Page[Article]) -> list[str]:
    return [one.title for one in page.items]


async def test_an_unknown_number_is_none(db: Database) -> None:
    assert await storage.get_article(db, 1) is None
    assert await storage.visible_article(db, 1, visible_to=1) is None


async def test_an_article_stays_readable_when_its_feed_is_removed(db: Database) -> None:
    made = await feed(db)
    number = await article(db, made.id)
    await storage.remove_feed(db, made.id, by=ADMIN, now=NOW)
    stored = await storage.get_article(db, number)
    assert stored is not None
    assert stored.feed_title == made.title
    assert await storage.visible_article(db, number, visible_to=1) == stored


async def test_an_article_of_a_private_feed_is_seen_by_its_chat_alone(db: Database) -> None:
    made = await private_feed(db, await chat(db, 1))
    number = await article(db, made.id)
    stored = await storage.get_article(db, number)
    assert stored is not None, "deliveries were judged when they were routed"
    assert await storage.visible_article(db, number, visible_to=1) == stored
    assert await storage.visible_article(db, number, visible_to=2) is None


async def test_the_newest_by_date_come_first(db: Database) -> None:
    """By the publisher's date where there is one; of one moment, the last stored first."""
    made = await feed(db)
    dated = [("old", NOW - DAY), ("new", NOW - 1), ("none", None), ("older", NOW - 2 * DAY)]
    entries = [entry(key, published_at=at) for key, at in dated]
    await storage.record_check(db, verdict(made.id, *entries, entry("none too")))
    page = await storage.latest_of_feed(db, made.id, size=9)
    expected = ["none too", "none", "new", "old", "older"]
    assert titles(page) == [f"Title {key}" for key in expected]


@pytest.mark.parametrize(
    ("asked", "shown", "keys"),
    [(0, 0, "ed"), (1, 1, "cb"), (2, 2, "a"), (7, 2, "a"), (-3, 0, "ed")],
)
async def test_pages_of_a_feed(db: Database, asked: int, shown: int, keys: str) -> None:
    made = await feed(db)
    await storage.record_check(db, verdict(made.id, *(entry(key) for key in "abcde")))
    page = await storage.latest_of_feed(db, made.id, page=asked, size=2)
    assert titles(page) == [f"Title {key}" for key in keys]
    assert (page.number, page.pages, page.total) == (shown, 3, 5)


async def test_a_chat_sees_the_articles_of_all_its_feeds_once(db: Database) -> None:
    """Whether in one topic or several; not those of feeds that it left or that were removed."""
    place = await chat(db, 1)
    names = ("mine", "topics", "left", "gone", "never")
    feeds = {name: await feed(db, name) for name in names}
    for name in names[:4]:
        await storage.subscribe(db, place, feeds[name].id, by=ADMIN, now=NOW)
    for thread_id in (5, 6):
        await storage.subscribe(db, Place(1, thread_id), feeds["topics"].id, by=ADMIN, now=NOW)
    await storage.unsubscribe(db, place, feeds["left"].id, now=NOW)
    await storage.remove_feed(db, feeds["gone"].id, by=ADMIN, now=NOW)
    for at, name in enumerate(names):
        if name != "gone":
            await article(db, feeds[name].id, name, at=NOW + at)
    page = await storage.latest_of_chat(db, 1, size=9)
    assert titles(page) == ["Title topics", "Title mine"]
    assert (page.pages, page.total) == (1, 2)
    assert (await storage.latest_of_chat(db, 2, size=9)).total == 0


async def test_pages_of_a_chat_follow_the_dates_across_feeds(db: Database) -> None:
    place = await chat(db, 1)
    feeds = [await feed(db, name) for name in "xy"]
    for one in feeds:
        await storage.subscribe(db, place, one.id, by=ADMIN, now=NOW)
    for at, key in enumerate("abcdef"):
        await article(db, feeds[at % 2].id, key, at=NOW + at)
    pages = [await storage.latest_of_chat(db, 1, page=number, size=4) for number in (0, 1)]
    assert [titles(page) for page in pages] == [
        ["Title f", "Title e", "Title d", "Title c"],
        ["Title b", "Title a"],
    ]


async def test_how_often_a_feed_posts(db: Database) -> None:
    made = await feed(db)
    assert await storage.posts_per_day(db, made.id, NOW) is None
    dates = [NOW - day * DAY for day in (50, 40, 10, 5, 0)]
    entries = [entry(str(at), published_at=at) for at in dates]
    await storage.record_check(db, verdict(made.id, *entries))
    assert await storage.posts_per_day(db, made.id, NOW) == 2 / 10
    assert await storage.posts_per_day(db, made.id, NOW, days=60) == 4 / 50
    assert await storage.posts_per_day(db, made.id, NOW, days=3) is None, "one says nothing"


async def test_a_burst_within_a_day_is_not_a_thousand_a_day(db: Database) -> None:
    made = await feed(db)
    await storage.record_check(db, verdict(made.id, *(entry(str(n)) for n in range(5))))
    assert await storage.posts_per_day(db, made.id, NOW) == 4
