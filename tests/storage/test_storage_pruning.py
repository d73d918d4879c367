"""Old articles go, with what hangs on them; those that somebody wants or waits for stay."""

import sqlite3
from collections.abc import Callable

import pytest

import storage
from newsroom import Place, parse_query
from storage import Database, SearchIndex, pruning
from tests.storage.given import (
    HOUR,
    NOW,
    article,
    chat,
    entry,
    feed,
    held,
    plan,
    rows,
    sql,
    verdict,
)

OLD = NOW - 100 * HOUR
CUT = NOW - 50 * HOUR


async def old_article(db: Database, feed_id: int, key: str, *, routed: bool = True) -> int:
    number = await article(db, feed_id, key, at=OLD)
    await sql(
        db,
        "UPDATE articles SET dated_at = ?, routed_at = ? WHERE id = ?",
        *(OLD, OLD if routed else None, number),
    )
    return number


async def left(db: Database) -> list[int]:
    return [number for (number,) in await rows(db, "SELECT id FROM articles ORDER BY id")]


async def test_only_what_was_published_and_found_long_ago_goes(db: Database) -> None:
    """An old article that a new feed brought today is new here."""
    rivers = await feed(db)
    old = await old_article(db, rivers.id, "old")
    found_today = await old_article(db, rivers.id, "found today")
    dated_today = await old_article(db, rivers.id, "dated today")
    await sql(db, "UPDATE articles SET found_at = ? WHERE id = ?", CUT, found_today)
    await sql(db, "UPDATE articles SET dated_at = ? WHERE id = ?", CUT, dated_today)
    assert await storage.prune_articles(db, before=CUT) == 1
    assert await left(db) == [found_today, dated_today]
    assert old < found_today


async def test_what_is_saved_or_under_way_stays(db: Database) -> None:
    rivers, ada = await feed(db), await chat(db)
    keys = ("saved", "due", "claimed", "edited", "unrouted", "sent", "dropped")
    made = {key: await old_article(db, rivers.id, key, routed=key != "unrouted") for key in keys}
    await sql(db, "INSERT INTO users (id, name, met_at) VALUES (1, 'Ada', 1)")
    await storage.save_article(db, 1, made["saved"], NOW)
    for key in ("due", "claimed", "edited", "sent", "dropped"):
        number = await held(db, ada, made[key])
        state = "sent" if key == "edited" else key
        await sql(
            db,
            "UPDATE deliveries SET state = ?, edit_due_at = ? WHERE id = ?",
            *(state, NOW if key == "edited" else None, number),
        )
    assert await storage.prune_articles(db, before=CUT) == 2
    stay = [made[key] for key in ("saved", "due", "claimed", "edited", "unrouted")]
    assert await left(db) == stay
    assert await rows(db, "SELECT count(*) FROM deliveries WHERE article_id IS NULL") == [(2,)]


async def test_what_is_gone_does_not_become_news_again(db: Database) -> None:
    rivers = await feed(db)
    await old_article(db, rivers.id, "old")
    await storage.prune_articles(db, before=CUT)
    assert await left(db) == []
    known = await storage.known_entries(db, rivers.id)
    assert list(known) == ["old"]
    again = verdict(rivers.id, seen=verdict(rivers.id, entry("old")).seen)
    assert await storage.record_check(db, again) == 0
    assert await left(db) == []


async def test_the_search_index_forgets_it(db: Database) -> None:
    rivers = await feed(db)
    await old_article(db, rivers.id, "old")
    kept = await article(db, rivers.id, "kept")
    async with SearchIndex.open(db) as index:
        await index.catch_up()
        await storage.prune_articles(db, before=CUT)
        await index.catch_up()
        query = parse_query("title", NOW)
        page = await storage.search(index, query, visible_to=frozenset({1}), now=NOW)
        report = await index.check()
    assert [hit.article_id for hit in page.hits] == [kept]
    assert (report.indexed, report.problems) == (1, ())


async def test_many_go_in_small_transactions(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody's message waits for a year's articles."""
    monkeypatch.setattr(pruning, "ARTICLES", 3)
    rivers = await feed(db)
    for number in range(8):
        await old_article(db, rivers.id, str(number))
    sizes: list[int] = []
    write = db.write

    async def counted(intent: Callable[[sqlite3.Connection], int]) -> int:
        sizes.append(await write(intent))
        return sizes[-1]

    monkeypatch.setattr(db, "write", counted)
    assert await storage.prune_articles(db, before=CUT) == 8
    assert sizes == [3, 3, 2]


async def test_one_that_is_saved_after_the_look_stays(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    rivers = await feed(db)
    number = await old_article(db, rivers.id, "old")
    await sql(db, "INSERT INTO users (id, name, met_at) VALUES (1, 'Ada', 1)")
    read = db.read

    async def and_save(
        question: Callable[[sqlite3.Connection], list[int]], *, limit: float
    ) -> list[int]:
        found = await read(question, limit=limit)
        await storage.save_article(db, 1, number, NOW)
        return found

    monkeypatch.setattr(db, "read", and_save)
    assert await storage.prune_articles(db, before=CUT) == 0
    monkeypatch.undo()
    assert await left(db) == [number]


async def test_old_articles_are_found_along_an_index(db: Database) -> None:
    """A row's dates lie behind its text: to walk through all rows would read all texts."""
    steps = await plan(
        db,
        "SELECT articles.id FROM feeds CROSS JOIN articles "
        f"ON articles.feed_id = feeds.id AND articles.dated_at < 1 WHERE {pruning._PRUNED}".replace(
            ":before", "1"
        ),
    )
    assert "articles USING INDEX articles_feed (feed_id=? AND dated_at<?)" in steps
    for table in ("saved", "deliveries"):
        assert f"SEARCH {table} " in steps


async def test_a_place_is_told_nothing_of_what_is_gone(db: Database) -> None:
    rivers, ada = await feed(db), await chat(db)
    number = await old_article(db, rivers.id, "old")
    dropped = await held(db, ada, number)
    await sql(db, "UPDATE deliveries SET state = 'dropped', reason = 'muted' WHERE id = ?", dropped)
    await storage.prune_articles(db, before=CUT)
    assert (await storage.list_missed(db, Place(1), size=9)).items == ()
