"""What has become of a message: sent, dropped, or due again later."""

import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from newsroom import DeliveryKind
from storage.albums import keep_album
from storage.database import Database
from storage.days import count_alert
from storage.digests import settle_members

_OPEN = "state IN ('due', 'claimed')"


async def settle_sent(
    db: Database,
    delivery_id: int,
    *,
    message_id: int,
    album: Collection[int] = (),
    captioned: bool = False,
    now: int,
    patience: float = 0.0,
) -> None:
    """Write down that a message stands in its chat, whatever was decided while it was in flight.

    `album`: the numbers of the messages that came with it. `captioned`: its text stands under a picture or
    the like. `patience`: as of `Database.write`.
    """
    arrival = _Arrival(delivery_id, message_id, tuple(album), captioned=captioned, now=now)
    await db.write_row(_settle_all_sent, arrival, patience=patience)


@dataclass(frozen=True, slots=True)
class _Arrival:
    """That a message stands in its chat, as an album with others."""

    delivery_id: int
    message_id: int
    album: tuple[int, ...]
    captioned: bool
    now: int


def _settle_all_sent(raw: sqlite3.Connection, arrivals: Sequence[_Arrival]) -> None:
    for one in arrivals:
        row = raw.execute(
            """
            UPDATE deliveries
            SET state = 'sent', message_id = ?, captioned = ?, messages = ?, settled_at = ?, reason = NULL
            WHERE id = ? RETURNING kind
            """,
            (one.message_id, int(one.captioned), 1 + len(one.album), one.now, one.delivery_id),
        ).fetchone()
        if row is not None and row["kind"] == DeliveryKind.DIGEST:
            settle_members(raw, one.delivery_id)
        count_alert(raw, one.delivery_id, one.now)
        keep_album(raw, one.delivery_id, one.album)


async def settle_dropped(db: Database, delivery_id: int, *, reason: str, now: int) -> None:
    """Write down that a message will not be sent, and why. What is settled already stays so."""
    await _settle(
        db,
        delivery_id,
        "state = 'dropped', reason = :reason, settled_at = :now",
        only=_OPEN,
        reason=reason,
        now=now,
    )


async def settle_later(
    db: Database,
    delivery_id: int,
    *,
    due_at: int,
    reason: str,
    plain: bool = False,
    bare: bool = False,
    single: bool = False,
    maybe_twice: bool = False,
    counted: bool = True,
) -> None:
    """Put a message back into the queue for `due_at`.

    `plain`, `bare`, `single`: without formatting, without its picture, with the first of its pictures alone
    from now on. `maybe_twice`: it may stand in the chat already. `counted`: whether this attempt stays among
    `attempts`. What has been dropped meanwhile, as its chat was paused, stays dropped.
    """
    await _settle(
        db,
        delivery_id,
        "state = 'due', due_at = :due_at, reason = :reason, "
        "plain = max(plain, :plain), bare = max(bare, :bare), single = max(single, :single), "
        "maybe_twice = max(maybe_twice, :maybe_twice), "
        "attempts = attempts - :uncounted",
        only=_OPEN,
        due_at=due_at,
        reason=reason,
        plain=int(plain),
        bare=int(bare),
        single=int(single),
        maybe_twice=int(maybe_twice),
        uncounted=int(not counted),
    )


async def _settle(
    db: Database,
    delivery_id: int,
    changes: str,
    *,
    only: str,
    **values: int | str,
) -> None:
    """Change a delivery, with what a digest tells."""

    def intent(raw: sqlite3.Connection) -> None:
        raw.execute(
            f"UPDATE deliveries SET {changes} WHERE id = :id AND {only}",
            {**values, "id": delivery_id},
        )
        settle_members(raw, delivery_id)

    await db.write(intent)


async def recover_claimed(db: Database) -> int:
    """Make what was in flight when the process ended due again; return how many.

    An announcement is not: it may have arrived, and nobody is to read it twice. Only for the start, before
    anything is sent.
    """

    def intent(raw: sqlite3.Connection) -> int:
        raw.execute(
            """
            UPDATE deliveries SET state = 'dropped', reason = 'restart', settled_at = claimed_at
            WHERE state = 'claimed' AND broadcast_id IS NOT NULL
            """
        )
        return raw.execute(
            """
            UPDATE deliveries SET state = 'due', maybe_twice = 1, reason = 'restart'
            WHERE state = 'claimed'
            """
        ).rowcount

    return await db.write(intent)
