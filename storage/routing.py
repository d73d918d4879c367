"""From unrouted articles to delivery rows: the ledger's second state.

Who is to get an article, and when, is decided here and nowhere else (docs/alerts.md, «What comes before
what»). Watches, filters and copies are looked up before the transaction, by a reader; the rows are then
made by a few statements an article, however many places want it.
"""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from storage.database import Database
from storage.filters import filtered_out
from storage.floods import Calm, Fresh, calm_in_floods
from storage.stories import find_copies
from storage.watches import chosen_by_watches

BATCH = 50
"""Unrouted articles that are looked at together. What one check brought is never parted."""

CHUNK = 50
"""Articles in one transaction at the most."""

ROWS = 20_000
"""Deliveries after which a transaction takes no further article: other writers wait about 0.1 s."""

BURST = 10
"""The setting `alerts.burst`, as long as nobody sets it."""

_PLAN_LIMIT = 60.0
"""Seconds for looking up watches and filters: a flood of long articles takes its time."""

_BY_SUBSCRIPTION = """
    SELECT chat_id, thread_id, 'subscription' AS kind, id, digest,
        id IN (SELECT value FROM json_each(:calm_subscriptions)) AS calm
    FROM subscriptions
    WHERE feed_id = :feed AND removed_at IS NULL AND paused IS NULL
      -- Made in the future: the clock was set back since, and tells nothing of before and after.
      AND (created_at <= :found_at OR created_at > :now)
      AND chat_id = ifnull((SELECT owner_chat_id FROM feeds WHERE feeds.id = :feed), chat_id)
      AND id NOT IN (SELECT value FROM json_each(:refused))
"""
_BY_WATCH = """
    SELECT chat_id, thread_id, 'watch' AS kind, id, NULL AS digest,
        id IN (SELECT value FROM json_each(:calm_watches)) AS calm
    FROM watches
    WHERE id IN (SELECT value FROM json_each(:watches)) AND removed_at IS NULL AND paused IS NULL
"""
_MUTED = """
    EXISTS (
        SELECT 1 FROM mutes
        WHERE mutes.chat_id = wants.chat_id AND mutes.thread_id = wants.thread_id
          AND mutes.feed_id IN (0, :feed) AND mutes.until > :now
    )
"""
_JOINED = "id IN (SELECT delivery_id FROM delivery_copies WHERE article_id = :article)"
_IS_QUIET = "(chats.quiet_begins_at <= :now AND :now < chats.quiet_ends_at)"


@dataclass(frozen=True, slots=True)
class _Batch:
    """Articles to be routed, and what is known of them, by their numbers."""

    articles: tuple[int, ...]
    watches: Mapping[int, tuple[int, ...]]
    """That choose them."""
    refused: Mapping[int, tuple[int, ...]]
    """Subscriptions whose filters they do not pass."""
    floods: Mapping[int, Calm]
    """Of those that came with more than a burst: whom the flood does not reach."""


async def route_articles(db: Database, now: int, *, burst: int = BURST) -> tuple[int, int]:
    """Turn the oldest unrouted articles into deliveries, at most a batch of them.

    `burst`: new articles of a feed beyond which a place gets them in one message. Returns how many
    articles were routed and how many deliveries that made. An article's rows and its mark «routed» are
    written together: a crash leaves both or none. Nobody gets what was found before he subscribed.
    """
    batch = await db.read(lambda raw: _look_up(raw, now, burst), limit=_PLAN_LIMIT)
    copies = await find_copies(db, batch.articles, watched=batch.watches.keys(), now=now)
    routed = made = 0
    while routed < len(batch.articles):
        chunk = batch.articles[routed : routed + CHUNK]
        route = partial(_route_all, batch=batch, articles=chunk, copies=copies, now=now)
        done, added = await db.write(route)
        routed += done
        made += added
    return routed, made


