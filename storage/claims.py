"""Deliveries taken in hand: marked as in flight, with what messages are made of, in one hop to the disk."""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, partial

from newsroom import Delivery
from storage.articles import find_article
from storage.database import Database
from storage.delivery_rows import COLUMNS, delivery_of
from storage.parts import Parts, find_parts


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery as it stands now, in flight; its `attempts` count this one."""

    delivery: Delivery
    parts: Parts | None
    """None where its chat is not known any more."""


async def claim(db: Database, delivery_id: int, now: int) -> Claimed | None:
    """Mark a due delivery as in flight and return it; None where it is no longer due.

    What is claimed at the same time is claimed at once; of several who claim the same one, one gets it.
    """
    claimed = await db.write_row(_claim_all, _Wish(delivery_id, now))
    return claimed.pop(delivery_id, None)  # all who have claimed hold the same dictionary


@dataclass(frozen=True, slots=True)
class _Wish:
    """To claim a delivery."""

    delivery_id: int
    now: int


def _claim_all(raw: sqlite3.Connection, wishes: Sequence[_Wish]) -> dict[int, Claimed]:
    rows = raw.execute(
        f"""
        UPDATE deliveries SET state = 'claimed', claimed_at = ?, attempts = attempts + 1
        WHERE id IN (SELECT value FROM json_each(?)) AND state = 'due' AND hold IS NULL
        RETURNING {COLUMNS}
        """,
        (max(wish.now for wish in wishes), json.dumps([wish.delivery_id for wish in wishes])),
    ).fetchall()
    # Mostly they are alerts of one article.
    find = cache(partial(find_article, raw))
    deliveries = [delivery_of(row) for row in rows]
    return {one.id: Claimed(one, find_parts(raw, one, find)) for one in deliveries}
