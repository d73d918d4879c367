"""What the owner says to all chats: drafted, confirmed once, sent through the ledger behind all alerts."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from newsroom import ChatKind
from storage import audit
from storage.chats import GONE, NO_RIGHTS
from storage.database import Database

STOPPED = "stopped"
"""Why a message of a stopped announcement was dropped."""

UNSURE = ("restart", "timed-out", "outcome-unknown", "server-error")
"""Reasons of a message that may have arrived. It is not sent again: better once too little than twice."""

_UNREACHABLE = (*GONE, NO_RIGHTS, "migrated")

_AUDIENCE = """
    FROM chats LEFT JOIN users ON users.id = chats.id AND chats.kind = 'private'
    WHERE paused IS NULL AND migrated_to IS NULL AND announcements = 1
      AND ifnull(users.role, '') <> 'banned'
      AND (NOT :known_only OR chats.kind <> 'private'
           OR users.role IN ('owner', 'admin', 'member'))
"""


class BroadcastState(StrEnum):
    """How far an announcement is."""

    DRAFT = "draft"
    CANCELLED = "cancelled"
    RUNNING = "running"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Broadcast:
    """An announcement. `chat_id` and `message_id` name the message that tells the owner how far it is."""

    id: int
    by: int
    state: BroadcastState
    begun_at: int | None
    stopped: bool
    chat_id: int | None
    message_id: int | None


@dataclass(frozen=True, slots=True)
class BroadcastCount:
    """How many chats an announcement has reached."""

    total: int
    waiting: int = 0
    sent: int = 0
    unreachable: int = 0
    """They have blocked or removed the bot, or it may not write there."""
    unsure: int = 0
    """No answer came: it may stand there."""
    failed: int = 0
    stopped: int = 0


async def draft_broadcast(
    db: Database, *, key: int, by: int, html: str, preview_url: str | None, now: int
) -> int:
    """Keep what is to be said, and return its number; the same for the same `key`, an update."""

    def intent(raw: sqlite3.Connection) -> int:
        (number,) = raw.execute(
            """
            INSERT INTO broadcasts (key, by, html, preview_url, made_at) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (key) DO UPDATE SET key = key RETURNING id
            """,
            (key, by, html, preview_url, now),
        ).fetchone()
        return int(number)

    return await db.write(intent)


async def broadcast_audience(db: Database, *, known_only: bool) -> Mapping[ChatKind, int]:
    """Return how many chats of each kind an announcement would go to now.

    Not those that are paused, banned, or want none. `known_only`: of private ones only those of members,
    admins and owners.
    """

    def question(raw: sqlite3.Connection) -> Mapping[ChatKind, int]:
        rows = raw.execute(
            f"SELECT chats.kind, count(*) {_AUDIENCE} GROUP BY chats.kind",
            {"known_only": known_only},
        )
        return {ChatKind(kind): count for kind, count in rows}

    return await db.read(question)


async def begin_broadcast(
    db: Database,
    broadcast_id: int,
    *,
    by: int,
    known_only: bool,
    chat_id: int,
    message_id: int,
    now: int,
) -> int | None:
    """Owe a drafted announcement to all its chats at once, each once; return to how many.

    None where it is no draft any more. `chat_id`, `message_id`: the message that tells how far it is.
    """

    def intent(raw: sqlite3.Connection) -> int | None:
        begun = raw.execute(
            """
            UPDATE broadcasts SET state = 'running', begun_at = ?, chat_id = ?, message_id = ?
            WHERE id = ? AND state = 'draft'
            """,
            (now, chat_id, message_id, broadcast_id),
        )
        if not begun.rowcount:
            return None
        owed = raw.execute(
            f"""
            INSERT INTO deliveries (chat_id, kind, key, broadcast_id, created_at, due_at)
            SELECT chats.id, 'broadcast', :key, :broadcast, :now, :now {_AUDIENCE}
            ON CONFLICT DO NOTHING
            """,
            {
                "key": str(broadcast_id),
                "broadcast": broadcast_id,
                "now": now,
                "known_only": known_only,
            },
        ).rowcount
        subject = f"broadcast:{broadcast_id}"
        audit.note(raw, at=now, by=by, action="broadcast", subject=subject, detail=str(owed))
        return owed

    return await db.write(intent)


async def cancel_broadcast(db: Database, broadcast_id: int) -> bool:
    """Let a draft be; False where it is none any more. Its text is forgotten."""

    def intent(raw: sqlite3.Connection) -> bool:
        done = raw.execute(
            "UPDATE broadcasts SET state = 'cancelled', html = '' WHERE id = ? AND state = 'draft'",
            (broadcast_id,),
        )
        return done.rowcount > 0

    return await db.write(intent)


async def stop_broadcast(db: Database, broadcast_id: int, *, by: int, now: int) -> bool:
    """Send an announcement to no chat more; False where it does not run. What is in flight arrives."""

    def intent(raw: sqlite3.Connection) -> bool:
        stopped = raw.execute(
            """
            UPDATE broadcasts SET stopped_at = ?
            WHERE id = ? AND state = 'running' AND stopped_at IS NULL
            """,
            (now, broadcast_id),
        )
        if not stopped.rowcount:
            return False
        raw.execute(
            """
            UPDATE deliveries SET state = 'dropped', reason = ?, settled_at = ?
            WHERE broadcast_id = ? AND state = 'due'
            """,
            (STOPPED, now, broadcast_id),
        )
        audit.note(raw, at=now, by=by, action="stopbroadcast", subject=f"broadcast:{broadcast_id}")
        return True

    return await db.write(intent)


async def get_broadcast(db: Database, broadcast_id: int) -> Broadcast | None:
    """Return an announcement by its number; None where there is none."""

    def question(raw: sqlite3.Connection) -> Broadcast | None:
        row = raw.execute("SELECT * FROM broadcasts WHERE id = ?", (broadcast_id,)).fetchone()
        return None if row is None else _broadcast(row)

    return await db.read(question)


async def running_broadcasts(db: Database) -> tuple[Broadcast, ...]:
    """Return the announcements whose end the owner has not been told yet, the oldest first."""

    def question(raw: sqlite3.Connection) -> tuple[Broadcast, ...]:
        rows = raw.execute("SELECT * FROM broadcasts WHERE state = 'running' ORDER BY id")
        return tuple(map(_broadcast, rows))

    return await db.read(question)


async def count_broadcast(db: Database, broadcast_id: int) -> BroadcastCount:
    """Return how far an announcement is."""

    def question(raw: sqlite3.Connection) -> BroadcastCount:
        rows = raw.execute(
            """
            SELECT state, reason, count(*) AS number FROM deliveries
            WHERE broadcast_id = ? GROUP BY state, reason
            """,
            (broadcast_id,),
        )
        counts = dict.fromkeys(("waiting", "sent", "unreachable", "unsure", "failed", "stopped"), 0)
        for state, reason, number in rows:
            counts[_fate(state, reason or "")] += number
        return BroadcastCount(total=sum(counts.values()), **counts)

    return await db.read(question)


async def end_broadcast(db: Database, broadcast_id: int, now: int) -> None:
    """Write down that the owner has been told what became of an announcement."""

    def intent(raw: sqlite3.Connection) -> None:
        raw.execute(
            "UPDATE broadcasts SET state = 'ended', ended_at = ? WHERE id = ? AND state = 'running'",
            (now, broadcast_id),
        )

    await db.write(intent)


def _fate(state: str, reason: str) -> str:
    if state == "sent":
        return "sent"
    if state != "dropped":
        return "waiting"
    if reason == STOPPED:
        return "stopped"
    if reason in UNSURE:
        return "unsure"
    return "unreachable" if reason in _UNREACHABLE else "failed"


def _broadcast(row: sqlite3.Row) -> Broadcast:
    return Broadcast(
        id=row["id"],
        by=row["by"],
        state=BroadcastState(row["state"]),
        begun_at=row["begun_at"],
        stopped=row["stopped_at"] is not None,
        chat_id=row["chat_id"],
        message_id=row["message_id"],
    )
