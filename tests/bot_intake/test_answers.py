"""How long a feed takes to answer: remembered where that is long; and a single failure tells nobody."""

from dataclasses import replace
from typing import Any

import pytest

from bot.http import Fetched, Fetcher
from bot.intake import Checker, Poller
from newsroom import Chat as Met
from newsroom import ChatKind, Feed, User, Validators
from storage import (
    Database,
    add_feed,
    get_feed,
    list_patients,
    meet_chat,
    meet_user,
    record_check,
    tell_staff,
)
from tests.fakeclock import FakeClock
from tests.feedserver import FeedServer, item, rss
from tests.storage.given import sql

ONE = rss("A feed", [item("1", "One", "<p>Text.</p>", "/1")], link="http://site.example/")


@pytest.fixture
async def feed(db: Database, server: FeedServer, clock: FakeClock) -> Feed:
    server.set("/feed", ONE)
    return await add_feed(db, url=f"{server.url}/feed", title="A", by=0, now=clock.now())


async def stored(db: Database, feed: Feed) -> Feed:
    found = await get_feed(db, feed.id, visible_to=0)
    assert found is not None
    return found


async def test_a_feed_that_takes_long_is_slow_until_it_is_quick_again(
    db: Database,
    checker: Checker,
    fetcher: Fetcher,
    feed: Feed,
    clock: FakeClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fetch, takes = fetcher.fetch, 0.1

    async def slowly(url: str, known: Validators, **more: Any) -> Fetched:
        clock.advance(takes)
        return await fetch(url, known, **more)

    monkeypatch.setattr(fetcher, "fetch", slowly)

    async def check() -> int | None:
        before = await stored(db, feed)
        await record_check(db, await checker.check(before, clock.now()))
        return (await stored(db, feed)).answer

    assert await check() is None
    takes = 20.0
    assert await check() == 3_000
    assert await check() == 5_550
    assert [one.feed.id for one in await list_patients(db, visible_to=0, now=clock.now())] == [1]
    takes = 0.1
    for _ in range(20):
        answer = await check()
    assert answer is None
    assert await list_patients(db, visible_to=0, now=clock.now()) == ()


async def test_what_fails_says_nothing_of_how_long_answers_take(
    checker: Checker, feed: Feed, server: FeedServer, clock: FakeClock
) -> None:
    server.set("/feed", b"", status=500)
    verdict = await checker.check(replace(feed, answer=9_000), clock.now())
    assert verdict.problem is not None
    assert verdict.answer is None


async def test_a_single_failure_tells_nobody_nor_does_the_recovery(
    db: Database, poller: Poller, feed: Feed, server: FeedServer, clock: FakeClock
) -> None:
    await meet_user(db, User(1, "Olga"), clock.now())
    await sql(db, "UPDATE users SET role = 'owner'")
    await meet_chat(db, Met(1, ChatKind.PRIVATE, "Olga"), clock.now())
    for status in (200, 500, 200):
        server.set("/feed", ONE, status=status)
        await poller.check_now(await stored(db, feed))
        assert await tell_staff(db, clock.now(), pause=0) == 0
