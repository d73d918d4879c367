"""The index is divided by date; what is found, and in which order, does not tell how."""

import asyncio
import random
from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path

import pytest

from storage import Database, SearchIndex, SearchPage
from storage.index import search_index, shards, walk
from storage.index.shards import Shard, shards_of
from tests.storage.given import NOW, feed
from tests.storage.searching import DAY, edit, found, numbers, page, store

FEW = 10
"""Documents of a shard in these tests."""

QUERIES = (
    "ferry",
    "ferry sort:date",
    "harbour ferry",
    '"ferry left"',
    "ferr*",
    "-tram",
    "ferry after:400d before:8d",
    "nothing",
)


@pytest.fixture
async def index(db: Database) -> AsyncIterator[SearchIndex]:
    async with SearchIndex.open(db) as opened:
        yield opened


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let shards be small."""
    monkeypatch.setattr(shards, "SHARD", FEW)
    monkeypatch.setattr("storage.index.schema.SHARD", FEW)


class Meter:
    """A clock of CPU time for which looking into a shard takes a second."""

    def __init__(self) -> None:
        self._ticks = count()

    def __call__(self) -> float:
        return next(self._ticks)


async def parts(index: SearchIndex) -> list[Shard]:
    return await index._file.write(shards_of)


async def library(db: Database, size: int, *, dice: random.Random | None = None) -> list[int]:
    """Store articles, each a day younger than the one before, or of any age up to two years."""
    rivers = await feed(db)
    articles = []
    for place in range(size):
        age = size - place if dice is None else dice.randrange(700)
        title = ("Ferry", "The ferry left the harbour", "Harbour and tram", "News")[place % 4]
        text = "A ferry" if place % 3 else "x"
        articles.append(await store(db, rivers.id, title, text, published_at=NOW - age * DAY))
    return articles


async def pages(index: SearchIndex, typed: str, *, limit: int = 7) -> list[SearchPage]:
    """Turn all pages."""
    turned = [await page(index, typed, limit=limit)]
    while (key := turned[-1].next_key) is not None:
        turned.append(await page(index, typed, limit=limit, key=key))
    return turned


async def answers(index: SearchIndex) -> dict[str, list[int]]:
    return {typed: await found(index, typed) for typed in QUERIES}


@pytest.mark.parametrize("seed", [None, 1, 2])
async def test_an_index_in_many_parts_finds_what_one_part_finds(
    path: Path, monkeypatch: pytest.MonkeyPatch, seed: int | None
) -> None:
    """As it grows, when it is built of a database that is there, and page by page."""
    async with Database.open(path) as db:
        async with SearchIndex.open(db) as index:
            await library(db, 75, dice=None if seed is None else random.Random(seed))
            await index.catch_up()
            expected = await answers(index)
            assert len(await parts(index)) == 1
            assert all(expected[typed] for typed in QUERIES if typed != "nothing")
        monkeypatch.setattr(shards, "SHARD", FEW)
        monkeypatch.setattr("storage.index.schema.SHARD", FEW)
        async with SearchIndex.open(db) as index:
            await index.rebuild()
            divided = await parts(index)
            assert [part.documents for part in divided[1:]] == [FEW] * 7
            assert await answers(index) == expected
            for typed in QUERIES:
                turned = await pages(index, typed)
                assert [one for each in turned for one in numbers(each)] == expected[typed]
            assert (await index.check()).problems == ()


@pytest.mark.usefixtures("few")
async def test_a_new_part_is_begun_when_the_newest_is_full(
    db: Database, index: SearchIndex
) -> None:
    articles = await library(db, 35)
    for _ in articles:
        await index.index_once(limit=1)
    before = await parts(index)
    assert [part.documents for part in before] == [10, 10, 10, 5]
    late = await store(db, 1, "Ferry", published_at=NOW - 30 * DAY)
    await index.catch_up()
    after = await parts(index)
    assert [part.documents for part in after] == [11, 10, 10, 5], "it goes where it belongs"
    assert late in await found(index, "ferry before:29d")
    assert await found(index, "after:3d sort:date") == articles[:-4:-1]


@pytest.mark.usefixtures("few")
async def test_an_edited_article_is_found_once_whichever_part_it_is_in(
    db: Database, index: SearchIndex
) -> None:
    articles = await library(db, 35)
    await index.catch_up()
    for article in articles[::5]:
        await edit(db, 1, article, "Tram")
    await index.catch_up()
    assert sorted(await found(index, "tram sort:date")) == sorted({*articles[::5], *articles[2::4]})


@pytest.mark.usefixtures("few")
async def test_a_crowded_part_brings_a_rebuild(
    db: Database, index: SearchIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when an archive of years is imported between what is there."""
    monkeypatch.setattr(shards, "_CROWDED", 4 * FEW)
    monkeypatch.setattr(search_index, "_SETTLE_AFTER", 5)
    rivers = await feed(db)
    ages = [1000, 0, *[500] * 60]
    for age in ages:
        await store(db, rivers.id, "Ferry", published_at=NOW - age * DAY)
        await index.catch_up()
    assert max(part.documents for part in await parts(index)) > 4 * FEW
    keeping_up = asyncio.create_task(index.keep_up())
    async with asyncio.timeout(30):
        while True:
            await asyncio.sleep(0)
            if max(part.documents for part in await parts(index)) <= 4 * FEW:
                break
    keeping_up.cancel()
    await asyncio.wait([keeping_up])
    assert len(await found(index, "ferry")) == len(ages)


