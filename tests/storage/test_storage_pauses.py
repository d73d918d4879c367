"""What came out while a place could not be reached is noted as missed, a bounded part of it."""

import pytest

import storage
from newsroom import Feed, Place
from storage import Database
from storage.missed import MORE_FOR
from storage.pauses import LONGEST, MOST
from tests.storage.given import (
    ADMIN,
    HOUR,
    NOW,
    chat,
    entry,
    feed,
    private_feed,
    rows,
    sql,
    verdict,
)

DAY = 24 * HOUR


@pytest.fixture
async def place(db: Database) -> Place:
    return await chat(db)


@pytest.fixture
async def made(db: Database, place: Place) -> Feed:
    """Return a feed that the place is subscribed to."""
    one = await feed(db)
    await storage.subscribe(db, place, one.id, by=ADMIN, now=NOW)
    return one


async def published(db: Database, made: Feed, *keys: str, at: int, alerting: bool = True) -> None:
    """Let articles come out, dated and found at a time, and be routed a moment after."""
    new = [entry(key, published_at=at) for key in keys]
    await storage.record_check(db, verdict(made.id, *new, at=at, alerting=alerting))
    await storage.route_articles(db, at + 1, burst=1000)


async def missed(db: Database, place: Place) -> list[tuple[str, str | None]]:
    page = await storage.list_missed(db, place, size=1000)
    return [(one.article.title.removeprefix("Title "), one.reason) for one in page.items]


async def count(db: Database) -> int:
    ((number,),) = await rows(db, "SELECT count(*) FROM deliveries")
    return int(number)


async def test_nothing_is_written_for_a_chat_that_is_gone_until_somebody_is_there(
    db: Database, place: Place, made: Feed
) -> None:
    await storage.pause_chat(db, 1, "blocked", NOW + HOUR)
    await published(db, made, "a", at=NOW + 2 * HOUR)
    await published(db, made, "b", at=NOW + 3 * HOUR)
    assert await count(db) == 0
    assert await storage.resume_chat(db, 1, NOW + 4 * HOUR)
    assert await missed(db, place) == [("b", "blocked"), ("a", "blocked")]
    await published(db, made, "c", at=NOW + 5 * HOUR)
    assert len(await missed(db, place)) == 2, "what came since arrives"
    assert await storage.send_again(db, place, [1, 2], NOW + 5 * HOUR) == 2
    due = await storage.due_deliveries(db, NOW + 5 * HOUR, limit=9)
    assert [one.article_id for one in due] == [1], "they come before what is due since"


async def test_it_is_listed_while_the_pause_lasts_and_once(
    db: Database, place: Place, made: Feed
) -> None:
    await storage.pause_chat(db, 1, "no-rights", NOW + HOUR)
    await published(db, made, "a", at=NOW + 2 * HOUR)
    for _ in range(2):
        await storage.note_missed(db, 1, NOW + 3 * HOUR)
        assert await missed(db, place) == [("a", "no-rights")]
    await storage.resume_place(db, place, NOW + 4 * HOUR)
    await storage.note_missed(db, 1, NOW + 5 * HOUR)
    assert await missed(db, place) == [("a", "no-rights")]


async def test_what_was_under_way_when_the_pause_began_is_there_once(
    db: Database, place: Place, made: Feed
) -> None:
    await published(db, made, "before", at=NOW + 1)
    await storage.record_check(db, verdict(made.id, entry("under way"), at=NOW + HOUR - 1))
    await storage.pause_chat(db, 1, "blocked", NOW + HOUR)
    await storage.route_articles(db, NOW + HOUR + 5)
    await storage.resume_chat(db, 1, NOW + 2 * HOUR)
    assert await missed(db, place) == [("under way", "blocked"), ("before", "blocked")]
    assert await count(db) == 2


async def test_a_closed_topic_misses_its_own_and_the_rest_goes_on(
    db: Database, place: Place, made: Feed
) -> None:
    topic = Place(1, 5)
    await storage.subscribe(db, topic, made.id, by=ADMIN, now=NOW)
    await storage.pause_topic(db, 1, 5, "topic-closed", NOW + HOUR)
    await published(db, made, "a", at=NOW + 2 * HOUR)
    await storage.subscribe(db, topic, made.id, by=ADMIN, now=NOW + 3 * HOUR)
    assert await missed(db, topic) == [("a", "topic-closed")]
    assert await missed(db, place) == []


