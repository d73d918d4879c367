"""What has gathered while Telegram could not be reached: told in one message, not in a storm."""

import sqlite3

from storage.database import Database

LATE = 15 * 60_000
"""Milliseconds after which an alert that is due is late."""


async def hold_backlog(db: Database, now: int, *, burst: int) -> int:
    """Hold the late alerts of places that have more than `burst` of them; return how many.

    To be called before anything is sent after an outage, or after a start.
    """

    def intent(raw: sqlite3.Connection) -> int:
        # The middle repeats the index's condition word for word.
        late = """
            kind = 'alert' AND state = 'due' AND hold IS NULL AND broadcast_id IS NULL
            AND created_at <= :late
        """
        return raw.execute(
            f"""
            UPDATE deliveries SET hold = 'backlog', due_at = :now
            WHERE {late} AND (chat_id, thread_id) IN (
                SELECT chat_id, thread_id FROM deliveries INDEXED BY deliveries_due
                WHERE {late} GROUP BY chat_id, thread_id HAVING count(*) > :burst
            )
            """,
            {"now": now, "late": now - LATE, "burst": burst},
        ).rowcount

    return await db.write(intent)
