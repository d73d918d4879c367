"""Which of a feed's articles a subscription's filter holds back."""

import storage
from newsroom import Place
from storage import Database
from storage.filters import filtered_out
from tests.storage.given import ADMIN, NOW, chat, feed, sql
from tests.storage.searching import store


async def subscriber(db: Database, place: Place, feed_id: int, typed: str) -> int:
    made, _ = await storage.subscribe(db, place, feed_id, by=ADMIN, now=NOW)
    await sql(db, "UPDATE subscriptions SET filter = ? WHERE id = ?", typed, made.id)
    return made.id


async def held_back(db: Database, *articles: int) -> dict[int, tuple[int, ...]]:
    return await db.write(lambda raw: filtered_out(raw, articles))


async def test_each_subscription_has_its_own_filter(db: Database) -> None:
    made, other = await feed(db), await feed(db, "other")
    places = [await chat(db, number) for number in (1, 2, 3, 4)]
    ferry = await subscriber(db, places[0], made.id, "ferry, boat")
    no_boat = await subscriber(db, places[1], made.id, "-boat")
    await subscriber(db, places[2], made.id, "")
    elsewhere = await subscriber(db, places[2], other.id, "ferry")
    ended = await subscriber(db, places[3], made.id, "nothing")
    await storage.unsubscribe(db, places[3], made.id, now=NOW)
    first = await store(db, made.id, "Two ferries")
    second = await store(db, made.id, "A boat")
    third = await store(db, made.id, "A train")
    fourth = await store(db, other.id, "A train")
    assert await held_back(db, first, second, third, fourth, 99) == {
        second: (no_boat,),
        third: (ferry,),
        fourth: (elsewhere,),
    }
    assert ended


async def test_without_filters_no_text_is_read(db: Database) -> None:
    made = await feed(db)
    await subscriber(db, await chat(db), made.id, "")
    assert await held_back(db, await store(db, made.id, "A train")) == {}


async def test_a_filter_belongs_to_a_subscription(db: Database) -> None:
    here, there = await chat(db), await chat(db, 2)
    made = await feed(db)
    await subscriber(db, here, made.id, "")
    assert await storage.get_filter(db, here, made.id) == ""
    assert await storage.set_filter(db, here, made.id, "ferry") == ""
    assert await storage.set_filter(db, here, made.id, "boat") == "ferry"
    assert await storage.get_filter(db, here, made.id) == "boat"
    assert await storage.get_filter(db, there, made.id) is None
    assert await storage.set_filter(db, there, made.id, "boat") is None
    subscribed = await storage.list_subscriptions(db, here, size=5)
    assert [one.filter for one in subscribed.items] == ["boat"]


async def test_a_dry_run_sorts_the_newest_articles(db: Database) -> None:
    made = await feed(db)
    for age, title in enumerate(("Ferry one", "Boat", "Ferry two", "Ferry old")):
        await store(db, made.id, title, published_at=NOW - age)
    run = await storage.try_filter(db, made.id, "ferry", newest=3)
    assert [one.title for one in run.passed] == ["Ferry one", "Ferry two"]
    assert [one.title for one in run.held_back] == ["Boat"]
