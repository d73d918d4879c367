"""What a feed lists: entries as they stand in a document, and what is remembered of them."""

from dataclasses import dataclass
from typing import NamedTuple

from newsroom.models.standing import NO_ASKS, Asks


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that an entry carries: a picture, a podcast episode, a video."""

    url: str
    mime_type: str = ""
    length: int | None = None
    """Size in bytes; None where the feed did not say."""
    duration: int | None = None
    """Of a sound or film, in seconds; None where the feed did not say."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One item as a feed lists it now."""

    key: str
    """What the entry is known by within its feed: made by `newsroom.entry_key`."""
    raw_hash: str
    """Changes when the entry's content does; hex."""
    title: str
    text: str
    guid: str | None = None
    url: str | None = None
    author: str | None = None
    published_at: int | None = None
    updated_at: int | None = None
    language: str | None = None
    summary: str | None = None
    """The feed's own teaser where it gives one beside the full text."""
    image_url: str | None = None
    enclosures: tuple[Enclosure, ...] = ()
    element: str | None = None
    """Hash of the entry's element as its bytes stood in the document; None where that is not certain."""


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """A feed document, understood."""

    title: str
    entries: tuple[Entry, ...]
    """Without those that were cut away unread."""
    site_url: str | None = None
    language: str | None = None
    unread: frozenset[str] = frozenset()
    """Hashes of the known elements that the document still lists and that were cut away unread."""
    asks: Asks = NO_ASKS


class Marks(NamedTuple):
    """What an entry is recognised by when its key has changed: made by `newsroom.marks_of`.

    A tuple, because thousands are read for a busy feed, and a frozen dataclass takes five times as long.
    """

    link: str | None
    """The normalised link."""
    title: str
    """Hash of the title, case aside."""
    text: str
    """Hash of the text."""
    published_at: int | None = None


@dataclass(frozen=True, slots=True)
class KnownEntry:
    """What storage remembers of an entry it has seen."""

    raw_hash: str
    article_id: int | None
    """None where the article has been pruned since."""
    element: str | None = None
    """As in `Entry`: an element of that hash says nothing new."""
    marks: Marks | None = None
    """None where it was last read by a version that kept none."""


@dataclass(frozen=True, slots=True)
class Seen:
    """An entry that the feed listed, as it is to be remembered."""

    key: str
    raw_hash: str
    element: str | None = None
    marks: Marks | None = None
