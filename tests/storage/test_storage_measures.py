"""What is counted for those who watch the bot, and that nobody waits for the counting."""

import pytest

import storage
from newsroom import Hold
from storage import Database, measures
from tests.storage.given import NOW, article, chat, feed, held, notice, plan, sql


async def test_each_thing_is_counted_once(db: Database) -> None:
    rivers, ada = await feed(db), await chat(db)
    gone, paused = await feed(db, "gone"), await feed(db, "paused")
    await storage.remove_feed(db, gone.id, by=1, now=NOW)
    await sql(db, "UPDATE feeds SET state = 'paused' WHERE id = ?", paused.id)
    await storage.subscribe(db, ada, rivers.id, by=1, now=NOW)
    await sql(db, "UPDATE feeds SET next_check_at = ?", NOW)
    number = await article(db, rivers.id)
    await sql(db, "UPDATE feeds SET next_check_at = ?", NOW)
    await held(db, ada, number, why=Hold.QUIET)
    due, later, flying = [await notice(db, ada, key) for key in ("due", "later", "flying")]
    assert due < later
    await sql(db, "UPDATE deliveries SET due_at = ? WHERE id = ?", NOW + 1, later)
    await sql(db, "UPDATE deliveries SET state = 'claimed' WHERE id = ?", flying)
    assert await storage.measure(db, NOW) == storage.Measures(
        feeds=2,
        articles=1,
        subscriptions=1,
        feeds_due=1,
        articles_unrouted=1,
        messages_due=1,
        messages_held=1,
        messages_in_flight=1,
    )


@pytest.mark.parametrize("name", measures._QUESTIONS)
async def test_each_is_counted_along_an_index(db: Database, name: str) -> None:
    """The rows hold texts, and the ledger grows for ever."""
    what = measures._QUESTIONS[name].replace(":now", "1")
    steps = await plan(db, f"SELECT count(*) FROM {what}")
    assert "INDEX" in steps, steps
