"""What articles say, for watches and filters: the same texts that the search index is made of."""

import json
import sqlite3
from collections.abc import Collection

from newsroom import Wording, searched_parts, word_article
from storage.articles import SELECT


def read_wordings(raw: sqlite3.Connection, articles: Collection[int]) -> dict[int, Wording]:
    """Return what these articles say, those that are there, by their numbers."""
    rows = raw.execute(
        f"{SELECT} WHERE articles.id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(articles)),),
    )
    return {row["id"]: wording_of(row) for row in rows}


def wording_of(row: sqlite3.Row) -> Wording:
    """Make a Wording of a row of `storage.articles.SELECT`."""
    return word_article(
        searched_parts(row["title"], row["text"], row["summary"], row["author"]),
        feed_id=row["feed_id"],
        language=row["feed_language"] if row["language"] is None else row["language"],
        dated_at=row["dated_at"],
        found_at=row["found_at"],
    )
