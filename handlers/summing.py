"""Summing up an article: made when first wanted, then kept with it as long as its text stays the same.

The work is done in a thread: of a usual article it takes milliseconds, of one as long as a book a tenth of
a second, for which nobody else is to wait.
"""

import asyncio
import hashlib
import json
from collections.abc import Sequence

from handlers.context import Request
from newsroom import Article, Entry, standing_hashes, story_blocks, summarize
from storage import keep_summary, kept_summary, latest_of_feed

NEIGHBOURS = 6
"""Of a feed's newest articles, how many are compared: what stands in several is the page's, no story's."""

_VERSION = 1
"""Counts up when summaries are made in another way, so that kept ones are made anew."""

_SAME_STORY = 0.5
"""An article that shares more of its blocks tells the same story again: that makes no block furniture."""


async def sum_up(request: Request, article: Article) -> tuple[str, ...]:
    """Return a few sentences of an article, each verbatim; () where none of its text is a story."""
    words = request.desk.summary_words
    text_hash = digest_of(
        _VERSION, words, article.title, text_of(article), article.language, article.author
    )
    kept = await kept_summary(request.db, article.id, text_hash)
    if kept is not None:
        return kept
    page = await latest_of_feed(request.db, article.feed_id, size=NEIGHBOURS)
    sentences = await asyncio.to_thread(_sentences, article, page.items, words)
    await keep_summary(request.db, article.id, text_hash, sentences, request.now)
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


async def story_of(article: Article) -> str:
    """Return an article's text without the page around it, as far as that can be told from it alone."""
    return "\n".join(await asyncio.to_thread(_story, article)) or text_of(article)


async def pure_story(request: Request, article: Article) -> str:
    """Return an article's story alone, one paragraph a line; empty where nothing of its text is one."""
    page = await latest_of_feed(request.db, article.feed_id, size=NEIGHBOURS)
    return "\n".join(await asyncio.to_thread(_story, article, page.items))


def text_of(article: Article) -> str:
    """Return what the feed gives of an article: its text, else its teaser."""
    return article.text or article.summary or ""


def _sentences(article: Article, neighbours: Sequence[Article], words: int) -> tuple[str, ...]:
    return summarize(
        text_of(article),
        title=article.title,
        language=article.language,
        words=words,
        author=article.author,
        feed_title=article.feed_title,
        standing=_standing(article, neighbours),
    ).sentences


def _story(article: Article, neighbours: Sequence[Article] = ()) -> list[str]:
    return story_blocks(
        _blocks(article),
        title=article.title,
        author=article.author,
        feed_title=article.feed_title,
        language=article.language,
        standing=_standing(article, neighbours),
    )


def _standing(article: Article, neighbours: Sequence[Article]) -> set[str]:
    """Return the hashes of what stands in other articles of the feed, too."""
    own = standing_hashes(_blocks(article))
    found: set[str] = set()
    for other in neighbours:
        shared = own & standing_hashes(_blocks(other))
        if other.id != article.id and len(shared) <= _SAME_STORY * len(own):
            found |= shared
    return found


def _blocks(article: Article) -> list[str]:
    return text_of(article).split("\n")


def digest_of(*parts: object) -> str:
    """Return what tells one set of values from another, for good."""
    return hashlib.blake2b(json.dumps(parts).encode(), digest_size=16).hexdigest()
