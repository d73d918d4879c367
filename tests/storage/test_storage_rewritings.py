"""What a language model wrote: kept as long as what it was made from; and the count of a day."""

import asyncio

import storage
from newsroom import Rewritten
from storage import Database
from tests.storage.given import NOW, article, feed, rows, sql

DAY = 86_400_000
TEXT = Rewritten("It is told in other words.", ("47", "מאיר"))


async def keep(db: Database, digest: str, article_id: int | None, language: str = "en") -> None:
    await storage.keep_rewriting(
        db, digest, TEXT, article_id=article_id, language=language, now=NOW
    )


async def test_a_text_is_found_by_all_that_it_was_made_from(db: Database) -> None:
    await article(db, (await feed(db)).id)
    await keep(db, "one", 1)
    assert await storage.kept_rewriting(db, "one", NOW + 999 * DAY) == TEXT
    assert await storage.kept_rewriting(db, "other", NOW) is None


async def test_a_newer_text_takes_the_place_of_its_language_alone(db: Database) -> None:
    await article(db, (await feed(db)).id)
    await keep(db, "english", 1)
    await keep(db, "german", 1, "de")
    await keep(db, "english again", 1)
    assert await storage.kept_rewriting(db, "english", NOW) is None
    assert await storage.kept_rewriting(db, "german", NOW) == TEXT
    assert await storage.kept_rewriting(db, "english again", NOW) == TEXT


async def test_a_text_goes_with_its_article_and_does_not_come_after_it(db: Database) -> None:
    await article(db, (await feed(db)).id)
    await keep(db, "one", 1)
    await sql(db, "DELETE FROM articles")
    await keep(db, "two", 1)
    assert await rows(db, "SELECT * FROM rewritings") == []


async def test_an_overview_is_kept_for_a_day(db: Database) -> None:
    await keep(db, "old", None)
    assert await storage.kept_rewriting(db, "old", NOW + DAY - 1) == TEXT
    assert await storage.kept_rewriting(db, "old", NOW + DAY) is None
    await storage.keep_rewriting(db, "new", TEXT, article_id=None, language="en", now=NOW + DAY)
    assert await rows(db, "SELECT digest FROM rewritings") == [("new",)]


async def test_no_two_get_the_last_of_a_day(db: Database) -> None:
    taken = await asyncio.gather(*(storage.take_rewriting(db, 3, NOW) for _ in range(20)))
    assert sum(taken) == 3
    assert await storage.take_rewriting(db, 0, NOW), "0 = no limit"


async def test_a_day_is_one_in_utc(db: Database) -> None:
    midnight = NOW // DAY * DAY + DAY
    assert await storage.take_rewriting(db, 1, midnight - 1)
    assert not await storage.take_rewriting(db, 1, midnight - 1)
    assert await storage.take_rewriting(db, 1, midnight)
    await storage.take_rewriting(db, 1, midnight + 100 * DAY)
    assert len(await rows(db, "SELECT * FROM rewriting_days")) == 1, "old days are forgotten"


async def test_what_is_given_back_can_be_taken_again_and_never_more(db: Database) -> None:
    assert await storage.take_rewriting(db, 1, NOW)
    for _ in range(3):
        await storage.give_rewriting_back(db, NOW)
    assert await storage.take_rewriting(db, 1, NOW)
    assert not await storage.take_rewriting(db, 1, NOW)
