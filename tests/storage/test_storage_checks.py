"""What a check of a feed leaves: bookkeeping, new and edited articles, what was seen."""

import asyncio
from dataclasses import replace

import pytest

import storage
from newsroom import (
    Enclosure,
    Feed,
    FeedState,
    KnownEntry,
    Move,
    Problem,
    ProblemKind,
    Seen,
    Standing,
    Validators,
    Verdict,
)
from storage import Database
from storage.bookkeeping import book, is_uneventful
from tests.storage.given import (
    ADMIN,
    HOUR,
    NOW,
    article,
    chat,
    entry,
    feed,
    rows,
    sql,
    verdict,
)


@pytest.fixture
async def made(db: Database) -> Feed:
    return await feed(db)


async def now_stored(db: Database, made: Feed) -> Feed:
    found = await storage.get_feed(db, made.id, visible_to=0)
    assert found is not None
    return found


async def test_an_article_comes_back_as_its_entry_was(db: Database, made: Feed) -> None:
    said = entry(
        "k",
        title="Über 🏞 rivers",
        text="One.\nTwo.",
        url="https://example.org/1",
        author="A. Writer",
        language="de",
        summary="Short.",
        image_url="https://example.org/1.png",
        published_at=NOW - HOUR,
        updated_at=NOW - 5,
        enclosures=(Enclosure("https://example.org/1.mp3", "audio/mpeg", 123), Enclosure("u")),
    )
    assert await storage.record_check(db, verdict(made.id, said)) == 1
    stored = await storage.get_article(db, 1)
    assert stored is not None
    assert (stored.feed_id, stored.feed_title, stored.found_at) == (made.id, made.title, NOW)
    for field in [
        "title",
        "text",
        "guid",
        "url",
        "author",
        "published_at",
        "updated_at",
        "language",
        "summary",
        "image_url",
        "enclosures",
    ]:
        assert getattr(stored, field) == getattr(said, field), field
    assert await storage.known_entries(db, made.id) == {"k": KnownEntry("1", 1)}


async def test_articles_are_numbered_in_the_order_of_the_verdict(db: Database, made: Feed) -> None:
    await storage.record_check(db, verdict(made.id, *(entry(key) for key in "zay")))
    found = await rows(db, "SELECT title FROM articles ORDER BY id")
    assert found == [("Title z",), ("Title a",), ("Title y",)]


async def test_an_articles_number_is_never_given_again(db: Database, made: Feed) -> None:
    first = await article(db, made.id, "a")
    await sql(db, "DELETE FROM articles")
    assert await article(db, made.id, "b") > first


async def test_a_pruned_article_stays_known(db: Database, made: Feed) -> None:
    """Otherwise the feed that lists it still would make it news again."""
    await article(db, made.id, "a")
    await sql(db, "DELETE FROM articles")
    assert await storage.known_entries(db, made.id) == {"a": KnownEntry("1", None)}
    assert await storage.record_check(db, verdict(made.id, entry("a"))) == 0
    assert await rows(db, "SELECT * FROM articles") == []


async def test_recording_the_same_entries_twice_stores_them_once(db: Database, made: Feed) -> None:
    found = verdict(made.id, entry("a"), entry("b"))
    assert await storage.record_check(db, found) == 2
    assert await storage.record_check(db, found) == 0
    assert await storage.record_check(db, verdict(made.id, entry("b"), entry("c"))) == 1
    assert await rows(db, "SELECT count(*) FROM articles") == [(3,)]


async def test_one_key_in_two_feeds_is_two_entries(db: Database, made: Feed) -> None:
    other = await feed(db, "other")
    await article(db, made.id, "a")
    await article(db, other.id, "a")
    assert await storage.known_entries(db, other.id) == {"a": KnownEntry("1", 2)}


