"""Who wants which feed, and where: a chat, or one topic of it."""

import sqlite3

from newsroom import AlertStyle, Page, Place, Subscription
from storage.changes import ChangeKind, note_change
from storage.database import Database
from storage.paging import page_of
from storage.pauses import look_at_pause, note_pause
from storage.reasons import drop_unwanted

_SELECT = """
    SELECT subscriptions.*, coalesce(feeds.own_title, feeds.title) AS feed_title
    FROM subscriptions JOIN feeds ON feeds.id = subscriptions.feed_id
"""
_LIVE = "subscriptions.removed_at IS NULL AND feeds.removed_at IS NULL"


async def subscribe(
    db: Database, place: Place, feed_id: int, *, by: int, now: int
) -> tuple[Subscription, bool]:
    """Subscribe a place that the bot has met to a feed that exists; True where it was not already.

    A subscription that Telegram's refusals had paused goes on; what it missed is noted.
    """
    pause = await look_at_pause(db, place.chat_id, now)

    def intent(raw: sqlite3.Connection) -> tuple[Subscription, bool]:
        note_pause(raw, pause)
        added = raw.execute(
            """
            INSERT INTO subscriptions (chat_id, thread_id, feed_id, created_at, created_by)
            VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """,
            (place.chat_id, place.thread_id, feed_id, now, by),
        )
        raw.execute(
            """
            UPDATE subscriptions SET paused = NULL, paused_at = NULL
            WHERE chat_id = ? AND thread_id = ? AND feed_id = ? AND removed_at IS NULL
            """,
            (place.chat_id, place.thread_id, feed_id),
        )
        row = raw.execute(
            f"{_SELECT} WHERE chat_id = ? AND thread_id = ? AND feed_id = ? "
            "AND subscriptions.removed_at IS NULL",
            (place.chat_id, place.thread_id, feed_id),
        ).fetchone()
        if added.rowcount:
            before = {"subscription": row["id"], "feed": feed_id}
            note_change(raw, place, by=by, now=now, kind=ChangeKind.SUB, before=before)
        return _subscription(row), added.rowcount > 0

    return await db.write(intent)


async def unsubscribe(
    db: Database, place: Place, feed_id: int, *, by: int | None = None, now: int
) -> Subscription | None:
    """End a place's subscription to a feed; None where it has none.

    `by`: who may take it back with /undo; None = nobody; so in all that follow.
    Its alerts that are due are dropped, save those that a watch has chosen as well.
    """

    def intent(raw: sqlite3.Connection) -> Subscription | None:
        row = raw.execute(
            f"{_SELECT} WHERE chat_id = ? AND thread_id = ? AND feed_id = ? AND {_LIVE}",
            (place.chat_id, place.thread_id, feed_id),
        ).fetchone()
        if row is None:
            return None
        _remove(raw, "id = ?", (row["id"],), now)
        before = {"removed_at": now, "feed": feed_id}
        note_change(raw, place, by=by, now=now, kind=ChangeKind.UNSUB, before=before)
        return _subscription(row)

    return await db.write(intent)


async def unsubscribe_all(db: Database, place: Place, *, by: int | None = None, now: int) -> int:
    """End all subscriptions of a place, as `unsubscribe` does one; return how many there were.

    Those to tags end with them, uncounted: nothing may come of them later.
    """

    def intent(raw: sqlite3.Connection) -> int:
        raw.execute(
            """
            UPDATE tag_subscriptions SET removed_at = ?
            WHERE chat_id = ? AND thread_id = ? AND removed_at IS NULL
            """,
            (now, place.chat_id, place.thread_id),
        )
        count = _remove(raw, "chat_id = ? AND thread_id = ?", (place.chat_id, place.thread_id), now)
        if count:
            before = {"removed_at": now}
            note_change(raw, place, by=by, now=now, kind=ChangeKind.UNSUB_ALL, before=before)
        return count

    return await db.write(intent)


async def removed_subscriptions(
    db: Database, place: Place, *, removed_at: int
) -> tuple[Subscription, ...]:
    """Return what `restore_subscriptions` would bring back, by number."""

    def question(raw: sqlite3.Connection) -> tuple[Subscription, ...]:
        rows = raw.execute(
            f"""
            {_SELECT}
            WHERE chat_id = ? AND thread_id = ? AND subscriptions.removed_at = ?
              AND feed_id NOT IN (
                SELECT feed_id FROM subscriptions
                WHERE chat_id = ? AND thread_id = ? AND removed_at IS NULL
              )
            ORDER BY subscriptions.id
            """,
            (place.chat_id, place.thread_id, removed_at, place.chat_id, place.thread_id),
        )
        return tuple(_subscription(row) for row in rows)

    return await db.read(question)


async def restore_subscriptions(db: Database, place: Place, *, removed_at: int) -> int:
    """Undo the removal that a place made at just that time; return how many came back.

    What has been subscribed anew meanwhile is left as it is. The alerts that were dropped are due again,
    and subscriptions to tags that ended then are back.
    """
    return await db.write(lambda raw: bring_back(raw, place, removed_at))


