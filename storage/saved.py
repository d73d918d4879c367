"""Reading lists: the articles that a person has saved."""

import sqlite3

from newsroom import Article, Page
from storage.articles import visible_articles
from storage.database import Database
from storage.paging import page_of
from storage.visibility import VISIBLE, Viewer, chats_of


async def save_article(db: Database, user_id: int, article_id: int, now: int) -> bool:
    """Put an article on a person's list; False where it stands there already, or has been pruned.

    To take a removal back, `now` is the moment that `unsave_article` returned: its place is the old one.
    """

    def intent(raw: sqlite3.Connection) -> bool:
        added = raw.execute(
            """
            INSERT INTO saved (user_id, article_id, saved_at)
            SELECT ?, id, ? FROM articles WHERE id = ? ON CONFLICT DO NOTHING
            """,
            (user_id, now, article_id),
        )
        return added.rowcount > 0

    return await db.write(intent)


async def unsave_article(db: Database, user_id: int, article_id: int) -> int | None:
    """Take an article off a person's list; return when it was saved, None where it was not there."""

    def intent(raw: sqlite3.Connection) -> int | None:
        row = raw.execute(
            "DELETE FROM saved WHERE user_id = ? AND article_id = ? RETURNING saved_at",
            (user_id, article_id),
        ).fetchone()
        return None if row is None else int(row["saved_at"])

    return await db.write(intent)


async def saved_articles(
    db: Database, user_id: int, *, visible_to: Viewer, page: int = 0, size: int
) -> Page[Article]:
    """Return a page of a person's list, what was saved last first, as `visible_to` may read it.

    `storage.search` with `saved_by` finds what on it has some words.
    """

    def question(raw: sqlite3.Connection) -> Page[int]:
        rows = raw.execute(
            f"""
            SELECT articles.id
            FROM saved
            JOIN articles ON articles.id = saved.article_id
            JOIN feeds ON feeds.id = articles.feed_id
            WHERE saved.user_id = :user AND {VISIBLE}
            ORDER BY saved.saved_at DESC, articles.id DESC
            """,
            {"user": user_id, "visible_to": chats_of(visible_to)},
        )
        return page_of([number for (number,) in rows], number=page, size=size)

    found = await db.read(question)
    articles = await visible_articles(db, found.items, visible_to=visible_to)
    return Page(articles, number=found.number, pages=found.pages, total=found.total)