async def test_a_removed_feed_takes_nothing(db: Database, made: Feed) -> None:
    """Validators least of all: after an undo they would hide what was not stored."""
    await storage.remove_feed(db, made.id, by=ADMIN, now=NOW)
    before = await rows(db, "SELECT * FROM feeds")
    late = verdict(made.id, entry("a"), validators=Validators("etag", "date", "hash"), title="New")
    assert await storage.record_check(db, late) == 0
    assert await rows(db, "SELECT * FROM feeds") == before
    assert await rows(db, "SELECT * FROM articles") == []
    assert await rows(db, "SELECT * FROM entries") == []


async def test_a_feed_that_was_never_there_takes_nothing(db: Database) -> None:
    assert await storage.record_check(db, verdict(99, entry("a"))) == 0
    assert await rows(db, "SELECT * FROM articles") == []


async def test_a_check_that_alerts_nobody_is_routed_already(db: Database, made: Feed) -> None:
    place = await chat(db)
    await storage.subscribe(db, place, made.id, by=ADMIN, now=NOW - HOUR)
    await storage.record_check(db, verdict(made.id, entry("a"), alerting=False))
    assert await storage.route_articles(db, NOW) == (0, 0)
    await storage.record_check(db, verdict(made.id, entry("a"), entry("b"), alerting=True))
    assert await storage.route_articles(db, NOW) == (1, 1)


async def test_a_good_check_is_written_down(db: Database, made: Feed) -> None:
    kept = Validators("etag", "date", "hash")
    at = NOW + HOUR
    done = verdict(made.id, at=at, validators=kept, title="T", site_url="s", language="fr")
    await storage.record_check(db, done)
    stored = await now_stored(db, made)
    assert (stored.checked_at, stored.succeeded_at, stored.next_check_at) == (at, at, at + HOUR)
    assert (stored.title, stored.site_url, stored.language) == ("T", "s", "fr")
    assert (stored.failures, stored.problem, stored.validators) == (0, None, kept)


async def test_what_a_check_does_not_say_stays(db: Database, made: Feed) -> None:
    kept = Validators("etag", None, "hash")
    await storage.record_check(
        db, verdict(made.id, validators=kept, title="T", site_url="s", language="fr")
    )
    await storage.record_check(db, verdict(made.id, at=NOW + 1))
    stored = await now_stored(db, made)
    assert (stored.title, stored.site_url, stored.language) == ("T", "s", "fr")
    assert stored.validators == kept
    await storage.record_check(db, verdict(made.id, validators=Validators(body_hash="h")))
    assert (await now_stored(db, made)).validators == Validators(None, None, "h")


async def test_failures_are_counted_until_a_check_goes_well(db: Database, made: Feed) -> None:
    await storage.record_check(db, verdict(made.id, at=NOW))
    busy = Problem(ProblemKind.BUSY, "HTTP 503")
    for count in (1, 2, 3):
        await storage.record_check(db, verdict(made.id, at=NOW + count, problem=busy))
        stored = await now_stored(db, made)
        assert (stored.failures, stored.problem, stored.succeeded_at) == (count, busy, NOW)
        assert stored.checked_at == NOW + count
    await storage.record_check(db, verdict(made.id, at=NOW + 9))
    stored = await now_stored(db, made)
    assert (stored.failures, stored.problem, stored.succeeded_at) == (0, None, NOW + 9)


async def test_the_short_way_leaves_what_the_long_way_leaves(db: Database) -> None:
    """Checks that bring nothing are written down together; the row must not tell."""
    feeds = [await feed(db, name, title="T") for name in "abc"]
    before = Move("https://ex.net/feed", 2, NOW)
    for one in feeds:
        ill = verdict(one.id, problem=Problem(ProblemKind.BUSY, "HTTP 503"), move=before)
        await storage.record_check(db, replace(ill, standing=Standing.ILL, parsed=False))
    plain = Verdict(feeds[0].id, NOW + 1, NOW + HOUR, standing=Standing.SILENT)
    assert is_uneventful(plain)
    await db.write(lambda raw: book(raw, plain))
    await asyncio.gather(
        *(storage.record_check(db, replace(plain, feed_id=one.id)) for one in feeds[1:])
    )
    first, *others = [
        {**dict(row), "id": 0, "url": "", "added_at": 0}
        for row in await db.read(lambda raw: raw.execute("SELECT * FROM feeds").fetchall())
    ]
    assert first["standing"] == "silent"
    assert others == [first, first]


