"""New articles become deliveries as soon as they are stored, and at the latest after a tick."""

import asyncio
from pathlib import Path

import pytest

import storage
from bot.outgoing import Router
from bot.outgoing.route import TICK
from newsroom import Chat, ChatKind, DeliveryState, Entry, Place, Verdict
from tests.fakeclock import FakeClock
from tests.freshdb import fresh_database


async def subscribed(db: storage.Database, clock: FakeClock) -> int:
    """Subscribe a chat to a feed; return the feed's number."""
    feed = await storage.add_feed(db, url="https://a.example/", title="A", by=1, now=clock.now())
    await storage.meet_chat(db, Chat(1, ChatKind.PRIVATE, "Ada"), clock.now())
    await storage.subscribe(db, Place(1), feed.id, by=1, now=clock.now())
    return feed.id


async def publish(db: storage.Database, clock: FakeClock, feed_id: int, *keys: str) -> None:
    entries = tuple(Entry(key, "1", f"Title {key}", "Text") for key in keys)
    at = clock.now()
    verdict = Verdict(feed_id, at, next_check_at=at + 1, new=entries)
    assert await storage.record_check(db, verdict) == len(keys)


async def owed(db: storage.Database) -> int:
    return (await storage.count_deliveries(db)).get(DeliveryState.DUE, 0)


async def test_everything_unrouted_is_routed_once_however_much_there_is(tmp_path: Path) -> None:
    clock, calls = FakeClock(), list[None]()
    async with fresh_database(tmp_path / "newshound.db") as db:
        router = Router(db, clock, lambda: calls.append(None), burst=10)
        feed = await subscribed(db, clock)
        assert await router.route_once(clock.now()) == 0
        assert calls == []
        await publish(db, clock, feed, *map(str, range(120)))
        assert await router.route_once(clock.now()) == 120
        assert calls
        assert await router.route_once(clock.now()) == 0
        assert await owed(db) == 120


async def test_the_loop_routes_when_woken_and_also_when_not(tmp_path: Path) -> None:
    clock, some = FakeClock(), asyncio.Event()
    async with fresh_database(tmp_path / "newshound.db") as db:
        router = Router(db, clock, some.set, burst=10)
        feed = await subscribed(db, clock)
        await publish(db, clock, feed, "left by the last run")
        loop = asyncio.create_task(router.run())
        await some.wait()
        some.clear()
        await clock.until_sleeping()

        await publish(db, clock, feed, "told")
        router.wake()
        await some.wait()
        some.clear()
        await clock.until_sleeping()

        await publish(db, clock, feed, "not told")
        clock.advance(TICK)
        await some.wait()
        assert await owed(db) == 3
        loop.cancel()
        with pytest.raises(asyncio.CancelledError):
            await loop


async def test_a_database_that_does_not_answer_is_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    clock, some = FakeClock(), asyncio.Event()
    async with fresh_database(tmp_path / "newshound.db") as db:
        router = Router(db, clock, some.set, burst=10)
        feed = await subscribed(db, clock)
        await publish(db, clock, feed, "a")
        with monkeypatch.context() as broken:

            async def locked(_intent: object) -> None:
                raise storage.DatabaseLocked("database is locked")

            broken.setattr(db, "write", locked)
            loop = asyncio.create_task(router.run())
            await clock.until_sleeping()
        clock.advance(TICK)
        await some.wait()
        assert "database is locked" in caplog.text
        loop.cancel()
        with pytest.raises(asyncio.CancelledError):
            await loop
