"""Saved searches: a place gets an alert for every new article that one of its own finds."""

import json
import sqlite3
from collections.abc import Collection
from functools import lru_cache

from newsroom import Matcher, Page, Place, Watch, read_wish
from storage.changes import ChangeKind, note_change
from storage.database import Database
from storage.paging import page_of
from storage.pauses import look_at_pause, note_pause
from storage.reasons import STILL_WANTED
from storage.wordings import read_wordings

_LIVE = """
    watches.removed_at IS NULL AND watches.paused IS NULL AND chats.paused IS NULL
    -- Made in the future: the clock was set back since, and tells nothing of before and after.
    AND (watches.created_at <= articles.found_at OR watches.created_at > :now)
    AND feeds.removed_at IS NULL
    AND (feeds.owner_chat_id IS NULL OR feeds.owner_chat_id = watches.chat_id)
"""
"""A watch that is to tell its place of an article: feeds of one chat alone are found by its own watches."""

_HERE = "chat_id = ? AND thread_id = ?"

_CHOSEN_BY_IT = """
    EXISTS (
        SELECT 1 FROM delivery_reasons
        WHERE delivery_id = deliveries.id AND kind = 'watch' AND chosen_by = ?
    )
"""

_UNWATCHED = "unwatched"
"""Why an alert was dropped that nothing but an ended watch had chosen."""


async def add_watch(
    db: Database, place: Place, query: str, *, by: int, now: int, limit: int
) -> tuple[Watch | None, bool]:
    """Let a place that the bot has met watch for a query; True where it did not already.

    `query` is settled (`newsroom.settle`). None where its chat has `limit` watches. The place can be
    reached, or nobody would ask: what Telegram's refusals had paused of its watches goes on, and what they
    missed is noted.
    """
    pause = await look_at_pause(db, place.chat_id, now)

    def intent(raw: sqlite3.Connection) -> tuple[Watch | None, bool]:
        note_pause(raw, pause)
        raw.execute(
            f"UPDATE watches SET paused = NULL, paused_at = NULL WHERE {_HERE} AND removed_at IS NULL",
            _values(place),
        )
        there = _live_watches(raw, place)
        known = next((watch for watch in there if watch.query == query), None)
        if known is not None or _count(raw, place.chat_id) >= limit:
            return known, False
        (number,) = raw.execute(
            """
            INSERT INTO watches (chat_id, thread_id, query, created_at, created_by)
            VALUES (?, ?, ?, ?, ?) RETURNING id
            """,
            (place.chat_id, place.thread_id, query, now, by),
        ).fetchone()
        note_change(raw, place, by=by, now=now, kind=ChangeKind.WATCH, before={"watch": number})
        return _find(raw, number), True

    return await db.write(intent)


async def get_watch(db: Database, watch_id: int) -> Watch | None:
    """Return a watch by its number, also one that has ended; None: there is none."""
    return await db.read(lambda raw: _find(raw, watch_id))


async def list_watches(db: Database, place: Place, *, page: int = 0, size: int) -> Page[Watch]:
    """Return a page of what a place watches for, the oldest first."""
    found = await db.read(lambda raw: _live_watches(raw, place))
    return page_of(found, number=page, size=size)


async def remove_watch(
    db: Database, place: Place, watch_id: int, *, by: int | None = None, now: int
) -> Watch | None:
    """End a watch of a place; None where it has none of that number.

    Its alerts that are due are dropped, save those that something else has chosen as well. `by`: who may take
    it back with /undo; None = nobody.
    """

    def intent(raw: sqlite3.Connection) -> Watch | None:
        ended = end_watch(raw, place, watch_id, now)
        if ended is not None:
            before = {"watch": watch_id}
            note_change(raw, place, by=by, now=now, kind=ChangeKind.UNWATCH, before=before)
        return ended

    return await db.write(intent)


def end_watch(raw: sqlite3.Connection, place: Place, watch_id: int, now: int) -> Watch | None:
    """Do what `remove_watch` says; for intents of this package."""
    ended = raw.execute(
        f"UPDATE watches SET removed_at = ? WHERE id = ? AND {_HERE} AND removed_at IS NULL",
        (now, watch_id, *_values(place)),
    )
    if not ended.rowcount:
        return None
    raw.execute(
        f"""
        UPDATE deliveries SET state = 'dropped', reason = ?, settled_at = ?
        WHERE {_HERE} AND state = 'due' AND {_CHOSEN_BY_IT} AND NOT {STILL_WANTED}
        """,
        (_UNWATCHED, now, *_values(place), watch_id),
    )
    return _find(raw, watch_id)


