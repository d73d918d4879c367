"""The weekly report to the staff: made once a week, whatever happens in between."""

import sqlite3
from collections.abc import Mapping

from newsroom import Chat
from storage.chats import find_chat
from storage.database import Database


async def report_due(db: Database, week: int, now: int) -> bool:
    """Tell whether the report of a week is still to be made.

    A database that has never made one begins with the next week: the first days of a bot are no week.
    """
    (known,) = await db.read(
        lambda raw: raw.execute("SELECT max(week) FROM weekly_reports").fetchone()
    )
    if known is None:
        await file_report(db, week, {}, now)
        return False
    return bool(known < week)


async def staff_chats(db: Database) -> tuple[tuple[Chat, str | None], ...]:
    """Return the private chats of owners and admins that can be reached, each with its person's language."""

    def question(raw: sqlite3.Connection) -> tuple[tuple[Chat, str | None], ...]:
        rows = raw.execute(
            """
            SELECT chats.id, users.language FROM users
            JOIN chats ON chats.id = users.id AND chats.kind = 'private' AND chats.paused IS NULL
            WHERE users.role IN ('owner', 'admin') ORDER BY users.id
            """
        ).fetchall()
        found = [(find_chat(raw, number), language) for number, language in rows]
        return tuple((chat, language) for chat, language in found if chat is not None)

    return await db.read(question)


async def file_report(db: Database, week: int, bodies: Mapping[int, str], now: int) -> bool:
    """Owe each of these chats its text as the report of a week, and mark the week; together, and once.

    False where the week's report was made before. With no bodies the week is only marked: there was
    nothing to say.
    """

    def intent(raw: sqlite3.Connection) -> bool:
        marked = raw.execute(
            "INSERT INTO weekly_reports VALUES (?, ?) ON CONFLICT DO NOTHING", (week, now)
        )
        if marked.rowcount == 0:
            return False
        raw.executemany(
            """
            INSERT INTO deliveries (chat_id, kind, key, body, created_at, due_at)
            VALUES (?, 'notice', ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """,
            [(chat_id, f"week:{week}", body, now, now) for chat_id, body in bodies.items()],
        )
        return True

    return await db.write(intent)
