"""A stored entry."""

from dataclasses import dataclass

from newsroom.models.entries import Enclosure
from newsroom.models.feeds import PageText
from newsroom.models.problems import ProblemKind
from newsroom.text import shorten

_HEADING_LENGTH = 120
"""Characters of a text that stand for a title; less than a message of one line."""


@dataclass(frozen=True, slots=True)
class PageReading:
    """What came of reading an article's web page."""

    read_at: int
    """The last attempt, in UTC milliseconds."""
    has_text: bool
    """Whether the article's text is that of its page."""
    problem: ProblemKind | None = None
    """What the last attempt met."""
    failures: int = 0
    """Failed attempts in a row."""
    stale: bool = False
    """Whether the feed has edited the article since."""


@dataclass(frozen=True, slots=True)
class Article:
    """A stored entry. Its number is never reused."""

    id: int
    feed_id: int
    feed_title: str
    title: str
    text: str
    """The text of the article's web page where that has been read, else the feed's."""
    found_at: int
    url: str | None = None
    guid: str | None = None
    author: str | None = None
    published_at: int | None = None
    updated_at: int | None = None
    language: str | None = None
    summary: str | None = None
    """A teaser beside the text; where the text is the page's, what the feed gives at the least."""
    image_url: str | None = None
    enclosures: tuple[Enclosure, ...] = ()
    page_text: PageText = PageText.AUTO
    """The setting of its feed."""
    page: PageReading | None = None
    """None = its web page has never been read."""

    @property
    def heading(self) -> str:
        """What the article is called: its title, else how its text begins; "" where there is neither.

        Notes on social networks have no titles.
        """
        return self.title or shorten(self.text.partition("\n")[0], _HEADING_LENGTH)


@dataclass(frozen=True, slots=True)
class FormerTitle:
    """What an article was called before."""

    title: str
    until: int
    """When another title was found."""
