"""How alerts look where they arrive: what subscriptions say of it, and what holds for one alert."""

import json
import sqlite3
from collections.abc import Callable, Mapping
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
from storage.changes import ChangeKind, Value, differences, note_change
from storage.database import Database
from storage.subscriptions import find_subscription

_OWN = ("own_title", "hashtags", "style", "media", "album", "preview", "silent", "digest")
"""What a subscription has of its own."""

_MANNER = ("style", "media", "album", "preview", "silent")


async def get_subscription(db: Database, place: Place, feed_id: int) -> Subscription | None:
    """Return a place's subscription to a feed; None where it has none."""
    return await db.read(lambda raw: find_subscription(raw, place, feed_id))


async def change_subscription(
    db: Database,
    place: Place,
    feed_id: int,
    change: Callable[[Subscription], Subscription],
    *,
    by: int | None = None,
    now: int,
) -> Subscription | None:
    """Change how a subscription's alerts look and when they come; return it as it is then.

    Its filter and whether it is paused are left as they are. `by`: who may take it back with /undo; None =
    nobody. None where the place has no such subscription.
    """

    def intent(raw: sqlite3.Connection) -> Subscription | None:
        before = find_subscription(raw, place, feed_id)
        if before is None:
            return None
        after = change(before)
        stood = _own(raw, before.id)
        raw.execute(
            f"UPDATE subscriptions SET ({', '.join(_OWN)}) = (?, ?, ?, ?, ?, ?, ?, ?) WHERE id = ?",
            (
                *(after.own_title, after.hashtags, after.style, after.media, after.album),
                *(after.preview, after.silent, after.digest, before.id),
            ),
        )
        changed = differences(stood, _own(raw, before.id))
        if changed is not None:
            noted = {"feed": feed_id, **changed}
            note_change(raw, place, by=by, now=now, kind=ChangeKind.SUBSCRIPTION, before=noted)
        return after

    return await db.write(intent)


def take_back_subscription(
    raw: sqlite3.Connection,
    place: Place,
    feed_id: int,
    before: Mapping[str, Value],
    after: Mapping[str, Value],
) -> bool:
    """Give some settings of a subscription their former values; for intents of this package.

    False where one of them is not as it was left, or the subscription has ended.
    """
    found = find_subscription(raw, place, feed_id)
    stands = {} if found is None else _own(raw, found.id)
    if found is None or any(
        name not in stands or stands[name] != value for name, value in after.items()
    ):
        return False
    names = ", ".join(f"{name} = ?" for name in before)
    raw.execute(f"UPDATE subscriptions SET {names} WHERE id = ?", (*before.values(), found.id))
    return True


def _own(raw: sqlite3.Connection, subscription_id: int) -> dict[str, Value]:
    row = raw.execute(
        f"SELECT {', '.join(_OWN)} FROM subscriptions WHERE id = ?", (subscription_id,)
    ).fetchone()
    return dict(row)


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
        album=bool(values["album"]),
        preview=bool(values["preview"]),
        silent=bool(values["silent"]),
    )
