"""The loop that tells the staff of feeds."""

import asyncio

import pytest

from bot.intake import Bulletin
from bot.intake.bulletin import TICK
from newsroom import User
from storage import Database, StorageError, add_feed, meet_chat, meet_user
from tests.fakeclock import FakeClock
from tests.storage.given import a_chat, rows, sql


class Told:
    """Counts how often somebody was told that something is owed."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> None:
        self.times += 1


@pytest.fixture
async def ill(db: Database, clock: FakeClock) -> None:
    """Leave an ill feed that an owner does not know of."""
    await meet_user(db, User(1, "Olga"), clock.now())
    await sql(db, "UPDATE users SET role = 'owner'")
    await meet_chat(db, a_chat(1), clock.now())
    await add_feed(db, url="https://a.example/feed", title="A", by=1, now=clock.now())
    await sql(db, "UPDATE feeds SET standing = 'ill'")


@pytest.mark.usefixtures("ill")
async def test_what_is_owed_is_told_of_once(db: Database, clock: FakeClock) -> None:
    told = Told()
    bulletin = Bulletin(db, clock, is_down=lambda: False, on_deliveries=told)
    assert await bulletin.tell_once(clock.now()) == 1
    assert await bulletin.tell_once(clock.now()) == 0
    assert told.times == 1
    assert len(await rows(db, "SELECT id FROM deliveries")) == 1


@pytest.mark.usefixtures("ill")
async def test_during_our_own_outage_nothing_is_told(db: Database, clock: FakeClock) -> None:
    bulletin = Bulletin(db, clock, is_down=lambda: True, on_deliveries=Told())
    assert await bulletin.tell_once(clock.now()) == 0
    assert await rows(db, "SELECT id FROM deliveries") == []


@pytest.mark.usefixtures("ill")
async def test_the_loop_survives_a_database_that_does_not_answer(
    db: Database, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object, **__: object) -> int:
        raise StorageError("locked")

    told = Told()
    with monkeypatch.context() as patch:
        patch.setattr("bot.intake.bulletin.tell_staff", broken)
        bulletin = Bulletin(db, clock, is_down=lambda: False, on_deliveries=told)
        running = asyncio.create_task(bulletin.run())
        await clock.until_sleeping()
    assert told.times == 0
    clock.advance(TICK)
    await clock.until_sleeping()
    assert told.times == 1
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
