"""Tags: a place that follows one has every feed of it, now and later, and keeps what it chose itself."""

import pytest

import storage
from newsroom import Feed, Place
from storage import Database, FeedSetting, TagCount
from tests.storage.given import ADMIN, HOUR, NOW, article, chat, feed, private_feed, rows


async def tag(db: Database, made: Feed, tags: str, *, now: int = NOW) -> int:
    edit = await storage.edit_feed(db, made.id, FeedSetting.TAGS, tags, by=ADMIN, now=now)
    assert edit is not None
    return edit.number


async def follow(db: Database, place: Place, name: str = "sport", **more: int) -> int | None:
    return await storage.subscribe_tag(db, place, name, by=ADMIN, now=NOW, **more)


async def has(db: Database, place: Place) -> list[int]:
    return sorted(await storage.subscribed_feeds(db, place))


async def test_tags_are_set_counted_and_audited(db: Database) -> None:
    one, two = await feed(db, "one"), await feed(db, "two")
    await tag(db, one, "local, sport")
    await tag(db, two, "sport")
    assert await storage.tags_of(db, [1, 2, 3]) == {1: ("local", "sport"), 2: ("sport",)}
    assert await storage.list_tags(db, visible_to=1) == (TagCount("local", 1), TagCount("sport", 2))
    await storage.remove_feed(db, one.id, by=ADMIN, now=NOW)
    assert await storage.list_tags(db, visible_to=1) == (TagCount("sport", 1),)
    assert (await storage.list_feeds(db, visible_to=1, tag="sport", size=9)).total == 1
    (row, *_) = await storage.list_audit(db, limit=1)
    assert row.action == "removefeed"


async def test_a_place_gets_the_feeds_of_a_tag_and_those_that_join(db: Database) -> None:
    one, two, other = [await feed(db, name) for name in ("one", "two", "other")]
    here, topic = await chat(db), Place(1, 5)
    await tag(db, one, "sport")
    assert await follow(db, here) == 1
    assert await follow(db, here) == 0
    assert await storage.followed_tags(db, here) == ("sport",)
    await tag(db, two, "sport, local")
    await tag(db, other, "local")
    assert await has(db, here) == [one.id, two.id]
    assert await has(db, topic) == []


async def test_what_was_found_before_a_feed_joined_does_not_come(db: Database) -> None:
    one, here = await feed(db), await chat(db)
    await follow(db, here)
    await article(db, one.id)
    await tag(db, one, "sport", now=NOW + HOUR)
    await article(db, one.id, "b", at=NOW + HOUR)
    await storage.route_articles(db, NOW + HOUR)
    assert [each.article_id for each in await storage.deliveries_of(db, [1])] == [2]


async def test_a_feed_that_leaves_goes_and_comes_back_with_an_undo(db: Database) -> None:
    one, here = await feed(db), await chat(db)
    await tag(db, one, "sport")
    await follow(db, here)
    number = await tag(db, one, "")
    assert await has(db, here) == []
    undone = await storage.undo_feed_edit(db, number, made_since=NOW, by=ADMIN, now=NOW)
    assert undone is not None
    assert await has(db, here) == [one.id]


async def test_what_somebody_ended_himself_is_not_made_again(db: Database) -> None:
    one, here = await feed(db), await chat(db)
    await tag(db, one, "sport")
    await follow(db, here)
    await storage.unsubscribe(db, here, one.id, now=NOW)
    await tag(db, one, "")
    await tag(db, one, "sport")
    assert await follow(db, here) == 0
    assert await has(db, here) == []


async def test_what_somebody_chose_himself_stays(db: Database) -> None:
    one, two, here = await feed(db, "one"), await feed(db, "two"), await chat(db)
    await storage.subscribe(db, here, one.id, by=ADMIN, now=NOW)
    await tag(db, one, "sport")
    await tag(db, two, "sport")
    assert await follow(db, here) == 1
    assert await storage.unsubscribe_tag(db, here, "sport", now=NOW) == 1
    assert await storage.unsubscribe_tag(db, here, "sport", now=NOW) is None
    assert await has(db, here) == [one.id]
    await tag(db, await feed(db, "three"), "sport")
    assert await has(db, here) == [one.id]


async def test_a_feed_of_two_tags_goes_with_the_last_of_them(db: Database) -> None:
    one, here = await feed(db), await chat(db)
    await tag(db, one, "local, sport")
    for name in ("sport", "local"):
        await follow(db, here, name)
    before = await rows(db, "SELECT id FROM subscriptions WHERE removed_at IS NULL")
    await storage.unsubscribe_tag(db, here, "sport", now=NOW)
    await tag(db, one, "local")
    assert await rows(db, "SELECT id FROM subscriptions WHERE removed_at IS NULL") == before
    await tag(db, one, "other")
    assert await has(db, here) == []


async def test_ending_everything_ends_tags_too_and_an_undo_brings_all_back(db: Database) -> None:
    one, here = await feed(db, "one"), await chat(db)
    await tag(db, one, "sport")
    await follow(db, here)
    assert await storage.unsubscribe_all(db, here, now=NOW + 1) == 1
    await tag(db, await feed(db, "two"), "sport")
    assert await has(db, here) == []
    await storage.restore_subscriptions(db, here, removed_at=NOW + 1)
    assert await storage.followed_tags(db, here) == ("sport",)
    await tag(db, await feed(db, "three"), "sport")
    assert await has(db, here) == [1, 3]


async def test_a_tag_that_ends_drops_its_alerts(db: Database) -> None:
    one, here = await feed(db), await chat(db)
    await tag(db, one, "sport")
    await follow(db, here)
    await article(db, one.id)
    await storage.route_articles(db, NOW)
    await storage.unsubscribe_tag(db, here, "sport", now=NOW + 1)
    assert [each.reason for each in await storage.deliveries_of(db, [1])] == ["unsubscribed"]
    assert await storage.restore_subscriptions(db, here, removed_at=NOW + 1) == 1
    assert [each.reason for each in await storage.deliveries_of(db, [1])] == [None]


async def test_a_feed_of_one_chat_joins_only_there(db: Database) -> None:
    here, there = await chat(db), await chat(db, 2)
    secret = await private_feed(db, here)
    for place in (here, there):
        await follow(db, place)
    await tag(db, secret, "sport")
    assert (await has(db, here), await has(db, there)) == ([secret.id], [])
    assert await storage.list_tags(db, visible_to=2) == ()


@pytest.mark.parametrize(("limit", "brought"), [(2, None), (3, 2)])
async def test_a_limit_counts_all_that_the_place_would_have(
    db: Database, limit: int, brought: int | None
) -> None:
    here = await chat(db)
    feeds = [await feed(db, name) for name in ("one", "two", "three")]
    await storage.subscribe(db, here, feeds[0].id, by=ADMIN, now=NOW)
    for one in feeds:
        await tag(db, one, "sport")
    assert await follow(db, here, limit=limit) == brought
    assert await storage.followed_tags(db, here) == (() if brought is None else ("sport",))
