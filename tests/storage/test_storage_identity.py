"""What is remembered of entries and former titles, and what is forgotten."""

from dataclasses import replace

import pytest

import storage
from newsroom import Entry, Feed, FormerTitle, KnownEntry, Seen, marks_of
from storage import Database
from storage.pruning import CHUNK
from storage.titles import MOST_TITLES
from tests.storage.given import ADMIN, HOUR, NOW, article, chat, entry, feed, rows, sql, verdict

DAY = 24 * HOUR


@pytest.fixture
async def made(db: Database) -> Feed:
    return await feed(db)


def seen(*entries: Entry) -> tuple[Seen, ...]:
    return tuple(Seen(one.key, one.raw_hash, one.element, marks_of(one)) for one in entries)


async def listed(db: Database, made: Feed, *entries: Entry, at: int) -> None:
    """Record a check that found what is known, and nothing else."""
    await storage.record_check(db, verdict(made.id, at=at, parsed=True, seen=seen(*entries)))


async def test_marks_come_back_as_they_were(db: Database, made: Feed) -> None:
    one = entry("a", url="https://www.example.org/1?utm_source=x", published_at=NOW)
    two = entry("b", url=None, title="", text="")
    await storage.record_check(db, verdict(made.id, one, two, seen=seen(one, two)))
    assert await storage.known_entries(db, made.id) == {
        "a": KnownEntry("1", 1, None, marks_of(one)),
        "b": KnownEntry("1", 2, None, marks_of(two)),
    }


async def test_an_entry_under_a_new_key_keeps_its_article(db: Database, made: Feed) -> None:
    number = await article(db, made.id, "old")
    now = entry("new", "2")
    renamed = verdict(made.id, parsed=True, renamed=(("old", "new"),), seen=seen(now))
    await storage.record_check(db, renamed)
    assert await storage.known_entries(db, made.id) == {
        "new": KnownEntry("2", number, None, marks_of(now))
    }
    await storage.record_check(db, renamed)
    assert len(await storage.known_entries(db, made.id)) == 1


async def test_a_new_key_that_is_taken_meanwhile_stays_what_it_is(db: Database, made: Feed) -> None:
    await article(db, made.id, "old")
    number = await article(db, made.id, "new")
    await storage.record_check(db, verdict(made.id, renamed=(("old", "new"),)))
    known = await storage.known_entries(db, made.id)
    assert {key: one.article_id for key, one in known.items()} == {"old": 1, "new": number}


async def test_another_feeds_entry_of_that_key_is_left_alone(db: Database, made: Feed) -> None:
    other = await feed(db, "other")
    await article(db, other.id, "old")
    await storage.record_check(db, verdict(made.id, renamed=(("old", "new"),)))
    assert list(await storage.known_entries(db, other.id)) == ["old"]


async def test_a_silent_article_is_stored_and_routed_already(db: Database, made: Feed) -> None:
    place = await chat(db)
    await storage.subscribe(db, place, made.id, by=ADMIN, now=NOW - HOUR)
    both = verdict(made.id, entry("old"), entry("new"), silent=frozenset({"old"}))
    assert await storage.record_check(db, both) == 2
    assert await storage.route_articles(db, NOW) == (1, 1)
    assert await rows(db, "SELECT article_id FROM deliveries") == [(2,)]


async def test_what_is_listed_is_never_forgotten(db: Database, made: Feed) -> None:
    """A feed that has not changed for years is not parsed, and its entries are listed all the same."""
    await storage.record_check(db, verdict(made.id, entry("a"), parsed=True))
    assert await storage.prune_entries(db, unlisted_before=NOW + 900 * DAY) == 0


async def test_the_time_begins_when_the_feed_is_read_without_the_entry(
    db: Database, made: Feed
) -> None:
    await storage.record_check(db, verdict(made.id, entry("a"), entry("b"), parsed=True))
    dropped = NOW + 200 * DAY
    for at in (dropped, dropped + DAY):
        await listed(db, made, entry("b"), at=at)
    assert await storage.prune_entries(db, unlisted_before=dropped) == 0
    assert await storage.prune_entries(db, unlisted_before=dropped + 1) == 1
    assert list(await storage.known_entries(db, made.id)) == ["b"]
    assert await rows(db, "SELECT count(*) FROM articles") == [(2,)], "no article is forgotten"


async def test_an_entry_that_comes_back_is_listed_again(db: Database, made: Feed) -> None:
    await storage.record_check(db, verdict(made.id, entry("a"), parsed=True))
    await listed(db, made, at=NOW + 1)
    await listed(db, made, entry("a"), at=NOW + 2)
    assert await storage.prune_entries(db, unlisted_before=NOW + DAY) == 0


async def test_a_check_that_parsed_nothing_drops_nothing(db: Database, made: Feed) -> None:
    await storage.record_check(db, verdict(made.id, entry("a"), parsed=True))
    await storage.record_check(db, verdict(made.id, at=NOW + 1))
    assert await rows(db, "SELECT unlisted_at FROM entries") == [(None,)]


async def test_more_than_a_chunk_is_forgotten_in_one_call(db: Database, made: Feed) -> None:
    many = CHUNK + 1
    await sql(
        db,
        """
        INSERT INTO entries (feed_id, key, raw_hash, last_seen_at, unlisted_at)
        SELECT ?, 'k' || value, '', 0, 1 FROM json_each(?)
        """,
        made.id,
        str(list(range(many))),
    )
    assert await storage.prune_entries(db, unlisted_before=2) == many


async def edit(db: Database, number: int, title: str, at: int) -> None:
    edited = entry("a", title, title=title)
    await storage.record_check(db, verdict(1, at=at, changed=((number, edited),)))


async def test_former_titles_are_kept_the_latest_first(db: Database, made: Feed) -> None:
    number = await article(db, made.id, "a")
    assert await storage.former_titles(db, number) == ()
    await edit(db, number, "Second", NOW + 1)
    await edit(db, number, "Second", NOW + 2)
    await edit(db, number, "Third", NOW + 3)
    assert await storage.former_titles(db, number) == (
        FormerTitle("Second", NOW + 3),
        FormerTitle("Title a", NOW + 1),
    )


async def test_an_edited_text_is_no_former_title_nor_is_none(db: Database, made: Feed) -> None:
    await storage.record_check(db, verdict(made.id, entry("a", title="")))
    await edit(db, 1, "Now it has one", NOW + 1)
    other = replace(entry("a", "9", title="Now it has one"), text="edited")
    await storage.record_check(db, verdict(made.id, at=NOW + 2, changed=((1, other),)))
    assert await storage.former_titles(db, 1) == ()


async def test_a_title_that_counts_viewers_is_not_kept_for_ever(db: Database, made: Feed) -> None:
    number = await article(db, made.id, "a")
    for count in range(MOST_TITLES + 5):
        await edit(db, number, f"{count} are watching", NOW + count)
    kept = await storage.former_titles(db, number)
    assert len(kept) == MOST_TITLES
    assert kept[0].title == f"{MOST_TITLES + 3} are watching"


async def test_former_titles_go_with_their_article(db: Database, made: Feed) -> None:
    number = await article(db, made.id, "a")
    await edit(db, number, "Second", NOW + 1)
    await sql(db, "DELETE FROM articles")
    assert await rows(db, "SELECT * FROM article_titles") == []
