"""The judgement: the nouns everybody speaks, and every decision about text and time.

Pure: no I/O, no SQL, no Telegram, no clock. What can be decided by looking at values is decided here.
"""

from newsroom.decide import Failed, Outcome, Read, Unchanged, decide
from newsroom.echoes import block_hash, standing_hashes
from newsroom.furniture import story_blocks
from newsroom.identity import content_hash, distinct, entry_key, marks_of
from newsroom.links import normalise_url
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
    FormerTitle,
    KnownEntry,
    Look,
    Marks,
    Page,
    ParsedFeed,
    Place,
    Problem,
    ProblemKind,
    Role,
    Seen,
    Subscription,
    User,
    Validators,
    Verdict,
)
from newsroom.opml import MAX_OPML, NotOpml, Outline, read_opml, write_opml
from newsroom.query import MOST_TERMS, SHORTEST_PREFIX, Clause, Ignored, Query, parse_query
from newsroom.schedule import Pace, next_check
from newsroom.snippet import Snippet, find_matches, make_snippet
from newsroom.summarize import Summary, summarize
from newsroom.terms import TERMS_VERSION, Indexable, indexable
from newsroom.text import clean_line, clean_text, shorten
from newsroom.wordcount import count_words

__all__ = [
    "MAX_OPML",
    "MOST_TERMS",
    "SHORTEST_PREFIX",
    "TERMS_VERSION",
    "Article",
    "Chat",
    "ChatKind",
    "Clause",
    "Delivery",
    "DeliveryKind",
    "DeliveryState",
    "Enclosure",
    "Entry",
    "Failed",
    "Feed",
    "FeedState",
    "FormerTitle",
    "Ignored",
    "Indexable",
    "KnownEntry",
    "Look",
    "Marks",
    "NotOpml",
    "Outcome",
    "Outline",
    "Pace",
    "Page",
    "ParsedFeed",
    "Place",
    "Problem",
    "ProblemKind",
    "Query",
    "Read",
    "Role",
    "Seen",
    "Snippet",
    "Subscription",
    "Summary",
    "Unchanged",
    "User",
    "Validators",
    "Verdict",
    "block_hash",
    "clean_line",
    "clean_text",
    "content_hash",
    "count_words",
    "decide",
    "distinct",
    "entry_key",
    "find_matches",
    "indexable",
    "make_snippet",
    "marks_of",
    "next_check",
    "normalise_url",
    "parse_query",
    "read_opml",
    "shorten",
    "standing_hashes",
    "story_blocks",
    "summarize",
    "write_opml",
]
