"""What a place did not get, and sending it after all."""

import json
import sqlite3
from collections.abc import Collection
from dataclasses import dataclass

from newsroom import Article, Page, Place
from storage.articles import SELECT, article_of
from storage.database import Database
from storage.paging import page_bounds

# What nobody wanted any more was not missed. The second line repeats the index's condition word for word.
_MISSED = """
    chat_id = :chat AND thread_id = :thread AND kind = 'alert'
    AND (state = 'dropped' OR maybe_twice = 1)
    AND (state = 'dropped' AND reason NOT IN ('unsubscribed', 'unwatched') OR state = 'sent')
    AND EXISTS (
        SELECT 1 FROM articles JOIN feeds ON feeds.id = feed_id
        WHERE articles.id = article_id AND (owner_chat_id IS NULL OR owner_chat_id = :chat)
    )
"""


MORE_FOR = 30 * 86_400_000
"""Milliseconds for which it is said that there was more than is listed."""


@dataclass(frozen=True, slots=True)
class Missed:
    """An article that a place did not get, or may have got twice."""

    article: Article
    settled_at: int
    reason: str | None
    """Why it was dropped (docs/delivery.md); None = it was sent, but an answer of Telegram was lost."""


async def list_missed(db: Database, place: Place, *, page: int = 0, size: int) -> Page[Missed]:
    """Return a page of what a place missed, the latest first; what came perhaps twice is among it.

    Articles that are no longer kept are left out, and so are those that the chat may not read any more.
    """

    def question(raw: sqlite3.Connection) -> Page[Missed]:
        values = {"chat": place.chat_id, "thread": place.thread_id}
        (total,) = raw.execute(
            f"SELECT count(*) FROM deliveries WHERE {_MISSED}", values
        ).fetchone()
        number, pages = page_bounds(total, number=page, size=size)
        rows = raw.execute(
            f"""
            SELECT article_id, settled_at, state, reason FROM deliveries WHERE {_MISSED}
            ORDER BY settled_at DESC, id DESC LIMIT :size OFFSET :start
            """,
            {**values, "size": size, "start": number * size},
        ).fetchall()
        articles = _articles(raw, [row["article_id"] for row in rows])
        missed = tuple(
            Missed(
                articles[row["article_id"]],
                row["settled_at"],
                None if row["state"] == "sent" else str(row["reason"]),
            )
            for row in rows
        )
        return Page(missed, number=number, pages=pages, total=total)

    return await db.read(question)


async def missed_beyond(db: Database, place: Place, now: int) -> int:
    """Return about how many articles a place missed in its last pause beyond those that are listed."""

    def question(raw: sqlite3.Connection) -> int:
        row = raw.execute(
            "SELECT count FROM missed_more WHERE chat_id = ? AND thread_id = ? AND noted_at > ?",
            (place.chat_id, place.thread_id, now - MORE_FOR),
        ).fetchone()
        return 0 if row is None else int(row["count"])

    return await db.read(question)


async def send_again(db: Database, place: Place, articles: Collection[int], now: int) -> int:
    """Owe a place the alerts of these articles that it missed; return how many.

    They are due at once, each as a message of its own: somebody waits for them. A place whose chat is paused
    gets none.
    """

    def intent(raw: sqlite3.Connection) -> int:
        return raw.execute(
            f"""
            UPDATE deliveries SET state = 'due', due_at = :now, reason = NULL, settled_at = NULL,
                hold = NULL, digest_id = NULL, attempts = 0
            WHERE {_MISSED} AND state = 'dropped'
              AND article_id IN (SELECT value FROM json_each(:articles))
              AND NOT EXISTS (SELECT 1 FROM chats WHERE chats.id = chat_id AND paused IS NOT NULL)
            """,
            {
                "chat": place.chat_id,
                "thread": place.thread_id,
                "articles": json.dumps(list(articles)),
                "now": now,
            },
        ).rowcount

    return await db.write(intent)


def _articles(raw: sqlite3.Connection, numbers: Collection[int]) -> dict[int, Article]:
    rows = raw.execute(
        f"{SELECT} WHERE articles.id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(numbers)),),
    )
    return {row["id"]: article_of(row) for row in rows}
