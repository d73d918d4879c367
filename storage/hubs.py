"""What has been agreed with the hubs of feeds: which are asked for which, until when, with which secret.

A private feed (`owner_chat_id`) is never asked for: its address is for its chat and its publisher alone.
"""

import sqlite3
from collections.abc import Callable, Mapping
from typing import TypeAlias

from newsroom import Feed, HubSubscription
from storage.database import Database
from storage.feed_rows import COLUMNS, feed_of

NewKeys: TypeAlias = Callable[[], tuple[str, str]]
"""Makes the token and the secret of a new subscription, both of chance."""

MOST_GOODBYES = 5
"""How often a hub is asked to end what it may have forgotten."""

_FIELDS = "id, feed_id, hub, topic, callback, token, secret, wanted, lease_until, failures"

_PUSHABLE = "state = 'active' AND removed_at IS NULL AND owner_chat_id IS NULL"

_STALE = f"""
    wanted AND NOT EXISTS (
        SELECT 1 FROM feeds
        WHERE feeds.id = feed_id AND asks_hub = hub AND coalesce(asks_topic, url) = topic AND {_PUSHABLE}
    )
"""
"""A condition on subscriptions whose feed is gone, rests, or has another hub or name now."""

_ENDED = f"""
    NOT wanted AND (lease_until IS NULL OR lease_until <= :now OR failures >= {MOST_GOODBYES})
"""
"""A condition on those that nothing more is to be said about."""

_UNASKED = f"""
    SELECT id, asks_hub, coalesce(asks_topic, url) FROM feeds
    WHERE asks_hub IS NOT NULL AND succeeded_at IS NOT NULL AND {_PUSHABLE}
        AND NOT EXISTS (SELECT 1 FROM hub_subscriptions WHERE feed_id = feeds.id AND wanted)
    LIMIT :limit
"""


