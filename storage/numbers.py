"""How much there is of everything, and how much came on each of the last days."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from newsroom import Feed
from storage.database import Database
from storage.days import DAY
from storage.feed_rows import COLUMNS, feed_of
from storage.index import index_path
from storage.visibility import VISIBLE, Viewer, chats_of


@dataclass(frozen=True, slots=True)
class DayNumbers:
    """What came on one day."""

    day: int
    """Since 1970, in UTC."""
    news: int
    """New articles; not those that a feed had when it was added."""
    alerts: int
    """Messages with new articles that were sent."""
    searches: int


@dataclass(frozen=True, slots=True)
class BusyFeed:
    """A feed, with its new articles on those days."""

    feed: Feed
    news: int


@dataclass(frozen=True, slots=True)
class Numbers:
    """All numbers of /stats."""

    feeds: int
    paused: int
    """Of those; with what their publishers took down."""
    articles: int
    chats: int
    """That are subscribed to something, or watch for something."""
    subscriptions: int
    size: int
    """Bytes: the database and its search index."""
    days: tuple[DayNumbers, ...]
    """The oldest first; the last is today."""
    busiest: tuple[BusyFeed, ...]


async def get_numbers(
    db: Database, *, visible_to: Viewer, now: int, days: int, busiest: int
) -> Numbers:
    """Count. `busiest`: of how many feeds, such as are there for `visible_to`."""

    def question(raw: sqlite3.Connection) -> Numbers:
        feeds, paused = raw.execute(
            "SELECT count(*), total(state <> 'active') FROM feeds WHERE removed_at IS NULL"
        ).fetchone()
        # SQLite counts all rows of a table by the leaves of its smallest index, unread.
        (articles,) = raw.execute("SELECT count(*) FROM articles").fetchone()
        (subscriptions,) = raw.execute(
            "SELECT count(*) FROM subscriptions WHERE removed_at IS NULL"
        ).fetchone()
        (chats,) = raw.execute(
            """
            SELECT count(*) FROM (
                SELECT chat_id FROM subscriptions WHERE removed_at IS NULL
                UNION SELECT chat_id FROM watches WHERE removed_at IS NULL
            )
            """
        ).fetchone()
        return Numbers(
            feeds,
            int(paused),
            articles,
            chats,
            subscriptions,
            _size(db.path),
            _days(raw, now // DAY, days),
            _busiest(raw, chats_of(visible_to), now // DAY - days, busiest),
        )

    return await db.read(question)


def _days(raw: sqlite3.Connection, today: int, days: int) -> tuple[DayNumbers, ...]:
    first = today - days + 1
    rows = raw.execute(
        "SELECT day, sum(news), sum(alerts) FROM feed_days WHERE day >= ? GROUP BY day", (first,)
    )
    counted: Mapping[int, tuple[int, int]] = {day: (news, alerts) for day, news, alerts in rows}
    searches = dict(raw.execute("SELECT day, searches FROM search_days WHERE day >= ?", (first,)))
    return tuple(
        DayNumbers(day, *counted.get(day, (0, 0)), searches.get(day, 0))
        for day in range(first, today + 1)
    )


def _busiest(
    raw: sqlite3.Connection, visible_to: str, after: int, most: int
) -> tuple[BusyFeed, ...]:
    rows = raw.execute(
        f"""
        SELECT feeds.id, busy.news FROM (
            SELECT feed_id, sum(news) AS news FROM feed_days WHERE day > :after GROUP BY feed_id
        ) AS busy
        JOIN feeds ON feeds.id = busy.feed_id AND removed_at IS NULL AND {VISIBLE}
        WHERE busy.news > 0 ORDER BY busy.news DESC, feeds.id LIMIT :most
        """,
        {"after": after, "visible_to": visible_to, "most": most},
    ).fetchall()
    one = f"SELECT {COLUMNS} FROM feeds WHERE id = ?"
    return tuple(
        BusyFeed(feed_of(raw.execute(one, (feed_id,)).fetchone()), news) for feed_id, news in rows
    )


def _size(path: Path) -> int:
    """Return the bytes of the database and its index, with what is not yet folded into them."""
    files = [path, index_path(path)]
    logs = [file.with_name(f"{file.name}-wal") for file in files]
    return sum(file.stat().st_size for file in (*files, *logs) if file.exists())
