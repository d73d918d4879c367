"""The summaries of articles: made when first wanted, then kept with the text that they are of."""

import json
import sqlite3
from collections.abc import Sequence

from storage.database import Database


async def kept_summary(db: Database, article_id: int, text_hash: str) -> tuple[str, ...] | None:
    """Return the sentences kept for an article, () where there was nothing to say.

    None = there is no summary yet, or only one of another text.
    """

    def question(raw: sqlite3.Connection) -> tuple[str, ...] | None:
        row = raw.execute(
            "SELECT sentences FROM summaries WHERE article_id = ? AND text_hash = ?",
            (article_id, text_hash),
        ).fetchone()
        return None if row is None else tuple(json.loads(row["sentences"]))

    return await db.read(question)


async def keep_summary(
    db: Database, article_id: int, text_hash: str, sentences: Sequence[str], now: int
) -> None:
    """Keep an article's summary in place of the one before; nothing where it has been pruned."""

    def intent(raw: sqlite3.Connection) -> None:
        raw.execute(
            """
            INSERT INTO summaries (article_id, text_hash, sentences, made_at)
            SELECT id, :text_hash, :sentences, :now FROM articles WHERE id = :id
            ON CONFLICT (article_id) DO UPDATE SET
                text_hash = excluded.text_hash, sentences = excluded.sentences,
                made_at = excluded.made_at
            """,
            {
                "id": article_id,
                "text_hash": text_hash,
                "sentences": json.dumps(list(sentences), ensure_ascii=False),
                "now": now,
            },
        )

    await db.write(intent)