def _look_up(raw: sqlite3.Connection, now: int, burst: int) -> _Batch:
    fresh = _unrouted(raw)
    articles = tuple(one.id for one in fresh)
    watches = chosen_by_watches(raw, articles, now) if articles else {}
    refused = filtered_out(raw, articles) if articles else {}
    floods = calm_in_floods(raw, fresh, watches=watches, refused=refused, burst=burst)
    return _Batch(articles, watches, refused, floods)


def _unrouted(raw: sqlite3.Connection) -> list[Fresh]:
    """Return the oldest unrouted articles.

    Those of one check stand side by side, as they got their numbers in one transaction.
    """
    select = "SELECT id, feed_id, found_at FROM articles WHERE routed_at IS NULL"
    rows = raw.execute(f"{select} ORDER BY id LIMIT ?", (BATCH,)).fetchall()
    fresh = [Fresh(*row) for row in rows]
    if len(fresh) == BATCH:
        last = fresh[-1]
        rest = raw.execute(
            f"{select} AND id > ? AND feed_id = ? AND found_at = ? ORDER BY id",
            (last.id, last.feed_id, last.found_at),
        )
        fresh += [Fresh(*row) for row in rest]
    return fresh


def _route_all(
    raw: sqlite3.Connection,
    batch: _Batch,
    articles: Sequence[int],
    copies: Mapping[int, tuple[int, ...]],
    now: int,
) -> tuple[int, int]:
    """Route articles in their order until they have made many rows; return how many, and the rows."""
    routed = made = 0
    for article_id in articles:
        made += _route(raw, batch, article_id, copies.get(article_id, ()), now)
        routed += 1
        if made >= ROWS:
            break
    return routed, made


def _route(
    raw: sqlite3.Connection, batch: _Batch, article_id: int, copies: Sequence[int], now: int
) -> int:
    article = raw.execute(
        """
        UPDATE articles SET routed_at = ? WHERE id = ? AND routed_at IS NULL
        RETURNING feed_id, found_at,
            (SELECT removed_at IS NULL FROM feeds WHERE feeds.id = feed_id) AS is_live
        """,
        (now, article_id),
    ).fetchone()
    if article is None or not article["is_live"]:
        return 0
    calm = batch.floods.get(article_id)
    watches = batch.watches.get(article_id, ())
    values = {
        "article": article_id,
        "key": str(article_id),
        "feed": article["feed_id"],
        "found_at": article["found_at"],
        "now": now,
        "watches": json.dumps(watches),
        "refused": json.dumps(batch.refused.get(article_id, ())),
        "floods": calm is not None,
        "calm_subscriptions": json.dumps(calm.subscriptions if calm else ()),
        "calm_watches": json.dumps(calm.watches if calm else ()),
        "copies": json.dumps(copies),
        "story": json.dumps([article_id, *copies]),
    }
    # A place that wants an article by its subscription, too, has what that says of digests.
    sources = (_BY_SUBSCRIPTION, _BY_WATCH) if watches else (_BY_SUBSCRIPTION,)
    if copies:
        for source in sources:
            _join(raw, source, values)
        _tell_of_copies(raw, values)
    made = sum(_owe(raw, source, values) for source in sources)
    for source in sources:
        _note_reasons(raw, source, values, "deliveries.key = :key")
        if copies:
            _note_reasons(raw, source, values, f"deliveries.{_JOINED}")
    return made


