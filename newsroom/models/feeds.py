"""A feed of the catalogue, and what a check of it shows."""

from dataclasses import dataclass
from enum import StrEnum

from newsroom.models.entries import Entry, ParsedFeed, Seen
from newsroom.models.problems import Problem


class FeedState(StrEnum):
    """Whether the poller looks at a feed."""

    ACTIVE = "active"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class Validators:
    """What earns the next request a «not modified», and tells an unchanged body."""

    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """What stands at an address now: a feed, or what kept us from seeing one. Nothing is stored."""

    url: str
    """Where the feed was found in the end, after redirects."""
    parsed: ParsedFeed | None = None
    problem: Problem | None = None
    """None exactly where `parsed` is there."""
    validators: Validators = Validators()


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed of the catalogue, with what its checks have shown."""

    id: int
    url: str
    title: str
    state: FeedState
    added_at: int
    next_check_at: int
    site_url: str | None = None
    language: str | None = None
    owner_chat_id: int | None = None
    """The one chat that a private feed exists for; None = everybody's."""
    interval: int | None = None
    """Milliseconds between checks where an admin fixed them; None = the schedule decides."""
    validators: Validators = Validators()
    checked_at: int | None = None
    succeeded_at: int | None = None
    """The last check that could read the feed; None = none yet, so the next one is its first."""
    failures: int = 0
    """Failed checks in a row."""
    problem: Problem | None = None
    """What the last check met; None = it was well."""
    removed_at: int | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """All that one check of a feed changes: decided purely, recorded in one transaction."""

    feed_id: int
    at: int
    next_check_at: int
    problem: Problem | None = None
    parsed: bool = False
    """Whether the body was read anew; if not, `validators` are those of an unchanged feed."""
    validators: Validators | None = None
    """None = keep the stored ones."""
    title: str | None = None
    site_url: str | None = None
    language: str | None = None
    new: tuple[Entry, ...] = ()
    changed: tuple[tuple[int, Entry], ...] = ()
    """Article numbers with what their entries say now."""
    renamed: tuple[tuple[str, str], ...] = ()
    """Old and new keys of remembered entries that the feed lists under another key now."""
    silent: frozenset[str] = frozenset()
    """Keys of new entries that are stored and alert nobody: an archive that came to light."""
    seen: tuple[Seen, ...] = ()
    """Every entry that the feed listed, those that were cut away unread too."""
    alerting: bool = True
    """False: all new articles are stored and alert nobody."""
