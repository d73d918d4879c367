"""Taking lists of feeds in, batch by batch: what has been taken stays, whenever the process ends.

A list is a row of `imports` and one of `import_feeds` for each of its feeds. Nothing else is remembered:
where the bot is stopped, it goes on from there (`bot.outgoing`). The batches: `storage.import_batches`.
"""

import sqlite3
from collections.abc import Sequence

from newsroom import Listed, Place
from storage.changes import ChangeKind, note_change
from storage.database import Database
from storage.import_sorting import has_open, resolve, sort_list
from storage.imports import Found, Import, find_import
from storage.visibility import Viewer

_AT_ONCE = 500
"""Rows of a list that are written in one transaction when it comes."""

_MOST_OFFERS = 3
"""Of one person in a chat that are kept: nobody shall fill the disk with lists."""

_READ_LIMIT = 20.0
"""Seconds for sorting the longest list by the largest catalogue."""


async def offer_import(
    db: Database,
    *,
    user_id: int,
    place: Place,
    name: str,
    listed: Sequence[Listed],
    visible_to: Viewer,
    asks: bool,
    now: int,
) -> int:
    """Keep a list for a place that the bot has met, sorted by what is known of its feeds; return its number.

    Nothing else is done with it; the last few offers of one person in a chat are kept. `visible_to`: as in
    `storage.visibility`, so that what belongs to another chat of his is not taken for new. `asks`: whether
    he must ask for what the catalogue lacks, so that it matters what he has asked for already.
    """
    asker = user_id if asks else None
    rows = await db.read(
        lambda raw: tuple(sort_list(raw, place, asker, listed, visible_to)), limit=_READ_LIMIT
    )

    def begin(raw: sqlite3.Connection) -> int:
        raw.execute(
            """
            DELETE FROM imports WHERE user_id = ? AND chat_id = ? AND state = 'offered' AND id NOT IN (
                SELECT id FROM imports WHERE user_id = ? AND chat_id = ? AND state = 'offered'
                ORDER BY id DESC LIMIT ?
            )
            """,
            (user_id, place.chat_id, user_id, place.chat_id, _MOST_OFFERS - 1),
        )
        (number,) = raw.execute(
            """
            INSERT INTO imports (user_id, chat_id, thread_id, name, made_at)
            VALUES (?, ?, ?, ?, ?) RETURNING id
            """,
            (user_id, place.chat_id, place.thread_id, name, now),
        ).fetchone()
        return int(number)

    number = await db.write(begin)
    for start in range(0, len(rows), _AT_ONCE):
        await _add_rows(db, number, start, rows[start : start + _AT_ONCE])
    return number


async def show_import(db: Database, import_id: int, chat_id: int, message_id: int) -> None:
    """Note which message shows a list."""

    def intent(raw: sqlite3.Connection) -> None:
        raw.execute(
            "UPDATE imports SET shown_in = ?, message_id = ? WHERE id = ?",
            (chat_id, message_id, import_id),
        )

    await db.write(intent)


async def begin_import(
    db: Database,
    import_id: int,
    *,
    by: int,
    adds: bool,
    tags: bool,
    subscribes: bool,
    asks: bool,
    now: int,
) -> Import | None:
    """Let a list run that is offered, or that is done and has not subscribed anybody yet; else None.

    `by`: whose it is from now on. `asks`: the admins have been asked for what the catalogue lacks. What
    has become known meanwhile is known.
    """

    def intent(raw: sqlite3.Connection) -> Import | None:
        begun = raw.execute(
            """
            UPDATE imports SET state = 'running', user_id = ?, adds = ?, tags = ?, subscribes = ?,
                begun_at = ?, ended_at = NULL, next = 0, told = 1
            WHERE id = ? AND (state = 'offered' OR state = 'done' AND NOT subscribes AND ?)
            RETURNING chat_id, thread_id
            """,
            (by, adds, tags, subscribes, now, import_id, subscribes),
        ).fetchone()
        if begun is None:
            return None
        if adds:
            raw.execute(
                "UPDATE import_feeds SET found = 'new' WHERE import_id = ? AND found IN (?, ?)",
                (import_id, Found.ASKED, Found.DECLINED),
            )
        place = Place(*begun)
        resolve(raw, import_id, place)
        if asks and has_open(raw, import_id):
            raw.execute("UPDATE imports SET request = 'open' WHERE id = ?", (import_id,))
        if subscribes:
            before = {"import": import_id}
            note_change(raw, place, by=by, now=now, kind=ChangeKind.IMPORT, before=before)
        return find_import(raw, import_id)

    return await db.write(intent)


async def cancel_import(db: Database, import_id: int, now: int) -> Import | None:
    """Stop a list that is offered or runs; None where it is neither. What has been taken stays."""

    def intent(raw: sqlite3.Connection) -> Import | None:
        done = raw.execute(
            """
            UPDATE imports SET told = iif(state = 'running', 0, told), state = 'cancelled', ended_at = ?,
                request = iif(request = 'open', NULL, request)
            WHERE id = ? AND state IN ('offered', 'running')
            """,
            (now, import_id),
        )
        return find_import(raw, import_id) if done.rowcount else None

    return await db.write(intent)


async def note_import_told(db: Database, import_id: int) -> None:
    """Note that a list's message shows how it ended."""

    def intent(raw: sqlite3.Connection) -> None:
        raw.execute("UPDATE imports SET told = 1 WHERE id = ?", (import_id,))

    await db.write(intent)


async def prune_imports(db: Database, before: int) -> int:
    """Forget lists that came before `before` (UTC milliseconds) and are settled; return how many.

    What the admins have decided against is kept, so that they are not asked for it again.
    """

    def intent(raw: sqlite3.Connection) -> int:
        return raw.execute(
            """
            DELETE FROM imports
            WHERE made_at < ? AND state IN ('offered', 'done', 'cancelled')
              AND ifnull(request, 'approved') = 'approved'
            """,
            (before,),
        ).rowcount

    return await db.write(intent)


async def _add_rows(
    db: Database, import_id: int, start: int, rows: Sequence[tuple[str | int | None, ...]]
) -> None:
    values = [(import_id, start + place, *row) for place, row in enumerate(rows)]

    def intent(raw: sqlite3.Connection) -> None:
        raw.executemany(
            """
            INSERT INTO import_feeds (
                import_id, position, line, key, url, title, site_url, language, tags, found, refused,
                feed_id
            ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            values,
        )

    await db.write(intent)
