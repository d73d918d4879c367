"""Reading stored articles."""

import json
import sqlite3
from collections.abc import Collection, Sequence

from newsroom import Article, Enclosure, Page
from storage.database import Database
from storage.paging import page_bounds

_SELECT = """
    SELECT articles.*, coalesce(feeds.own_title, feeds.title) AS feed_title
    FROM articles JOIN feeds ON feeds.id = articles.feed_id
"""
_VISIBLE = "(feeds.owner_chat_id IS NULL OR feeds.owner_chat_id = ?)"


async def get_article(db: Database, article_id: int) -> Article | None:
    """Return an article by its number, also where its feed has been removed; None: there is none.

    It does not judge who may see it: it is for deliveries, which were judged when they were routed.
    """

    def question(raw: sqlite3.Connection) -> Article | None:
        row = raw.execute(f"{_SELECT} WHERE articles.id = ?", (article_id,)).fetchone()
        return None if row is None else _article(row)

    return await db.read(question)


async def visible_article(db: Database, article_id: int, *, visible_to: int) -> Article | None:
    """Return an article by its number as a chat may read it; None also where its feed is another's.

    It stays readable where its feed has been removed.
    """
    where = f"articles.id = ? AND {_VISIBLE}"

    def question(raw: sqlite3.Connection) -> Article | None:
        row = raw.execute(f"{_SELECT} WHERE {where}", (article_id, visible_to)).fetchone()
        return None if row is None else _article(row)

    return await db.read(question)


async def visible_articles(
    db: Database, article_ids: Sequence[int], *, visible_to: int
) -> tuple[Article, ...]:
    """Return articles by their numbers, in the order given, leaving out what the chat may not read."""

    def question(raw: sqlite3.Connection) -> tuple[Article, ...]:
        rows = raw.execute(
            f"""
            {_SELECT} WHERE articles.id IN (SELECT value FROM json_each(?)) AND {_VISIBLE}
            """,
            (json.dumps(list(article_ids)), visible_to),
        )
        found = {row["id"]: _article(row) for row in rows}
        return tuple(found[number] for number in article_ids if number in found)

    return await db.read(question)


async def articles_by_url(
    db: Database, urls: Collection[str], *, visible_to: int, limit: int
) -> tuple[Article, ...]:
    """Return the articles with one of these addresses that a chat may read, the newest first.

    Several feeds may carry the same one.
    """

    def question(raw: sqlite3.Connection) -> tuple[Article, ...]:
        rows = raw.execute(
            f"""
            {_SELECT} WHERE articles.url IN (SELECT value FROM json_each(?)) AND {_VISIBLE}
            ORDER BY articles.dated_at DESC, articles.id DESC LIMIT ?
            """,
            (json.dumps(list(urls)), visible_to, limit),
        )
        return tuple(_article(row) for row in rows)

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
        {_SELECT} WHERE articles.id IN (
            SELECT id FROM articles WHERE {where} ORDER BY dated_at DESC, id DESC LIMIT ? OFFSET ?
        )
        ORDER BY dated_at DESC, articles.id DESC
        """,
        (*values, size, number * size),
    )
    return Page(tuple(_article(row) for row in rows), number=number, pages=pages, total=total)


def _article(row: sqlite3.Row) -> Article:
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
    )
