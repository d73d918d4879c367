"""The catalogue of public feeds as a whole: lists taken in, and given out."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from newsroom import Outline, normalise_url, read_tags
from storage.beside import read_beside, write_beside
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
        known = _known(raw)
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
                set_tags(raw, number, read_tags(feed.groups), now)
                new += 1
                outcomes.append(Imported(number, title, True))
                known[key] = Imported(number, title, False)
            else:
                outcomes.append(known[key])
        return tuple(outcomes)

    return await write_beside(path, intent)


def _known(raw: sqlite3.Connection) -> dict[str, Imported]:
    """Return the feeds of the catalogue by their addresses; a present one counts before a former one."""
    former = """
        SELECT feeds.id, feed_addresses.url, coalesce(own_title, title) FROM feed_addresses
        JOIN feeds ON feeds.id = feed_addresses.feed_id
        WHERE removed_at IS NULL AND owner_chat_id IS NULL ORDER BY until
    """
    present = """
        SELECT id, url, coalesce(own_title, title) FROM feeds
        WHERE removed_at IS NULL AND owner_chat_id IS NULL
    """
    rows = [*raw.execute(former), *raw.execute(present)]
    return {normalise_url(url): Imported(number, title, False) for number, url, title in rows}


async def export_feeds(path: Path) -> tuple[Outline, ...]:
    """Return the feeds of the catalogue at `path` by number, those of single chats left out."""

    def question(raw: sqlite3.Connection) -> tuple[Outline, ...]:
        rows = raw.execute(
            """
            SELECT id, url, coalesce(own_title, title), site_url, language FROM feeds
            WHERE removed_at IS NULL AND owner_chat_id IS NULL ORDER BY id
            """
        ).fetchall()
        return tuple(
            Outline(url, title, site, language, groups=tags_in(raw, number))
            for number, url, title, site, language in rows
        )

    return await read_beside(path, question)
