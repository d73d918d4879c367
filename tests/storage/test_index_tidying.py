"""Full parts of the index are made quick to search, bit by bit; what is found does not tell how far."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from functools import partial

import pytest

from newsroom import parse_query
from storage import Database, SearchIndex
from storage.index import shards, tidying
from storage.index.lookup import SEARCH_LIMIT
from storage.index.shards import Shard, shards_of
from storage.index.sieve import Sieve
from tests.storage.given import NOW, feed
from tests.storage.searching import DAY, edit, found, store

FEW = 10
"""Documents of a shard in these tests."""

FILTER = 1_000
"""Rows that are written for a filter at least."""

ARTICLES = 35
QUERIES = (
    "common",
    '"common word"',
    "comm*",
    "own1*",
    "-own12",
    "own7",
    "own7 OR own31",
    "after:9d",
    "none",
)


@pytest.fixture
async def index(db: Database, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[SearchIndex]:
    """Open an index of small shards, each with a segment for each article, and one that still grows."""
    monkeypatch.setattr(shards, "SHARD", FEW)
    monkeypatch.setattr("storage.index.schema.SHARD", FEW)
    async with SearchIndex.open(db) as opened:
        rivers = await feed(db)
        for number in range(ARTICLES):
            await add(db, rivers.id, number, age=ARTICLES - number)
            await opened.index_once(limit=1)
        yield opened


async def add(db: Database, feed_id: int, number: int, *, age: int) -> int:
    """Store an article with a word of its own in the title, one in the text, and many more words."""
    text = " ".join(f"filler{number}x{place}" for place in range(300))
    title, text = f"Own{number} common", f"Common word\n{'x ' * 200}\ntext{number} {text}"
    return await store(db, feed_id, title, text, published_at=NOW - age * DAY)


async def tidy(index: SearchIndex) -> int:
    """Take all steps; return how many they were."""
    steps = 0
    while await index.tidy_once():
        steps += 1
    return steps


async def parts(index: SearchIndex) -> list[Shard]:
    return await index._file.write(shards_of)


def _segments(raw: sqlite3.Connection) -> list[int]:
    return [
        int(raw.execute(f"SELECT count(DISTINCT segid) FROM {one.table}_idx").fetchone()[0])
        for one in shards_of(raw)
    ]


async def segments(index: SearchIndex) -> list[int]:
    return await index._file.write(_segments)


async def written(index: SearchIndex) -> list[int]:
    """Take all steps; return how many rows each of them wrote."""
    rows = []
    steps_are_left = True
    while steps_are_left:
        before = await index._file.write(_changes)
        steps_are_left = await index.tidy_once()
        rows.append(await index._file.write(_changes) - before)
    return rows


def _changes(raw: sqlite3.Connection) -> int:
    return raw.total_changes


async def asked(index: SearchIndex, typed: str, *, heads: bool = False) -> list[bool]:
    """Tell of each part, the oldest first, whether a search opens it; with `heads`, asks it for heads too."""

    def look(raw: sqlite3.Connection) -> list[bool]:
        all_parts = shards_of(raw)
        sieve = Sieve(raw, all_parts, parse_query(typed, NOW), None)
        if heads:
            return [not sieve.missing_in_heads(part) for part in all_parts]
        return [sieve.may_match(part) for part in all_parts]

    return await index.read(look, limit=SEARCH_LIMIT)


async def answers(index: SearchIndex) -> dict[str, list[int]]:
    return {typed: await found(index, typed) for typed in QUERIES}


async def test_full_parts_come_to_one_segment_and_find_what_they_found(index: SearchIndex) -> None:
    expected = await answers(index)
    assert [typed for typed in QUERIES if not expected[typed]] == ["none"]
    before = await segments(index)
    assert min(before[:-1]) > 1
    await tidy(index)
    assert await segments(index) == [1, 1, 1, before[-1]], "the newest one still grows"
    assert await answers(index) == expected
    assert (await index.check()).problems == ()
    assert not await index.tidy_once(), "that was all"


async def test_what_is_found_is_the_same_after_each_step(
    index: SearchIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tidying, "PAGES", 10)
    monkeypatch.setattr(tidying, "TERMS", 1_000)
    expected = await answers(index)
    while await index.tidy_once():
        assert await answers(index) == expected


async def test_a_step_is_small(index: SearchIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    """How much it merges is bounded, so that an article never waits for long."""
    monkeypatch.setattr(tidying, "PAGES", 1)
    merging = [rows for rows in await written(index) if rows < FILTER]
    assert len(merging) > 20
    assert max(merging) < sum(merging) / 10, "many small steps, none of which does much of the work"


async def test_between_two_steps_an_article_is_indexed_and_found(
    db: Database, index: SearchIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also one that is dated where the parts are being tidied: its words are known there, too."""
    monkeypatch.setattr(tidying, "PAGES", 10)
    monkeypatch.setattr(tidying, "TERMS", 1_000)
    number = 1_000
    while await index.tidy_once():
        if number < 1_025:
            article = await add(db, 1, number, age=20)
            await index.index_once()
            assert await found(index, f"own{number}") == [article]
        number += 1
    assert number > 1_025, "until all was done"
    everything = await found(index, "common")
    assert len(everything) == ARTICLES + 25
    for word in range(1_000, 1_025):
        assert len(await found(index, f"own{word}")) == 1


