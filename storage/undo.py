"""Taking back what somebody changed last in a place."""

import json
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from newsroom import FeedState, Place
from storage.changes import ADMINS_KINDS, ChangeKind
from storage.chat_settings import take_back_settings
from storage.database import Database
from storage.errors import StorageError
from storage.feed_edits import undo_edit
from storage.feeds import bring_feed_back, change_state
from storage.filters import take_back_filter
from storage.languages import take_back_language
from storage.manners import take_back_subscription
from storage.mutes import take_back_mute
from storage.subscriptions import (
    bring_back,
    count_to_bring_back,
    end_subscription,
    end_subscriptions_of_import,
)
from storage.tags import end_tag
from storage.watches import bring_watch_back, end_watch


class NoRoomToUndo(StorageError):
    """What would come back is more than a place may have; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Undone:
    """A change that was taken back."""

    kind: ChangeKind
    what: str
    """The title of a feed, a tag or a query; empty where it was about everything."""
    count: int = 1
    """Subscriptions that came back, or of an imported list: that ended."""


@dataclass(frozen=True, slots=True)
class _Task:
    raw: sqlite3.Connection
    place: Place
    by: int
    now: int
    before: Mapping[str, Any]
    most_subscriptions: int
    most_watches: int


_TakeBack: TypeAlias = Callable[[_Task], tuple[str, int] | None]
"""Takes a change back and says what it was about; None where that is not as it was left."""


async def undo_last(
    db: Database,
    place: Place,
    *,
    by: int,
    now: int,
    since: int,
    is_admin: bool,
    most_subscriptions: int = 0,
    most_watches: int,
) -> Undone | None:
    """Take back the last change that `by` made in a place, no older than `since`; None: there is none.

    What has been changed again by others, or taken back by a button, is passed over. Called again, it takes
    back the one before. Raises FeedExists where a feed's address has been given to another, NoRoomToUndo
    where subscriptions (0 = any number) would come back that are too many; both leave all as it is.
    """

    def intent(raw: sqlite3.Connection) -> Undone | None:
        rows = raw.execute(
            """
            SELECT id, kind, before FROM changes
            WHERE chat_id = ? AND thread_id = ? AND by = ? AND undone_at IS NULL AND at >= ?
              AND (? OR kind NOT IN (SELECT value FROM json_each(?)))
            ORDER BY id DESC
            """,
            (place.chat_id, place.thread_id, by, since, is_admin, json.dumps(ADMINS_KINDS)),
        ).fetchall()
        for row in rows:
            kind = ChangeKind(row["kind"])
            before = json.loads(row["before"])
            task = _Task(raw, place, by, now, before, most_subscriptions, most_watches)
            taken = _TAKE_BACK[kind](task)
            raw.execute("UPDATE changes SET undone_at = ? WHERE id = ?", (now, row["id"]))
            if taken is not None:
                return Undone(kind, *taken)
        return None

    return await db.write(intent)


async def prune_changes(db: Database, before: int) -> int:
    """Forget changes that are older than `before`, as nobody takes them back any more; return how many."""
    return await db.write(
        lambda raw: raw.execute("DELETE FROM changes WHERE at < ?", (before,)).rowcount
    )


def _sub(task: _Task) -> tuple[str, int] | None:
    ended = end_subscription(task.raw, task.before["subscription"], task.now)
    return (_title(task.raw, task.before["feed"]), 1) if ended else None


def _unsub(task: _Task) -> tuple[str, int] | None:
    removed_at = task.before["removed_at"]
    limit = task.most_subscriptions
    if limit and count_to_bring_back(task.raw, task.place, removed_at) > limit:
        raise NoRoomToUndo("more subscriptions than a place may have")
    count = bring_back(task.raw, task.place, removed_at)
    feed = task.before.get("feed")
    what = task.before.get("tag", "") if feed is None else _title(task.raw, feed)
    return (what, count) if count else None


def _tag(task: _Task) -> tuple[str, int] | None:
    tag = task.before["tag"]
    ended = end_tag(task.raw, task.place, tag, task.now)
    return None if ended is None else (tag, ended)


def _mute(task: _Task) -> tuple[str, int] | None:
    feed = task.before["feed"]
    if not take_back_mute(task.raw, task.place, feed, task.before["until"], task.before["after"]):
        return None
    return _title(task.raw, feed) if feed else "", 1


def _filter(task: _Task) -> tuple[str, int] | None:
    feed, before = task.before["feed"], task.before
    if not take_back_filter(task.raw, task.place, feed, before["filter"], before["after"]):
        return None
    return _title(task.raw, feed), 1


def _watch(task: _Task) -> tuple[str, int] | None:
    ended = end_watch(task.raw, task.place, task.before["watch"], task.now)
    return None if ended is None else (ended.query, 1)


def _unwatch(task: _Task) -> tuple[str, int] | None:
    back = bring_watch_back(task.raw, task.place, task.before["watch"], task.most_watches)
    return None if back is None else (back.query, 1)


def _import(task: _Task) -> tuple[str, int] | None:
    """Take back what a list subscribed; one that runs stops, one that waits will subscribe nobody."""
    number = task.before["import"]
    count = end_subscriptions_of_import(task.raw, number, task.now)
    stopped = task.raw.execute(
        """
        UPDATE imports SET subscribes = 0, ended_at = ?, told = 0,
            state = iif(request = 'open', 'waiting', 'cancelled')
        WHERE id = ? AND state = 'running'
        """,
        (task.now, number),
    )
    task.raw.execute(
        "UPDATE imports SET subscribes = 0 WHERE id = ? AND state = 'waiting'", (number,)
    )
    return ("", count) if count or stopped.rowcount else None


def _settings(task: _Task) -> tuple[str, int] | None:
    before, after = task.before["before"], task.before["after"]
    done = take_back_settings(task.raw, task.place.chat_id, before, after, task.now)
    return ("", 1) if done else None


def _subscription(task: _Task) -> tuple[str, int] | None:
    feed, before, after = (task.before[name] for name in ("feed", "before", "after"))
    done = take_back_subscription(task.raw, task.place, feed, before, after)
    return (_title(task.raw, feed), 1) if done else None


def _language(task: _Task) -> tuple[str, int] | None:
    before, after = task.before["language"], task.before["after"]
    return ("", 1) if take_back_language(task.raw, task.place.chat_id, before, after) else None


def _remove_feed(task: _Task) -> tuple[str, int] | None:
    back = bring_feed_back(task.raw, task.before["feed"], 0, task.by, task.now)
    return None if back is None else (back.title, 1)


def _feed_state(task: _Task) -> tuple[str, int] | None:
    feed, after = task.before["feed"], FeedState(task.before["after"])
    (state,) = task.raw.execute("SELECT state FROM feeds WHERE id = ?", (feed,)).fetchone()
    if state != after:
        return None
    done = change_state(task.raw, feed, FeedState(task.before["state"]), task.by, task.now)
    return None if done is None else (done.title, 1)


def _edit_feed(task: _Task) -> tuple[str, int] | None:
    edit = undo_edit(task.raw, task.before["edit"], 0, task.by, task.now)
    return None if edit is None else (edit.feed.title, 1)


_TAKE_BACK: Mapping[ChangeKind, _TakeBack] = {
    ChangeKind.SUB: _sub,
    ChangeKind.UNSUB: _unsub,
    ChangeKind.UNSUB_ALL: _unsub,
    ChangeKind.TAG: _tag,
    ChangeKind.UNTAG: _unsub,
    ChangeKind.MUTE: _mute,
    ChangeKind.FILTER: _filter,
    ChangeKind.WATCH: _watch,
    ChangeKind.UNWATCH: _unwatch,
    ChangeKind.IMPORT: _import,
    ChangeKind.SETTINGS: _settings,
    ChangeKind.SUBSCRIPTION: _subscription,
    ChangeKind.DIGEST: _settings,
    ChangeKind.QUIET: _settings,
    ChangeKind.TIMEZONE: _settings,
    ChangeKind.LANGUAGE: _language,
    ChangeKind.REMOVE_FEED: _remove_feed,
    ChangeKind.FEED_STATE: _feed_state,
    ChangeKind.EDIT_FEED: _edit_feed,
}


def _title(raw: sqlite3.Connection, feed_id: int) -> str:
    (title,) = raw.execute(
        "SELECT coalesce(own_title, title) FROM feeds WHERE id = ?", (feed_id,)
    ).fetchone()
    return str(title)
