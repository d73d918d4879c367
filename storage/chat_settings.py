"""How alerts look and arrive in a chat."""

import sqlite3
from collections.abc import Callable

from newsroom import AlertStyle, ChatSettings, Manner
from storage.database import Database

_SETTINGS = """
    style, media, preview, silent, one_story, timezone,
    digest_minute, digest_days, quiet_from, quiet_to
"""


async def get_settings(db: Database, chat_id: int) -> ChatSettings:
    """Return the settings of a chat; those of a new one where the bot has not met it."""
    return await db.read(lambda raw: _read(raw, chat_id) or ChatSettings())


async def change_settings(
    db: Database, chat_id: int, change: Callable[[ChatSettings], ChatSettings], now: int
) -> tuple[ChatSettings, ChatSettings]:
    """Change how alerts look in a chat that the bot has met; return the settings before and after.

    Raises LookupError for a chat that the bot has not met.
    """

    def intent(raw: sqlite3.Connection) -> tuple[ChatSettings, ChatSettings]:
        before = _read(raw, chat_id)
        if before is None:
            raise LookupError(f"the bot has not met chat {chat_id}")
        after = change(before)
        look = after.manner
        raw.execute(
            "UPDATE chats SET (style, media, preview, silent, one_story) = (?, ?, ?, ?, ?) WHERE id = ?",
            (look.style, look.media, look.preview, look.silent, after.one_story, chat_id),
        )
        return before, after

    return await db.write(intent)


def _read(raw: sqlite3.Connection, chat_id: int) -> ChatSettings | None:
    row = raw.execute(f"SELECT {_SETTINGS} FROM chats WHERE id = ?", (chat_id,)).fetchone()
    if row is None:
        return None
    return ChatSettings(
        manner=Manner(
            style=AlertStyle(row["style"]),
            media=bool(row["media"]),
            preview=bool(row["preview"]),
            silent=bool(row["silent"]),
        ),
        one_story=bool(row["one_story"]),
        timezone=row["timezone"],
        digest_minute=row["digest_minute"],
        digest_days=row["digest_days"],
        quiet_from=row["quiet_from"],
        quiet_to=row["quiet_to"],
    )
