"""Why an article came to a place, or did not: its row in the ledger, and what chose it."""

import sqlite3
from dataclasses import dataclass

from newsroom import DeliveryState, Hold, Place
from storage.database import Database


@dataclass(frozen=True, slots=True)
class Subscribed:
    """A subscription that chose an article."""

    feed_title: str
    """As the place calls the feed."""
    tag: str | None
    """The tag by which the place has the feed; None = somebody chose the feed itself."""
    filter: str
    """As it is now; empty = it lets everything through."""
    ended: bool


@dataclass(frozen=True, slots=True)
class Watched:
    """A watch that chose an article."""

    query: str
    ended: bool


@dataclass(frozen=True, slots=True)
class Account:
    """What the ledger knows of an alert."""

    state: DeliveryState
    created_at: int
    due_at: int
    settled_at: int | None
    """When it was sent or dropped; None = neither yet."""
    reason: str | None
    maybe_twice: bool
    hold: Hold | None
    in_digest: bool
    """Whether it is told in one message with others."""
    article_id: int
    """The article that it shows; others are `copies` of its story."""
    copies: tuple[int, ...]
    subscriptions: tuple[Subscribed, ...]
    watches: tuple[Watched, ...]


async def account_of(db: Database, place: Place, article_id: int) -> Account | None:
    """Return what is known of a place's alert that tells of an article, itself or as a copy.

    None where it had and has none: nothing chose the article, or its filter did not let it through.
    """
    return await db.read(lambda raw: _account(raw, place, article_id))


def _account(raw: sqlite3.Connection, place: Place, article_id: int) -> Account | None:
    row = raw.execute(
        """
        SELECT * FROM deliveries
        WHERE chat_id = :chat AND thread_id = :thread AND kind = 'alert' AND (
            article_id = :article
            OR id IN (SELECT delivery_id FROM delivery_copies WHERE article_id = :article)
        )
        ORDER BY article_id = :article DESC LIMIT 1
        """,
        {"chat": place.chat_id, "thread": place.thread_id, "article": article_id},
    ).fetchone()
    if row is None or row["article_id"] is None:
        return None
    copies = raw.execute(
        "SELECT article_id FROM delivery_copies WHERE delivery_id = ? ORDER BY article_id",
        (row["id"],),
    )
    return Account(
        state=DeliveryState(row["state"]),
        created_at=row["created_at"],
        due_at=row["due_at"],
        settled_at=row["settled_at"],
        reason=row["reason"],
        maybe_twice=bool(row["maybe_twice"]),
        hold=None if row["hold"] is None else Hold(row["hold"]),
        in_digest=row["digest_id"] is not None,
        article_id=row["article_id"],
        copies=tuple(number for (number,) in copies),
        subscriptions=_subscriptions(raw, row["id"]),
        watches=_watches(raw, row["id"]),
    )


def _subscriptions(raw: sqlite3.Connection, delivery_id: int) -> tuple[Subscribed, ...]:
    rows = raw.execute(
        """
        SELECT coalesce(subscriptions.own_title, feeds.own_title, feeds.title) AS title,
            tag_subscriptions.tag, filter, subscriptions.removed_at
        FROM delivery_reasons
        JOIN subscriptions ON subscriptions.id = chosen_by
        JOIN feeds ON feeds.id = feed_id
        LEFT JOIN tag_subscriptions ON tag_subscriptions.id = tag_id
        WHERE delivery_id = ? AND kind = 'subscription' ORDER BY subscriptions.id
        """,
        (delivery_id,),
    )
    return tuple(
        Subscribed(row["title"], row["tag"], row["filter"], row["removed_at"] is not None)
        for row in rows
    )


def _watches(raw: sqlite3.Connection, delivery_id: int) -> tuple[Watched, ...]:
    rows = raw.execute(
        """
        SELECT query, removed_at FROM delivery_reasons JOIN watches ON watches.id = chosen_by
        WHERE delivery_id = ? AND kind = 'watch' ORDER BY watches.id
        """,
        (delivery_id,),
    )
    return tuple(Watched(row["query"], row["removed_at"] is not None) for row in rows)
