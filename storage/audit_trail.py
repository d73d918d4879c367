"""The audit as admins read it: who, what, about whom; and taking a change back from there.

Rows hold numbers alone. What they are about is looked up when it is shown; a private feed that the viewer
may not see stays unnamed.
"""

import json
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from newsroom import Feed, FeedState, Page, Role, User
from storage import audit
from storage.audit import AuditRow
from storage.database import Database
from storage.feed_edits import is_in_force, undo_edit
from storage.feed_rows import COLUMNS, feed_of
from storage.feeds import bring_feed_back, change_state, take_feed_out
from storage.paging import page_bounds
from storage.users import find_user
from storage.visibility import VISIBLE, Viewer, chats_of

_ROW = "id, at, by, action, subject, detail"


class AuditKind(StrEnum):
    """What changes are about."""

    FEEDS = "feeds"
    REQUESTS = "requests"
    PEOPLE = "people"
    OTHER = "other"


_ACTIONS: Mapping[AuditKind, tuple[str, ...]] = {
    AuditKind.FEEDS: (
        "addfeed",
        "removefeed",
        "restorefeed",
        "pausefeed",
        "resumefeed",
        "editfeed",
    ),
    AuditKind.REQUESTS: ("approverequest", "declinerequest", "approveimport", "declineimport"),
    AuditKind.PEOPLE: ("claim", "grant", "revoke", "ban", "unban", "approve", "decline", "erase"),
}
_STATES = ("pausefeed", "resumefeed")
_STAYS = ("addfeed", "removefeed", "restorefeed")
_ROLES = ("grant", "revoke", "ban", "unban", "approve")


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """A change, with what it was about as far as the viewer may see it."""

    row: AuditRow
    by: User | None
    """None = the operator at the machine, or somebody of whom nothing is known any more."""
    feed: Feed | None = None
    hidden: bool = False
    """Whether it was about a feed that the viewer may not see."""
    person: User | None = None
    """Whom it was about."""
    link: str | None = None
    """What was asked for."""
    can_undo: bool = False


async def list_trail(
    db: Database,
    *,
    visible_to: Viewer,
    role: Role,
    since: int,
    by: int | None = None,
    kind: AuditKind | None = None,
    page: int = 0,
    size: int,
) -> Page[AuditEntry]:
    """Return a page of the changes, the newest first. `by`, `kind`: those alone; None = all.

    `since`: what is older can mostly not be taken back. `role`: of the viewer, as owners alone may give and
    take roles.
    """
    known = [action for actions in _ACTIONS.values() for action in actions]
    wanted = json.dumps(known if kind is None else _ACTIONS.get(kind, known))
    outside = kind is AuditKind.OTHER
    values = {"by": by, "all": kind is None, "outside": outside, "actions": wanted}
    where = """
        (:by IS NULL OR by = :by)
        AND (:all OR (action IN (SELECT value FROM json_each(:actions))) <> :outside)
    """

    def question(raw: sqlite3.Connection) -> Page[AuditEntry]:
        (total,) = raw.execute(f"SELECT count(*) FROM audit WHERE {where}", values).fetchone()
        number, pages = page_bounds(total, number=page, size=size)
        rows = raw.execute(
            f"SELECT {_ROW} FROM audit WHERE {where} ORDER BY id DESC LIMIT :size OFFSET :start",
            values | {"size": size, "start": number * size},
        ).fetchall()
        viewer = _Viewer(raw, chats_of(visible_to), role, since)
        items = tuple(_entry(viewer, AuditRow(*row)) for row in rows)
        return Page(items, number=number, pages=pages, total=total)

    return await db.read(question)


async def list_changers(db: Database, *, most: int) -> tuple[int, ...]:
    """Return the people who have changed something, who did last first."""

    def question(raw: sqlite3.Connection) -> tuple[int, ...]:
        rows = raw.execute(
            "SELECT by FROM audit GROUP BY by ORDER BY max(id) DESC LIMIT ?", (most,)
        )
        return tuple(by for (by,) in rows)

    return await db.read(question)


