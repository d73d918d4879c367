"""Tags of feeds, and places that subscribe to a tag: to every feed that has it, now and later."""

import json
import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from newsroom import Place
from storage.changes import Before, ChangeKind, note_change
from storage.database import Database
from storage.reasons import drop_unwanted
from storage.visibility import VISIBLE, Viewer, chats_of

_OPEN = "feeds.removed_at IS NULL AND (owner_chat_id IS NULL OR owner_chat_id = wants.chat_id)"

# A feed joins where the place has no subscription to it, and has not ended one that this tag had made.
_JOIN = f"""
    INSERT INTO subscriptions (chat_id, thread_id, feed_id, created_at, created_by, tag_id)
    SELECT wants.chat_id, wants.thread_id, feed_id, :now, wants.created_by, wants.id
    FROM tag_subscriptions AS wants
    JOIN feed_tags ON feed_tags.tag = wants.tag
    JOIN feeds ON feeds.id = feed_id AND {_OPEN}
    WHERE wants.removed_at IS NULL
      AND NOT EXISTS (
        SELECT 1 FROM subscriptions AS other
        WHERE other.feed_id = feed_tags.feed_id AND other.chat_id = wants.chat_id
          AND other.thread_id = wants.thread_id
          AND (other.removed_at IS NULL OR other.tag_id = wants.id)
      )
"""

# What a tag that is gone had made goes on by another one that the place has and the feed, too.
_ANOTHER = """
    SELECT min(other.id) FROM tag_subscriptions AS other
    JOIN feed_tags ON feed_tags.tag = other.tag AND feed_tags.feed_id = subscriptions.feed_id
    WHERE other.chat_id = subscriptions.chat_id AND other.thread_id = subscriptions.thread_id
      AND other.removed_at IS NULL
"""


@dataclass(frozen=True, slots=True)
class TagCount:
    """A tag, and how many feeds of the catalogue have it."""

    tag: str
    feeds: int


async def tags_of(db: Database, feeds: Collection[int]) -> dict[int, tuple[str, ...]]:
    """Return the tags of feeds by their numbers, in order; a feed without any is left out."""

    def question(raw: sqlite3.Connection) -> dict[int, tuple[str, ...]]:
        rows = raw.execute(
            """
            SELECT feed_id, tag FROM feed_tags
            WHERE feed_id IN (SELECT value FROM json_each(?)) ORDER BY tag
            """,
            (json.dumps(list(feeds)),),
        )
        found: dict[int, tuple[str, ...]] = {}
        for feed_id, tag in rows:
            found[feed_id] = (*found.get(feed_id, ()), tag)
        return found

    return await db.read(question)


async def list_tags(db: Database, *, visible_to: Viewer) -> tuple[TagCount, ...]:
    """Return the tags of the catalogue as a chat sees it, in order."""

    def question(raw: sqlite3.Connection) -> tuple[TagCount, ...]:
        rows = raw.execute(
            f"""
            SELECT tag, count(*) FROM feed_tags JOIN feeds ON feeds.id = feed_id
            WHERE removed_at IS NULL AND {VISIBLE} GROUP BY tag ORDER BY tag
            """,
            {"visible_to": chats_of(visible_to)},
        )
        return tuple(TagCount(*row) for row in rows)

    return await db.read(question)


async def followed_tags(db: Database, place: Place) -> tuple[str, ...]:
    """Return the tags that a place subscribes to, in order."""

    def question(raw: sqlite3.Connection) -> tuple[str, ...]:
        rows = raw.execute(
            """
            SELECT tag FROM tag_subscriptions
            WHERE chat_id = ? AND thread_id = ? AND removed_at IS NULL ORDER BY tag
            """,
            (place.chat_id, place.thread_id),
        )
        return tuple(tag for (tag,) in rows)

    return await db.read(question)


async def subscribe_tag(
    db: Database, place: Place, tag: str, *, by: int, now: int, limit: int = 0
) -> int | None:
    """Subscribe a place that the bot has met to a tag; return how many feeds that brought, maybe none.

    What the place has of the tag already stays as it is, also where it is subscribed to the tag. None where
    that would be more than `limit` subscriptions, 0 = no limit; nothing is changed then. Feeds that join
    later are not counted: nobody is there to ask.
    """

    def intent(raw: sqlite3.Connection) -> int | None:
        if limit and _had_and_new(raw, place, tag) > limit:
            return None
        added = raw.execute(
            """
            INSERT INTO tag_subscriptions (chat_id, thread_id, tag, created_at, created_by)
            VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """,
            (place.chat_id, place.thread_id, tag, now, by),
        )
        if added.rowcount:
            before = {"tag": tag}
            note_change(raw, place, by=by, now=now, kind=ChangeKind.TAG, before=before)
        values = {"chat": place.chat_id, "thread": place.thread_id, "tag": tag, "now": now}
        return raw.execute(
            f"{_JOIN} AND wants.chat_id = :chat AND wants.thread_id = :thread AND wants.tag = :tag",
            values,
        ).rowcount

    return await db.write(intent)


