"""Messages that are owed."""

from dataclasses import dataclass, field
from enum import StrEnum

from newsroom.models.articles import Article
from newsroom.models.people import Place
from newsroom.models.standing import FeedNews
from newsroom.models.subscriptions import AlertLook


class DeliveryKind(StrEnum):
    """Why a message goes out without being an answer."""

    ALERT = "alert"
    DIGEST = "digest"
    FORWARD = "forward"
    BROADCAST = "broadcast"
    NOTICE = "notice"


class DeliveryState(StrEnum):
    """Where a delivery stands in the ledger (docs/architecture.md, «The ledger»)."""

    DUE = "due"
    CLAIMED = "claimed"
    SENT = "sent"
    DROPPED = "dropped"


class Hold(StrEnum):
    """Why an alert waits to be told in one message with others."""

    BURST = "burst"
    """Its feed had so much that was new at once."""
    BACKLOG = "backlog"
    """Telegram could not be reached for long, and much has gathered."""
    QUIET = "quiet"
    """It came in the chat's quiet hours."""
    DIGEST = "digest"
    """It waits for the chat's digest."""


@dataclass(frozen=True, slots=True)
class ShutOut:
    """A group, channel or topic that Telegram does not let the bot write to any more."""

    place: Place
    title: str
    """The chat's."""
    reason: str
    """The word that the ledger keeps (docs/delivery.md)."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message owed to one place."""

    id: int
    place: Place
    kind: DeliveryKind
    due_at: int
    state: DeliveryState = DeliveryState.DUE
    article_id: int | None = None
    body: str | None = None
    """The text of a notice or a forward's note, the HTML of an announcement; None for an alert."""
    attempts: int = 0
    maybe_twice: bool = False
    """An answer of Telegram was lost once, so the message may stand there already."""
    plain: bool = False
    """Telegram refused the formatted text: send it without formatting."""
    message_id: int | None = None
    reason: str | None = None
    news: tuple[FeedNews, ...] = ()
    """What a notice to the staff tells of feeds; empty for everything else."""
    shut_out: ShutOut | None = None
    """The place of which a notice tells whoever had subscribed it; None for everything else."""
    hold: Hold | None = None
    """None = it is a message of its own."""
    bare: bool = False
    """Telegram did not take its picture or sound: send it without."""
    single: bool = False
    """Telegram did not take its album: send its first picture alone."""
    messages: int = 1
    """How many it is in its chat, once it is sent: each item of an album is one, `message_id` the first."""
    captioned: bool = False
    """Its text stands under a picture or the like."""
    preview_url: str | None = None
    """The address of which an announcement shows Telegram's preview; None = it shows none."""
    copies: tuple[Article, ...] = ()
    """Articles of other feeds with an alert's story; read only when its message is made."""
    look: AlertLook = field(default_factory=AlertLook)
    """How its place wants it; read only when its message is made."""


@dataclass(frozen=True, slots=True)
class Digest:
    """Several alerts that are told in one message."""

    id: int
    """The number of the delivery that this message is."""
    place: Place
    holds: frozenset[Hold]
    """Why its articles were held."""
    articles: tuple[int, ...]
    """Their numbers, in the order in which they are shown: those of a feed stand together."""
    feeds: tuple[int, ...]
    """The numbers of the feeds that they are of, each once, in order."""
