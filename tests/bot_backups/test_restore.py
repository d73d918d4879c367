"""`newshound restore`: a whole copy takes the place of the database, anything else leaves it untouched."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

import storage
from bot.backups import run_restore
from bot.backups.making import make_backup
from newsroom import DeliveryKind, Hold, Place
from storage import STALE, Database, DatabaseInUse, SearchIndex, StorageError
from storage.migrations import MIGRATIONS
from storage.schema import APPLICATION_ID
from tests.bot_backups.given import (
    CHAT,
    HOUR,
    NOW,
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

WORDS = "correct horse battery staple"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "newshound.db"


@pytest.fixture
async def copy(tmp_path: Path, path: Path) -> Path:
    """Make a backup, after which the database goes on."""
    file = tmp_path / "copy.db"
    await lived_in(path)
    await make_backup(path, file, "")
    async with Database.open(path) as db:
        for number in range(8, 16):
            await write_something(db, number)
    return file


async def test_the_copy_is_put_back_and_the_database_kept_aside(
    path: Path, copy: Path, capsys: Captured
) -> None:
    before = contents(path)
    assert await run_restore(configured(path), copy, FakeClock(now=NOW)) == 0
    aside = path.with_name("newshound.db.before-restore-20260921T141320Z")
    assert contents(aside) == before
    restored, was = contents(path), contents(copy)
    assert restored.pop("index_source") != was.pop("index_source")
    assert restored == was
    assert path.stat().st_mode & 0o777 == 0o600  # noqa: ASYNC240 - it is quick
    said = capsys.readouterr().out
    assert "feeds 2, articles 2" in said
    assert str(aside) in said
    assert names(path.parent) == {"newshound.db", "newshound.db.lock", aside.name}


async def test_what_a_killed_restore_left_is_removed(path: Path, copy: Path) -> None:
    path.with_name(".newshound.db.abc.restoring").write_text("half")
    path.with_name(".other.db.abc.restoring").write_text("somebody else's")
    assert await run_restore(configured(path), copy, FakeClock(now=NOW)) == 0
    left = {name for name in names(path.parent) if name.startswith(".")}
    assert left == {".other.db.abc.restoring"}


async def test_where_there_was_no_database_nothing_is_kept(
    tmp_path: Path, copy: Path, capsys: Captured
) -> None:
    there = tmp_path / "new" / "machine" / "newshound.db"
    assert await run_restore(configured(there), copy, FakeClock(now=NOW)) == 0
    assert contents(there)["feeds"] == contents(copy)["feeds"]
    assert "kept as" not in capsys.readouterr().out


async def test_the_index_is_built_anew_also_where_the_old_one_comes_back(
    path: Path, copy: Path
) -> None:
    """It belongs to a state that is no more, and would hide articles or show others."""
    async with Database.open(path) as db, SearchIndex.open(db) as index:
        await index.catch_up()
        file = index.path
    old = file.read_bytes()
    assert await run_restore(configured(path), copy, FakeClock(now=NOW)) == 0
    assert not file.exists()
    file.write_bytes(old)
    async with Database.open(path) as db, SearchIndex.open(db) as index:
        await index.catch_up()
        report = await index.check()
        assert (report.indexed, report.articles, report.problems) == (2, 2, ())


async def test_it_is_refused_while_a_bot_runs_naming_its_process(path: Path, copy: Path) -> None:
    async with Database.open(path) as db:
        before = await db.read(all_rows)
        with pytest.raises(DatabaseInUse, match=f"in use by process {os.getpid()}"):
            await run_restore(configured(path), copy, FakeClock(now=NOW))
        assert await db.read(all_rows) == before
    assert not [name for name in names(path.parent) if "before" in name]


def _damaged(file: Path) -> None:
    with file.open("r+b") as opened:
        opened.seek(4096 * 3)
        opened.write(b"\xff" * 4096 * 4)


def _broken_links(file: Path) -> None:
    with closing(sqlite3.connect(file)) as raw:
        raw.execute("UPDATE articles SET feed_id = 999")
        raw.commit()


def _foreign(file: Path) -> None:
    file.unlink()
    with closing(sqlite3.connect(file)) as raw:
        raw.execute("CREATE TABLE theirs (x)")


def _newer(file: Path) -> None:
    with closing(sqlite3.connect(file)) as raw:
        raw.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")


def _unfinished(file: Path) -> None:
    file.unlink()
    with closing(sqlite3.connect(file)) as raw:
        raw.execute(f"PRAGMA application_id = {APPLICATION_ID}")


REFUSED = [
    (lambda file: file.write_bytes(b""), "is not a Newshound database"),
    (lambda file: file.write_bytes(b"Dear diary, " * 900), "is not a Newshound database"),
    (lambda file: file.write_bytes(file.read_bytes()[:10_000]), "is damaged"),
    (_damaged, "is damaged"),
    (_broken_links, "is damaged: row"),
    (_foreign, "is not a Newshound database"),
    (_newer, "was written by a newer Newshound"),
    (_unfinished, "is not a Newshound database"),
    (lambda file: file.unlink(), "is not there"),
    (lambda file: (file.unlink(), file.mkdir()), "is no file"),
    (lambda file: file.with_name("copy.db-wal").write_bytes(b"log"), "is not all"),
]


@pytest.mark.parametrize(("spoil", "said"), REFUSED, ids=[said for _, said in REFUSED])
async def test_what_is_no_whole_copy_is_refused_and_the_data_untouched(
    path: Path, copy: Path, spoil: object, said: str, capsys: Captured
) -> None:
    assert callable(spoil)
    spoil(copy)
    before = everything(path.parent)
    assert await run_restore(configured(path), copy, FakeClock(now=NOW)) == 1
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert f"copy.db {said}" in err
    assert err.endswith("The present database is untouched.\n")
    assert everything(path.parent) == before


async def test_the_database_itself_is_no_copy(path: Path, copy: Path, capsys: Captured) -> None:
    assert await run_restore(configured(path), path, FakeClock(now=NOW)) == 1
    assert "is the database itself" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"), [("", "is encrypted: set backup.passphrase"), ("other", "another backup")]
)
async def test_a_sealed_copy_wants_its_passphrase(
    tmp_path: Path, path: Path, copy: Path, words: str, said: str, capsys: Captured
) -> None:
    await make_backup(path, tmp_path / "sealed", WORDS)
    before = everything(path.parent)
    config = configured(path, passphrase=words)
    assert await run_restore(config, tmp_path / "sealed", FakeClock(now=NOW)) == 1
    assert said in capsys.readouterr().err
    assert everything(path.parent) == before


async def test_a_copy_that_is_not_sealed_needs_none(path: Path, copy: Path) -> None:
    assert await run_restore(configured(path, passphrase=WORDS), copy, FakeClock(now=NOW)) == 0


async def test_an_older_copy_is_brought_up_to_date(
    tmp_path: Path, path: Path, capsys: Captured
) -> None:
    """The file itself stays as it is: an older Newshound may want it."""
    await lived_in(path)
    old = tmp_path / "old.db"
    with closing(sqlite3.connect(old)) as raw:
        for statement in MIGRATIONS[0]:
            raw.execute(statement)
        raw.execute("INSERT INTO users (id, name, met_at) VALUES (5, 'Ada', 1)")
        raw.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        raw.execute("PRAGMA user_version = 1")
        raw.commit()
    before = old.read_bytes()
    assert await run_restore(configured(path), old, FakeClock(now=NOW)) == 0
    said = capsys.readouterr().out
    assert "database version 1," in said
    assert f"brought up to database version {len(MIGRATIONS)}" in said
    assert old.read_bytes() == before
    async with Database.open(path) as db:
        ada = await storage.get_user(db, 5)
    assert ada is not None


async def test_it_takes_the_place_of_a_damaged_database_which_is_kept_whole(
    path: Path, copy: Path
) -> None:
    """With what belongs to it, so that others can try to save more."""
    path.write_bytes(b"no database " * 1000)  # noqa: ASYNC240 - it is quick
    log = path.with_name("newshound.db-wal")
    log.write_bytes(b"its log")
    assert await run_restore(configured(path), copy, FakeClock(now=NOW)) == 0
    (aside,) = path.parent.glob("*Z")
    assert aside.read_bytes() == b"no database " * 1000
    assert aside.with_name(f"{aside.name}-wal").read_bytes() == b"its log"
    assert not log.exists()
    assert contents(path)["feeds"] == contents(copy)["feeds"]


async def test_what_stands_in_the_log_of_a_killed_bot_is_kept_aside(
    tmp_path: Path, path: Path, copy: Path
) -> None:
    async with Database.open(path) as db:
        await write_something(db, 16)
        files = [path, path.with_name("newshound.db-wal")]
        taken = {file.name: file.read_bytes() for file in files}
    assert taken["newshound.db-wal"]
    for name, content in taken.items():
        (path.parent / name).write_bytes(content)
    assert await run_restore(configured(path), copy, FakeClock(now=NOW)) == 0
    (aside,) = path.parent.glob("*Z")
    assert not [name for name in names(path.parent) if name.endswith(("-wal", "-shm"))]
    assert len(contents(aside)["feeds"]) == 5
    assert len(contents(path)["feeds"]) == 2


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give files away")
async def test_what_root_restores_belongs_to_the_bot(path: Path, copy: Path) -> None:
    os.chown(path, 12_345, 12_346)
    assert await run_restore(configured(path), copy, FakeClock(now=NOW)) == 0
    found = path.stat()  # noqa: ASYNC240 - it is quick
    assert (found.st_uid, found.st_gid) == (12_345, 12_346)


async def test_a_database_that_is_a_link_stays_one(tmp_path: Path, path: Path, copy: Path) -> None:
    link = tmp_path / "link.db"
    link.symlink_to(path)
    assert await run_restore(configured(link), copy, FakeClock(now=NOW)) == 0
    assert link.is_symlink()
    assert contents(path)["feeds"] == contents(copy)["feeds"]


async def test_a_disk_without_room_leaves_the_data_untouched(
    path: Path, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything(path.parent)

    def full(_: sqlite3.Connection) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("storage.restoring._into_one_file", full)
    with pytest.raises(StorageError, match="No space left"):
        await run_restore(configured(path), copy, FakeClock(now=NOW))
    assert everything(path.parent) == before


async def test_a_disk_that_fails_at_the_last_step_leaves_the_database_in_its_place(
    path: Path, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At no moment is there none: a bot that starts then would begin an empty one."""
    before = contents(path)

    def fail(_: Path) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("storage.restoring.sync", fail)
    with pytest.raises(StorageError, match="Input/output error"):
        await run_restore(configured(path), copy, FakeClock(now=NOW))
    assert contents(path) == before


