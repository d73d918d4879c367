"""Who wants which feed, where; held also against a model by random walks."""

import asyncio
import sqlite3
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import storage
from newsroom import Place
from storage import Database
from tests.storage.given import ADMIN, NOW, a_chat, article, chat, feed, rows, sql


async def feeds_of(db: Database, place: Place) -> list[int]:
    return sorted(await storage.subscribed_feeds(db, place))


async def test_a_subscription_comes_back_as_it_was_made(db: Database) -> None:
    place, made = await chat(db), await feed(db)
    subscription, new = await storage.subscribe(db, place, made.id, by=ADMIN, now=NOW)
    assert new is True
    assert (subscription.place, subscription.feed_id) == (place, made.id)
    assert (subscription.feed_title, subscription.created_at) == (made.title, NOW)
    assert subscription.paused is None
    page = await storage.list_subscriptions(db, place, size=9)
    assert page.items == (subscription,)


async def test_subscribing_again_changes_nothing(db: Database) -> None:
    place, made = await chat(db), await feed(db)
    first, _ = await storage.subscribe(db, place, made.id, by=ADMIN, now=NOW)
    assert await storage.subscribe(db, place, made.id, by=8, now=NOW + 1) == (first, False)


async def test_a_chat_and_each_of_its_topics_subscribe_for_themselves(db: Database) -> None:
    place, made = await chat(db), await feed(db)
    topic = Place(place.chat_id, 5)
    await storage.subscribe(db, place, made.id, by=ADMIN, now=NOW)
    assert (await storage.subscribe(db, topic, made.id, by=ADMIN, now=NOW))[1] is True
    assert await storage.count_subscribers(db, made.id) == 2
    await storage.unsubscribe(db, topic, made.id, now=NOW)
    assert await feeds_of(db, place) == [made.id]
    assert await feeds_of(db, topic) == []


async def test_a_paused_subscription_goes_on_when_it_is_asked_for_again(db: Database) -> None:
    topic, made = Place((await chat(db)).chat_id, 5), await feed(db)
    first, _ = await storage.subscribe(db, topic, made.id, by=ADMIN, now=NOW)
    await storage.pause_topic(db, topic.chat_id, 5, "closed", NOW)
    page = await storage.list_subscriptions(db, topic, size=9)
    assert page.items[0].paused == "closed"
    assert await storage.subscribe(db, topic, made.id, by=ADMIN, now=NOW + 1) == (first, False)


@pytest.mark.parametrize(("place", "feed_id"), [(Place(99), 1), (Place(1), 99)])
async def test_an_unknown_chat_or_feed_is_a_bug_of_the_caller(
    db: Database, place: Place, feed_id: int
) -> None:
    await chat(db, 1)
    await feed(db)
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        await storage.subscribe(db, place, feed_id, by=ADMIN, now=NOW)


async def test_unsubscribing_returns_what_ended(db: Database) -> None:
    place, made = await chat(db), await feed(db)
    subscription, _ = await storage.subscribe(db, place, made.id, by=ADMIN, now=NOW)
    assert await storage.unsubscribe(db, place, made.id, now=NOW) == subscription
    assert await storage.unsubscribe(db, place, made.id, now=NOW) is None
    assert (await storage.list_subscriptions(db, place, size=9)).items == ()


async def test_a_removed_feed_has_no_subscription_to_end(db: Database) -> None:
    place, made = await chat(db), await feed(db)
    await storage.subscribe(db, place, made.id, by=ADMIN, now=NOW)
    await storage.remove_feed(db, made.id, by=ADMIN, now=NOW)
    assert await storage.unsubscribe(db, place, made.id, now=NOW) is None
    assert (await storage.list_subscriptions(db, place, size=9)).items == ()


async def test_subscribing_after_an_end_makes_a_new_number(db: Database) -> None:
    place, made = await chat(db), await feed(db)
    first, _ = await storage.subscribe(db, place, made.id, by=ADMIN, now=NOW)
    await storage.unsubscribe(db, place, made.id, now=NOW)
    second, new = await storage.subscribe(db, place, made.id, by=ADMIN, now=NOW + 1)
    assert (new, second.created_at) == (True, NOW + 1)
    assert second.id > first.id
    await sql(db, "DELETE FROM subscriptions")
    third, _ = await storage.subscribe(db, place, made.id, by=ADMIN, now=NOW + 2)
    assert third.id > second.id


async def test_all_subscriptions_of_a_place_end_and_come_back_together(db: Database) -> None:
    place, feeds = await chat(db), [await feed(db, name) for name in "abc"]
    topic = Place(place.chat_id, 5)
    for one in feeds:
        await storage.subscribe(db, place, one.id, by=ADMIN, now=NOW)
        await storage.subscribe(db, topic, one.id, by=ADMIN, now=NOW)
    before = (await storage.list_subscriptions(db, place, size=9)).items
    await storage.unsubscribe(db, place, feeds[0].id, now=NOW + 1)
    assert await storage.unsubscribe_all(db, place, now=NOW + 2) == 2
    assert await storage.unsubscribe_all(db, place, now=NOW + 3) == 0
    assert len(await feeds_of(db, topic)) == 3
    found = await storage.removed_subscriptions(db, place, removed_at=NOW + 2)
    assert found == before[1:]
    assert await storage.restore_subscriptions(db, place, removed_at=NOW + 2) == 2
    assert await storage.restore_subscriptions(db, place, removed_at=NOW + 2) == 0
    assert (await storage.list_subscriptions(db, place, size=9)).items == before[1:]


