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
    own_title, page_text, answer, asks_hub, asks_topic, pushed_until
"""


def feed_of(row: sqlite3.Row) -> Feed:
    """Make a Feed of a row of `COLUMNS`."""
    # By place: to look each column up by its name takes as long as all the rest.
    (
        number, url, title, state, added_at, next_check_at, site_url, language,
        owner_chat_id, interval, checked_at, succeeded_at, failures, failing_since, problem, detail,
        etag, last_modified, body_hash, removed_at, every, skip_hours, skip_days, new_url,
        gap, since, move_url, move_checks, move_since, moved_at, stopped_at, standing,
        own_title, page_text, answer, hub, topic, pushed_until,
    ) = row  # fmt: skip
    return Feed(
        number,
        url,
        title,
        FeedState(state) if stopped_at is None else FeedState.STOPPED,
        added_at,
        next_check_at,
        site_url,
        language,
        owner_chat_id,
        interval,
        Validators(etag, last_modified, body_hash),
        checked_at,
        succeeded_at,
        failures,
        failing_since,
        None if problem is None else Problem(ProblemKind(problem), detail),
        own_title,
        page_text_of(page_text),
        removed_at,
        Asks(every, skip_hours, skip_days, new_url, hub, topic),
        Rhythm(gap, since),
        None if move_url is None else Move(move_url, move_checks, move_since),
        moved_at,
        Standing(standing),
        answer,
        pushed_until,
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
