"""The ledger: due, claimed, sent or dropped."""

import asyncio

import pytest

import storage
from newsroom import Delivery, DeliveryKind, DeliveryState, Place
from storage import Database
from tests.storage.given import (
    ADMIN,
    HOUR,
    NOW,
    article,
    chat,
    feed,
    notice,
    rows,
    sql,
    traced,
)


async def one(db: Database, delivery_id: int) -> Delivery:
    chats = await rows(db, "SELECT chat_id FROM deliveries WHERE id = ?", delivery_id)
    found = await storage.deliveries_of(db, [number for (number,) in chats])
    return next(delivery for delivery in found if delivery.id == delivery_id)


async def due(
    db: Database, now: int = NOW, *, but: tuple[int, ...] = (), limit: int = 9
) -> list[int]:
    return [d.id for d in await storage.due_deliveries(db, now, except_chats=but, limit=limit)]


@pytest.mark.parametrize("kind", DeliveryKind)
async def test_what_is_owed_comes_back_as_it_was(db: Database, kind: DeliveryKind) -> None:
    place = Place((await chat(db)).chat_id, 5)
    number = await article(db, (await feed(db)).id)
    assert await storage.enqueue(db, place, kind, "k", article_id=number, body="Note", now=NOW)
    assert await storage.due_deliveries(db, NOW, limit=9) == (
        Delivery(1, place, kind, NOW, article_id=number, body="Note"),
    )


async def test_the_same_key_is_owed_to_a_place_once(db: Database) -> None:
    """Also when it has been sent or dropped: a crash and a repeated update repeat nothing."""
    place, other = await chat(db, 1), await chat(db, 2)
    first = await notice(db, place, "k")

    async def again(where: Place, kind: DeliveryKind = DeliveryKind.NOTICE, key: str = "k") -> bool:
        return await storage.enqueue(db, where, kind, key, body="x", now=NOW)

    assert await again(place) is False
    await storage.settle_sent(db, first, message_id=1, now=NOW)
    assert await again(place) is False
    await sql(db, "UPDATE deliveries SET state = 'dropped'")
    assert await again(place) is False
    assert await again(other) is True
    assert await again(Place(1, 5)) is True
    assert await again(place, DeliveryKind.FORWARD) is True
    assert await again(place, key="l") is True


async def test_a_deliverys_number_is_never_given_again(db: Database) -> None:
    place = await chat(db)
    first = await notice(db, place)
    await sql(db, "DELETE FROM deliveries")
    assert await notice(db, place) > first


async def test_each_chat_has_its_first_the_longest_due_first(db: Database) -> None:
    """Topics of one chat share its turn, as Telegram's limits do."""
    one, two, three = [await chat(db, number) for number in (1, 2, 3)]
    late = await notice(db, one, "late", now=NOW - 1)
    early = await notice(db, Place(1, 5), "early", now=NOW - 5)
    second = await notice(db, two, now=NOW - 3)
    third = await notice(db, three, now=NOW - 3)
    future = await notice(db, await chat(db, 4), now=NOW + 1)
    assert await due(db) == [early, second, third]
    assert await due(db, limit=2) == [early, second]
    assert await due(db, limit=0) == []
    assert await due(db, but=(1, 3)) == [second]
    assert await due(db, but=(1, 2, 3)) == []
    assert future in await due(db, NOW + 1)
    await storage.claim(db, early, NOW)
    assert await due(db) == [second, third, late]


async def test_a_flooded_chat_does_not_hide_the_others(db: Database) -> None:
    await chat(db, 1)
    await sql(
        db,
        """
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
        INSERT INTO deliveries (chat_id, kind, key, body, created_at, due_at)
        SELECT 1, 'notice', i, 'x', 0, ? FROM n
        """,
        NOW - HOUR,
    )
    other = await notice(db, await chat(db, 2))
    assert await due(db, limit=2) == [1, other]
    assert await due(db, but=(1,)) == [other]


async def test_when_the_next_is_due(db: Database) -> None:
    assert await storage.next_due_at(db) is None
    place = await chat(db)
    later = await notice(db, place, "b", now=NOW + 9)
    sooner = await notice(db, place, "a", now=NOW + 5)
    assert await storage.next_due_at(db) == NOW + 5
    await storage.claim(db, sooner, NOW)
    assert await storage.next_due_at(db) == NOW + 9
    await storage.settle_dropped(db, later, reason="x", now=NOW)
    assert await storage.next_due_at(db) is None


