"""How alerts look where they arrive: what subscriptions say of it, and what holds for one alert."""

import json
import sqlite3
from collections.abc import Callable
from typing import Any

from newsroom import (
    AlertLook,
    AlertStyle,
    Article,
    Delivery,
    DeliveryKind,
    Manner,
    Place,
    Subscription,
)
from storage.database import Database
from storage.subscriptions import find_subscription

_MANNER = ("style", "media", "preview", "silent")


async def get_subscription(db: Database, place: Place, feed_id: int) -> Subscription | None:
    """Return a place's subscription to a feed; None where it has none."""
    return await db.read(lambda raw: find_subscription(raw, place, feed_id))


async def change_subscription(
    db: Database, place: Place, feed_id: int, change: Callable[[Subscription], Subscription]
) -> Subscription | None:
    """Change how a subscription's alerts look and when they come; return it as it is then.

    Its filter and whether it is paused are left as they are. None where the place has no such subscription.
    """

    def intent(raw: sqlite3.Connection) -> Subscription | None:
        before = find_subscription(raw, place, feed_id)
        if before is None:
            return None
        after = change(before)
        raw.execute(
            """
            UPDATE subscriptions
            SET (own_title, hashtags, style, media, preview, silent, digest) = (?, ?, ?, ?, ?, ?, ?)
            WHERE id = ?
            """,
            (
                *(after.own_title, after.hashtags, after.style, after.media),
                *(after.preview, after.silent, after.digest, before.id),
            ),
        )
        return after

    return await db.write(intent)


def look_of(
    raw: sqlite3.Connection,
    delivery: Delivery,
    article: Article | None,
    copies: tuple[Article, ...] = (),
) -> AlertLook:
    """Return how a delivery's place wants it; what is no alert looks the same everywhere.

    What the place's own subscription to the article's feed says holds, whichever watch or copy chose the
    article; what it leaves open, and all where there is none, is as the chat has it.
    """
    if delivery.kind is not DeliveryKind.ALERT or article is None:
        return AlertLook()
    feeds = [article.feed_id, *(copy.feed_id for copy in copies)]
    return find_look(raw, delivery.place, feeds)


def find_look(raw: sqlite3.Connection, place: Place, feeds: list[int]) -> AlertLook:
    """Return how a place wants an article of the first of some feeds, told by the others as well."""
    chat = raw.execute(
        f"SELECT {', '.join(_MANNER)} FROM chats WHERE id = ?", (place.chat_id,)
    ).fetchone()
    rows = raw.execute(
        f"""
        SELECT feed_id, own_title, hashtags, {", ".join(_MANNER)} FROM subscriptions
        WHERE chat_id = ? AND thread_id = ? AND removed_at IS NULL
          AND feed_id IN (SELECT value FROM json_each(?))
        """,
        (place.chat_id, place.thread_id, json.dumps(feeds)),
    )
    said = {row["feed_id"]: row for row in rows}
    first = said.get(feeds[0])
    values = {
        name: chat[name] if first is None or first[name] is None else first[name]
        for name in _MANNER
        if chat is not None
    }
    return AlertLook(
        manner=_manner(values) if values else Manner(),
        hashtags="" if first is None else first["hashtags"],
        own_titles=tuple(
            (feed_id, row["own_title"]) for feed_id, row in said.items() if row["own_title"]
        ),
    )


def _manner(values: dict[str, Any]) -> Manner:
    return Manner(
        style=AlertStyle(values["style"]),
        media=bool(values["media"]),
        preview=bool(values["preview"]),
        silent=bool(values["silent"]),
    )