async def test_only_what_the_place_would_have_got(db: Database, place: Place, made: Feed) -> None:
    """Filters hold, silent archives are no news, nor is what came out before somebody subscribed."""
    late, ended, other = await feed(db, "late"), await feed(db, "ended"), await feed(db, "other")
    await storage.set_filter(db, place, made.id, "ferry")
    await storage.subscribe(db, place, ended.id, by=ADMIN, now=NOW)
    await storage.pause_chat(db, 1, "blocked", NOW + HOUR)
    await storage.unsubscribe(db, place, ended.id, now=NOW + HOUR)
    at = NOW + 2 * HOUR
    await published(db, made, "ferry", "train", at=at)
    for one in (late, ended, other):
        await published(db, one, f"of {one.title}", at=at)
    await published(db, made, "old ferry", at=at + 1, alerting=False)
    await storage.subscribe(db, place, late.id, by=ADMIN, now=NOW + 3 * HOUR)
    await storage.resume_chat(db, 1, NOW + 4 * HOUR)
    assert await missed(db, place) == [("ferry", "blocked")]


async def test_watches_miss_what_they_would_have_found(db: Database, place: Place) -> None:
    other = await chat(db, 2)
    public, secret = await feed(db), await private_feed(db, other)
    await storage.add_watch(db, place, "ferry", by=ADMIN, now=NOW, limit=9)
    await storage.pause_chat(db, 1, "blocked", NOW + HOUR)
    await published(db, public, "ferry", "train", at=NOW + 2 * HOUR)
    await published(db, secret, "secret ferry", at=NOW + 2 * HOUR)
    await storage.resume_chat(db, 1, NOW + 3 * HOUR)
    assert await missed(db, place) == [("ferry", "blocked")]
    account = await storage.account_of(db, place, 1)
    assert account is not None
    assert [one.query for one in account.watches] == ["ferry"]


async def test_a_long_pause_fills_no_ledger_and_the_rest_is_counted(
    db: Database, place: Place, made: Feed
) -> None:
    await storage.pause_chat(db, 1, "no-rights", NOW)
    for day in range(1, 61):
        await published(db, made, *(f"{day}-{n}" for n in range(5)), at=NOW + day * DAY)
    now = NOW + 60 * DAY + HOUR
    await storage.resume_chat(db, 1, now)
    found = await missed(db, place)
    assert len(found) == MOST
    assert {title.partition("-")[0] for title, _ in found} == {str(day) for day in range(41, 61)}
    days = LONGEST // DAY
    assert await storage.missed_beyond(db, place, now) == days * 5 - MOST
    assert await storage.missed_beyond(db, place, now + MORE_FOR) == 0
    await storage.note_missed(db, 1, now + HOUR)
    assert await count(db) == MOST


async def test_a_clock_that_was_set_back_hides_and_invents_nothing(
    db: Database, place: Place, made: Feed
) -> None:
    await published(db, made, "arrived", at=NOW + 1)
    ahead = NOW + 400 * DAY
    await storage.add_watch(db, place, "nothing", by=ADMIN, now=ahead, limit=9)
    await storage.pause_chat(db, 1, "blocked", ahead)
    await sql(db, "UPDATE deliveries SET state = 'sent', reason = NULL")
    await published(db, made, "a", at=NOW + HOUR)
    await storage.resume_chat(db, 1, NOW + 2 * HOUR)
    assert await missed(db, place) == [("a", "blocked")]


async def test_where_something_arrived_already_it_is_not_missed(
    db: Database, place: Place, made: Feed
) -> None:
    """A watch in the same topic goes on while a subscription is paused."""
    await storage.add_watch(db, place, "ferry", by=ADMIN, now=NOW, limit=9)
    await sql(db, "UPDATE subscriptions SET paused = 'topic-closed', paused_at = ?", NOW)
    await published(db, made, "ferry", at=NOW + HOUR)
    await storage.resume_place(db, place, NOW + 2 * HOUR)
    assert await missed(db, place) == []
    assert await count(db) == 1