async def undo_audited(
    db: Database,
    number: int,
    *,
    visible_to: Viewer,
    role: Role,
    since: int,
    by: int,
    now: int,
) -> AuditEntry | None:
    """Take back a change; return it, None where it is not as it was left, or not for this viewer to undo.

    Raises FeedExists where a feed's address has been given to another meanwhile.
    """

    def intent(raw: sqlite3.Connection) -> AuditEntry | None:
        row = raw.execute(f"SELECT {_ROW} FROM audit WHERE id = ?", (number,)).fetchone()
        if row is None:
            return None
        entry = _entry(_Viewer(raw, chats_of(visible_to), role, since), AuditRow(*row))
        if not entry.can_undo:
            return None
        _TAKE_BACK[entry.row.action](raw, entry, since, by, now)
        return entry

    return await db.write(intent)


@dataclass(frozen=True, slots=True)
class _Viewer:
    raw: sqlite3.Connection
    visible_to: str
    role: Role
    since: int


def _entry(viewer: _Viewer, row: AuditRow) -> AuditEntry:
    raw = viewer.raw
    kind, _, number = row.subject.partition(":")
    by = find_user(raw, row.by)
    if not number.isdecimal():
        return AuditEntry(row, by)
    if kind == "user":
        person = find_user(raw, int(number)) or User(int(number), "")
        return AuditEntry(row, by, person=person, can_undo=_role_can_go_back(viewer, row, person))
    if kind == "feed":
        feed = _feed(viewer, int(number))
        undo = feed is not None and _feed_can_go_back(viewer, row, feed)
        return AuditEntry(row, by, feed=feed, hidden=feed is None, can_undo=undo)
    if kind == "request":
        asked = raw.execute("SELECT url FROM requests WHERE id = ?", (int(number),)).fetchone()
        return AuditEntry(row, by, link=None if asked is None else asked["url"])
    return AuditEntry(row, by)


def _feed(viewer: _Viewer, feed_id: int) -> Feed | None:
    row = viewer.raw.execute(
        f"SELECT {COLUMNS} FROM feeds WHERE id = :id AND {VISIBLE}",
        {"id": feed_id, "visible_to": viewer.visible_to},
    ).fetchone()
    return None if row is None else feed_of(row)


def _feed_can_go_back(viewer: _Viewer, row: AuditRow, feed: Feed) -> bool:
    """Tell whether what a change left is as it left it."""
    raw, is_there, is_fresh = viewer.raw, feed.removed_at is None, row.at >= viewer.since
    if row.action == "editfeed":
        return is_there and is_in_force(raw, row.id, viewer.since)
    if row.action in _STATES:
        state = FeedState.PAUSED if row.action == "pausefeed" else FeedState.ACTIVE
        return is_there and feed.state is state and _is_last(raw, row, _STATES)
    if row.action in _STAYS:
        return is_fresh and is_there is (row.action != "removefeed") and _is_last(raw, row, _STAYS)
    return False


def _role_can_go_back(viewer: _Viewer, row: AuditRow, person: User) -> bool:
    before, _, after = row.detail.partition(" ")
    if viewer.role is not Role.OWNER or row.action not in ("grant", "revoke"):
        return False
    configured = viewer.raw.execute(
        "SELECT 1 FROM users WHERE id = ? AND configured = 1", (person.id,)
    ).fetchone()
    return (
        before in set(Role)
        and after == person.role
        and configured is None
        and _is_last(viewer.raw, row, _ROLES)
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


_TakeBack = Callable[[sqlite3.Connection, AuditEntry, int, int, int], object]


def _feed_id(entry: AuditEntry) -> int:
    return int(entry.row.subject.removeprefix("feed:"))


def _restore(raw: sqlite3.Connection, entry: AuditEntry, since: int, by: int, now: int) -> object:
    return bring_feed_back(raw, _feed_id(entry), since, by, now)


def _remove(raw: sqlite3.Connection, entry: AuditEntry, _: int, by: int, now: int) -> object:
    return take_feed_out(raw, _feed_id(entry), by, now)


def _resume(raw: sqlite3.Connection, entry: AuditEntry, _: int, by: int, now: int) -> object:
    return change_state(raw, _feed_id(entry), FeedState.ACTIVE, by, now)


def _pause(raw: sqlite3.Connection, entry: AuditEntry, _: int, by: int, now: int) -> object:
    return change_state(raw, _feed_id(entry), FeedState.PAUSED, by, now)


def _edit_back(raw: sqlite3.Connection, entry: AuditEntry, since: int, by: int, now: int) -> object:
    return undo_edit(raw, entry.row.id, since, by, now)


def _role_back(raw: sqlite3.Connection, entry: AuditEntry, since: int, by: int, now: int) -> object:
    row = entry.row
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
