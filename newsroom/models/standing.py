"""How a feed fares over many checks, what its publisher asks for, and what its keepers are told."""

from dataclasses import dataclass
from enum import StrEnum

from newsroom.models.problems import Problem


class Standing(StrEnum):
    """What many checks of a feed together say of it (docs/intake.md, «How a feed fares»)."""

    WELL = "well"
    SILENT = "silent"
    """It can be read, but has had nothing new for much longer than it used to."""
    ILL = "ill"
    """It has not been readable for hours."""
    DEAD = "dead"
    """It has not been readable for more than a week."""
    GONE = "gone"
    """Its publisher took it down (HTTP 410), and it is looked at no more."""
    DUPLICATE = "duplicate"
    """It has moved to the address of another feed of the catalogue."""


@dataclass(frozen=True, slots=True)
class Asks:
    """What a feed's document asks of those who read it."""

    every: int | None = None
    """Milliseconds to wait between checks, from `ttl` or `sy:updatePeriod`; None = it does not say."""
    skip_hours: int = 0
    """Hours to stay away in, GMT: bit 0 is the hour after midnight."""
    skip_days: int = 0
    """Days of the week to stay away on, GMT: bit 0 is Monday."""
    new_url: str | None = None
    """Where it says that it has moved to (`itunes:new-feed-url`); None = it does not."""
    hub: str | None = None
    """The hub that pushes it (`rel="hub"`); None = it names none."""
    topic: str | None = None
    """The address that it says is its own (`rel="self"`), where it names a hub; None = it does not say."""


NO_ASKS = Asks()


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often a feed has something new, as its checks found it."""

    gap: int | None = None
    """Milliseconds between two new entries, smoothed; None = none has been found after the first check."""
    since: int | None = None
    """When the last new entry was found; None = the feed has not been read yet."""


NO_RHYTHM = Rhythm()


@dataclass(frozen=True, slots=True)
class Move:
    """Where a feed seems to have moved for good, and how often that was seen."""

    url: str
    checks: int
    """Checks in a row that saw it."""
    since: int
    """When the first of them was."""


@dataclass(frozen=True, slots=True)
class FeedNews:
    """One thing that the staff is told of a feed."""

    feed_id: int
    title: str
    standing: Standing | None
    """How it fares now; None = it has moved to `url`."""
    problem: Problem | None = None
    url: str | None = None
    other_id: int | None = None
    """The feed whose address a duplicate has moved to."""
