"""What the poller reads and writes: the database is the schedule.

`record_check` is one intent with everything a check of a feed changes. New articles are stored as
unrouted, the first state of the ledger: from here on no crash loses them.
"""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from newsroom import Enclosure, Entry, Feed, KnownEntry, Marks, Verdict
from storage.bookkeeping import book, book_uneventful, is_uneventful
from storage.database import Database
from storage.days import count_news
from storage.feed_rows import COLUMNS, feed_of
from storage.titles import keep_title


async def due_feeds(db: Database, now: int, limit: int) -> tuple[Feed, ...]:
    """Return the feeds to be checked, the longest overdue first."""

    def question(raw: sqlite3.Connection) -> tuple[Feed, ...]:
        rows = raw.execute(
            f"""
            SELECT {COLUMNS} FROM feeds
            WHERE state = 'active' AND removed_at IS NULL AND next_check_at <= ?
            ORDER BY next_check_at LIMIT ?
            """,
            (now, limit),
        )
        return tuple(feed_of(row) for row in rows)

    return await db.read(question)


async def pull_in_checks(db: Database, *, now: int, longest: int) -> int:
    """Bring forward the checks planned by a clock that was ahead; return how many.

    `longest`: milliseconds from `now` beyond which none is planned, except by an admin's own interval.
    """

    def intent(raw: sqlite3.Connection) -> int:
        return raw.execute(
            """
            UPDATE feeds SET next_check_at = :now + max(:longest, ifnull(interval, 0))
            WHERE next_check_at > :now + max(:longest, ifnull(interval, 0))
            """,
            {"now": now, "longest": longest},
        ).rowcount

    return await db.write(intent)


async def known_entries(db: Database, feed_id: int) -> dict[str, KnownEntry]:
    """Return what is remembered of a feed's entries, by key."""

    def question(raw: sqlite3.Connection) -> dict[str, KnownEntry]:
        cursor = raw.cursor()
        cursor.row_factory = None  # plain tuples: a busy feed has thousands of rows
        rows = cursor.execute(
            """
            SELECT key, raw_hash, article_id, element, link, title_hash, text_hash, published_at
            FROM entries WHERE feed_id = ?
            """,
            (feed_id,),
        )
        return {key: _known(*values) for key, *values in rows}

    return await db.read(question)


async def record_check(db: Database, verdict: Verdict) -> int:
    """Store all that a check changed; return the number of new articles.

    A feed that was removed meanwhile takes nothing. An entry that another check has stored meanwhile
    is not stored again.
    """
    if is_uneventful(verdict):
        await db.write_row(book_uneventful, verdict)
        return 0
    return await db.write(lambda raw: _record(raw, verdict))


def _known(
    raw_hash: str,
    article_id: int | None,
    element: str | None,
    link: str | None,
    title: str | None,
    text: str,
    published_at: int | None,
) -> KnownEntry:
    marks = None if title is None else Marks(link, title, text, published_at)
    return KnownEntry(raw_hash, article_id, element, marks)


def _record(raw: sqlite3.Connection, verdict: Verdict) -> int:
    if not book(raw, verdict):
        return 0
    raw.executemany(
        "UPDATE OR IGNORE entries SET key = ? WHERE feed_id = ? AND key = ?",
        [(new, verdict.feed_id, old) for old, new in verdict.renamed],
    )
    fresh = _unknown(raw, verdict)
    numbers = _add_all(raw, verdict, fresh)
    news = sum(not _is_silent(verdict, entry) for entry in fresh)
    count_news(raw, verdict.feed_id, news, verdict.at)
    for article_id, entry in verdict.changed:
        _update(raw, article_id, entry, verdict.at)
    _remember(raw, verdict, numbers)
    return len(numbers)


def _unknown(raw: sqlite3.Connection, verdict: Verdict) -> list[Entry]:
    """Return the new entries without those that another check has stored meanwhile."""
    if not verdict.new:
        return []
    rows = raw.execute(
        "SELECT key FROM entries WHERE feed_id = ? AND key IN (SELECT value FROM json_each(?))",
        (verdict.feed_id, json.dumps([entry.key for entry in verdict.new])),
    )
    known = {key for (key,) in rows}
    return [entry for entry in verdict.new if entry.key not in known]


