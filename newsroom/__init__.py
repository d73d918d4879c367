"""The judgement: the nouns everybody speaks, and every decision about text and time.

Pure: no I/O, no SQL, no Telegram, no clock. What can be decided by looking at values is decided here.
"""

from newsroom.decide import Failed, Outcome, Read, Unchanged, decide
from newsroom.identity import content_hash, distinct, entry_key
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
from newsroom.schedule import Pace, next_check
from newsroom.text import clean_line, clean_text, shorten

__all__ = [
    "Article",
    "Chat",
    "ChatKind",
    "Delivery",
    "DeliveryKind",
    "DeliveryState",
    "Enclosure",
    "Entry",
    "Failed",
    "Feed",
    "FeedState",
    "KnownEntry",
    "Look",
    "Outcome",
    "Pace",
    "Page",
    "ParsedFeed",
    "Place",
    "Problem",
    "ProblemKind",
    "Read",
    "Role",
    "Subscription",
    "Unchanged",
    "User",
    "Validators",
    "Verdict",
    "clean_line",
    "clean_text",
    "content_hash",
    "decide",
    "distinct",
    "entry_key",
    "next_check",
    "shorten",
]
