"""The texts of articles' web pages, and which of them are still to be read: the database is the queue."""

import sqlite3

from newsroom import Article, ProblemKind
from storage.articles import SELECT, article_of
from storage.database import Database


async def unread_pages(db: Database, *, since: int, limit: int) -> tuple[Article, ...]:
    """Return articles dated `since` or later, of feeds whose pages are read at once, with pages to read.

    Those never tried come first, then those that failed or were edited, the longest untried ones first.
    When one is due again is the judgement of `newsroom.wants_page`.
    """

    def question(raw: sqlite3.Connection) -> tuple[Article, ...]:
        rows = raw.execute(
            f"""
            {SELECT}
            WHERE feeds.page_text = 1 AND feeds.removed_at IS NULL
              AND articles.dated_at >= ? AND articles.url IS NOT NULL
              AND (pages.article_id IS NULL OR pages.stale OR pages.failures)
            ORDER BY pages.read_at, articles.dated_at DESC, articles.id DESC LIMIT ?
            """,
            (since, limit),
        )
        return tuple(article_of(row) for row in rows)

    return await db.read(question)


async def keep_page(db: Database, article_id: int, text: str, now: int) -> None:
    """Store the text of an article's page in place of the one before; nothing where it has been pruned."""
    await _record(db, article_id, text, None, now)


async def note_unread_page(db: Database, article_id: int, problem: ProblemKind, now: int) -> None:
    """Note that an article's page could not be read; the text of an attempt before stays."""
    await _record(db, article_id, None, problem, now)


async def _record(
    db: Database, article_id: int, text: str | None, problem: ProblemKind | None, now: int
) -> None:
    def intent(raw: sqlite3.Connection) -> None:
        raw.execute(
            """
            INSERT INTO pages (article_id, text, problem, failures, read_at)
            SELECT id, :text, :problem, :failed, :now FROM articles WHERE id = :id
            ON CONFLICT (article_id) DO UPDATE SET
                text = coalesce(excluded.text, text), problem = excluded.problem,
                failures = CASE WHEN :failed THEN failures + 1 ELSE 0 END,
                stale = stale AND :failed, read_at = excluded.read_at
            """,
            {
                "id": article_id,
                "text": text,
                "problem": problem,
                "failed": int(problem is not None),
                "now": now,
            },
        )

    await db.write(intent)
