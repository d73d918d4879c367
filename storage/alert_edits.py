"""Alerts that are to be written anew where they stand: the title was corrected, another feed has the story.

`edit_due_at` says from when on. Whatever comes meanwhile is part of the same edit. An alert that a person has
expanded is left as it is: nobody could put his summary back. So is a digest whose pages somebody has turned,
which would be turned back; each page is made anew when it is turned to, with the titles as they are then.
"""

import json
import sqlite3
from collections.abc import Collection

from newsroom import Article, Delivery
from storage.articles import SELECT, article_of
from storage.database import Database
from storage.delivery_rows import get_delivery

LATEST_CORRECTION = 48 * 3_600_000
"""Milliseconds after an alert for which its title is corrected: nobody reads it again after that."""

MOST_CORRECTIONS = 3
"""Of a title. A feed that changes one more often counts its readers in it, or the like."""

_TO_EDIT = """
    edit_due_at IS NOT NULL AND state = 'sent' AND message_id IS NOT NULL AND NOT expanded
    AND chat_id NOT IN (SELECT value FROM json_each(?))
    AND NOT EXISTS (SELECT 1 FROM chats WHERE chats.id = chat_id AND paused IS NOT NULL)
"""


async def due_edits(
    db: Database, now: int, *, except_chats: Collection[int] = (), limit: int
) -> tuple[Delivery, ...]:
    """Return the first alert of each chat that is to be written anew, the longest due first.

    `except_chats` are those that may not be sent to just now.
    """

    def question(raw: sqlite3.Connection) -> tuple[Delivery, ...]:
        rows = raw.execute(
            f"""
            SELECT chat_id, id FROM deliveries WHERE edit_due_at <= ? AND {_TO_EDIT}
            ORDER BY edit_due_at
            """,
            (now, json.dumps(list(except_chats))),
        )
        first: dict[int, int] = {}
        for chat_id, delivery_id in rows:
            if len(first) >= limit:
                break
            first.setdefault(chat_id, delivery_id)
        return tuple(get_delivery(raw, delivery_id) for delivery_id in first.values())

    return await db.read(question)


async def next_edit_at(db: Database, *, except_chats: Collection[int] = ()) -> int | None:
    """Return when the next alert is to be written anew; None where none is outside `except_chats`."""

    def question(raw: sqlite3.Connection) -> int | None:
        row = raw.execute(
            f"SELECT edit_due_at FROM deliveries WHERE {_TO_EDIT} ORDER BY edit_due_at LIMIT 1",
            (json.dumps(list(except_chats)),),
        ).fetchone()
        return None if row is None else int(row["edit_due_at"])

    return await db.read(question)


async def begin_edit(db: Database, delivery_id: int, *, until: int) -> int | None:
    """Take an edit in hand; return the number of this attempt, None where there is nothing to edit any more.

    It is due again at `until`, should the process end meanwhile; that is also what tells it from one that
    is wanted later.
    """

    def intent(raw: sqlite3.Connection) -> int | None:
        row = raw.execute(
            """
            UPDATE deliveries SET edit_due_at = ?, edit_attempts = edit_attempts + 1
            WHERE id = ? AND edit_due_at IS NOT NULL AND message_id IS NOT NULL AND NOT expanded
            RETURNING edit_attempts
            """,
            (until, delivery_id),
        ).fetchone()
        return None if row is None else int(row["edit_attempts"])

    return await db.write(intent)


async def end_edit(db: Database, delivery_id: int, *, taken_until: int) -> None:
    """Write down that an alert says what it should, or never will. One that was wanted since stays due."""

    def intent(raw: sqlite3.Connection) -> None:
        raw.execute(
            """
            UPDATE deliveries SET edit_due_at = NULL, edit_attempts = 0
            WHERE id = ? AND edit_due_at = ?
            """,
            (delivery_id, taken_until),
        )

    await db.write(intent)


async def put_off_edit(
    db: Database, delivery_id: int, *, taken_until: int, due_at: int, counted: bool
) -> None:
    """Try an edit again at `due_at`. `counted`: whether the attempt counts."""

    def intent(raw: sqlite3.Connection) -> None:
        raw.execute(
            """
            UPDATE deliveries SET edit_due_at = ?, edit_attempts = max(0, edit_attempts - ?)
            WHERE id = ? AND edit_due_at = ?
            """,
            (due_at, int(not counted), delivery_id, taken_until),
        )

    await db.write(intent)


async def note_expanded(db: Database, chat_id: int, message_id: int) -> None:
    """Say that a person has expanded an alert, so that it is not written anew."""

    def intent(raw: sqlite3.Connection) -> None:
        raw.execute(
            """
            UPDATE deliveries SET expanded = 1, edit_due_at = NULL
            WHERE chat_id = ? AND message_id = ?
            """,
            (chat_id, message_id),
        )

    await db.write(intent)


def copies_of(raw: sqlite3.Connection, delivery_id: int) -> tuple[Article, ...]:
    """Return the articles of other feeds that tell an alert's story, the first found first.

    It does not judge who may see them: they were routed to the alert's place.
    """
    rows = raw.execute(
        f"""
        {SELECT} WHERE articles.id IN (
            SELECT article_id FROM delivery_copies WHERE delivery_id = ?
        )
        ORDER BY articles.id
        """,
        (delivery_id,),
    )
    return tuple(article_of(row) for row in rows)


def correct_alerts(raw: sqlite3.Connection, article_id: int, now: int) -> None:
    """Have the recent alerts and digests of an article whose title has changed written anew."""
    (changes,) = raw.execute(
        "SELECT count(*) FROM article_titles WHERE article_id = ?", (article_id,)
    ).fetchone()
    if changes > MOST_CORRECTIONS:
        return
    raw.execute(
        """
        UPDATE deliveries SET edit_due_at = :now, edit_attempts = 0
        WHERE id IN (
            SELECT ifnull(digest_id, id) FROM deliveries
            WHERE article_id = :article AND kind = 'alert' AND state <> 'dropped'
        )
          AND state IN ('sent', 'claimed') AND NOT expanded
          AND ifnull(settled_at, claimed_at) > :since
        """,
        {"now": now, "article": article_id, "since": now - LATEST_CORRECTION},
    )
