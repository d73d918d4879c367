"""Which new articles tell the story of one that another feed has told within the last days.

What articles are compared by is kept for as long as copies are looked for. Whether two are copies says
`newsroom.same_story`; here stands how those worth asking about are found.
"""

import asyncio
import json
import sqlite3
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import partial

from newsroom import Signature, bands, pack_signature, same_story, sign_story, unpack_signature
from storage.articles import SELECT
from storage.database import Database

WINDOW = 72 * 3_600_000
"""Milliseconds after which a story that is told again is news."""

_TOGETHER = 50
"""Articles whose texts are in memory at the same time."""

_OF_A_BAND = 50
"""The newest articles that are looked at of those with one key: one that many share says nothing."""

_MOST_JUDGED = 30
"""Articles that one is compared with, those first with which it shares most keys."""

_READ_LIMIT = 60.0
"""Seconds to look for the copies of what one check brought, which may be a thousand articles."""

_MEET = """
    SELECT EXISTS (
        SELECT 1 FROM subscriptions AS one
        JOIN chats ON chats.id = one.chat_id AND chats.paused IS NULL AND chats.one_story
        WHERE one.feed_id = ? AND one.removed_at IS NULL AND one.paused IS NULL
          AND (
            EXISTS (
                SELECT 1 FROM subscriptions AS other
                WHERE other.chat_id = one.chat_id AND other.thread_id = one.thread_id
                  AND other.feed_id <> one.feed_id AND other.removed_at IS NULL
            )
            OR EXISTS (
                SELECT 1 FROM watches
                WHERE watches.chat_id = one.chat_id AND watches.thread_id = one.thread_id
                  AND watches.removed_at IS NULL
            )
          )
    )
"""


@dataclass(frozen=True, slots=True)
class _Text:
    """What an article is signed by."""

    id: int
    title: str
    text: str
    language: str | None
    feed_title: str


async def find_copies(
    db: Database, articles: Sequence[int], *, watched: Collection[int], now: int
) -> dict[int, tuple[int, ...]]:
    """Sign new articles, and return which earlier ones of other feeds tell the same, by their numbers.

    `watched`: those that a watch has chosen. They and what places get that follow several feeds are looked
    at; for others nothing is to be known. Signing takes milliseconds an article, so it is done in a thread,
    before the transaction in which they are routed.
    """
    signed: list[int] = []
    for start in range(0, len(articles), _TOGETHER):
        some = articles[start : start + _TOGETHER]
        texts = await db.read(partial(_to_sign, articles=some, watched=watched))
        if texts:
            signatures = await asyncio.to_thread(_sign, texts)
            await db.write(partial(_keep, signatures=signatures, now=now))
            signed += signatures
    if not signed:
        return {}
    return await db.read(
        lambda raw: {number: _copies_of(raw, number, now) for number in signed}, limit=_READ_LIMIT
    )


async def prune_stories(db: Database, now: int) -> int:
    """Forget what articles are compared by when it is no longer looked at; return of how many."""

    def intent(raw: sqlite3.Connection) -> int:
        return raw.execute(
            "DELETE FROM story_signatures WHERE signed_at < ?", (now - WINDOW,)
        ).rowcount

    return await db.write(intent)


def _to_sign(
    raw: sqlite3.Connection, articles: Sequence[int], watched: Collection[int]
) -> list[_Text]:
    """Return the texts of the articles that could meet a copy at a place."""
    numbers = json.dumps(list(articles))
    feeds = raw.execute(
        "SELECT DISTINCT feed_id FROM articles WHERE id IN (SELECT value FROM json_each(?))",
        (numbers,),
    )
    meeting = [feed for (feed,) in feeds.fetchall() if raw.execute(_MEET, (feed,)).fetchone()[0]]
    chosen = json.dumps([number for number in articles if number in watched])
    rows = raw.execute(
        f"""
        {SELECT} WHERE articles.id IN (SELECT value FROM json_each(?))
          AND (articles.feed_id IN (SELECT value FROM json_each(?))
               OR articles.id IN (SELECT value FROM json_each(?)))
        ORDER BY articles.id
        """,
        (numbers, json.dumps(meeting), chosen),
    )
    return [
        _Text(
            row["id"],
            row["title"],
            row["text"],
            row["feed_language"] if row["language"] is None else row["language"],
            row["feed_title"],
        )
        for row in rows
    ]


def _sign(texts: Sequence[_Text]) -> dict[int, Signature]:
    return {
        one.id: sign_story(one.title, one.text, one.language, feed_title=one.feed_title)
        for one in texts
    }


def _keep(raw: sqlite3.Connection, signatures: dict[int, Signature], now: int) -> None:
    raw.executemany(
        """
        INSERT INTO story_signatures (article_id, packed, signed_at) VALUES (?, ?, ?)
        ON CONFLICT DO NOTHING
        """,
        [(number, pack_signature(one), now) for number, one in signatures.items()],
    )
    raw.executemany(
        "INSERT INTO story_bands (band, article_id) VALUES (?, ?) ON CONFLICT DO NOTHING",
        [(band, number) for number, one in signatures.items() for band in bands(one)],
    )


def _copies_of(raw: sqlite3.Connection, article_id: int, now: int) -> tuple[int, ...]:
    """Return the earlier articles of other feeds that surely tell the same, by number."""
    mine, feed_id = raw.execute(
        """
        SELECT packed, feed_id FROM story_signatures JOIN articles ON articles.id = article_id
        WHERE article_id = ?
        """,
        (article_id,),
    ).fetchone()
    signature = unpack_signature(mine)
    if signature is None:
        return ()
    rows = raw.execute(
        """
        SELECT article_id, packed FROM story_signatures JOIN articles ON articles.id = article_id
        WHERE article_id IN (SELECT value FROM json_each(?)) AND signed_at > ? AND feed_id <> ?
        ORDER BY article_id
        """,
        (json.dumps(_likely(raw, article_id)), now - WINDOW, feed_id),
    )
    return tuple(
        number
        for number, packed in rows
        if (other := unpack_signature(packed)) is not None and same_story(signature, other)
    )


def _likely(raw: sqlite3.Connection, article_id: int) -> list[int]:
    """Return the earlier articles that share most keys with one."""
    shared: Counter[int] = Counter()
    keys = raw.execute("SELECT band FROM story_bands WHERE article_id = ?", (article_id,))
    for (band,) in keys.fetchall():
        rows = raw.execute(
            """
            SELECT article_id FROM story_bands WHERE band = ? AND article_id < ?
            ORDER BY article_id DESC LIMIT ?
            """,
            (band, article_id, _OF_A_BAND),
        )
        shared.update(number for (number,) in rows)
    return [number for number, _ in shared.most_common(_MOST_JUDGED)]
