"""A feed of the catalogue, and what a check of it shows."""

from dataclasses import dataclass
from enum import StrEnum

from newsroom.models.entries import Entry, ParsedFeed, Seen
from newsroom.models.problems import Problem
from newsroom.models.standing import NO_ASKS, NO_RHYTHM, Asks, Move, Rhythm, Standing


class FeedState(StrEnum):
    """Whether the poller looks at a feed."""

    ACTIVE = "active"
    PAUSED = "paused"
    """An admin does not want it looked at for now."""
    STOPPED = "stopped"
    """Its publisher took it down (HTTP 410)."""


class PageText(StrEnum):
    """When the web pages of a feed's articles are read for their text."""

    AUTO = "auto"
    """When somebody wants an article of which the feed gives only a teaser."""
    ON = "on"
    """As soon as an article is there."""
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Validators:
    """What earns the next request a «not modified», and tells an unchanged body."""

    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None


@dataclass(frozen=True, slots=True)
class FoundFeed:
    """One of several feeds of a page, seen to be one."""

    url: str
    title: str
    """The feed's own; may be empty."""
    entries: int
    newest_at: int | None = None
    """When its newest entry was published, UTC milliseconds; None where no entry has a date."""


@dataclass(frozen=True, slots=True)
class Look:
    """What stands at an address now: a feed, or what kept us from seeing one. Nothing is stored."""

    url: str
    """Where the feed was found in the end, after redirects."""
    parsed: ParsedFeed | None = None
    problem: Problem | None = None
    """None exactly where `parsed` is there."""
    validators: Validators = Validators()
    fresh_for: int | None = None
    """Milliseconds for which its server says that nothing will change; None = it does not say."""
    found_on: str | None = None
    """The page that led to the feed; None where the address is the feed's own."""
    feeds: tuple[FoundFeed, ...] = ()
    """Where the address is that of a page with several feeds: those to choose from, the best first."""


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
    failing_since: int | None = None
    """When the first of them was; None = there is none, or it is not known."""
    problem: Problem | None = None
    """What the last check met; None = it was well."""
    own_title: str | None = None
    """The title that an admin gave it, which `title` then is; None = `title` is the feed's own."""
    page_text: PageText = PageText.AUTO
    removed_at: int | None = None
    asks: Asks = NO_ASKS
    rhythm: Rhythm = NO_RHYTHM
    move: Move | None = None
    """Where it seems to have moved; None = nowhere."""
    moved_at: int | None = None
    """When it last was given a new address because it had moved; None = never."""
    standing: Standing = Standing.WELL
    answer: int | None = None
    """Milliseconds that it usually takes to answer, where that is long; None = it is quick."""
    pushed_until: int | None = None
    """Until when its hub is trusted to push whatever is new; None = there is no such hub."""


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
    asks: Asks | None = None
    """None = keep the stored ones."""
    rhythm: Rhythm | None = None
    """None = keep the stored one."""
    move: Move | None = None
    """Where the feed seems to have moved from now on; None = nowhere."""
    moved_to: str | None = None
    """The address to ask from now on; None = the one it has."""
    standing: Standing = Standing.WELL
    stop: bool = False
    """Whether the feed is looked at no more, until an admin resumes it."""
    answer: int | None = None
    """Milliseconds that it usually takes to answer; 0 = it is quick again, None = keep what is stored."""
    trusts_hub: bool | None = None
    """Whether the feed's hub is trusted from now on; None = as before."""
