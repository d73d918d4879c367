"""The memory: all SQL.

The contract of this package: times are INTEGER UTC milliseconds and come in as arguments; results are
frozen values of `newsroom`; any function may raise `StorageError`; a change is one transaction, on the
disk when the call returns, and is carried out also where its caller is cancelled meanwhile.
"""

from storage.alert_edits import (
    begin_edit,
    due_edits,
    end_edit,
    next_edit_at,
    note_expanded,
    put_off_edit,
)
from storage.articles import (
    articles_by_url,
    get_article,
    latest_of_chat,
    latest_of_feed,
    posts_per_day,
    visible_article,
    visible_articles,
)
from storage.audit import AuditRow, list_audit
from storage.audit_trail import AuditEntry, AuditKind, list_changers, list_trail, undo_audited
from storage.backlog import hold_backlog
from storage.bookkeeping import pardon
from storage.catalogue import Imported, export_feeds, import_feeds
from storage.changes import ChangeKind
from storage.chat_settings import change_settings, get_settings, refresh_times
from storage.chats import (
    chat_named,
    chats_forwarded_to,
    chats_titled,
    get_chat,
    meet_chat,
    pause_chat,
    pause_topic,
    resume_chat,
)
from storage.checks import due_feeds, known_entries, pull_in_checks, record_check
from storage.checkup import DatabaseReport, examine_database
from storage.database import Database
from storage.days import count_search, prune_days
from storage.deliveries import (
    claim,
    count_deliveries,
    deliveries_of,
    due_deliveries,
    enqueue,
    next_due_at,
    pull_in_deliveries,
    recover_claimed,
    settle_dropped,
    settle_later,
    settle_sent,
)
from storage.digests import copies_told, gather_held, get_digest, next_held_at
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
from storage.feed_edits import FeedEdit, FeedSetting, edit_feed, undo_feed_edit
from storage.feeds import (
    FeedExists,
    add_feed,
    feed_by_url,
    feeds_by_title,
    feeds_of_site,
    get_feed,
    list_feeds,
    remove_feed,
    restore_feed,
    set_feed_state,
)
from storage.filters import DryRun, get_filter, set_filter, try_filter
from storage.first_articles import send_first
from storage.halts import EVERYONE, keep_halts, kept_halts, sent_lately
from storage.health import list_patients
from storage.index import (
    Hit,
    IndexReport,
    SearchIndex,
    SearchPage,
    examine_index,
    index_path,
    search,
    suggest_instead,
)
from storage.manners import change_subscription, get_subscription
from storage.migrating import migrate_chat
from storage.missed import Missed, list_missed, send_again
from storage.mutes import list_mutes, mute, unmute
from storage.notices import tell_staff
from storage.numbers import BusyFeed, DayNumbers, Numbers, get_numbers
from storage.pages import keep_page, note_unread_page, unread_pages
from storage.paging import page_of
from storage.parts import Parts, parts_of
from storage.pruning import prune_entries
from storage.requests import (
    FeedRequest,
    RequestState,
    ask_for_feed,
    get_request,
    settle_requests,
    waiting_requests,
    withdraw_request,
)
from storage.rewritings import (
    give_rewriting_back,
    keep_rewriting,
    kept_rewriting,
    take_rewriting,
)
from storage.routing import route_articles
from storage.saved import save_article, saved_articles, unsave_article
from storage.shown import articles_shown, remember_shown
from storage.shut_outs import resume_place
from storage.standing_texts import (
    NEWEST_TO_LEARN,
    STANDING_KEPT,
    Lesson,
    articles_to_learn,
    learn_standing,
    standing_texts,
)
from storage.stories import prune_stories
from storage.subscriptions import (
    count_subscribers,
    list_subscriptions,
    removed_subscriptions,
    restore_subscriptions,
    subscribe,
    subscribed_feeds,
    unsubscribe,
    unsubscribe_all,
)
from storage.summaries import keep_summary, kept_summary
from storage.tags import (
    TagCount,
    followed_tags,
    list_tags,
    subscribe_tag,
    tags_of,
    unsubscribe_tag,
)
from storage.titles import former_titles
from storage.undo import NoRoomToUndo, Undone, prune_changes, undo_last
from storage.users import (
    appoint_owners,
    get_user,
    list_users,
    meet_user,
    offer_claim,
    use_claim,
)
from storage.visibility import Viewer, private_chats
from storage.watches import add_watch, get_watch, list_watches, remove_watch, restore_watch
from storage.weekly import file_report, report_due, staff_chats
from storage.why import Account, Subscribed, Watched, account_of