def _owe(raw: sqlite3.Connection, source: str, values: Mapping[str, object]) -> int:
    """Make a row for each place that wants an article, save those that have its story; return how many."""
    return raw.execute(
        f"""
        INSERT INTO deliveries (
            chat_id, thread_id, kind, key, article_id, created_at, due_at, state, reason, settled_at, hold
        )
        SELECT chat_id, thread_id, 'alert', :key, :article, :now,
            CASE hold WHEN 'digest' THEN digest_due_at WHEN 'quiet' THEN quiet_ends_at ELSE :now END,
            CASE WHEN muted THEN 'dropped' ELSE 'due' END,
            CASE WHEN muted THEN 'muted' END,
            CASE WHEN muted THEN :now END,
            CASE WHEN NOT muted THEN hold END
        FROM (
            SELECT wants.chat_id, wants.thread_id, chats.digest_due_at, chats.quiet_ends_at,
                {_MUTED} AS muted,
                CASE
                    WHEN chats.digest_due_at IS NOT NULL AND ifnull(wants.digest, 1) THEN 'digest'
                    WHEN {_IS_QUIET} THEN 'quiet'
                    WHEN :floods AND NOT wants.calm THEN 'burst'
                END AS hold
            FROM ({source}) AS wants
            JOIN chats ON chats.id = wants.chat_id AND chats.paused IS NULL
            WHERE (wants.chat_id, wants.thread_id) NOT IN (
                SELECT chat_id, thread_id FROM delivery_copies
                JOIN deliveries ON deliveries.id = delivery_id
                WHERE delivery_copies.article_id = :article
            )
        )
        WHERE TRUE ON CONFLICT DO NOTHING
        """,
        values,
    ).rowcount


def _join(raw: sqlite3.Connection, source: str, values: Mapping[str, object]) -> None:
    """Note an article with the alert that a place has or is owed for a copy of it.

    All that the alert tells of are to be copies of it: what is like one alone may be another story, and
    no alert tells of two articles of one feed.
    """
    raw.execute(
        f"""
        INSERT INTO delivery_copies (delivery_id, article_id)
        SELECT min(deliveries.id), :article
        FROM ({source}) AS wants
        JOIN chats ON chats.id = wants.chat_id AND chats.paused IS NULL AND chats.one_story
        JOIN deliveries ON deliveries.article_id IN (SELECT value FROM json_each(:copies))
            AND deliveries.chat_id = wants.chat_id AND deliveries.thread_id = wants.thread_id
            AND deliveries.kind = 'alert' AND deliveries.state <> 'dropped'
        WHERE NOT {_MUTED} AND NOT EXISTS (
            SELECT 1 FROM delivery_copies
            WHERE delivery_id = deliveries.id
              AND article_id NOT IN (SELECT value FROM json_each(:story))
        )
        GROUP BY wants.chat_id, wants.thread_id
        ON CONFLICT DO NOTHING
        """,
        values,
    )


def _tell_of_copies(raw: sqlite3.Connection, values: Mapping[str, object]) -> None:
    """Have the alerts that an article was noted with written anew where they are out.

    What waits for a digest waits no longer where the article's own feed is to be told at once.
    """
    raw.execute(
        f"""
        UPDATE deliveries SET edit_due_at = :now, edit_attempts = 0
        WHERE {_JOINED} AND state IN ('sent', 'claimed') AND digest_id IS NULL
        """,
        values,
    )
    raw.execute(
        f"""
        UPDATE deliveries SET
            hold = CASE WHEN {_IS_QUIET} THEN 'quiet' END,
            due_at = CASE WHEN {_IS_QUIET} THEN chats.quiet_ends_at ELSE :now END
        FROM ({_BY_SUBSCRIPTION}) AS wants JOIN chats ON chats.id = wants.chat_id
        WHERE deliveries.{_JOINED} AND deliveries.state = 'due' AND deliveries.hold = 'digest'
          AND wants.chat_id = deliveries.chat_id AND wants.thread_id = deliveries.thread_id
          AND wants.digest = 0 AND deliveries.digest_id IS NULL
        """,
        values,
    )


def _note_reasons(
    raw: sqlite3.Connection, source: str, values: Mapping[str, object], which: str
) -> None:
    """Note who chose the alerts of an article. `which`: a condition on `deliveries`."""
    raw.execute(
        f"""
        INSERT INTO delivery_reasons (delivery_id, kind, chosen_by)
        SELECT deliveries.id, wants.kind, wants.id
        FROM ({source}) AS wants
        JOIN deliveries ON deliveries.chat_id = wants.chat_id
            AND deliveries.thread_id = wants.thread_id AND deliveries.kind = 'alert' AND {which}
        WHERE TRUE ON CONFLICT DO NOTHING
        """,
        values,
    )
