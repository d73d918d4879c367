"""Summing up an article: made when first wanted, then kept with it as long as its text stays the same.

The work is done in a thread: of a usual article it takes milliseconds, of one as long as a book a tenth of
a second, for which nobody else is to wait.
"""

import asyncio
import hashlib
import json
from collections.abc import Collection, Mapping, Sequence

from handlers.context import Request
from handlers.standing import standing_of, text_of
from newsroom import Article, Entry, recurring_hashes, story_blocks, summarize
from storage import Database, keep_summary, kept_summary

_VERSION = 2
"""Counts up when summaries are made in another way, so that kept ones are made anew."""


async def sum_up(request: Request, article: Article) -> tuple[str, ...]:
    """Return a few sentences of an article, each verbatim; () where none of its text is a story."""
    return await summary_of(request.db, article, words=request.desk.summary_words, now=request.now)


async def summary_of(db: Database, article: Article, *, words: int, now: int) -> tuple[str, ...]:
    """Return the same where nobody asks; of about so many words."""
    standing = await standing_of(db, article.feed_id, now)
    text_hash = await asyncio.to_thread(_hash, article, words, standing)
    kept = await kept_summary(db, article.id, text_hash)
    if kept is not None:
        return kept
    sentences = await asyncio.to_thread(_sentences, article, words, standing)
    await keep_summary(db, article.id, text_hash, sentences, now)
    return sentences


async def sum_up_page(request: Request, entry: Entry, site: str) -> tuple[str, ...]:
    """Return a few sentences of a web page that is not stored, each verbatim; () where it tells no story."""

    def sentences() -> tuple[str, ...]:
        return summarize(
            entry.text,
            title=entry.title,
            language=entry.language,
            words=request.desk.summary_words,
            author=entry.author,
            feed_title=site,
        ).sentences

    return await asyncio.to_thread(sentences)


async def story_of(request: Request, article: Article) -> str:
    """Return an article's text without the page around it; all of it where none is a story."""
    return await pure_story(request, article) or text_of(article)


async def pure_story(request: Request, article: Article) -> str:
    """Return an article's story alone, one paragraph a line; empty where nothing of its text is one."""
    return "\n".join((await _stories(request, [article]))[article.id])


async def stories_of(request: Request, articles: Sequence[Article]) -> Mapping[int, str]:
    """Return what `story_of` does of several articles, by their numbers."""
    stories = await _stories(request, articles)
    return {article.id: "\n".join(stories[article.id]) or text_of(article) for article in articles}


async def story_lines(db: Database, article: Article, now: int) -> list[str]:
    """Return an article's story where nobody asks, by paragraphs."""
    standing = await standing_of(db, article.feed_id, now)
    return await asyncio.to_thread(_story, article, standing)


async def _stories(request: Request, articles: Sequence[Article]) -> Mapping[int, Sequence[str]]:
    """Return the stories of articles by their numbers, each by paragraphs."""
    kept, found = request.desk.stories, dict[int, Sequence[str]]()
    feeds = {article.feed_id for article in articles}
    standing = {feed: await standing_of(request.db, feed, request.now) for feed in feeds}
    unread: list[Article] = []
    for article in articles:
        story = kept.find(article, standing[article.feed_id])
        if story is None:
            unread.append(article)
        else:
            found[article.id] = story
    if unread:
        for article, story in await asyncio.to_thread(_read, unread, standing):
            kept.keep(story, article, standing[article.feed_id])
            found[article.id] = story
    return found


def _read(
    articles: Sequence[Article], standing: Mapping[int, frozenset[str]]
) -> list[tuple[Article, list[str]]]:
    return [(article, _story(article, standing[article.feed_id])) for article in articles]


def _sentences(article: Article, words: int, standing: Collection[str]) -> tuple[str, ...]:
    return summarize(
        text_of(article),
        title=article.title,
        language=article.language,
        words=words,
        author=article.author,
        feed_title=article.feed_title,
        standing=standing,
    ).sentences


def _story(article: Article, standing: Collection[str]) -> list[str]:
    return story_blocks(
        text_of(article).split("\n"),
        title=article.title,
        author=article.author,
        feed_title=article.feed_title,
        standing=standing,
        language=article.language,
    )


def _hash(article: Article, words: int, standing: frozenset[str]) -> str:
    """Return what a summary depends on; of the feed's standing texts, those that the article has."""
    text = text_of(article)
    own = sorted(standing.intersection(recurring_hashes(text.split("\n"))))
    return digest_of(_VERSION, words, article.title, text, article.language, article.author, own)


def digest_of(*parts: object) -> str:
    """Return what tells one set of values from another, for good."""
    return hashlib.blake2b(json.dumps(parts).encode(), digest_size=16).hexdigest()
