"""The file: made, recognized, migrated, refused."""

import asyncio
import hashlib
import json
import os
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

import storage
from storage import (
    Database,
    DatabaseDamaged,
    DatabaseForeign,
    DatabaseInUse,
    DatabaseNewer,
    DatabaseUnusable,
    DiskFull,
    StorageError,
    schema,
)
from storage.migrations import MIGRATIONS
from tests.storage.given import feed, rows, sql

RELEASED = (
    "d2eaef0e2c136b24",
    "1c2db2dcdeb3332b",
    "abb89bde387422b7",
    "ea6d1e33cbdbbc94",
    "e21853b3527138fc",
    "33965daffbc23eda",
    "cb24f7e000a0de70",
    "2e81868f8f7e0df9",
    "564db6304689604d",
    "98c9675b35785226",
    "1d964dcb93e4171f",
    "02708384d1da35dc",
    "f33be97031f59e96",
    "7a62ebbc90b2952e",
    "937d3bcaef720b63",
    "c74d98af5b6d1217",
)
"""The digest of each migration step that has been released; append the new step's."""


def digest(step: tuple[str, ...]) -> str:
    """Return what changes when a step's SQL does, its layout aside."""
    statements = [" ".join(statement.split()) for statement in step]
    return hashlib.sha256(json.dumps(statements).encode()).hexdigest()[:16]


def header(path: Path) -> tuple[int, int]:
    """Return a file's application_id and user_version."""
    with closing(sqlite3.connect(path)) as raw:
        (application,) = raw.execute("PRAGMA application_id").fetchone()
        (version,) = raw.execute("PRAGMA user_version").fetchone()
    return application, version


def opens(path: Path) -> None:
    """Open and close the database, as a program that starts and ends."""

    async def program() -> None:
        async with Database.open(path):
            pass

    asyncio.run(program())


# A fresh file


def test_a_fresh_file_is_made_with_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "newshound.db"
    opens(path)
    assert header(path) == (schema.APPLICATION_ID, len(MIGRATIONS))


def test_an_empty_file_counts_as_none(path: Path) -> None:
    path.touch()
    opens(path)
    assert header(path) == (schema.APPLICATION_ID, len(MIGRATIONS))


def test_a_name_with_marks_of_addresses_is_a_name(tmp_path: Path) -> None:
    path = tmp_path / "what?mode=memory#é %41.db"
    opens(path)
    assert path.stat().st_size > 0


async def test_what_was_stored_is_there_when_opened_again(path: Path) -> None:
    async with Database.open(path) as db:
        made = await feed(db)
    async with Database.open(path) as db:
        assert await storage.get_feed(db, made.id, visible_to=0) == made


async def test_every_table_is_strict(db: Database) -> None:
    listed = await rows(db, "SELECT name, strict FROM pragma_table_list WHERE type = 'table'")
    tables = {name: strict for name, strict in listed if not name.startswith("sqlite_")}
    assert len(tables) > 5
    assert {name for name, strict in tables.items() if not strict} == set()


async def test_numbers_that_people_see_are_never_reused_by_design(db: Database) -> None:
    made = await rows(db, "SELECT name FROM sqlite_schema WHERE sql LIKE '%AUTOINCREMENT%'")
    assert {"feeds", "articles", "subscriptions", "deliveries"} <= {name for (name,) in made}


PRAGMAS = [
    ("foreign_keys", 1, 1),
    ("journal_mode", "wal", "wal"),
    ("synchronous", 2, None),  # FULL; a reader never syncs
    ("query_only", 0, 1),
]


@pytest.mark.parametrize(("name", "writer", "reader"), PRAGMAS)
async def test_the_pragmas_of_each_connection(
    db: Database, name: str, writer: object, reader: object
) -> None:
    assert await sql(db, f"PRAGMA {name}") == [(writer,)]
    if reader is not None:
        assert await rows(db, f"PRAGMA {name}") == [(reader,)]


# Migrations


def test_released_migrations_are_never_edited() -> None:
    released = tuple(digest(step) for step in MIGRATIONS)
    assert released[: len(RELEASED)] == RELEASED, (
        "A migration step that has been released was edited: databases that had the old one stay "
        "without the change. Leave it as it was and append a new step to MIGRATIONS."
    )
    assert len(released) == len(RELEASED), "A new migration step: append its digest to RELEASED."


def test_an_edit_of_a_migration_is_seen_and_a_new_layout_is_not() -> None:
    assert digest(("CREATE TABLE t (a)",)) == digest(("CREATE  TABLE t\n (a)",))
    assert digest(("CREATE TABLE t (a)",)) != digest(("CREATE TABLE t (b)",))
    assert digest(("a", "b")) != digest(("a b",))