async def test_only_one_claim_of_many_succeeds(db: Database) -> None:
    number = await notice(db, await chat(db))
    claims = await asyncio.gather(*(storage.claim(db, number, NOW) for _ in range(20)))
    (claimed,) = [one for one in claims if one is not None]
    assert claimed.delivery == await one(db, number)
    assert (claimed.delivery.state, claimed.delivery.attempts) == (DeliveryState.CLAIMED, 1)
    assert claimed.parts == await storage.parts_of(db, claimed.delivery)
    assert await due(db) == []


async def test_what_is_claimed_at_once_is_each_callers_own(db: Database) -> None:
    """Alerts of one article, at places that want it in different ways."""
    feed_id = (await feed(db)).id
    number = await article(db, feed_id)
    places = [await chat(db, chat_id) for chat_id in range(1, 6)]
    for place in places:
        alert = DeliveryKind.ALERT
        await storage.enqueue(db, place, alert, "k", article_id=number, now=NOW)
        await sql(
            db, "UPDATE chats SET language = ? WHERE id = ?", f"l{place.chat_id}", place.chat_id
        )
    statements: list[str] = []
    await traced(db, statements)
    claims = await asyncio.gather(*(storage.claim(db, one, NOW) for one in (*range(1, 6), 99)))
    assert statements.count("COMMIT") == 1
    assert claims.pop() is None
    for place, claimed in zip(places, claims, strict=True):
        assert claimed is not None
        assert claimed.delivery.place == place
        assert claimed.parts == await storage.parts_of(db, claimed.delivery)
        assert claimed.parts is not None
        assert claimed.parts.chat.language == f"l{place.chat_id}"


async def test_one_that_cannot_be_claimed_keeps_back_none_of_the_others(db: Database) -> None:
    place = await chat(db)
    numbers = [await notice(db, place, key) for key in "abc"]
    await sql(db, "UPDATE deliveries SET news = 'no JSON' WHERE id = ?", numbers[1])
    claims = await asyncio.gather(
        *(storage.claim(db, number, NOW) for number in numbers), return_exceptions=True
    )
    assert isinstance(claims[1], ValueError)
    for claimed in (claims[0], claims[2]):
        assert isinstance(claimed, storage.Claimed)
    states = await rows(db, "SELECT state, attempts FROM deliveries ORDER BY id")
    assert states == [("claimed", 1), ("due", 0), ("claimed", 1)]


async def test_what_was_erased_while_it_was_in_flight_needs_no_mark(db: Database) -> None:
    place = await chat(db)
    gone, stays = await notice(db, place, "a"), await notice(db, place, "b")
    await sql(db, "DELETE FROM deliveries WHERE id = ?", gone)
    await asyncio.gather(
        *(storage.settle_sent(db, number, message_id=5, now=NOW) for number in (gone, stays))
    )
    assert (await one(db, stays)).state is DeliveryState.SENT


async def test_what_is_not_due_cannot_be_claimed(db: Database) -> None:
    number = await notice(db, await chat(db))
    assert await storage.claim(db, 99, NOW) is None
    for state in ("claimed", "sent", "dropped"):
        await sql(db, "UPDATE deliveries SET state = ?", state)
        assert await storage.claim(db, number, NOW) is None
    await sql(db, "UPDATE deliveries SET state = 'due', hold = 'burst'")
    assert await storage.claim(db, number, NOW) is None


async def test_a_sent_message_is_written_down_with_its_number(db: Database) -> None:
    number = await notice(db, await chat(db))
    await storage.claim(db, number, NOW)
    await storage.settle_later(db, number, due_at=NOW, reason="busy")
    await storage.claim(db, number, NOW)
    await storage.settle_sent(db, number, message_id=77, now=NOW + 3)
    sent = await one(db, number)
    assert (sent.state, sent.message_id, sent.reason) == (DeliveryState.SENT, 77, None)
    assert sent.attempts == 2
    assert await rows(db, "SELECT settled_at FROM deliveries") == [(NOW + 3,)]


async def test_a_dropped_message_says_why(db: Database) -> None:
    number = await notice(db, await chat(db))
    await storage.claim(db, number, NOW)
    await storage.settle_dropped(db, number, reason="bad request", now=NOW + 3)
    dropped = await one(db, number)
    assert (dropped.state, dropped.reason) == (DeliveryState.DROPPED, "bad request")
    assert await due(db, NOW + HOUR) == []


