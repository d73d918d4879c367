"""Changing a feed's settings. Each change notes in the audit what was before, so that it can be undone."""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from newsroom import Feed, PageText, Place, read_tags
from storage import audit
from storage.bookkeeping import restarted
from storage.changes import ChangeKind, note_change
from storage.database import Database
from storage.errors import StorageError
from storage.feed_owners import bring_others_back, end_others, forget_elsewhere, is_secret
from storage.feed_rows import COLUMNS, feed_of
from storage.feeds import FeedExists
from storage.tags import set_tags, tags_in

_ACTION = "editfeed"

Value: TypeAlias = str | int | None
"""A setting as it is stored."""


class FeedSetting(StrEnum):
    """What can be changed about a feed."""

    TITLE = "title"
    """A text; None = the feed's own."""
    LINK = "link"
    INTERVAL = "interval"
    """Milliseconds between checks; None = the schedule decides."""
    PAGE = "page"
    """A `PageText`."""
    TAGS = "tags"
    """Several with a comma between (`newsroom.read_tags`); empty = none."""
    CHAT = "chat"
    """The number of the chat that it belongs to alone; None = it is for all."""


_COLUMN = {
    FeedSetting.TITLE: "own_title",
    FeedSetting.LINK: "url",
    FeedSetting.INTERVAL: "interval",
    FeedSetting.PAGE: "page_text",
    FeedSetting.CHAT: "owner_chat_id",
}
_PAGE_TEXT = {PageText.AUTO: None, PageText.ON: 1, PageText.OFF: 0}

# What else a change means: a new address is a feed that was never checked, whose first check alerts nobody;
# a new interval counts from now, and where the schedule is to decide again, it is asked at once; of one
# chat's own feed no hub pushes anything, so that it is not to be waited for.
_CONSEQUENCES = {
    FeedSetting.TITLE: "",
    FeedSetting.LINK: """,
        etag = NULL, last_modified = NULL, body_hash = NULL, succeeded_at = NULL,
        state = CASE WHEN stopped_at IS NULL THEN state ELSE 'active' END,
        move_url = NULL, move_checks = 0, move_since = NULL, answer = NULL, next_check_at = :now
    """,
    FeedSetting.INTERVAL: ", next_check_at = min(next_check_at, :now + ifnull(:value, 0))",
    FeedSetting.PAGE: "",
    FeedSetting.CHAT: """,
        pushed_until = NULL,
        next_check_at = iif(pushed_until IS NULL, next_check_at, min(next_check_at, :now))
    """,
}


@dataclass(frozen=True, slots=True)
class FeedEdit:
    """A change that was made. `number`: what `undo_feed_edit` knows it by."""

    number: int
    setting: FeedSetting
    feed: Feed
    """As it is now."""
    forgot_secrets: bool = False
    """Whether the login or the headers were forgotten that it carried, as they are for its former server."""


class FeedIsSecret(StorageError):
    """The feed carries a login or other headers, so that it cannot be for all; nothing was changed."""


async def edit_feed(
    db: Database,
    feed_id: int,
    setting: FeedSetting,
    value: Value | PageText,
    *,
    at_place: Place | None = None,
    by: int,
    now: int,
) -> FeedEdit | None:
    """Change a setting of a feed; None where the feed has been removed.

    A feed that gets another address is still found by the former one. Raises FeedExists where the new
    address is that of another feed, or the new chat has one of that address, and FeedIsSecret where a feed
    with a login was to be for all. The subscriptions of others end with a change of the chat.
    `at_place`: where /undo takes it back; None = nowhere.
    """
    stored = _PAGE_TEXT[value] if isinstance(value, PageText) else value

    def intent(raw: sqlite3.Connection) -> FeedEdit | None:
        former = _value(raw, feed_id, setting) if setting is FeedSetting.LINK else None
        edit = change_setting(raw, feed_id, setting, stored, by, now)
        if edit is not None and former is not None:
            _keep_address(raw, feed_id, former, now)
        if edit is not None:
            before = {"edit": edit.number}
            note_change(raw, at_place, by=by, now=now, kind=ChangeKind.EDIT_FEED, before=before)
        return edit

    return await db.write(intent)


async def undo_feed_edit(
    db: Database, number: int, *, made_since: int, by: int, now: int
) -> FeedEdit | None:
    """Take back a change that is no older than `made_since`. Raises FeedExists as `edit_feed` does.

    None where there is none such, or the setting has been changed again meanwhile.
    """
    return await db.write(lambda raw: undo_edit(raw, number, made_since, by, now))


def is_in_force(raw: sqlite3.Connection, number: int, made_since: int) -> bool:
    """Tell whether `undo_edit` would take a change back; for questions of this package."""
    found = _change_noted(raw, number, made_since)
    return found is not None and _stands(raw, *found)


def undo_edit(
    raw: sqlite3.Connection, number: int, made_since: int, by: int, now: int
) -> FeedEdit | None:
    """Do what `undo_feed_edit` says; for intents of this package."""
    found = _change_noted(raw, number, made_since)
    if found is None:
        return None
    feed_id, setting, change = found
    if not _stands(raw, feed_id, setting, change):
        return None
    # The address that is taken back was a slip, by which nobody will look for the feed.
    edit = change_setting(raw, feed_id, setting, change["before"], by, now)
    if edit is not None and setting is FeedSetting.CHAT and edit.feed.owner_chat_id is None:
        (ended_at,) = raw.execute("SELECT at FROM audit WHERE id = ?", (number,)).fetchone()
        bring_others_back(raw, feed_id, int(change["after"] or 0), ended_at)
    return edit


