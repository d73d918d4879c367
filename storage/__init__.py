"""The memory: all SQL.

The contract of this package: times are INTEGER UTC milliseconds and come in as arguments; results are
frozen values of `newsroom`; any function may raise `StorageError`; a change is one transaction, on the
disk when the call returns, and is carried out also where its caller is cancelled meanwhile.
"""

from storage.articles import get_article, latest_of_chat, latest_of_feed, posts_per_day
from storage.audit import AuditRow, list_audit
from storage.chats import (
    get_chat,
    meet_chat,
    migrate_chat,
    pause_chat,
    pause_topic,
    resume_chat,
)
from storage.checks import due_feeds, known_entries, pull_in_checks, record_check
from storage.checkup import DatabaseReport, examine_database
from storage.database import Database
from storage.deliveries import (
    claim,
    count_deliveries,
    deliveries_of,
    due_deliveries,
    enqueue,
    next_due_at,
    recover_claimed,
    settle_dropped,
    settle_later,
    settle_sent,
)
from storage.errors import (
    DatabaseDamaged,
    DatabaseForeign,
    DatabaseInUse,
    DatabaseLocked,
    DatabaseNewer,
    DatabaseUnusable,
    DiskFull,
    SlowQuery,
    StorageError,
)
from storage.feeds import (
    FeedExists,
    add_feed,
    feed_by_url,
    feeds_by_title,
    get_feed,
    list_feeds,
    remove_feed,
    restore_feed,
    set_feed_state,
)
from storage.routing import route_articles
from storage.subscriptions import (
    count_subscribers,
    list_subscriptions,
    restore_subscriptions,
    subscribe,
    subscribed_feeds,
    unsubscribe,
    unsubscribe_all,
)
from storage.users import (
    appoint_owners,
    get_user,
    list_users,
    meet_user,
    offer_claim,
    use_claim,
)

__all__ = [
    "AuditRow",
    "Database",
    "DatabaseDamaged",
    "DatabaseForeign",
    "DatabaseInUse",
    "DatabaseLocked",
    "DatabaseNewer",
    "DatabaseReport",
    "DatabaseUnusable",
    "DiskFull",
    "FeedExists",
    "SlowQuery",
    "StorageError",
    "add_feed",
    "appoint_owners",
    "claim",
    "count_deliveries",
    "count_subscribers",
    "deliveries_of",
    "due_deliveries",
    "due_feeds",
    "enqueue",
    "examine_database",
    "feed_by_url",
    "feeds_by_title",
    "get_article",
    "get_chat",
    "get_feed",
    "get_user",
    "known_entries",
    "latest_of_chat",
    "latest_of_feed",
    "list_audit",
    "list_feeds",
    "list_subscriptions",
    "list_users",
    "meet_chat",
    "meet_user",
    "migrate_chat",
    "next_due_at",
    "offer_claim",
    "pause_chat",
    "pause_topic",
    "posts_per_day",
    "pull_in_checks",
    "record_check",
    "recover_claimed",
    "remove_feed",
    "restore_feed",
    "restore_subscriptions",
    "resume_chat",
    "route_articles",
    "set_feed_state",
    "settle_dropped",
    "settle_later",
    "settle_sent",
    "subscribe",
    "subscribed_feeds",
    "unsubscribe",
    "unsubscribe_all",
    "use_claim",
]
