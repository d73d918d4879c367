"""Chats: met, paused, resumed, moved."""

import pytest

import storage
from newsroom import Chat, ChatKind, DeliveryState, Place
from storage import Database
from tests.storage.given import (
    ADMIN,
    HOUR,
    NOW,
    a_chat,
    article,
    chat,
    feed,
    notice,
    private_feed,
    rows,
    sql,
    traced,
)

OLD, NEW = -10, -1000


async def ledger(db: Database, *chat_ids: int) -> list[tuple[Place, DeliveryState, str | None]]:
    return [(one.place, one.state, one.reason) for one in await storage.deliveries_of(db, chat_ids)]


@pytest.mark.parametrize("kind", ChatKind)
async def test_a_chat_comes_back_as_it_was_met(db: Database, kind: ChatKind) -> None:
    met = await storage.meet_chat(db, Chat(1, kind, "Title", "name"), NOW)
    assert met == Chat(1, kind, "Title", "name")
    assert await storage.get_chat(db, 1) == met
    assert await storage.get_chat(db, 2) is None


async def test_meeting_sets_names_and_leaves_what_people_and_telegram_set(db: Database) -> None:
    await storage.meet_chat(db, a_chat(1, language="de", paused="blocked"), NOW)
    assert await storage.get_chat(db, 1) == a_chat(1)
    await sql(db, "UPDATE chats SET language = 'fr'")
    await storage.pause_chat(db, 1, "kicked", NOW)
    again = Chat(1, ChatKind.SUPERGROUP, "New title", "name", language="de", paused=None)
    assert await storage.meet_chat(db, again, NOW + 1) == Chat(
        1, ChatKind.SUPERGROUP, "New title", "name", language="fr", paused="kicked"
    )
    assert await rows(db, "SELECT met_at FROM chats") == [(NOW,)]


async def test_meeting_a_chat_again_writes_nothing(db: Database) -> None:
    met = await storage.meet_chat(db, a_chat(1), NOW)
    statements: list[str] = []
    await traced(db, statements)
    assert await storage.meet_chat(db, a_chat(1), NOW + 1) == met
    assert statements == []


async def test_a_paused_chat_is_owed_nothing_more(db: Database) -> None:
    """What was in flight is dropped with what was due; what was sent stays sent. Other chats: all."""
    place, other = await chat(db, 1), await chat(db, 2)
    due, claimed, sent = [await notice(db, place, key) for key in "abc"]
    topic = await notice(db, Place(1, 5))
    untouched = await notice(db, other)
    await storage.claim(db, claimed, NOW)
    await storage.settle_sent(db, sent, message_id=9, now=NOW)
    await storage.pause_chat(db, 1, "blocked", NOW + 1)
    states = {one.id: (one.state, one.reason) for one in await storage.deliveries_of(db, [1, 2])}
    dropped = (DeliveryState.DROPPED, "blocked")
    assert states == {
        due: dropped,
        claimed: dropped,
        topic: dropped,
        sent: (DeliveryState.SENT, None),
        untouched: (DeliveryState.DUE, None),
    }
    assert await rows(db, "SELECT DISTINCT settled_at FROM deliveries WHERE state = 'dropped'") == [
        (NOW + 1,)
    ]


async def test_the_first_reason_for_a_pause_stays_until_it_is_over(db: Database) -> None:
    await chat(db)
    await storage.pause_chat(db, 1, "blocked", NOW)
    await storage.pause_chat(db, 1, "deactivated", NOW + 1)
    assert await storage.get_chat(db, 1) == a_chat(1, paused="blocked")
    assert await rows(db, "SELECT paused_at FROM chats") == [(NOW,)]
    assert await storage.resume_chat(db, 1, NOW) is True
    assert await storage.get_chat(db, 1) == a_chat(1)
    assert await storage.resume_chat(db, 1, NOW) is False
    assert await storage.resume_chat(db, 99, NOW) is False
    await storage.pause_chat(db, 1, "deactivated", NOW + 2)
    assert await storage.get_chat(db, 1) == a_chat(1, paused="deactivated")


async def test_a_paused_topic_leaves_the_rest_of_its_chat_alone(db: Database) -> None:
    place, topic, made = await chat(db, 1), Place(1, 5), await feed(db)
    for here in (place, topic):
        await storage.subscribe(db, here, made.id, by=ADMIN, now=NOW)
        await notice(db, here)
    await storage.pause_topic(db, 1, 5, "topic closed", NOW)
    assert await ledger(db, 1) == [
        (place, DeliveryState.DUE, None),
        (topic, DeliveryState.DROPPED, "topic closed"),
    ]
    paused = [
        (await storage.list_subscriptions(db, here, size=9)).items[0].paused
        for here in (place, topic)
    ]
    assert paused == [None, "topic closed"]
    assert await storage.get_chat(db, 1) == a_chat(1)


