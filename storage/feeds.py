"""The catalogue of feeds: adding, pausing, removing. What is in it is found by storage/feed_lookups.py."""

import sqlite3

from newsroom import Feed, FeedState, Place
from storage import audit
from storage.bookkeeping import restarted
from storage.changes import ChangeKind, note_change
from storage.database import Database
from storage.errors import StorageError
from storage.feed_lookups import find_by_address, find_where, known_feed
from storage.visibility import VISIBLE, Viewer, chats_of


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
        known = find_by_address(raw, url, visible_to=owner_chat_id)
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
        return known_feed(raw, number)

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
        feed = find_where(raw, "id = :id AND removed_at IS NULL", {"id": feed_id})
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
    feed = find_where(raw, "id = :id AND removed_at IS NULL", {"id": feed_id})
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
    return known_feed(raw, feed_id)


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
    return known_feed(raw, feed_id)


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
            if find_where(raw, f"id = :id AND {VISIBLE}", values) is None:
                return None
        return bring_feed_back(raw, feed_id, removed_since, by, now)

    return await db.write(intent)


def bring_feed_back(
    raw: sqlite3.Connection, feed_id: int, removed_since: int, by: int, now: int
) -> Feed | None:
    """Do what `restore_feed` says; for intents of this package."""
    removed = find_where(
        raw, "id = :id AND removed_at >= :since", {"id": feed_id, "since": removed_since}
    )
    if removed is None:
        return None
    twin = find_where(
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
    return known_feed(raw, feed_id)
