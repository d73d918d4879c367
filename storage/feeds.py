"""The catalogue of feeds: adding, finding, pausing, removing.

A private feed (`owner_chat_id`) exists only for its chat: see storage/visibility.py.
"""

import sqlite3
from collections.abc import Callable, Mapping

from newsroom import Feed, FeedState, Page, Place, normalise_url
from storage import audit
from storage.bookkeeping import restarted
from storage.changes import ChangeKind, note_change
from storage.database import Database
from storage.errors import StorageError
from storage.feed_rows import COLUMNS, feed_of
from storage.paging import page_of
from storage.visibility import VISIBLE, Viewer, chats_of

_VISIBLE = f"feeds.removed_at IS NULL AND {VISIBLE}"


class FeedExists(StorageError):
    """The catalogue has that address already, as `feed`."""

    def __init__(self, feed: Feed) -> None:
        self.feed = feed
        super().__init__(f"feed {feed.id} has this address")


async def add_feed(
    db: Database,
    *,
    url: str,
    title: str,
    own_title: str | None = None,
    site_url: str | None = None,
    language: str | None = None,
    owner_chat_id: int | None = None,
    by: int,
    now: int,
) -> Feed:
    """Add a feed, due for its first check at once; public, or `owner_chat_id`'s alone.

    Raises FeedExists where one that is public, or that chat's, has this address, or had it before it moved.
    """

    def intent(raw: sqlite3.Connection) -> Feed:
        known = _with_address(raw, url, visible_to=owner_chat_id)
        if known is not None:
            raise FeedExists(known)
        number = insert_feed(
            raw,
            url=url,
            title=title,
            own_title=own_title,
            site_url=site_url,
            language=language,
            owner_chat_id=owner_chat_id,
            by=by,
            now=now,
            due=now,
        )
        return _get(raw, number)

    return await db.write(intent)


def insert_feed(
    raw: sqlite3.Connection,
    *,
    url: str,
    title: str,
    own_title: str | None = None,
    site_url: str | None = None,
    language: str | None = None,
    owner_chat_id: int | None = None,
    by: int,
    now: int,
    due: int,
) -> int:
    """Add a feed whose address is new, and return its number; for intents of this package."""
    (number,) = raw.execute(
        """
        INSERT INTO feeds
            (url, title, own_title, site_url, language, owner_chat_id, added_at, added_by, next_check_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id
        """,
        (url, title, own_title, site_url, language, owner_chat_id, now, by, due),
    ).fetchone()
    audit.note(raw, at=now, by=by, action="addfeed", subject=f"feed:{number}")
    return int(number)


async def get_feed(db: Database, feed_id: int, *, visible_to: Viewer) -> Feed | None:
    """Return a feed by its number; None where there is none for that chat."""
    values = {"id": feed_id, "visible_to": chats_of(visible_to)}
    return await db.read(lambda raw: _find(raw, f"id = :id AND {_VISIBLE}", values))


async def feed_by_url(db: Database, url: str, *, visible_to: Viewer) -> Feed | None:
    """Return the feed with exactly this address, the chat's own before everybody's.

    Where none has it now, the feed that had it last before it moved.
    """
    return await db.read(lambda raw: _with_address(raw, url, visible_to=visible_to))


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


async def set_feed_state(
    db: Database,
    feed_id: int,
    state: FeedState,
    *,
    at_place: Place | None = None,
    by: int,
    now: int,
) -> Feed | None:
    """Pause a feed, or let it go on with a check at once; None where it has been removed.

    One that was stopped begins anew, or is an admin's pause from now on. `state` is not STOPPED: a check
    decides that. `at_place`: where /undo takes it back; None = nowhere.
    """

    def intent(raw: sqlite3.Connection) -> Feed | None:
        feed = _find(raw, "id = :id AND removed_at IS NULL", {"id": feed_id})
        done = change_state(raw, feed_id, state, by, now)
        if feed is not None and feed.state not in (state, FeedState.STOPPED):
            before = {"feed": feed_id, "state": feed.state, "after": state}
            note_change(raw, at_place, by=by, now=now, kind=ChangeKind.FEED_STATE, before=before)
        return done

    return await db.write(intent)


def change_state(
    raw: sqlite3.Connection, feed_id: int, state: FeedState, by: int, now: int
) -> Feed | None:
    """Do what `set_feed_state` says; for intents of this package."""
    feed = _find(raw, "id = :id AND removed_at IS NULL", {"id": feed_id})
    if feed is None:
        return None
    raw.execute(
        "UPDATE feeds SET state = ?, next_check_at = min(next_check_at, ?) WHERE id = ?",
        (state, now, feed_id),
    )
    if feed.state is FeedState.STOPPED:
        restarted(raw, feed)
    if feed.state is not state:
        action = "pausefeed" if state is FeedState.PAUSED else "resumefeed"
        audit.note(raw, at=now, by=by, action=action, subject=f"feed:{feed_id}")
    return _get(raw, feed_id)


