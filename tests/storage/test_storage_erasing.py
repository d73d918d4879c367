"""Chats that put the bot out keep all they had for a while; then nothing of it is left."""

from dataclasses import replace

import pytest

import storage
from newsroom import ChatSettings, Place, User
from storage import Database, change_settings, get_settings
from tests.storage.given import ADMIN, HOUR, NOW, a_chat, article, feed, held, notice, rows, sql

DAY = 24 * HOUR
LEFT = NOW - 30 * DAY
TABLES = (
    "subscriptions",
    "watches",
    "tag_subscriptions",
    "mutes",
    "changes",
    "deliveries",
    "shown",
)


async def busy_chat(db: Database, chat_id: int) -> Place:
    """Let a chat have all that one can have."""
    place = Place(chat_id)
    await storage.meet_chat(db, replace(a_chat(chat_id), title="Rowers"), NOW)
    made = await feed(db)
    found = await article(db, made.id)
    await storage.meet_user(db, User(ADMIN, "Admin"), NOW)
    await storage.subscribe(db, place, made.id, by=ADMIN, now=NOW)
    await storage.subscribe_tag(db, place, "sport", by=ADMIN, now=NOW)
    await storage.add_watch(db, place, "rivers", by=ADMIN, now=NOW, limit=9)
    await storage.mute(db, place, made.id, until=NOW + HOUR, now=NOW, by=ADMIN)
    await storage.remember_shown(db, chat_id, 1, [found], NOW)
    await notice(db, place)
    await held(db, place, found)
    await change_settings(
        db, chat_id, lambda one: replace(one, timezone="UTC", digest_minute=0), NOW
    )
    return place


async def kept(db: Database, chat_id: int) -> dict[str, int]:
    found = {}
    for table in TABLES:
        ((count,),) = await rows(db, f"SELECT count(*) FROM {table} WHERE chat_id = ?", chat_id)
        if count:
            found[table] = count
    return found


async def test_all_a_chat_had_is_forgotten_after_the_time_and_not_before(db: Database) -> None:
    await busy_chat(db, -5)
    before = await kept(db, -5)
    assert set(before) == set(TABLES)
    await storage.pause_chat(db, -5, "removed", LEFT)
    assert await storage.erase_left_chats(db, left_before=LEFT, now=NOW) == 0
    assert await kept(db, -5) == before
    assert await storage.erase_left_chats(db, left_before=LEFT + 1, now=NOW) == 1
    assert await kept(db, -5) == {}
    assert await get_settings(db, -5) == ChatSettings()
    assert await rows(db, "SELECT title, paused FROM chats WHERE id = -5") == [("", "erased")]
    (row,) = [one for one in await storage.list_audit(db, limit=9) if one.action == "erasechat"]
    assert (row.by, row.subject, row.at) == (0, "chat:-5", NOW)
    assert await storage.erase_left_chats(db, left_before=NOW + 99 * DAY, now=NOW) == 0


async def test_other_chats_keep_theirs(db: Database) -> None:
    await busy_chat(db, -5)
    await storage.meet_chat(db, a_chat(-6), NOW)
    await storage.subscribe(db, Place(-6), 1, by=ADMIN, now=NOW)
    await storage.pause_chat(db, -5, "kicked", LEFT)
    await storage.erase_left_chats(db, left_before=NOW, now=NOW)
    assert await kept(db, -6) == {"subscriptions": 1, "changes": 1}
    assert len(await rows(db, "SELECT id FROM articles")) == 1


async def test_a_chat_that_only_forbids_writing_keeps_all(db: Database) -> None:
    await busy_chat(db, -5)
    before = await kept(db, -5)
    await storage.pause_chat(db, -5, "no-rights", LEFT)
    assert await storage.erase_left_chats(db, left_before=NOW, now=NOW) == 0
    await storage.pause_chat(db, -5, "removed", NOW)
    assert await storage.erase_left_chats(db, left_before=NOW, now=NOW) == 0, "it left just now"
    assert (await kept(db, -5))["subscriptions"] == before["subscriptions"]


