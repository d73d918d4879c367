"""What places subscribe to, and how their alerts look and arrive."""

from dataclasses import dataclass
from enum import StrEnum

from newsroom.models.articles import Article
from newsroom.models.people import Place


class AlertStyle(StrEnum):
    """How much of an article an alert shows."""

    TITLE = "title"
    BRIEF = "brief"
    """A sentence or two as well."""
    FULL = "full"
    """Its text, as far as a message holds it."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How alerts look and arrive."""

    style: AlertStyle = AlertStyle.TITLE
    media: bool = True
    """With the article's picture, sound or film, where the style is not the title alone."""
    album: bool = False
    """Where there are media: with all pictures of an article that has several, as an album."""
    preview: bool = True
    """With Telegram's preview of the link, where there is no picture."""
    silent: bool = False


@dataclass(frozen=True, slots=True)
class AlertLook:
    """How an alert looks at the place that it is for: what the chat and the subscription say together."""

    manner: Manner = Manner()
    hashtags: str = ""
    """With their signs, separated by spaces."""
    own_titles: tuple[tuple[int, str], ...] = ()
    """Feeds that the place has titles of its own for, by number."""

    def title_of(self, article: Article) -> str:
        """Return what the place calls an article's feed."""
        return dict(self.own_titles).get(article.feed_id, article.feed_title)


@dataclass(frozen=True, slots=True)
class Subscription:
    """A place that wants a feed's articles. What is None of its settings is as its chat has it."""

    id: int
    place: Place
    feed_id: int
    feed_title: str
    created_at: int
    paused: str | None = None
    """Why none are sent; None = they are."""
    own_title: str | None = None
    """What this place calls the feed."""
    hashtags: str = ""
    """With their signs, separated by spaces."""
    style: AlertStyle | None = None
    media: bool | None = None
    album: bool | None = None
    preview: bool | None = None
    silent: bool | None = None
    digest: bool | None = None
    """True = in the chat's digest alone; False = at once although the chat has a digest."""
    filter: str = ""
    """Words to include and -words to exclude, as typed; empty = everything."""
    tag_id: int | None = None
    """The tag subscription that made it; None = somebody chose the feed itself."""


@dataclass(frozen=True, slots=True)
class Watch:
    """A saved search: a place gets an alert for every new article that it finds."""

    id: int
    place: Place
    query: str
    created_at: int
    paused: str | None = None


@dataclass(frozen=True, slots=True)
class Mute:
    """What a place does not want to get for a while."""

    feed_id: int | None
    """None = all that arrives, and so is `feed_title`."""
    feed_title: str | None
    until: int


@dataclass(frozen=True, slots=True)
class ChatSettings:
    """When and how alerts arrive in a chat.

    Clock times are minutes after midnight in `timezone`; days are bits from Monday (1) to Sunday (64).
    """

    manner: Manner = Manner()
    one_story: bool = True
    """A story that several feeds tell is one alert."""
    announcements: bool = True
    """What the owner has to say to all chats comes here too."""
    timezone: str | None = None
    """An IANA name; None = nobody has said."""
    digest_minute: int | None = None
    """None = no digest."""
    digest_days: int = 127
    quiet_from: int | None = None
    """None = no quiet hours, and so is `quiet_to`."""
    quiet_to: int | None = None