async def list_subscriptions(
    db: Database, place: Place, *, page: int = 0, size: int
) -> Page[Subscription]:
    """Return a page of what a place is subscribed to, by title."""

    def question(raw: sqlite3.Connection) -> list[Subscription]:
        rows = raw.execute(
            f"{_SELECT} WHERE chat_id = ? AND thread_id = ? AND {_LIVE}",
            (place.chat_id, place.thread_id),
        )
        return [_subscription(row) for row in rows]

    found = await db.read(question)
    found.sort(key=lambda one: (one.feed_title.casefold(), one.id))
    return page_of(found, number=page, size=size)


async def count_subscribers(db: Database, feed_id: int) -> int:
    """Return in how many places a feed is subscribed to."""

    def question(raw: sqlite3.Connection) -> int:
        (count,) = raw.execute(
            "SELECT count(*) FROM subscriptions WHERE feed_id = ? AND removed_at IS NULL",
            (feed_id,),
        ).fetchone()
        return int(count)

    return await db.read(question)


async def subscribed_feeds(db: Database, place: Place) -> frozenset[int]:
    """Return the numbers of the feeds that a place is subscribed to."""

    def question(raw: sqlite3.Connection) -> frozenset[int]:
        rows = raw.execute(
            "SELECT feed_id FROM subscriptions "
            "WHERE chat_id = ? AND thread_id = ? AND removed_at IS NULL",
            (place.chat_id, place.thread_id),
        )
        return frozenset(feed_id for (feed_id,) in rows)

    return await db.read(question)


def count_live(raw: sqlite3.Connection, place: Place) -> int:
    """Return how many subscriptions a place has; for intents of this package."""
    (count,) = raw.execute(
        f"""
        SELECT count(*) FROM subscriptions JOIN feeds ON feeds.id = feed_id
        WHERE chat_id = ? AND thread_id = ? AND {_LIVE}
        """,
        (place.chat_id, place.thread_id),
    ).fetchone()
    return int(count)


def find_subscription(raw: sqlite3.Connection, place: Place, feed_id: int) -> Subscription | None:
    """Return a place's subscription to a feed; None where it has none."""
    row = raw.execute(
        f"{_SELECT} WHERE chat_id = ? AND thread_id = ? AND feed_id = ? AND {_LIVE}",
        (place.chat_id, place.thread_id, feed_id),
    ).fetchone()
    return None if row is None else _subscription(row)


def bring_back(raw: sqlite3.Connection, place: Place, removed_at: int) -> int:
    """Do what `restore_subscriptions` says; for intents of this package."""
    raw.execute(
        """
        UPDATE OR IGNORE tag_subscriptions SET removed_at = NULL
        WHERE chat_id = ? AND thread_id = ? AND removed_at = ?
        """,
        (place.chat_id, place.thread_id, removed_at),
    )
    raw.execute(
        """
        UPDATE deliveries SET state = 'due', reason = NULL, settled_at = NULL
        WHERE chat_id = ? AND thread_id = ? AND state = 'dropped' AND reason = 'unsubscribed'
          AND settled_at = ?
        """,
        (place.chat_id, place.thread_id, removed_at),
    )
    return raw.execute(
        """
        UPDATE OR IGNORE subscriptions SET removed_at = NULL
        WHERE chat_id = ? AND thread_id = ? AND removed_at = ?
        """,
        (place.chat_id, place.thread_id, removed_at),
    ).rowcount


def count_to_bring_back(raw: sqlite3.Connection, place: Place, removed_at: int) -> int:
    """Return how many subscriptions a place would have after `bring_back`."""
    (count,) = raw.execute(
        """
        SELECT count(DISTINCT feed_id) FROM subscriptions
        WHERE chat_id = ? AND thread_id = ? AND (removed_at IS NULL OR removed_at = ?)
        """,
        (place.chat_id, place.thread_id, removed_at),
    ).fetchone()
    return int(count)


def end_subscription(raw: sqlite3.Connection, subscription_id: int, now: int) -> bool:
    """End a subscription as `unsubscribe` does; False where it has ended; for intents of this package."""
    return _remove(raw, "id = ?", (subscription_id,), now) > 0


def end_subscriptions_of_import(raw: sqlite3.Connection, import_id: int, now: int) -> int:
    """End what an imported list has made; return how many; for intents of this package."""
    made = "SELECT subscription_id FROM import_feeds WHERE import_id = ?"
    return _remove(raw, f"id IN ({made})", (import_id,), now)


def _remove(raw: sqlite3.Connection, where: str, values: tuple[int, ...], now: int) -> int:
    ended = raw.execute(
        f"""
        UPDATE subscriptions SET removed_at = ? WHERE {where} AND removed_at IS NULL
        RETURNING chat_id, thread_id, feed_id
        """,
        (now, *values),
    ).fetchall()
    drop_unwanted(raw, ended, now)
    return len(ended)


def _subscription(row: sqlite3.Row) -> Subscription:
    return Subscription(
        id=row["id"],
        place=Place(row["chat_id"], row["thread_id"]),
        feed_id=row["feed_id"],
        feed_title=row["feed_title"],
        created_at=row["created_at"],
        paused=row["paused"],
        own_title=row["own_title"],
        hashtags=row["hashtags"],
        style=None if row["style"] is None else AlertStyle(row["style"]),
        media=_yes(row["media"]),
        album=_yes(row["album"]),
        preview=_yes(row["preview"]),
        silent=_yes(row["silent"]),
        digest=_yes(row["digest"]),
        filter=row["filter"],
        tag_id=row["tag_id"],
    )


def _yes(value: int | None) -> bool | None:
    return None if value is None else bool(value)
