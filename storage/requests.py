"""Feeds that people ask for where only admins may add them: asked once, settled once."""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from newsroom import Place
from storage import audit
from storage.database import Database

_COLUMNS = "id, user_id, chat_id, thread_id, url, state"


class RequestState(StrEnum):
    """What became of a request."""

    OPEN = "open"
    APPROVED = "approved"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class FeedRequest:
    """A feed that somebody would like to have in the catalogue, for a place of his."""

    id: int
    user_id: int
    place: Place
    """What is to be subscribed to it."""
    url: str
    state: RequestState


async def ask_for_feed(
    db: Database, *, user_id: int, place: Place, url: str, limit: int, now: int
) -> tuple[FeedRequest, bool] | None:
    """Write down that a person whom the bot has met asks for a feed; None where that is one too many.

    True where the admins are to be told: nobody's request for this address waits already. A person's
    request that waits, or that was declined, comes back as it is. `limit`: how many may wait for one
    person.
    """

    def intent(raw: sqlite3.Connection) -> tuple[FeedRequest, bool] | None:
        own = raw.execute(
            f"""
            SELECT {_COLUMNS} FROM requests
            WHERE url = ? AND user_id = ? AND state <> 'approved' ORDER BY id DESC LIMIT 1
            """,
            (url, user_id),
        ).fetchone()
        if own is not None:
            return _request(own), False
        (waiting,) = raw.execute(
            "SELECT count(*) FROM requests WHERE user_id = ? AND state = 'open'", (user_id,)
        ).fetchone()
        if waiting >= limit:
            return None
        known = raw.execute("SELECT 1 FROM requests WHERE url = ? AND state = 'open'", (url,))
        new = known.fetchone() is None
        made = raw.execute(
            f"""
            INSERT INTO requests (user_id, chat_id, thread_id, url, made_at)
            VALUES (?, ?, ?, ?, ?) RETURNING {_COLUMNS}
            """,
            (user_id, place.chat_id, place.thread_id, url, now),
        ).fetchone()
        return _request(made), new

    return await db.write(intent)


async def withdraw_request(db: Database, request_id: int) -> None:
    """Forget a request that reached no admin, so that it can be made again."""

    def intent(raw: sqlite3.Connection) -> None:
        raw.execute("DELETE FROM requests WHERE id = ? AND state = 'open'", (request_id,))

    await db.write(intent)


async def get_request(db: Database, request_id: int) -> FeedRequest | None:
    """Return a request by its number; None where there is none."""

    def question(raw: sqlite3.Connection) -> FeedRequest | None:
        row = raw.execute(f"SELECT {_COLUMNS} FROM requests WHERE id = ?", (request_id,)).fetchone()
        return None if row is None else _request(row)

    return await db.read(question)


async def waiting_requests(db: Database, url: str) -> tuple[FeedRequest, ...]:
    """Return everybody's open requests for an address, the oldest first."""

    def question(raw: sqlite3.Connection) -> tuple[FeedRequest, ...]:
        rows = raw.execute(
            f"SELECT {_COLUMNS} FROM requests WHERE url = ? AND state = 'open' ORDER BY id", (url,)
        )
        return tuple(map(_request, rows))

    return await db.read(question)


async def settle_requests(
    db: Database, request_ids: Iterable[int], *, approved: bool, by: int, now: int
) -> bool:
    """Settle requests, each once; False where all of them were settled before."""
    state = RequestState.APPROVED if approved else RequestState.DECLINED

    def intent(raw: sqlite3.Connection) -> bool:
        settled = raw.execute(
            """
            UPDATE requests SET state = ?, settled_by = ?, settled_at = ?
            WHERE state = 'open' AND id IN (SELECT value FROM json_each(?)) RETURNING id
            """,
            (state, by, now, json.dumps(list(request_ids))),
        ).fetchall()
        action = "approverequest" if approved else "declinerequest"
        for (number,) in settled:
            audit.note(raw, at=now, by=by, action=action, subject=f"request:{number}")
        return bool(settled)

    return await db.write(intent)


def _request(row: sqlite3.Row) -> FeedRequest:
    return FeedRequest(
        id=row["id"],
        user_id=row["user_id"],
        place=Place(row["chat_id"], row["thread_id"]),
        url=row["url"],
        state=RequestState(row["state"]),
    )
