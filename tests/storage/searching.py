"""What the tests of the search index share: articles in a line, answers as lists of numbers."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

import storage
from newsroom import ENGLISH, parse_query
from storage import Database, SearchIndex, SearchPage
from tests.storage.given import NOW, entry, rows, verdict

EVERYBODY = 0
"""A chat that owns no feed."""

DAY = 86_400_000


async def store(db: Database, feed_id: int, title: str, text: str = "", **more: Any) -> int:
    """Store an article in the way the poller does; return its number."""
    ((count,),) = await rows(db, "SELECT count(*) FROM entries")
    at = more.pop("at", NOW)
    new = entry(f"key-{count}", title=title, text=text, **more)
    assert await storage.record_check(db, verdict(feed_id, new, at=at)) == 1
    ((number,),) = await rows(db, "SELECT max(id) FROM articles")
    return int(number)


async def edit(db: Database, feed_id: int, article_id: int, title: str, text: str = "") -> None:
    """Store what an article says now."""
    changed = entry("unused", "2", title=title, text=text)
    await storage.record_check(db, verdict(feed_id, changed=((article_id, changed),)))


async def page(
    index: SearchIndex,
    typed: str,
    *,
    chat: int = EVERYBODY,
    feeds: Collection[int] | None = None,
    limit: int = 100,
    key: str | None = None,
    now: int = NOW,
    reader: Collection[str] = (),
) -> SearchPage:
    query = parse_query(typed, now, replace(ENGLISH, spoken=tuple(reader)))
    return await storage.search(
        index, query, visible_to=chat, now=now, feeds=feeds, limit=limit, key=key
    )


async def found(index: SearchIndex, typed: str, **more: Any) -> list[int]:
    """Return the numbers of the articles that are found, in order."""
    return numbers(await page(index, typed, **more))


def numbers(answer: SearchPage) -> list[int]:
    return [hit.article_id for hit in answer.hits]
