"""The nouns everybody speaks: frozen values without behaviour of their own.

Times are INTEGER milliseconds since 1970 in UTC. Language tags are BCP 47, lower case. Texts are
clean: no markup, no control characters, no lone surrogates; each paragraph is one line.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

T = TypeVar("T")


class FeedState(StrEnum):
    """Whether the poller looks at a feed."""

    ACTIVE = "active"
    PAUSED = "paused"


class ProblemKind(StrEnum):
    """The one word for what was wrong with a source; listed with its meaning in docs/intake.md."""

    BAD_ADDRESS = "bad-address"
    FORBIDDEN_ADDRESS = "forbidden-address"
    NAME_NOT_FOUND = "name-not-found"
    UNREACHABLE = "unreachable"
    INSECURE = "insecure"
    TIMEOUT = "timeout"
    TOO_LARGE = "too-large"
    BAD_ENCODING = "bad-encoding"
    REDIRECT_LOOP = "redirect-loop"
    NOT_FOUND = "not-found"
    GONE = "gone"
    FORBIDDEN = "forbidden"
    BUSY = "busy"
    SERVER_ERROR = "server-error"
    HTTP_ERROR = "http-error"
    EMPTY = "empty"
    NOT_A_FEED = "not-a-feed"
    UNPARSABLE = "unparsable"
    TOO_HARD = "too-hard"


@dataclass(frozen=True, slots=True)
class Problem:
    """What was wrong: a word that the texts translate, and a detail such as ``HTTP 503``."""

    kind: ProblemKind
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that an entry carries: a picture, a podcast episode, a video."""

    url: str
    mime_type: str = ""
    length: int | None = None
    """Size in bytes; None where the feed did not say."""


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


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """A feed document, understood."""

    title: str
    entries: tuple[Entry, ...]
    site_url: str | None = None
    language: str | None = None


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
class KnownEntry:
    """What storage remembers of an entry it has seen."""

    raw_hash: str
    article_id: int | None
    """None where the article has been pruned since."""


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
    seen: tuple[tuple[str, str], ...] = ()
    """(key, raw hash) of every entry the feed listed."""
    alerting: bool = True
    """False: the new articles are stored and alert nobody."""


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


class ChatKind(StrEnum):
    """Telegram's four kinds of chat."""

    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Chat:
    """A chat the bot has met. `paused` says why nothing is sent there; None = it is reached."""

    id: int
    kind: ChatKind
    title: str
    username: str | None = None
    language: str | None = None
    paused: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where messages arrive: a chat, or one topic of it (`thread_id` 0 = the chat itself)."""

    chat_id: int
    thread_id: int = 0


class Role(StrEnum):
    """What a person may do with this bot."""

    OWNER = "owner"
    ADMIN = "admin"
    MEMBER = "member"
    STRANGER = "stranger"
    BANNED = "banned"


@dataclass(frozen=True, slots=True)
class User:
    """A person the bot has met."""

    id: int
    name: str
    role: Role = Role.STRANGER
    username: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Subscription:
    """A place that wants a feed's articles. `paused` says why none are sent; None = they are."""

    id: int
    place: Place
    feed_id: int
    feed_title: str
    created_at: int
    paused: str | None = None


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
    """The text of a notice, broadcast or a forward's note; None for an alert."""
    attempts: int = 0
    maybe_twice: bool = False
    """An answer of Telegram was lost once, so the message may stand there already."""
    plain: bool = False
    """Telegram refused the formatted text: send it without formatting."""
    message_id: int | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list."""

    items: tuple[T, ...]
    number: int
    """Counts from 0; a page past the end comes out as the last one."""
    pages: int
    """At least 1."""
    total: int