async def remove_feed(
    db: Database, feed_id: int, *, at_place: Place | None = None, by: int, now: int
) -> Feed | None:
    """Take a feed out of the catalogue; its articles and subscriptions stay for an undo.

    None where it is gone already. `at_place`: where /undo takes it back; None = nowhere.
    """

    def intent(raw: sqlite3.Connection) -> Feed | None:
        removed = take_feed_out(raw, feed_id, by, now)
        if removed is not None:
            before = {"feed": feed_id}
            note_change(raw, at_place, by=by, now=now, kind=ChangeKind.REMOVE_FEED, before=before)
        return removed

    return await db.write(intent)


def take_feed_out(raw: sqlite3.Connection, feed_id: int, by: int, now: int) -> Feed | None:
    """Do what `remove_feed` says; for intents of this package."""
    done = raw.execute(
        "UPDATE feeds SET removed_at = ? WHERE id = ? AND removed_at IS NULL", (now, feed_id)
    )
    if done.rowcount == 0:
        return None
    audit.note(raw, at=now, by=by, action="removefeed", subject=f"feed:{feed_id}")
    return _get(raw, feed_id)


async def restore_feed(
    db: Database,
    feed_id: int,
    *,
    removed_since: int,
    visible_to: Viewer | None = None,
    by: int,
    now: int,
) -> Feed | None:
    """Undo a removal that is no older than `removed_since`; None where there is none such.

    `visible_to`: for whom the feed has to be there; None = it need not. Raises FeedExists where the address
    has been added anew meanwhile.
    """

    def intent(raw: sqlite3.Connection) -> Feed | None:
        if visible_to is not None:
            values = {"id": feed_id, "visible_to": chats_of(visible_to)}
            if _find(raw, f"id = :id AND {VISIBLE}", values) is None:
                return None
        return bring_feed_back(raw, feed_id, removed_since, by, now)

    return await db.write(intent)


def bring_feed_back(
    raw: sqlite3.Connection, feed_id: int, removed_since: int, by: int, now: int
) -> Feed | None:
    """Do what `restore_feed` says; for intents of this package."""
    removed = _find(
        raw, "id = :id AND removed_at >= :since", {"id": feed_id, "since": removed_since}
    )
    if removed is None:
        return None
    twin = _find(
        raw,
        "url = :url AND removed_at IS NULL AND owner_chat_id IS :owner",
        {"url": removed.url, "owner": removed.owner_chat_id},
    )
    if twin is not None:
        raise FeedExists(twin)
    raw.execute(
        "UPDATE feeds SET removed_at = NULL, next_check_at = ? WHERE id = ?", (now, feed_id)
    )
    audit.note(raw, at=now, by=by, action="restorefeed", subject=f"feed:{feed_id}")
    return _get(raw, feed_id)


def find_public(raw: sqlite3.Connection, url: str) -> Feed | None:
    """Return the public feed that `feed_by_url` finds; for intents of this package."""
    return _with_address(raw, url, visible_to=None)


def _with_address(raw: sqlite3.Connection, url: str, *, visible_to: Viewer | None) -> Feed | None:
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
    return _find(raw, own_first, values) or _find(raw, former, values)


def _find(raw: sqlite3.Connection, where: str, values: Mapping[str, object]) -> Feed | None:
    row = raw.execute(f"SELECT {COLUMNS} FROM feeds WHERE {where} LIMIT 1", values).fetchone()
    return None if row is None else feed_of(row)


def _get(raw: sqlite3.Connection, feed_id: int) -> Feed:
    return feed_of(raw.execute(f"SELECT {COLUMNS} FROM feeds WHERE id = ?", (feed_id,)).fetchone())


def _catalogue(
    raw: sqlite3.Connection, visible_to: Viewer, matches: Callable[[Feed], bool]
) -> tuple[Feed, ...]:
    """Filter in Python: SQLite folds the case of ASCII letters only."""
    values = {"visible_to": chats_of(visible_to)}
    rows = raw.execute(f"SELECT {COLUMNS} FROM feeds WHERE {_VISIBLE}", values)
    found = (feed for feed in map(feed_of, rows) if matches(feed))
    return tuple(sorted(found, key=lambda feed: (feed.title.casefold(), feed.id)))
