"""What came out while a place could not be reached, noted as missed when that is asked for or ends.

Nothing is routed to a place that is paused: ten thousand chats that have left would fill the ledger with what
nobody asks for. So the rows are made when somebody is there, of the newest articles alone.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from newsroom import Matcher, read_wish
from storage.database import Database
from storage.filters import filtered_out
from storage.wordings import read_wordings

MOST = 100
"""Articles that are noted of a chat at a time, the newest; of the rest it is said about how many they are."""

LONGEST = 30 * 86_400_000
"""Milliseconds back from now: what is older is no news. A chat that has left is erased after as long."""

_CANDIDATES = 2 * MOST
"""Articles that are looked at of all feeds, and of the catalogue where something is watched for."""

_LATE = 7 * 86_400_000
"""Milliseconds by which an article may be older than the pause in which it came out."""

_LOOK_LIMIT = 20.0
"""Seconds for a look: full texts are read, and nobody is to be kept away by a slow disk."""

# In the future: the clock was set back since, and what came before has a row already.
_BEGAN = "CASE WHEN {0} IS NULL THEN :now WHEN {0} <= :now THEN {0} ELSE :oldest END"


def _paused(table: str, more: str) -> str:
    """Return the question for what of a chat's table is paused, why and since when, with `more` columns."""
    began = [_BEGAN.format(f"{one}.paused_at") for one in ("one", "chats")]
    return f"""
        SELECT one.id, thread_id, coalesce(one.paused, chats.paused) AS reason, one.created_at,
            max(min({began[0]}, {began[1]}), :oldest) AS since, {more}
        FROM {table} AS one JOIN chats ON chats.id = chat_id
        WHERE chat_id = :chat AND one.removed_at IS NULL AND chats.paused IS NOT 'banned'
          AND (one.paused IS NOT NULL OR chats.paused IS NOT NULL)
    """


_PAUSED_SUBSCRIPTIONS = f"""
    SELECT paused.* FROM ({_paused("subscriptions", "feed_id, filter")}) AS paused
    JOIN feeds ON feeds.id = feed_id
    WHERE feeds.removed_at IS NULL AND ifnull(owner_chat_id, :chat) = :chat
"""
_PAUSED_WATCHES = _paused("watches", "query")


@dataclass(slots=True)
class _Lost:
    """An article that a place did not get."""

    thread_id: int
    article_id: int
    reason: str
    routed_at: int
    chosen_by: list[tuple[str, int]]
    """Kind and number of what would have chosen it."""


@dataclass(frozen=True, slots=True)
class _Article:
    id: int
    found_at: int
    routed_at: int


@dataclass(frozen=True, slots=True)
class Pause:
    """What a chat has missed until `at`, as far as it is to be noted."""

    chat_id: int
    at: int
    lost: tuple[_Lost, ...]
    more: tuple[tuple[int, int], ...]
    """By topic about how many there were beside these."""


async def note_missed(db: Database, chat_id: int, now: int) -> None:
    """Note what a chat has missed until now, where it or a topic of it is paused."""
    pause = await look_at_pause(db, chat_id, now)
    if pause is not None:
        await db.write(lambda raw: note_pause(raw, pause))


async def look_at_pause(db: Database, chat_id: int, now: int) -> Pause | None:
    """Return what a chat has missed until now; None where nothing of it is paused.

    Asked of a reader, before the transaction that notes it and ends the pause: hundreds of articles may have
    to be held against filters and watches, and no writer waits for that. What is routed in the moment between
    is not noted.
    """
    values = {"chat": chat_id, "now": now, "oldest": now - LONGEST}

    def question(raw: sqlite3.Connection) -> Pause | None:
        if not _is_paused(raw, values):
            return None
        lost: dict[tuple[int, int], _Lost] = {}
        _of_subscriptions(raw, values, lost)
        _of_watches(raw, values, lost)
        newest = sorted(lost.values(), key=lambda one: (one.routed_at, one.article_id))[-MOST:]
        return Pause(chat_id, now, tuple(newest), tuple(_more(raw, values, newest)))

    return await db.read(question, limit=_LOOK_LIMIT)


def note_pause(raw: sqlite3.Connection, pause: Pause | None) -> None:
    """Note what a chat has missed; for intents of this package that end a pause."""
    if pause is None:
        return
    for one in pause.lost:
        _drop(raw, pause.chat_id, one, pause.at)
    raw.executemany(
        """
        INSERT INTO missed_more (chat_id, thread_id, count, noted_at) VALUES (?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET count = excluded.count, noted_at = excluded.noted_at
        """,
        [(pause.chat_id, thread_id, count, pause.at) for thread_id, count in pause.more],
    )


