"""All that is stored about a person, for him to read.

`PERSONAL` names every table that holds something about people: a new one needs a row here, and a line in
`storage.forgetting` or `storage.belongings`.
"""

import sqlite3
from collections.abc import Mapping
from typing import TypeAlias

from storage.database import Database

Row: TypeAlias = Mapping[str, str | int | None]

_FEED = "coalesce(feeds.own_title, feeds.title)"

PERSONAL: Mapping[str, str] = {
    "person": "SELECT id, name, username, language, role, met_at FROM users WHERE id = :id",
    "private_chat": """
        SELECT title, username, language, paused, paused_at, met_at, style, media, album, preview,
            silent, one_story, timezone, digest_minute, digest_days, quiet_from, quiet_to
        FROM chats WHERE id = :id
    """,
    "subscriptions": f"""
        SELECT feed_id, {_FEED} AS feed, thread_id, created_at, subscriptions.removed_at, paused,
            subscriptions.own_title, hashtags, filter, style, media, album, preview, silent,
            digest
        FROM subscriptions JOIN feeds ON feeds.id = feed_id WHERE chat_id = :id
    """,
    "tags": "SELECT tag, created_at, removed_at FROM tag_subscriptions WHERE chat_id = :id",
    "watches": "SELECT query, created_at, removed_at, paused FROM watches WHERE chat_id = :id",
    "mutes": "SELECT feed_id, until FROM mutes WHERE chat_id = :id",
    "made_in_other_chats": f"""
        SELECT 'subscription' AS kind, chat_id, thread_id, {_FEED} AS what, created_at
        FROM subscriptions JOIN feeds ON feeds.id = feed_id
        WHERE created_by = :id AND chat_id <> :id
        UNION ALL SELECT 'watch', chat_id, thread_id, query, created_at
        FROM watches WHERE created_by = :id AND chat_id <> :id
        UNION ALL SELECT 'tag', chat_id, thread_id, tag, created_at
        FROM tag_subscriptions WHERE created_by = :id AND chat_id <> :id
    """,
    "saved": """
        SELECT article_id, title, url, saved_at FROM saved JOIN articles ON articles.id = article_id
        WHERE user_id = :id
    """,
    "feed_requests": """
        SELECT url, chat_id, made_at, state, settled_at FROM requests
        WHERE user_id = :id OR chat_id = :id
    """,
    "lists": """
        SELECT name, chat_id, thread_id, made_at, state, request, ended_at,
            (SELECT count(*) FROM import_feeds WHERE import_id = imports.id) AS feeds
        FROM imports WHERE user_id = :id OR chat_id = :id
    """,
    "broadcasts": "SELECT html, state, made_at, begun_at, ended_at FROM broadcasts WHERE by = :id",
    "bot_added_to": "SELECT id, title FROM chats WHERE added_by = :id",
    "join_requests": "SELECT made_at, state, settled_at FROM join_requests WHERE user_id = :id",
    "arrived": """
        SELECT kind, article_id, state, reason, created_at, settled_at FROM deliveries
        WHERE chat_id = :id
    """,
    "forwarded": """
        SELECT chat_id, chats.title AS chat, article_id, body AS note, created_at, state
        FROM deliveries JOIN chats ON chats.id = chat_id WHERE sent_by = :id
    """,
    "albums": "SELECT message_id, delivery_id FROM album_messages WHERE chat_id = :id",
    "missed_more": "SELECT count, noted_at FROM missed_more WHERE chat_id = :id",
    "shown": "SELECT message_id, article_id, shown_at FROM shown WHERE chat_id = :id",
    "changes": """
        SELECT chat_id, thread_id, at, kind, before, undone_at FROM changes
        WHERE by = :id OR chat_id = :id
    """,
    "own_feeds": "SELECT id, url, title, added_at FROM feeds WHERE owner_chat_id = :id",
    "added_feeds": "SELECT id, title, added_at FROM feeds WHERE added_by = :id",
    "audit": """
        SELECT at, action, subject, detail FROM audit WHERE by = :id OR subject = 'user:' || :id
    """,
}
"""What is told, and how it is found."""


async def personal_data(db: Database, user_id: int) -> Mapping[str, tuple[Row, ...]]:
    """Return all that is stored about a person and his private chat; times in UTC milliseconds."""

    def question(raw: sqlite3.Connection) -> Mapping[str, tuple[Row, ...]]:
        return {
            name: tuple(dict(row) for row in raw.execute(asked, {"id": user_id}))
            for name, asked in PERSONAL.items()
        }

    return await db.read(question)


async def count_personal(db: Database, user_id: int) -> Mapping[str, int]:
    """Return how much of each kind is stored about a person."""

    def question(raw: sqlite3.Connection) -> Mapping[str, int]:
        counts = {}
        for name, asked in PERSONAL.items():
            (counts[name],) = raw.execute(
                f"SELECT count(*) FROM ({asked})", {"id": user_id}
            ).fetchone()
        return counts

    return await db.read(question)
