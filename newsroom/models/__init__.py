"""The nouns everybody speaks: frozen values without behaviour of their own.

Times are INTEGER milliseconds since 1970 in UTC. Language tags are BCP 47, lower case. Texts are
clean: no markup, no control characters, no lone surrogates; each paragraph is one line.
"""

from newsroom.models.articles import Article, FormerTitle, PageReading
from newsroom.models.deliveries import (
    Delivery,
    DeliveryKind,
    DeliveryState,
    Digest,
    Hold,
    ShutOut,
)
from newsroom.models.entries import Enclosure, Entry, KnownEntry, Marks, ParsedFeed, Seen
from newsroom.models.feeds import Feed, FeedState, FoundFeed, Look, PageText, Validators, Verdict
from newsroom.models.hubs import HubSubscription, Pushed
from newsroom.models.paging import Page
from newsroom.models.people import Chat, ChatKind, Place, Role, User
from newsroom.models.problems import Problem, ProblemKind
from newsroom.models.rewriting import (
    SPENT_NOTHING,
    Assignment,
    NotRewritten,
    Rewritten,
    Source,
    Trouble,
)
from newsroom.models.standing import Asks, FeedNews, Move, Rhythm, Standing
from newsroom.models.subscriptions import (
    AlertLook,
    AlertStyle,
    ChatSettings,
    Manner,
    Mute,
    Subscription,
    Watch,
)

__all__ = [
    "SPENT_NOTHING",
    "AlertLook",
    "AlertStyle",
    "Article",
    "Asks",
    "Assignment",
    "Chat",
    "ChatKind",
    "ChatSettings",
    "Delivery",
    "DeliveryKind",
    "DeliveryState",
    "Digest",
    "Enclosure",
    "Entry",
    "Feed",
    "FeedNews",
    "FeedState",
    "FormerTitle",
    "FoundFeed",
    "Hold",
    "HubSubscription",
    "KnownEntry",
    "Look",
    "Manner",
    "Marks",
    "Move",
    "Mute",
    "NotRewritten",
    "Page",
    "PageReading",
    "PageText",
    "ParsedFeed",
    "Place",
    "Problem",
    "ProblemKind",
    "Pushed",
    "Rewritten",
    "Rhythm",
    "Role",
    "Seen",
    "ShutOut",
    "Source",
    "Standing",
    "Subscription",
    "Trouble",
    "User",
    "Validators",
    "Verdict",
    "Watch",
]
