"""Reading stored articles."""

import json
import sqlite3
from collections.abc import Collection, Mapping, Sequence

from newsroom import Article, Enclosure, Page, PageReading, ProblemKind
from storage.database import Database
from storage.feed_rows import page_text_of
from storage.paging import page_bounds
from storage.visibility import VISIBLE, Viewer, chats_of

# The text is that of the article's web page where it has been read; then what the feed gives is the teaser.
SELECT = """
    SELECT articles.id, articles.feed_id, articles.guid, articles.url, articles.title,
        coalesce(pages.text, articles.text) AS text,
        CASE WHEN pages.text IS NULL THEN articles.summary
            ELSE coalesce(articles.summary, articles.text) END AS summary,
        articles.author, articles.language, articles.image_url, articles.enclosures,
        articles.published_at, articles.updated_at, articles.found_at, articles.dated_at,
        coalesce(feeds.own_title, feeds.title) AS feed_title, feeds.language AS feed_language,
        feeds.page_text,
        pages.read_at, pages.text IS NOT NULL AS has_page_text, pages.problem AS page_problem,
        pages.failures AS page_failures, pages.stale AS page_stale
    FROM articles
    JOIN feeds ON feeds.id = articles.feed_id
    LEFT JOIN pages ON pages.article_id = articles.id
"""


async def get_article(db: Database, article_id: int) -> Article | None:
    """Return an article by its number, also where its feed has been removed; None: there is none.

    It does not judge who may see it: it is for deliveries, which were judged when they were routed.
    """
    return await db.read(lambda raw: find_article(raw, article_id))


def find_article(raw: sqlite3.Connection, article_id: int) -> Article | None:
    """Return an article by its number, as `get_article` does."""
    row = raw.execute(f"{SELECT} WHERE articles.id = ?", (article_id,)).fetchone()
    return None if row is None else article_of(row)


async def visible_article(db: Database, article_id: int, *, visible_to: Viewer) -> Article | None:
    """Return an article by its number as a chat may read it; None also where its feed is another's.

    It stays readable where its feed has been removed.
    """
    where = f"articles.id = :id AND {VISIBLE}"
    values = {"id": article_id, "visible_to": chats_of(visible_to)}

    def question(raw: sqlite3.Connection) -> Article | None:
        row = raw.execute(f"{SELECT} WHERE {where}", values).fetchone()
        return None if row is None else article_of(row)

    return await db.read(question)


async def visible_articles(
    db: Database, article_ids: Sequence[int], *, visible_to: Viewer
) -> tuple[Article, ...]:
    """Return articles by their numbers, in the order given, leaving out what the chat may not read."""

    def question(raw: sqlite3.Connection) -> tuple[Article, ...]:
        rows = raw.execute(
            f"""
            {SELECT} WHERE articles.id IN (SELECT value FROM json_each(:ids)) AND {VISIBLE}
            """,
            {"ids": json.dumps(list(article_ids)), "visible_to": chats_of(visible_to)},
        )
        found = {row["id"]: article_of(row) for row in rows}
        return tuple(found[number] for number in article_ids if number in found)

    return await db.read(question)


async def articles_by_url(
    db: Database, urls: Collection[str], *, visible_to: Viewer, limit: int
) -> tuple[Article, ...]:
    """Return the articles with one of these addresses that a chat may read, the newest first.

    Several feeds may carry the same one.
    """

    def question(raw: sqlite3.Connection) -> tuple[Article, ...]:
        rows = raw.execute(
            f"""
            {SELECT} WHERE articles.url IN (SELECT value FROM json_each(:urls)) AND {VISIBLE}
            ORDER BY articles.dated_at DESC, articles.id DESC LIMIT :limit
            """,
            {
                "urls": json.dumps(list(urls)),
                "visible_to": chats_of(visible_to),
                "limit": limit,
            },
        )
        return tuple(article_of(row) for row in rows)

    return await db.read(question)


async def latest_of_feed(db: Database, feed_id: int, *, page: int = 0, size: int) -> Page[Article]:
    """Return a page of a feed's articles, the newest first."""
    return await db.read(lambda raw: _page(raw, "articles.feed_id = ?", (feed_id,), page, size))


async def latest_of_chat(db: Database, chat_id: int, *, page: int = 0, size: int) -> Page[Article]:
    """Return a page of the articles of all feeds that a chat is subscribed to, the newest first."""
    where = """
        articles.feed_id IN (
            SELECT feed_id FROM subscriptions JOIN feeds ON feeds.id = feed_id
            WHERE chat_id = ? AND subscriptions.removed_at IS NULL AND feeds.removed_at IS NULL
                AND (feeds.owner_chat_id IS NULL OR feeds.owner_chat_id = chat_id)
        )
    """
    return await db.read(lambda raw: _page(raw, where, (chat_id,), page, size))


async def posts_per_day(db: Database, feed_id: int, now: int, *, days: int = 30) -> float | None:
    """Return how many articles a day the feed has dated within the last `days`.

    None where it has fewer than two in that time: that says nothing.
    """
    day = 86_400_000

    def question(raw: sqlite3.Connection) -> float | None:
        count, first, last = raw.execute(
            """
            SELECT count(*), min(dated_at), max(dated_at) FROM articles
            WHERE feed_id = ? AND dated_at > ?
            """,
            (feed_id, now - days * day),
        ).fetchone()
        if count < 2:
            return None
        return float((count - 1) * day / max(last - first, day))

    return await db.read(question)


def _page(
    raw: sqlite3.Connection, where: str, values: tuple[int, ...], number: int, size: int
) -> Page[Article]:
    (total,) = raw.execute(f"SELECT count(*) FROM articles WHERE {where}", values).fetchone()
    number, pages = page_bounds(total, number=number, size=size)
    # The numbers come first, from the index alone: sorting whole articles reads all their texts.
    rows = raw.execute(
        f"""
        {SELECT} WHERE articles.id IN (
            SELECT id FROM articles WHERE {where} ORDER BY dated_at DESC, id DESC LIMIT ? OFFSET ?
        )
        ORDER BY articles.dated_at DESC, articles.id DESC
        """,
        (*values, size, number * size),
    )
    return Page(tuple(article_of(row) for row in rows), number=number, pages=pages, total=total)


def read_articles(
    raw: sqlite3.Connection, where: str, values: Mapping[str, int]
) -> tuple[Article, ...]:
    """Return the articles that a condition of ours, with its order, asks for."""
    return tuple(article_of(row) for row in raw.execute(f"{SELECT} WHERE {where}", values))


def article_of(row: sqlite3.Row) -> Article:
    """Make an Article of a row of `SELECT`."""
    return Article(
        id=row["id"],
        feed_id=row["feed_id"],
        feed_title=row["feed_title"],
        title=row["title"],
        text=row["text"],
        found_at=row["found_at"],
        url=row["url"],
        guid=row["guid"],
        author=row["author"],
        published_at=row["published_at"],
        updated_at=row["updated_at"],
        language=row["language"],
        summary=row["summary"],
        image_url=row["image_url"],
        enclosures=tuple(Enclosure(**item) for item in json.loads(row["enclosures"])),
        page_text=page_text_of(row["page_text"]),
        page=None if row["read_at"] is None else _reading(row),
    )


def _reading(row: sqlite3.Row) -> PageReading:
    problem = row["page_problem"]
    return PageReading(
        read_at=row["read_at"],
        has_text=bool(row["has_page_text"]),
        problem=None if problem is None else ProblemKind(problem),
        failures=row["page_failures"],
        stale=bool(row["page_stale"]),
    )
