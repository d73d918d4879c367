"""The audit as admins read it: who, what, about whom; and taking a change back from there.

Rows hold numbers alone. What they are about is looked up when it is shown; a private feed that the viewer
may not see stays unnamed.
"""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from newsroom import Feed, Page, Role, User
from storage.audit import AuditRow
from storage.audit_undo import feed_can_go_back, role_can_go_back, take_back
from storage.database import Database
from storage.feed_rows import COLUMNS, feed_of
from storage.paging import page_of
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
        "feedlogin",
        "feedlogout",
    ),
    AuditKind.REQUESTS: ("approverequest", "declinerequest", "approveimport", "declineimport"),
    AuditKind.PEOPLE: ("claim", "grant", "revoke", "ban", "unban", "approve", "decline", "erase"),
}
MANY = 10
"""So many feeds added in a row by one person are told as one change: a list was imported."""

_IN_A_ROW = 60_000
"""Milliseconds between two of them at the most."""


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
    count: int = 1
    """How many feeds were added at once."""


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
        cursor = raw.cursor()
        cursor.row_factory = None  # plain tuples: a long-lived bot has many
        rows = cursor.execute(
            f"SELECT id, at, by, action = 'addfeed' FROM audit WHERE {where} ORDER BY id", values
        )
        told = list(reversed(_joined(rows)))
        cut = page_of(told, number=page, size=size)
        viewer = _Viewer(raw, chats_of(visible_to), role, since)
        items = tuple(_told(viewer, number, count) for number, count in cut.items)
        return Page(items, number=cut.number, pages=cut.pages, total=cut.total)

    return await db.read(question)


def _joined(rows: Iterable[tuple[int, int, int, int]]) -> list[tuple[int, int]]:
    """Return the number of each change that is told on its own, and how many it stands for.

    `rows`: number, moment, person, and whether a feed was added, the oldest first.
    """
    told: list[tuple[int, int]] = []
    run: list[int] = []
    last: tuple[int, int] | None = None
    """When the change before was made and by whom, if it added a feed."""
    for number, at, by, added in rows:
        goes_on = added and last is not None and by == last[1] and at - last[0] <= _IN_A_ROW
        if not goes_on:
            told += _run_told(run)
            run = []
        run.append(number)
        last = (at, by) if added else None
    return told + _run_told(run)


def _run_told(run: Sequence[int]) -> list[tuple[int, int]]:
    return [(run[-1], len(run))] if len(run) >= MANY else [(number, 1) for number in run]


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
        take_back(raw, entry.row, since, by, now)
        return entry

    return await db.write(intent)


@dataclass(frozen=True, slots=True)
class _Viewer:
    raw: sqlite3.Connection
    visible_to: str
    role: Role
    since: int


def _told(viewer: _Viewer, number: int, count: int) -> AuditEntry:
    found = viewer.raw.execute(f"SELECT {_ROW} FROM audit WHERE id = ?", (number,)).fetchone()
    row = AuditRow(*found)
    return (
        _entry(viewer, row)
        if count == 1
        else AuditEntry(row, find_user(viewer.raw, row.by), count=count)
    )


def _entry(viewer: _Viewer, row: AuditRow) -> AuditEntry:
    raw = viewer.raw
    kind, _, number = row.subject.partition(":")
    by = find_user(raw, row.by)
    if not number.isdecimal():
        return AuditEntry(row, by)
    if kind == "user":
        person = find_user(raw, int(number)) or User(int(number), "")
        undo = viewer.role is Role.OWNER and role_can_go_back(raw, row, person)
        return AuditEntry(row, by, person=person, can_undo=undo)
    if kind == "feed":
        feed = _feed(viewer, int(number))
        undo = feed is not None and feed_can_go_back(raw, row, feed, viewer.since)
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