async def test_a_postponed_message_is_due_later(db: Database) -> None:
    number = await notice(db, await chat(db))
    await storage.claim(db, number, NOW)
    await storage.settle_later(db, number, due_at=NOW + HOUR, reason="retry later")
    later = await one(db, number)
    assert (later.state, later.due_at, later.reason) == (
        DeliveryState.DUE,
        NOW + HOUR,
        "retry later",
    )
    assert (later.plain, later.maybe_twice) == (False, False)
    assert await due(db, NOW + HOUR - 1) == []
    assert await due(db, NOW + HOUR) == [number]


async def test_what_was_learnt_of_a_message_is_not_forgotten_when_it_is_postponed(
    db: Database,
) -> None:
    number = await notice(db, await chat(db))
    await storage.settle_later(db, number, due_at=NOW, reason="x", plain=True)
    await storage.settle_later(db, number, due_at=NOW, reason="x", maybe_twice=True)
    await storage.settle_later(db, number, due_at=NOW, reason="x")
    later = await one(db, number)
    assert (later.plain, later.maybe_twice) == (True, True)


async def test_what_was_dropped_in_flight_is_not_brought_back_by_its_failure(db: Database) -> None:
    number = await notice(db, await chat(db))
    await storage.claim(db, number, NOW)
    await storage.pause_chat(db, 1, "blocked", NOW)
    await storage.settle_later(db, number, due_at=NOW, reason="network")
    await storage.settle_dropped(db, number, reason="other", now=NOW)
    dropped = await one(db, number)
    assert (dropped.state, dropped.reason) == (DeliveryState.DROPPED, "blocked")


async def test_what_was_dropped_in_flight_and_arrived_counts_as_sent(db: Database) -> None:
    number = await notice(db, await chat(db))
    await storage.claim(db, number, NOW)
    await storage.pause_chat(db, 1, "blocked", NOW)
    await storage.settle_sent(db, number, message_id=77, now=NOW)
    assert (await one(db, number)).state is DeliveryState.SENT


async def test_what_was_sent_is_never_sent_again(db: Database) -> None:
    number = await notice(db, await chat(db))
    await storage.settle_sent(db, number, message_id=77, now=NOW)
    await storage.settle_later(db, number, due_at=NOW, reason="late answer")
    await storage.settle_dropped(db, number, reason="late answer", now=NOW)
    assert await storage.recover_claimed(db) == 0
    assert (await one(db, number)).state is DeliveryState.SENT
    assert await due(db) == []


async def test_what_was_in_flight_at_a_crash_is_sent_once_more(db: Database) -> None:
    place = await chat(db)
    claimed, waiting = await notice(db, place, "a"), await notice(db, place, "b")
    await storage.claim(db, claimed, NOW)
    assert await storage.recover_claimed(db) == 1
    assert await storage.recover_claimed(db) == 0
    back = await one(db, claimed)
    assert (back.state, back.maybe_twice, back.reason) == (DeliveryState.DUE, True, "restart")
    assert (await one(db, waiting)).maybe_twice is False


async def test_deliveries_are_counted_by_state(db: Database) -> None:
    assert await storage.count_deliveries(db) == {}
    place = await chat(db)
    numbers = [await notice(db, place, key) for key in "abcd"]
    await storage.claim(db, numbers[0], NOW)
    await storage.settle_sent(db, numbers[1], message_id=1, now=NOW)
    assert await storage.count_deliveries(db) == {
        DeliveryState.DUE: 2,
        DeliveryState.CLAIMED: 1,
        DeliveryState.SENT: 1,
    }


async def test_the_ledger_of_some_chats_is_the_oldest_first(db: Database) -> None:
    numbers = [await notice(db, await chat(db, number)) for number in (3, 1, 2)]
    found = await storage.deliveries_of(db, (number for number in (1, 3)))
    assert [delivery.id for delivery in found] == numbers[:2]
    assert await storage.deliveries_of(db, []) == ()


async def test_an_alert_is_due_when_it_was_routed(db: Database) -> None:
    made = await feed(db)
    await storage.subscribe(db, await chat(db), made.id, by=ADMIN, now=NOW)
    await article(db, made.id)
    await storage.route_articles(db, NOW + 5)
    assert await due(db, NOW + 4) == []
    assert await due(db, NOW + 5) == [1]
