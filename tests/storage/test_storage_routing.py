"""From unrouted articles to what each place is owed."""

import pytest

import storage
from newsroom import DeliveryKind, DeliveryState, Feed, FeedState, Place
from storage import Database, routing
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
    traced,
    verdict,
)


@pytest.fixture
async def made(db: Database) -> Feed:
    return await feed(db)


async def subscriber(db: Database, place: Place, made: Feed, now: int = NOW) -> int:
    subscription, _ = await storage.subscribe(db, place, made.id, by=ADMIN, now=now)
    return subscription.id


async def owed(db: Database) -> list[tuple[int, int, int | None]]:
    return await rows(db, "SELECT chat_id, thread_id, article_id FROM deliveries ORDER BY id")


async def test_each_place_gets_each_article_exactly_once(db: Database, made: Feed) -> None:
    for place in (await chat(db, 1), await chat(db, 2), Place(2, 5)):
        await subscriber(db, place, made)
    await storage.record_check(db, verdict(made.id, entry("a"), entry("b")))
    assert await storage.route_articles(db, NOW + 1) == (2, 6)
    assert await storage.route_articles(db, NOW + 2) == (0, 0)
    assert await owed(db) == [(c, t, a) for a in (1, 2) for c, t in ((1, 0), (2, 0), (2, 5))]
    found = await storage.deliveries_of(db, [1, 2])
    assert {(one.kind, one.state, one.due_at) for one in found} == {
        (DeliveryKind.ALERT, DeliveryState.DUE, NOW + 1)
    }


async def test_each_alert_knows_the_subscription_that_chose_it(db: Database, made: Feed) -> None:
    other = await feed(db, "other")
    first = await subscriber(db, await chat(db, 1), made)
    second = await subscriber(db, await chat(db, 2), made)
    await subscriber(db, Place(1), other)
    await article(db, made.id)
    await storage.route_articles(db, NOW)
    reasons = await rows(
        db,
        """
        SELECT chat_id, delivery_reasons.kind, chosen_by FROM delivery_reasons
        JOIN deliveries ON deliveries.id = delivery_id ORDER BY chat_id
        """,
    )
    assert reasons == [(1, "subscription", first), (2, "subscription", second)]


async def test_an_article_that_nobody_wants_is_routed_too(db: Database, made: Feed) -> None:
    await article(db, made.id)
    assert await storage.route_articles(db, NOW) == (1, 0)
    await subscriber(db, await chat(db), made)
    assert await storage.route_articles(db, NOW) == (0, 0)


@pytest.mark.parametrize(("since", "made_alerts"), [(-1, 1), (0, 1), (1, 0), (HOUR, 0)])
async def test_nobody_gets_what_was_found_before_he_subscribed(
    db: Database, made: Feed, since: int, made_alerts: int
) -> None:
    await subscriber(db, await chat(db), made, now=NOW + since)
    await article(db, made.id, at=NOW)
    assert await storage.route_articles(db, NOW + 2 * HOUR) == (1, made_alerts)


async def test_who_left_or_is_paused_gets_nothing(db: Database, made: Feed) -> None:
    for number in (1, 2, 3, 4):
        await subscriber(db, await chat(db, number), made)
    await subscriber(db, Place(4, 5), made)
    await storage.unsubscribe(db, Place(1), made.id, now=NOW)
    await storage.pause_chat(db, 2, "blocked", NOW)
    await storage.pause_topic(db, 4, 5, "closed", NOW)
    await article(db, made.id)
    assert await storage.route_articles(db, NOW) == (1, 2)
    assert await owed(db) == [(3, 0, 1), (4, 0, 1)]


async def test_a_removed_feed_alerts_nobody_and_a_paused_one_still_does(
    db: Database, made: Feed
) -> None:
    """Pausing stops the checks; what was found before is news all the same."""
    other = await feed(db, "other")
    for one in (made, other):
        await subscriber(db, Place((await chat(db)).chat_id), one)
        await article(db, one.id, one.title)
    await storage.remove_feed(db, made.id, by=ADMIN, now=NOW)
    await storage.set_feed_state(db, other.id, FeedState.PAUSED, by=ADMIN, now=NOW)
    assert await storage.route_articles(db, NOW) == (2, 1)
    assert await owed(db) == [(1, 0, 2)]


