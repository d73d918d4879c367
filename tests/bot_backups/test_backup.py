"""`newshound backup`: one moment of the live database, in its place in one step or not at all."""

import asyncio
import sqlite3
import threading
from pathlib import Path

import pytest

from bot.backups import run_backup, run_restore
from bot.backups.making import make_backup
from storage import Database, StorageError, connection
from tests.bot_backups.given import (
    all_rows,
    configured,
    contents,
    everything,
    lived_in,
    names,
    write_something,
)
from tests.fakeclock import FakeClock

Captured = pytest.CaptureFixture[str]

UNDER_WAY = 5_000
"""Steps of SQLite's machine after which it copies; the database of the test takes some seventeen thousand."""

WORDS = "correct horse battery staple"


class Gate:
    """In the place of the event that gives a copy up: holds the copy in its middle."""

    reached = threading.Event()
    opened = threading.Event()

    def __init__(self) -> None:
        self._steps = 0

    def is_set(self) -> bool:
        self._steps += 1
        if self._steps == UNDER_WAY:
            type(self).reached.set()
            assert type(self).opened.wait(60)
        return False

    def set(self) -> None:
        """Take note that the copy is done."""


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> type[Gate]:
    monkeypatch.setattr(Gate, "reached", threading.Event())
    monkeypatch.setattr(Gate, "opened", threading.Event())
    monkeypatch.setattr(connection, "Event", Gate)
    monkeypatch.setattr(connection, "_STEPS", 1)
    return Gate


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "newshound.db"


@pytest.mark.parametrize("passphrase", ["", WORDS])
async def test_a_backup_during_writes_is_one_moment_row_by_row(
    tmp_path: Path, path: Path, gate: type[Gate], passphrase: str
) -> None:
    """And what is restored from it is that moment again, save for which index belongs to it."""
    file = tmp_path / "copy.db"
    async with Database.open(path) as db:
        moments = []
        backing_up = None
        for number in range(40):
            await write_something(db, number)
            moments.append(await db.read(all_rows))
            if number == 10:
                backing_up = asyncio.create_task(make_backup(path, file, passphrase))
                await asyncio.to_thread(gate.reached.wait, 60)
            if number == 30:
                gate.opened.set()
        assert backing_up is not None
        await backing_up
    restored = tmp_path / "elsewhere" / "newshound.db"
    config = configured(restored, passphrase=passphrase)
    assert await run_restore(config, file, FakeClock(now=1_790_000_000_000)) == 0
    found = contents(restored)
    assert found.pop("index_source") != moments[10].pop("index_source")
    assert found == moments[10]
    if not passphrase:
        assert contents(file)["feeds"] == moments[10]["feeds"]


async def test_what_was_deleted_is_not_in_the_copy(tmp_path: Path, path: Path) -> None:
    """Whoever had his data erased is not in tonight's backup, not even between its rows."""
    async with Database.open(path) as db:
        await db.write(lambda raw: raw.execute("INSERT INTO claims VALUES ('erased-words', 1)"))
        await db.write(lambda raw: raw.execute("DELETE FROM claims"))
        await make_backup(path, tmp_path / "copy.db", "")
    assert b"erased-words" not in (tmp_path / "copy.db").read_bytes()


async def test_nothing_in_a_sealed_backup_can_be_read(tmp_path: Path, path: Path) -> None:
    await lived_in(path)
    await make_backup(path, tmp_path / "copy.db", WORDS)
    sealed = (tmp_path / "copy.db").read_bytes()
    for words in (b"example", b"SQLite", b"Title", WORDS.encode()):
        assert words not in sealed


@pytest.mark.parametrize("passphrase", ["", WORDS])
async def test_a_backup_is_this_users_alone_and_leaves_nothing_else(
    tmp_path: Path, path: Path, passphrase: str, capsys: Captured
) -> None:
    await lived_in(path)
    beside = names(path.parent)
    (tmp_path / "out").mkdir()
    file = tmp_path / "out" / "copy.db"
    assert await run_backup(configured(path, passphrase=passphrase), file) == 0
    assert file.stat().st_mode & 0o777 == 0o600
    assert names(file.parent) == {"copy.db"}
    # A reader that may not write leaves SQLite's own two files behind, empty.
    readers = {"newshound.db-wal", "newshound.db-shm"}
    assert names(path.parent) - readers == beside
    said = capsys.readouterr().out
    assert "feeds 2, articles 2" in said
    assert ("encrypted" in said) is bool(passphrase)


