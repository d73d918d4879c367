"""The row of a feed after a check: how it went, what was learnt, where the feed stands now."""

import json
import sqlite3
from collections.abc import Iterable, Sequence

from newsroom import Feed, Standing, Suspect, Verdict
from storage.database import Database
from storage.feed_owners import forget_elsewhere

_HOW_IT_WENT = """
    checked_at = :at, next_check_at = :next,
    succeeded_at = CASE WHEN :well THEN :at ELSE succeeded_at END,
    failures = CASE WHEN :well THEN 0 ELSE failures + 1 END,
    failing_since = CASE WHEN :well THEN NULL ELSE min(coalesce(failing_since, :at), :at) END,
    problem = :problem, problem_detail = :detail,
    title = coalesce(:title, title), site_url = coalesce(:site_url, site_url),
    language = coalesce(:language, language),
    move_url = :move_url, move_checks = :move_checks, move_since = :move_since,
    standing = :standing
"""

_UNEVENTFUL = """
    UPDATE feeds SET
        checked_at = read.at, next_check_at = read.next, succeeded_at = read.at,
        failures = 0, failing_since = NULL, problem = NULL, problem_detail = '',
        move_url = NULL, move_checks = 0, move_since = NULL, standing = read.standing
    FROM (
        SELECT value ->> 0 AS id, value ->> 1 AS at, value ->> 2 AS next, value ->> 3 AS standing
        FROM json_each(?)
    ) AS read
    WHERE feeds.id = read.id AND removed_at IS NULL
"""

_VALIDATORS = "etag = ?, last_modified = ?, body_hash = ?"
_ASKS = (
    "asks_every = ?, skip_hours = ?, skip_days = ?, asks_new_url = ?, asks_hub = ?, asks_topic = ?"
)
_HUB_LEASE = """
    pushed_until = (
        SELECT lease_until FROM hub_subscriptions WHERE feed_id = feeds.id AND wanted AND lease_until > ?
    )
"""
_RHYTHM = "rhythm_gap = ?, rhythm_since = ?"


def book(raw: sqlite3.Connection, verdict: Verdict) -> bool:
    """Write down how a check went; False where the feed is no longer there."""
    done = raw.execute(
        f"UPDATE feeds SET {_HOW_IT_WENT} WHERE id = :id AND removed_at IS NULL", _values(verdict)
    )
    if done.rowcount == 0:
        return False
    kept, asks, rhythm = verdict.validators, verdict.asks, verdict.rhythm
    if kept is not None:
        _set(raw, verdict, _VALIDATORS, kept.etag, kept.last_modified, kept.body_hash)
    if asks is not None:
        every, new_url = asks.every, asks.new_url
        skipped = asks.skip_hours, asks.skip_days
        _set(raw, verdict, _ASKS, every, *skipped, new_url, asks.hub, asks.topic)
    if rhythm is not None:
        _set(raw, verdict, _RHYTHM, rhythm.gap, rhythm.since)
    if verdict.answer is not None:
        _set(raw, verdict, "answer = nullif(?, 0)", verdict.answer)
    if verdict.trusts_hub is not None:
        hub = (_HUB_LEASE, verdict.at) if verdict.trusts_hub else ("pushed_until = NULL",)
        _set(raw, verdict, *hub)
    if verdict.moved_to is not None:
        _move(raw, verdict, verdict.moved_to)
    if verdict.stop:
        _set(raw, verdict, "state = 'paused', stopped_at = ?", verdict.at)
    return True


def is_uneventful(verdict: Verdict) -> bool:
    """Tell whether a check changes nothing but when the feed was read and is due, and how it fares."""
    read = verdict.parsed or verdict.title or verdict.site_url or verdict.language
    entries = verdict.new or verdict.changed or verdict.renamed or verdict.seen
    learnt = (
        verdict.validators
        or verdict.asks
        or verdict.rhythm
        or verdict.answer is not None
        or verdict.trusts_hub is not None
    )
    turned = verdict.problem or verdict.move or verdict.moved_to or verdict.stop
    return not (read or entries or learnt or turned)


