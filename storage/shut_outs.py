"""Telling those who subscribed a place that nothing arrives there any more, and letting it go on.

The notices are written in the transaction that pauses the place: a pause is told once, and is told always.
"""

import json
import sqlite3

from newsroom import Place, ShutOut
from storage.database import Database
from storage.pauses import look_at_pause, note_pause


def tell_of_pause(
    raw: sqlite3.Connection,
    place: Place,
    reason: str,
    now: int,
    *,
    whole_chat: bool,
    by: int | None = None,
) -> None:
    """Owe each person who subscribed the place a notice in private, where one can reach him.

    `whole_chat`: all its topics are meant. `by`: who brought it about, and knows; None = nobody did.
    """
    chat = raw.execute("SELECT kind, title FROM chats WHERE id = ?", (place.chat_id,)).fetchone()
    if chat is None or chat["kind"] == "private":
        return
    told = {"thread_id": place.thread_id, "title": chat["title"], "reason": reason}
    raw.execute(
        """
        INSERT INTO deliveries (chat_id, kind, key, shut_out, created_at, due_at)
        SELECT people.id, 'notice', :key, :shut_out, :now, :now
        FROM (
            SELECT created_by, chat_id, thread_id, removed_at FROM subscriptions
            UNION ALL SELECT created_by, chat_id, thread_id, removed_at FROM watches
        ) AS wanted
        JOIN chats AS people ON people.id = wanted.created_by
            AND people.kind = 'private' AND people.paused IS NULL
        WHERE wanted.chat_id = :chat AND wanted.removed_at IS NULL
            AND (:whole_chat OR wanted.thread_id = :thread) AND people.id IS NOT :by
        GROUP BY people.id
        ON CONFLICT DO NOTHING
        """,
        {
            "key": f"shut-out:{place.chat_id}:{place.thread_id}:{now}",
            "shut_out": json.dumps({"chat_id": place.chat_id, **told}),
            "now": now,
            "chat": place.chat_id,
            "thread": place.thread_id,
            "whole_chat": whole_chat,
            "by": by,
        },
    )


def shut_out_of(stored: str | None) -> ShutOut | None:
    """Return the place that a notice is about, as it is stored; None where it is about none."""
    if stored is None:
        return None
    told = json.loads(stored)
    return ShutOut(Place(told["chat_id"], told["thread_id"]), told["title"], told["reason"])


async def resume_place(db: Database, place: Place, now: int) -> None:
    """Send to a chat again, and to the topic or the part of it that is no topic, whatever had paused them.

    What it missed meanwhile is noted.
    """
    pause = await look_at_pause(db, place.chat_id, now)

    def intent(raw: sqlite3.Connection) -> None:
        note_pause(raw, pause)
        raw.execute(
            """
            UPDATE chats SET paused = NULL, paused_at = NULL
            WHERE id = ? AND paused IS NOT NULL AND paused <> 'banned'
            """,
            (place.chat_id,),
        )
        for table in ("subscriptions", "watches"):
            raw.execute(
                f"""
                UPDATE {table} SET paused = NULL, paused_at = NULL
                WHERE chat_id = ? AND thread_id = ? AND paused IS NOT NULL AND removed_at IS NULL
                """,
                (place.chat_id, place.thread_id),
            )

    await db.write(intent)
