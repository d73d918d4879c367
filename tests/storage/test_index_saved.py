"""Searching a reading list: only what stands on it, in the order and the pages of every search."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

import storage
from newsroom import User, parse_query
from storage import Database, SearchIndex, SearchPage
from storage.index import question
from tests.storage.given import ADMIN, NOW, chat, feed, private_feed
from tests.storage.searching import DAY, numbers, store

ADA, BEN = 41, 42


@pytest.fixture
async def index(db: Database) -> AsyncIterator[SearchIndex]:
    for number, name in ((ADA, "Ada"), (BEN, "Ben")):
        await storage.meet_user(db, User(number, name), NOW)
    async with SearchIndex.open(db) as opened:
        yield opened


async def page(index: SearchIndex, typed: str, *, by: int = ADA, **more: Any) -> SearchPage:
    more = {"visible_to": by, "limit": 9, **more}
    return await storage.search(index, parse_query(typed, NOW), saved_by=by, now=NOW, **more)


async def test_only_what_is_saved_is_found_by_the_words_of_the_query_language(
    db: Database, index: SearchIndex
) -> None:
    rivers, seas = await feed(db), await feed(db, "seas")
    old = await store(db, rivers.id, "A ferry", published_at=NOW - 30 * DAY)
    new = await store(db, seas.id, "News", "Of ferries and of tides")
    for number in range(4):
        await store(db, rivers.id, f"Ferry {number}")
    await storage.save_article(db, ADA, old, NOW)
    await storage.save_article(db, ADA, new, NOW)
    await index.catch_up()
    for typed, expected in (
        ("ferry", [old, new]),
        ("ferry sort:date", [new, old]),
        ("ferr* -tides", [old]),
        ("“of tides”", [new]),
        ("after:7d", [new]),
        ("ferry before:7d", [old]),
        ("harbour", []),
    ):
        assert numbers(await page(index, typed)) == expected, typed
    assert numbers(await page(index, "ferry", feeds={seas.id})) == [new]
    assert numbers(await page(index, "ferry", by=BEN)) == []


@pytest.mark.parametrize("few", [0, 100])
@pytest.mark.parametrize("typed", ["ferry", "ferry sort:date", "-tide", "ferr*"])
async def test_pages_of_a_list_hang_together(
    db: Database, index: SearchIndex, monkeypatch: pytest.MonkeyPatch, typed: str, few: int
) -> None:
    """Whichever way its articles are looked up, by its length."""
    monkeypatch.setattr(question, "_FEW_SAVED", few)
    rivers = await feed(db)
    for number in range(30):
        title = ("Ferry", "News")[number % 2]
        stored = await store(db, rivers.id, title, "A ferry", published_at=NOW - number * DAY)
        if number % 3:
            await storage.save_article(db, ADA, stored, NOW)
    await index.catch_up()
    whole = numbers(await page(index, typed, limit=100))
    assert len(whole) == 20
    answer = await page(index, typed, limit=7)
    shown = numbers(answer)
    while answer.next_key is not None:
        answer = await page(index, typed, limit=7, key=answer.next_key)
        shown += numbers(answer)
    assert shown == whole
    assert answer.previous_key is not None


async def test_what_was_saved_is_found_when_its_feed_is_removed_and_by_the_words_of_its_page(
    db: Database, index: SearchIndex
) -> None:
    rivers = await feed(db)
    number = await store(db, rivers.id, "A teaser")
    await storage.save_article(db, ADA, number, NOW)
    await storage.keep_page(db, number, "The whole story of the ferry.", NOW)
    await storage.remove_feed(db, rivers.id, by=ADMIN, now=NOW)
    await index.catch_up()
    assert numbers(await page(index, "whole ferry")) == [number]
    assert await storage.search(
        index, parse_query("ferry", NOW), visible_to=ADA, now=NOW
    ) == SearchPage(hits=())


async def test_what_has_become_another_chats_own_is_found_no_more(
    db: Database, index: SearchIndex
) -> None:
    secret = await private_feed(db, await chat(db, 7))
    number = await store(db, secret.id, "A ferry")
    await storage.save_article(db, ADA, number, NOW)
    await index.catch_up()
    assert numbers(await page(index, "ferry")) == []
    assert numbers(await page(index, "ferry", visible_to=frozenset({ADA, 7}))) == [number]
    assert numbers(await page(index, "ferry", visible_to=frozenset())) == []