def _remember(raw: sqlite3.Connection, verdict: Verdict, numbers: Mapping[str, int]) -> None:
    """Write down what the feed listed. `numbers`: of the new articles, by their entries' keys."""
    raw.executemany(
        """
        INSERT INTO entries (
            feed_id, key, raw_hash, element, link, title_hash, text_hash, published_at,
            article_id, last_seen_at
        ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (feed_id, key) DO UPDATE SET
            raw_hash = excluded.raw_hash, element = excluded.element, link = excluded.link,
            title_hash = excluded.title_hash, text_hash = excluded.text_hash,
            published_at = excluded.published_at, last_seen_at = excluded.last_seen_at,
            unlisted_at = NULL
        """,
        [
            (
                verdict.feed_id,
                seen.key,
                seen.raw_hash,
                seen.element,
                *_columns(seen.marks),
                numbers.get(seen.key),
                verdict.at,
            )
            for seen in verdict.seen
        ],
    )
    if verdict.parsed:
        raw.execute(
            """
            UPDATE entries SET unlisted_at = ?
            WHERE feed_id = ? AND unlisted_at IS NULL AND last_seen_at <> ?
            """,
            (verdict.at, verdict.feed_id, verdict.at),
        )


def _columns(marks: Marks | None) -> tuple[str | int | None, ...]:
    if marks is None:
        return None, None, None, None
    return marks.link, marks.title, marks.text, marks.published_at


def _add_all(raw: sqlite3.Connection, verdict: Verdict, entries: Sequence[Entry]) -> dict[str, int]:
    """Store articles; return their numbers by their entries' keys."""
    if not entries:
        return {}
    # One call, without RETURNING: a third less of what storing costs.
    raw.executemany(
        """
        INSERT INTO articles (
            feed_id, guid, url, title, text, summary, author, language, image_url, enclosures,
            published_at, updated_at, found_at, dated_at, routed_at
        ) VALUES (
            :feed_id, :guid, :url, :title, :text, :summary, :author, :language, :image_url,
            :enclosures, :published_at, :updated_at, :at, min(ifnull(:published_at, :at), :at),
            :routed_at
        )
        """,
        [
            {
                **_content(entry),
                "feed_id": verdict.feed_id,
                "guid": entry.guid,
                "at": verdict.at,
                "routed_at": verdict.at if _is_silent(verdict, entry) else None,
            }
            for entry in entries
        ],
    )
    # AUTOINCREMENT counts up by one, and nobody else writes in this transaction.
    (last,) = raw.execute("SELECT last_insert_rowid()").fetchone()
    first = last - len(entries) + 1
    return {entry.key: first + place for place, entry in enumerate(entries)}


def _is_silent(verdict: Verdict, entry: Entry) -> bool:
    return not verdict.alerting or entry.key in verdict.silent


def _update(raw: sqlite3.Connection, article_id: int, entry: Entry, now: int) -> None:
    """Store what an edited entry says now. Its number, its date of finding and its routing stay."""
    keep_title(raw, article_id, new=entry.title, now=now)
    raw.execute(
        """
        UPDATE articles SET
            url = :url, title = :title, text = :text, summary = :summary, author = :author,
            language = :language, image_url = :image_url, enclosures = :enclosures,
            published_at = :published_at, updated_at = ifnull(:updated_at, :now)
        WHERE id = :id
        """,
        {**_content(entry), "id": article_id, "now": now},
    )


def _content(entry: Entry) -> dict[str, str | int | None]:
    """Return what a new and an edited article take from their entry."""
    return {
        "url": entry.url,
        "title": entry.title,
        "text": entry.text,
        "summary": entry.summary,
        "author": entry.author,
        "language": entry.language,
        "image_url": entry.image_url,
        "enclosures": _files(entry.enclosures),
        "published_at": entry.published_at,
        "updated_at": entry.updated_at,
    }


def _files(enclosures: Sequence[Enclosure]) -> str:
    return json.dumps([asdict(item) for item in enclosures]) if enclosures else "[]"
