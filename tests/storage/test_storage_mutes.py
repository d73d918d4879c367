"""What a place does not want for a while: kept, listed, and nothing of it is sent."""

import storage
from newsroom import DeliveryState, Mute, Place
from storage import Database
from tests.storage.given import ADMIN, HOUR, NOW, article, chat, feed, rows

LATER = NOW + HOUR


async def test_a_mute_is_listed_until_it_is_over_or_taken_back(db: Database) -> None:
    here, made = await chat(db), await feed(db)
    await storage.mute(db, here, made.id, until=LATER, now=NOW)
    await storage.mute(db, here, None, until=LATER + 1, now=NOW)
    feed_mute = Mute(made.id, "rivers", LATER)
    assert await storage.list_mutes(db, here, NOW) == (Mute(None, None, LATER + 1), feed_mute)
    assert await storage.list_mutes(db, Place(1, 5), NOW) == ()
    assert await storage.unmute(db, here, None, now=NOW)
    assert not await storage.unmute(db, here, None, now=NOW)
    assert await storage.list_mutes(db, here, LATER - 1) == (feed_mute,)
    assert await storage.list_mutes(db, here, LATER) == ()
    assert not await storage.unmute(db, here, made.id, now=LATER), "it was over"


async def test_a_later_word_about_the_same_counts(db: Database) -> None:
    here, made = await chat(db), await feed(db)
    for until in (LATER, NOW + 1):
        await storage.mute(db, here, made.id, until=until, now=NOW)
    assert [one.until for one in await storage.list_mutes(db, here, NOW)] == [NOW + 1]


async def test_mutes_that_are_over_are_forgotten(db: Database) -> None:
    here, made = await chat(db), await feed(db)
    await storage.mute(db, here, made.id, until=NOW + 1, now=NOW)
    await storage.mute(db, here, None, until=LATER, now=NOW + 1)
    assert await rows(db, "SELECT feed_id FROM mutes") == [(0,)]


async def test_what_is_muted_is_dropped_and_says_so(db: Database) -> None:
    """It is a row: whoever asks what was missed finds it."""
    loud, quiet = await feed(db, "loud"), await feed(db, "quiet")
    here, topic, other = await chat(db), Place(1, 5), await chat(db, 2)
    for place in (here, topic, other):
        for one in (loud, quiet):
            await storage.subscribe(db, place, one.id, by=ADMIN, now=NOW)
    await storage.mute(db, here, loud.id, until=LATER, now=NOW)
    await storage.mute(db, other, None, until=LATER, now=NOW)
    for one in (loud, quiet):
        await article(db, one.id, one.title)
    assert await storage.route_articles(db, NOW) == (2, 6)
    ledger = await storage.deliveries_of(db, [1, 2])
    dropped = {(one.place, one.article_id) for one in ledger if one.reason == "muted"}
    assert dropped == {(here, 1), (other, 1), (other, 2)}
    assert [one.state for one in ledger].count(DeliveryState.DROPPED) == len(dropped)
    assert await rows(db, "SELECT count(*) FROM delivery_reasons") == [(6,)]


async def test_a_mute_ends_by_itself(db: Database) -> None:
    here, made = await chat(db), await feed(db)
    await storage.subscribe(db, here, made.id, by=ADMIN, now=NOW)
    await storage.mute(db, here, made.id, until=LATER, now=NOW)
    await article(db, made.id)
    await storage.route_articles(db, LATER)
    assert [one.state for one in await storage.deliveries_of(db, [1])] == [DeliveryState.DUE]


async def test_a_watch_does_not_pass_a_mute(db: Database) -> None:
    here, made = await chat(db), await feed(db)
    await storage.add_watch(db, here, "title", by=ADMIN, now=NOW, limit=9)
    await storage.mute(db, here, made.id, until=LATER, now=NOW)
    await article(db, made.id)
    await storage.route_articles(db, NOW)
    assert [one.reason for one in await storage.deliveries_of(db, [1])] == ["muted"]
