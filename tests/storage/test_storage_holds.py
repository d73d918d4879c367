"""What waits to be told with others: a flood, a chat's digest, its quiet hours."""

import pytest

import storage
from newsroom import Delivery, Feed, Hold, Place
from storage import Database
from tests.storage.given import ADMIN, HOUR, NOW, article, chat, entry, feed, rows, sql, verdict

DIGEST_AT, QUIET_TO = NOW + 5 * HOUR, NOW + 3 * HOUR
BURST = 3


@pytest.fixture
async def made(db: Database) -> Feed:
    return await feed(db)


@pytest.fixture
async def here(db: Database, made: Feed) -> Place:
    """Subscribe a chat to the feed."""
    place = await chat(db)
    await storage.subscribe(db, place, made.id, by=ADMIN, now=NOW)
    return place


async def set_digest(db: Database, chat_id: int = 1) -> None:
    await sql(db, "UPDATE chats SET digest_due_at = ? WHERE id = ?", DIGEST_AT, chat_id)


async def set_quiet(db: Database, *, begins: int = NOW, ends: int = QUIET_TO) -> None:
    await sql(db, "UPDATE chats SET quiet_begins_at = ?, quiet_ends_at = ?", begins, ends)


async def publish(db: Database, made: Feed, *titles: str, at: int = NOW) -> None:
    """Have one check bring some articles."""
    new = (entry(title, title=title) for title in titles)
    await storage.record_check(db, verdict(made.id, *new, at=at))


async def routed(db: Database, *, chat_id: int = 1, now: int = NOW) -> tuple[Delivery, ...]:
    await storage.route_articles(db, now, burst=BURST)
    return await storage.deliveries_of(db, [chat_id])


async def holds(db: Database, *, chat_id: int = 1) -> list[tuple[Hold | None, int]]:
    return [(one.hold, one.due_at) for one in await routed(db, chat_id=chat_id)]


@pytest.mark.parametrize(
    ("digest", "expected"),
    [(None, (Hold.DIGEST, DIGEST_AT)), (1, (Hold.DIGEST, DIGEST_AT)), (0, (None, NOW))],
)
async def test_a_chats_digest_has_all_that_is_not_to_come_at_once(
    db: Database, made: Feed, here: Place, digest: int | None, expected: tuple[Hold | None, int]
) -> None:
    await set_digest(db)
    await sql(db, "UPDATE subscriptions SET digest = ?", digest)
    await article(db, made.id)
    assert await holds(db) == [expected]
    due = await storage.due_deliveries(db, DIGEST_AT, limit=9)
    assert len(due) == (expected[0] is None), "the deliverer does not see what is held"


async def test_a_subscription_waits_for_no_digest_that_never_comes(
    db: Database, made: Feed, here: Place
) -> None:
    await sql(db, "UPDATE subscriptions SET digest = 1")
    await article(db, made.id)
    assert await holds(db) == [(None, NOW)]


@pytest.mark.parametrize(
    ("begins", "ends", "held"),
    [
        (NOW, QUIET_TO, True),
        (NOW - HOUR, NOW + 1, True),
        (NOW + 1, QUIET_TO, False),
        (NOW - HOUR, NOW, False),
    ],
)
async def test_in_quiet_hours_all_waits_for_their_end(
    db: Database, made: Feed, here: Place, begins: int, ends: int, held: bool
) -> None:
    await set_quiet(db, begins=begins, ends=ends)
    await article(db, made.id)
    assert await holds(db) == [(Hold.QUIET, ends) if held else (None, NOW)]


async def test_a_digest_comes_before_quiet_hours_and_these_before_a_flood(
    db: Database, made: Feed, here: Place
) -> None:
    await set_quiet(db)
    await publish(db, made, *"abcd")
    assert await holds(db) == [(Hold.QUIET, QUIET_TO)] * 4
    await set_digest(db)
    await publish(db, made, "e", at=NOW + 1)
    assert (await holds(db))[-1] == (Hold.DIGEST, DIGEST_AT)


