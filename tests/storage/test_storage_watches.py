"""What places watch for, and which new articles their watches choose."""

import storage
from newsroom import DeliveryKind, Place, Watch
from storage import Database
from storage.watches import chosen_by_watches
from tests.storage.given import ADMIN, HOUR, NOW, chat, feed, private_feed, rows, sql
from tests.storage.searching import store

LIMIT = 50


async def watch(db: Database, place: Place, query: str, *, now: int = NOW) -> int:
    made, added = await storage.add_watch(db, place, query, by=ADMIN, now=now, limit=LIMIT)
    assert made is not None
    assert added
    return made.id


async def watched(db: Database, place: Place) -> list[int]:
    return [one.id for one in (await storage.list_watches(db, place, size=LIMIT)).items]


async def chosen(db: Database, *articles: int, now: int = NOW) -> dict[int, tuple[int, ...]]:
    return await db.write(lambda raw: chosen_by_watches(raw, articles, now))


async def owe(db: Database, place: Place, article_id: int, *reasons: tuple[str, int]) -> int:
    """Owe a place an alert that these subscriptions and watches chose; return the delivery's number."""
    key = str(article_id)
    await storage.enqueue(
        db, place, DeliveryKind.ALERT, key, article_id=article_id, body=None, now=NOW
    )
    ((number,),) = await rows(db, "SELECT max(id) FROM deliveries")
    for kind, chosen_by in reasons:
        await sql(db, "INSERT INTO delivery_reasons VALUES (?, ?, ?)", number, kind, chosen_by)
    return int(number)


async def fate(db: Database, delivery_id: int) -> tuple[str, str | None]:
    ((state, reason),) = await rows(
        db, "SELECT state, reason FROM deliveries WHERE id = ?", delivery_id
    )
    return state, reason


async def test_a_watch_is_added_once(db: Database) -> None:
    here, topic = await chat(db), Place(1, 5)
    first = await watch(db, here, "ferry")
    assert await storage.add_watch(db, here, "ferry", by=ADMIN, now=NOW, limit=LIMIT) == (
        Watch(first, here, "ferry", NOW),
        False,
    )
    other = await watch(db, topic, "ferry")
    assert await watched(db, here) == [first]
    assert await watched(db, topic) == [other]


async def test_no_more_than_the_limit(db: Database) -> None:
    here = await chat(db)
    await watch(db, here, "ferry")
    assert await storage.add_watch(db, here, "boat", by=ADMIN, now=NOW, limit=1) == (None, False)
    topic = Place(1, 5)
    assert await storage.add_watch(db, topic, "boat", by=ADMIN, now=NOW, limit=1) == (None, False)
    assert len(await watched(db, here)) == 1


async def test_an_ended_watch_comes_back_by_undo(db: Database) -> None:
    here, elsewhere = await chat(db), await chat(db, 2)
    number = await watch(db, here, "ferry")
    assert await storage.remove_watch(db, elsewhere, number, now=NOW) is None
    assert await storage.remove_watch(db, here, number, now=NOW + 1) == Watch(
        number, here, "ferry", NOW
    )
    assert await storage.remove_watch(db, here, number, now=NOW + 2) is None
    assert await watched(db, here) == []
    ended = await storage.get_watch(db, number)
    assert ended is not None, "for those who ask why an alert came"

    async def restore(place: Place, limit: int = LIMIT) -> Watch | None:
        return await storage.restore_watch(db, place, number, limit=limit)

    assert await restore(elsewhere) is None
    assert await restore(here, limit=0) is None
    assert await restore(here) == ended
    assert await restore(here) is None, "it is there already"


async def test_undo_does_not_make_a_second_one_like_it(db: Database) -> None:
    here = await chat(db)
    number = await watch(db, here, "ferry")
    await storage.remove_watch(db, here, number, now=NOW)
    await watch(db, here, "ferry")
    assert await storage.restore_watch(db, here, number, limit=LIMIT) is None
    assert len(await watched(db, here)) == 1


