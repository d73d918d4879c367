"""What feeds carry to their servers, and when it is forgotten."""

import pytest

import storage
from newsroom import Chat, ChatKind, Feed, Verdict
from storage import Database, FeedSetting
from tests.storage.given import ADMIN, HOUR, NOW, feed, rows

BASIC = "Basic YWRhOnMzY3JldA=="
COUNT = "SELECT count(*) FROM feed_secrets"


@pytest.fixture
async def closed(db: Database) -> Feed:
    """Return a feed that carries a login, and belongs to chat 5."""
    await storage.meet_chat(db, Chat(5, ChatKind.PRIVATE, "Ada"), NOW)
    made = await feed(db)
    kept = await storage.keep_secret(
        db, made.id, "Authorization", BASIC, chat_id=5, by=ADMIN, now=NOW
    )
    assert kept is not None
    assert kept.owner_chat_id == 5
    return kept


async def left(db: Database) -> int:
    ((count,),) = await rows(db, COUNT)
    return int(count)


async def test_it_is_read_for_its_own_origin_alone(db: Database, closed: Feed) -> None:
    assert await storage.secret_headers(db, closed) == {"Authorization": BASIC}
    await db.write(
        lambda raw: raw.execute("UPDATE feeds SET url = 'http://example.org/rivers.xml'")
    )
    moved = await storage.get_feed(db, closed.id, visible_to=5)
    assert moved is not None
    assert await storage.secret_headers(db, moved) == {}


async def test_a_feed_with_a_new_login_is_asked_anew(db: Database, closed: Feed) -> None:
    await db.write(
        lambda raw: raw.execute("UPDATE feeds SET etag = 'x', next_check_at = ?", (NOW + HOUR,))
    )
    await storage.keep_secret(db, closed.id, "X-Key", "v", chat_id=5, by=ADMIN, now=NOW)
    assert await rows(db, "SELECT etag, next_check_at FROM feeds") == [(None, NOW)]


async def test_a_move_to_another_origin_forgets_it(db: Database, closed: Feed) -> None:
    for url, kept in (("https://example.org/moved", 1), ("https://other.example/", 0)):
        verdict = Verdict(closed.id, NOW, next_check_at=NOW, parsed=True, moved_to=url)
        await storage.record_check(db, verdict)
        assert await left(db) == kept


async def test_an_undone_link_does_not_bring_it_back(db: Database, closed: Feed) -> None:
    edit = await storage.edit_feed(
        db, closed.id, FeedSetting.LINK, "https://other.example/", by=ADMIN, now=NOW
    )
    assert edit is not None
    assert edit.forgot_secrets
    await storage.undo_feed_edit(db, edit.number, made_since=0, by=ADMIN, now=NOW)
    assert await left(db) == 0


async def test_a_removed_feed_keeps_it_while_it_can_come_back(db: Database, closed: Feed) -> None:
    await storage.remove_feed(db, closed.id, by=ADMIN, now=NOW)
    assert await storage.prune_secrets(db, NOW) == 0
    assert await storage.prune_secrets(db, NOW + 1) == 1
    assert await left(db) == 0


async def test_it_is_erased_with_its_chat(db: Database, closed: Feed) -> None:
    await storage.erase_person(db, 5, NOW)
    assert await left(db) == 0


async def test_it_is_erased_with_a_chat_that_has_left(db: Database, closed: Feed) -> None:
    await storage.pause_chat(db, 5, "blocked", NOW)
    await storage.erase_left_chats(db, left_before=NOW + 1, now=NOW + 1)
    assert await left(db) == 0