def _is_paused(raw: sqlite3.Connection, values: Mapping[str, int]) -> bool:
    """Whether there is a subscription or a watch in the chat that gets nothing."""
    return any(
        raw.execute(f"{paused} LIMIT 1", values).fetchone()
        for paused in (_PAUSED_SUBSCRIPTIONS, _PAUSED_WATCHES)
    )


def _of_subscriptions(
    raw: sqlite3.Connection,
    values: Mapping[str, int],
    lost: dict[tuple[int, int], _Lost],
) -> None:
    rows = raw.execute(
        f"""
        SELECT paused.*, articles.id AS article_id
        FROM ({_PAUSED_SUBSCRIPTIONS}) AS paused
        JOIN articles ON articles.feed_id = paused.feed_id AND dated_at > since - {_LATE:d}
        ORDER BY dated_at DESC, articles.id DESC LIMIT {_CANDIDATES:d}
        """,
        values,
    ).fetchall()
    articles = _news(raw, {row["article_id"] for row in rows})
    refused = filtered_out(raw, articles)
    for row in rows:
        article = articles.get(row["article_id"])
        if article is not None and row["id"] not in refused.get(article.id, ()):
            _lose(lost, row, article, "subscription", values["now"])


def _of_watches(
    raw: sqlite3.Connection,
    values: Mapping[str, int],
    lost: dict[tuple[int, int], _Lost],
) -> None:
    watches = raw.execute(_PAUSED_WATCHES, values).fetchall()
    if not watches:
        return
    newest = raw.execute(
        f"""
        SELECT articles.id FROM articles JOIN feeds ON feeds.id = feed_id
        WHERE feeds.removed_at IS NULL AND ifnull(owner_chat_id, :chat) = :chat
        ORDER BY articles.id DESC LIMIT {_CANDIDATES:d}
        """,
        values,
    )
    articles = _news(raw, {number for (number,) in newest})
    matcher = Matcher({row["query"]: read_wish(row["query"]) for row in watches})
    for number, said in read_wordings(raw, articles).items():
        found = matcher.matches(said)
        for row in watches:
            if row["query"] in found:
                _lose(lost, row, articles[number], "watch", values["now"])


def _news(raw: sqlite3.Connection, numbers: Collection[int]) -> dict[int, _Article]:
    """Return those articles that places got when they came out: what nobody is told of is routed as found."""
    rows = raw.execute(
        """
        SELECT id, found_at, routed_at FROM articles
        WHERE id IN (SELECT value FROM json_each(?)) AND routed_at <> found_at
        """,
        (json.dumps(sorted(numbers)),),
    )
    return {row["id"]: _Article(*row) for row in rows}


def _lose(
    lost: dict[tuple[int, int], _Lost], row: sqlite3.Row, article: _Article, kind: str, now: int
) -> None:
    # Made in the future: see `storage.watches`.
    was_there = article.found_at >= row["created_at"] or row["created_at"] > now
    if article.routed_at < row["since"] or not was_there:
        return
    place = (row["thread_id"], article.id)
    one = lost.setdefault(place, _Lost(*place, row["reason"], article.routed_at, []))
    one.chosen_by.append((kind, row["id"]))


def _drop(raw: sqlite3.Connection, chat_id: int, one: _Lost, now: int) -> None:
    """Make the row of what was not sent, unless the place has one of that article."""
    row = raw.execute(
        """
        INSERT INTO deliveries (
            chat_id, thread_id, kind, key, article_id, created_at, due_at, state, reason, settled_at
        ) VALUES (?, ?, 'alert', ?, ?, ?, ?, 'dropped', ?, ?) ON CONFLICT DO NOTHING RETURNING id
        """,
        (
            *(chat_id, one.thread_id, str(one.article_id), one.article_id),
            *(now, one.routed_at, one.reason, one.routed_at),
        ),
    ).fetchone()
    if row is not None:
        raw.executemany(
            "INSERT INTO delivery_reasons (delivery_id, kind, chosen_by) VALUES (?, ?, ?)",
            [(row["id"], kind, number) for kind, number in one.chosen_by],
        )


def _more(
    raw: sqlite3.Connection, values: Mapping[str, int], noted: Iterable[_Lost]
) -> Iterator[tuple[int, int]]:
    """Yield by topic about how many more there were: of the feeds that it has without a filter."""
    listed = Counter(one.thread_id for one in noted)
    rows = raw.execute(
        f"""
        SELECT thread_id, count(articles.id) AS count
        FROM ({_PAUSED_SUBSCRIPTIONS}) AS paused
        LEFT JOIN articles ON articles.feed_id = paused.feed_id AND dated_at > since AND filter = ''
        GROUP BY thread_id
        """,
        values,
    )
    for thread_id, count in rows:
        yield thread_id, max(0, count - listed[thread_id])