async def test_an_older_database_is_brought_forward_with_its_data(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with Database.open(path) as db:
        made = await feed(db)
    steps = (*MIGRATIONS, ("ALTER TABLE feeds ADD COLUMN mood TEXT",))
    monkeypatch.setattr(schema, "MIGRATIONS", steps)
    async with Database.open(path) as db:
        assert await rows(db, "SELECT id, mood FROM feeds") == [(made.id, None)]
    assert header(path) == (schema.APPLICATION_ID, len(steps))


async def test_a_migration_that_fails_midway_leaves_the_old_version(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with Database.open(path) as db:
        made = await feed(db)
    good = MIGRATIONS
    bad = ("ALTER TABLE feeds ADD COLUMN mood TEXT", "ALTER TABLE nowhere ADD COLUMN mood TEXT")
    monkeypatch.setattr(schema, "MIGRATIONS", (*good, bad))
    with pytest.raises(sqlite3.OperationalError, match="nowhere"):
        await asyncio.to_thread(opens, path)
    assert header(path) == (schema.APPLICATION_ID, len(good))
    monkeypatch.setattr(schema, "MIGRATIONS", good)
    async with Database.open(path) as db:
        assert await storage.get_feed(db, made.id, visible_to=0) == made
        assert "mood" not in {name for _, name, *_ in await rows(db, "PRAGMA table_info(feeds)")}


def test_a_disk_that_fills_up_in_a_migration_is_named_as_that(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite has rolled back by itself then; a second rollback must not hide the cause."""
    good = MIGRATIONS
    opens(path)
    fill = "CREATE TABLE big AS SELECT zeroblob(100000) AS b"
    monkeypatch.setattr(schema, "MIGRATIONS", (*good, ("PRAGMA max_page_count = 1", fill)))
    with pytest.raises(DiskFull):
        opens(path)
    assert header(path) == (schema.APPLICATION_ID, len(good))


# What is refused


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder but the process lock, which is made before anything is read."""
    files = (file for file in folder.iterdir() if file.suffix != ".lock")
    return {file.name: file.read_bytes() for file in files}


def test_a_newer_database_is_refused_and_left_as_it_was(path: Path) -> None:
    opens(path)
    newest = len(MIGRATIONS)
    with closing(sqlite3.connect(path)) as raw:
        raw.execute(f"PRAGMA user_version = {newest + 1}")
    before = contents(path.parent)
    with pytest.raises(DatabaseNewer, match=rf"newer Newshound.*{newest + 1}.*{newest}") as caught:
        opens(path)
    assert str(path) in str(caught.value)
    assert contents(path.parent) == before


@pytest.mark.parametrize(
    "foreign",
    ["CREATE TABLE shopping (item)", "PRAGMA user_version = 3", "PRAGMA application_id = 1"],
)
def test_a_database_of_another_program_is_refused_and_left_as_it_was(
    path: Path, foreign: str
) -> None:
    """Not a byte of it changes: the journal mode would be written into its header."""
    with closing(sqlite3.connect(path)) as raw:
        raw.execute(foreign)
    before = contents(path.parent)
    with pytest.raises(DatabaseForeign, match="not a Newshound database") as caught:
        opens(path)
    assert str(path) in str(caught.value)
    assert contents(path.parent) == before


@pytest.mark.parametrize("content", [b"Dear diary, " * 100, b"SQLite format 3\0" + b"\xff" * 4096])
def test_a_file_that_is_no_database_is_refused_and_left_as_it_was(
    path: Path, content: bytes
) -> None:
    path.write_bytes(content)
    with pytest.raises(DatabaseDamaged) as caught:
        opens(path)
    assert str(path) in str(caught.value)
    assert contents(path.parent) == {path.name: content}


def test_a_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for path in (tmp_path / "file" / "n.db", tmp_path / "file" / "deeper" / "n.db"):
        with pytest.raises(DatabaseUnusable, match=r"(?i)not a directory") as caught:
            opens(path)
        assert str(path.parent) in str(caught.value)


def test_a_path_that_is_a_folder_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "newshound.db"
    path.mkdir()
    with pytest.raises(DatabaseUnusable) as caught:
        opens(path)
    assert str(path) in str(caught.value)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(DatabaseUnusable, match="Permission denied"):
            opens(tmp_path / "newshound.db")
    finally:
        tmp_path.chmod(0o700)


def test_a_name_that_the_system_refuses_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnusable, match="too long"):
        opens(tmp_path / ("n" * 300))


@pytest.mark.parametrize("kind", ["damaged", "foreign", "newer"])
def test_a_refusal_leaves_nothing_open(
    path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No connection, no thread, no lock: the same process can put things right and go on."""
    made: list[sqlite3.Connection] = []
    connect = sqlite3.connect

    def remembered(*args: object, **options: object) -> sqlite3.Connection:
        made.append(connect(*args, **options))  # type: ignore[call-overload]  # passed on as it is
        return made[-1]

    if kind == "damaged":
        path.write_bytes(b"Dear diary, " * 100)
    else:
        with closing(sqlite3.connect(path)) as raw:
            raw.execute(
                f"PRAGMA application_id = {schema.APPLICATION_ID if kind == 'newer' else 1}"
            )
            raw.execute("PRAGMA user_version = 99")
    threads = set(threading.enumerate())
    monkeypatch.setattr(sqlite3, "connect", remembered)
    with pytest.raises(StorageError) as caught:
        opens(path)
    assert caught.value.__traceback__ is not None
    assert len(made) == 1
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        made[0].execute("SELECT 1")
    for thread in set(threading.enumerate()) - threads:
        thread.join(10)
        assert not thread.is_alive()
    path.unlink()
    opens(path)


async def test_the_same_database_twice_in_one_process_is_refused(db: Database) -> None:
    with pytest.raises(DatabaseInUse) as caught:
        await asyncio.to_thread(opens, db.path)
    assert caught.value.pid == os.getpid()
