"""The weekly report: on Monday, once, and only where a feed needs somebody."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.weekly import TICK, Weekly, week_of
from newsroom import Entry, Seen, User, Verdict
from storage import Database, StorageError, add_feed, meet_chat, meet_user, record_check
from tests.fakeclock import FakeClock
from tests.freshdb import fresh_database
from tests.handlers_.world import LIBRARY
from tests.storage.given import a_chat, rows, sql

HOUR = 3_600_000
DAY = 24 * HOUR
WEEK = 7 * DAY


def moment(text: str) -> int:
    """Return a moment in UTC milliseconds."""
    return round(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


MONDAY = moment("2026-11-30 07:00")


class Reported:
    """A report maker, and how often it said that something is owed."""

    def __init__(self, db: Database, clock: FakeClock, *, down: bool = False) -> None:
        self.down = down
        self.wakes = 0
        self.weekly = Weekly(
            db, clock, LIBRARY, is_down=lambda: self.down, on_deliveries=self._wake
        )

    def _wake(self) -> None:
        self.wakes += 1


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    async with fresh_database(tmp_path / "newshound.db") as opened:
        yield opened


async def staffed(db: Database) -> None:
    """Let an owner have a private chat with the bot, and feed 1 be ill."""
    await meet_user(db, User(1, "Olga"), 0)
    await sql(db, "UPDATE users SET role = 'owner'")
    await meet_chat(db, a_chat(1), 0)
    await add_feed(db, url="https://a.example/feed", title="Morning Post", by=1, now=0)
    await sql(db, "UPDATE feeds SET problem = 'timeout', standing = 'ill'")


async def bodies(db: Database) -> list[str]:
    return [body for (body,) in await rows(db, "SELECT body FROM deliveries ORDER BY id")]


def test_weeks_begin_on_monday_morning() -> None:
    before, after = week_of(MONDAY - 1), week_of(MONDAY)
    assert after == before + 1
    assert week_of(MONDAY + WEEK - 1) == after
    assert datetime.fromtimestamp(MONDAY / 1000, UTC).strftime("%A") == "Monday"


async def test_it_is_made_once_a_week_and_says_what_needs_somebody(db: Database) -> None:
    await staffed(db)
    made = Reported(db, FakeClock())
    assert await made.weekly.report_once(MONDAY - DAY) == 0, "the first days are no week"
    entry = Entry("k", "1", "News", "Text")
    seen = (Seen("k", "1"),)
    await record_check(db, Verdict(1, MONDAY - DAY, MONDAY, new=(entry,), seen=seen))
    await sql(db, "UPDATE feeds SET problem = 'timeout'")
    assert await made.weekly.report_once(MONDAY) == 1
    (body,) = await bodies(db)
    assert body.splitlines() == [
        "This week's report",
        "⚠️ Cannot be read: 1",
        "1. Morning Post",
        "New articles in the last 7 days: 1. Alerts: 0.",
        "/health shows what to do, /stats all numbers.",
    ]
    assert made.wakes == 1
    again = Reported(db, FakeClock())  # after a restart
    for later in (0, HOUR, 6 * DAY):
        assert await again.weekly.report_once(MONDAY + later) == 0
    assert await again.weekly.report_once(MONDAY + WEEK + 2 * DAY) == 1, "the bot was off on Monday"
    assert len(await bodies(db)) == 2


async def test_where_all_is_well_nothing_is_said_until_the_next_week(db: Database) -> None:
    await staffed(db)
    await sql(db, "UPDATE feeds SET problem = NULL, standing = 'well'")
    made = Reported(db, FakeClock())
    await made.weekly.report_once(MONDAY - DAY)
    assert await made.weekly.report_once(MONDAY) == 0
    await sql(db, "UPDATE feeds SET problem = 'timeout', standing = 'ill'")
    assert await made.weekly.report_once(MONDAY + DAY) == 0
    assert await made.weekly.report_once(MONDAY + WEEK) == 1
    assert made.wakes == 1


async def test_it_waits_for_the_network_and_for_somebody_to_be_told(db: Database) -> None:
    await staffed(db)
    made = Reported(db, FakeClock())
    await made.weekly.report_once(MONDAY - DAY)
    made.down = True
    assert await made.weekly.report_once(MONDAY) == 0
    made.down = False
    await sql(db, "UPDATE chats SET paused = 'blocked'")
    assert await made.weekly.report_once(MONDAY) == 0
    await sql(db, "UPDATE chats SET paused = NULL")
    assert await made.weekly.report_once(MONDAY + HOUR) == 1


async def test_private_feeds_are_nobodys_news(db: Database) -> None:
    await staffed(db)
    await sql(db, "UPDATE feeds SET owner_chat_id = 1")
    made = Reported(db, FakeClock())
    await made.weekly.report_once(MONDAY - DAY)
    assert await made.weekly.report_once(MONDAY) == 0


async def test_many_feeds_are_counted_and_a_few_named(db: Database) -> None:
    await staffed(db)
    for number in range(9):
        await add_feed(db, url=f"https://{number}.example/", title=f"F{number}", by=1, now=0)
    await sql(db, "UPDATE feeds SET problem = 'timeout'")
    made = Reported(db, FakeClock())
    await made.weekly.report_once(MONDAY - DAY)
    await made.weekly.report_once(MONDAY)
    (body,) = await bodies(db)
    assert "Cannot be read: 10" in body
    assert "… and 7 more" in body


async def test_the_loop_survives_a_database_that_does_not_answer(
    db: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await staffed(db)
    clock = FakeClock(MONDAY - DAY)
    made = Reported(db, clock)

    async def broken(*_: object, **__: object) -> bool:
        raise StorageError("locked")

    with monkeypatch.context() as patch:
        patch.setattr("bot.weekly.report_due", broken)
        running = asyncio.create_task(made.weekly.run())
        await clock.until_sleeping()
    assert "locked" in caplog.text
    for wait in (TICK, 2 * 24 * 60 * 60.0):
        clock.advance(wait)
        await clock.until_sleeping()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert made.wakes == 1
