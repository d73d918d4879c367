"""What stands in several articles of a feed: counted, kept, forgotten."""

import storage
from newsroom import recurring_hashes
from storage import Database, Lesson, articles_to_learn, learn_standing, standing_texts
from tests.storage.given import NOW, article, feed, rows

MOTTO = "Two rivers meet below the town, and so do those who live in it."
STORIES = (
    "The bridge over the Teal opens on Monday after nine years of work, the council said.",
    "A ferry has run aground off the island, and all of its passengers are safe ashore.",
    "Seals have come back to the harbour, where nobody had seen one for forty winters.",
)


def lesson(number: int, *blocks: str, title: str = "") -> Lesson:
    return Lesson(number, title or f"Title of {blocks[0]}", recurring_hashes(blocks))


async def known(db: Database, feed_id: int, *blocks: str) -> bool:
    return set(recurring_hashes(blocks)) <= await standing_texts(db, feed_id)


async def test_what_stands_in_two_articles_of_a_feed_stands_there(db: Database) -> None:
    one, other = await feed(db), await feed(db, "hills")
    await learn_standing(db, one.id, [lesson(1, STORIES[0], MOTTO)], NOW)
    assert not await standing_texts(db, one.id)
    await learn_standing(db, one.id, [lesson(2, STORIES[1], MOTTO)], NOW)
    assert await standing_texts(db, one.id) == set(recurring_hashes([MOTTO]))
    assert not await standing_texts(db, other.id)


async def test_an_article_counts_once(db: Database) -> None:
    one = await feed(db)
    for _ in range(2):
        await learn_standing(db, one.id, [lesson(1, STORIES[0], MOTTO)], NOW)
    assert not await standing_texts(db, one.id)


async def test_versions_of_a_story_do_not_teach_each_other(db: Database) -> None:
    one = await feed(db)
    versions = [
        lesson(1, STORIES[0], MOTTO, title="Bridge opens"),
        lesson(2, STORIES[0], MOTTO, "More will follow.", title="Bridge opens on Monday"),
    ]
    await learn_standing(db, one.id, versions, NOW)
    assert not await standing_texts(db, one.id)
    await learn_standing(db, one.id, [lesson(3, STORIES[1], MOTTO)], NOW)
    assert await known(db, one.id, MOTTO)
    assert not await known(db, one.id, STORIES[0])


async def test_the_newest_that_have_not_been_learnt_from_are_given(db: Database) -> None:
    one = await feed(db)
    numbers = [await article(db, one.id, f"a{n}") for n in range(storage.NEWEST_TO_LEARN + 3)]
    found = [each.id for each in await articles_to_learn(db, one.id)]
    assert found == numbers[-storage.NEWEST_TO_LEARN :]
    await learn_standing(db, one.id, [Lesson(number, "", {}) for number in found], NOW)
    assert await articles_to_learn(db, one.id) == ()


async def test_what_stood_once_is_forgotten_first(db: Database) -> None:
    one = await feed(db)
    lessons = [lesson(1, STORIES[0], MOTTO), lesson(2, STORIES[1], MOTTO)]
    many = {f"{n:04}": 5.0 for n in range(1_000)}
    await learn_standing(db, one.id, [*lessons, Lesson(3, "", many)], NOW)
    [(kept,)] = await rows(db, "SELECT count(*) FROM standing_texts")
    assert kept == storage.STANDING_KEPT
    assert await known(db, one.id, MOTTO)
