"""People and their roles, and the one-time link that makes the first owner."""

import hashlib
import secrets
import sqlite3
from collections.abc import Iterable

from newsroom import Role, User
from storage import audit
from storage.database import Database

_COLUMNS = "id, name, username, language, role"


async def meet_user(db: Database, user: User, now: int) -> User:
    """Remember a person's name and @name, and return them with their role; `user.role` is ignored."""

    def look(raw: sqlite3.Connection) -> User | None:
        return find_user(raw, user.id)

    known = await db.read(look)
    if known is not None and (known.name, known.username) == (user.name, user.username):
        return known

    def intent(raw: sqlite3.Connection) -> User:
        raw.execute(
            """
            INSERT INTO users (id, name, username, language, met_at) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET name = excluded.name, username = excluded.username
            """,
            (user.id, user.name, user.username, user.language, now),
        )
        met = find_user(raw, user.id)
        assert met is not None  # noqa: S101 - inserted above
        return met

    return await db.write(intent)


async def get_user(db: Database, user_id: int) -> User | None:
    """Return a person the bot has met; None for anybody else."""
    return await db.read(lambda raw: find_user(raw, user_id))


async def list_users(db: Database, roles: Iterable[Role]) -> tuple[User, ...]:
    """Return everybody with one of these roles, in the order of their numbers."""
    wanted = tuple(roles)

    def question(raw: sqlite3.Connection) -> tuple[User, ...]:
        marks = ", ".join("?" * len(wanted))
        rows = raw.execute(
            f"SELECT {_COLUMNS} FROM users WHERE role IN ({marks}) ORDER BY id", wanted
        )
        return tuple(_user(row) for row in rows)

    return await db.read(question)


async def appoint_owners(db: Database, user_ids: Iterable[int], now: int) -> None:
    """Make the people that the configuration names owners, whatever they were.

    Who was an owner only because it named him, and is not named any more, is none from now on.
    """
    ids = tuple(user_ids)

    def intent(raw: sqlite3.Connection) -> None:
        raw.execute("UPDATE users SET role = 'stranger', configured = 0 WHERE configured = 1")
        _make_owners(raw, ids, now, configured=True)

    await db.write(intent)


async def offer_claim(db: Database, *, expires_at: int) -> str:
    """Make a code that turns whoever brings it first into the owner; earlier codes are void."""
    code = secrets.token_urlsafe(24)

    def intent(raw: sqlite3.Connection) -> None:
        raw.execute("DELETE FROM claims")
        raw.execute("INSERT INTO claims VALUES (?, ?)", (_hash(code), expires_at))

    await db.write(intent)
    return code


async def use_claim(db: Database, code: str, user_id: int, now: int) -> bool:
    """Make a person the owner if the code is good; it is used up by that.

    False where the code is wrong, used or out of date, or where the bot has an owner by now.
    """

    def intent(raw: sqlite3.Connection) -> bool:
        used = raw.execute(
            "DELETE FROM claims WHERE code_hash = ? AND expires_at > ?", (_hash(code), now)
        )
        if used.rowcount == 0:
            return False
        if raw.execute("SELECT 1 FROM users WHERE role = 'owner'").fetchone():
            return False
        _make_owners(raw, (user_id,), now, configured=False)
        audit.note(raw, at=now, by=user_id, action="claim", subject=f"user:{user_id}")
        return True

    return await db.write(intent)


def _make_owners(
    raw: sqlite3.Connection, user_ids: Iterable[int], now: int, *, configured: bool
) -> None:
    raw.executemany(
        """
        INSERT INTO users (id, name, role, configured, met_at) VALUES (?, '', 'owner', ?, ?)
        ON CONFLICT (id) DO UPDATE
        SET role = 'owner', configured = CASE role WHEN 'owner' THEN configured ELSE excluded.configured END
        """,
        [(user_id, configured, now) for user_id in user_ids],
    )


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


def find_user(raw: sqlite3.Connection, user_id: int) -> User | None:
    """Return a person the bot has met, None for anybody else; for intents of this package."""
    row = raw.execute(f"SELECT {_COLUMNS} FROM users WHERE id = ?", (user_id,)).fetchone()
    return None if row is None else _user(row)


def _user(row: sqlite3.Row) -> User:
    return User(
        id=row["id"],
        name=row["name"],
        username=row["username"],
        language=row["language"],
        role=Role(row["role"]),
    )
