"""What the admins are asked for on account of a list: one request for all that the catalogue lacks."""

import json
import sqlite3

from newsroom import normalise_url
from storage import audit
from storage.database import Database
from storage.import_sorting import has_open, resolve
from storage.imports import ASKED_HERE, Found, Import, ListRequest, find_import


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


async def approve_import(db: Database, import_id: int, *, by: int, now: int) -> Import | None:
    """Let a list add what the admins were shown of it; None where nothing of that is open."""

    def intent(raw: sqlite3.Connection) -> Import | None:
        run = _open(raw, import_id)
        if run is None:
            return None
        resolve(raw, import_id, run.place)
        raw.execute(f"UPDATE import_feeds SET approved = 1 WHERE {ASKED_HERE}", (import_id,))
        raw.execute(
            """
            UPDATE imports SET settled_by = ?, state = 'running', begun_at = ?, next = 0
            WHERE id = ?
            """,
            (by, now, import_id),
        )
        audit.note(raw, at=now, by=by, action="approveimport", subject=f"import:{import_id}")
        return find_import(raw, import_id)

    return await db.write(intent)


async def decline_import(db: Database, import_id: int, *, by: int, now: int) -> Import | None:
    """Decide against what the admins were shown of a list; None where nothing of that is open.

    So it is decided for all who wait for the same feeds: what of their lists is left waits on.
    """

    def intent(raw: sqlite3.Connection) -> Import | None:
        if _open(raw, import_id) is None:
            return None
        raw.execute("UPDATE imports SET settled_by = ? WHERE id = ?", (by, import_id))
        audit.note(raw, at=now, by=by, action="declineimport", subject=f"import:{import_id}")
        shown = raw.execute(f"SELECT key FROM import_feeds WHERE {ASKED_HERE}", (import_id,))
        keys = [key for (key,) in shown]
        waiting = raw.execute("SELECT id FROM imports WHERE request = 'open'")
        lists = [number for (number,) in waiting]
        changed = raw.execute(
            """
            UPDATE import_feeds SET found = 'declined'
            WHERE found = 'new' AND feed_id IS NULL AND NOT approved
              AND key IN (SELECT value FROM json_each(?))
              AND import_id IN (SELECT value FROM json_each(?))
            RETURNING import_id
            """,
            (json.dumps(keys), json.dumps(lists)),
        )
        for number in {number for (number,) in changed.fetchall()}:
            _note_declined(raw, number, now)
        return find_import(raw, import_id)

    return await db.write(intent)


def _open(raw: sqlite3.Connection, import_id: int) -> Import | None:
    """Return a list of which the admins have something to settle; None for any other."""
    run = find_import(raw, import_id)
    if run is None or run.request is not ListRequest.OPEN:
        return None
    shown = raw.execute(f"SELECT 1 FROM import_feeds WHERE {ASKED_HERE} LIMIT 1", (import_id,))
    return None if shown.fetchone() is None else run


def _note_declined(raw: sqlite3.Connection, import_id: int, now: int) -> None:
    """Let a list's message say that feeds of it were declined; where nothing is open, the list has ended."""
    raw.execute("UPDATE imports SET told = 0 WHERE id = ? AND state = 'waiting'", (import_id,))
    if not has_open(raw, import_id):
        raw.execute(
            """
            UPDATE imports SET request = 'declined', ended_at = ?,
                state = iif(state = 'waiting', 'done', state)
            WHERE id = ?
            """,
            (now, import_id),
        )
