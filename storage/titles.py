"""What articles were called before they were edited."""

import sqlite3

from newsroom import FormerTitle
from storage.alert_edits import correct_alerts
from storage.database import Database

MOST_TITLES = 20
"""Former titles kept of an article, the latest ones: some feeds count viewers in their titles."""


async def former_titles(db: Database, article_id: int) -> tuple[FormerTitle, ...]:
    """Return an article's former titles, the latest first. It does not judge who may see them."""

    def question(raw: sqlite3.Connection) -> tuple[FormerTitle, ...]:
        rows = raw.execute(
            "SELECT title, until FROM article_titles WHERE article_id = ? ORDER BY until DESC",
            (article_id,),
        )
        return tuple(FormerTitle(row["title"], row["until"]) for row in rows)

    return await db.read(question)


def keep_title(raw: sqlite3.Connection, article_id: int, *, new: str, now: int) -> None:
    """Keep the title that an article has, where `new` is another; to be called before it is changed.

    The alerts of it are to be written anew.
    """
    kept = raw.execute(
        """
        INSERT INTO article_titles (article_id, until, title)
        SELECT id, ?, title FROM articles WHERE id = ? AND title NOT IN (?, '')
        ON CONFLICT DO NOTHING
        """,
        (now, article_id, new),
    )
    if kept.rowcount:
        raw.execute(
            """
            DELETE FROM article_titles WHERE article_id = ? AND until NOT IN (
                SELECT until FROM article_titles WHERE article_id = ? ORDER BY until DESC LIMIT ?
            )
            """,
            (article_id, article_id, MOST_TITLES),
        )
        correct_alerts(raw, article_id, now)