async def test_more_than_a_burst_from_one_check_is_held(
    db: Database, made: Feed, here: Place
) -> None:
    await publish(db, made, *"abc")
    assert await holds(db) == [(None, NOW)] * 3
    await publish(db, made, *"defg", at=NOW + 1)
    assert await holds(db) == [(None, NOW)] * 3 + [(Hold.BURST, NOW)] * 4


async def test_many_from_several_feeds_are_no_flood(db: Database, made: Feed, here: Place) -> None:
    other = await feed(db, "other")
    await storage.subscribe(db, here, other.id, by=ADMIN, now=NOW)
    await publish(db, made, *"abc")
    await publish(db, other, *"def")
    assert await holds(db) == [(None, NOW)] * 6


async def test_a_flood_is_one_only_where_it_passes_the_filter(
    db: Database, made: Feed, here: Place
) -> None:
    await chat(db, 2)
    await storage.subscribe(db, Place(2), made.id, by=ADMIN, now=NOW)
    await sql(db, "UPDATE subscriptions SET filter = '-rain' WHERE chat_id = 1")
    await publish(db, made, "rain one", "rain two", "sun", "wind", "fog")
    assert [(one.article_id, one.hold) for one in await routed(db)] == [
        (3, None),
        (4, None),
        (5, None),
    ]
    assert await holds(db, chat_id=2) == [(Hold.BURST, NOW)] * 5


async def test_what_a_watch_finds_of_a_flood_counts_with_the_rest(
    db: Database, made: Feed, here: Place
) -> None:
    """Three pass the filter, and a watch brings the fourth: one place, one flood."""
    await sql(db, "UPDATE subscriptions SET filter = '-rain'")
    await chat(db, 2)
    for place in (here, Place(2)):
        await storage.add_watch(db, place, "two", by=ADMIN, now=NOW, limit=9)
    await publish(db, made, "rain one", "rain two", "sun two", "wind", "fog")
    found = await routed(db)
    assert {(one.article_id, one.hold) for one in found} == {
        (number, Hold.BURST) for number in (2, 3, 4, 5)
    }
    assert await holds(db, chat_id=2) == [(None, NOW)] * 2


async def test_several_reasons_are_one_alert(db: Database, made: Feed, here: Place) -> None:
    watch, _ = await storage.add_watch(db, here, "ferry", by=ADMIN, now=NOW, limit=9)
    again, _ = await storage.add_watch(db, here, "title", by=ADMIN, now=NOW, limit=9)
    assert watch is not None
    assert again is not None
    await publish(db, made, "Ferry title")
    assert len(await routed(db)) == 1
    assert await rows(db, "SELECT kind, chosen_by FROM delivery_reasons") == [
        ("subscription", 1),
        ("watch", watch.id),
        ("watch", again.id),
    ]


async def test_a_watch_passes_a_filter(db: Database, made: Feed, here: Place) -> None:
    await sql(db, "UPDATE subscriptions SET filter = '-ferry'")
    await publish(db, made, "Ferry late", "Ferry strike")
    assert await routed(db) == ()
    await storage.add_watch(db, here, "strike", by=ADMIN, now=NOW, limit=9)
    await publish(db, made, "Ferry again late", "Next ferry strike", at=NOW + 1)
    assert [one.article_id for one in await routed(db)] == [4]
    assert await rows(db, "SELECT kind FROM delivery_reasons") == [("watch",)]


async def test_a_watch_follows_the_chat(db: Database, made: Feed) -> None:
    here = await chat(db)
    await storage.add_watch(db, here, "ferry", by=ADMIN, now=NOW, limit=9)
    await set_digest(db)
    await publish(db, made, "Ferry late")
    assert await holds(db) == [(Hold.DIGEST, DIGEST_AT)]


async def test_what_is_to_come_at_once_does_so_although_a_watch_waits_for_the_digest(
    db: Database, made: Feed, here: Place
) -> None:
    await storage.add_watch(db, here, "ferry", by=ADMIN, now=NOW, limit=9)
    await set_digest(db)
    await sql(db, "UPDATE subscriptions SET digest = 0")
    await publish(db, made, "Ferry late")
    assert await holds(db) == [(None, NOW)]