async def test_an_undo_leaves_what_was_subscribed_anew(db: Database) -> None:
    place, feeds = await chat(db), [await feed(db, name) for name in "ab"]
    for one in feeds:
        await storage.subscribe(db, place, one.id, by=ADMIN, now=NOW)
    await storage.unsubscribe_all(db, place, now=NOW + 1)
    anew, _ = await storage.subscribe(db, place, feeds[0].id, by=ADMIN, now=NOW + 2)
    found = await storage.removed_subscriptions(db, place, removed_at=NOW + 1)
    assert [one.feed_id for one in found] == [feeds[1].id]
    assert await storage.restore_subscriptions(db, place, removed_at=NOW + 1) == 1
    page = await storage.list_subscriptions(db, place, size=9)
    assert page.items[0] == anew
    assert page.total == 2


async def test_the_same_feed_left_twice_in_one_moment_comes_back_once(db: Database) -> None:
    place, made = await chat(db), await feed(db)
    for _ in range(2):
        await storage.subscribe(db, place, made.id, by=ADMIN, now=NOW)
        await storage.unsubscribe(db, place, made.id, now=NOW)
    assert await storage.restore_subscriptions(db, place, removed_at=NOW) == 1
    assert await storage.count_subscribers(db, made.id) == 1


async def test_nobody_undoes_what_another_place_removed(db: Database) -> None:
    place, other, made = await chat(db, 1), await chat(db, 2), await feed(db)
    await storage.subscribe(db, place, made.id, by=ADMIN, now=NOW)
    await storage.unsubscribe(db, place, made.id, now=NOW)
    assert await storage.removed_subscriptions(db, other, removed_at=NOW) == ()
    assert await storage.restore_subscriptions(db, other, removed_at=NOW) == 0


async def test_the_list_is_by_title_in_pages(db: Database) -> None:
    place = await chat(db)
    for title in ("b", "A", "c"):
        made = await feed(db, title, title=title)
        await storage.subscribe(db, place, made.id, by=ADMIN, now=NOW)
    pages = [await storage.list_subscriptions(db, place, page=page, size=2) for page in (0, 1, 7)]
    assert [[one.feed_title for one in page.items] for page in pages] == [["A", "b"], ["c"], ["c"]]
    assert {(page.pages, page.total) for page in pages} == {(2, 3)}


FEEDS = (1, 2, 3)
PLACES = (Place(1), Place(1, 5), Place(2))
STEP = st.one_of(
    st.tuples(st.just("subscribe"), st.sampled_from(PLACES), st.sampled_from(FEEDS)),
    st.tuples(st.just("unsubscribe"), st.sampled_from(PLACES), st.sampled_from(FEEDS)),
    st.tuples(st.just("unsubscribe all"), st.sampled_from(PLACES), st.just(0)),
    st.tuples(st.just("restore"), st.sampled_from(PLACES), st.integers(0, 20)),
)


class Model:
    """What the functions promise, said with dictionaries."""

    def __init__(self) -> None:
        self.live: dict[Place, set[int]] = {place: set() for place in PLACES}
        self.removed: dict[tuple[Place, int], set[int]] = {}

    def subscribe(self, place: Place, feed_id: int) -> bool:
        new = feed_id not in self.live[place]
        self.live[place].add(feed_id)
        return new

    def remove(self, place: Place, feed_ids: set[int], now: int) -> int:
        ended = self.live[place] & feed_ids
        self.live[place] -= ended
        self.removed[place, now] = ended
        return len(ended)

    def restore(self, place: Place, removed_at: int) -> int:
        waiting = self.removed.get((place, removed_at), set())
        back = waiting - self.live[place]
        self.live[place] |= back
        waiting -= back
        return len(back)


async def _walk(folder: Path, steps: list[tuple[str, Place, int]]) -> None:
    model = Model()
    async with Database.open(folder / "newshound.db") as db:
        for number in (1, 2):
            await storage.meet_chat(db, a_chat(number), NOW)
        for number in FEEDS:
            await feed(db, str(number))
        for now, (what, place, number) in enumerate(steps):
            if what == "subscribe":
                _, new = await storage.subscribe(db, place, number, by=ADMIN, now=now)
                assert new == model.subscribe(place, number)
            elif what == "unsubscribe":
                ended = await storage.unsubscribe(db, place, number, now=now)
                assert (ended is not None) == model.remove(place, {number}, now)
            elif what == "unsubscribe all":
                count = await storage.unsubscribe_all(db, place, now=now)
                assert count == model.remove(place, set(FEEDS), now)
            else:
                listed = await storage.removed_subscriptions(db, place, removed_at=number)
                back = await storage.restore_subscriptions(db, place, removed_at=number)
                assert back == len(listed) == model.restore(place, number)
            for where in PLACES:
                assert await storage.subscribed_feeds(db, where) == model.live[where]


@settings(max_examples=40, deadline=None, derandomize=True, database=None)
@given(st.lists(STEP, max_size=20))
def test_any_sequence_of_changes_does_what_the_model_says(
    steps: list[tuple[str, Place, int]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_walk(Path(folder), steps))


async def test_ending_a_subscription_drops_the_alerts_that_are_due_and_undo_brings_them_back(
    db: Database,
) -> None:
    place, ended, kept = await chat(db), await feed(db, "a"), await feed(db, "b")
    for one in (ended, kept):
        await storage.subscribe(db, place, one.id, by=ADMIN, now=NOW)
        await article(db, one.id)
    await storage.route_articles(db, NOW)
    await storage.unsubscribe(db, place, ended.id, now=NOW + 5)
    states = "SELECT state, reason FROM deliveries ORDER BY id"
    assert await rows(db, states) == [("dropped", "unsubscribed"), ("due", None)]
    assert await storage.restore_subscriptions(db, place, removed_at=NOW + 5) == 1
    assert await rows(db, states) == [("due", None), ("due", None)]
