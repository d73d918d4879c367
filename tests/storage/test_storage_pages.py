"""The texts of articles' pages: where they stand for the feed's own, and which are still to be read."""

from collections.abc import AsyncIterator

import pytest

import storage
from newsroom import Article, PageText, ProblemKind
from storage import Database, FeedSetting, SearchIndex
from tests.storage.given import ADMIN, HOUR, NOW, article, entry, feed, rows, sql, verdict
from tests.storage.searching import found


@pytest.fixture
async def index(db: Database) -> AsyncIterator[SearchIndex]:
    async with SearchIndex.open(db) as opened:
        yield opened


async def stored(db: Database, number: int) -> Article:
    found = await storage.get_article(db, number)
    assert found is not None
    return found


async def edited(db: Database, feed_id: int, number: int, **more: str) -> None:
    """Let the feed say something else of an article."""
    changed = entry("a", "2", **more)
    await storage.record_check(db, verdict(feed_id, changed=((number, changed),)))


async def reading_feed(db: Database, name: str = "rivers") -> int:
    """Make a feed whose pages are read at once."""
    made = await feed(db, name)
    await storage.edit_feed(db, made.id, FeedSetting.PAGE, PageText.ON, by=ADMIN, now=NOW)
    return made.id


async def unread(db: Database, since: int = 0) -> list[int]:
    return [one.id for one in await storage.unread_pages(db, since=since, limit=9)]


async def test_the_page_stands_for_the_feeds_text_wherever_articles_are_read(db: Database) -> None:
    made = await feed(db)
    number = await article(db, made.id)
    assert (await stored(db, number)).page is None
    await storage.keep_page(db, number, "The whole story.", NOW + 1)
    now = await stored(db, number)
    assert (now.text, now.summary) == ("The whole story.", "Text a")
    assert now.page is not None
    assert (now.page.read_at, now.page.has_text, now.page.stale) == (NOW + 1, True, False)
    (latest,) = (await storage.latest_of_feed(db, made.id, size=5)).items
    (visible,) = await storage.visible_articles(db, [number], visible_to=1)
    assert now == latest == visible == await storage.visible_article(db, number, visible_to=1)


async def test_the_feeds_own_teaser_stays_beside_the_page(db: Database) -> None:
    made = await feed(db)
    await storage.record_check(db, verdict(made.id, entry(summary="In short.")))
    await storage.keep_page(db, 1, "The whole story.", NOW)
    assert (await stored(db, 1)).summary == "In short."


async def test_a_failed_attempt_is_counted_and_loses_no_text(db: Database) -> None:
    made = await feed(db)
    number = await article(db, made.id)
    for at in (1, 2):
        await storage.note_unread_page(db, number, ProblemKind.TIMEOUT, NOW + at)
    first = await stored(db, number)
    assert first.text == "Text a"
    assert first.page is not None
    assert (first.page.failures, first.page.problem) == (2, ProblemKind.TIMEOUT)
    assert (first.page.read_at, first.page.has_text) == (NOW + 2, False)
    await storage.keep_page(db, number, "The whole story.", NOW + 3)
    await storage.note_unread_page(db, number, ProblemKind.GONE, NOW + 4)
    last = await stored(db, number)
    assert last.text == "The whole story."
    assert last.page is not None
    assert (last.page.failures, last.page.has_text) == (1, True)


async def test_an_edit_keeps_the_pages_text_and_has_it_read_again(db: Database) -> None:
    made = await feed(db)
    number = await article(db, made.id)
    await storage.keep_page(db, number, "The whole story.", NOW)
    await edited(db, made.id, number, text="Text a")
    unchanged = await stored(db, number)
    assert unchanged.page is not None
    assert not unchanged.page.stale
    await edited(db, made.id, number, text="Another teaser")
    stale = await stored(db, number)
    assert stale.text == "The whole story."
    assert stale.page is not None
    assert stale.page.stale
    await storage.note_unread_page(db, number, ProblemKind.TIMEOUT, NOW)
    still = (await stored(db, number)).page
    assert still is not None
    assert still.stale
    await storage.keep_page(db, number, "The edited story.", NOW)
    fresh = await stored(db, number)
    assert fresh.text == "The edited story."
    assert fresh.page is not None
    assert not fresh.page.stale


async def test_the_index_finds_the_page_and_what_the_feed_said(
    db: Database, index: SearchIndex
) -> None:
    made = await feed(db)
    number = await article(db, made.id)
    await index.catch_up()
    assert await found(index, "whole") == []
    await storage.keep_page(db, number, "The whole story.", NOW)
    await index.catch_up()
    assert await found(index, "whole") == [number]
    assert await found(index, '"text a"') == [number]
    await storage.keep_page(db, number, "The edited story.", NOW)
    await index.catch_up()
    assert await found(index, "whole") == []
    assert await found(index, "edited") == [number]
    await sql(db, "DELETE FROM pages")
    await index.catch_up()
    assert await found(index, "edited") == []


async def test_only_pages_of_feeds_that_are_to_be_read_at_once_wait(db: Database) -> None:
    on, auto = await reading_feed(db), await feed(db, "auto")
    number = await article(
        db,
        on,
        "linked",
    )
    await sql(db, "UPDATE articles SET url = 'https://example.org/1'")
    await article(db, on, "no link")
    await article(db, auto.id)
    assert await unread(db) == [number]
    assert await unread(db, since=NOW + 1) == []
    await storage.remove_feed(db, on, by=ADMIN, now=NOW)
    assert await unread(db) == []


async def test_what_was_never_tried_comes_first_then_the_longest_untried(db: Database) -> None:
    on = await reading_feed(db)
    numbers = [await article(db, on, key) for key in "abcd"]
    await sql(db, "UPDATE articles SET url = 'https://example.org/1'")
    await storage.note_unread_page(db, numbers[0], ProblemKind.TIMEOUT, NOW + HOUR)
    await storage.note_unread_page(db, numbers[1], ProblemKind.TIMEOUT, NOW)
    await storage.keep_page(db, numbers[2], "Read.", NOW)
    assert await unread(db) == [numbers[3], numbers[1], numbers[0]]


async def test_a_page_goes_with_its_article_and_none_is_kept_for_one_that_is_gone(
    db: Database,
) -> None:
    number = await article(db, (await feed(db)).id)
    await storage.keep_page(db, number, "The whole story.", NOW)
    await sql(db, "DELETE FROM articles")
    await storage.keep_page(db, number, "The whole story.", NOW)
    assert await rows(db, "SELECT * FROM pages") == []