# As far as the time allows


@pytest.fixture
async def hurried(db: Database, few: None) -> AsyncIterator[SearchIndex]:
    """Open an index in which every search has the time for one part of it."""
    async with SearchIndex.open(db, Meter()) as opened:
        yield opened


async def test_a_search_that_takes_long_answers_with_the_newest_and_says_since_when(
    db: Database, hurried: SearchIndex
) -> None:
    articles = await library(db, 35)
    await hurried.catch_up()
    newest = (await parts(hurried))[-1]
    answer = await page(hurried, "-zebra")
    assert set(numbers(answer)) == set(articles[-newest.documents :])
    assert answer.since is not None
    assert answer.since <= NOW - 5 * DAY
    older = await page(hurried, "-zebra before:5d")
    assert set(numbers(older)) <= set(articles[: -newest.documents])
    assert numbers(older), "one goes on from there"


async def test_a_search_that_has_enough_before_its_time_is_up_says_nothing(
    db: Database, hurried: SearchIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    await library(db, 35)
    await hurried.catch_up()
    assert (await page(hurried, "sort:date -zebra", limit=4)).since is None
    monkeypatch.setattr("storage.index.lookup.CANDIDATES", 4)
    assert (await page(hurried, "-zebra", limit=4)).since is None


@pytest.mark.parametrize(("typed", "listed"), [("ferry", 4), ("ferry sort:date", 29)])
async def test_every_page_is_of_the_list_that_the_first_one_had_time_for(
    db: Database, hurried: SearchIndex, monkeypatch: pytest.MonkeyPatch, typed: str, listed: int
) -> None:
    """Also when the machine is quicker meanwhile, or slower."""
    await library(db, 35)
    await hurried.catch_up()
    first = await page(hurried, typed, limit=3)
    monkeypatch.setattr(walk, "BUDGET", 1e9)
    shown = numbers(first)
    turned = first
    while turned.next_key is not None:
        turned = await page(hurried, typed, limit=3, key=turned.next_key)
        shown += numbers(turned)
        if typed == "ferry":
            assert turned.since == first.since is not None
    assert len(shown) == len(set(shown)) == listed


async def test_a_search_of_the_whole_archive_stays_one_on_every_page(
    db: Database, few: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    articles = await library(db, 35)
    async with SearchIndex.open(db, Meter()) as index:
        await index.catch_up()
        monkeypatch.setattr(walk, "BUDGET", 1e9)
        first = await page(index, "-zebra", limit=30)
        assert first.since is None
        monkeypatch.setattr(walk, "BUDGET", 0)
        assert first.next_key is not None
        second = await page(index, "-zebra", limit=30, key=first.next_key)
        assert {*numbers(first), *numbers(second)} == set(articles)
