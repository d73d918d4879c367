"""Logins and other headers of single feeds. Nothing but `secret_headers` ever returns one.

A feed that carries any belongs to one chat (docs/admin.md). Neither the audit nor any other table holds
them, and they are for the origin alone that the feed's address had when they were given.
"""

import json
import sqlite3
from collections.abc import Mapping

from newsroom import MOST_HEADERS, Feed, origin_of
from storage import audit
from storage.database import Database
from storage.errors import StorageError
from storage.feed_edits import FeedSetting, change_setting
from storage.feed_owners import is_secret, others_of
from storage.feed_rows import COLUMNS, feed_of

_AS_NEW = """
    UPDATE feeds SET etag = NULL, last_modified = NULL, body_hash = NULL, next_check_at = ? WHERE id = ?
"""
"""Who is known may be shown more than was seen before."""


class OthersFollow(StorageError):
    """A feed for all is followed by other chats, too; nothing was stored. `count`: by how many."""

    def __init__(self, count: int) -> None:
        self.count = count
        super().__init__(f"{count} other chats follow the feed")


class TooManyHeaders(StorageError):
    """The feed carries as many headers as it may; nothing was stored."""


async def keep_secret(
    db: Database, feed_id: int, name: str, value: str, *, chat_id: int, by: int, now: int
) -> Feed | None:
    """Have a feed carry a header, in place of one of the same name; return it, None where it is gone.

    A feed for all becomes that chat's own; one that belongs to a chat stays with it. Raises OthersFollow,
    TooManyHeaders, and FeedExists where the chat has a feed of that address already.
    """

    def intent(raw: sqlite3.Connection) -> Feed | None:
        feed = _there(raw, feed_id)
        if feed is None:
            return None
        if feed.owner_chat_id is None:
            others = others_of(raw, feed_id, chat_id)
            if others:
                raise OthersFollow(others)
            change_setting(raw, feed_id, FeedSetting.CHAT, chat_id, by, now)
        headers = dict(_carried(raw, feed))
        for known in [one for one in headers if one.lower() == name.lower()]:
            del headers[known]
        headers[name] = value
        if len(headers) > MOST_HEADERS:
            raise TooManyHeaders("a feed has as many headers as it may have")
        raw.execute(
            "REPLACE INTO feed_secrets (feed_id, origin, headers) VALUES (?, ?, ?)",
            (feed_id, origin_of(feed.url), json.dumps(headers)),
        )
        raw.execute(_AS_NEW, (now, feed_id))
        audit.note(raw, at=now, by=by, action="feedlogin", subject=f"feed:{feed_id}")
        return _there(raw, feed_id)

    return await db.write(intent)


async def drop_secrets(db: Database, feed_id: int, *, by: int, now: int) -> bool:
    """Forget all that a feed carries; False where there is nothing. It stays the chat's own."""

    def intent(raw: sqlite3.Connection) -> bool:
        done = raw.execute("DELETE FROM feed_secrets WHERE feed_id = ?", (feed_id,))
        if done.rowcount == 0:
            return False
        raw.execute(_AS_NEW, (now, feed_id))
        audit.note(raw, at=now, by=by, action="feedlogout", subject=f"feed:{feed_id}")
        return True

    return await db.write(intent)


async def prune_secrets(db: Database, removed_before: int) -> int:
    """Forget what feeds carry that were removed before a time, and come back no more; return how many."""
    return await db.write(
        lambda raw: (
            raw.execute(
                """
            DELETE FROM feed_secrets WHERE feed_id IN (SELECT id FROM feeds WHERE removed_at < ?)
            """,
                (removed_before,),
            ).rowcount
        )
    )


async def has_secrets(db: Database, feed_id: int) -> bool:
    """Tell whether a feed carries a login or other headers."""
    return await db.read(lambda raw: is_secret(raw, feed_id))


async def secret_headers(db: Database, feed: Feed) -> Mapping[str, str]:
    """Return what a feed carries to its address; for the fetch alone, and never to be shown."""
    return await db.read(lambda raw: _carried(raw, feed))


def _carried(raw: sqlite3.Connection, feed: Feed) -> Mapping[str, str]:
    row = raw.execute(
        "SELECT headers FROM feed_secrets WHERE feed_id = ? AND origin = ?",
        (feed.id, origin_of(feed.url)),
    ).fetchone()
    headers: Mapping[str, str] = {} if row is None else json.loads(row["headers"])
    return headers


def _there(raw: sqlite3.Connection, feed_id: int) -> Feed | None:
    row = raw.execute(
        f"SELECT {COLUMNS} FROM feeds WHERE id = ? AND removed_at IS NULL", (feed_id,)
    ).fetchone()
    return None if row is None else feed_of(row)
