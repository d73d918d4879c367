"""What a language model wrote, kept as long as what it was made from; and how often it was asked today."""

import json
import sqlite3

from newsroom import Rewritten
from storage.database import Database

OVERVIEW_LIFETIME = 24 * 60 * 60 * 1000
"""Milliseconds for which an overview of several articles is kept."""

_DAY = 24 * 60 * 60 * 1000
_DAYS_KEPT = 31


async def kept_rewriting(db: Database, digest: str, now: int) -> Rewritten | None:
    """Return what was written from just this; None where nothing was, or it has become too old."""

    def question(raw: sqlite3.Connection) -> Rewritten | None:
        row = raw.execute(
            """
            SELECT text, doubtful FROM rewritings
            WHERE digest = ? AND (article_id IS NOT NULL OR made_at > ?)
            """,
            (digest, now - OVERVIEW_LIFETIME),
        ).fetchone()
        return None if row is None else Rewritten(row["text"], tuple(json.loads(row["doubtful"])))

    return await db.read(question)


async def keep_rewriting(
    db: Database,
    digest: str,
    rewritten: Rewritten,
    *,
    article_id: int | None,
    language: str,
    now: int,
) -> None:
    """Keep a text in place of the article's one before in this language; nothing where it has been pruned.

    `article_id`: None = an overview of several.
    """

    def intent(raw: sqlite3.Connection) -> None:
        if article_id is None:
            raw.execute(
                "DELETE FROM rewritings WHERE article_id IS NULL AND made_at <= ?",
                (now - OVERVIEW_LIFETIME,),
            )
        elif raw.execute("SELECT 1 FROM articles WHERE id = ?", (article_id,)).fetchone() is None:
            return
        else:
            raw.execute(
                "DELETE FROM rewritings WHERE (article_id, language) = (?, ?)",
                (article_id, language),
            )
        raw.execute(
            """
            INSERT INTO rewritings (digest, article_id, language, text, doubtful, made_at)
            VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (digest) DO UPDATE SET
                text = excluded.text, doubtful = excluded.doubtful, made_at = excluded.made_at
            """,
            (
                digest,
                article_id,
                language,
                rewritten.text,
                json.dumps(rewritten.doubtful, ensure_ascii=False),
                now,
            ),
        )

    await db.write(intent)


async def take_rewriting(db: Database, limit: int, now: int) -> bool:
    """Count a question to the model for the day of `now` in UTC; False where its `limit` is reached.

    `limit`: 0 = none. The writer runs one intent after the other, so no two can take the last one.
    """

    def intent(raw: sqlite3.Connection) -> bool:
        day = now // _DAY
        raw.execute("DELETE FROM rewriting_days WHERE day < ?", (day - _DAYS_KEPT,))
        taken = raw.execute(
            """
            INSERT INTO rewriting_days (day, asked) VALUES (:day, 1)
            ON CONFLICT (day) DO UPDATE SET asked = asked + 1 WHERE :limit = 0 OR asked < :limit
            """,
            {"day": day, "limit": limit},
        )
        return taken.rowcount > 0

    return await db.write(intent)


async def give_rewriting_back(db: Database, now: int) -> None:
    """Take back what `take_rewriting` counted at `now`: the question was never answered, nor charged for."""

    def intent(raw: sqlite3.Connection) -> None:
        raw.execute(
            "UPDATE rewriting_days SET asked = asked - 1 WHERE day = ? AND asked > 0",
            (now // _DAY,),
        )

    await db.write(intent)