def book_uneventful(raw: sqlite3.Connection, rows: Sequence[Verdict]) -> None:
    """Write down such checks, as `book` would, in one statement.

    Nearly all checks are such. Each statement lets go of Python's lock and waits to get it back, which
    costs more than what it does.
    """
    times = [
        (verdict.feed_id, verdict.at, verdict.next_check_at, verdict.standing) for verdict in rows
    ]
    raw.execute(_UNEVENTFUL, (json.dumps(times),))


async def pardon(db: Database, suspects: Iterable[Suspect]) -> None:
    """Take back failures that were ours: the feeds are as they were before, and due at once.

    One that has been checked again since keeps what that check left.
    """
    values = [
        (
            before.failures,
            before.failing_since,
            before.problem and before.problem.kind,
            before.problem.detail if before.problem else "",
            before.standing,
            before.next_check_at,
            before.id,
            suspect.at,
        )
        for suspect in suspects
        for before in (suspect.feed,)
    ]

    def intent(raw: sqlite3.Connection) -> None:
        raw.executemany(
            """
            UPDATE feeds SET
                failures = ?, failing_since = ?, problem = ?, problem_detail = ?, standing = ?,
                next_check_at = min(next_check_at, ?)
            WHERE id = ? AND checked_at = ?
            """,
            values,
        )

    await db.write(intent)


def _values(verdict: Verdict) -> dict[str, str | int | None]:
    problem, move = verdict.problem, verdict.move
    return {
        "id": verdict.feed_id,
        "at": verdict.at,
        "next": verdict.next_check_at,
        "well": problem is None,
        "problem": problem.kind if problem else None,
        "detail": problem.detail if problem else "",
        "title": verdict.title,
        "site_url": verdict.site_url,
        "language": verdict.language,
        "move_url": move.url if move else None,
        "move_checks": move.checks if move else 0,
        "move_since": move.since if move else None,
        "standing": verdict.standing,
    }


def _set(
    raw: sqlite3.Connection, verdict: Verdict, changes: str, *values: str | int | None
) -> None:
    raw.execute(f"UPDATE feeds SET {changes} WHERE id = ?", (*values, verdict.feed_id))


def _move(raw: sqlite3.Connection, verdict: Verdict, url: str) -> None:
    """Give a feed its new address and keep the old one; where another feed has that, say so instead."""
    (old, owner) = raw.execute(
        "SELECT url, owner_chat_id FROM feeds WHERE id = ?", (verdict.feed_id,)
    ).fetchone()
    if twin_of(raw, verdict.feed_id, url, owner) is not None:
        _set(raw, verdict, "standing = ?", Standing.DUPLICATE)
        return
    raw.execute(
        "INSERT INTO feed_addresses (feed_id, url, until, told) VALUES (?, ?, ?, ?)",
        # What belongs to one chat is no news for the staff.
        (verdict.feed_id, old, verdict.at, int(owner is not None)),
    )
    _set(
        raw,
        verdict,
        "url = ?, moved_at = ?, move_url = NULL, move_checks = 0, move_since = NULL",
        url,
        verdict.at,
    )
    forget_elsewhere(raw, verdict.feed_id, url)


def twin_of(raw: sqlite3.Connection, feed_id: int, url: str, owner: int | None) -> int | None:
    """Return another feed that has this address, among everybody's or the same chat's; None where none."""
    row = raw.execute(
        """
        SELECT id FROM feeds
        WHERE url = ? AND ifnull(owner_chat_id, 0) = ifnull(?, 0) AND removed_at IS NULL AND id <> ?
        """,
        (url, owner, feed_id),
    ).fetchone()
    return None if row is None else int(row[0])


def restarted(raw: sqlite3.Connection, feed: Feed) -> None:
    """Let a feed that was stopped begin anew, with nothing counted against it or left to tell."""
    raw.execute(
        """
        UPDATE feeds SET
            stopped_at = NULL, failures = 0, failing_since = NULL, problem = NULL,
            problem_detail = '', standing = 'well', told = 'well'
        WHERE id = ?
        """,
        (feed.id,),
    )
