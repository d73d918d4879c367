"""What cannot change a page is not looked at; the page is the one that the whole archive would have given."""

import random
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest

from storage import Database, SearchIndex, SearchPage
from storage.index import shards, walk
from storage.index.ranking import Ranking
from storage.index.shards import Shard
from storage.index.walk import Walk
from tests.storage.given import NOW, feed
from tests.storage.searching import DAY, numbers, page, store
from tests.storage.test_index_shards import Meter

FEW = 10
"""Documents of a shard in these tests."""

FAR = "x\n" * 400
"""Puts what follows behind the head of an article."""

QUERIES = (
    "ferry",
    "ferry harbour",
    '"ferry left"',
    "ferr*",
    "ferries OR tram",
    "-tram",
    "rare",
    "ferry rare",
    "rare before:20d",
    "ferry before:200d after:500d",
)


@pytest.fixture
async def index(db: Database, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[SearchIndex]:
    """Open an index of small shards in which a search has the time for all of them."""
    monkeypatch.setattr(shards, "SHARD", FEW)
    monkeypatch.setattr("storage.index.schema.SHARD", FEW)
    monkeypatch.setattr(walk, "BUDGET", 1e9)
    async with SearchIndex.open(db, Meter()) as opened:
        yield opened


async def tidy(index: SearchIndex) -> None:
    """Divide the index anew, and tidy all full parts up."""
    await index.rebuild()
    while await index.tidy_once():
        pass


async def library(db: Database, index: SearchIndex, dice: random.Random, *, tidied: bool) -> None:
    """Store articles of any age up to three years that say what is asked for in many places."""
    rivers = await feed(db)
    for _ in range(90):
        title = dice.choice(["Ferry", "The ferry left the harbour", "Tram", "News", "News", "Rare"])
        text = dice.choice(["A ferry", f"{FAR}ferry", f"{FAR}rare", f"{FAR}harbour ferry", "x"])
        age = dice.choice([0, 1, 3, 40, dice.randrange(1_100)])
        await store(db, rivers.id, title, text, published_at=NOW - age * DAY)
    await (tidy(index) if tidied else index.rebuild())


async def turned(index: SearchIndex, typed: str, limit: int) -> list[SearchPage]:
    """Turn all pages."""
    pages = [await page(index, typed, limit=limit)]
    while (key := pages[-1].next_key) is not None:
        pages.append(await page(index, typed, limit=limit, key=key))
    return pages


@contextmanager
def looking_everywhere() -> Iterator[None]:
    """Let every shard be looked into that may have the words."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Ranking, "may_change", lambda *_, **__: True)
        yield


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Shard]:
    """Note the shards that are asked."""
    noted: list[Shard] = []
    ask = Walk._ask

    def noting(self: Walk, shard: Shard, *more: Any) -> object:
        noted.append(shard)
        return ask(self, shard, *more)

    monkeypatch.setattr(Walk, "_ask", noting)
    return noted


@pytest.mark.parametrize("tidied", [False, True], ids=["as it grew", "tidied up"])
@pytest.mark.parametrize("seed", range(3))
async def test_each_page_is_what_the_whole_archive_gives(
    db: Database, index: SearchIndex, asked: list[Shard], seed: int, tidied: bool
) -> None:
    await library(db, index, random.Random(seed), tidied=tidied)
    for typed in QUERIES:
        # Pages of one hit are many: of two words and of a phrase, in one archive, they are enough.
        for limit in (1, 4, 9) if typed in QUERIES[1:3] and not seed else (4, 9):
            with looking_everywhere():
                expected = await turned(index, typed, limit)
            assert expected[0].hits, typed
            everywhere = len(asked)
            pages = await turned(index, typed, limit)
            assert [one.hits for one in pages] == [one.hits for one in expected], (typed, limit)
            assert all(one.since is None for one in pages)
            assert len(asked) - everywhere <= everywhere
            asked.clear()
            back = pages.pop()
            while pages:
                assert back.previous_key is not None
                back = await page(index, typed, limit=limit, key=back.previous_key)
                assert back.hits == pages.pop().hits, (typed, limit)
            assert back.previous_key is None
            asked.clear()


@pytest.mark.parametrize("few", [0, 2, 1_000])
async def test_few_matches_of_a_part_are_found_as_many_are(
    db: Database, index: SearchIndex, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    await library(db, index, random.Random(4), tidied=True)
    asked = [*QUERIES, "ferry sort:date", "rare -tram", "feed:1 rare", "after:50d -ferry"]
    expected = [await turned(index, typed, 4) for typed in asked]
    monkeypatch.setattr(walk, "_FEW", few)
    assert [await turned(index, typed, 4) for typed in asked] == expected


async def test_heads_are_looked_into_only_where_that_can_bring_a_match_onto_the_page(
    db: Database, index: SearchIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Words in a head count for three times as many: after twenty years that is no longer enough."""
    rivers = await feed(db)
    for age in (*range(FEW), 20, 20 * 365):
        head = "rare" if age >= FEW else f"{FAR}rare"
        await store(db, rivers.id, "News", head, published_at=NOW - age * DAY)
        for _ in range(FEW - 1 if age >= FEW else 0):
            await store(db, rivers.id, "Tram", published_at=NOW - age * DAY)
    await tidy(index)
    noted: list[int] = []
    with_head = Walk.with_head

    def noting(self: Walk, shard: Shard, docids: Sequence[int]) -> set[int]:
        noted.extend(docids)
        return with_head(self, shard, docids)

    monkeypatch.setattr(Walk, "with_head", noting)
    with looking_everywhere():
        expected = (await page(index, "rare", limit=5)).hits
    assert len(noted) == FEW + 2
    noted.clear()
    assert (await page(index, "rare", limit=5)).hits == expected
    assert len(noted) == FEW + 1


async def test_of_a_word_in_no_head_only_the_newest_parts_are_asked(
    db: Database, index: SearchIndex, asked: list[Shard]
) -> None:
    """And one whose head has it, however old: it may be the best."""
    rivers = await feed(db)
    for age in range(60):
        title = "Rare" if age == 55 else "News"
        await store(db, rivers.id, title, f"{FAR}rare", published_at=NOW - age * DAY)
    await tidy(index)
    answer = await page(index, "rare", limit=5)
    assert numbers(answer)[0] == 56, "the one with the word in its title"
    assert len(asked) == 2
    assert answer.since is None


async def test_a_later_page_that_takes_long_says_how_far_it_looked(
    db: Database, index: SearchIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has twice the time, and finds at least what the page before it has promised."""
    rivers = await feed(db)
    for age in range(60):
        await store(db, rivers.id, "News", f"{FAR}ferry", published_at=NOW - age * DAY)
    await tidy(index)
    monkeypatch.setattr(walk, "BUDGET", 1)
    first = await page(index, "ferry", limit=5)
    assert (numbers(first), first.since) == ([1, 2, 3, 4, 5], None)
    turned: list[SearchPage] = [first]
    while (key := turned[-1].next_key) is not None:
        turned.append(await page(index, "ferry", limit=5, key=key))
    shown = [number for one in turned for number in numbers(one)]
    assert shown == list(range(1, len(shown) + 1))
    assert all(one.hits for one in turned)
    assert turned[-1].since is not None, "there are older ones"
    monkeypatch.setattr(walk, "BUDGET", 1e9)
    assert turned[-1].previous_key is not None
    again = await page(index, "ferry", limit=5, key=turned[-1].previous_key)
    assert numbers(again) == numbers(turned[-2]), "also when the machine is quicker meanwhile"


async def test_what_a_page_has_promised_is_found_however_slow_the_machine_is_meanwhile(
    db: Database, index: SearchIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    rivers = await feed(db)
    for age in range(40):
        text = "x" if 0 < age < FEW else f"{FAR}ferry"
        await store(db, rivers.id, "News", text, published_at=NOW - age * DAY)
    await tidy(index)
    first = await page(index, "ferry", limit=1)
    assert numbers(first) == [1]
    monkeypatch.setattr(walk, "BUDGET", 0)
    second = await page(index, "ferry", limit=1, key=first.next_key)
    assert numbers(second) == [FEW + 1]
