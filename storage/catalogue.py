"""The catalogue of public feeds as a whole: lists taken in, and given out."""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from newsroom import Outline, Place, normalise_url, read_tags
from storage.beside import read_beside, write_beside
from storage.database import Database
from storage.feeds import insert_feed
from storage.tags import set_tags, tags_in

_APART = 100
"""Milliseconds between the first checks of imported feeds, so that no moment carries them all."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a feed of a list."""

    feed_id: int
    title: str
    is_new: bool
    """False: the catalogue had it, or the list names it twice."""


async def import_feeds(
    path: Path, feeds: Sequence[Outline], *, by: int, now: int
) -> tuple[Imported, ...]:
    """Add the feeds that the catalogue at `path` lacks, all or none; works beside a running bot.

    Return for each what became of it, in order. Addresses are compared by `normalise_url`, with those that
    feeds had before they moved too. New ones are due from now on, one after the other, and get the tags of
    their groups; those that are there keep the tags that they have.
    """

    def intent(raw: sqlite3.Connection) -> tuple[Imported, ...]:
        known, groups = addresses_known(raw), groups_of(feeds)
        outcomes = []
        new = 0
        for feed in feeds:
            key = normalise_url(feed.url)
            if key not in known:
                title = feed.title or feed.url
                number = insert_feed(
                    raw,
                    url=feed.url,
                    title=title,
                    site_url=feed.site_url,
                    language=feed.language,
                    by=by,
                    now=now,
                    due=now + new * _APART,
                )
                set_tags(raw, number, read_tags(groups[key]), now)
                new += 1
                outcomes.append(Imported(number, title, True))
                known[key] = Imported(number, title, False)
            else:
                outcomes.append(known[key])
        return tuple(outcomes)

    return await write_beside(path, intent)


def groups_of(feeds: Iterable[Outline]) -> dict[str, tuple[str, ...]]:
    """Return the groups of each feed by its address as addresses are compared.

    Programs that let a feed be in several groups name it in each of them.
    """
    found: dict[str, tuple[str, ...]] = {}
    for feed in feeds:
        key = normalise_url(feed.url)
        found[key] = (*found.get(key, ()), *feed.groups)
    return found


def addresses_known(raw: sqlite3.Connection, chat_id: int = 0) -> dict[str, Imported]:
    """Return the feeds that a chat may see by their addresses as these are compared; 0 = what is public.

    A present address counts before a former one, and the chat's own feed before everybody's.
    For intents of this package.
    """
    former = """
        SELECT feeds.id, feed_addresses.url, coalesce(own_title, title) FROM feed_addresses
        JOIN feeds ON feeds.id = feed_addresses.feed_id
        WHERE removed_at IS NULL AND owner_chat_id IS NULL ORDER BY until
    """
    present = """
        SELECT id, url, coalesce(own_title, title) FROM feeds
        WHERE removed_at IS NULL AND (owner_chat_id IS NULL OR owner_chat_id = ?)
        ORDER BY owner_chat_id IS NOT NULL
    """
    rows = [*raw.execute(former), *raw.execute(present, (chat_id,))]
    return {normalise_url(url): Imported(number, title, False) for number, url, title in rows}


async def export_feeds(path: Path) -> tuple[Outline, ...]:
    """Return the feeds of the catalogue at `path` by number, those of single chats left out."""
    return await read_beside(path, _outlines)


async def list_outlines(db: Database) -> tuple[Outline, ...]:
    """Return the same of the open database."""
    return await db.read(_outlines)


async def subscribed_outlines(
    db: Database, place: Place, *, own_feeds: bool
) -> tuple[Outline, ...]:
    """Return what a place is subscribed to, by title, as it calls the feeds.

    `own_feeds`: whether those that belong to this chat alone are among them.
    """

    def question(raw: sqlite3.Connection) -> tuple[Outline, ...]:
        rows = raw.execute(
            """
            SELECT feeds.id, url, coalesce(subscriptions.own_title, feeds.own_title, title), site_url,
                language
            FROM subscriptions JOIN feeds ON feeds.id = feed_id
            WHERE chat_id = :chat AND thread_id = :thread AND subscriptions.removed_at IS NULL
              AND feeds.removed_at IS NULL
              AND (owner_chat_id IS NULL OR :own AND owner_chat_id = :chat)
            """,
            {"chat": place.chat_id, "thread": place.thread_id, "own": own_feeds},
        ).fetchall()
        found = [_outline(raw, *row) for row in rows]
        return tuple(sorted(found, key=lambda one: (one.title.casefold(), one.url)))

    return await db.read(question)


def _outlines(raw: sqlite3.Connection) -> tuple[Outline, ...]:
    rows = raw.execute(
        """
        SELECT id, url, coalesce(own_title, title), site_url, language FROM feeds
        WHERE removed_at IS NULL AND owner_chat_id IS NULL ORDER BY id
        """
    ).fetchall()
    return tuple(_outline(raw, *row) for row in rows)


def _outline(
    raw: sqlite3.Connection,
    number: int,
    url: str,
    title: str,
    site_url: str | None,
    language: str | None,
) -> Outline:
    return Outline(url, title, site_url, language, groups=tags_in(raw, number))
