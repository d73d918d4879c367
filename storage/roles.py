"""What a person may do with the bot, changed by those who may change that.

Whether the one who changes it may is judged at the gate; what holds for the one whom it is about is judged
here, in the transaction that makes the change. Each change is in the audit, by numbers.
"""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from newsroom import Page, Role, User
from storage import audit
from storage.chats import drop_owed
from storage.database import Database
from storage.paging import page_of
from storage.users import find_user

BANNED = "banned"
"""Why the private chat of somebody who is banned is paused."""


@dataclass(frozen=True, slots=True)
class RoleChange:
    """What became of a change."""

    user: User
    """As he is then."""
    before: Role
    """What he was; his role now where nothing was changed."""

    @property
    def made(self) -> bool:
        """Whether his role is another now."""
        return self.user.role is not self.before


async def grant_admin(db: Database, user_id: int, *, by: int, now: int) -> RoleChange:
    """Make somebody an admin; not who is banned, nor who is more already. The bot need not have met him."""

    def intent(raw: sqlite3.Connection) -> RoleChange:
        before = meet_by_number(raw, user_id, now)
        if before.role in (Role.STRANGER, Role.MEMBER):
            set_role(raw, before, Role.ADMIN, action="grant", by=by, now=now)
        return _change(raw, before)

    return await db.write(intent)


async def revoke_admin(
    db: Database, user_id: int, *, by: int, now: int, keep: Iterable[int]
) -> RoleChange | None:
    """Make an admin, or an owner, a member; None where the bot has not met him.

    The last owner stays one, and so do those in `keep`, whom the configuration names.
    """
    kept = frozenset(keep)

    def intent(raw: sqlite3.Connection) -> RoleChange | None:
        before = find_user(raw, user_id)
        if before is None:
            return None
        others = raw.execute(
            "SELECT 1 FROM users WHERE role = 'owner' AND id <> ? LIMIT 1", (user_id,)
        ).fetchone()
        may_go = user_id not in kept and others is not None
        if before.role is Role.ADMIN or (before.role is Role.OWNER and may_go):
            set_role(raw, before, Role.MEMBER, action="revoke", by=by, now=now)
        return _change(raw, before)

    return await db.write(intent)


async def ban(
    db: Database, user_id: int, *, by: int, now: int, admins_too: bool = False
) -> RoleChange:
    """Shut somebody out: nothing that he sends is answered, and nothing arrives in his private chat.

    No owner can be banned; an admin only where `admins_too`. What he asked for and nobody has settled is
    declined. The bot need not have met him.
    """

    def intent(raw: sqlite3.Connection) -> RoleChange:
        before = meet_by_number(raw, user_id, now)
        may = (
            (Role.STRANGER, Role.MEMBER, Role.ADMIN) if admins_too else (Role.STRANGER, Role.MEMBER)
        )
        if before.role in may:
            set_role(raw, before, Role.BANNED, action="ban", by=by, now=now)
            raw.execute("UPDATE users SET former_role = ? WHERE id = ?", (before.role, user_id))
            _silence(raw, user_id, by, now)
        return _change(raw, before)

    return await db.write(intent)


async def unban(db: Database, user_id: int, *, by: int, now: int) -> RoleChange | None:
    """Let somebody in again; None where the bot has not met him.

    A member is one again, and so is who was an admin: that he is again is for an owner to say.
    """

    def intent(raw: sqlite3.Connection) -> RoleChange | None:
        before = find_user(raw, user_id)
        if before is None or before.role is not Role.BANNED:
            return None if before is None else RoleChange(before, before.role)
        (former,) = raw.execute("SELECT former_role FROM users WHERE id = ?", (user_id,)).fetchone()
        role = Role.MEMBER if former in (Role.MEMBER, Role.ADMIN) else Role.STRANGER
        set_role(raw, before, role, action="unban", by=by, now=now)
        raw.execute("UPDATE users SET former_role = NULL WHERE id = ?", (user_id,))
        raw.execute(
            "UPDATE chats SET paused = NULL, paused_at = NULL WHERE id = ? AND paused = ?",
            (user_id, BANNED),
        )
        return _change(raw, before)

    return await db.write(intent)


async def people_page(
    db: Database, roles: Iterable[Role], *, page: int = 0, size: int
) -> Page[User]:
    """Return a page of the people with one of these roles: owners first, each role by number."""
    wanted = tuple(roles)

    def question(raw: sqlite3.Connection) -> Page[User]:
        marks = ", ".join("?" * len(wanted))
        rows = raw.execute(
            f"""
            SELECT id FROM users WHERE role IN ({marks})
            ORDER BY role = 'owner' DESC, role = 'admin' DESC, role, id
            """,
            wanted,
        ).fetchall()
        cut = page_of([user_id for (user_id,) in rows], number=page, size=size)
        found = [find_user(raw, user_id) for user_id in cut.items]
        people = tuple(user for user in found if user is not None)
        return Page(people, number=cut.number, pages=cut.pages, total=cut.total)

    return await db.read(question)


async def users_named(db: Database, name: str) -> tuple[User, ...]:
    """Return the people who had this «@name», case aside, when the bot last heard of them."""

    def question(raw: sqlite3.Connection) -> tuple[User, ...]:
        rows = raw.execute(
            "SELECT id FROM users WHERE username = ? COLLATE NOCASE ORDER BY id",
            (name.removeprefix("@"),),
        )
        found = [find_user(raw, user_id) for (user_id,) in rows]
        return tuple(user for user in found if user is not None)

    return await db.read(question)


def set_role(
    raw: sqlite3.Connection, user: User, role: Role, *, action: str, by: int, now: int
) -> None:
    """Give a person a role, and say so in the audit; for intents of this package."""
    raw.execute("UPDATE users SET role = ? WHERE id = ?", (role, user.id))
    audit.note(
        raw, at=now, by=by, action=action, subject=f"user:{user.id}", detail=f"{user.role} {role}"
    )


def _silence(raw: sqlite3.Connection, user_id: int, by: int, now: int) -> None:
    raw.execute("UPDATE chats SET paused = ?, paused_at = ? WHERE id = ?", (BANNED, now, user_id))
    drop_owed(raw, "chat_id = ?", (user_id,), BANNED, now)
    for table in ("requests", "join_requests"):
        raw.execute(
            f"""
            UPDATE {table} SET state = 'declined', settled_by = ?, settled_at = ?
            WHERE user_id = ? AND state = 'open'
            """,
            (by, now, user_id),
        )


def meet_by_number(raw: sqlite3.Connection, user_id: int, now: int) -> User:
    """Return a person, as one without a name where the bot has not met him; for intents of this package."""
    raw.execute(
        "INSERT INTO users (id, name, met_at) VALUES (?, '', ?) ON CONFLICT DO NOTHING",
        (user_id, now),
    )
    met = find_user(raw, user_id)
    assert met is not None  # noqa: S101 - inserted above
    return met


def _change(raw: sqlite3.Connection, before: User) -> RoleChange:
    after = find_user(raw, before.id)
    assert after is not None  # noqa: S101 - people are not deleted within this transaction
    return RoleChange(after, before.role)
