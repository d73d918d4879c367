"""One process a database, and a look at it from beside."""

import asyncio
import hashlib
import os
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest

import storage
from newsroom import Place
from storage import (
    Database,
    DatabaseDamaged,
    DatabaseForeign,
    DatabaseInUse,
    DatabaseNewer,
    DatabaseUnusable,
    examine_database,
)
from storage.lock import holder_of
from storage.migrations import MIGRATIONS
from tests.storage.given import ADMIN, NOW, article, chat, feed, notice, sql

ROOT = Path(__file__).parents[2]

HOLDER = """
import asyncio, sys
from pathlib import Path
from storage import Database

async def main():
    async with Database.open(Path(sys.argv[1])):
        print("open", flush=True)
        await asyncio.to_thread(sys.stdin.readline)

asyncio.run(main())
"""


@asynccontextmanager
async def another_process(path: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    """Have the database open in a process of its own; killed at the end where it still runs."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        HOLDER,
        str(path),
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        assert process.stdout is not None
        async with asyncio.timeout(30):
            assert await process.stdout.readline() == b"open\n"
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def test_a_second_process_is_refused_and_told_which_one_has_it(path: Path) -> None:
    async with another_process(path) as process:
        with pytest.raises(DatabaseInUse) as caught:
            async with Database.open(path):
                pass
        assert caught.value.pid == process.pid
        assert str(caught.value) == f"{path} is in use by process {process.pid}"
        assert holder_of(path) == process.pid


async def test_a_link_to_the_database_is_the_same_database(path: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.db"
    link.symlink_to(path)
    async with another_process(path) as process:
        with pytest.raises(DatabaseInUse) as caught:
            async with Database.open(link):
                pass
        assert caught.value.pid == process.pid


async def test_the_lock_ends_with_its_process_however_that_ends(path: Path) -> None:
    async with another_process(path) as process:
        os.kill(process.pid, signal.SIGKILL)
        await process.wait()
        assert holder_of(path) is None
        async with Database.open(path) as db:
            assert holder_of(path) == os.getpid()
            await feed(db)
    assert holder_of(path) is None


def test_a_database_that_nobody_ever_opened_has_no_holder(path: Path) -> None:
    assert holder_of(path) is None


def test_a_lock_that_does_not_say_whose_it_is_still_refuses(path: Path) -> None:
    """A file system without the room for a process number, or one who writes it just now."""
    lock = storage.lock.ProcessLock(path).take()
    try:
        path.with_name(path.name + ".lock").write_text("")
        with pytest.raises(DatabaseInUse, match="in use by another process") as caught:
            storage.lock.ProcessLock(path).take()
        assert caught.value.pid is None
    finally:
        lock.release()


# A look from beside


async def test_where_there_is_no_file_there_is_no_report(tmp_path: Path) -> None:
    assert await examine_database(tmp_path / "nothing.db") is None
    assert listing(tmp_path) == [], "looking makes no file"


def digest_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def listing(folder: Path) -> list[Path]:
    return list(folder.iterdir())


def spoil_page(path: Path, number: int, size: int) -> None:
    content = bytearray(path.read_bytes())
    content[(number - 1) * size : number * size] = b"\x7f" * size
    path.write_bytes(content)


async def _filled(db: Database) -> None:
    place = await chat(db)
    kept, removed = await feed(db, "kept"), await feed(db, "removed")
    await storage.remove_feed(db, removed.id, by=ADMIN, now=NOW)
    await article(db, kept.id)
    await storage.subscribe(db, place, kept.id, by=ADMIN, now=NOW)
    await storage.subscribe(db, Place(1, 5), kept.id, by=ADMIN, now=NOW)
    await storage.unsubscribe(db, Place(1, 5), kept.id, now=NOW)
    due, claimed, sent = [await notice(db, place, key) for key in ("1", "2", "3")]
    assert due
    await storage.claim(db, claimed, NOW)
    await storage.settle_sent(db, sent, message_id=1, now=NOW)


async def test_the_report_beside_a_running_bot(db: Database) -> None:
    await _filled(db)
    report = await examine_database(db.path)
    assert report is not None
    assert report.version == report.newest_version == len(MIGRATIONS)
    assert report.problems == ()
    assert (report.feeds, report.articles, report.subscriptions, report.waiting) == (1, 1, 1, 2)
    assert report.held_by == os.getpid()
    await feed(db, "later")  # it holds nothing that the bot needs


async def test_the_report_of_a_database_at_rest(path: Path) -> None:
    """The write-ahead log is gone with the last connection; the file can be read all the same."""
    async with Database.open(path) as db:
        await _filled(db)
    assert not path.with_name(path.name + "-wal").exists()
    before = digest_of(path)
    report = await examine_database(path)
    assert report is not None
    assert (report.feeds, report.articles, report.subscriptions, report.waiting) == (1, 1, 1, 2)
    assert report.held_by is None
    assert digest_of(path) == before


async def test_the_report_after_a_crash_counts_what_stands_in_the_log(path: Path) -> None:
    async with another_process(path) as process:
        other = sqlite3.connect(path)
        other.execute("INSERT INTO audit (at, by, action) VALUES (1, 1, 'x')")
        other.execute(
            "INSERT INTO feeds (url, title, added_at, added_by, next_check_at) VALUES ('u','t',1,1,1)"
        )
        other.commit()
        process.kill()
        await process.wait()
        report = await examine_database(path)
        other.close()
    assert report is not None
    assert report.feeds == 1


async def test_a_broken_reference_is_reported(path: Path) -> None:
    async with Database.open(path) as db:
        made = await feed(db)
        await article(db, made.id)
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("DELETE FROM feeds")
        raw.commit()
    report = await examine_database(path)
    assert report is not None
    assert "row 1 of articles points at nothing in feeds" in report.problems


async def test_a_damaged_page_is_found(path: Path) -> None:
    async with Database.open(path) as db:
        await _filled(db)
        ((page,),) = await sql(db, "SELECT rootpage FROM sqlite_schema WHERE name = 'audit'")
        ((size,),) = await sql(db, "PRAGMA page_size")
    spoil_page(path, page, size)
    with pytest.raises(DatabaseDamaged, match=r"newshound\.db"):
        await examine_database(path)


@pytest.mark.parametrize(
    ("pragma", "error"),
    [
        ("application_id = 1", DatabaseForeign),
        (f"user_version = {len(MIGRATIONS) + 1}", DatabaseNewer),
    ],
)
async def test_what_cannot_be_opened_is_not_examined(
    path: Path, pragma: str, error: type[Exception]
) -> None:
    async with Database.open(path):
        pass
    with closing(sqlite3.connect(path)) as raw:
        raw.execute(f"PRAGMA {pragma}")
    with pytest.raises(error) as caught:
        await examine_database(path)
    assert str(path) in str(caught.value)


def test_a_file_that_is_no_database_is_not_examined(path: Path) -> None:
    path.write_text("Dear diary, " * 100)
    with pytest.raises(DatabaseDamaged, match=r"newshound\.db"):
        asyncio.run(examine_database(path))


async def test_a_folder_is_not_examined(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnusable, match="is a directory"):
        await examine_database(tmp_path)


async def test_a_folder_that_may_not_be_entered_is_named(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_: Path) -> bool:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "exists", refused)
    with pytest.raises(DatabaseUnusable, match=r"newshound\.db: Permission denied"):
        await examine_database(path)