__all__ = [
    "EVERYONE",
    "NEWEST_TO_LEARN",
    "STANDING_KEPT",
    "Account",
    "AuditEntry",
    "AuditKind",
    "AuditRow",
    "BusyFeed",
    "ChangeKind",
    "Database",
    "DatabaseDamaged",
    "DatabaseForeign",
    "DatabaseInUse",
    "DatabaseLocked",
    "DatabaseNewer",
    "DatabaseReport",
    "DatabaseUnusable",
    "DayNumbers",
    "DiskFull",
    "DryRun",
    "FeedEdit",
    "FeedExists",
    "FeedRequest",
    "FeedSetting",
    "Hit",
    "Imported",
    "IndexReport",
    "Lesson",
    "Missed",
    "NoRoomToUndo",
    "Numbers",
    "Parts",
    "RequestState",
    "SearchIndex",
    "SearchPage",
    "SlowQuery",
    "StorageError",
    "Subscribed",
    "TagCount",
    "Undone",
    "Viewer",
    "Watched",
    "account_of",
    "add_feed",
    "add_watch",
    "appoint_owners",
    "articles_by_url",
    "articles_shown",
    "articles_to_learn",
    "ask_for_feed",
    "begin_edit",
    "change_settings",
    "change_subscription",
    "chat_named",
    "chats_forwarded_to",
    "chats_titled",
    "claim",
    "copies_told",
    "count_deliveries",
    "count_search",
    "count_subscribers",
    "deliveries_of",
    "due_deliveries",
    "due_edits",
    "due_feeds",
    "edit_feed",
    "end_edit",
    "enqueue",
    "examine_database",
    "examine_index",
    "export_feeds",
    "feed_by_url",
    "feeds_by_title",
    "feeds_of_site",
    "file_report",
    "followed_tags",
    "former_titles",
    "gather_held",
    "get_article",
    "get_chat",
    "get_digest",
    "get_feed",
    "get_filter",
    "get_numbers",
    "get_request",
    "get_settings",
    "get_subscription",
    "get_user",
    "get_watch",
    "give_rewriting_back",
    "hold_backlog",
    "import_feeds",
    "index_path",
    "keep_halts",
    "keep_page",
    "keep_rewriting",
    "keep_summary",
    "kept_halts",
    "kept_rewriting",
    "kept_summary",
    "known_entries",
    "latest_of_chat",
    "latest_of_feed",
    "learn_standing",
    "list_audit",
    "list_changers",
    "list_feeds",
    "list_missed",
    "list_mutes",
    "list_patients",
    "list_subscriptions",
    "list_tags",
    "list_trail",
    "list_users",
    "list_watches",
    "meet_chat",
    "meet_user",
    "migrate_chat",
    "mute",
    "next_due_at",
    "next_edit_at",
    "next_held_at",
    "note_expanded",
    "note_unread_page",
    "offer_claim",
    "page_of",
    "pardon",
    "parts_of",
    "pause_chat",
    "pause_topic",
    "posts_per_day",
    "private_chats",
    "prune_changes",
    "prune_days",
    "prune_entries",
    "prune_stories",
    "pull_in_checks",
    "pull_in_deliveries",
    "put_off_edit",
    "record_check",
    "recover_claimed",
    "refresh_times",
    "remember_shown",
    "remove_feed",
    "remove_watch",
    "removed_subscriptions",
    "report_due",
    "restore_feed",
    "restore_subscriptions",
    "restore_watch",
    "resume_chat",
    "resume_place",
    "route_articles",
    "save_article",
    "saved_articles",
    "search",
    "send_again",
    "send_first",
    "sent_lately",
    "set_feed_state",
    "set_filter",
    "settle_dropped",
    "settle_later",
    "settle_requests",
    "settle_sent",
    "staff_chats",
    "standing_texts",
    "subscribe",
    "subscribe_tag",
    "subscribed_feeds",
    "suggest_instead",
    "tags_of",
    "take_rewriting",
    "tell_staff",
    "try_filter",
    "undo_audited",
    "undo_feed_edit",
    "undo_last",
    "unmute",
    "unread_pages",
    "unsave_article",
    "unsubscribe",
    "unsubscribe_all",
    "unsubscribe_tag",
    "use_claim",
    "visible_article",
    "visible_articles",
    "waiting_requests",
    "withdraw_request",
]
