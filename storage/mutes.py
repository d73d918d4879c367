"""What a place does not want to get for a while."""

import sqlite3

from newsroom import Mute, Place
from storage.database import Database

_ALL = 0
"""Stands for a feed's number where all that arrives at a place is muted."""

_HERE = "chat_id = ? AND thread_id = ?"


async def mute(db: Database, place: Place, feed_id: int | None, *, until: int, now: int) -> None:
    """Send a place that the bot has met nothing of a feed, None = of any, before `until`.

    A later word replaces an earlier one about the same. What the place is owed already is sent.
    """

    def intent(raw: sqlite3.Connection) -> None:
        raw.execute(
            f"DELETE FROM mutes WHERE {_HERE} AND until <= ?",
            (place.chat_id, place.thread_id, now),
        )
        raw.execute(
            """
            INSERT INTO mutes (chat_id, thread_id, feed_id, until) VALUES (?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET until = excluded.until
            """,
            (place.chat_id, place.thread_id, feed_id or _ALL, until),
        )

    await db.write(intent)


async def unmute(db: Database, place: Place, feed_id: int | None, *, now: int) -> bool:
    """Send a place what comes of a feed again, None = of any; False where that was not muted."""

    def intent(raw: sqlite3.Connection) -> bool:
        ended = raw.execute(
            f"DELETE FROM mutes WHERE {_HERE} AND feed_id = ? RETURNING until",
            (place.chat_id, place.thread_id, feed_id or _ALL),
        ).fetchone()
        return ended is not None and ended["until"] > now

    return await db.write(intent)


async def list_mutes(db: Database, place: Place, now: int) -> tuple[Mute, ...]:
    """Return what a place has muted at `now`: all that arrives first, then feeds by number."""

    def question(raw: sqlite3.Connection) -> tuple[Mute, ...]:
        rows = raw.execute(
            f"""
            SELECT feed_id, until, coalesce(feeds.own_title, feeds.title) AS feed_title
            FROM mutes LEFT JOIN feeds ON feeds.id = feed_id
            WHERE {_HERE} AND until > ? ORDER BY feed_id
            """,
            (place.chat_id, place.thread_id, now),
        )
        return tuple(Mute(row["feed_id"] or None, row["feed_title"], row["until"]) for row in rows)

    return await db.read(question)
