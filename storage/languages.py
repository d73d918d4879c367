"""The language that a chat has been given; where none was, it speaks that of its people."""

import sqlite3

from newsroom import Place
from storage.changes import ChangeKind, note_change
from storage.database import Database


async def given_language(db: Database, chat_id: int) -> str | None:
    """Return the tag of the language that a chat was given; None = none was, or the bot has not met it."""
    return await db.read(lambda raw: _given(raw, chat_id))


async def set_language(
    db: Database, place: Place, language: str | None, *, by: int | None = None, now: int
) -> None:
    """Let a chat that the bot has met speak a language, None = that of its people.

    `by`: who may take it back with /undo; None = nobody.
    """

    def intent(raw: sqlite3.Connection) -> None:
        before = _given(raw, place.chat_id)
        if before == language:
            return
        _give(raw, place.chat_id, language)
        noted = {"language": before, "after": language}
        note_change(raw, place, by=by, now=now, kind=ChangeKind.LANGUAGE, before=noted)

    await db.write(intent)


def take_back_language(
    raw: sqlite3.Connection, chat_id: int, before: str | None, after: str | None
) -> bool:
    """Give a chat its former language; for intents of this package. False where it has another by now."""
    if _given(raw, chat_id) != after:
        return False
    _give(raw, chat_id, before)
    return True


def _given(raw: sqlite3.Connection, chat_id: int) -> str | None:
    row = raw.execute("SELECT language FROM chats WHERE id = ?", (chat_id,)).fetchone()
    return None if row is None else row["language"]


def _give(raw: sqlite3.Connection, chat_id: int, language: str | None) -> None:
    raw.execute("UPDATE chats SET language = ? WHERE id = ?", (language, chat_id))
