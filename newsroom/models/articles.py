"""A stored entry."""

from dataclasses import dataclass

from newsroom.models.entries import Enclosure


@dataclass(frozen=True, slots=True)
class Article:
    """A stored entry. Its number is never reused."""

    id: int
    feed_id: int
    feed_title: str
    title: str
    text: str
    found_at: int
    url: str | None = None
    guid: str | None = None
    author: str | None = None
    published_at: int | None = None
    updated_at: int | None = None
    language: str | None = None
    summary: str | None = None
    image_url: str | None = None
    enclosures: tuple[Enclosure, ...] = ()


@dataclass(frozen=True, slots=True)
class FormerTitle:
    """What an article was called before."""

    title: str
    until: int
    """When another title was found."""
