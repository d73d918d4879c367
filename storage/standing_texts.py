"""What stands in several articles of a feed: learnt from its articles, one after the other.

It is learnt when it is first wanted, from what came since the last time: polling thousands of feeds costs
nothing for it, and a feed that nobody reads has no rows.
"""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from newsroom import Article, is_same_story
from storage.articles import read_articles
from storage.database import Database

NEWEST_TO_LEARN = 12
"""Of a feed's articles that have not been learnt from, how many of the newest are."""

STANDING_KEPT = 600
"""Texts kept of a feed; beyond that go those that stood in one article alone, the oldest first."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """An article, and the hashes of its texts with their words (`newsroom.recurring_hashes`)."""

    article_id: int
    title: str
    texts: Mapping[str, float]


async def standing_texts(db: Database, feed_id: int) -> frozenset[str]:
    """Return the hashes of what has stood in several articles of a feed."""

    def question(raw: sqlite3.Connection) -> frozenset[str]:
        rows = raw.execute(
            "SELECT hash FROM standing_texts WHERE feed_id = ? AND articles > 1", (feed_id,)
        )
        return frozenset(row["hash"] for row in rows)

    return await db.read(question)


async def articles_to_learn(db: Database, feed_id: int) -> tuple[Article, ...]:
    """Return the newest articles of a feed that have not been learnt from, in the order they came."""

    def question(raw: sqlite3.Connection) -> tuple[Article, ...]:
        where = """
            articles.id IN (
                SELECT id FROM articles WHERE feed_id = :feed AND id > coalesce(
                    (SELECT article_id FROM standing_learnt WHERE feed_id = :feed), 0
                )
                ORDER BY id DESC LIMIT :newest
            )
            ORDER BY articles.id
        """
        return read_articles(raw, where, {"feed": feed_id, "newest": NEWEST_TO_LEARN})

    return await db.read(question)


async def learn_standing(db: Database, feed_id: int, lessons: Sequence[Lesson], now: int) -> None:
    """Count the texts of articles, given in the order they came; one that has been counted is left out."""

    def intent(raw: sqlite3.Connection) -> None:
        row = raw.execute(
            "SELECT article_id FROM standing_learnt WHERE feed_id = ?", (feed_id,)
        ).fetchone()
        learnt_to = 0 if row is None else row["article_id"]
        for lesson in lessons:
            if lesson.article_id > learnt_to:
                _count(raw, feed_id, lesson, now)
                learnt_to = lesson.article_id
        raw.execute(
            """
            INSERT INTO standing_learnt (feed_id, article_id) VALUES (?, ?)
            ON CONFLICT (feed_id) DO UPDATE SET article_id = excluded.article_id
            """,
            (feed_id, learnt_to),
        )
        _forget(raw, feed_id)

    await db.write(intent)


def _count(raw: sqlite3.Connection, feed_id: int, lesson: Lesson, now: int) -> None:
    """Count an article's texts, leaving out what it shares with another telling of its story."""
    rows = raw.execute(
        """
        SELECT hash, articles, standing_texts.article_id, coalesce(articles.title, '') AS title
        FROM standing_texts LEFT JOIN articles ON articles.id = standing_texts.article_id
        WHERE standing_texts.feed_id = ? AND hash IN (SELECT value FROM json_each(?))
        """,
        (feed_id, json.dumps(list(lesson.texts))),
    ).fetchall()
    once: dict[int, list[str]] = {}
    titles: dict[int, str] = {}
    for row in rows:
        once.setdefault(row["article_id"], []).append(row["hash"])
        titles[row["article_id"]] = row["title"]
    again = {
        text
        for article_id, shared in once.items()
        if is_same_story(lesson.texts, shared, lesson.title, titles[article_id])
        for text in shared
    }
    raw.executemany(
        """
        INSERT INTO standing_texts (feed_id, hash, article_id, seen_at) VALUES (?, ?, ?, ?)
        ON CONFLICT (feed_id, hash) DO UPDATE SET articles = articles + 1, seen_at = excluded.seen_at
        """,
        [(feed_id, text, lesson.article_id, now) for text in lesson.texts if text not in again],
    )


def _forget(raw: sqlite3.Connection, feed_id: int) -> None:
    raw.execute(
        """
        DELETE FROM standing_texts WHERE feed_id = :feed AND hash IN (
            SELECT hash FROM standing_texts WHERE feed_id = :feed
            ORDER BY articles > 1 DESC, seen_at DESC, article_id DESC LIMIT -1 OFFSET :kept
        )
        """,
        {"feed": feed_id, "kept": STANDING_KEPT},
    )
