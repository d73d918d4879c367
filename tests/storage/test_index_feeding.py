"""The index follows the database: at once, after a crash, and while it is built anew."""

import asyncio
import signal
import sqlite3
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

import storage
from bot.indexing import LONGEST_GATHER
from storage import Database, SearchIndex, index_path
from storage.index import feeding, search_index
from tests.storage.given import NOW, entry, feed, rows, verdict
from tests.storage.searching import edit, found, page, store


@pytest.fixture
async def index(db: Database) -> AsyncIterator[SearchIndex]:
    async with SearchIndex.open(db) as opened:
        yield opened


async def queued(db: Database) -> list[int]:
    return [
        number for (number,) in await rows(db, "SELECT article_id FROM index_queue ORDER BY id")
    ]


async def leave(index: SearchIndex) -> None:
    """Close the index's file, which is opened again when it is next needed."""
    async with index._file.closed():
        pass


# What is queued


async def test_what_changes_an_article_queues_it_in_the_same_transaction(db: Database) -> None:
    rivers = await feed(db)
    article = await store(db, rivers.id, "Ferry")
    assert await queued(db) == [article]
    await edit(db, rivers.id, article, "Tram")
    assert await queued(db) == [article, article]
    await db.write(lambda raw: raw.execute("DELETE FROM articles").rowcount)
    assert await queued(db) == [article] * 3

    def rolled_back(raw: sqlite3.Connection) -> None:
        raw.execute(
            "INSERT INTO articles (feed_id, title, text, found_at, dated_at) VALUES (1,'','',0,0)"
        )
        raise ValueError("after the insert")

    with pytest.raises(ValueError, match="after"):
        await db.write(rolled_back)
    assert await queued(db) == [article] * 3


async def test_what_is_not_searched_queues_nothing(db: Database) -> None:
    rivers = await feed(db)
    article = await store(db, rivers.id, "Ferry")
    await storage.route_articles(db, NOW)
    await edit(db, rivers.id, article, "Ferry")
    assert await queued(db) == [article]


# Keeping up


async def test_what_is_stored_is_found_as_soon_as_the_index_is_woken(
    db: Database, index: SearchIndex
) -> None:
    rivers = await feed(db)
    keeping_up = asyncio.create_task(index.keep_up())
    try:
        async with asyncio.timeout(30):
            for number in range(3):
                article = await store(db, rivers.id, f"Ferry{number}")
                index.wake()
                while True:
                    await asyncio.sleep(0)
                    if await found(index, f"ferry{number}") == [article]:
                        break
    finally:
        keeping_up.cancel()
        await asyncio.wait([keeping_up])


async def test_an_article_is_found_within_a_second_of_being_stored(
    db: Database, index: SearchIndex
) -> None:
    """Amid a stream of others, and where each wait for more is as long as any: waits and CPU together."""
    rivers = await feed(db)
    waited = 0.0

    async def gather(_indexed: int) -> None:
        nonlocal waited
        waited += LONGEST_GATHER
        index.wake()  # more has come meanwhile
        await asyncio.sleep(0)

    keeping_up = asyncio.create_task(index.keep_up(gather))
    slowest = 0.0
    try:
        async with asyncio.timeout(60):
            for number in range(10):
                others = [
                    entry(
                        f"{number}/{each}", title="News", text=f"word{each} of the harbour " * 100
                    )
                    for each in range(20)
                ]
                await storage.record_check(db, verdict(rivers.id, *others))
                article = await store(db, rivers.id, f"Ferry{number}", "left the harbour " * 100)
                began = time.process_time() + waited
                index.wake()
                while True:
                    await asyncio.sleep(0)
                    if await found(index, f"ferry{number}") == [article]:
                        break
                slowest = max(slowest, time.process_time() + waited - began)
    finally:
        keeping_up.cancel()
        await asyncio.wait([keeping_up])
    assert slowest < 1


