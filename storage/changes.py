"""What people changed in a place, noted in the transaction that changes it, for /undo (`storage.undo`)."""

import json
import sqlite3
from collections.abc import Mapping
from enum import StrEnum
from typing import TypeAlias

from newsroom import Place

Value: TypeAlias = str | int | None
Before: TypeAlias = Mapping[str, Value | Mapping[str, Value]]
"""What is needed to take a change back."""


class ChangeKind(StrEnum):
    """What can be taken back."""

    SUB = "sub"
    UNSUB = "unsub"
    UNSUB_ALL = "unsub_all"
    TAG = "tag"
    """A place was subscribed to a tag."""
    UNTAG = "untag"
    MUTE = "mute"
    """Something was muted, or is not any more."""
    FILTER = "filter"
    WATCH = "watch"
    UNWATCH = "unwatch"
    IMPORT = "import"
    """A place was subscribed to the feeds of a list."""
    SETTINGS = "settings"
    """How alerts look in a chat."""
    SUBSCRIPTION = "subscription"
    """How the alerts of one feed look and arrive."""
    DIGEST = "digest"
    QUIET = "quiet"
    TIMEZONE = "timezone"
    LANGUAGE = "language"
    REMOVE_FEED = "removefeed"
    FEED_STATE = "feedstate"
    """A feed was paused or resumed."""
    EDIT_FEED = "editfeed"


ADMINS_KINDS = (ChangeKind.REMOVE_FEED, ChangeKind.FEED_STATE, ChangeKind.EDIT_FEED)
"""What only admins of the bot may take back."""


def differences(before: Mapping[str, Value], after: Mapping[str, Value]) -> Before | None:
    """Return what `note_change` keeps of columns that were set, those that stayed the same left out.

    None where nothing was changed.
    """
    names = [name for name in before if before[name] != after[name]]
    if not names:
        return None
    return {
        "before": {name: before[name] for name in names},
        "after": {name: after[name] for name in names},
    }


def note_change(
    raw: sqlite3.Connection,
    place: Place | None,
    *,
    by: int | None,
    now: int,
    kind: ChangeKind,
    before: Before,
) -> None:
    """Note a change that `by` may take back with /undo in `place`; where one is None, nobody may.

    For intents of this package, inside their transaction.
    """
    if place is None or by is None:
        return
    raw.execute(
        "INSERT INTO changes (chat_id, thread_id, by, at, kind, before) VALUES (?, ?, ?, ?, ?, ?)",
        (place.chat_id, place.thread_id, by, now, kind, json.dumps(before, ensure_ascii=False)),
    )