@pytest.mark.parametrize("passphrase", ["", WORDS])
async def test_an_earlier_backup_is_replaced_and_that_is_said(
    tmp_path: Path, path: Path, passphrase: str, capsys: Captured
) -> None:
    await lived_in(path)
    file, config = tmp_path / "copy.db", configured(path, passphrase=passphrase)
    file.touch()  # as mktemp makes it
    assert await run_backup(config, file) == 0
    assert "earlier backup" not in capsys.readouterr().out
    assert await run_backup(config, file) == 0
    assert "takes the place of an earlier backup" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("letter.txt", "letter.txt is there, and is no backup"),
        ("data/newshound.db", "is the database itself"),
        ("link.db", "is the database itself"),
        ("other/newshound.db", "is a database that a bot runs on"),
        ("data", "is no file"),
        ("nowhere/copy.db", "nowhere is no folder"),
    ],
)
async def test_nothing_else_is_ever_overwritten(
    tmp_path: Path, path: Path, target: str, said: str, capsys: Captured
) -> None:
    await lived_in(path)
    await lived_in(tmp_path / "other" / "newshound.db")
    (tmp_path / "letter.txt").write_text("Dear Ada")
    (tmp_path / "link.db").symlink_to(path)
    before = everything(tmp_path)
    assert await run_backup(configured(path), tmp_path / target) == 1
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert said in err
    assert everything(tmp_path) == before


async def test_without_a_database_there_is_no_backup(tmp_path: Path, capsys: Captured) -> None:
    assert await run_backup(configured(tmp_path / "newshound.db"), tmp_path / "copy.db") == 1
    assert "there is no database" in capsys.readouterr().err
    assert names(tmp_path) == set()


async def test_a_damaged_database_makes_no_backup_and_the_earlier_one_stays(
    tmp_path: Path, path: Path
) -> None:
    await lived_in(path)
    file = tmp_path / "copy.db"
    await make_backup(path, file, "")
    before = file.read_bytes()
    with path.open("r+b") as damaged:
        damaged.seek(4096)
        damaged.write(b"\xff" * 8 * 4096)
    with pytest.raises(StorageError, match="malformed"):
        await make_backup(path, file, "")
    assert file.read_bytes() == before
    assert names(tmp_path) == {"copy.db"}


@pytest.mark.parametrize("passphrase", ["", WORDS])
async def test_one_that_is_given_up_stops_and_leaves_nothing(
    tmp_path: Path, path: Path, passphrase: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bot stops within ten seconds, however large its database is."""
    await lived_in(path)
    reached = threading.Event()

    class Noticed(threading.Event):
        def is_set(self) -> bool:
            reached.set()
            return self.wait(60)

    monkeypatch.setattr(
        "bot.backups.making.Event" if passphrase else "storage.connection.Event", Noticed
    )
    monkeypatch.setattr(connection, "_STEPS", 1)
    working = asyncio.create_task(make_backup(path, tmp_path / "copy.db", passphrase))
    await asyncio.to_thread(reached.wait, 60)
    working.cancel()
    await asyncio.wait({working})
    assert working.cancelled()
    assert names(tmp_path) == set()
    assert not [name for name in names(path.parent) if name.startswith(".")]


async def test_a_copy_that_is_being_examined_is_given_up_too(
    tmp_path: Path, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To examine a large one takes minutes."""
    await lived_in(path)
    reached = threading.Event()

    def endless(raw: sqlite3.Connection, *_: object, **__: object) -> None:
        reached.set()
        raw.execute(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
        )

    monkeypatch.setattr("storage.checkup.report_on", endless)
    working = asyncio.create_task(make_backup(path, tmp_path / "copy.db", ""))
    await asyncio.to_thread(reached.wait, 60)
    working.cancel()
    await asyncio.wait({working})
    assert working.cancelled()
    assert names(tmp_path) == set()
