"""A group that became a supergroup: all that it has goes on under the new id."""

import sqlite3

from storage.chats import drop_owed
from storage.database import Database

_SETTINGS = """
    INSERT INTO chats (
        id, kind, title, username, met_at, language, silent, preview, style, media, album, one_story,
        timezone, digest_minute, digest_days, digest_due_at, quiet_from, quiet_to, quiet_begins_at,
        quiet_ends_at, announcements, added_by
    )
    SELECT :new, 'supergroup', title, username, :now, language, silent, preview, style, media, album,
        one_story, timezone, digest_minute, digest_days, digest_due_at, quiet_from, quiet_to,
        quiet_begins_at, quiet_ends_at, announcements, added_by
    FROM chats WHERE id = :old AND migrated_to IS NULL
    ON CONFLICT (id) DO UPDATE SET
        language = ifnull(language, excluded.language),
        silent = max(silent, excluded.silent),
        preview = min(preview, excluded.preview),
        style = CASE style WHEN 'title' THEN excluded.style ELSE style END,
        media = min(media, excluded.media),
        album = max(album, excluded.album),
        one_story = min(one_story, excluded.one_story),
        announcements = min(announcements, excluded.announcements),
        added_by = ifnull(added_by, excluded.added_by),
        timezone = ifnull(timezone, excluded.timezone),
        digest_days = CASE WHEN digest_minute IS NULL THEN excluded.digest_days ELSE digest_days END,
        digest_due_at = ifnull(digest_due_at, excluded.digest_due_at),
        digest_minute = ifnull(digest_minute, excluded.digest_minute),
        quiet_to = CASE WHEN quiet_from IS NULL THEN excluded.quiet_to ELSE quiet_to END,
        quiet_begins_at = CASE WHEN quiet_from IS NULL THEN excluded.quiet_begins_at
            ELSE quiet_begins_at END,
        quiet_ends_at = CASE WHEN quiet_from IS NULL THEN excluded.quiet_ends_at
            ELSE quiet_ends_at END,
        quiet_from = ifnull(quiet_from, excluded.quiet_from)
"""
"""The new chat has what the old one had set, save where somebody has set something there already."""

_MOVING = (
    "subscriptions SET chat_id = :new WHERE chat_id = :old",
    "tag_subscriptions SET chat_id = :new WHERE chat_id = :old",
    "watches SET chat_id = :new WHERE chat_id = :old",
    "mutes SET chat_id = :new WHERE chat_id = :old",
    "changes SET chat_id = :new WHERE chat_id = :old",
    # A supergroup counts its messages anew: the old numbers would name others there.
    "deliveries SET chat_id = :new, message_id = NULL, edit_due_at = NULL WHERE chat_id = :old",
    "feeds SET owner_chat_id = :new WHERE owner_chat_id = :old",
    "requests SET chat_id = :new WHERE chat_id = :old",
    "imports SET chat_id = :new, message_id = NULL WHERE chat_id = :old",
)

_ONE_OF_TWO_TAGS = """
    UPDATE subscriptions SET tag_id = twins.kept
    FROM (
        SELECT theirs.id AS ended, ours.id AS kept
        FROM tag_subscriptions AS theirs
        JOIN tag_subscriptions AS ours
            ON ours.tag = theirs.tag AND ours.thread_id = theirs.thread_id
            AND ours.chat_id = :new AND ours.removed_at IS NULL
        WHERE theirs.chat_id = :old AND theirs.removed_at IS NULL
    ) AS twins
    WHERE subscriptions.chat_id = :new AND subscriptions.tag_id = twins.ended
"""
"""Where both chats follow a tag, what came by the old one's belongs to the new one's, and ends with it."""


async def migrate_chat(db: Database, old_id: int, new_id: int, now: int) -> None:
    """Move all that a group has to the supergroup it became; doing so twice changes nothing.

    What the new chat has already (its update may come before the old chat's error) is kept there.
    """
    values = {"old": old_id, "new": new_id, "now": now}

    def intent(raw: sqlite3.Connection) -> None:
        raw.execute(_SETTINGS, values)
        raw.execute("UPDATE chats SET migrated_to = :new WHERE id = :old", values)
        for moving in _MOVING:
            raw.execute(f"UPDATE OR IGNORE {moving}", values)
        raw.execute(_ONE_OF_TWO_TAGS, values)
        for table in ("subscriptions", "tag_subscriptions", "watches"):
            raw.execute(
                f"UPDATE {table} SET removed_at = :now WHERE chat_id = :old AND removed_at IS NULL",
                values,
            )
        for table in ("mutes", "album_messages", "missed_more"):
            raw.execute(f"DELETE FROM {table} WHERE chat_id = :old", values)
        drop_owed(raw, "chat_id = ?", (old_id,), "migrated", now)

    await db.write(intent)
