"""The next feeds of a list that runs: into the catalogue, and to the place that it is for."""

import json
import sqlite3

from storage.database import Database
from storage.feed_lookups import find_public
from storage.feeds import insert_feed
from storage.import_sorting import has_open
from storage.imports import Found, Import, ImportState, ListRequest, find_import
from storage.subscriptions import count_live
from storage.tags import set_tags

BATCH = 50
"""Feeds that are taken in one transaction: a few milliseconds, so that nobody waits for it."""

_APART = 100
"""Milliseconds between the first checks of imported feeds, so that no moment carries them all."""

_PENDING = """
    import_id = :id AND position >= :next AND (
        (found = 'new' AND feed_id IS NULL AND (:adds OR approved))
        OR (feed_id IS NOT NULL AND joined IS NULL AND :subscribes)
    )
"""


async def import_batch(
    db: Database, import_id: int, *, most_subscriptions: int = 0, now: int
) -> Import | None:
    """Take the next feeds of a list that runs; return how it stands then, None where it is gone.

    `most_subscriptions`: of a place; 0 = no limit. What is over it is left out.
    """

    def intent(raw: sqlite3.Connection) -> Import | None:
        run = find_import(raw, import_id)
        if run is None or run.state is not ImportState.RUNNING:
            return run
        values = {
            "id": run.id,
            "next": run.next,
            "adds": run.adds,
            "subscribes": run.subscribes,
            "limit": BATCH,
        }
        rows = raw.execute(
            f"SELECT * FROM import_feeds WHERE {_PENDING} ORDER BY position LIMIT :limit", values
        ).fetchall()
        had = count_live(raw, run.place) if most_subscriptions else -1
        for row in rows:
            feed_id = row["feed_id"] or _add(raw, run, row, now)
            if run.subscribes:
                has_room = not most_subscriptions or had < most_subscriptions
                had += _join(raw, run, row["position"], feed_id, has_room=has_room, now=now)
        if len(rows) < BATCH:
            _finish(raw, run, now)
        else:
            raw.execute(
                "UPDATE imports SET next = ? WHERE id = ?", (rows[-1]["position"] + 1, run.id)
            )
        return find_import(raw, import_id)

    return await db.write(intent)


def _add(raw: sqlite3.Connection, run: Import, row: sqlite3.Row, now: int) -> int:
    """Put a feed into the catalogue, unless it is there by now; return its number.

    Others whose lists wait for it have it then too.
    """
    there = find_public(raw, row["url"])
    if there is not None:
        number, found = there.id, Found.KNOWN
    else:
        number = insert_feed(
            raw,
            url=row["url"],
            title=row["title"] or row["url"],
            site_url=row["site_url"],
            language=row["language"],
            by=run.user_id if run.settled_by is None else run.settled_by,
            now=now,
            due=max(now, (run.begun_at or now) + row["position"] * _APART),
        )
        found = Found.NEW
        if run.tags:
            set_tags(raw, number, json.loads(row["tags"]), now)
    raw.execute(
        "UPDATE import_feeds SET feed_id = ?, found = ? WHERE import_id = ? AND position = ?",
        (number, found, run.id, row["position"]),
    )
    served = raw.execute(
        """
        UPDATE import_feeds SET feed_id = ?, found = 'known'
        WHERE key = ? AND found = 'new' AND feed_id IS NULL
          AND import_id IN (SELECT id FROM imports WHERE request = 'open')
        RETURNING import_id
        """,
        (number, row["key"]),
    ).fetchall()
    raw.executemany(
        "UPDATE imports SET state = 'running', next = 0 WHERE id = ? AND state = 'waiting'", served
    )
    return number


def _join(
    raw: sqlite3.Connection, run: Import, position: int, feed_id: int, *, has_room: bool, now: int
) -> int:
    """Subscribe the place to a feed, where that is there and has room; return how many that made."""
    joined, made = "gone", None
    if raw.execute(
        "SELECT 1 FROM feeds WHERE id = ? AND removed_at IS NULL", (feed_id,)
    ).fetchone():
        values = (run.place.chat_id, run.place.thread_id, feed_id)
        has = raw.execute(
            """
            SELECT 1 FROM subscriptions
            WHERE chat_id = ? AND thread_id = ? AND feed_id = ? AND removed_at IS NULL
            """,
            values,
        ).fetchone()
        if has:
            joined = "had"
        elif not has_room:
            joined = "full"
        else:
            joined = "made"
            (made,) = raw.execute(
                """
                INSERT INTO subscriptions (chat_id, thread_id, feed_id, created_at, created_by)
                VALUES (?, ?, ?, ?, ?) RETURNING id
                """,
                (*values, now, run.user_id),
            ).fetchone()
    raw.execute(
        """
        UPDATE import_feeds SET joined = ?, subscription_id = ?
        WHERE import_id = ? AND position = ?
        """,
        (joined, made, run.id, position),
    )
    return int(joined == "made")


def _finish(raw: sqlite3.Connection, run: Import, now: int) -> None:
    waits = run.request is ListRequest.OPEN and has_open(raw, run.id)
    raw.execute(
        """
        UPDATE imports SET state = ?, ended_at = ?, told = 0,
            request = iif(request = 'open' AND NOT ?, 'approved', request)
        WHERE id = ?
        """,
        (ImportState.WAITING if waits else ImportState.DONE, now, waits, run.id),
    )
