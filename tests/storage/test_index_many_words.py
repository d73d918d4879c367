"""A query of many words is answered in parts, and finds what it would find as a whole."""

import random
from collections.abc import AsyncIterator

import pytest

from newsroom import parse_query
from storage import Database, SearchIndex
from storage.index import rarest, shards
from storage.index.rarest import rarest_of
from tests.storage.given import NOW, chat, feed, private_feed
from tests.storage.searching import DAY, page, store

WORDS = """
    a to of sea ferry ferries harbour boat crews captain lighthouse passengers Straße Mueller Müller e-mail
    strike island timetable connection неделя городской ספינה בנמל
""".split()  # noqa: SIM905


@pytest.fixture
async def index(db: Database) -> AsyncIterator[SearchIndex]:
    async with SearchIndex.open(db) as opened:
        yield opened


async def library(db: Database, dice: random.Random) -> None:
    """Store articles in two languages and three feeds, of which one is another chat's."""
    owner = await chat(db, 5)
    feeds = [await feed(db, "one"), await feed(db, "two"), await private_feed(db, owner)]
    for place in range(60):
        words = dice.choices(WORDS, k=dice.randint(10, 60))
        title = " ".join(dice.choices(WORDS, k=5))
        await store(
            db,
            dice.choice(feeds).id,
            title,
            " ".join(words) + "\n" + "x " * 300 + "\n" + " ".join(dice.choices(WORDS, k=20)),
            language=dice.choice(["en", "de"]),
            published_at=NOW - place * DAY,
        )


def asked(dice: random.Random) -> str:
    """Return six words and more, some of them with a filter, a date or an alternative."""
    words = dice.sample(WORDS, k=dice.randint(6, 10))
    words += dice.choices(["", "lang:de", "before:20d", "sort:date", "OR boat"], k=1)
    return " ".join(words)


@pytest.mark.parametrize("few", [0, 2, 8, 1000])
async def test_in_parts_the_same_is_found_in_the_same_order(
    db: Database, index: SearchIndex, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    """Whether few documents are left to ask about, or too many."""
    dice = random.Random(few)
    monkeypatch.setattr(shards, "SHARD", 20)
    monkeypatch.setattr(rarest, "FEW", few)
    monkeypatch.setattr("storage.index.walk.FEW", few)
    await library(db, dice)
    await index.catch_up()
    found = 0
    for number in range(60):
        typed = asked(dice)
        feeds = [1, 3] if number % 5 == 0 else None
        in_parts = await page(index, typed, feeds=feeds)
        with monkeypatch.context() as whole:
            whole.setattr("storage.index.lookup.rarest_of", lambda *_: None)
            assert await page(index, typed, feeds=feeds) == in_parts, typed
        found += bool(in_parts.hits)
    assert found > 10


def test_the_longest_words_are_taken_for_the_rarest() -> None:
    divided = rarest_of(parse_query("the ferry left the small lighthouse this morning", NOW), None)
    assert divided is not None
    assert all(word in divided.match for word in ("lighthouse", "morning", "ferry"))
    assert len(divided.rest) == 5
    assert len(divided.heads) == 8


@pytest.mark.parametrize(
    "typed", ["a b c d e", "a b c d e foot*", 'a b c d e "f g"', "a b c d e f -g", "-a lang:en"]
)
def test_what_is_dear_to_ask_about_is_asked_as_a_whole(typed: str) -> None:
    assert rarest_of(parse_query(typed, NOW), None) is None
