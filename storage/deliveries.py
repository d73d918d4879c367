"""The ledger of messages owed: due -> claimed -> sent or dropped.

A row is claimed before its message is sent and settled after. What is found claimed at start was in
flight when the process ended: it is sent once more, since an alert twice is better than none.
"""

import json
import sqlite3
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from newsroom import Delivery, DeliveryKind, DeliveryState, Hold, Place
from storage.albums import keep_album
from storage.database import Database
from storage.days import count_alert
from storage.digests import settle_members
from storage.notices import news_of
from storage.shut_outs import shut_out_of

COLUMNS = """
    id, chat_id, thread_id, kind, state, due_at, article_id,
    coalesce(body, (SELECT html FROM broadcasts WHERE broadcasts.id = broadcast_id)) AS body,
    (SELECT preview_url FROM broadcasts WHERE broadcasts.id = broadcast_id) AS preview_url,
    attempts, maybe_twice, plain, message_id, reason, news, shut_out, hold, bare, captioned,
    single, messages
"""
_IN_LINE = "state = 'due' AND hold IS NULL AND broadcast_id IS NULL"
_BEHIND = "state = 'due' AND broadcast_id IS NOT NULL"
"""What waits by itself, and the announcements, which wait behind all of that: as their indexes say it."""

_OPEN = "state IN ('due', 'claimed')"


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


async def settle_sent(
    db: Database,
    delivery_id: int,
    *,
    message_id: int,
    album: Collection[int] = (),
    captioned: bool = False,
    now: int,
    patience: float = 0.0,
) -> None:
    """Write down that a message stands in its chat, whatever was decided while it was in flight.

    `album`: the numbers of the messages that came with it. `captioned`: its text stands under a picture or
    the like. `patience`: as of `Database.write`.
    """
    arrival = _Arrival(delivery_id, message_id, tuple(album), captioned=captioned, now=now)
    await db.write_row(_settle_all_sent, arrival, patience=patience)


@dataclass(frozen=True, slots=True)
class _Arrival:
    """That a message stands in its chat, as an album with others."""

    delivery_id: int
    message_id: int
    album: tuple[int, ...]
    captioned: bool
    now: int


def _settle_all_sent(raw: sqlite3.Connection, arrivals: Sequence[_Arrival]) -> None:
    for one in arrivals:
        row = raw.execute(
            """
            UPDATE deliveries
            SET state = 'sent', message_id = ?, captioned = ?, messages = ?, settled_at = ?, reason = NULL
            WHERE id = ? RETURNING kind
            """,
            (one.message_id, int(one.captioned), 1 + len(one.album), one.now, one.delivery_id),
        ).fetchone()
        if row is not None and row["kind"] == DeliveryKind.DIGEST:
            settle_members(raw, one.delivery_id)
        count_alert(raw, one.delivery_id, one.now)
        keep_album(raw, one.delivery_id, one.album)


async def settle_dropped(db: Database, delivery_id: int, *, reason: str, now: int) -> None:
    """Write down that a message will not be sent, and why. What is settled already stays so."""
    await _settle(
        db,
        delivery_id,
        "state = 'dropped', reason = :reason, settled_at = :now",
        only=_OPEN,
        reason=reason,
        now=now,
    )


async def settle_later(
    db: Database,
    delivery_id: int,
    *,
    due_at: int,
    reason: str,
    plain: bool = False,
    bare: bool = False,
    single: bool = False,
    maybe_twice: bool = False,
    counted: bool = True,
) -> None:
    """Put a message back into the queue for `due_at`.

    `plain`, `bare`, `single`: without formatting, without its picture, with the first of its pictures alone
    from now on. `maybe_twice`: it may stand in the chat already. `counted`: whether this attempt stays among
    `attempts`. What has been dropped meanwhile, as its chat was paused, stays dropped.
    """
    await _settle(
        db,
        delivery_id,
        "state = 'due', due_at = :due_at, reason = :reason, "
        "plain = max(plain, :plain), bare = max(bare, :bare), single = max(single, :single), "
        "maybe_twice = max(maybe_twice, :maybe_twice), "
        "attempts = attempts - :uncounted",
        only=_OPEN,
        due_at=due_at,
        reason=reason,
        plain=int(plain),
        bare=int(bare),
        single=int(single),
        maybe_twice=int(maybe_twice),
        uncounted=int(not counted),
    )


async def recover_claimed(db: Database) -> int:
    """Make what was in flight when the process ended due again; return how many.

    An announcement is not: it may have arrived, and nobody is to read it twice. Only for the start, before
    anything is sent.
    """

    def intent(raw: sqlite3.Connection) -> int:
        raw.execute(
            """
            UPDATE deliveries SET state = 'dropped', reason = 'restart', settled_at = claimed_at
            WHERE state = 'claimed' AND broadcast_id IS NOT NULL
            """
        )
        return raw.execute(
            """
            UPDATE deliveries SET state = 'due', maybe_twice = 1, reason = 'restart'
            WHERE state = 'claimed'
            """
        ).rowcount

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


async def _settle(
    db: Database,
    delivery_id: int,
    changes: str,
    *,
    only: str,
    **values: int | str,
) -> None:
    """Change a delivery, with what a digest tells."""

    def intent(raw: sqlite3.Connection) -> None:
        raw.execute(
            f"UPDATE deliveries SET {changes} WHERE id = :id AND {only}",
            {**values, "id": delivery_id},
        )
        settle_members(raw, delivery_id)

    await db.write(intent)


def get_delivery(raw: sqlite3.Connection, delivery_id: int) -> Delivery:
    """Return a delivery that there is."""
    where = f"SELECT {COLUMNS} FROM deliveries WHERE id = ?"
    return delivery_of(raw.execute(where, (delivery_id,)).fetchone())


def delivery_of(row: sqlite3.Row) -> Delivery:
    """Return the delivery of a row that has all COLUMNS."""
    return Delivery(
        id=row["id"],
        place=Place(row["chat_id"], row["thread_id"]),
        kind=DeliveryKind(row["kind"]),
        due_at=row["due_at"],
        state=DeliveryState(row["state"]),
        article_id=row["article_id"],
        body=row["body"],
        attempts=row["attempts"],
        maybe_twice=bool(row["maybe_twice"]),
        plain=bool(row["plain"]),
        message_id=row["message_id"],
        reason=row["reason"],
        news=news_of(row["news"]),
        shut_out=shut_out_of(row["shut_out"]),
        hold=None if row["hold"] is None else Hold(row["hold"]),
        bare=bool(row["bare"]),
        captioned=bool(row["captioned"]),
        single=bool(row["single"]),
        messages=row["messages"],
        preview_url=row["preview_url"],
    )