async def test_tidying_goes_on_after_a_restart(
    db: Database, index: SearchIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that is killed between any two steps loses at most the filter that it was making."""
    monkeypatch.setattr(tidying, "PAGES", 10)
    monkeypatch.setattr(tidying, "TERMS", 2_000)
    expected = await answers(index)
    restarts = 0
    while True:
        async with SearchIndex.open(db) as again:
            steps = [await again.tidy_once() for _ in range(6)]
            assert await answers(again) == expected
        restarts += 1
        if not all(steps):
            break
    assert restarts > 3
    assert [part.is_sieved for part in await parts(index)] == [True, True, True, False]
    assert (await segments(index))[:-1] == [1, 1, 1]


async def test_a_step_that_fails_changes_nothing(
    index: SearchIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected, before = await answers(index), await segments(index)
    with monkeypatch.context() as broken:
        broken.setattr(tidying, "_merge", _merge_and_fail)
        with pytest.raises(RuntimeError):
            await index.tidy_once()
    assert await segments(index) == before
    assert [part.merged for part in await parts(index)] == [0, 0, 0, 0]
    await tidy(index)
    assert await answers(index) == expected


_merge = tidying._merge


def _merge_and_fail(raw: sqlite3.Connection, shard: Shard, pages: int) -> None:
    _merge(raw, shard, pages)
    raise RuntimeError


async def test_a_filter_of_an_earlier_version_counts_for_nothing_and_is_made_anew(
    index: SearchIndex,
) -> None:
    """And nothing of the earlier one is left: here it says that each term is there."""

    def outdate(raw: sqlite3.Connection) -> None:
        raw.execute("UPDATE sieves SET bits = ?", (b"\xff" * 512,))
        raw.execute("UPDATE shards SET sieved = 1")

    await tidy(index)
    middle = await asked(index, "own12")
    assert middle == [False, True, False, True]
    await index._file.write(outdate)
    assert not any(part.is_sieved for part in await parts(index))
    assert all(await asked(index, "own12"))
    await tidy(index)
    assert await asked(index, "own12") == middle
    assert await asked(index, "text12", heads=True) == [False, False, False, True]


async def test_a_search_opens_only_the_parts_that_may_have_its_words(
    db: Database, index: SearchIndex
) -> None:
    assert all(await asked(index, "own12")), "nothing is known yet"
    await tidy(index)
    middle = [False, True, False, True]  # the newest one has no filter
    for typed in ("own12", '"own12 common"', "own12 common feed:1", "text12", "own12 fill*"):
        assert await asked(index, typed) == middle
    assert await asked(index, "own2 OR own12") == [True, True, False, True]
    assert await asked(index, "common -own12") == [True, True, True, True]
    assert await asked(index, "own1*") == [True, True, True, True]
    assert await asked(index, "none") == [False, False, False, True]
    assert await asked(index, "own12", heads=True) == middle
    assert await asked(index, "text12", heads=True) == [False, False, False, True]
    late = await add(db, 1, 77, age=34)
    await edit(db, 1, late, "Own88")
    await index.catch_up()
    assert await asked(index, "own88") == [True, False, False, True]
    assert await found(index, "own88") == [late]


async def test_a_part_is_not_asked_for_words_that_it_does_not_have(index: SearchIndex) -> None:
    """But for the beginnings of words, which are no words of its own."""
    await tidy(index)

    def look(typed: str, raw: sqlite3.Connection) -> list[list[str]]:
        all_parts = shards_of(raw)
        sieve = Sieve(raw, all_parts, parse_query(typed, NOW), None)
        matches = [sieve.expressions(part).match for part in all_parts]
        return [
            [word for word in ("own2", "own12", "fill") if f'"{word}"' in one] for one in matches
        ]

    async def looked_for(typed: str) -> list[list[str]]:
        return await index.read(partial(look, typed), limit=SEARCH_LIMIT)

    both = ["own2", "own12"]
    assert await looked_for("own2 OR own12") == [["own2"], ["own12"], both, both]
    assert await looked_for("fill* OR fill") == [["fill"]] * 4
    assert await looked_for("common -own12") == [["own12"]] * 4
    assert sorted(await found(index, "fill* OR fill")) == sorted(await found(index, "common"))


async def test_what_is_added_to_a_tidied_part_is_merged_again(
    db: Database, index: SearchIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is little by itself; all of the part when it has grown."""
    monkeypatch.setattr(tidying, "_ADDED", 1)
    await tidy(index)
    for number in range(100, 104):
        await add(db, 1, number, age=20)
        assert not await index.tidy_once()
        await index.index_once()
    assert (await segments(index))[1] == 5
    await tidy(index)
    assert (await segments(index))[1] == 2
    monkeypatch.setattr(tidying, "_ADDED", 10)
    await tidy(index)
    assert (await segments(index))[1] == 1
    assert len(await found(index, "common")) == ARTICLES + 4


@pytest.mark.parametrize(("least", "oldest"), [(250, 1), (1, 7)])
async def test_what_was_added_is_merged_the_sooner_the_more_parts_are_newer(
    db: Database, index: SearchIndex, monkeypatch: pytest.MonkeyPatch, least: int, oldest: int
) -> None:
    """What has come to rest is one segment in the end. How little is worth that is bounded."""
    await tidy(index)
    monkeypatch.setattr(tidying, "_ADDED", 1)
    monkeypatch.setattr(tidying, "_LEAST_ADDED", least)
    monkeypatch.setattr(tidying, "_LOOSE", 100)
    for number in range(100, 106):
        for age in (31, 11):
            await add(db, 1, number * age, age=age)
            await index.index_once()
    assert await segments(index) == [7, 1, 7, 5]
    await tidy(index)
    assert await segments(index) == [oldest, 1, 7, 5]


async def test_a_running_index_tidies_up_when_there_is_nothing_else_to_do(
    db: Database, index: SearchIndex
) -> None:
    keeping_up = asyncio.create_task(index.keep_up())
    async with asyncio.timeout(30):
        while True:
            await asyncio.sleep(0)
            if all(part.is_sieved for part in (await parts(index))[:-1]):
                break
        article = await add(db, 1, 500, age=0)
        index.wake()
        while True:
            await asyncio.sleep(0)
            if await found(index, "own500") == [article]:
                break
    keeping_up.cancel()
    await asyncio.wait([keeping_up])


async def test_a_rebuilt_index_is_tidy(index: SearchIndex) -> None:
    expected = await answers(index)
    await index.rebuild()
    *full, newest = await parts(index)
    assert all(part.is_sieved for part in full if part.documents)
    assert not newest.is_sieved
    assert await answers(index) == expected
