"""A delivery taken in hand: marked as in flight, with what its message is made of, in one hop to the disk."""

import sqlite3
from dataclasses import dataclass

from newsroom import Delivery
from storage.database import Database
from storage.deliveries import COLUMNS, delivery_of
from storage.parts import Parts, find_parts


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery as it stands now, in flight; its `attempts` count this one."""

    delivery: Delivery
    parts: Parts | None
    """None where its chat is not known any more."""


async def claim(db: Database, delivery_id: int, now: int) -> Claimed | None:
    """Mark a due delivery as in flight and return it; None where it is no longer due."""

    def intent(raw: sqlite3.Connection) -> Claimed | None:
        row = raw.execute(
            f"""
            UPDATE deliveries SET state = 'claimed', claimed_at = ?, attempts = attempts + 1
            WHERE id = ? AND state = 'due' AND hold IS NULL
            RETURNING {COLUMNS}
            """,
            (now, delivery_id),
        ).fetchone()
        if row is None:
            return None
        delivery = delivery_of(row)
        return Claimed(delivery, find_parts(raw, delivery))

    return await db.write(intent)
