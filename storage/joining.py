"""People who ask to use a bot that is for approved people: asked once, settled once."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from newsroom import Page, Role, User
from storage import audit
from storage.database import Database
from storage.paging import page_of
from storage.requests import RequestState
from storage.roles import RoleChange, meet_by_number, set_role
from storage.users import find_user

_COLUMNS = "id, user_id, made_at, state, settled_by"


@dataclass(frozen=True, slots=True)
class RequestCopy:
    """A message that shows a request to an admin."""

    chat_id: int
    message_id: int


@dataclass(frozen=True, slots=True)
class JoinRequest:
    """Somebody who would like to use the bot."""

    id: int
    user: User
    made_at: int
    state: RequestState
    settled_by: int | None
    """None = it is open."""
    copies: tuple[RequestCopy, ...] = ()
    """What the admins have got, as long as it is open."""


@dataclass(frozen=True, slots=True)
class Admission:
    """What became of letting somebody in."""

    change: RoleChange
    settled: tuple[JoinRequest, ...] = ()
    """The requests that were settled by it, with their copies."""


async def ask_to_join(db: Database, user_id: int, now: int) -> JoinRequest:
    """Write down that a person whom the bot has met asks to use it.

    A request that waits, or that was declined, comes back as it is.
    """

    def intent(raw: sqlite3.Connection) -> JoinRequest:
        row = raw.execute(
            f"""
            SELECT {_COLUMNS} FROM join_requests
            WHERE user_id = ? AND state <> 'approved' ORDER BY id DESC LIMIT 1
            """,
            (user_id,),
        ).fetchone()
        if row is None:
            row = raw.execute(
                f"INSERT INTO join_requests (user_id, made_at) VALUES (?, ?) RETURNING {_COLUMNS}",
                (user_id, now),
            ).fetchone()
        return _request(raw, row)

    return await db.write(intent)


async def note_copies(db: Database, request_id: int, copies: Iterable[RequestCopy]) -> None:
    """Remember which messages show a request."""
    rows = [(request_id, one.chat_id, one.message_id) for one in copies]

    def intent(raw: sqlite3.Connection) -> None:
        raw.executemany(
            """
            INSERT INTO join_request_copies (request_id, chat_id, message_id)
            SELECT id, ?2, ?3 FROM join_requests WHERE id = ?1 AND state = 'open'
            ON CONFLICT DO NOTHING
            """,
            rows,
        )

    await db.write(intent)


async def get_join_request(db: Database, request_id: int) -> JoinRequest | None:
    """Return a request by its number; None where there is none."""

    def question(raw: sqlite3.Connection) -> JoinRequest | None:
        row = raw.execute(
            f"SELECT {_COLUMNS} FROM join_requests WHERE id = ?", (request_id,)
        ).fetchone()
        return None if row is None else _request(raw, row)

    return await db.read(question)


async def last_join_request(db: Database, user_id: int) -> JoinRequest | None:
    """Return what a person asked for last; None where he never did."""

    def question(raw: sqlite3.Connection) -> JoinRequest | None:
        row = raw.execute(
            f"SELECT {_COLUMNS} FROM join_requests WHERE user_id = ? ORDER BY id DESC LIMIT 1",
            (user_id,),
        ).fetchone()
        return None if row is None else _request(raw, row)

    return await db.read(question)


async def join_request_shown(db: Database, copy: RequestCopy) -> JoinRequest | None:
    """Return the request that a message shows; None where it shows none."""

    def question(raw: sqlite3.Connection) -> JoinRequest | None:
        row = raw.execute(
            f"""
            SELECT {_COLUMNS} FROM join_requests WHERE id = (
                SELECT request_id FROM join_request_copies WHERE chat_id = ? AND message_id = ?
            )
            """,
            (copy.chat_id, copy.message_id),
        ).fetchone()
        return None if row is None else _request(raw, row)

    return await db.read(question)


async def open_join_requests(db: Database, *, page: int = 0, size: int) -> Page[JoinRequest]:
    """Return a page of those who wait, the longest waiting first."""

    def question(raw: sqlite3.Connection) -> Page[JoinRequest]:
        rows = raw.execute(
            f"SELECT {_COLUMNS} FROM join_requests WHERE state = 'open' ORDER BY +id"
        ).fetchall()
        return page_of([_request(raw, row) for row in rows], number=page, size=size)

    return await db.read(question)


async def settle_join_request(
    db: Database, request_id: int, *, approved: bool, by: int, now: int
) -> JoinRequest | None:
    """Settle a request, once; return it with its copies, None where it was settled before.

    Whoever is approved is a member then, unless he is more already.
    """

    def intent(raw: sqlite3.Connection) -> JoinRequest | None:
        row = raw.execute(
            f"SELECT {_COLUMNS} FROM join_requests WHERE id = ? AND state = 'open'", (request_id,)
        ).fetchone()
        if row is None:
            return None
        asked = _request(raw, row)
        if approved and asked.user.role is Role.STRANGER:
            set_role(raw, asked.user, Role.MEMBER, action="approve", by=by, now=now)
        elif not approved:
            subject = f"user:{asked.user.id}"
            audit.note(raw, at=now, by=by, action="decline", subject=subject)
        return _settle(raw, asked, approved=approved, by=by, now=now)

    return await db.write(intent)


async def admit(db: Database, user_id: int, *, by: int, now: int) -> Admission:
    """Make a stranger a member, whether he has asked for it or not; nobody else.

    The bot need not have met him.
    """

    def intent(raw: sqlite3.Connection) -> Admission:
        before = meet_by_number(raw, user_id, now)
        if before.role is not Role.STRANGER:
            return Admission(RoleChange(before, before.role))
        set_role(raw, before, Role.MEMBER, action="approve", by=by, now=now)
        rows = raw.execute(
            f"SELECT {_COLUMNS} FROM join_requests WHERE user_id = ? AND state = 'open'", (user_id,)
        ).fetchall()
        settled = [_settle(raw, _request(raw, row), approved=True, by=by, now=now) for row in rows]
        after = find_user(raw, user_id)
        assert after is not None  # noqa: S101 - found above
        return Admission(RoleChange(after, before.role), tuple(settled))

    return await db.write(intent)


def _settle(
    raw: sqlite3.Connection, asked: JoinRequest, *, approved: bool, by: int, now: int
) -> JoinRequest:
    """Settle a request and return it; its copies are forgotten, as they are changed now."""
    state = RequestState.APPROVED if approved else RequestState.DECLINED
    row = raw.execute(
        f"""
        UPDATE join_requests SET state = ?, settled_by = ?, settled_at = ?
        WHERE id = ? RETURNING {_COLUMNS}
        """,
        (state, by, now, asked.id),
    ).fetchone()
    settled = _request(raw, row)
    raw.execute("DELETE FROM join_request_copies WHERE request_id = ?", (asked.id,))
    return settled


def _request(raw: sqlite3.Connection, row: sqlite3.Row) -> JoinRequest:
    copies = raw.execute(
        "SELECT chat_id, message_id FROM join_request_copies WHERE request_id = ?", (row["id"],)
    )
    return JoinRequest(
        id=row["id"],
        user=find_user(raw, row["user_id"]) or User(row["user_id"], ""),
        made_at=row["made_at"],
        state=RequestState(row["state"]),
        settled_by=row["settled_by"],
        copies=tuple(RequestCopy(*one) for one in copies.fetchall()),
    )
