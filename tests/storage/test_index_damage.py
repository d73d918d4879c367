"""Whatever happens to the index file, articles are stored, alerts are routed, and it is built anew."""

import asyncio
import random
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

import storage
from storage import (
    Database,
    DatabaseUnusable,
    DiskFull,
    SearchIndex,
    SlowQuery,
    StorageError,
    examine_index,
    index_path,
)
from storage.index.connections import READERS
from tests.storage.given import ADMIN, NOW, Gate, chat, feed
from tests.storage.searching import found, page, store

PAGE = 4096
ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"


@pytest.fixture
async def index(db: Database) -> AsyncIterator[SearchIndex]:
    async with SearchIndex.open(db) as opened:
        yield opened


def truncated(data: bytearray, dice: random.Random) -> bytes:
    return bytes(data[: dice.randrange(len(data))])


def flipped(data: bytearray, dice: random.Random) -> bytes:
    for _ in range(dice.choice((1, 10, 100, 1000))):
        data[dice.randrange(len(data))] = dice.randrange(256)
    return bytes(data)


def torn(data: bytearray, dice: random.Random) -> bytes:
    start = dice.randrange(len(data) // PAGE) * PAGE
    data[start : start + PAGE] = dice.choice((bytes(PAGE), dice.randbytes(PAGE)))
    return bytes(data)


def headless(data: bytearray, dice: random.Random) -> bytes:
    return dice.randbytes(100) + bytes(data[100:])


def nothing(_data: bytearray, _dice: random.Random) -> bytes:
    return b""


@asynccontextmanager
async def a_library(path: Path) -> AsyncIterator[tuple[Database, int, bytes]]:
    """Yield a database with fifty articles, its feed, and a good index file of it."""
    async with Database.open(path) as db:
        rivers = await feed(db)
        place = await chat(db)
        await storage.subscribe(db, place, rivers.id, by=ADMIN, now=NOW - 1)
        for number in range(50):
            await store(db, rivers.id, f"Ferry {number}", f"word{number} in the harbour " * 30)
        async with SearchIndex.open(db) as index:
            await index.catch_up()
        yield db, rivers.id, index_path(path).read_bytes()


@pytest.mark.parametrize("damage", [truncated, flipped, torn, headless, nothing])
async def test_a_damaged_index_is_found_out_and_built_anew(
    path: Path, damage: Callable[[bytearray, random.Random], bytes]
) -> None:
    """Seeded damage, each time followed by searches, a new article, its routing, and a thorough look.

    What no search and no writing trips over is named by the check, and healed by a rebuild.
    """
    dice = random.Random(20261122)
    async with a_library(path) as (db, rivers, good):
        for number in range(25):
            index_path(path).write_bytes(damage(bytearray(good), dice))
            async with SearchIndex.open(db) as index:
                for typed in ("ferry", "harb*", '"the harbour"', "-tram", "sort:date word7"):
                    await page(index, typed)
                article = await store(db, rivers, f"Tram{number}", "the harbour")
                await storage.route_articles(db, NOW)
                await index.catch_up()
                if (await index.check()).problems or len(await found(index, "ferry")) != 50:
                    await index.rebuild()
                assert await found(index, f"tram{number}") == [article]
                assert len(await found(index, "ferry")) == 50
                assert (await index.check()).problems == ()
        counts = await storage.count_deliveries(db)
        assert sum(counts.values()) == 75


async def test_damage_while_it_is_open_is_healed_by_the_next_search(path: Path) -> None:
    async with a_library(path) as (db, _, good), SearchIndex.open(db) as index:
        async with index._file.closed():
            index.path.write_bytes(good[: len(good) // 3])
        answer = await page(index, "harbour")
        assert not answer.complete
        await index.catch_up()
        assert len(await found(index, "harbour")) == 50


async def test_damage_that_many_searches_meet_at_once_is_healed_once(path: Path) -> None:
    async with a_library(path) as (db, _, good), SearchIndex.open(db) as index:
        async with index._file.closed():
            index.path.write_bytes(good[: len(good) // 3])
        await asyncio.gather(*(page(index, "harbour") for _ in range(10)))
        assert index._age == 1


async def test_a_file_that_lost_its_tables_is_begun_anew(path: Path) -> None:
    async with a_library(path) as (db, _, _), SearchIndex.open(db) as index:
        async with index._file.closed():
            index.path.unlink()
            index.path.touch()
        assert not (await page(index, "harbour")).complete
        await index.catch_up()
        assert len(await found(index, "harbour")) == 50


async def test_a_mistake_in_a_question_is_no_damage(db: Database, index: SearchIndex) -> None:
    """Or every search with the mistake would throw the index away."""
    await store(db, (await feed(db)).id, "Ferry")
    await index.catch_up()
    for wrong in ("SELECT nonsense", "SELECT rowid FROM terms_1 WHERE terms_1 MATCH '\"'"):
        with pytest.raises(sqlite3.OperationalError):
            await index.read(lambda raw, wrong=wrong: raw.execute(wrong), limit=5)  # type: ignore[misc]
    assert await found(index, "ferry") == [1]
    assert index._age == 0


async def test_a_search_that_takes_too_long_is_given_up(db: Database, index: SearchIndex) -> None:
    for _ in range(READERS + 1):
        with pytest.raises(SlowQuery):
            await index.read(lambda raw: raw.execute(ENDLESS).fetchone(), limit=0.05)
    assert await found(index, "ferry") == []


async def test_a_search_whose_caller_goes_away_leaves_its_connection_to_others(
    db: Database, index: SearchIndex
) -> None:
    await store(db, (await feed(db)).id, "Ferry")
    await index.catch_up()
    for _ in range(READERS + 1):
        gate = Gate()
        asking = asyncio.create_task(index.read(lambda raw, gate=gate: gate.hold(), limit=30))  # type: ignore[misc]
        await gate.reached()
        asking.cancel()
        gate.open()
        await asyncio.wait([asking])
    async with asyncio.timeout(30):
        assert await found(index, "ferry") == [1]


async def test_a_search_changes_nothing(index: SearchIndex) -> None:
    for table in ("docs", "app.articles"):
        with pytest.raises(DatabaseUnusable, match="readonly"):
            await index.read(lambda raw, table=table: raw.execute(f"DELETE FROM {table}"), limit=5)  # type: ignore[misc]


async def test_indexing_cannot_change_the_database(index: SearchIndex) -> None:
    with pytest.raises(DatabaseUnusable, match="readonly"):
        await index._file.write(lambda raw: raw.execute("DELETE FROM app.articles"))


async def test_a_full_disk_stops_the_index_alone_and_it_goes_on_later(
    db: Database, index: SearchIndex
) -> None:
    rivers = await feed(db)
    await store(db, rivers.id, "Ferry")
    await index.catch_up()

    def limit_pages(raw: sqlite3.Connection) -> None:
        (count,) = raw.execute("PRAGMA main.page_count").fetchone()
        raw.execute(f"PRAGMA main.max_page_count = {count}")

    await index._file.write(limit_pages)
    await store(db, rivers.id, "Tram", "".join(f"word{n} " for n in range(20_000)))
    with pytest.raises(DiskFull):
        await index.catch_up()
    assert await found(index, "ferry") == [1]
    assert await found(index, "tram") == []
    await index._file.write(
        lambda raw: raw.execute("PRAGMA main.max_page_count = 1000000").fetchall()
    )
    await index.catch_up()
    assert await found(index, "tram") == [2]
    assert index._age == 0


async def test_an_index_that_cannot_be_made_says_so(path: Path) -> None:
    async with Database.open(path) as db:
        index_path(path).mkdir()
        with pytest.raises(StorageError):
            async with SearchIndex.open(db):
                pass
        await store(db, (await feed(db)).id, "Ferry")


# Looking at it from outside


async def test_a_look_from_beside_the_running_process(path: Path) -> None:
    async with Database.open(path) as db:
        assert await examine_index(path) is None
        rivers = await feed(db)
        await store(db, rivers.id, "Ferry")
        await store(db, rivers.id, "Tram")
        async with SearchIndex.open(db) as index:
            report = await examine_index(path)
            assert report is not None
            assert (report.articles, report.indexed, report.waiting) == (2, 0, 2)
            await index.catch_up()
            assert await examine_index(path) == await index.check()
            assert (await index.check()).indexed == 2


async def test_a_look_finds_what_is_missing_and_what_is_broken(path: Path) -> None:
    async with a_library(path) as (db, _, good):
        async with SearchIndex.open(db) as index:
            await index._file.write(
                lambda raw: raw.execute("DELETE FROM docs WHERE docid % 2").rowcount
            )
            report = await examine_index(path)
            assert report is not None
            assert "articles are indexed" in report.problems[0]
        index_path(path).write_bytes(random.Random(1).randbytes(len(good)))
        report = await examine_index(path)
        assert report is not None
        assert report.problems


async def test_the_inner_structure_is_looked_at(db: Database, index: SearchIndex) -> None:
    """A term that stands in the index without its document, as a torn write leaves it."""
    await store(db, (await feed(db)).id, "Ferry")
    await index.catch_up()
    assert (await index.check()).problems == ()
    await index._file.write(
        lambda raw: (
            raw.execute(
                "DELETE FROM terms_1_data WHERE id > 10 AND id = (SELECT max(id) FROM terms_1_data)"
            ).rowcount
        )
    )
    assert (await index.check()).problems != ()
