"""What the staff is told of feeds: many changes in one notice, each change once.

What is to be told stands in the rows of the feeds themselves (`standing` differs from `told`), so that
a feed that falls ill and recovers before anybody heard of it is no news.
"""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import asdict

from newsroom import FeedNews, Problem, ProblemKind, Standing
from storage.bookkeeping import twin_of
from storage.database import Database
from storage.feed_rows import problem_of

MOST = 500
"""Changes in one notice; the rest comes with the next."""


async def tell_staff(db: Database, now: int, *, pause: int) -> int:
    """Owe every owner and admin who has a private chat a notice of what has changed; return to how many.

    Not within `pause` milliseconds after the last one, so that feeds that change one after the other are
    told together. Where nobody is there to be told, it waits. Feeds that belong to one chat are nobody's
    news. The notices and the marks are written together: a crash leaves both or none.
    """

    def question(raw: sqlite3.Connection) -> bool:
        return bool(_changed(raw) or _moved(raw))

    if not await db.read(question):
        return 0

    def intent(raw: sqlite3.Connection) -> int:
        staff = raw.execute(
            """
            SELECT chats.id FROM users
            JOIN chats ON chats.id = users.id AND chats.kind = 'private' AND chats.paused IS NULL
            WHERE users.role IN ('owner', 'admin')
            """
        ).fetchall()
        if not staff or _told_lately(raw, now, pause):
            return 0
        changed, moved = _changed(raw), _moved(raw)
        news = [*(_standing_news(raw, row) for row in changed), *map(_move_news, moved)]
        if not news:
            return 0
        _owe(raw, [chat_id for (chat_id,) in staff], news, now)
        raw.executemany(
            "UPDATE feeds SET told = standing WHERE id = ?", [(row["id"],) for row in changed]
        )
        raw.executemany(
            "UPDATE feed_addresses SET told = 1 WHERE id = ?", [(row["id"],) for row in moved]
        )
        return len(staff)

    return await db.write(intent)


def news_of(stored: str | None) -> tuple[FeedNews, ...]:
    """Return the news that a delivery carries, as they are stored; none where it carries none."""
    return tuple(_news(one) for one in json.loads(stored or "[]"))


def _changed(raw: sqlite3.Connection) -> list[sqlite3.Row]:
    """Return the feeds whose standing the staff does not know; what an admin paused is not news."""
    return raw.execute(
        """
        SELECT id, coalesce(own_title, title) AS title, standing, problem, problem_detail, move_url,
            owner_chat_id
        FROM feeds
        WHERE standing <> told AND removed_at IS NULL AND owner_chat_id IS NULL
            AND (state = 'active' OR stopped_at IS NOT NULL)
        ORDER BY id LIMIT ?
        """,
        (MOST,),
    ).fetchall()


def _moved(raw: sqlite3.Connection) -> list[sqlite3.Row]:
    return raw.execute(
        """
        SELECT feed_addresses.id, feeds.id AS feed_id, coalesce(own_title, title) AS title, feeds.url
        FROM feed_addresses
        JOIN feeds ON feeds.id = feed_addresses.feed_id
            AND feeds.removed_at IS NULL AND feeds.owner_chat_id IS NULL
        WHERE feed_addresses.told = 0 ORDER BY feed_addresses.id LIMIT ?
        """,
        (MOST,),
    ).fetchall()


def _told_lately(raw: sqlite3.Connection, now: int, pause: int) -> bool:
    """Tell whether the last notice is too fresh; one from the future says that the clock was set back."""
    row = raw.execute(
        """
        SELECT 1 FROM deliveries
        WHERE news IS NOT NULL AND created_at > ? AND created_at <= ? LIMIT 1
        """,
        (now - pause, now),
    ).fetchone()
    return row is not None


def _owe(raw: sqlite3.Connection, chat_ids: list[int], news: Iterable[FeedNews], now: int) -> None:
    # The number of the ledger's next row is never used twice, so no later notice has this key.
    (number,) = raw.execute("SELECT ifnull(max(id), 0) + 1 FROM deliveries").fetchone()
    stored = json.dumps([asdict(one) for one in news])
    raw.executemany(
        """
        INSERT INTO deliveries (chat_id, kind, key, news, created_at, due_at)
        VALUES (?, 'notice', ?, ?, ?, ?)
        """,
        [(chat_id, f"feeds:{number}", stored, now, now) for chat_id in chat_ids],
    )


def _standing_news(raw: sqlite3.Connection, row: sqlite3.Row) -> FeedNews:
    standing, target = Standing(row["standing"]), row["move_url"]
    other = None
    if standing is Standing.DUPLICATE and target is not None:
        other = twin_of(raw, row["id"], target, row["owner_chat_id"])
    return FeedNews(row["id"], row["title"], standing, problem_of(row), other_id=other)


def _move_news(row: sqlite3.Row) -> FeedNews:
    return FeedNews(row["feed_id"], row["title"], None, url=row["url"])


def _news(stored: dict[str, object]) -> FeedNews:
    standing, problem = stored["standing"], stored["problem"]
    known = {**stored, "standing": standing and Standing(str(standing)), "problem": None}
    if isinstance(problem, dict):
        known["problem"] = Problem(ProblemKind(problem["kind"]), problem["detail"])
    return FeedNews(**known)  # type: ignore[arg-type]  # as `asdict` took it apart
