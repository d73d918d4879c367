"""A feed's settings are changed, noted, and changed back."""

import json

import pytest

import storage
from newsroom import PageText
from storage import Database, FeedExists, FeedSetting
from tests.storage.given import ADMIN, HOUR, NOW, entry, feed, rows, sql, verdict


@pytest.mark.parametrize(
    ("setting", "value", "attribute", "shown"),
    [
        (FeedSetting.TITLE, "Mine", "title", "Mine"),
        (FeedSetting.LINK, "https://new.example/feed", "url", "https://new.example/feed"),
        (FeedSetting.INTERVAL, HOUR, "interval", HOUR),
        (FeedSetting.PAGE, PageText.ON, "page_text", PageText.ON),
        (FeedSetting.PAGE, PageText.OFF, "page_text", PageText.OFF),
    ],
)
async def test_a_setting_is_changed_noted_and_changed_back(
    db: Database, setting: FeedSetting, value: str | int | PageText, attribute: str, shown: object
) -> None:
    made = await feed(db)
    before = getattr(made, attribute)
    edit = await storage.edit_feed(db, made.id, setting, value, by=ADMIN, now=NOW + 1)
    assert edit is not None
    assert getattr(edit.feed, attribute) == shown
    noted, *_ = await storage.list_audit(db, limit=1)
    assert (noted.id, noted.by, noted.action) == (edit.number, ADMIN, "editfeed")
    assert noted.subject == f"feed:{made.id}"
    assert json.loads(noted.detail)["setting"] == setting
    undone = await storage.undo_feed_edit(db, edit.number, made_since=NOW, by=8, now=NOW + 2)
    assert undone is not None
    assert getattr(undone.feed, attribute) == before
    newest, *_ = await storage.list_audit(db, limit=1)
    assert (newest.id, newest.by) == (undone.number, 8)


async def test_an_undo_that_is_too_late_or_no_longer_fits_changes_nothing(db: Database) -> None:
    made = await feed(db)
    edits = [
        await storage.edit_feed(db, made.id, FeedSetting.TITLE, title, by=ADMIN, now=NOW)
        for title in ("One", "Two")
    ]
    first, second = (edit.number for edit in edits if edit)
    audit = await storage.list_audit(db, limit=9)

    async def undo(number: int, since: int = NOW) -> object:
        return await storage.undo_feed_edit(db, number, made_since=since, by=ADMIN, now=NOW)

    assert await undo(first) is None
    assert await undo(second, since=NOW + 1) is None
    assert await undo(99) is None
    assert await undo(next(row.id for row in audit if row.action == "addfeed")) is None
    assert await storage.list_audit(db, limit=9) == audit


async def test_a_new_address_begins_anew_and_keeps_the_articles(db: Database) -> None:
    made = await feed(db)
    await storage.record_check(db, verdict(made.id, entry("one")))
    await sql(db, "UPDATE feeds SET etag = 'e', body_hash = 'h', failures = 3, problem = 'gone'")
    edit = await storage.edit_feed(
        db, made.id, FeedSetting.LINK, "https://new.example/", by=ADMIN, now=NOW + 5
    )
    assert edit is not None
    now = edit.feed
    assert (now.validators.etag, now.validators.body_hash, now.problem) == (None, None, None)
    assert (now.failures, now.succeeded_at, now.next_check_at) == (0, None, NOW + 5)
    assert (await storage.latest_of_feed(db, made.id, size=9)).total == 1


async def test_the_address_of_another_feed_is_refused(db: Database) -> None:
    made, other = await feed(db), await feed(db, "other")
    with pytest.raises(FeedExists) as refused:
        await storage.edit_feed(db, made.id, FeedSetting.LINK, other.url, by=ADMIN, now=NOW)
    assert refused.value.feed.id == other.id
    assert await rows(db, "SELECT url FROM feeds ORDER BY id") == [(made.url,), (other.url,)]
    assert "editfeed" not in {row.action for row in await storage.list_audit(db, limit=9)}


async def test_the_former_address_still_finds_the_feed_and_is_no_news(db: Database) -> None:
    made = await feed(db)
    await storage.edit_feed(db, made.id, FeedSetting.LINK, "https://new.example/", by=1, now=NOW)
    found = await storage.feed_by_url(db, made.url, visible_to=1)
    assert found is not None
    assert found.id == made.id
    assert await rows(db, "SELECT url, told FROM feed_addresses") == [(made.url, 1)]


async def test_an_address_that_was_taken_back_is_forgotten(db: Database) -> None:
    """It was a slip: it may be another feed's."""
    made = await feed(db)
    edit = await storage.edit_feed(db, made.id, FeedSetting.LINK, "https://slip/", by=1, now=NOW)
    assert edit is not None
    await storage.undo_feed_edit(db, edit.number, made_since=0, by=1, now=NOW)
    assert await rows(db, "SELECT url FROM feed_addresses") == []
    assert (await storage.add_feed(db, url="https://slip/", title="t", by=1, now=NOW)).id != made.id


async def test_a_move_that_was_under_way_is_forgotten_with_the_address(db: Database) -> None:
    made = await feed(db)
    await sql(db, "UPDATE feeds SET move_url = 'https://else/', move_checks = 2, move_since = 1")
    edit = await storage.edit_feed(db, made.id, FeedSetting.LINK, "https://n/", by=1, now=NOW)
    assert edit is not None
    assert edit.feed.move is None


async def test_an_undo_gives_way_to_the_feed_that_has_the_old_address_now(db: Database) -> None:
    made, other = await feed(db), await feed(db, "other")
    edit = await storage.edit_feed(db, made.id, FeedSetting.LINK, "https://n/", by=1, now=NOW)
    await storage.edit_feed(db, other.id, FeedSetting.LINK, made.url, by=1, now=NOW)
    assert edit is not None
    with pytest.raises(FeedExists):
        await storage.undo_feed_edit(db, edit.number, made_since=0, by=ADMIN, now=NOW)


@pytest.mark.parametrize(
    ("interval", "due"), [(HOUR, NOW + HOUR), (30 * HOUR, NOW + 20 * HOUR), (None, NOW)]
)
async def test_a_new_interval_counts_from_now(db: Database, interval: int | None, due: int) -> None:
    made = await feed(db)
    await sql(db, "UPDATE feeds SET next_check_at = ?", NOW + 20 * HOUR)
    edit = await storage.edit_feed(db, made.id, FeedSetting.INTERVAL, interval, by=ADMIN, now=NOW)
    assert edit is not None
    assert edit.feed.next_check_at == due


async def test_a_removed_feed_has_no_settings(db: Database) -> None:
    made = await feed(db)
    await storage.remove_feed(db, made.id, by=ADMIN, now=NOW)
    edit = await storage.edit_feed(db, made.id, FeedSetting.TITLE, "Mine", by=ADMIN, now=NOW)
    assert edit is None
    assert (await storage.list_audit(db, limit=1))[0].action == "removefeed"
