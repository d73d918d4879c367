"""What is forgotten in the end."""

import json
import sqlite3
from collections.abc import Mapping
from functools import partial

from storage.database import Database

CHUNK = 5_000
"""Rows deleted in one transaction: other writers wait some hundredths of a second at the most."""


_PRUNED = """
    routed_at IS NOT NULL AND found_at < :before
    AND NOT EXISTS (SELECT 1 FROM saved WHERE article_id = articles.id)
    AND NOT EXISTS (
        SELECT 1 FROM deliveries WHERE article_id = articles.id
        AND (state IN ('due', 'claimed') OR edit_due_at IS NOT NULL)
    )
"""
"""What may go of the articles that are old enough: nobody has saved it, and no message of it is under way."""

ARTICLES = 100
"""Articles deleted in one transaction, with all that hangs on them; bounded as CHUNK is."""

SEARCHING = 60.0
"""Seconds that the look for old articles may take: it goes through all of them once a day."""


async def prune_articles(db: Database, *, before: int) -> int:
    """Delete the articles that were published and found before a time (UTC milliseconds); return how many.

    Their entries stay known, so that none becomes news again. The search index forgets them by its queue.
    """
    values = {"before": before}

    def old(raw: sqlite3.Connection) -> list[int]:
        # Feed by feed, along the index of their articles' dates: the rest of a row lies behind its text.
        rows = raw.execute(
            f"""
            SELECT articles.id FROM feeds CROSS JOIN articles
            ON articles.feed_id = feeds.id AND articles.dated_at < :before WHERE {_PRUNED}
            """,
            values,
        )
        return [number for (number,) in rows]

    pruned = 0
    numbers = await db.read(old, limit=SEARCHING)
    for start in range(0, len(numbers), ARTICLES):
        chosen: dict[str, int | str] = {"before": before}
        chosen["numbers"] = json.dumps(numbers[start : start + ARTICLES])
        pruned += await db.write(partial(_delete_articles, chosen))
    return pruned


def _delete_articles(values: Mapping[str, int | str], raw: sqlite3.Connection) -> int:
    """Delete those that may still go: somebody may have saved one since the look."""
    return raw.execute(
        f"""
        DELETE FROM articles
        WHERE id IN (SELECT value FROM json_each(:numbers)) AND dated_at < :before AND {_PRUNED}
        """,
        values,
    ).rowcount


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
