"""What a new process has to know of the last one's pace: halts that Telegram asked for, the last messages."""

import sqlite3
from collections.abc import Mapping

from storage.database import Database

EVERYONE = 0
"""Stands for a chat's number where all chats are halted; no chat has it."""


async def keep_halts(db: Database, halts: Mapping[int, int], now: int) -> None:
    """Remember for how many milliseconds from `now` chats are to be left alone; forget what has ended."""

    def intent(raw: sqlite3.Connection) -> None:
        raw.execute("DELETE FROM halts WHERE until <= ? OR since > ?", (now, now))
        raw.executemany(
            """
            INSERT INTO halts (chat_id, since, until) VALUES (?, ?, ?)
            ON CONFLICT (chat_id) DO UPDATE SET since = excluded.since, until = excluded.until
            """,
            [(chat_id, now, now + length) for chat_id, length in halts.items()],
        )

    await db.write(intent)


async def kept_halts(db: Database, now: int) -> dict[int, int]:
    """Return for how many milliseconds from `now` each halted chat is still to be left alone.

    A halt that lies in the future says that the clock was set back meanwhile; it lasts its whole length.
    """

    def question(raw: sqlite3.Connection) -> dict[int, int]:
        rows = raw.execute(
            "SELECT chat_id, min(until - ?, until - since) FROM halts WHERE until > ?", (now, now)
        )
        return dict(map(tuple, rows))

    return await db.read(question)


async def sent_lately(db: Database, now: int, span: int) -> tuple[tuple[int, int], ...]:
    """Return chat and moment of each message within the last `span` milliseconds, the oldest first.

    What was in flight when the process ended counts as sent now, with as many messages as it may have been.
    Only for the start, before `recover_claimed`.
    """

    def question(raw: sqlite3.Connection) -> tuple[tuple[int, int], ...]:
        # What one message told, as a digest does, was sent once.
        rows = raw.execute(
            """
            SELECT chat_id, min(settled_at) AS at, max(messages) AS count FROM deliveries
            WHERE state = 'sent' AND settled_at > :begin AND settled_at <= :now
            GROUP BY chat_id, message_id
            UNION ALL
            SELECT chat_id, :now, ifnull(
                (SELECT max(json_array_length(enclosures), 1) FROM articles
                 WHERE articles.id = article_id AND deliveries.kind = 'alert'), 1)
            FROM deliveries WHERE state = 'claimed'
            ORDER BY at
            """,
            {"begin": now - span, "now": now},
        )
        return tuple((chat_id, at) for chat_id, at, count in rows for _ in range(count))

    return await db.read(question)
