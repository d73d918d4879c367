"""A new index is built beside the one that serves, and takes its place when it is whole."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from newsroom import TERMS_VERSION
from storage import Database, SearchIndex
from storage.index import schema, search_index
from tests.storage.given import feed
from tests.storage.searching import edit, found, page, store


@pytest.fixture
async def index(db: Database) -> AsyncIterator[SearchIndex]:
    async with SearchIndex.open(db) as opened:
        yield opened


async def test_a_rebuild_serves_the_old_index_until_the_new_one_is_there(
    db: Database, index: SearchIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Meanwhile articles arrive, are found at once, and are there when it is done."""
    monkeypatch.setattr(search_index, "BATCH", 100)
    rivers = await feed(db)
    articles = [await store(db, rivers.id, "Ferry") for _ in range(250)]
    await edit(db, rivers.id, articles.pop(), "Tram")
    await index.catch_up()
    told: list[tuple[int, int]] = []
    arrived: list[int] = []
    building = asyncio.create_task(index.rebuild(lambda done, total: told.append((done, total))))
    async with asyncio.timeout(30):
        while not building.done():
            if len(told) > len(arrived):
                arrived.append(await store(db, rivers.id, "Ferry"))
                await index.index_once()
            now = await found(index, "ferry", limit=500)
            assert set(articles) <= set(now), "all the old ones, all the time"
            await asyncio.sleep(0)
    await building
    assert len(told) >= 3
    assert told[-1][0] == told[-1][1]
    assert sorted(await found(index, "ferry", limit=500)) == [*articles, *arrived]
    report = await index.check()
    assert (report.problems, report.waiting, report.superseded) == ((), 0, 0)
    assert not index.path.with_name(f"{index.path.name}.new").exists()


async def test_an_index_of_an_older_version_of_the_terms_serves_until_it_is_rebuilt(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with Database.open(path) as db:
        await store(db, (await feed(db)).id, "Ferry")
        async with SearchIndex.open(db) as index:
            await index.catch_up()
        monkeypatch.setattr(schema, "TERMS_VERSION", TERMS_VERSION + 1)
        async with SearchIndex.open(db) as index:
            assert await found(index, "ferry") == [1]
            before = index.path.stat().st_ino
            keeping_up = asyncio.create_task(index.keep_up())
            async with asyncio.timeout(30):
                while index.path.stat().st_ino == before:
                    assert await found(index, "ferry") == [1]
                    await asyncio.sleep(0)
            keeping_up.cancel()
            await asyncio.wait([keeping_up])
        async with SearchIndex.open(db) as index:
            assert index.path.stat().st_ino != before
            assert await found(index, "ferry") == [1]
            assert not index._wants_rebuild


async def test_an_index_of_another_layout_is_begun_anew(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with Database.open(path) as db:
        await store(db, (await feed(db)).id, "Ferry")
        async with SearchIndex.open(db) as index:
            await index.catch_up()
        monkeypatch.setattr(schema, "LAYOUT", schema.LAYOUT + 1)
        async with SearchIndex.open(db) as index:
            assert not (await page(index, "ferry")).complete
            await index.catch_up()
            assert await found(index, "ferry") == [1]


async def test_a_rebuild_that_is_cancelled_leaves_the_old_index(
    db: Database, index: SearchIndex
) -> None:
    rivers = await feed(db)
    articles = [await store(db, rivers.id, "Ferry") for _ in range(250)]
    await index.catch_up()
    begun = asyncio.Event()
    building = asyncio.create_task(index.rebuild(lambda *_: begun.set()))
    await begun.wait()
    building.cancel()
    await asyncio.wait([building])
    assert building.cancelled()
    assert sorted(await found(index, "ferry", limit=500)) == articles
    assert [one.name for one in index.path.parent.glob("*.new*")] == []


async def test_much_ballast_brings_a_rebuild(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A feed that edits its articles again and again does not make the index grow for ever."""
    monkeypatch.setattr(search_index, "_MUCH_BALLAST", 5)
    monkeypatch.setattr(search_index, "_SETTLE_AFTER", 5)
    async with Database.open(path) as db, SearchIndex.open(db) as index:
        rivers = await feed(db)
        article = await store(db, rivers.id, "Ferry")
        await index.catch_up()
        for number in range(9):
            await edit(db, rivers.id, article, f"Ferry {number}")
            await index.catch_up()
        assert (await index.check()).superseded == 9
        keeping_up = asyncio.create_task(index.keep_up())
        async with asyncio.timeout(30):
            while True:
                await asyncio.sleep(0)
                if not (await index.check()).superseded:
                    break
        keeping_up.cancel()
        await asyncio.wait([keeping_up])
        assert await found(index, "ferry") == [article]
