"""What stands in several articles of a feed: the page's texts, for summaries, snippets and first lines."""

import asyncio
from collections.abc import Sequence

from newsroom import Article, recurring_hashes
from storage import Database, Lesson, articles_to_learn, learn_standing, standing_texts


async def standing_of(db: Database, feed_id: int, now: int) -> frozenset[str]:
    """Return the hashes of a feed's standing texts, its newest articles counted."""
    articles = await articles_to_learn(db, feed_id)
    if articles:
        lessons = await asyncio.to_thread(_lessons, articles)
        await learn_standing(db, feed_id, lessons, now)
    return await standing_texts(db, feed_id)


def text_of(article: Article) -> str:
    """Return what the feed gives of an article: its text, else its teaser."""
    return article.text or article.summary or ""


def _lessons(articles: Sequence[Article]) -> list[Lesson]:
    return [
        Lesson(article.id, article.title, recurring_hashes(text_of(article).split("\n")))
        for article in articles
    ]
