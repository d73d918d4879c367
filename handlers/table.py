"""All commands and buttons in one place, with the right that each needs.

This table registers them, fills the menus, writes /help and is what the authority test goes through:
a row added here without a row there fails the tests.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from handlers.commands import (
    audit,
    backup,
    broadcast,
    catalogue,
    channels,
    checking,
    digests,
    editing,
    exporting,
    filtering,
    forward,
    going_on,
    health,
    importing,
    joining,
    language,
    lists,
    missed,
    muting,
    privacy,
    requests,
    roles,
    saved,
    search,
    settings,
    start,
    stats,
    status,
    subscribe,
    summary,
    timing,
    undo,
    unsubscribe,
    watch,
    why,
)
from handlers.context import Request
from handlers.rights import Right

Handler = Callable[[Request], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Command:
    """A command. Its line in the menu is the text `menu-NAME`, its page in /help `help-NAME`."""

    name: str
    right: Right
    run: Handler


@dataclass(frozen=True, slots=True)
class Button:
    """What a press with this verb does."""

    verb: str
    right: Right
    run: Handler


COMMANDS = (
    Command("start", Right.START, start.start),
    Command("help", Right.READ, start.help_),
    Command("feeds", Right.READ, lists.feeds),
    Command("sub", Right.CHANGE, subscribe.sub),
    Command("unsub", Right.CHANGE, unsubscribe.unsub),
    Command("unsub_all", Right.CHANGE, unsubscribe.unsub_all),
    Command("list", Right.READ, lists.list_),
    Command("watch", Right.CHANGE, watch.watch),
    Command("unwatch", Right.CHANGE, watch.unwatch),
    Command("filter", Right.CHANGE, filtering.filter_),
    Command("settings", Right.CHANGE, settings.settings),
    Command("mute", Right.CHANGE, muting.mute),
    Command("unmute", Right.CHANGE, muting.unmute),
    Command("digest", Right.CHANGE, timing.digest),
    Command("quiet", Right.CHANGE, timing.quiet),
    Command("timezone", Right.CHANGE, timing.timezone),
    Command("missed", Right.CHANGE, missed.missed),
    Command("why", Right.READ, why.why),
    Command("undo", Right.CHANGE, undo.undo),
    Command("latest", Right.READ, lists.latest),
    Command("search", Right.READ, search.search),
    Command("summary", Right.READ, summary.summary),
    Command("save", Right.OWN, saved.save),
    Command("saved", Right.READ, saved.saved),
    Command("forward", Right.READ, forward.forward),
    Command("import", Right.CHANGE, importing.import_),
    Command("export", Right.READ, exporting.export),
    Command("addfeed", Right.ADMIN, catalogue.addfeed),
    Command("removefeed", Right.ADMIN, catalogue.removefeed),
    Command("pausefeed", Right.ADMIN, catalogue.pausefeed),
    Command("resumefeed", Right.ADMIN, catalogue.resumefeed),
    Command("editfeed", Right.ADMIN, editing.editfeed),
    Command("checkfeed", Right.ADMIN, checking.checkfeed),
    Command("backup", Right.OWNER, backup.backup),
    Command("language", Right.CHANGE, language.language),
    Command("status", Right.READ, status.status),
    Command("privacy", Right.START, privacy.privacy),
    Command("admins", Right.ADMIN, roles.admins),
    Command("approve", Right.ADMIN, joining.approve),
    Command("ban", Right.ADMIN, roles.ban),
    Command("unban", Right.ADMIN, roles.unban),
    Command("grant", Right.OWNER, roles.grant),
    Command("revoke", Right.OWNER, roles.revoke),
    Command("broadcast", Right.OWNER, broadcast.broadcast),
    Command("health", Right.ADMIN, health.health),
    Command("stats", Right.ADMIN, stats.stats),
    Command("audit", Right.ADMIN, audit.audit),
)

BUTTONS = (
    Button("help", Right.READ, start.help_),
    Button("feeds", Right.READ, lists.feeds_page),
    Button("list", Right.READ, lists.list_page),
    Button("latest", Right.READ, lists.latest_page),
    Button("search", Right.READ, search.search_page),
    Button("searchoffer", Right.READ, search.search_offered),
    Button("narrow", Right.READ, search.narrow_pressed),
    Button("article", Right.READ, summary.article_opened),
    Button("summary", Right.READ, summary.summary_pressed),
    Button("sum", Right.READ, summary.expand_pressed),
    Button("sumup", Right.READ, summary.sum_up_pressed),
    Button("sumpage", Right.READ, summary.sum_up_page),
    Button("fetch", Right.READ, summary.fetch_pressed),
    Button("save", Right.OWN, saved.save_pressed),
    Button("unsave", Right.OWN, saved.unsave_pressed),
    Button("resave", Right.OWN, saved.resave_pressed),
    Button("saved", Right.READ, saved.saved_page),
    Button("savedfind", Right.OWN, saved.found_page),
    Button("savednarrow", Right.OWN, saved.narrow_pressed),
    Button("forward", Right.READ, forward.forward_pressed),
    Button("forwardto", Right.READ, forward.forwardto_pressed),
    Button("sub", Right.CHANGE, subscribe.sub_pressed),
    Button("backlog", Right.CHANGE, subscribe.backlog_pressed),
    Button("unsub", Right.CHANGE, unsubscribe.unsub_pressed),
    Button("unsuball", Right.CHANGE, unsubscribe.unsub_all_pressed),
    Button("resub", Right.CHANGE, unsubscribe.undo_pressed),
    Button("watch", Right.CHANGE, watch.watch_pressed),
    Button("unwatch", Right.CHANGE, watch.unwatch_pressed),
    Button("rewatch", Right.CHANGE, watch.rewatch_pressed),
    Button("watches", Right.CHANGE, watch.watches_page),
    Button("filter", Right.CHANGE, filtering.filter_pressed),
    Button("goon", Right.CHANGE, going_on.go_on_pressed),
    Button("set", Right.CHANGE, settings.set_pressed),
    Button("subset", Right.CHANGE, settings.subset_pressed),
    Button("mute", Right.CHANGE, muting.mute_pressed),
    Button("remute", Right.CHANGE, muting.remute_pressed),
    Button("unmute", Right.CHANGE, muting.unmute_pressed),
    Button("digest", Right.READ, digests.digest_page),
    Button("digestsum", Right.READ, digests.digest_sum_up),
    Button("digestset", Right.CHANGE, timing.digest_set_pressed),
    Button("quietset", Right.CHANGE, timing.quiet_set_pressed),
    Button("tz", Right.CHANGE, timing.zone_button_pressed),
    Button("missed", Right.CHANGE, missed.missed_page),
    Button("resend", Right.CHANGE, missed.resend_pressed),
    Button("resendall", Right.CHANGE, missed.resend_all_pressed),
    Button("why", Right.READ, why.why_pressed),
    Button("subtag", Right.CHANGE, subscribe.subtag_pressed),
    Button("unsubtag", Right.CHANGE, unsubscribe.unsubtag_pressed),
    Button("subfound", Right.CHANGE, subscribe.subfound_pressed),
    Button("import", Right.CHANGE, importing.import_pressed),
    Button("importpage", Right.CHANGE, importing.import_page),
    Button("importstop", Right.CHANGE, importing.import_stop_pressed),
    Button("importasked", Right.ADMIN, importing.import_asked_page),
    Button("importreq", Right.ADMIN, importing.import_request_pressed),
    Button("export", Right.ADMIN, exporting.export_pressed),
    Button("request", Right.ADMIN, requests.request_pressed),
    Button("reqfound", Right.ADMIN, requests.reqfound_pressed),
    Button("addfound", Right.ADMIN, catalogue.addfound_pressed),
    Button("remove", Right.ADMIN, catalogue.remove_pressed),
    Button("restore", Right.ADMIN, catalogue.restore_pressed),
    Button("pause", Right.ADMIN, catalogue.pause_pressed),
    Button("resume", Right.ADMIN, catalogue.resume_pressed),
    Button("edit", Right.ADMIN, editing.edit_pressed),
    Button("editset", Right.ADMIN, editing.edit_set_pressed),
    Button("editundo", Right.ADMIN, editing.edit_undo_pressed),
    Button("check", Right.ADMIN, checking.check_pressed),
    Button("lang", Right.CHANGE, language.language_button_pressed),
    Button("privacy", Right.START, privacy.privacy_pressed),
    Button("people", Right.ADMIN, roles.people_pressed),
    Button("join", Right.ADMIN, joining.join_pressed),
    Button("joins", Right.ADMIN, joining.joins_page),
    Button("ban", Right.ADMIN, roles.ban_pressed),
    Button("unban", Right.ADMIN, roles.unban_pressed),
    Button("grant", Right.OWNER, roles.grant_pressed),
    Button("revoke", Right.OWNER, roles.revoke_pressed),
    Button("chats", Right.READ, channels.chats_pressed),
    Button("chat", Right.CHANGE, channels.chat_pressed),
    Button("broadcast", Right.OWNER, broadcast.broadcast_pressed),
    Button("health", Right.ADMIN, health.health_page),
    Button("fix", Right.ADMIN, health.fix_pressed),
    Button("audit", Right.ADMIN, audit.audit_page),
    Button("auditundo", Right.ADMIN, audit.undo_pressed),
)