async def test_while_more_and_more_comes_it_is_gathered(db: Database, index: SearchIndex) -> None:
    """What comes after a rest does not wait; what comes right behind it is indexed together."""
    rivers = await feed(db)
    gathering, go_on = asyncio.Event(), asyncio.Event()
    batches: list[int] = []

    async def gather(indexed: int) -> None:
        batches.append(indexed)
        gathering.set()
        await go_on.wait()

    keeping_up = asyncio.create_task(index.keep_up(gather))
    try:
        async with asyncio.timeout(30):
            first = await store(db, rivers.id, "Ferry")
            index.wake()
            await gathering.wait()
            assert await found(index, "ferry") == [first]
            more = [await store(db, rivers.id, "Ferry") for _ in range(2)]
            index.wake()
            gathering.clear()
            go_on.set()
            await gathering.wait()
            assert sorted(await found(index, "ferry")) == [first, *more]
            assert batches == [1, 2]
    finally:
        keeping_up.cancel()
        await asyncio.wait([keeping_up])


async def test_long_articles_make_small_batches(
    db: Database, index: SearchIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A batch is held in memory, so its texts count too; old articles and new ones alike."""
    monkeypatch.setattr(feeding, "_BATCH_CHARS", 10)
    rivers = await feed(db)
    articles = [await store(db, rivers.id, "Ferry", "A long text") for _ in range(3)]
    assert [await index.index_once() for _ in range(4)] == [1, 1, 1, 0]
    assert sorted(await found(index, "ferry")) == articles
    await index._file.write(lambda raw: raw.execute("UPDATE state SET backlog = 3").rowcount)
    assert [await index.index_once() for _ in range(3)] == [1, 1, 0]
    assert (await page(index, "ferry")).complete


async def test_articles_from_before_the_index_are_indexed_the_newest_first(
    path: Path,
) -> None:
    async with Database.open(path) as db:
        rivers = await feed(db)
        old = [await store(db, rivers.id, "Ferry") for _ in range(5)]
        async with SearchIndex.open(db) as index:
            assert await index.index_once(limit=2) == 2
            answer = await page(index, "ferry")
            assert [hit.article_id for hit in answer.hits] == old[:2:-1]
            assert not answer.complete
            new = await store(db, rivers.id, "Ferry")
            await index.index_once(limit=2)
            assert await found(index, "ferry") == [new, *old[:2:-1]]
            await index.catch_up()
            answer = await page(index, "ferry sort:date")
            assert sorted(hit.article_id for hit in answer.hits) == [*old, new]
            assert answer.complete


async def test_what_is_indexed_leaves_the_queue_once_it_is_on_the_disk(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_index, "_SETTLE_AFTER", 3)
    async with Database.open(path) as db:
        rivers = await feed(db)
        async with SearchIndex.open(db) as index:
            await store(db, rivers.id, "Ferry")
            await index.catch_up()
            assert len(await queued(db)) == 1
            for _ in range(3):
                await store(db, rivers.id, "Ferry")
            await index.catch_up()
            assert await queued(db) == []
            await store(db, rivers.id, "Ferry")
            await index.catch_up()
        assert await queued(db) == [], "the end settles what is left"
        async with SearchIndex.open(db) as index:
            assert len(await found(index, "ferry")) == 5


async def test_the_same_work_twice_leaves_no_ballast(db: Database, index: SearchIndex) -> None:
    rivers = await feed(db)
    article = await store(db, rivers.id, "Ferry")
    await index.catch_up()
    await db.write(
        lambda raw: raw.execute("INSERT INTO index_queue (article_id) VALUES (1)").rowcount
    )
    await index.catch_up()
    report = await index.check()
    assert (article, report.indexed, report.superseded, report.problems) == (1, 1, 0, ())


# Crashes

DEATHS = [
    ("INSERT INTO docs", 5),
    ("INSERT INTO terms_1 (rowid", 5),
    ("-- REPLACE INTO 'main'.'terms_1_data'", 3),
    ("UPDATE docs", 1),
    ("UPDATE state SET queue_id", 2),
    ("COMMIT", 2),
    ("BEGIN", 4),
    ("PRAGMA main.wal_checkpoint", 1),
]


@pytest.mark.parametrize(("statement", "count"), DEATHS)
async def test_a_process_killed_while_it_indexes_loses_and_repeats_nothing(
    path: Path, statement: str, count: int
) -> None:
    """It dies amid edits and new articles; the next process finds each article once, as it is now."""
    async with Database.open(path) as db:
        rivers = await feed(db)
        async with SearchIndex.open(db) as index:
            articles = [await store(db, rivers.id, f"Ferry {n}") for n in range(5)]
            await index.catch_up()
        for article in articles[:3]:
            await edit(db, rivers.id, article, "Tram")
        articles += [await store(db, rivers.id, f"Ferry {n}") for n in range(5, 9)]
    command = (sys.executable, "-m", "tests.storage.killed_indexer", path, statement, str(count))
    process = await asyncio.create_subprocess_exec(*command, cwd=Path(__file__).parents[2])
    assert await process.wait() == -signal.SIGKILL
    async with Database.open(path) as db, SearchIndex.open(db) as index:
        assert len(await found(index, "tram OR ferry")) >= 5, "it goes on, it does not begin anew"
        await index.catch_up()
        assert sorted(await found(index, "tram")) == articles[:3]
        assert sorted(await found(index, "ferry")) == articles[3:]
        report = await index.check()
        assert (report.problems, report.indexed, report.superseded) == ((), 9, 3)
        assert (await page(index, "tram")).complete


async def test_a_commit_that_a_power_cut_takes_back_is_done_again(path: Path) -> None:
    """The index file is put back to an earlier state, as a lost write-ahead log leaves it."""
    async with Database.open(path) as db:
        rivers = await feed(db)
        async with SearchIndex.open(db) as index:
            await store(db, rivers.id, "Ferry")
            await index.catch_up()
        earlier = index_path(path).read_bytes()
        async with SearchIndex.open(db) as index:
            await store(db, rivers.id, "Ferry")
            await index.catch_up()
            await leave(index)
            index_path(path).write_bytes(earlier)
            await index.catch_up()
            assert len(await found(index, "ferry")) == 2


async def test_an_index_that_misses_a_part_of_the_queue_is_built_anew(path: Path) -> None:
    """An old copy of the index file was put back, and what it misses is no longer queued."""
    async with Database.open(path) as db:
        rivers = await feed(db)
        async with SearchIndex.open(db):
            pass
        old = index_path(path).read_bytes()
        async with SearchIndex.open(db) as index:
            await store(db, rivers.id, "Ferry")
            await index.catch_up()
        index_path(path).write_bytes(old)
        async with SearchIndex.open(db) as index:
            await index.catch_up()
            assert len(await found(index, "ferry")) == 1


async def test_an_index_of_another_database_is_built_anew(tmp_path: Path) -> None:
    """As when a backup is restored, or one database file is put in the place of another."""
    for name, title in (("one", "Ferry"), ("two", "Tram")):
        async with Database.open(tmp_path / f"{name}.db") as db:
            await store(db, (await feed(db)).id, title)
            async with SearchIndex.open(db) as index:
                await index.catch_up()
    index_path(tmp_path / "one.db").replace(index_path(tmp_path / "two.db"))
    async with Database.open(tmp_path / "two.db") as db, SearchIndex.open(db) as index:
        assert await found(index, "ferry") == []
        await index.catch_up()
        assert await found(index, "tram") == [1]


async def test_more_articles_of_one_second_than_it_has_places_go_into_the_next_ones(
    db: Database, index: SearchIndex
) -> None:
    rivers = await feed(db)
    entries = [entry(str(number), title="Ferry") for number in range(700)]
    later = await storage.record_check(db, verdict(rivers.id, *entries))
    newest = await store(db, rivers.id, "Ferry", at=NOW + 60_000)
    await index.catch_up()
    hits = await found(index, "ferry sort:date", limit=1000)
    assert len(set(hits)) == len(hits) == later + 1
    assert hits[0] == newest
    assert hits[1:] == sorted(hits[1:], reverse=True)
