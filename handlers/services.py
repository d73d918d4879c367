"""What the conversation may ask of the world, as one typed value that `bot.furnishing` fills in.

Handlers never fetch, parse or schedule; they call these.
"""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path

from newsroom import (
    Article,
    Assignment,
    Feed,
    Listed,
    Look,
    NotOpml,
    NotRewritten,
    ParsedFeed,
    Problem,
    Rewritten,
    Verdict,
)


@dataclass(frozen=True, slots=True)
class Rewrite:
    """A language model that writes."""

    model: str
    """Its name, as the service calls it."""
    write: Callable[[Assignment, Callable[[str], None]], Awaitable[Rewritten | NotRewritten]]
    """Write, telling the text so far whenever there is more of it; takes minutes at the most, and may be
    cancelled."""
    instruction: str = ""
    """What it is told in place of our own words; empty = ours."""
    daily_limit: int = 0
    """How many texts may be asked for on one day in UTC; 0 = no limit."""


class BackupFailed(Exception):
    """No backup was made; the text says why."""


@dataclass(frozen=True, slots=True)
class BackupCopy:
    """A backup that was just made, to be sent."""

    path: Path
    size: int
    """Bytes."""
    encrypted: bool
    kept: bool
    """Whether it stays where it is; else it is gone once it was sent."""


@dataclass(frozen=True, slots=True)
class Services:
    """The world, as far as a conversation needs it. None of the calls raises for a bad source."""

    look_at: Callable[[str], Awaitable[Look]]
    """See what stands at an address now, storing nothing."""
    keep_look: Callable[[Feed, Look], Awaitable[Verdict]]
    """Store what a look saw as the first check of a feed just added; that alerts nobody."""
    check_now: Callable[[Feed], Awaitable[Verdict]]
    """Check a feed at once, as the poller would, and store the outcome."""
    read_article: Callable[[Article], Awaitable[Article]]
    """Read an article's web page if that is due, within a few seconds, and store its text; return the
    article as it is then."""
    read_page: Callable[[str], Awaitable[ParsedFeed | Problem]]
    """Read a single web page, within a few seconds, storing nothing.

    The feed has one entry and is named for the site."""
    deliver: Callable[[], None]
    """Say that the ledger owes something new, so that it is sent at once."""
    read_list: Callable[[bytes], Awaitable[tuple[Listed, ...] | NotOpml]]
    """Read a list of feeds (OPML) and judge its addresses, asking none; or say why it is no list."""
    go_on_importing: Callable[[], None]
    """Say that a list of feeds is to be taken in, so that it goes on at once."""
    backup: Callable[[], AbstractAsyncContextManager[BackupCopy]]
    """Make a backup, and lend it while the block runs. Entering raises BackupFailed."""
    is_offline: Callable[[], bool] = lambda: False
    """Whether our own way to the web seems to be down just now."""
    rewrite: Rewrite | None = None
    """None = no language model is configured."""


@dataclass(frozen=True, slots=True)
class AccessRules:
    """Who may do what, out of the configuration."""

    approved_only: bool = False
    """Only members, admins and owners may use the bot."""
    anyone_adds_feeds: bool = False
    max_subscriptions: int = 0
    """For a place; 0 = no limit."""
    configured_owners: frozenset[int] = frozenset()
    """Who is an owner because the configuration says so: no message changes that."""
