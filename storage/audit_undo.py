"""Taking changes back from the audit: which can go back, and how. Each undo is a change of its own."""

import json
import sqlite3
from collections.abc import Callable, Mapping
from typing import TypeAlias

from newsroom import Feed, FeedState, Role, User
from storage import audit
from storage.audit import AuditRow
from storage.feed_edits import is_in_force, undo_edit
from storage.feeds import bring_feed_back, change_state, take_feed_out

_STATES = ("pausefeed", "resumefeed")
_STAYS = ("addfeed", "removefeed", "restorefeed")
_ROLES = ("grant", "revoke", "ban", "unban", "approve")


def feed_can_go_back(raw: sqlite3.Connection, row: AuditRow, feed: Feed, since: int) -> bool:
    """Tell whether a change of a feed can be taken back: what it left is as it left it.

    `since`: what is older can mostly not.
    """
    is_there, is_fresh = feed.removed_at is None, row.at >= since
    if row.action == "editfeed":
        return is_there and is_in_force(raw, row.id, since)
    if row.action in _STATES:
        state = FeedState.PAUSED if row.action == "pausefeed" else FeedState.ACTIVE
        return is_there and feed.state is state and _is_last(raw, row, _STATES)
    if row.action in _STAYS:
        return is_fresh and is_there is (row.action != "removefeed") and _is_last(raw, row, _STAYS)
    return False


def role_can_go_back(raw: sqlite3.Connection, row: AuditRow, person: User) -> bool:
    """Tell the same of a role that was given or taken; for owners alone."""
    before, _, after = row.detail.partition(" ")
    if row.action not in ("grant", "revoke"):
        return False
    configured = raw.execute(
        "SELECT 1 FROM users WHERE id = ? AND configured = 1", (person.id,)
    ).fetchone()
    return (
        before in set(Role)
        and after == person.role
        and configured is None
        and _is_last(raw, row, _ROLES)
    )


def _is_last(raw: sqlite3.Connection, row: AuditRow, actions: tuple[str, ...]) -> bool:
    """Tell whether nothing of the kind was done to the same since."""
    (last,) = raw.execute(
        """
        SELECT max(id) FROM audit
        WHERE subject = ? AND action IN (SELECT value FROM json_each(?))
        """,
        (row.subject, json.dumps(actions)),
    ).fetchone()
    return bool(last == row.id)


def take_back(raw: sqlite3.Connection, row: AuditRow, since: int, by: int, now: int) -> None:
    """Take back a change that can go back. Raises FeedExists where its address is another feed's by now."""
    _TAKE_BACK[row.action](raw, row, since, by, now)


_TakeBack: TypeAlias = Callable[[sqlite3.Connection, AuditRow, int, int, int], object]


def _feed_id(row: AuditRow) -> int:
    return int(row.subject.removeprefix("feed:"))


def _restore(raw: sqlite3.Connection, row: AuditRow, since: int, by: int, now: int) -> object:
    return bring_feed_back(raw, _feed_id(row), since, by, now)


def _remove(raw: sqlite3.Connection, row: AuditRow, _: int, by: int, now: int) -> object:
    return take_feed_out(raw, _feed_id(row), by, now)


def _resume(raw: sqlite3.Connection, row: AuditRow, _: int, by: int, now: int) -> object:
    return change_state(raw, _feed_id(row), FeedState.ACTIVE, by, now)


def _pause(raw: sqlite3.Connection, row: AuditRow, _: int, by: int, now: int) -> object:
    return change_state(raw, _feed_id(row), FeedState.PAUSED, by, now)


def _edit_back(raw: sqlite3.Connection, row: AuditRow, since: int, by: int, now: int) -> object:
    return undo_edit(raw, row.id, since, by, now)


def _role_back(raw: sqlite3.Connection, row: AuditRow, since: int, by: int, now: int) -> object:
    before, _, after = row.detail.partition(" ")
    user_id = int(row.subject.removeprefix("user:"))
    raw.execute("UPDATE users SET role = ? WHERE id = ?", (before, user_id))
    action = "revoke" if row.action == "grant" else "grant"
    detail = f"{after} {before}"
    return audit.note(raw, at=now, by=by, action=action, subject=row.subject, detail=detail)


_TAKE_BACK: Mapping[str, _TakeBack] = {
    "addfeed": _remove,
    "restorefeed": _remove,
    "removefeed": _restore,
    "pausefeed": _resume,
    "resumefeed": _pause,
    "editfeed": _edit_back,
    "grant": _role_back,
    "revoke": _role_back,
}
