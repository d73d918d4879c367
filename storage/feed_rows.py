"""A feed as its row has it."""

import sqlite3

from newsroom import (
    Asks,
    Feed,
    FeedState,
    Move,
    PageText,
    Problem,
    ProblemKind,
    Rhythm,
    Standing,
    Validators,
)

COLUMNS = """
    id, url, coalesce(own_title, title) AS title, state, added_at, next_check_at, site_url, language,
    owner_chat_id, interval, checked_at, succeeded_at, failures, failing_since, problem, problem_detail,
    etag, last_modified, body_hash, removed_at, asks_every, skip_hours, skip_days, asks_new_url,
    rhythm_gap, rhythm_since, move_url, move_checks, move_since, moved_at, stopped_at, standing,
    own_title, page_text
"""


def feed_of(row: sqlite3.Row) -> Feed:
    """Make a Feed of a row of `COLUMNS`."""
    return Feed(
        id=row["id"],
        url=row["url"],
        title=row["title"],
        state=FeedState(row["state"]) if row["stopped_at"] is None else FeedState.STOPPED,
        added_at=row["added_at"],
        next_check_at=row["next_check_at"],
        site_url=row["site_url"],
        language=row["language"],
        owner_chat_id=row["owner_chat_id"],
        interval=row["interval"],
        validators=Validators(row["etag"], row["last_modified"], row["body_hash"]),
        checked_at=row["checked_at"],
        succeeded_at=row["succeeded_at"],
        failures=row["failures"],
        failing_since=row["failing_since"],
        problem=problem_of(row),
        removed_at=row["removed_at"],
        asks=Asks(row["asks_every"], row["skip_hours"], row["skip_days"], row["asks_new_url"]),
        rhythm=Rhythm(row["rhythm_gap"], row["rhythm_since"]),
        move=_move(row),
        moved_at=row["moved_at"],
        standing=Standing(row["standing"]),
        own_title=row["own_title"],
        page_text=page_text_of(row["page_text"]),
    )


def page_text_of(stored: int | None) -> PageText:
    """Return the setting that a value of the column `page_text` stands for."""
    if stored is None:
        return PageText.AUTO
    return PageText.ON if stored else PageText.OFF


def problem_of(row: sqlite3.Row) -> Problem | None:
    """Return what the last check met, of a row with `problem` and `problem_detail`."""
    kind = row["problem"]
    return None if kind is None else Problem(ProblemKind(kind), row["problem_detail"])


def _move(row: sqlite3.Row) -> Move | None:
    url = row["move_url"]
    return None if url is None else Move(url, row["move_checks"], row["move_since"])