async def test_a_chat_that_is_back_in_time_keeps_all(db: Database) -> None:
    await busy_chat(db, -5)
    await storage.pause_chat(db, -5, "removed", LEFT)
    found = await storage.let_in(db, -5, added_by=ADMIN, now=NOW)
    assert (found.subscriptions, found.watches, found.paused) == (1, 1, True)
    await storage.resume_chat(db, -5, NOW)
    assert await storage.erase_left_chats(db, left_before=NOW, now=NOW) == 0


async def test_a_chat_that_comes_back_too_late_begins_anew(db: Database) -> None:
    await busy_chat(db, -5)
    await storage.pause_chat(db, -5, "removed", LEFT)
    await storage.erase_left_chats(db, left_before=NOW, now=NOW)
    await storage.meet_chat(db, replace(a_chat(-5), title="Rowers"), NOW)
    found = await storage.let_in(db, -5, added_by=ADMIN, now=NOW)
    assert (found.subscriptions, found.watches, found.paused) == (0, 0, False)
    back = await storage.get_chat(db, -5)
    assert back is not None
    assert (back.title, back.paused) == ("Rowers", None)


async def test_its_private_feeds_go_with_their_addresses_and_articles(db: Database) -> None:
    await busy_chat(db, -5)
    url = "https://me:secret@a.example/"
    own = await storage.add_feed(db, url=url, title="Own", by=ADMIN, now=NOW)
    await sql(db, "UPDATE feeds SET owner_chat_id = -5 WHERE id = ?", own.id)
    found = await article(db, own.id, "secret")
    await storage.save_article(db, ADMIN, found, NOW)
    await storage.pause_chat(db, -5, "removed", LEFT)
    await storage.erase_left_chats(db, left_before=NOW, now=NOW)
    assert await storage.get_feed(db, own.id, visible_to=-5) is None
    assert await rows(db, "SELECT id FROM feeds WHERE id = ?", own.id) == []
    assert await rows(db, "SELECT key FROM entries WHERE feed_id = ?", own.id) == []
    assert await rows(db, "SELECT id FROM articles WHERE feed_id = ?", own.id) == []
    assert await rows(db, "SELECT article_id FROM saved") == []
    anew = await storage.add_feed(db, url="https://a.example/2", title="Other", by=ADMIN, now=NOW)
    assert anew.id > own.id, "its number is not given to another"
    restored = await storage.restore_feed(db, own.id, removed_since=1, by=ADMIN, now=NOW)
    assert restored is None


async def test_a_person_who_blocked_the_bot_loses_his_reading_list_too(db: Database) -> None:
    await busy_chat(db, ADMIN)
    await storage.save_article(db, ADMIN, 1, NOW)
    await storage.pause_chat(db, ADMIN, "blocked", LEFT)
    await storage.erase_left_chats(db, left_before=NOW, now=NOW)
    assert await kept(db, ADMIN) == {}
    assert await rows(db, "SELECT * FROM saved") == []
    assert (await storage.get_user(db, ADMIN)) is not None, "what he may do is not the chat's"


async def test_a_long_ledger_is_forgotten_in_parts(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = await busy_chat(db, -5)
    for number in range(7):
        await sql(
            db,
            "INSERT INTO deliveries (chat_id, kind, key, created_at, due_at, digest_id) "
            "SELECT ?, 'alert', ?, 1, 1, min(id) FROM deliveries",
            place.chat_id,
            f"more {number}",
        )
    monkeypatch.setattr("storage.erasing.CHUNK", 2)
    await storage.pause_chat(db, -5, "removed", LEFT)
    await storage.erase_left_chats(db, left_before=NOW, now=NOW)
    assert await kept(db, -5) == {}
