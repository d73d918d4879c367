"""What is forgotten, and how often the database is asked for it."""

import asyncio
from pathlib import Path

import pytest

import storage
from bot.housekeeping import DAY, LEFT, PAUSE, REMEMBER, Housekeeper
from newsroom import Chat, ChatKind, Entry, Place, Seen, Verdict
from storage import Database, StorageError
from tests.fakeclock import FakeClock

ENTRY = Entry("k", "1", "Title", "Text")


async def unlisted(db: Database, now: int) -> int:
    """Store a feed that lists an entry, and then nothing; return its number."""
    made = await storage.add_feed(db, url="https://a.example/", title="A", by=1, now=now)
    for at, new in ((now - 1, (ENTRY,)), (now, ())):
        seen = tuple(Seen(one.key, one.raw_hash) for one in new)
        verdict = Verdict(made.id, at, next_check_at=at, parsed=True, new=new, seen=seen)
        await storage.record_check(db, verdict)
    return made.id


async def test_an_entry_is_remembered_for_ninety_days(tmp_path: Path) -> None:
    clock = FakeClock()
    assert REMEMBER == 90 * DAY
    async with Database.open(tmp_path / "newshound.db") as db:
        keeper = Housekeeper(db, clock)
        feed_id = await unlisted(db, clock.now())
        assert await keeper.tidy_once(clock.now() + REMEMBER * 1000) == 0
        assert "k" in await storage.known_entries(db, feed_id)
        assert await keeper.tidy_once(clock.now() + REMEMBER * 1000 + 1) == 1
        assert await storage.known_entries(db, feed_id) == {}


@pytest.mark.parametrize(("keep", "left"), [(0, 1), (DAY * 1000, 0), (9 * DAY * 1000, 1)])
async def test_articles_are_kept_as_long_as_is_set(tmp_path: Path, keep: int, left: int) -> None:
    """For ever, where nothing is set. The search index hears of those that go."""
    clock, heard = FakeClock(), []
    async with Database.open(tmp_path / "newshound.db") as db:
        await unlisted(db, clock.now())
        await db.write(lambda raw: raw.execute("UPDATE articles SET routed_at = 1"))
        keeper = Housekeeper(db, clock, keep_articles=keep, on_pruned=lambda: heard.append(1))
        await keeper.tidy_once(clock.now() + 2 * DAY * 1000)
        rows = await db.read(lambda raw: raw.execute("SELECT id FROM articles").fetchall())
    assert len(rows) == left
    assert heard == [1] * (1 - left)


async def test_what_a_chat_had_is_kept_for_thirty_days_after_it_has_left(tmp_path: Path) -> None:
    clock = FakeClock()
    assert LEFT == 30 * DAY
    async with Database.open(tmp_path / "newshound.db") as db:
        keeper, now = Housekeeper(db, clock), clock.now()
        await storage.meet_chat(db, Chat(-5, ChatKind.SUPERGROUP, "Rowers"), now)
        feed_id = await unlisted(db, now)
        await storage.subscribe(db, Place(-5), feed_id, by=1, now=now)
        await storage.pause_chat(db, -5, "removed", now)
        await keeper.tidy_once(now + LEFT * 1000)
        assert await storage.count_subscribers(db, feed_id) == 1
        await keeper.tidy_once(now + LEFT * 1000 + 1)
        assert await storage.count_subscribers(db, feed_id) == 0


async def test_it_tidies_at_the_start_and_once_a_day_and_again_after_trouble(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    clock = FakeClock()
    calls: list[int] = []
    answers: list[Exception | int] = [0, StorageError("the disk is full"), 3]

    async def prune(_: Database, *, unlisted_before: int) -> int:
        calls.append(unlisted_before)
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr("bot.housekeeping.prune_entries", prune)
    async with Database.open(tmp_path / "newshound.db") as db:
        running = asyncio.create_task(Housekeeper(db, clock).run())
        start = clock.now() - REMEMBER * 1000
        for wait in (DAY, PAUSE):
            await clock.until_sleeping()
            clock.advance(wait - 1)
            clock.advance(1)
        await clock.until_sleeping()
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
    assert calls == [start, start + DAY * 1000, start + (DAY + PAUSE) * 1000]
    assert "the disk is full" in caplog.text
