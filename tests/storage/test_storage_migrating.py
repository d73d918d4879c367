"""A group that became a supergroup keeps how its alerts arrive (chats' own tests have the rest)."""

import pytest

import storage
from newsroom import Mute, Place
from storage import Database
from tests.storage.given import ADMIN, HOUR, NOW, article, chat, feed, rows, sql

OLD, NEW = -10, -1000
LATER = NOW + HOUR
SETTINGS = (
    "silent, preview, style, media, one_story, timezone, digest_minute, digest_days, digest_due_at, "
    "quiet_from, quiet_to, quiet_begins_at, quiet_ends_at, announcements, added_by"
)
CHOSEN = (1, 0, "full", 0, 0, "Asia/Tokyo", 480, 31, LATER, 1320, 420, NOW, LATER, 0, ADMIN)
DEFAULTS = (0, 1, "title", 1, 1, None, None, 127, None, None, None, None, None, 1, None)


async def choose(db: Database, chat_id: int, values: tuple[object, ...] = CHOSEN) -> None:
    marks = ", ".join("?" * len(values))
    await sql(db, f"UPDATE chats SET ({SETTINGS}) = ({marks}) WHERE id = ?", *values, chat_id)


async def settings(db: Database, chat_id: int) -> tuple[object, ...]:
    (found,) = await rows(db, f"SELECT {SETTINGS} FROM chats WHERE id = ?", chat_id)
    return found


@pytest.mark.parametrize("is_met", [True, False])
async def test_settings_move(db: Database, is_met: bool) -> None:
    for chat_id in (OLD, NEW) if is_met else (OLD,):
        await chat(db, chat_id)
    await choose(db, OLD)
    await storage.migrate_chat(db, OLD, NEW, NOW)
    assert await settings(db, NEW) == CHOSEN


async def test_what_has_been_set_in_the_new_chat_stays(db: Database) -> None:
    for chat_id in (OLD, NEW):
        await chat(db, chat_id)
    await choose(db, OLD)
    own = (1, 0, "brief", 0, 0, "Europe/Paris", 600, 3, NOW + 1, 60, 120, NOW + 2, NOW + 3, 0, 8)
    await choose(db, NEW, own)
    await storage.migrate_chat(db, OLD, NEW, NOW)
    assert await settings(db, NEW) == own


async def test_what_was_changed_after_the_move_stays_when_it_is_told_again(db: Database) -> None:
    await chat(db, OLD)
    await choose(db, OLD)
    await storage.migrate_chat(db, OLD, NEW, NOW)
    await choose(db, NEW, DEFAULTS)
    await storage.migrate_chat(db, OLD, NEW, NOW)
    assert await settings(db, NEW) == DEFAULTS


async def test_watches_mutes_and_changes_move(db: Database) -> None:
    old, new = await chat(db, OLD), await chat(db, NEW)
    made = await feed(db)
    for query in ("ferry", "strike"):
        await storage.add_watch(db, old, query, by=ADMIN, now=NOW, limit=9)
    await storage.add_watch(db, new, "ferry", by=ADMIN, now=NOW, limit=9)
    await storage.mute(db, old, made.id, until=LATER, now=NOW)
    await storage.mute(db, old, None, until=LATER, now=NOW)
    await storage.mute(db, new, None, until=LATER + 1, now=NOW)
    made_before = await rows(db, "SELECT id FROM changes WHERE chat_id = ?", OLD)
    await storage.migrate_chat(db, OLD, NEW, NOW)
    moved = await storage.list_watches(db, new, size=9)
    assert [one.query for one in moved.items] == ["strike", "ferry"]
    assert (await storage.list_watches(db, old, size=9)).items == ()
    assert await storage.list_mutes(db, new, NOW) == (
        Mute(None, None, LATER + 1),
        Mute(made.id, "rivers", LATER),
    )
    assert await rows(db, "SELECT chat_id FROM mutes WHERE chat_id = ?", OLD) == []
    assert made_before
    moved_too = await rows(db, "SELECT id FROM changes WHERE chat_id = ?", NEW)
    assert set(made_before) <= set(moved_too)
    assert await rows(db, "SELECT id FROM changes WHERE chat_id = ?", OLD) == []


async def test_a_tag_moves_with_the_subscriptions_that_it_made(db: Database) -> None:
    """Where the new chat follows it too, they end with the tag there."""
    for chat_id in (OLD, NEW):
        await chat(db, chat_id)
    sport, own = await feed(db, "sport"), await feed(db, "own")
    for chat_id, tag in ((OLD, "sport"), (OLD, "news"), (NEW, "sport")):
        await sql(
            db,
            "INSERT INTO tag_subscriptions (chat_id, tag, created_at, created_by) VALUES (?, ?, 0, 7)",
            chat_id,
            tag,
        )
    for one in (sport, own):
        await storage.subscribe(db, Place(OLD), one.id, by=ADMIN, now=NOW)
    await sql(db, "UPDATE subscriptions SET tag_id = 1 WHERE feed_id = ?", sport.id)
    await storage.migrate_chat(db, OLD, NEW, NOW)
    live = "SELECT tag, chat_id FROM tag_subscriptions WHERE removed_at IS NULL ORDER BY id"
    assert await rows(db, live) == [("news", NEW), ("sport", NEW)]
    tags = "SELECT feed_id, chat_id, tag_id FROM subscriptions ORDER BY feed_id"
    assert await rows(db, tags) == [(sport.id, NEW, 3), (own.id, NEW, None)]


async def test_what_is_held_moves_and_is_told_there(db: Database) -> None:
    old, made = await chat(db, OLD), await feed(db)
    await storage.subscribe(db, old, made.id, by=ADMIN, now=NOW)
    await choose(db, OLD)
    await article(db, made.id)
    await storage.route_articles(db, NOW)
    await sql(db, "INSERT INTO delivery_copies SELECT 1, id FROM articles")
    await storage.migrate_chat(db, OLD, NEW, NOW)
    (moved,) = await storage.deliveries_of(db, [OLD, NEW])
    assert (moved.place, moved.hold, moved.due_at) == (Place(NEW), "digest", LATER)
    parts = await storage.parts_of(db, moved)
    assert parts is not None
    assert [copy.id for copy in parts.copies] == [1]


async def test_an_alert_of_the_old_chat_is_not_written_anew_in_the_new_one(db: Database) -> None:
    """Its number is another message's there."""
    old, made = await chat(db, OLD), await feed(db)
    await storage.subscribe(db, old, made.id, by=ADMIN, now=NOW)
    await article(db, made.id)
    await storage.route_articles(db, NOW)
    await storage.settle_sent(db, 1, message_id=77, now=NOW)
    await sql(db, "UPDATE deliveries SET edit_due_at = ?", NOW)
    await storage.migrate_chat(db, OLD, NEW, NOW)
    assert await storage.next_edit_at(db) is None
