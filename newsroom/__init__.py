"""The judgement: the nouns everybody speaks, and every decision about text and time.

Pure: no I/O, no SQL, no Telegram, no clock. What can be decided by looking at values is decided here.
"""

from newsroom.models import (
    Article,
    Chat,
    ChatKind,
    Delivery,
    DeliveryKind,
    DeliveryState,
    Enclosure,
    Entry,
    Feed,
    FeedState,
    KnownEntry,
    Look,
    Page,
    ParsedFeed,
    Place,
    Problem,
    ProblemKind,
    Role,
    Subscription,
    User,
    Validators,
    Verdict,
)

__all__ = [
    "Article",
    "Chat",
    "ChatKind",
    "Delivery",
    "DeliveryKind",
    "DeliveryState",
    "Enclosure",
    "Entry",
    "Feed",
    "FeedState",
    "KnownEntry",
    "Look",
    "Page",
    "ParsedFeed",
    "Place",
    "Problem",
    "ProblemKind",
    "Role",
    "Subscription",
    "User",
    "Validators",
    "Verdict",
]
