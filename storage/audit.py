"""Who changed what, when: written in the transaction that makes the change."""

import sqlite3
from dataclasses import dataclass

from storage.database import Database


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One change by an admin. `by` is a user's number; 0 = the operator at the machine."""

    id: int
    at: int
    by: int
    action: str
    subject: str
    detail: str


def note(
    raw: sqlite3.Connection, *, at: int, by: int, action: str, subject: str, detail: str = ""
) -> int:
    """Add a row and return its number; for intents of this package, inside their transaction."""
    (number,) = raw.execute(
        "INSERT INTO audit (at, by, action, subject, detail) VALUES (?, ?, ?, ?, ?) RETURNING id",
        (at, by, action, subject, detail),
    ).fetchone()
    return int(number)


async def list_audit(db: Database, *, limit: int) -> tuple[AuditRow, ...]:
    """Return the newest changes first."""

    def question(raw: sqlite3.Connection) -> tuple[AuditRow, ...]:
        rows = raw.execute(
            "SELECT id, at, by, action, subject, detail FROM audit ORDER BY id DESC LIMIT ?",
            (limit,),
        )
        return tuple(AuditRow(*row) for row in rows)

    return await db.read(question)