@pytest.mark.parametrize("kind", ProblemKind)
async def test_every_problem_comes_back_as_it_was(
    db: Database, made: Feed, kind: ProblemKind
) -> None:
    await storage.record_check(db, verdict(made.id, problem=Problem(kind)))
    assert (await now_stored(db, made)).problem == Problem(kind, "")


async def test_an_edited_entry_changes_its_article_and_nothing_else(
    db: Database, made: Feed
) -> None:
    number = await article(db, made.id, "a")
    await storage.route_articles(db, NOW)
    edited = entry("a", "2", title="Corrected", text="New", url="u", guid="other")
    at = NOW + HOUR
    seen = (Seen("a", "2"),)
    await storage.record_check(db, verdict(made.id, at=at, changed=((number, edited),), seen=seen))
    stored = await storage.get_article(db, number)
    assert stored is not None
    assert (stored.title, stored.text, stored.url) == ("Corrected", "New", "u")
    assert stored.found_at == NOW
    assert stored.updated_at == at, "the feed gives no date: it was edited when we saw it"
    assert await storage.known_entries(db, made.id) == {"a": KnownEntry("2", number)}
    assert await storage.route_articles(db, at) == (0, 0), "an edit is no news"


async def test_a_date_in_the_future_does_not_put_an_article_first(db: Database, made: Feed) -> None:
    """Publishers err; the article stands where it was found, not above the next year's."""
    await storage.record_check(db, verdict(made.id, entry("future", published_at=NOW + 9 * HOUR)))
    await storage.record_check(db, verdict(made.id, entry("later"), at=NOW + HOUR))
    latest = await storage.latest_of_feed(db, made.id, size=9)
    assert [one.title for one in latest.items] == ["Title later", "Title future"]


async def test_due_feeds_come_the_longest_overdue_first(db: Database) -> None:
    made = [await feed(db, name) for name in "abcd"]
    for one, due in zip(made, (NOW + 3, NOW + 1, NOW + 2, NOW + 9), strict=True):
        await storage.record_check(db, verdict(one.id, next_check_at=due))
    numbers = [one.id for one in await storage.due_feeds(db, NOW + 3, 9)]
    assert numbers == [made[1].id, made[2].id, made[0].id]
    assert [one.id for one in await storage.due_feeds(db, NOW + 3, 2)] == numbers[:2]
    assert await storage.due_feeds(db, NOW, 9) == ()


async def test_paused_and_removed_feeds_are_never_due(db: Database) -> None:
    paused, removed, active = [await feed(db, name) for name in "abc"]
    await storage.set_feed_state(db, paused.id, FeedState.PAUSED, by=ADMIN, now=NOW)
    await storage.remove_feed(db, removed.id, by=ADMIN, now=NOW)
    assert await storage.due_feeds(db, NOW + HOUR, 9) == (active,)


async def test_a_private_feed_is_checked_like_any_other(db: Database, made: Feed) -> None:
    await chat(db)
    await sql(db, "UPDATE feeds SET owner_chat_id = 1")
    assert [one.id for one in await storage.due_feeds(db, NOW, 9)] == [made.id]


async def test_checks_planned_too_far_ahead_are_pulled_in(db: Database) -> None:
    """They were planned before the machine's clock was set back."""
    for name, due in (("far", NOW + 99 * HOUR), ("near", NOW + 1)):
        one = await feed(db, name)
        await storage.record_check(db, verdict(one.id, next_check_at=due))
    assert await storage.pull_in_checks(db, now=NOW, longest=HOUR) == 1
    assert await storage.pull_in_checks(db, now=NOW, longest=HOUR) == 0
    assert [one.title for one in await storage.due_feeds(db, NOW + HOUR, 9)] == ["near", "far"]