async def plan_hubs(
    db: Database, callback: str, new_keys: NewKeys, *, now: int, limit: int
) -> bool:
    """Make the subscriptions follow the catalogue, up to `limit` new ones; return whether any changed.

    `callback`: the public address below which hubs call. What was agreed with another one is forgotten, as
    nobody would hear the hub's answer there.
    """
    values = {"callback": callback, "now": now, "limit": limit}

    def question(raw: sqlite3.Connection) -> bool:
        there = f"""
            SELECT EXISTS (SELECT 1 FROM hub_subscriptions WHERE callback <> :callback)
                OR EXISTS (SELECT 1 FROM hub_subscriptions WHERE {_STALE})
                OR EXISTS (SELECT 1 FROM hub_subscriptions WHERE {_ENDED})
                OR EXISTS ({_UNASKED})
        """
        return bool(raw.execute(there, values).fetchone()[0])

    def intent(raw: sqlite3.Connection) -> None:
        _distrust(raw, "callback <> :callback", values)
        raw.execute("DELETE FROM hub_subscriptions WHERE callback <> :callback", values)
        _distrust(raw, _STALE, values)
        raw.execute(
            f"""
            UPDATE hub_subscriptions SET wanted = 0, failures = 0, next_ask_at = :now
            WHERE {_STALE}
            """,
            values,
        )
        raw.execute(f"DELETE FROM hub_subscriptions WHERE {_ENDED}", values)
        unasked = raw.execute(_UNASKED, values).fetchall()
        raw.executemany(
            """
            INSERT INTO hub_subscriptions
                (feed_id, hub, topic, callback, token, secret, next_ask_at)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            [(*tuple(row), callback, *new_keys(), now) for row in unasked],
        )

    if not await db.read(question):
        return False
    await db.write(intent)
    return True


async def forget_hubs(db: Database) -> None:
    """Forget all that was agreed with hubs, which cannot reach us any more."""

    def intent(raw: sqlite3.Connection) -> None:
        _distrust(raw, "1", {})
        raw.execute("DELETE FROM hub_subscriptions")

    await db.write(intent)


async def due_hub_asks(db: Database, now: int, limit: int) -> tuple[HubSubscription, ...]:
    """Return the subscriptions that their hubs are to be asked for, or to end; the longest due first."""

    def question(raw: sqlite3.Connection) -> tuple[HubSubscription, ...]:
        rows = raw.execute(
            f"""
            SELECT {_FIELDS} FROM hub_subscriptions WHERE next_ask_at <= ?
            ORDER BY next_ask_at LIMIT ?
            """,
            (now, limit),
        )
        return tuple(map(_subscription_of, rows))

    return await db.read(question)


async def note_hub_asked(db: Database, number: int, *, again_at: int) -> None:
    """Write down, before it happens, that a hub is asked; where it does not confirm, again at `again_at`."""
    await db.write(
        lambda raw: raw.execute(
            "UPDATE hub_subscriptions SET failures = failures + 1, next_ask_at = ? WHERE id = ?",
            (again_at, number),
        )
    )


async def hub_subscription(db: Database, token: str) -> HubSubscription | None:
    """Return the subscription that a token names; None where it names none."""

    def question(raw: sqlite3.Connection) -> HubSubscription | None:
        row = raw.execute(
            f"SELECT {_FIELDS} FROM hub_subscriptions WHERE token = ?", (token,)
        ).fetchone()
        return None if row is None else _subscription_of(row)

    return await db.read(question)


async def grant_lease(db: Database, number: int, *, lease_until: int, renew_at: int) -> bool:
    """Note that a hub pushes until `lease_until`; False where that is not wanted any more.

    A hub is trusted from its first lease on, until it leaves something out.
    """

    def intent(raw: sqlite3.Connection) -> bool:
        row = raw.execute(
            "SELECT feed_id, lease_until FROM hub_subscriptions WHERE id = ? AND wanted", (number,)
        ).fetchone()
        if row is None:
            return False
        feed_id, before = row
        raw.execute(
            """
            UPDATE hub_subscriptions SET lease_until = ?, failures = 0, next_ask_at = ? WHERE id = ?
            """,
            (lease_until, renew_at, number),
        )
        raw.execute(
            "UPDATE feeds SET pushed_until = ? WHERE id = ? AND (? OR pushed_until IS NOT NULL)",
            (lease_until, feed_id, before is None),
        )
        return True

    return await db.write(intent)


async def end_hub_subscription(db: Database, number: int) -> bool:
    """Forget a subscription that was to end; False where it is wanted, or gone."""
    return await db.write(
        lambda raw: bool(
            raw.execute(
                "DELETE FROM hub_subscriptions WHERE id = ? AND NOT wanted", (number,)
            ).rowcount
        )
    )


async def note_hub_denied(db: Database, number: int, *, now: int, again_at: int) -> None:
    """Note that a hub does not push, or no longer; the feed is polled at once, and as usual from then on."""

    def intent(raw: sqlite3.Connection) -> None:
        _distrust(raw, "wanted AND id = :id", {"id": number}, due=now)
        raw.execute(
            "UPDATE hub_subscriptions SET lease_until = NULL, next_ask_at = ? WHERE id = ?",
            (again_at, number),
        )

    await db.write(intent)


async def pushed_feed(db: Database, feed_id: int) -> Feed | None:
    """Return a feed for which pushes are taken; None where it has been removed or rests."""

    def question(raw: sqlite3.Connection) -> Feed | None:
        row = raw.execute(
            f"SELECT {COLUMNS} FROM feeds WHERE id = ? AND {_PUSHABLE}", (feed_id,)
        ).fetchone()
        return None if row is None else feed_of(row)

    return await db.read(question)


async def bring_check_forward(db: Database, feed_id: int, *, to: int) -> None:
    """Have a feed checked at `to` at the latest."""
    await db.write(
        lambda raw: raw.execute(
            "UPDATE feeds SET next_check_at = min(next_check_at, ?) WHERE id = ?", (to, feed_id)
        )
    )


def _distrust(
    raw: sqlite3.Connection, which: str, values: Mapping[str, object], due: int | None = None
) -> None:
    """Let the feeds of such subscriptions be polled as usual, from `due` on where it is given."""
    raw.execute(
        f"""
        UPDATE feeds SET
            pushed_until = NULL, next_check_at = min(next_check_at, ifnull(:due, next_check_at))
        WHERE id IN (SELECT feed_id FROM hub_subscriptions WHERE {which})
        """,
        {**values, "due": due},
    )


def _subscription_of(row: sqlite3.Row) -> HubSubscription:
    number, feed_id, hub, topic, callback, token, secret, wanted, lease_until, failures = row
    return HubSubscription(
        number, feed_id, hub, topic, callback, token, secret, bool(wanted), lease_until, failures
    )