async def test_alerts_of_an_ended_watch_are_dropped_unless_something_else_wants_them(
    db: Database,
) -> None:
    here = await chat(db)
    made = await feed(db)
    subscription, _ = await storage.subscribe(db, here, made.id, by=ADMIN, now=NOW)
    ferry, boat = await watch(db, here, "ferry"), await watch(db, here, "boat")
    articles = [await store(db, made.id, title) for title in "abc"]
    alone = await owe(db, here, articles[0], ("watch", ferry))
    both = await owe(db, here, articles[1], ("watch", ferry), ("subscription", subscription.id))
    others = await owe(db, here, articles[2], ("watch", boat))
    await storage.remove_watch(db, here, ferry, now=NOW + 1)
    assert await fate(db, alone) == ("dropped", "unwatched")
    assert await fate(db, both) == await fate(db, others) == ("due", None)
    await storage.restore_watch(db, here, ferry, limit=LIMIT)
    assert await fate(db, alone) == ("due", None)
    await storage.unsubscribe(db, here, made.id, now=NOW + 2)
    assert await fate(db, both) == ("due", None), "the watch still wants it"
    await storage.remove_watch(db, here, ferry, now=NOW + 3)
    assert await fate(db, both) == ("dropped", "unwatched"), "what else had chosen it has ended"


async def test_watches_choose_the_articles_that_a_search_would_find(db: Database) -> None:
    here, there = await chat(db), await chat(db, 2)
    made, other = await feed(db), await feed(db, "other")
    ferry = await watch(db, here, "ferry -boat")
    same = await watch(db, there, "ferry -boat")
    phrase = await watch(db, here, f'"at dawn" feed:{other.id}')
    first = await store(db, made.id, "Two ferries", "They left at dawn.")
    second = await store(db, other.id, "A ferry and a boat", "Both left at dawn.")
    third = await store(db, other.id, "Nothing", "Nothing at all.")
    assert await chosen(db, first, second, third, 99) == {first: (ferry, same), second: (phrase,)}


async def test_a_watch_that_is_paused_ended_or_younger_chooses_nothing(db: Database) -> None:
    made = await feed(db)
    places = [await chat(db, number) for number in (1, 2, 3, 4)]
    numbers = [await watch(db, place, "ferry") for place in places]
    topic = await watch(db, Place(4, 5), "ferry")
    await watch(db, places[0], "ferries", now=NOW + HOUR)
    await storage.pause_chat(db, 2, "blocked", NOW)
    await storage.remove_watch(db, places[2], numbers[2], now=NOW)
    await storage.pause_topic(db, 4, 5, "topic-closed", NOW)
    article_id = await store(db, made.id, "A ferry")
    assert await chosen(db, article_id, now=NOW + 2 * HOUR) == {
        article_id: (numbers[0], numbers[3])
    }
    # Who adds a watch there is not shut out any more.
    await watch(db, Place(4, 5), "boat")
    assert await chosen(db, article_id, now=NOW + 2 * HOUR) == {
        article_id: (numbers[0], numbers[3], topic)
    }


async def test_a_private_feed_is_found_by_its_own_chat_and_a_removed_one_by_nobody(
    db: Database,
) -> None:
    here, there = await chat(db), await chat(db, 2)
    mine, _ = await watch(db, here, "ferry"), await watch(db, there, "ferry")
    secret = await private_feed(db, here)
    removed = await feed(db, "removed")
    first = await store(db, secret.id, "A ferry")
    second = await store(db, removed.id, "A ferry")
    await storage.remove_feed(db, removed.id, by=ADMIN, now=NOW)
    assert await chosen(db, first, second) == {first: (mine,)}


async def test_what_is_watched_for_is_kept_in_mind_until_it_changes(db: Database) -> None:
    here = await chat(db)
    made = await feed(db)
    article_id = await store(db, made.id, "A ferry and a boat")
    assert await chosen(db, article_id) == {}
    ferry = await watch(db, here, "ferry")
    assert await chosen(db, article_id) == {article_id: (ferry,)}
    boat = await watch(db, here, "boat")
    assert await chosen(db, article_id) == {article_id: (ferry, boat)}
    await storage.remove_watch(db, here, ferry, now=NOW)
    assert await chosen(db, article_id) == {article_id: (boat,)}
