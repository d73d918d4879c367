"""How the bot fares, in a few numbers: what it has looked at, and what waits."""

import sqlite3
from dataclasses import dataclass

from newsroom import Place
from storage.database import Database


@dataclass(frozen=True, slots=True)
class Vitals:
    """What /status tells of the whole bot. Moments are UTC milliseconds; None = there is none."""

    feeds: int
    """Of the public catalogue, as far as they are looked at: neither paused nor removed."""
    failing: int
    """Of those, how many could not be read when they were last looked at."""
    checked_at: int | None
    """When a feed was last looked at."""
    due_since: int | None
    """When the feed should have been looked at that waits longest."""
    unsent: int
    """Messages that are due by now."""
    unsent_since: int | None


@dataclass(frozen=True, slots=True)
class PlaceVitals:
    """What waits for one place."""

    due: int
    held: int
    """For the digest or for the end of quiet hours."""
    held_until: int | None
    sent_at: int | None
    """When an article last came here."""


async def get_vitals(db: Database, now: int) -> Vitals:
    """Return how the bot fares at `now`."""

    def question(raw: sqlite3.Connection) -> Vitals:
        feeds, failing, due_since = raw.execute(
            """
            SELECT count(*), total(problem IS NOT NULL),
                min(CASE WHEN next_check_at <= ? THEN next_check_at END)
            FROM feeds
            WHERE state = 'active' AND removed_at IS NULL AND owner_chat_id IS NULL
            """,
            (now,),
        ).fetchone()
        (checked_at,) = raw.execute("SELECT max(checked_at) FROM feeds").fetchone()
        unsent, since = raw.execute(
            """
            SELECT count(*), min(due_at) FROM deliveries
            WHERE state = 'due' AND hold IS NULL AND due_at <= ?
            """,
            (now,),
        ).fetchone()
        return Vitals(feeds, int(failing), checked_at, due_since, unsent, since)

    return await db.read(question)


async def get_place_vitals(db: Database, place: Place) -> PlaceVitals:
    """Return what waits for a place."""

    def question(raw: sqlite3.Connection) -> PlaceVitals:
        here = (place.chat_id, place.thread_id)
        due, held, until = raw.execute(
            """
            SELECT total(hold IS NULL), total(hold IS NOT NULL),
                min(CASE WHEN hold IS NOT NULL THEN due_at END)
            FROM deliveries
            WHERE chat_id = ? AND thread_id = ? AND state = 'due' AND kind = 'alert'
            """,
            here,
        ).fetchone()
        (sent_at,) = raw.execute(
            """
            SELECT max(settled_at) FROM deliveries
            WHERE chat_id = ? AND thread_id = ? AND state = 'sent' AND kind IN ('alert', 'digest')
            """,
            here,
        ).fetchone()
        return PlaceVitals(int(due), int(held), until, sent_at)

    return await db.read(question)
