"""What the tests of storage start from: small chats, feeds, entries, and plain SQL beside the functions."""

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from typing import Any

import storage
from newsroom import (
    Chat,
    ChatKind,
    DeliveryKind,
    Entry,
    Feed,
    Hold,
    Place,
    Problem,
    Seen,
    Validators,
    Verdict,
)
from storage import Database

NOW = 1_790_000_000_000
HOUR = 3_600_000
ADMIN = 7


class Gate:
    """Keeps a connection's thread inside an intent or a question until it is opened."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._reached = asyncio.Event()
        self._opened = threading.Event()

    def hold(self) -> None:
        """Stop here, on the connection's thread."""
        self._loop.call_soon_threadsafe(self._reached.set)
        assert self._opened.wait(30)

    async def reached(self) -> None:
        """Wait until a thread stands at the gate."""
        async with asyncio.timeout(30):
            await self._reached.wait()

    def open(self) -> None:
        self._opened.set()


async def sql(db: Database, statement: str, *values: Any) -> list[tuple[Any, ...]]:
    """Run a statement that changes something."""
    return await db.write(lambda raw: _rows(raw, statement, values))


async def rows(db: Database, question: str, *values: Any) -> list[tuple[Any, ...]]:
    """Ask something; each row is a plain tuple."""
    return await db.read(lambda raw: _rows(raw, question, values))


async def plan(db: Database, question: str, *values: Any) -> str:
    """Return how SQLite goes about a question, a step a line."""
    return "\n".join(row[3] for row in await rows(db, f"EXPLAIN QUERY PLAN {question}", *values))


async def traced(db: Database, statements: list[str]) -> None:
    """Collect what the writer runs from now on."""
    await db._writer.run(lambda raw: raw.set_trace_callback(statements.append))


def beside(db: Database, question: str) -> list[tuple[Any, ...]]:
    """Ask from a connection of another program: it sees what is committed."""
    connection = sqlite3.connect(db.path)
    try:
        return connection.execute(question).fetchall()
    finally:
        connection.close()


def _rows(
    raw: sqlite3.Connection, statement: str, values: tuple[object, ...]
) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in raw.execute(statement, values)]


def insert(table: str, value: object) -> Callable[[sqlite3.Connection], None]:
    """Return an intent that adds a row to a scratch table."""

    def intent(raw: sqlite3.Connection) -> None:
        raw.execute(f"INSERT INTO {table} VALUES (?)", (value,))

    return intent


def a_chat(
    chat_id: int = 1, *, kind: ChatKind = ChatKind.PRIVATE, title: str = "A chat", **more: Any
) -> Chat:
    return Chat(id=chat_id, kind=kind, title=title, **more)


async def chat(db: Database, chat_id: int = 1, **more: Any) -> Place:
    """Let the bot meet a chat; return the chat as a place."""
    await storage.meet_chat(db, a_chat(chat_id, **more), NOW)
    return Place(chat_id)


async def feed(db: Database, name: str = "rivers", *, title: str | None = None) -> Feed:
    url = f"https://example.org/{name}.xml"
    return await storage.add_feed(db, url=url, title=title or name, by=ADMIN, now=NOW)


async def private_feed(db: Database, owner: Place, name: str = "secret") -> Feed:
    """Add a feed that exists for one chat alone; the chat has been met."""
    made = await feed(db, name)
    await sql(db, "UPDATE feeds SET owner_chat_id = ? WHERE id = ?", owner.chat_id, made.id)
    found = await storage.get_feed(db, made.id, visible_to=owner.chat_id)
    assert found is not None
    return found


def entry(key: str = "a", raw_hash: str = "1", **more: Any) -> Entry:
    content = {"title": f"Title {key}", "text": f"Text {key}", "guid": f"guid-{key}", **more}
    return Entry(key=key, raw_hash=raw_hash, **content)


def verdict(
    feed_id: int,
    *new: Entry,
    at: int = NOW,
    alerting: bool = True,
    problem: Problem | None = None,
    validators: Validators | None = None,
    **more: Any,
) -> Verdict:
    """Return what a check brought that found these entries."""
    content: dict[str, Any] = {
        "next_check_at": at + HOUR,
        "seen": tuple(Seen(one.key, one.raw_hash, one.element) for one in new),
    }
    return Verdict(
        feed_id=feed_id,
        at=at,
        new=new,
        alerting=alerting,
        problem=problem,
        validators=validators,
        **(content | more),
    )


async def article(db: Database, feed_id: int, key: str = "a", **more: Any) -> int:
    """Store one new article; return its number."""
    assert await storage.record_check(db, verdict(feed_id, entry(key), **more)) == 1
    ((number,),) = await rows(db, "SELECT max(id) FROM articles")
    return int(number)


async def notice(db: Database, place: Place, key: str = "1", *, now: int = NOW) -> int:
    """Owe a place a message; return the delivery's number."""
    assert await storage.enqueue(db, place, DeliveryKind.NOTICE, key, body="Hello", now=now)
    ((number,),) = await rows(db, "SELECT max(id) FROM deliveries")
    return int(number)


async def held(
    db: Database, place: Place, article_id: int, *, why: Hold = Hold.DIGEST, due_at: int = NOW
) -> int:
    """Owe a place an alert that is held until `due_at`; return its number."""
    key = str(article_id)
    await storage.enqueue(db, place, DeliveryKind.ALERT, key, article_id=article_id, now=NOW)
    ((number,),) = await sql(
        db,
        """
        UPDATE deliveries SET hold = ?, due_at = ?
        WHERE kind = 'alert' AND chat_id = ? AND thread_id = ? AND article_id = ? RETURNING id
        """,
        *(why, due_at, place.chat_id, place.thread_id, article_id),
    )
    return int(number)
