"""Backups that are made by themselves: when, how many are kept, and what is heard of one that fails."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.backups.keeper import ABANDONED, RETRY, BackupKeeper
from bot.backups.naming import Naming
from bot.config import Backup
from handlers import BackupFailed, Library, tell_of_missed_backup
from newsroom import Chat, ChatKind, User
from storage import Database, appoint_owners, deliveries_of, meet_chat, meet_user
from tests.bot_backups.given import contents, lived_in, names
from tests.fakeclock import FakeClock

DAY = 24 * 60 * 60
START = 1_790_000_000_000  # 2026-09-21T14:13:20Z


class Bench:
    """A keeper over a database and a folder, with its own clock."""

    def __init__(self, tmp_path: Path, *, keep: int = 2, passphrase: str = "") -> None:
        self.path = tmp_path / "data" / "newshound.db"
        self.folder = tmp_path / "copies" / "of newshound"
        self.clock = FakeClock(now=START)
        self.told: list[tuple[str, int]] = []
        settings = Backup(self.folder, DAY * 1000, keep, passphrase)
        self.keeper = BackupKeeper(self.path, settings, self.clock, self._tell)

    async def _tell(self, reason: str, now: int) -> None:
        self.told.append((reason, now))

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        task = asyncio.create_task(self.keeper.run())
        await self.clock.until_sleeping()
        try:
            yield
        finally:
            task.cancel()
            await asyncio.wait({task})

    async def passes(self, seconds: float) -> None:
        """Let time pass, in the steps in which the keeper looks."""
        self.clock.advance(seconds)
        await self.clock.until_sleeping()


@pytest.fixture
async def bench(tmp_path: Path) -> Bench:
    bench = Bench(tmp_path)
    await lived_in(bench.path)
    return bench


async def test_the_first_is_made_at_once_and_then_one_a_day(bench: Bench) -> None:
    async with bench.running():
        assert names(bench.folder) == {"newshound-20260921T141320Z.db"}
        for _ in range(24):
            await bench.passes(60 * 60)
    assert names(bench.folder) == {
        "newshound-20260921T141320Z.db",
        "newshound-20260922T141320Z.db",
    }
    copy = bench.folder / "newshound-20260922T141320Z.db"
    assert contents(copy)["feeds"] == contents(bench.path)["feeds"]


async def test_a_restart_makes_none_before_it_is_due(bench: Bench) -> None:
    assert await bench.keeper.make_due(START) == DAY
    assert await bench.keeper.make_due(START + 1_000) == DAY - 1
    assert len(names(bench.folder)) == 1
    assert await bench.keeper.make_due(START + DAY * 1000) == DAY
    assert len(names(bench.folder)) == 2


async def test_one_from_a_clock_that_was_ahead_keeps_none_away(bench: Bench) -> None:
    await bench.keeper.make_due(START + 900 * DAY * 1000)
    await bench.keeper.make_due(START)
    assert "newshound-20260921T141320Z.db" in names(bench.folder)


async def test_the_oldest_are_deleted_and_nothing_that_is_not_ours(bench: Bench) -> None:
    bench.folder.mkdir(parents=True)
    theirs = {
        "newshound.db",
        "newshound-20200101T000000Z.db.txt",
        "newshound-20200231T000000Z.db",
        "other-20200101T000000Z.db",
        "Newshound-20200101T000000Z.db",
        "letter.txt",
        ".other.part",
    }
    ours = {"newshound-20200101T000000Z.db", "newshound-20200102T000000Z.db.sealed"}
    for name in theirs | ours:
        (bench.folder / name).write_text("old")
    await bench.keeper.make_due(START)
    left = "newshound-20200102T000000Z.db.sealed"
    assert names(bench.folder) - theirs == {"newshound-20260921T141320Z.db", left}
    assert theirs <= names(bench.folder)


async def test_what_a_killed_process_left_is_removed_in_the_end(bench: Bench) -> None:
    """Also beside the database, where it is not encrypted."""
    bench.folder.mkdir(parents=True)
    left = [
        bench.folder / ".newshound-20260920T141320Z.db.abc.part",
        bench.path.with_name(".newshound.db.abc.part"),
    ]
    for part in left:
        part.write_text("half")
    written = round(max(part.stat().st_mtime for part in left) * 1000) + 1_000
    naming = Naming(bench.path)
    assert naming.abandoned(bench.folder, written - ABANDONED) == []
    await bench.keeper.make_due(written + ABANDONED)
    assert not [part for part in left if part.exists()]


async def test_sealed_ones_are_called_so(tmp_path: Path) -> None:
    bench = Bench(tmp_path, passphrase="correct horse")
    await lived_in(bench.path)
    await bench.keeper.make_due(START)
    assert names(bench.folder) == {"newshound-20260921T141320Z.db.sealed"}


async def test_without_a_folder_none_is_made(tmp_path: Path) -> None:
    await lived_in(tmp_path / "newshound.db")

    async def tell(reason: str, now: int) -> None:
        raise AssertionError(reason)

    keeper = BackupKeeper(tmp_path / "newshound.db", Backup(), FakeClock(), tell)
    assert await keeper.make_due(START) > 0
    assert {name.partition(".")[0] for name in names(tmp_path)} == {"newshound"}


async def test_a_failed_one_is_told_and_tried_again(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    bench.folder.parent.mkdir()
    bench.folder.write_text("a file where the folder should be")
    async with bench.running():
        assert [at for _, at in bench.told] == [START]
        assert "of newshound: File exists" in bench.told[0][0]
        assert "no backup was made, trying again" in caplog.text
        bench.folder.unlink()
        await bench.passes(RETRY)
        assert len(names(bench.folder)) == 1
    assert len(bench.told) == 1


async def test_the_owners_hear_of_it_once_a_day(tmp_path: Path) -> None:
    """Those who have a chat with the bot; by the ledger, so that a restart tells them no second time."""
    async with Database.open(tmp_path / "newshound.db") as db:
        await meet_user(db, User(5, "Ada"), START)
        await meet_chat(db, Chat(5, ChatKind.PRIVATE, "Ada"), START)
        await appoint_owners(db, [5, 6], START)
        for now in (START, START + 1, START + DAY * 1000):
            await tell_of_missed_backup(db, Library.load(), "<full>", now)
        owed = await deliveries_of(db, [5, 6])
    assert [one.place.chat_id for one in owed] == [5, 5]
    assert owed[0].body is not None
    assert owed[0].body.startswith("The backup that was due was not made: <full>")


# /backup


async def test_one_that_is_asked_for_is_one_of_those_in_the_folder(bench: Bench) -> None:
    async with bench.keeper.lend() as copy:
        assert (copy.kept, copy.encrypted) == (True, False)
        assert copy.size == copy.path.stat().st_size
    assert names(bench.folder) == {copy.path.name}


async def test_without_a_folder_it_is_gone_once_it_was_sent(tmp_path: Path) -> None:
    path = tmp_path / "newshound.db"
    await lived_in(path)

    async def tell(reason: str, now: int) -> None:
        raise AssertionError(reason)

    keeper = BackupKeeper(path, Backup(), FakeClock(now=START), tell)
    async with keeper.lend() as copy:
        assert not copy.kept
        assert contents(copy.path)["feeds"] == contents(path)["feeds"]
    assert not copy.path.exists()
    assert not copy.path.parent.exists()


async def test_one_that_cannot_be_made_says_why(bench: Bench) -> None:
    bench.path.unlink()
    with pytest.raises(BackupFailed, match="there is no database"):
        async with bench.keeper.lend():
            pass