async def restore_watch(db: Database, place: Place, watch_id: int, *, limit: int) -> Watch | None:
    """Bring back a watch of a place that was ended, with the alerts that this dropped.

    None where there is nothing to bring back: it is there, another one like it is, or its chat has `limit`.
    """
    return await db.write(lambda raw: bring_watch_back(raw, place, watch_id, limit))


def bring_watch_back(
    raw: sqlite3.Connection, place: Place, watch_id: int, limit: int
) -> Watch | None:
    """Do what `restore_watch` says; for intents of this package."""
    ended = raw.execute(
        f"SELECT removed_at FROM watches WHERE id = ? AND {_HERE} AND removed_at IS NOT NULL",
        (watch_id, *_values(place)),
    ).fetchone()
    if ended is None or _count(raw, place.chat_id) >= limit:
        return None
    back = raw.execute("UPDATE OR IGNORE watches SET removed_at = NULL WHERE id = ?", (watch_id,))
    if not back.rowcount:
        return None
    raw.execute(
        f"""
        UPDATE deliveries SET state = 'due', reason = NULL, settled_at = NULL
        WHERE {_HERE} AND state = 'dropped' AND reason = ? AND settled_at = ? AND {_CHOSEN_BY_IT}
        """,
        (*_values(place), _UNWATCHED, ended["removed_at"], watch_id),
    )
    return _find(raw, watch_id)


def chosen_by_watches(
    raw: sqlite3.Connection, articles: Collection[int], now: int
) -> dict[int, tuple[int, ...]]:
    """Return the numbers of the watches that choose each of these articles at `now`; for routing.

    What no watch chooses is left out. Paused watches and chats, and watches that are younger than the
    article, choose nothing.
    """
    watched = _queries(raw)
    if not watched:
        return {}
    matcher = _matcher(watched)
    found = {
        number: queries
        for number, said in read_wordings(raw, articles).items()
        if (queries := matcher.matches(said))
    }
    chosen = {number: _choosing(raw, number, queries, now) for number, queries in found.items()}
    return {number: watches for number, watches in chosen.items() if watches}


def _queries(raw: sqlite3.Connection) -> tuple[str, ...]:
    """Return what is watched for, each query once."""
    rows = raw.execute("SELECT DISTINCT query FROM watches WHERE removed_at IS NULL ORDER BY query")
    return tuple(query for (query,) in rows)


@lru_cache(1)
def _matcher(queries: tuple[str, ...]) -> Matcher[str]:
    """Return the matcher of these queries, which is made anew when one is added or ended."""
    return Matcher({query: read_wish(query) for query in queries})


def _choosing(
    raw: sqlite3.Connection, article_id: int, queries: Collection[str], now: int
) -> tuple[int, ...]:
    rows = raw.execute(
        f"""
        SELECT watches.id
        FROM watches
        JOIN chats ON chats.id = watches.chat_id
        JOIN articles ON articles.id = :article
        JOIN feeds ON feeds.id = articles.feed_id
        WHERE watches.query IN (SELECT value FROM json_each(:queries)) AND {_LIVE}
        ORDER BY watches.id
        """,
        {"article": article_id, "queries": json.dumps(list(queries)), "now": now},
    )
    return tuple(watch_id for (watch_id,) in rows)


def _values(place: Place) -> tuple[int, int]:
    """Return what `_HERE` asks for."""
    return place.chat_id, place.thread_id


def _live_watches(raw: sqlite3.Connection, place: Place) -> tuple[Watch, ...]:
    rows = raw.execute(
        f"SELECT * FROM watches WHERE {_HERE} AND removed_at IS NULL ORDER BY id", _values(place)
    )
    return tuple(map(_watch, rows))


def _count(raw: sqlite3.Connection, chat_id: int) -> int:
    """Return how many watches a chat has, those of its topics among them."""
    (count,) = raw.execute(
        "SELECT count(*) FROM watches WHERE chat_id = ? AND removed_at IS NULL", (chat_id,)
    ).fetchone()
    return int(count)


def _find(raw: sqlite3.Connection, watch_id: int) -> Watch | None:
    row = raw.execute("SELECT * FROM watches WHERE id = ?", (watch_id,)).fetchone()
    return None if row is None else _watch(row)


def _watch(row: sqlite3.Row) -> Watch:
    return Watch(
        id=row["id"],
        place=Place(row["chat_id"], row["thread_id"]),
        query=row["query"],
        created_at=row["created_at"],
        paused=row["paused"],
    )
