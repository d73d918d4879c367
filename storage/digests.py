"""Held alerts become one message: a delivery of its own, whose members go with it.

A member stays due until its digest is settled; then it is settled as well, with the same message. So each
article keeps its row in the ledger, with what chose it.
"""

import json
import sqlite3
from collections.abc import Collection, Iterator
from itertools import chain

from newsroom import Digest, Hold, Place
from storage.database import Database

CHANNEL_SIZE = 20
"""Articles of one message in a channel: whoever turned its pages would turn them for all readers."""

_PLACES = 200
"""Places whose digests are made in one transaction."""

_HELD = """
    deliveries AS held LEFT JOIN deliveries AS told ON told.id = held.digest_id
    WHERE held.state = 'due' AND held.hold IS NOT NULL AND held.due_at <= :now
      AND (told.id IS NULL OR told.state IN ('sent', 'dropped'))
"""
"""What is due to be told. What came back after its digest was sent (an unsubscription that was undone) is
told in the next one."""


async def gather_held(db: Database, now: int) -> int:
    """Make messages of the held alerts whose time has come; return how many.

    One alone is a plain alert; several at one place are one digest, or in a channel as many as it takes.
    Alerts and messages change in one transaction: a crash repeats nothing and loses nothing.
    """
    made = 0
    while places := await db.read(lambda raw: _places(raw, now)):

        def intent(raw: sqlite3.Connection, places: Collection[Place] = places) -> int:
            return sum(_gather(raw, place, now) for place in places)

        made += await db.write(intent)
    return made


async def next_held_at(db: Database) -> int | None:
    """Return when held alerts fall due next; None where nothing is held."""

    def question(raw: sqlite3.Connection) -> int | None:
        row = raw.execute(
            """
            SELECT due_at FROM deliveries
            WHERE state = 'due' AND hold IS NOT NULL AND digest_id IS NULL
            ORDER BY due_at, id LIMIT 1
            """
        ).fetchone()
        return None if row is None else int(row["due_at"])

    return await db.read(question)


async def get_digest(db: Database, digest_id: int) -> Digest | None:
    """Return what a digest tells, by the number of its delivery; None: there is none, or nothing in it.

    What was dropped before it was sent is no part of it. The order is that of its feeds, by their first
    articles, and stays.
    """

    def question(raw: sqlite3.Connection) -> Digest | None:
        rows = raw.execute(
            """
            SELECT members.chat_id, members.thread_id, members.hold, members.article_id, feed_id
            FROM deliveries AS members JOIN articles ON articles.id = members.article_id
            WHERE members.digest_id = ? AND members.state <> 'dropped' ORDER BY members.id
            """,
            (digest_id,),
        ).fetchall()
        by_feed: dict[int, list[int]] = {}
        for row in rows:
            by_feed.setdefault(row["feed_id"], []).append(row["article_id"])
        if not rows:
            return None
        return Digest(
            id=digest_id,
            place=Place(rows[0]["chat_id"], rows[0]["thread_id"]),
            holds=frozenset(Hold(row["hold"]) for row in rows),
            articles=tuple(chain.from_iterable(by_feed.values())),
            feeds=tuple(by_feed),
        )

    return await db.read(question)


async def copies_told(db: Database, digest: Digest) -> dict[int, tuple[int, ...]]:
    """Return by article of a digest the articles of other feeds that tell the same, by number.

    They have no place of their own in it.
    """

    def question(raw: sqlite3.Connection) -> dict[int, tuple[int, ...]]:
        rows = raw.execute(
            """
            SELECT members.article_id, delivery_copies.article_id
            FROM deliveries AS members JOIN delivery_copies ON delivery_id = members.id
            WHERE members.digest_id = ? ORDER BY members.id, delivery_copies.article_id
            """,
            (digest.id,),
        )
        found: dict[int, tuple[int, ...]] = {}
        for article, copy in rows:
            found[article] = (*found.get(article, ()), copy)
        return found

    return await db.read(question)


def settle_members(raw: sqlite3.Connection, delivery_id: int) -> None:
    """Settle what a digest tells with it, once it is settled: in the same message, or for the same reason."""
    raw.execute(
        """
        UPDATE deliveries AS members
        SET state = told.state, message_id = told.message_id, reason = told.reason,
            settled_at = told.settled_at
        FROM deliveries AS told
        WHERE told.id = ? AND told.state IN ('sent', 'dropped')
          AND members.digest_id = told.id AND members.state = 'due'
        """,
        (delivery_id,),
    )


def _places(raw: sqlite3.Connection, now: int) -> tuple[Place, ...]:
    rows = raw.execute(
        f"SELECT DISTINCT held.chat_id, held.thread_id FROM {_HELD} LIMIT {_PLACES:d}", {"now": now}
    )
    return tuple(Place(chat_id, thread_id) for chat_id, thread_id in rows)


def _gather(raw: sqlite3.Connection, place: Place, now: int) -> int:
    """Make the messages of one place; return how many."""
    rows = raw.execute(
        f"SELECT held.id FROM {_HELD} AND held.chat_id = :chat AND held.thread_id = :thread ORDER BY held.id",
        {"now": now, "chat": place.chat_id, "thread": place.thread_id},
    )
    made = 0
    for members in _parts(raw, place, [number for (number,) in rows]):
        if len(members) == 1:
            raw.execute(
                "UPDATE deliveries SET hold = NULL, digest_id = NULL WHERE id = ?", tuple(members)
            )
        else:
            _bind(raw, place, members, now)
        made += 1
    return made


def _parts(raw: sqlite3.Connection, place: Place, members: list[int]) -> Iterator[list[int]]:
    (kind,) = raw.execute("SELECT kind FROM chats WHERE id = ?", (place.chat_id,)).fetchone()
    size = CHANNEL_SIZE if kind == "channel" else max(len(members), 1)
    return (members[start : start + size] for start in range(0, len(members), size))


def _bind(raw: sqlite3.Connection, place: Place, members: list[int], now: int) -> None:
    """Put alerts into a new digest."""
    # The first member names it: no alert is told twice, so that the key is new unless its digest came to
    # nothing; then the time tells them apart.
    (number,) = raw.execute(
        """
        INSERT INTO deliveries (chat_id, thread_id, kind, key, created_at, due_at)
        SELECT ?, ?, 'digest', hold || ':' || id || ':' || ?, ?, ? FROM deliveries WHERE id = ?
        RETURNING id
        """,
        (place.chat_id, place.thread_id, now, now, now, members[0]),
    ).fetchone()
    raw.execute(
        "UPDATE deliveries SET digest_id = ? WHERE id IN (SELECT value FROM json_each(?))",
        (number, json.dumps(members)),
    )
