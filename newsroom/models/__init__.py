"""The nouns everybody speaks: frozen values without behaviour of their own.

Times are INTEGER milliseconds since 1970 in UTC. Language tags are BCP 47, lower case. Texts are
clean: no markup, no control characters, no lone surrogates; each paragraph is one line.

A name is imported when it is first asked for: a parsing worker needs few of them.
"""

from typing import TYPE_CHECKING

from newsroom.latedoor import late_door

if TYPE_CHECKING:
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
    from newsroom.models.feeds import (
        Feed,
        FeedState,
        FoundFeed,
        Look,
        PageText,
        Validators,
        Verdict,
    )
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

_HOMES = {
    "SPENT_NOTHING": "rewriting",
    "AlertLook": "subscriptions",
    "AlertStyle": "subscriptions",
    "Article": "articles",
    "Asks": "standing",
    "Assignment": "rewriting",
    "Chat": "people",
    "ChatKind": "people",
    "ChatSettings": "subscriptions",
    "Delivery": "deliveries",
    "DeliveryKind": "deliveries",
    "DeliveryState": "deliveries",
    "Digest": "deliveries",
    "Enclosure": "entries",
    "Entry": "entries",
    "Feed": "feeds",
    "FeedNews": "standing",
    "FeedState": "feeds",
    "FormerTitle": "articles",
    "FoundFeed": "feeds",
    "Hold": "deliveries",
    "HubSubscription": "hubs",
    "KnownEntry": "entries",
    "Look": "feeds",
    "Manner": "subscriptions",
    "Marks": "entries",
    "Move": "standing",
    "Mute": "subscriptions",
    "NotRewritten": "rewriting",
    "Page": "paging",
    "PageReading": "articles",
    "PageText": "feeds",
    "ParsedFeed": "entries",
    "Place": "people",
    "Problem": "problems",
    "ProblemKind": "problems",
    "Pushed": "hubs",
    "Rewritten": "rewriting",
    "Rhythm": "standing",
    "Role": "people",
    "Seen": "entries",
    "ShutOut": "deliveries",
    "Source": "rewriting",
    "Standing": "standing",
    "Subscription": "subscriptions",
    "Trouble": "rewriting",
    "User": "people",
    "Validators": "feeds",
    "Verdict": "feeds",
    "Watch": "subscriptions",
}

__getattr__ = late_door(__name__, _HOMES, globals())
