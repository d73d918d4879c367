"""The feeds that something is the matter with."""

import sqlite3
from collections.abc import Mapping

from newsroom import Ailment, Patient, diagnose, usual_rate
from storage.database import Database
from storage.days import DAY
from storage.feed_rows import COLUMNS, feed_of
from storage.visibility import VISIBLE, Viewer, chats_of

_DAYS = 7
"""Today and the days before it, over which new articles are counted."""

_ORDER = {ailment: place for place, ailment in enumerate(Ailment)}


async def list_patients(db: Database, *, visible_to: Viewer, now: int) -> tuple[Patient, ...]:
    """Return the feeds that something is the matter with: by group, the longest in each first.

    The noisiest are the first of the noisy, the slowest of the slow.
    """

    def question(raw: sqlite3.Connection) -> tuple[Patient, ...]:
        rows = raw.execute(
            f"SELECT {COLUMNS} FROM feeds WHERE removed_at IS NULL AND {VISIBLE}",
            {"visible_to": chats_of(visible_to)},
        )
        news = _news(raw, now)
        begin = (now // DAY - _DAYS + 1) * DAY
        feeds = [feed_of(row) for row in rows]
        rates = {
            feed.id: news.get(feed.id, 0) * DAY / max(now - max(begin, feed.added_at), DAY)
            for feed in feeds
        }
        usual = usual_rate(tuple(rates.values()))
        found = [
            Patient(feed, ailment, rates[feed.id])
            for feed in feeds
            if (ailment := diagnose(feed, rates[feed.id], usual)) is not None
        ]
        return tuple(sorted(found, key=lambda one: _place(one, now)))

    return await db.read(question)


def _news(raw: sqlite3.Connection, now: int) -> Mapping[int, int]:
    rows = raw.execute(
        "SELECT feed_id, sum(news) FROM feed_days WHERE day > ? GROUP BY feed_id",
        (now // DAY - _DAYS,),
    )
    return dict(rows.fetchall())


def _place(one: Patient, now: int) -> tuple[int, float, int]:
    feed = one.feed
    weight = {
        Ailment.DEAD: now - (feed.failing_since or 0),
        Ailment.ERRING: now - (feed.failing_since or now),
        Ailment.SILENT: now - (feed.rhythm.since or now),
        Ailment.NOISY: one.per_day,
        Ailment.SLOW: feed.answer or 0,
    }.get(one.ailment, 0)
    return _ORDER[one.ailment], -weight, feed.id
