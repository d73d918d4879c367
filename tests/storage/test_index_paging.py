"""Pages hang together: nothing twice, nothing left out, whatever arrives between two of them."""

import random
from collections.abc import AsyncIterator

import pytest

from storage import Database, SearchIndex
from storage.index import lookup
from storage.index.keys import Key, read_key
from tests.storage.given import NOW, feed
from tests.storage.searching import DAY, edit, found, numbers, page, store

ORDERS = ["ferry", "ferry sort:date"]


@pytest.fixture
async def index(db: Database) -> AsyncIterator[SearchIndex]:
    async with SearchIndex.open(db) as opened:
        yield opened


async def some(db: Database, feed_id: int, count: int, dice: random.Random) -> None:
    """Store articles with a ferry somewhere in them, of any age up to two years."""
    for _ in range(count):
        title = dice.choice(["Ferry", "Ferries today", "News"])
        text = dice.choice(["A ferry.", "x\n" * 400 + "ferry", "Ferry, ferry, ferry!"])
        age = dice.choice([0, 0, 1, 7, 30, 365, 700]) * DAY
        await store(db, feed_id, title, text, published_at=NOW - age)


@pytest.mark.parametrize("typed", ORDERS)
async def test_pages_together_are_the_list(db: Database, index: SearchIndex, typed: str) -> None:
    rivers = await feed(db)
    await some(db, rivers.id, 47, random.Random(1))
    await index.catch_up()
    whole = await found(index, typed)
    assert len(whole) == 47
    for size in (1, 5, 46, 47, 48):
        pages = []
        answer = await page(index, typed, limit=size)
        while True:
            pages.append(numbers(answer))
            if answer.next_key is None:
                break
            answer = await page(index, typed, limit=size, key=answer.next_key)
        assert [number for one in pages for number in one] == whole
        assert {len(one) for one in pages[:-1]} <= {size}


@pytest.mark.parametrize("typed", ORDERS)
async def test_one_can_page_back(db: Database, index: SearchIndex, typed: str) -> None:
    rivers = await feed(db)
    await some(db, rivers.id, 23, random.Random(2))
    await index.catch_up()
    there = [await page(index, typed, limit=5)]
    while there[-1].next_key is not None:
        there.append(await page(index, typed, limit=5, key=there[-1].next_key))
    assert there[0].previous_key is None
    answer = there.pop()
    while there:
        assert answer.previous_key is not None
        answer = await page(index, typed, limit=5, key=answer.previous_key)
        assert answer.hits == there.pop().hits
    assert answer.previous_key is None


@pytest.mark.parametrize("typed", ORDERS)
@pytest.mark.parametrize("seed", range(5))
async def test_pages_are_stable_while_articles_arrive(
    db: Database, index: SearchIndex, typed: str, seed: int
) -> None:
    """Between two pages articles arrive, of any date, time passes, and others are edited.

    Whoever pages on sees just what was there when he began, in that order.
    """
    dice = random.Random(seed)
    rivers = await feed(db)
    await some(db, rivers.id, 30, dice)
    other = await store(db, rivers.id, "No such boat")
    await index.catch_up()
    whole = await found(index, typed)
    seen: list[int] = []
    key: str | None = None
    now = NOW
    while True:
        answer = await page(index, typed, limit=4, key=key, now=now)
        seen += numbers(answer)
        if answer.next_key is None:
            break
        key = answer.next_key
        now += dice.choice([0, 60_000, DAY])
        await some(db, rivers.id, dice.randint(0, 6), dice)
        await edit(db, rivers.id, other, f"No such boat {now}")
        await index.catch_up()
    assert seen == whole
    assert len(await found(index, typed)) > len(whole)


async def test_an_article_that_leaves_takes_no_other_with_it(
    db: Database, index: SearchIndex
) -> None:
    rivers = await feed(db)
    await some(db, rivers.id, 20, random.Random(3))
    await index.catch_up()
    whole = await found(index, "ferry")
    answer = await page(index, "ferry", limit=5)
    for gone in (whole[4], whole[7]):
        await edit(db, rivers.id, gone, "Tram")
    await index.catch_up()
    rest = await found(index, "ferry", key=answer.next_key)
    assert rest == [number for number in whole[5:] if number != whole[7]]


async def test_only_the_newest_matches_are_scored(
    db: Database, index: SearchIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lookup, "CANDIDATES", 10)
    rivers = await feed(db)
    await some(db, rivers.id, 25, random.Random(4))
    await index.catch_up()
    newest = await found(index, "ferry sort:date")
    assert sorted(await found(index, "ferry")) == sorted(newest[:10])
    assert len(newest) == 25


# Keys


def test_a_key_fits_into_a_button() -> None:
    """Callback data is 64 bytes at the most; the key of a billion articles in 2100 takes 30 of them."""
    key = Key(ceiling=10**9, hour=1_140_000, score=8000, docid=4_102_444_800 * 256 + 255)
    assert len(str(key).encode()) <= 30
    assert len(str(Key(2**63 - 1, 2_000_000, 8000, -(2**53)))) <= 64


@pytest.mark.parametrize(
    "key",
    [
        Key(0, 0),
        Key(7, 497_222, 8000, 36),
        Key(35, 36, 0, -1),
        Key(1, 2, 0, 0),
        Key(1, 2, 3, 4, since=497_222),
        Key(1, 2, 3, 4, since=497_222, is_open=True),
        Key(1, 2, is_open=True),
    ],
)
def test_a_key_is_read_as_it_was_written(key: Key) -> None:
    assert read_key(str(key)) == key


@pytest.mark.parametrize(
    "text", ["", ".", "1", "1.2.3", "1.2.3.4.5", "a.b.c.", "-1.2", "z" * 40, "1.2.3.é"]
)
def test_what_is_no_key_is_none(text: str) -> None:
    assert read_key(text) is None


@pytest.mark.parametrize(
    "key", ["nonsense", "zzzzzzzzzzzzz.1", "1.zzzzzzzz.zzzzzzzz.-zzzzzzzzzzzz"]
)
async def test_a_forged_key_harms_nothing(db: Database, index: SearchIndex, key: str) -> None:
    rivers = await feed(db)
    article = await store(db, rivers.id, "Ferry")
    await index.catch_up()
    for typed in ORDERS:
        assert set(await found(index, typed, key=key)) <= {article}
