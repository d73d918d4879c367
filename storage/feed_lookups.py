"""Feeds found: by their number, their address, their site or their title, and the whole catalogue.

A private feed (`owner_chat_id`) exists only for its chat: see storage/visibility.py.
"""

import sqlite3
from collections.abc import Callable, Mapping

from newsroom import Feed, Page, normalise_url
from storage.database import Database
from storage.feed_rows import COLUMNS, feed_of
from storage.paging import page_of
from storage.visibility import VISIBLE, Viewer, chats_of

_VISIBLE = f"feeds.removed_at IS NULL AND {VISIBLE}"


async def get_feed(db: Database, feed_id: int, *, visible_to: Viewer) -> Feed | None:
    """Return a feed by its number; None where there is none for that chat."""
    values = {"id": feed_id, "visible_to": chats_of(visible_to)}
    return await db.read(lambda raw: find_where(raw, f"id = :id AND {_VISIBLE}", values))


async def feed_by_url(db: Database, url: str, *, visible_to: Viewer) -> Feed | None:
    """Return the feed with exactly this address, the chat's own before everybody's.

    Where none has it now, the feed that had it last before it moved.
    """
    return await db.read(lambda raw: find_by_address(raw, url, visible_to=visible_to))


async def feeds_of_site(db: Database, url: str, *, visible_to: Viewer) -> tuple[Feed, ...]:
    """Return the feeds that name the page at `url`, in whatever spelling, as their site, by title."""
    wanted = normalise_url(url)

    def matches(feed: Feed) -> bool:
        return feed.site_url is not None and normalise_url(feed.site_url) == wanted

    return await db.read(lambda raw: _catalogue(raw, visible_to, matches))


async def feeds_by_title(
    db: Database, words: str, *, visible_to: Viewer, exact: bool = False
) -> tuple[Feed, ...]:
    """Return the feeds whose title holds `words` (with `exact`: is `words`), case aside, by title."""
    wanted = words.casefold()

    def matches(feed: Feed) -> bool:
        title = feed.title.casefold()
        return title == wanted if exact else wanted in title

    return await db.read(lambda raw: _catalogue(raw, visible_to, matches))


async def list_feeds(
    db: Database,
    *,
    visible_to: Viewer,
    words: str = "",
    tag: str | None = None,
    page: int = 0,
    size: int,
) -> Page[Feed]:
    """Return a page of the catalogue by title; with `words` those whose title or address has them.

    `tag`: those that have it; None = all.
    """
    wanted = words.casefold().split()

    def question(raw: sqlite3.Connection) -> tuple[Feed, ...]:
        rows = raw.execute("SELECT feed_id FROM feed_tags WHERE tag = ?", (tag,))
        tagged = {feed_id for (feed_id,) in rows}

        def matches(feed: Feed) -> bool:
            text = f"{feed.title} {feed.url}".casefold()
            return (tag is None or feed.id in tagged) and all(word in text for word in wanted)

        return _catalogue(raw, visible_to, matches)

    found = await db.read(question)
    return page_of(found, number=page, size=size)


def find_public(raw: sqlite3.Connection, url: str) -> Feed | None:
    """Return the public feed that `feed_by_url` finds; for intents of this package."""
    return find_by_address(raw, url, visible_to=None)


def find_by_address(raw: sqlite3.Connection, url: str, *, visible_to: Viewer | None) -> Feed | None:
    """Return the feed with this address, else the one that had it last; `visible_to` None: a public one."""
    own_first = f"url = :url AND {_VISIBLE} ORDER BY owner_chat_id IS NULL"
    former = f"""
        id = (
            SELECT feed_addresses.feed_id FROM feed_addresses
            JOIN feeds ON feeds.id = feed_addresses.feed_id AND {_VISIBLE}
            WHERE feed_addresses.url = :url ORDER BY owner_chat_id IS NULL, until DESC LIMIT 1
        )
    """
    viewer = frozenset[int]() if visible_to is None else visible_to
    values = {"url": url, "visible_to": chats_of(viewer)}
    return find_where(raw, own_first, values) or find_where(raw, former, values)


def find_where(raw: sqlite3.Connection, where: str, values: Mapping[str, object]) -> Feed | None:
    """Return a feed of which `where` is true; for intents of this package."""
    row = raw.execute(f"SELECT {COLUMNS} FROM feeds WHERE {where} LIMIT 1", values).fetchone()
    return None if row is None else feed_of(row)


def known_feed(raw: sqlite3.Connection, feed_id: int) -> Feed:
    """Return a feed that there is; for intents of this package."""
    return feed_of(raw.execute(f"SELECT {COLUMNS} FROM feeds WHERE id = ?", (feed_id,)).fetchone())


def _catalogue(
    raw: sqlite3.Connection, visible_to: Viewer, matches: Callable[[Feed], bool]
) -> tuple[Feed, ...]:
    """Filter in Python: SQLite folds the case of ASCII letters only."""
    values = {"visible_to": chats_of(visible_to)}
    rows = raw.execute(f"SELECT {COLUMNS} FROM feeds WHERE {_VISIBLE}", values)
    found = (feed for feed in map(feed_of, rows) if matches(feed))
    return tuple(sorted(found, key=lambda feed: (feed.title.casefold(), feed.id)))