# What is owed


async def test_what_was_owed_long_ago_is_not_sent_and_listed_as_missed(
    tmp_path: Path, path: Path
) -> None:
    """It was, after the copy was made; only the copy does not know. What comes later still comes."""
    async with Database.open(path) as db:
        for number in range(6):
            await write_something(db, number, NOW - 3 * STALE)
        for key, due_at, state, hold in [
            ("old", NOW - STALE - 1, "due", None),
            ("flying", NOW - STALE - 1, "claimed", None),
            ("held", NOW - STALE - 1, "due", Hold.QUIET),
            ("fresh", NOW - STALE + 1, "due", None),
            ("tomorrow", NOW + 9 * HOUR, "due", Hold.DIGEST),
            ("told", NOW - 9 * HOUR, "sent", None),
        ]:
            await storage.enqueue(
                db, Place(CHAT), DeliveryKind.ALERT, key, article_id=1, now=NOW - 9 * HOUR
            )
            await db.write(
                lambda raw, values=(due_at, state, hold, key): raw.execute(  # type: ignore[misc]
                    "UPDATE deliveries SET due_at = ?, state = ?, hold = ? WHERE key = ?", values
                )
            )
        await make_backup(path, tmp_path / "copy.db", "")
    assert await run_restore(configured(path), tmp_path / "copy.db", FakeClock(now=NOW)) == 0
    async with Database.open(path) as db:
        states = await db.read(
            lambda raw: {
                key: (state, reason)
                for key, state, reason in raw.execute(
                    "SELECT key, state, reason FROM deliveries WHERE kind = 'alert'"
                )
            }
        )
        missed = await storage.list_missed(db, Place(CHAT), size=9)
    gone = ("dropped", "restored")
    assert states == {
        "old": gone,
        "flying": gone,
        "held": gone,
        "fresh": ("due", None),
        "tomorrow": ("due", None),
        "told": ("sent", None),
    }
    assert [one.reason for one in missed.items] == ["restored"] * 3


async def test_articles_that_nobody_was_told_of_long_ago_stay_untold(
    tmp_path: Path, path: Path
) -> None:
    await lived_in(path, now=NOW - STALE - 1)
    async with Database.open(path) as db:
        await write_something(db, 9, NOW - STALE + 1)
        await db.write(lambda raw: raw.execute("UPDATE articles SET routed_at = NULL"))
        await make_backup(path, tmp_path / "copy.db", "")
    assert await run_restore(configured(path), tmp_path / "copy.db", FakeClock(now=NOW)) == 0
    routed = "SELECT routed_at FROM articles ORDER BY id"
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute(routed).fetchall() == [(NOW,), (NOW,), (None,)]
