"""What is counted day by day: in the transactions that bring it about, each thing once."""

import sqlite3
from pathlib import Path

import pytest

import storage
from newsroom import DeliveryKind
from storage import Database, schema
from storage.days import DAY
from storage.migrations import MIGRATIONS
from storage.migrations.numbers import NUMBERS
from tests.storage.given import (
    HOUR,
    NOW,
    article,
    chat,
    entry,
    feed,
    held,
    notice,
    plan,
    rows,
    sql,
    verdict,
)

TODAY = NOW // DAY


async def counted(db: Database) -> list[tuple[int, int, int, int]]:
    """Return day, feed, news and alerts."""
    return await rows(db, "SELECT * FROM feed_days ORDER BY day, feed_id")


async def test_new_articles_are_counted_for_their_feed_and_day(db: Database) -> None:
    made, other = await feed(db), await feed(db, "hills")
    await storage.record_check(db, verdict(made.id, entry("a"), entry("b")))
    await storage.record_check(db, verdict(made.id, entry("c")))
    await storage.record_check(db, verdict(other.id, entry("a"), at=NOW + DAY))
    assert await counted(db) == [(TODAY, 1, 3, 0), (TODAY + 1, 2, 1, 0)]


async def test_what_was_known_and_what_alerts_nobody_is_no_news(db: Database) -> None:
    """An archive that comes with a new feed would dwarf every day of the chart."""
    made = await feed(db)
    await storage.record_check(db, verdict(made.id, entry("a"), alerting=False))
    await storage.record_check(db, verdict(made.id, entry("b"), silent=frozenset({"b"})))
    await storage.record_check(db, verdict(made.id))
    assert await counted(db) == []
    await storage.record_check(db, verdict(made.id, entry("a"), entry("c")))
    assert await counted(db) == [(TODAY, 1, 1, 0)]


async def test_a_check_that_fails_to_be_stored_counts_nothing(db: Database) -> None:
    made = await feed(db)
    await sql(
        db, "CREATE TRIGGER full BEFORE INSERT ON entries BEGIN SELECT raise(ABORT, 'x'); END"
    )
    with pytest.raises(sqlite3.IntegrityError):
        await storage.record_check(db, verdict(made.id, entry("a")))
    assert await counted(db) == []


async def test_alerts_are_counted_when_they_stand_in_the_chat(db: Database) -> None:
    place, made = await chat(db), await feed(db)
    number = await article(db, made.id, alerting=False)
    await storage.enqueue(db, place, DeliveryKind.ALERT, "1", article_id=number, now=NOW)
    assert await counted(db) == []
    await storage.settle_sent(db, 1, message_id=5, now=NOW + HOUR)
    assert await counted(db) == [(TODAY, 1, 0, 1)]


async def test_a_digest_counts_as_one_message_of_no_feed(db: Database) -> None:
    place, made = await chat(db), await feed(db)
    members = [
        await held(db, place, await article(db, made.id, key, alerting=False)) for key in "ab"
    ]
    await storage.enqueue(db, place, DeliveryKind.DIGEST, "d", now=NOW)
    ((digest,),) = await rows(db, "SELECT max(id) FROM deliveries")
    await sql(db, f"UPDATE deliveries SET digest_id = {digest} WHERE kind = 'alert'")
    await storage.settle_sent(db, digest, message_id=5, now=NOW)
    states = await rows(db, "SELECT state FROM deliveries")
    assert [state for (state,) in states] == ["sent"] * (len(members) + 1)
    assert await counted(db) == [(TODAY, 0, 0, 1)]


async def test_notices_are_no_alerts(db: Database) -> None:
    number = await notice(db, await chat(db))
    await storage.settle_sent(db, number, message_id=5, now=NOW)
    assert await counted(db) == []


async def test_searches_are_counted_and_nothing_is_known_of_them(db: Database) -> None:
    for later in (0, HOUR, DAY):
        await storage.count_search(db, NOW + later)
    assert await rows(db, "SELECT * FROM search_days") == [(TODAY, 2), (TODAY + 1, 1)]


async def test_what_is_old_is_forgotten(db: Database) -> None:
    made = await feed(db)
    for at in (NOW, NOW + DAY):
        await storage.record_check(db, verdict(made.id, entry(str(at)), at=at))
        await storage.count_search(db, at)
    assert await storage.prune_days(db, NOW + DAY) == 2
    assert [day for day, *_ in await counted(db)] == [TODAY + 1]
    assert await storage.prune_days(db, NOW + DAY) == 0


async def test_the_numbers_are_those_of_the_last_days(db: Database) -> None:
    place, made, other = await chat(db), await feed(db), await feed(db, "hills")
    await storage.subscribe(db, place, made.id, by=1, now=NOW)
    await storage.record_check(db, verdict(made.id, entry("a"), at=NOW - 2 * DAY))
    await storage.record_check(db, verdict(other.id, entry("a"), entry("b")))
    await storage.record_check(db, verdict(made.id, entry("b"), at=NOW - 3 * DAY))
    await storage.count_search(db, NOW)
    found = await storage.get_numbers(db, visible_to=1, now=NOW, days=3, busiest=1)
    assert (found.feeds, found.articles, found.chats, found.subscriptions) == (2, 4, 1, 1)
    assert [(one.news, one.searches) for one in found.days] == [(1, 0), (0, 0), (2, 1)]
    assert [(one.feed.id, one.news) for one in found.busiest] == [(other.id, 2)]
    assert found.size > 100_000


async def test_no_number_is_had_by_reading_articles(db: Database) -> None:
    """Their sum is that of an index's leaves, and nothing else looks at them."""
    asked: set[str] = set()
    reader = db._idle.get_nowait()
    await reader.run(lambda raw: raw.set_trace_callback(asked.add))
    db._idle.put_nowait(reader)
    await storage.get_numbers(db, visible_to=1, now=NOW, days=30, busiest=8)
    asks = [one for one in asked if one.lstrip().startswith("SELECT")]
    steps = [await plan(db, one) for one in asks]
    about_articles = [one for one in steps if "articles" in one]
    assert len(about_articles) == 1
    assert about_articles[0].startswith("SCAN articles USING COVERING INDEX")


async def test_a_database_from_before_has_its_last_days(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The migration counts what is there; the days before the last thirty are left out."""
    place = MIGRATIONS.index(NUMBERS)
    with sqlite3.connect(path, isolation_level=None) as raw, monkeypatch.context() as patch:
        patch.setattr(schema, "MIGRATIONS", MIGRATIONS[:place])
        schema.migrate(raw, path)
        raw.execute(
            "INSERT INTO feeds (id, url, title, added_at, added_by, next_check_at) "
            "VALUES (1, 'u', 't', 0, 0, 0)"
        )
        raw.execute("INSERT INTO chats (id, kind, title, met_at) VALUES (1, 'private', 'c', 0)")
        for at in (NOW, NOW, NOW - 40 * DAY):
            raw.execute(
                "INSERT INTO articles (feed_id, title, text, found_at, dated_at) "
                "VALUES (1, 'a', '', ?, ?)",
                (at, at),
            )
        for key, article_id, kind in (
            ("1", 1, "alert"),
            ("2", None, "digest"),
            ("3", None, "notice"),
        ):
            raw.execute(
                "INSERT INTO deliveries (chat_id, kind, key, article_id, state, created_at, due_at, "
                "settled_at) VALUES (1, ?, ?, ?, 'sent', 0, 0, ?)",
                (kind, key, article_id, NOW),
            )
    raw.close()
    async with Database.open(path) as db:
        assert await counted(db) == [(TODAY, 0, 0, 1), (TODAY, 1, 2, 1)]
