"""What the tests of backups start from: a database with a few rows, and all that one holds."""

import dataclasses
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import storage
from bot.config import Backup, Config, Storage
from newsroom import Chat, ChatKind, DeliveryKind, Entry, Place, Seen, Verdict
from storage import Database

NOW = 1_790_000_000_000
HOUR = 3_600_000
CHAT = 77

Rows = dict[str, list[tuple[Any, ...]]]


def configured(path: Path, **backup: Any) -> Config:
    default = Config()
    return dataclasses.replace(
        default,
        storage=Storage(path=path),
        backup=dataclasses.replace(Backup(), **backup),
    )


async def write_something(db: Database, number: int, now: int = NOW) -> None:
    """Make a change of the kind that `number` chooses, in one transaction."""
    match number % 4:
        case 0:
            await storage.add_feed(
                db, url=f"https://{number}.example/", title=f"Feed {number}", by=1, now=now
            )
        case 1:
            entry = Entry(f"k{number}", "1", f"Title {number}", "Text " * 500)
            verdict = Verdict(1, now, now, parsed=True, new=(entry,), seen=(Seen(entry.key, "1"),))
            await storage.record_check(db, verdict)
        case 2:
            await storage.meet_chat(db, Chat(CHAT, ChatKind.PRIVATE, f"Ada {number}"), now)
        case 3:
            place = Place(CHAT)
            await storage.enqueue(
                db, place, DeliveryKind.NOTICE, str(number), body="Hello", now=now
            )


async def lived_in(path: Path, *, now: int = NOW) -> None:
    """Make a database with a few rows in it."""
    async with Database.open(path) as db:
        for number in range(8):
            await write_something(db, number, now)


def contents(path: Path) -> Rows:
    """Return every row of every table of a file."""
    with closing(sqlite3.connect(path)) as raw:
        return all_rows(raw)


def all_rows(raw: sqlite3.Connection) -> Rows:
    tables = raw.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    names = [name for (name,) in tables.fetchall()]
    return {
        name: [tuple(row) for row in raw.execute(f"SELECT * FROM {name} ORDER BY 1, 2")]
        if _columns(raw, name) > 1
        else [tuple(row) for row in raw.execute(f"SELECT * FROM {name}")]
        for name in names
    }


def _columns(raw: sqlite3.Connection, table: str) -> int:
    return len(raw.execute(f"PRAGMA table_info({table})").fetchall())


def names(folder: Path) -> set[str]:
    """Return what the files of a folder are called."""
    return {one.name for one in folder.iterdir() if one.is_file()}


def everything(folder: Path) -> dict[str, bytes]:
    """Return what lies in a folder and below; whoever took a lock last does not count."""
    files = [one for one in folder.rglob("*") if one.is_file() and one.suffix != ".lock"]
    return {str(one.relative_to(folder)): one.read_bytes() for one in files}