async def test_a_group_moves_with_all_it_has(db: Database) -> None:
    place = await chat(db, OLD, kind=ChatKind.GROUP, title="Club", username=None)
    await sql(db, "UPDATE chats SET language = 'de'")
    own = await private_feed(db, place)
    kept, left = await feed(db, "kept"), await feed(db, "left")
    for one in (kept, left):
        await storage.subscribe(db, place, one.id, by=ADMIN, now=NOW)
    await storage.unsubscribe(db, place, left.id, now=NOW + 1)
    due, claimed, sent = [await notice(db, place, key) for key in "abc"]
    await storage.claim(db, claimed, NOW)
    await storage.settle_sent(db, sent, message_id=77, now=NOW)

    await storage.migrate_chat(db, OLD, NEW, NOW + 2)

    moved = Place(NEW)
    assert await storage.get_chat(db, NEW) == Chat(
        NEW, ChatKind.SUPERGROUP, "Club", None, language="de"
    )
    assert await storage.subscribed_feeds(db, moved) == {kept.id}
    assert await storage.subscribed_feeds(db, place) == frozenset()
    assert await storage.restore_subscriptions(db, moved, removed_at=NOW + 1) == 1
    assert await storage.get_feed(db, own.id, visible_to=NEW) is not None
    assert await storage.get_feed(db, own.id, visible_to=OLD) is None
    found = await storage.deliveries_of(db, [OLD, NEW])
    assert [(one.id, one.place, one.state) for one in found] == [
        (due, moved, DeliveryState.DUE),
        (claimed, moved, DeliveryState.CLAIMED),
        (sent, moved, DeliveryState.SENT),
    ]


async def test_a_moved_message_keeps_no_number_of_the_old_chat(db: Database) -> None:
    """The supergroup counts its messages anew: 77 is another message there."""
    place, made = await chat(db, OLD), await feed(db)
    await storage.subscribe(db, place, made.id, by=ADMIN, now=NOW)
    await article(db, made.id)
    await storage.route_articles(db, NOW)
    await storage.settle_sent(db, 1, message_id=77, now=NOW)
    assert await storage.articles_shown(db, OLD, 77) == (1,)
    await storage.migrate_chat(db, OLD, NEW, NOW)
    assert await storage.articles_shown(db, NEW, 77) == ()


async def test_moving_twice_changes_nothing(db: Database) -> None:
    place, made = await chat(db, OLD), await feed(db)
    await storage.subscribe(db, place, made.id, by=ADMIN, now=NOW)
    await notice(db, place)
    tables = ("chats", "subscriptions", "deliveries", "feeds")
    await storage.migrate_chat(db, OLD, NEW, NOW)
    once = [await rows(db, f"SELECT * FROM {table}") for table in tables]
    await storage.migrate_chat(db, OLD, NEW, NOW + HOUR)
    assert [await rows(db, f"SELECT * FROM {table}") for table in tables] == once


async def test_what_the_new_chat_has_already_is_kept_there(db: Database) -> None:
    """Its own update may come before the old chat's error, and people act at once."""
    old = await chat(db, OLD, title="Old")
    new = await chat(db, NEW, title="New", kind=ChatKind.SUPERGROUP)
    both, only = await feed(db, "both"), await feed(db, "only")
    mine, _ = await storage.subscribe(db, new, both.id, by=ADMIN, now=NOW)
    for one in (both, only):
        await storage.subscribe(db, old, one.id, by=ADMIN, now=NOW)
    await notice(db, new, "same")
    await notice(db, old, "same")
    await notice(db, old, "other")

    await storage.migrate_chat(db, OLD, NEW, NOW + 1)

    found = await storage.get_chat(db, NEW)
    assert found is not None
    assert found.title == "New"
    page = await storage.list_subscriptions(db, new, size=9)
    assert [one.feed_id for one in page.items] == [both.id, only.id]
    assert page.items[0] == mine
    assert await storage.subscribed_feeds(db, old) == frozenset()
    assert await ledger(db, OLD, NEW) == [
        (new, DeliveryState.DUE, None),
        (old, DeliveryState.DROPPED, "migrated"),
        (new, DeliveryState.DUE, None),
    ]


@pytest.mark.parametrize(("own", "expected"), [(None, "de"), ("fr", "fr")])
async def test_the_language_moves_where_the_new_chat_has_none(
    db: Database, own: str | None, expected: str
) -> None:
    await chat(db, OLD)
    await chat(db, NEW)
    await sql(db, "UPDATE chats SET language = 'de' WHERE id = ?", OLD)
    await sql(db, "UPDATE chats SET language = ? WHERE id = ?", own, NEW)
    await storage.migrate_chat(db, OLD, NEW, NOW)
    found = await storage.get_chat(db, NEW)
    assert found is not None
    assert found.language == expected


async def test_a_delivery_that_lost_its_place_to_a_twin_is_not_sent_for_ever(db: Database) -> None:
    """It was in flight, is dropped by the move, and its failure must not bring it back."""
    old, new = await chat(db, OLD), await chat(db, NEW)
    await notice(db, new, "same")
    lost = await notice(db, old, "same")
    await storage.claim(db, lost, NOW)
    await storage.migrate_chat(db, OLD, NEW, NOW)
    await storage.settle_later(db, lost, due_at=NOW, reason="migrated")
    assert [one.place for one in await storage.due_deliveries(db, NOW, limit=9)] == [new]


async def test_moving_a_chat_that_was_never_met_is_nothing(db: Database) -> None:
    await storage.migrate_chat(db, OLD, NEW, NOW)
    assert await rows(db, "SELECT * FROM chats") == []