async def unsubscribe_tag(
    db: Database, place: Place, tag: str, *, by: int | None = None, now: int
) -> int | None:
    """End a place's subscription to a tag, with those that it made; return how many these were.

    None where the place has none. What somebody chose himself stays. `by` as for `unsubscribe`.
    """

    def intent(raw: sqlite3.Connection) -> int | None:
        count = end_tag(raw, place, tag, now)
        if count:
            before: Before = {"removed_at": now, "tag": tag}
            note_change(raw, place, by=by, now=now, kind=ChangeKind.UNTAG, before=before)
        return count

    return await db.write(intent)


def end_tag(raw: sqlite3.Connection, place: Place, tag: str, now: int) -> int | None:
    """Do what `unsubscribe_tag` says; for intents of this package."""
    ended = raw.execute(
        """
        UPDATE tag_subscriptions SET removed_at = ?
        WHERE chat_id = ? AND thread_id = ? AND tag = ? AND removed_at IS NULL RETURNING id
        """,
        (now, place.chat_id, place.thread_id, tag),
    ).fetchone()
    return None if ended is None else _leave(raw, "tag_id = ?", (ended["id"],), now)


def tags_in(raw: sqlite3.Connection, feed_id: int) -> tuple[str, ...]:
    """Return a feed's tags, in order; for intents of this package."""
    rows = raw.execute("SELECT tag FROM feed_tags WHERE feed_id = ? ORDER BY tag", (feed_id,))
    return tuple(tag for (tag,) in rows)


def set_tags(raw: sqlite3.Connection, feed_id: int, tags: Sequence[str], now: int) -> None:
    """Give a feed just these tags, and the places that follow them what that means.

    Whoever follows a tag that it gets is subscribed from now on; whoever has it by one that it loses is not
    any more. For intents of this package, which write the audit.
    """
    before = set(tags_in(raw, feed_id))
    raw.executemany(
        "DELETE FROM feed_tags WHERE feed_id = ? AND tag = ?",
        [(feed_id, tag) for tag in before.difference(tags)],
    )
    raw.executemany(
        "INSERT INTO feed_tags (feed_id, tag) VALUES (?, ?)",
        [(feed_id, tag) for tag in tags if tag not in before],
    )
    lost = json.dumps(sorted(before.difference(tags)))
    by_lost = (
        "tag_id IN (SELECT id FROM tag_subscriptions WHERE tag IN (SELECT value FROM json_each(?)))"
    )
    _leave(raw, f"feed_id = ? AND {by_lost}", (feed_id, lost), now, forget=True)
    raw.execute(f"{_JOIN} AND feed_tags.feed_id = :feed", {"feed": feed_id, "now": now})


def _leave(
    raw: sqlite3.Connection,
    where: str,
    values: tuple[int | str, ...],
    now: int,
    *,
    forget: bool = False,
) -> int:
    """End subscriptions that a tag made, save those that go on by another; return how many ended.

    `forget`: it was not the place that ended them, so the tag may make them again.
    """
    which = f"{where} AND removed_at IS NULL"
    raw.execute(
        f"UPDATE subscriptions SET tag_id = ({_ANOTHER}) WHERE {which} AND ({_ANOTHER}) IS NOT NULL",
        values,
    )
    ended = raw.execute(
        f"""
        UPDATE subscriptions SET removed_at = ?, tag_id = iif(?, NULL, tag_id) WHERE {which}
        RETURNING chat_id, thread_id, feed_id
        """,
        (now, forget, *values),
    ).fetchall()
    drop_unwanted(raw, ended, now)
    return len(ended)


def _had_and_new(raw: sqlite3.Connection, place: Place, tag: str) -> int:
    (count,) = raw.execute(
        """
        SELECT count(*) FROM feeds
        WHERE removed_at IS NULL AND (
            id IN (
                SELECT feed_id FROM subscriptions
                WHERE chat_id = :chat AND thread_id = :thread AND removed_at IS NULL
            )
            OR id IN (SELECT feed_id FROM feed_tags WHERE tag = :tag)
               AND (owner_chat_id IS NULL OR owner_chat_id = :chat)
        )
        """,
        {"chat": place.chat_id, "thread": place.thread_id, "tag": tag},
    ).fetchone()
    return int(count)