async def test_the_mark_and_the_deliveries_are_one_transaction(db: Database, made: Feed) -> None:
    """A crash leaves both or none: an article is never marked while its alerts are missing."""
    await subscriber(db, await chat(db), made)
    await storage.record_check(db, verdict(made.id, entry("a"), entry("b")))
    await sql(
        db,
        """
        CREATE TRIGGER refuse BEFORE INSERT ON deliveries WHEN new.article_id = 2
        BEGIN SELECT raise(ABORT, 'refused'); END
        """,
    )
    with pytest.raises(Exception, match="refused"):
        await storage.route_articles(db, NOW)
    assert await owed(db) == []
    assert await rows(db, "SELECT count(*) FROM articles WHERE routed_at IS NULL") == [(2,)]
    await sql(db, "DROP TRIGGER refuse")
    assert await storage.route_articles(db, NOW) == (2, 2)


async def test_an_alert_that_is_in_the_ledger_is_not_made_again(db: Database, made: Feed) -> None:
    await subscriber(db, await chat(db), made)
    await article(db, made.id)
    await storage.route_articles(db, NOW)
    await sql(db, "UPDATE articles SET routed_at = NULL")
    assert await storage.route_articles(db, NOW) == (1, 0)
    assert len(await owed(db)) == 1


async def test_many_articles_are_routed_in_batches_the_oldest_first(
    db: Database, made: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(routing, "BATCH", 4)
    await subscriber(db, await chat(db), made)
    for number in range(6):
        await article(db, made.id, str(number), at=NOW + number)
    assert await storage.route_articles(db, NOW) == (4, 4)
    assert await storage.route_articles(db, NOW) == (2, 2)
    assert [number for *_, number in await owed(db)] == [1, 2, 3, 4, 5, 6]


async def test_what_one_check_brought_is_one_batch(
    db: Database, made: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the last few of a flood would seem to be few."""
    monkeypatch.setattr(routing, "BATCH", 4)
    await subscriber(db, await chat(db), made)
    await storage.record_check(db, verdict(made.id, *(entry(key) for key in "abcdef")))
    await article(db, made.id, "later", at=NOW + 1)
    assert await storage.route_articles(db, NOW) == (6, 6)
    assert await storage.route_articles(db, NOW) == (1, 1)


async def test_many_deliveries_end_a_transaction_early(
    db: Database, made: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Other writers do not wait for fifty articles times ten thousand places."""
    monkeypatch.setattr(routing, "ROWS", 4)
    for number in (1, 2, 3):
        await subscriber(db, await chat(db, number), made)
    await storage.record_check(db, verdict(made.id, *(entry(key) for key in "abcde")))
    statements: list[str] = []
    await traced(db, statements)
    assert await storage.route_articles(db, NOW) == (5, 15)
    assert statements.count("COMMIT") == 3


async def test_ten_thousand_subscribers_get_one_article(db: Database, made: Feed) -> None:
    count = 10_000

    await sql(
        db,
        """
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
        INSERT INTO chats (id, kind, title, met_at) SELECT i, 'private', 'x', 0 FROM n
        """,
        count,
    )
    await sql(
        db,
        """
        INSERT INTO subscriptions (chat_id, feed_id, created_at, created_by)
        SELECT id, ?, 0, id FROM chats
        """,
        made.id,
    )
    await article(db, made.id)
    assert await storage.route_articles(db, NOW) == (1, count)
    assert await rows(db, "SELECT count(DISTINCT chat_id) FROM deliveries") == [(count,)]
    assert await rows(db, "SELECT count(DISTINCT chosen_by) FROM delivery_reasons") == [(count,)]
    assert len(await storage.due_deliveries(db, NOW, limit=50)) == 50
