"""Held alerts become one message, and go where it goes."""

import storage
from newsroom import ChatKind, Digest, Hold, Place
from storage import Database
from storage.digests import CHANNEL_SIZE
from tests.storage.given import ADMIN, HOUR, NOW, article, chat, feed, held, rows, sql

LATER = NOW + HOUR


async def alerts(db: Database) -> list[tuple[object, ...]]:
    """Return each alert's state, message and reason."""
    return await rows(
        db, "SELECT state, message_id, reason FROM deliveries WHERE kind = 'alert' ORDER BY id"
    )


async def due(db: Database, now: int = LATER) -> list[int]:
    return [one.id for one in await storage.due_deliveries(db, now, limit=9)]


async def holding(db: Database, place: Place, *feeds: str, due_at: int = NOW) -> list[int]:
    """Hold an alert of each of these feeds, made where there is none yet; return the articles."""
    made = []
    for number, name in enumerate(feeds):
        known = await storage.feeds_by_title(db, name, visible_to=0, exact=True)
        source = known[0] if known else await feed(db, name)
        made.append(await article(db, source.id, f"{name} {number} {due_at} {place}"))
        await held(db, place, made[-1], due_at=due_at)
    return made


async def test_several_are_one_message_grouped_by_feed(db: Database) -> None:
    here = await chat(db)
    one, two, three = await holding(db, here, "rivers", "hills", "rivers")
    assert await storage.next_held_at(db) == NOW
    assert await due(db) == []
    assert await storage.gather_held(db, LATER) == 1
    (digest,) = await due(db)
    assert await storage.get_digest(db, digest) == Digest(
        digest, here, frozenset({Hold.DIGEST}), articles=(one, three, two), feeds=(1, 2)
    )
    assert await storage.gather_held(db, LATER) == 0, "nothing is told twice"
    assert await storage.next_held_at(db) is None
    await storage.settle_sent(db, digest, message_id=7, now=LATER)
    assert await alerts(db) == [("sent", 7, None)] * 3
    found = await storage.get_digest(db, digest)
    assert found is not None
    assert found.articles == (one, three, two)


async def test_one_alone_is_a_plain_alert(db: Database) -> None:
    here = await chat(db)
    await holding(db, here, "rivers")
    assert await storage.gather_held(db, LATER) == 1
    (alert,) = await storage.due_deliveries(db, LATER, limit=9)
    assert (alert.hold, alert.article_id) == (None, 1)


async def test_each_place_has_its_own_and_only_what_is_due(db: Database) -> None:
    here = await chat(db)
    topic = Place(1, 5)
    await holding(db, here, "rivers", "rivers")
    await holding(db, topic, "rivers", "rivers")
    await holding(db, here, "rivers", due_at=LATER + 1)
    assert await storage.gather_held(db, LATER) == 2
    assert await storage.next_held_at(db) == LATER + 1


async def test_a_digest_that_is_dropped_drops_what_it_tells_for_its_reason(db: Database) -> None:
    here = await chat(db)
    await holding(db, here, "rivers", "hills")
    await storage.gather_held(db, LATER)
    (digest,) = await due(db)
    await storage.settle_later(db, digest, due_at=LATER, reason="not-sent")
    assert await alerts(db) == [("due", None, None)] * 2
    await storage.settle_dropped(db, digest, reason="refused: no", now=LATER)
    assert await alerts(db) == [("dropped", None, "refused: no")] * 2
    assert await storage.get_digest(db, digest) is None


async def test_a_paused_chat_is_owed_none_of_it(db: Database) -> None:
    here = await chat(db)
    await holding(db, here, "rivers", "hills")
    await storage.gather_held(db, LATER)
    await storage.pause_chat(db, 1, "blocked", LATER)
    assert await alerts(db) == [("dropped", None, "blocked")] * 2


async def test_what_comes_back_too_late_for_its_digest_is_in_the_next(db: Database) -> None:
    """An unsubscription ends between gathering and sending, and is undone after that."""
    here = await chat(db)
    await feed(db, "rivers")
    await storage.subscribe(db, here, 1, by=ADMIN, now=NOW)
    one, two = await holding(db, here, "rivers", "hills")
    await sql(db, "INSERT INTO delivery_reasons VALUES (1, 'subscription', 1)")
    await storage.gather_held(db, LATER)
    (digest,) = await due(db)
    await storage.unsubscribe(db, here, 1, now=LATER)
    found = await storage.get_digest(db, digest)
    assert found is not None
    assert found.articles == (two,)
    await storage.settle_sent(db, digest, message_id=7, now=LATER)
    await storage.restore_subscriptions(db, here, removed_at=LATER)
    assert [state for state, *_ in await alerts(db)] == ["due", "sent"]
    assert await storage.gather_held(db, LATER + 1) == 1
    (alert,) = await storage.due_deliveries(db, LATER + 1, limit=9)
    assert alert.article_id == one


async def test_a_channel_gets_as_many_messages_as_it_takes(db: Database) -> None:
    """Nobody turns pages for all readers."""
    channel = await chat(db, -100, kind=ChatKind.CHANNEL)
    made = await holding(db, channel, *["rivers"] * (CHANNEL_SIZE + 1))
    assert await storage.gather_held(db, LATER) == 2
    digests = await rows(db, "SELECT id FROM deliveries WHERE kind = 'digest'")
    found = await storage.get_digest(db, digests[0][0])
    assert found is not None
    assert found.articles == tuple(made[:CHANNEL_SIZE])
    alone = await rows(
        db, "SELECT article_id FROM deliveries WHERE kind = 'alert' AND hold IS NULL"
    )
    assert alone == [(made[-1],)]


async def test_many_places_are_gathered_in_parts(db: Database) -> None:
    source = await feed(db)
    articles = [await article(db, source.id, name) for name in ("one", "two")]
    for number in range(1, 450):
        here = await chat(db, number)
        for each in articles:
            await held(db, here, each)
    assert await storage.gather_held(db, LATER) == 449
    assert await rows(db, "SELECT count(*) FROM deliveries WHERE digest_id IS NULL") == [(449,)]
