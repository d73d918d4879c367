"""What the admins are asked for on account of a list: one request for all that the catalogue lacks."""

import json
import sqlite3

from newsroom import Place, normalise_url
from storage import audit
from storage.database import Database
from storage.import_sorting import OPEN, has_open, resolve
from storage.imports import Found, Import, find_import


async def asked_in_list(db: Database, user_id: int, url: str) -> Found | None:
    """Return whether a person's lists ask for a feed, or were declined it; None for neither."""
    key = normalise_url(url)

    def question(raw: sqlite3.Connection) -> Found | None:
        row = raw.execute(
            """
            SELECT found FROM import_feeds JOIN imports ON imports.id = import_id
            WHERE key = ? AND user_id = ? AND feed_id IS NULL
              AND (found = 'declined' OR request = 'open' AND found = 'new')
            ORDER BY import_id DESC LIMIT 1
            """,
            (key, user_id),
        ).fetchone()
        if row is None:
            return None
        return Found.DECLINED if row["found"] == Found.DECLINED else Found.ASKED

    return await db.read(question)


async def withdraw_import(db: Database, import_id: int) -> None:
    """Ask nobody for what a list lacks: its request reached no admin."""

    def intent(raw: sqlite3.Connection) -> None:
        raw.execute(
            """
            UPDATE imports SET request = NULL, state = iif(state = 'waiting', 'done', state)
            WHERE id = ? AND request = 'open'
            """,
            (import_id,),
        )

    await db.write(intent)


async def approve_import(db: Database, import_id: int, *, by: int, now: int) -> Import | None:
    """Let a list add what the admins are asked for; None where that has been settled."""

    def intent(raw: sqlite3.Connection) -> Import | None:
        settled = raw.execute(
            """
            UPDATE imports SET request = 'approved', settled_by = ?, adds = 1, state = 'running',
                begun_at = ?, next = 0
            WHERE id = ? AND request = 'open' RETURNING chat_id, thread_id
            """,
            (by, now, import_id),
        ).fetchone()
        if settled is None:
            return None
        resolve(raw, import_id, Place(*settled))
        audit.note(raw, at=now, by=by, action="approveimport", subject=f"import:{import_id}")
        return find_import(raw, import_id)

    return await db.write(intent)


async def decline_import(db: Database, import_id: int, *, by: int, now: int) -> Import | None:
    """Decide against what the admins are asked for; None where that has been settled.

    So it is decided for all who wait for the same feeds: what of their lists is left waits on.
    """

    def intent(raw: sqlite3.Connection) -> Import | None:
        settled = raw.execute(
            "UPDATE imports SET settled_by = ? WHERE id = ? AND request = 'open'", (by, import_id)
        )
        if not settled.rowcount:
            return None
        audit.note(raw, at=now, by=by, action="declineimport", subject=f"import:{import_id}")
        open_ones = [
            number for (number,) in raw.execute("SELECT id FROM imports WHERE request = 'open'")
        ]
        keys = [
            key
            for (key,) in raw.execute(f"SELECT key FROM import_feeds WHERE {OPEN}", (import_id,))
        ]
        raw.execute(
            """
            UPDATE import_feeds SET found = 'declined'
            WHERE found = 'new' AND feed_id IS NULL AND key IN (SELECT value FROM json_each(?))
              AND import_id IN (SELECT value FROM json_each(?))
            """,
            (json.dumps(keys), json.dumps(open_ones)),
        )
        for number in open_ones:
            if not has_open(raw, number):
                raw.execute(
                    """
                    UPDATE imports SET request = 'declined',
                        told = iif(state = 'waiting', 0, told), ended_at = ?,
                        state = iif(state = 'waiting', 'done', state)
                    WHERE id = ?
                    """,
                    (now, number),
                )
        return find_import(raw, import_id)

    return await db.write(intent)