def _stands(
    raw: sqlite3.Connection, feed_id: int, setting: FeedSetting, change: Mapping[str, Value]
) -> bool:
    """Tell whether a setting is what a change made it, and may go back to what it was."""
    if setting is FeedSetting.CHAT and change["before"] is None and is_secret(raw, feed_id):
        return False
    return _value(raw, feed_id, setting) == change["after"]


def _change_noted(
    raw: sqlite3.Connection, number: int, made_since: int
) -> tuple[int, FeedSetting, Mapping[str, Value]] | None:
    """Return the feed, the setting, and its value «before» and «after» a change; None: there is none."""
    row = raw.execute(
        "SELECT subject, detail FROM audit WHERE id = ? AND action = ? AND at >= ?",
        (number, _ACTION, made_since),
    ).fetchone()
    if row is None:
        return None
    change = json.loads(row["detail"])
    return int(row["subject"].removeprefix("feed:")), FeedSetting(change["setting"]), change


def change_setting(
    raw: sqlite3.Connection, feed_id: int, setting: FeedSetting, value: Value, by: int, now: int
) -> FeedEdit | None:
    """Do what `edit_feed` says, the note for /undo aside; for intents of this package."""
    forgot = False
    if setting is FeedSetting.LINK:
        _refuse_twin(raw, feed_id, value)
        forgot = forget_elsewhere(raw, feed_id, str(value))
    elif setting is FeedSetting.CHAT:
        _refuse_chat(raw, feed_id, value)
    before = _value(raw, feed_id, setting)
    done = _change(raw, feed_id, setting, value, now)
    if done is None:
        return None
    if setting is FeedSetting.LINK:
        restarted(raw, feed_of(done))
        raw.execute("DELETE FROM feed_addresses WHERE feed_id = ? AND url = ?", (feed_id, value))
        done = raw.execute(f"SELECT {COLUMNS} FROM feeds WHERE id = ?", (feed_id,)).fetchone()
    elif setting is FeedSetting.CHAT and value is not None:
        end_others(raw, feed_id, int(value), now)
    detail = {"setting": setting, "before": before, "after": value}
    number = audit.note(
        raw,
        at=now,
        by=by,
        action=_ACTION,
        subject=f"feed:{feed_id}",
        detail=json.dumps(detail, ensure_ascii=False),
    )
    return FeedEdit(number, setting, feed_of(done), forgot)


def _change(
    raw: sqlite3.Connection, feed_id: int, setting: FeedSetting, value: Value, now: int
) -> sqlite3.Row | None:
    """Change a setting; return the feed's row, None where it has been removed."""
    there = "id = :id AND removed_at IS NULL"
    values = {"value": value, "now": now, "id": feed_id}
    row: sqlite3.Row | None
    if setting is FeedSetting.TAGS:
        row = raw.execute(f"SELECT {COLUMNS} FROM feeds WHERE {there}", values).fetchone()
        if row is not None:
            set_tags(raw, feed_id, read_tags(str(value)), now)
        return row
    row = raw.execute(
        f"""
        UPDATE feeds SET {_COLUMN[setting]} = :value {_CONSEQUENCES[setting]}
        WHERE {there} RETURNING {COLUMNS}
        """,
        values,
    ).fetchone()
    return row


def _value(raw: sqlite3.Connection, feed_id: int, setting: FeedSetting) -> Value:
    if setting is FeedSetting.TAGS:
        return ", ".join(tags_in(raw, feed_id))
    question = f"SELECT {_COLUMN[setting]} AS value FROM feeds WHERE id = ?"
    row = raw.execute(question, (feed_id,)).fetchone()
    value: Value = None if row is None else row["value"]
    return value


def _keep_address(raw: sqlite3.Connection, feed_id: int, url: Value, now: int) -> None:
    """Remember an address that a feed had until now; the staff need not be told of what it did itself."""
    raw.execute(
        """
        INSERT INTO feed_addresses (feed_id, url, until, told)
        SELECT id, :url, :now, 1 FROM feeds WHERE id = :id AND url <> :url
        """,
        {"id": feed_id, "url": url, "now": now},
    )


def _refuse_twin(raw: sqlite3.Connection, feed_id: int, url: Value) -> None:
    """Raise FeedExists where another feed, in the same catalogue or chat, has this address."""
    twin = raw.execute(
        f"""
        SELECT {COLUMNS} FROM feeds WHERE url = :url AND removed_at IS NULL AND id <> :id
        AND owner_chat_id IS (SELECT owner_chat_id FROM feeds WHERE id = :id)
        """,
        {"url": url, "id": feed_id},
    ).fetchone()
    if twin is not None:
        raise FeedExists(feed_of(twin))


def _refuse_chat(raw: sqlite3.Connection, feed_id: int, chat_id: Value) -> None:
    """Raise FeedExists where the chat, or None = everybody, has another feed of the address; FeedIsSecret."""
    if chat_id is None and is_secret(raw, feed_id):
        raise FeedIsSecret("a feed with a login belongs to one chat")
    twin = raw.execute(
        f"""
        SELECT {COLUMNS} FROM feeds WHERE url = (SELECT url FROM feeds WHERE id = :id)
        AND removed_at IS NULL AND id <> :id AND owner_chat_id IS :chat
        """,
        {"id": feed_id, "chat": chat_id},
    ).fetchone()
    if twin is not None:
        raise FeedExists(feed_of(twin))
