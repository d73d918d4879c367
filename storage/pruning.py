"""What is forgotten in the end."""

import sqlite3

from storage.database import Database

CHUNK = 5_000
"""Rows deleted in one transaction: other writers wait some hundredths of a second at the most."""


async def prune_entries(db: Database, *, unlisted_before: int) -> int:
    """Forget the entries that their feeds have not listed since `unlisted_before`; return how many.

    What a feed still lists is never forgotten, however long ago it was read, nor is any article.
    """

    def intent(raw: sqlite3.Connection) -> int:
        return raw.execute(
            """
            DELETE FROM entries WHERE (feed_id, key) IN (
                SELECT feed_id, key FROM entries WHERE unlisted_at < ? LIMIT ?
            )
            """,
            (unlisted_before, CHUNK),
        ).rowcount

    forgotten = 0
    while pruned := await db.write(intent):
        forgotten += pruned
    return forgotten
