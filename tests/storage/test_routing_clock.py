"""A clock that is set forward and back costs no alert and brings none twice."""

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import storage
from newsroom import Place
from storage import Database
from tests.freshdb import fresh_database
from tests.storage.given import ADMIN, HOUR, NOW, chat, entry, feed, rows, verdict

DAY = 24 * HOUR
YEAR = 365 * DAY


async def chooser(db: Database, place: Place, kind: str, feed_id: int, now: int) -> None:
    if kind == "watch":
        await storage.add_watch(db, place, "title", by=ADMIN, now=now, limit=9)
    else:
        await storage.subscribe(db, place, feed_id, by=ADMIN, now=now)


async def publish(db: Database, feed_id: int, key: str, now: int) -> None:
    await storage.record_check(db, verdict(feed_id, entry(key), at=now))
    await storage.route_articles(db, now)


async def told(db: Database) -> list[tuple[int, int]]:
    return await rows(db, "SELECT article_id, count(*) FROM deliveries GROUP BY 1 ORDER BY 1")


@pytest.mark.parametrize("kind", ["watch", "subscription"])
async def test_what_was_made_while_the_clock_was_ahead_finds_what_comes_when_it_is_right(
    db: Database, kind: str
) -> None:
    place, made = await chat(db), await feed(db)
    await chooser(db, place, kind, made.id, NOW + YEAR)
    await publish(db, made.id, "a", NOW)
    await publish(db, made.id, "b", NOW + DAY)
    assert await told(db) == [(1, 1), (2, 1)]


@pytest.mark.parametrize("kind", ["watch", "subscription"])
async def test_what_was_made_while_the_clock_was_behind_goes_on(db: Database, kind: str) -> None:
    place, made = await chat(db), await feed(db)
    await publish(db, made.id, "before", NOW - YEAR)
    await chooser(db, place, kind, made.id, NOW - YEAR + HOUR)
    await publish(db, made.id, "a", NOW)
    assert await told(db) == [(2, 1)]


@pytest.mark.parametrize("kind", ["watch", "subscription"])
@given(jumps=st.lists(st.sampled_from([-YEAR, -DAY, -1, 0, 1, HOUR, DAY, YEAR]), max_size=6))
@settings(max_examples=20, deadline=None)
def test_wherever_the_clock_jumps_each_article_is_told_once(
    tmp_path_factory: pytest.TempPathFactory, kind: str, jumps: list[int]
) -> None:
    async def run() -> None:
        path = tmp_path_factory.mktemp("clock") / "newshound.db"
        async with fresh_database(path) as db:
            place, made = await chat(db), await feed(db)
            now = NOW
            await chooser(db, place, kind, made.id, now)
            for number, jump in enumerate(jumps):
                now += jump
                await publish(db, made.id, str(number), now)
            assert await told(db) == [(number + 1, 1) for number in range(len(jumps))]

    asyncio.run(run())
