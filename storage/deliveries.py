"""The ledger of messages owed: due -> claimed -> sent or dropped.

A row is claimed before its message is sent and settled after. What is found claimed at start was in
flight when the process ended: it is sent once more, since an alert twice is better than none.
"""

import json
import sqlite3
from collections.abc import Collection, Iterable

from newsroom import Delivery, DeliveryKind, DeliveryState, Place
from storage.database import Database
from storage.delivery_rows import COLUMNS, delivery_of, get_delivery

_IN_LINE = "state = 'due' AND hold IS NULL AND broadcast_id IS NULL"
_BEHIND = "state = 'due' AND broadcast_id IS NOT NULL"
"""What waits by itself, and the announcements, which wait behind all of that: as their indexes say it."""


async def enqueue(
    db: Database,
    place: Place,
    kind: DeliveryKind,
    key: str,
    *,
    article_id: int | None = None,
    body: str | None = None,
    sent_by: int | None = None,
    now: int,
) -> bool:
    """Owe a place a message; False where the same kind and key is owed or was sent there already.

    `sent_by`: the user who sends it there; None where nobody does.
    """

    def intent(raw: sqlite3.Connection) -> bool:
        added = raw.execute(
            """
            INSERT INTO deliveries
                (chat_id, thread_id, kind, key, article_id, body, sent_by, created_at, due_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """,
            (place.chat_id, place.thread_id, kind, key, article_id, body, sent_by, now, now),
        )
        return added.rowcount > 0

    return await db.write(intent)


async def due_deliveries(
    db: Database, now: int, *, except_chats: Collection[int] = (), limit: int
) -> tuple[Delivery, ...]:
    """Return the first due delivery of each chat that has one, the longest due first.

    `except_chats` are those that may not be sent to just now. Announcements are not among them.
    """
    return await _due(db, _IN_LINE, now, except_chats, limit)


async def due_broadcasts(
    db: Database, now: int, *, except_chats: Collection[int] = (), limit: int
) -> tuple[Delivery, ...]:
    """Return the announcements that are due, as `due_deliveries` does all else."""
    return await _due(db, _BEHIND, now, except_chats, limit)


async def _due(
    db: Database, which: str, now: int, except_chats: Collection[int], limit: int
) -> tuple[Delivery, ...]:
    def question(raw: sqlite3.Connection) -> tuple[Delivery, ...]:
        # The index gives the order; a chat's later rows are passed over here, so that one flooded
        # chat cannot fill the answer. Of 10,000 such rows no more than the two numbers are read.
        rows = raw.execute(
            f"""
            SELECT chat_id, id FROM deliveries
            WHERE {which} AND due_at <= ?
              AND chat_id NOT IN (SELECT value FROM json_each(?))
            ORDER BY due_at, id
            """,
            (now, json.dumps(list(except_chats))),
        )
        first: dict[int, int] = {}
        for chat_id, delivery_id in rows:
            if len(first) >= limit:
                break
            first.setdefault(chat_id, delivery_id)
        return tuple(get_delivery(raw, delivery_id) for delivery_id in first.values())

    return await db.read(question)


async def next_due_at(db: Database, *, except_chats: Collection[int] = ()) -> int | None:
    """Return when the next delivery is due; None where nothing is owed outside `except_chats`."""

    def first(raw: sqlite3.Connection, which: str) -> list[int]:
        rows = raw.execute(
            f"""
            SELECT due_at FROM deliveries
            WHERE {which} AND chat_id NOT IN (SELECT value FROM json_each(?))
            ORDER BY due_at, id LIMIT 1
            """,
            (json.dumps(list(except_chats)),),
        )
        return [due_at for (due_at,) in rows]

    return await db.read(
        lambda raw: min([*first(raw, _IN_LINE), *first(raw, _BEHIND)], default=None)
    )


async def pull_in_deliveries(db: Database, now: int, *, longest: int) -> int:
    """Make due at once what a clock that was ahead put off; return how much that was.

    `longest`: milliseconds from `now` beyond which no message is put off. What is held has its own times.
    """
    where = [f"{which} AND due_at > ?" for which in (_IN_LINE, _BEHIND)]

    def question(raw: sqlite3.Connection) -> bool:
        return any(
            raw.execute(
                f"SELECT 1 FROM deliveries WHERE {one} LIMIT 1", (now + longest,)
            ).fetchone()
            for one in where
        )

    if not await db.read(question):
        return 0

    def intent(raw: sqlite3.Connection) -> int:
        # All at one moment: among them the order in which they were owed is the order of their numbers.
        return sum(
            raw.execute(
                f"UPDATE deliveries SET due_at = ? WHERE {one}", (now, now + longest)
            ).rowcount
            for one in where
        )

    return await db.write(intent)


async def count_deliveries(db: Database) -> dict[DeliveryState, int]:
    """Return how many deliveries stand in each state."""

    def question(raw: sqlite3.Connection) -> dict[DeliveryState, int]:
        rows = raw.execute("SELECT state, count(*) FROM deliveries GROUP BY state")
        return {DeliveryState(state): count for state, count in rows}

    return await db.read(question)


async def deliveries_of(db: Database, chat_ids: Iterable[int]) -> tuple[Delivery, ...]:
    """Return the whole ledger of some chats, the oldest first."""

    def question(raw: sqlite3.Connection) -> tuple[Delivery, ...]:
        rows = raw.execute(
            f"""
            SELECT {COLUMNS} FROM deliveries
            WHERE chat_id IN (SELECT value FROM json_each(?)) ORDER BY id
            """,
            (json.dumps(list(chat_ids)),),
        )
        return tuple(delivery_of(row) for row in rows)

    return await db.read(question)
