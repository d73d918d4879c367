"""One call of every function of the package; a new function needs a row here."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

import storage
from newsroom import (
    Delivery,
    DeliveryKind,
    Digest,
    Feed,
    FeedState,
    Hold,
    Listed,
    Outline,
    Place,
    ProblemKind,
    Rewritten,
    Role,
    Suspect,
    User,
)
from storage import Database
from tests.storage.given import (
    ADMIN,
    HOUR,
    NOW,
    a_chat,
    article,
    chat,
    entry,
    feed,
    held,
    notice,
    sql,
    verdict,
)

HERE = Place(1)
A_DIGEST = Digest(1, HERE, frozenset({Hold.DIGEST}), articles=(1,), feeds=(1,))
LISTED = Listed(Outline("https://new.example/"))
LATER = NOW + 48 * HOUR
FIRST_FEED = Feed(1, "https://example.org/rivers.xml", "rivers", FeedState.ACTIVE, NOW, NOW)
Call = Callable[[Database], Awaitable[object]]

WRITERS: dict[str, Call] = {
    "admit": lambda db: storage.admit(db, 5, by=ADMIN, now=NOW),
    "ask_to_join": lambda db: storage.ask_to_join(db, 5, NOW),
    "ban": lambda db: storage.ban(db, 5, by=ADMIN, now=NOW),
    "erase_person": lambda db: storage.erase_person(db, ADMIN, NOW),
    "grant_admin": lambda db: storage.grant_admin(db, 5, by=ADMIN, now=NOW),
    "note_copies": lambda db: storage.note_copies(db, 1, [storage.RequestCopy(1, 1)]),
    "revoke_admin": lambda db: storage.revoke_admin(db, 5, by=ADMIN, now=NOW, keep=[]),
    "settle_join_request": lambda db: storage.settle_join_request(
        db, 1, approved=True, by=ADMIN, now=NOW
    ),
    "unban": lambda db: storage.unban(db, 5, by=ADMIN, now=NOW),
    "add_feed": lambda db: storage.add_feed(db, url="u", title="t", by=ADMIN, now=NOW),
    "add_watch": lambda db: storage.add_watch(db, HERE, "ferry", by=ADMIN, now=NOW, limit=9),
    "appoint_owners": lambda db: storage.appoint_owners(db, [5], NOW),
    "approve_import": lambda db: storage.approve_import(db, 1, by=ADMIN, now=NOW),
    "begin_import": lambda db: storage.begin_import(
        db, 2, by=ADMIN, adds=True, tags=True, subscribes=True, asks=False, now=NOW
    ),
    "cancel_import": lambda db: storage.cancel_import(db, 2, NOW),
    "decline_import": lambda db: storage.decline_import(db, 1, by=ADMIN, now=NOW),
    "import_batch": lambda db: storage.import_batch(db, 1, most_subscriptions=9, now=NOW),
    "note_import_told": lambda db: storage.note_import_told(db, 1),
    "offer_import": lambda db: storage.offer_import(
        db, user_id=ADMIN, place=HERE, name="l", listed=[LISTED], visible_to=1, asks=True, now=NOW
    ),
    "prune_imports": lambda db: storage.prune_imports(db, LATER),
    "show_import": lambda db: storage.show_import(db, 1, 1, 1),
    "ask_for_feed": lambda db: storage.ask_for_feed(
        db, user_id=ADMIN, place=HERE, url="new", limit=9, now=NOW
    ),
    "begin_broadcast": lambda db: storage.begin_broadcast(
        db, 1, by=ADMIN, known_only=True, chat_id=1, message_id=1, now=NOW
    ),
    "begin_edit": lambda db: storage.begin_edit(db, 1, until=NOW + HOUR),
    "cancel_broadcast": lambda db: storage.cancel_broadcast(db, 1),
    "change_settings": lambda db: storage.change_settings(db, 1, lambda one: one, NOW),
    "change_subscription": lambda db: storage.change_subscription(
        db, HERE, 1, lambda one: replace(one, own_title="New"), now=NOW
    ),
    "count_search": lambda db: storage.count_search(db, NOW),
    "file_report": lambda db: storage.file_report(db, 1, {1: "All is well"}, NOW),
    "report_due": lambda db: storage.report_due(db, 1, NOW),
    "prune_days": lambda db: storage.prune_days(db, LATER),
    "undo_audited": lambda db: storage.undo_audited(
        db, 1, visible_to=1, role=Role.OWNER, since=0, by=ADMIN, now=NOW
    ),
    "claim": lambda db: storage.claim(db, 1, NOW),
    "draft_broadcast": lambda db: storage.draft_broadcast(
        db, key=99, by=ADMIN, html="h", preview_url=None, now=NOW
    ),
    "edit_feed": lambda db: storage.edit_feed(
        db, 1, storage.FeedSetting.TITLE, "New", by=ADMIN, now=NOW
    ),
    "keep_secret": lambda db: storage.keep_secret(
        db, 1, "Authorization", "Basic eA==", chat_id=1, by=ADMIN, now=NOW
    ),
    "drop_secrets": lambda db: storage.drop_secrets(db, 1, by=ADMIN, now=NOW),
    "end_edit": lambda db: storage.end_edit(db, 1, taken_until=NOW),
    "end_broadcast": lambda db: storage.end_broadcast(db, 1, NOW),
    "enqueue": lambda db: storage.enqueue(db, HERE, DeliveryKind.NOTICE, "new", body="b", now=NOW),
    "erase_left_chats": lambda db: storage.erase_left_chats(db, left_before=LATER, now=LATER),
    "gather_held": lambda db: storage.gather_held(db, LATER),
    "give_rewriting_back": lambda db: storage.give_rewriting_back(db, NOW),
    "keep_halts": lambda db: storage.keep_halts(db, {1: HOUR}, NOW),
    "hold_backlog": lambda db: storage.hold_backlog(db, NOW, burst=10),
    "keep_page": lambda db: storage.keep_page(db, 1, "text", NOW),
    "keep_rewriting": lambda db: storage.keep_rewriting(
        db, "digest", Rewritten("One."), article_id=1, language="en", now=NOW
    ),
    "keep_summary": lambda db: storage.keep_summary(db, 1, "hash", ["One."], NOW),
    "learn_standing": lambda db: storage.learn_standing(
        db, 1, [storage.Lesson(1, "A", {"hash": 5.0})], NOW
    ),
    "let_in": lambda db: storage.let_in(db, 1, added_by=ADMIN, now=NOW),
    "meet_chat": lambda db: storage.meet_chat(db, a_chat(99), NOW),
    "meet_user": lambda db: storage.meet_user(db, User(99, "New"), NOW),
    "migrate_chat": lambda db: storage.migrate_chat(db, 1, -100, NOW),
    "mute": lambda db: storage.mute(db, HERE, 1, until=NOW + HOUR, now=NOW),
    "note_expanded": lambda db: storage.note_expanded(db, 1, 1),
    "note_unread_page": lambda db: storage.note_unread_page(db, 1, ProblemKind.TIMEOUT, NOW),
    "offer_claim": lambda db: storage.offer_claim(db, expires_at=NOW + HOUR),
    "pardon": lambda db: storage.pardon(db, [Suspect(FIRST_FEED, NOW)]),
    "pause_chat": lambda db: storage.pause_chat(db, 1, "blocked", NOW),
    "pause_topic": lambda db: storage.pause_topic(db, 1, 0, "closed", NOW),
    "prune_stories": lambda db: storage.prune_stories(db, NOW),
    "prune_entries": lambda db: storage.prune_entries(db, unlisted_before=NOW),
    "pull_in_checks": lambda db: storage.pull_in_checks(db, now=NOW, longest=HOUR),
    "pull_in_deliveries": lambda db: storage.pull_in_deliveries(db, NOW - HOUR, longest=1),
    "prune_secrets": lambda db: storage.prune_secrets(db, NOW + HOUR),
    "prune_changes": lambda db: storage.prune_changes(db, NOW + HOUR),
    "put_off_edit": lambda db: storage.put_off_edit(
        db, 1, taken_until=NOW, due_at=NOW + HOUR, counted=True
    ),
    "record_check": lambda db: storage.record_check(db, verdict(1, entry("new"))),
    "recover_claimed": storage.recover_claimed,
    "refresh_times": lambda db: storage.refresh_times(db, LATER),
    "remember_shown": lambda db: storage.remember_shown(db, 1, 1, [1], NOW),
    "remove_feed": lambda db: storage.remove_feed(db, 1, by=ADMIN, now=NOW),
    "remove_watch": lambda db: storage.remove_watch(db, HERE, 1, now=NOW),
    "restore_feed": lambda db: storage.restore_feed(db, 1, removed_since=0, by=ADMIN, now=NOW),
    "restore_subscriptions": lambda db: storage.restore_subscriptions(db, HERE, removed_at=NOW),
    "restore_watch": lambda db: storage.restore_watch(db, HERE, 1, limit=9),
    "resume_chat": lambda db: storage.resume_chat(db, 1, NOW),
    "resume_place": lambda db: storage.resume_place(db, Place(1, 5), NOW),
    "route_articles": lambda db: storage.route_articles(db, NOW),
    "save_article": lambda db: storage.save_article(db, ADMIN, 1, NOW),
    "send_again": lambda db: storage.send_again(db, HERE, [1], NOW),
    "send_first": lambda db: storage.send_first(db, HERE, 1, newest=5, now=NOW),
    "set_feed_state": lambda db: storage.set_feed_state(db, 1, FeedState.PAUSED, by=ADMIN, now=NOW),
    "set_filter": lambda db: storage.set_filter(db, HERE, 1, "ferry"),
    "set_language": lambda db: storage.set_language(db, HERE, "de", now=NOW),
    "settle_dropped": lambda db: storage.settle_dropped(db, 1, reason="gone", now=NOW),
    "settle_later": lambda db: storage.settle_later(db, 1, due_at=NOW + HOUR, reason="later"),
    "settle_requests": lambda db: storage.settle_requests(
        db, [1], approved=True, by=ADMIN, now=NOW
    ),
    "settle_sent": lambda db: storage.settle_sent(db, 1, message_id=1, now=NOW),
    "stop_broadcast": lambda db: storage.stop_broadcast(db, 1, by=ADMIN, now=NOW),
    "subscribe": lambda db: storage.subscribe(db, Place(1, 5), 1, by=ADMIN, now=NOW),
    "subscribe_tag": lambda db: storage.subscribe_tag(db, HERE, "sport", by=ADMIN, now=NOW),
    "take_rewriting": lambda db: storage.take_rewriting(db, 1, NOW),
    "tell_staff": lambda db: storage.tell_staff(db, NOW, pause=HOUR),
    "unsubscribe_tag": lambda db: storage.unsubscribe_tag(db, HERE, "sport", now=NOW),
    "undo_last": lambda db: storage.undo_last(
        db, HERE, by=ADMIN, now=NOW, since=0, is_admin=True, most_watches=9
    ),
    "undo_feed_edit": lambda db: storage.undo_feed_edit(db, 1, made_since=0, by=ADMIN, now=NOW),
    "unmute": lambda db: storage.unmute(db, HERE, 1, now=NOW),
    "unsave_article": lambda db: storage.unsave_article(db, ADMIN, 1),
    "unsubscribe": lambda db: storage.unsubscribe(db, HERE, 1, now=NOW),
    "unsubscribe_all": lambda db: storage.unsubscribe_all(db, HERE, now=NOW),
    "use_claim": lambda db: storage.use_claim(db, "code", 5, NOW),
    "bring_check_forward": lambda db: storage.bring_check_forward(db, 1, to=NOW),
    "end_hub_subscription": lambda db: storage.end_hub_subscription(db, 1),
    "forget_hubs": storage.forget_hubs,
    "grant_lease": lambda db: storage.grant_lease(db, 1, lease_until=NOW + HOUR, renew_at=NOW),
    "note_hub_asked": lambda db: storage.note_hub_asked(db, 1, again_at=NOW),
    "note_hub_denied": lambda db: storage.note_hub_denied(db, 1, now=NOW, again_at=NOW),
    "plan_hubs": lambda db: storage.plan_hubs(
        db, "https://n/", lambda: ("token", "secret"), now=NOW, limit=9
    ),
    "withdraw_request": lambda db: storage.withdraw_request(db, 1),
}

READERS: dict[str, Call] = {
    # It looks before it writes, and finds no pause.
    "note_missed": lambda db: storage.note_missed(db, 1, NOW),
    "missed_beyond": lambda db: storage.missed_beyond(db, HERE, NOW),
    "messages_of_deliveries": lambda db: storage.messages_of_deliveries(db, 1),
    # It looks before it writes, and finds nothing so old.
    "prune_articles": lambda db: storage.prune_articles(db, before=NOW - 99 * HOUR),
    "measure": lambda db: storage.measure(db, NOW),
    "due_hub_asks": lambda db: storage.due_hub_asks(db, NOW, 9),
    "hub_subscription": lambda db: storage.hub_subscription(db, "token"),
    "pushed_feed": lambda db: storage.pushed_feed(db, 1),
    "account_of": lambda db: storage.account_of(db, HERE, 1),
    "followed_tags": lambda db: storage.followed_tags(db, HERE),
    "list_missed": lambda db: storage.list_missed(db, HERE, size=5),
    "list_tags": lambda db: storage.list_tags(db, visible_to=1),
    "tags_of": lambda db: storage.tags_of(db, [1]),
    "count_personal": lambda db: storage.count_personal(db, ADMIN),
    "get_join_request": lambda db: storage.get_join_request(db, 1),
    "get_place_vitals": lambda db: storage.get_place_vitals(db, HERE),
    "get_vitals": lambda db: storage.get_vitals(db, NOW),
    "join_request_shown": lambda db: storage.join_request_shown(db, storage.RequestCopy(1, 1)),
    "last_join_request": lambda db: storage.last_join_request(db, 5),
    "open_join_requests": lambda db: storage.open_join_requests(db, size=5),
    "people_page": lambda db: storage.people_page(db, [Role.OWNER], size=5),
    "personal_data": lambda db: storage.personal_data(db, ADMIN),
    "users_named": lambda db: storage.users_named(db, "@ada"),
    "articles_to_learn": lambda db: storage.articles_to_learn(db, 1),
    "standing_texts": lambda db: storage.standing_texts(db, 1),
    "articles_by_url": lambda db: storage.articles_by_url(db, ["u"], visible_to=1, limit=5),
    "articles_shown": lambda db: storage.articles_shown(db, 1, 1),
    "asked_in_list": lambda db: storage.asked_in_list(db, ADMIN, "https://new.example/"),
    "busy_imports": storage.busy_imports,
    "count_open_requests": lambda db: storage.count_open_requests(db, ADMIN),
    "get_import": lambda db: storage.get_import(db, 1),
    "list_asked": lambda db: storage.list_asked(db, 1, size=5),
    "list_import": lambda db: storage.list_import(db, 1, size=5),
    "list_outlines": storage.list_outlines,
    "subscribed_outlines": lambda db: storage.subscribed_outlines(db, HERE, own_feeds=True),
    "tally_import": lambda db: storage.tally_import(db, 1),
    "broadcast_audience": lambda db: storage.broadcast_audience(db, known_only=True),
    "chat_named": lambda db: storage.chat_named(db, "@rivers"),
    "chats_cared_for": lambda db: storage.chats_cared_for(db, ADMIN, limit=5),
    "chats_forwarded_to": lambda db: storage.chats_forwarded_to(db, ADMIN, limit=5),
    "chats_titled": lambda db: storage.chats_titled(db, "A chat"),
    "copies_told": lambda db: storage.copies_told(db, A_DIGEST),
    "count_broadcast": lambda db: storage.count_broadcast(db, 1),
    "count_deliveries": storage.count_deliveries,
    "count_subscribers": lambda db: storage.count_subscribers(db, 1),
    "deliveries_of": lambda db: storage.deliveries_of(db, [1]),
    "due_broadcasts": lambda db: storage.due_broadcasts(db, NOW, limit=9),
    "due_deliveries": lambda db: storage.due_deliveries(db, NOW, limit=9),
    "due_edits": lambda db: storage.due_edits(db, NOW, limit=9),
    "due_feeds": lambda db: storage.due_feeds(db, NOW, 9),
    "examine_database": lambda db: storage.examine_database(db.path),
    "count_others": lambda db: storage.count_others(db, 1, 1),
    "has_secrets": lambda db: storage.has_secrets(db, 1),
    "secret_headers": lambda db: storage.secret_headers(db, FIRST_FEED),
    "feed_by_url": lambda db: storage.feed_by_url(db, "u", visible_to=1),
    "feeds_by_title": lambda db: storage.feeds_by_title(db, "rivers", visible_to=1),
    "feeds_of_site": lambda db: storage.feeds_of_site(db, "u", visible_to=1),
    "former_titles": lambda db: storage.former_titles(db, 1),
    "get_numbers": lambda db: storage.get_numbers(db, visible_to=1, now=NOW, days=30, busiest=8),
    "list_patients": lambda db: storage.list_patients(db, visible_to=1, now=NOW),
    "list_changers": lambda db: storage.list_changers(db, most=5),
    "list_trail": lambda db: storage.list_trail(db, visible_to=1, role=Role.OWNER, since=0, size=5),
    "staff_chats": storage.staff_chats,
    "get_article": lambda db: storage.get_article(db, 1),
    "get_broadcast": lambda db: storage.get_broadcast(db, 1),
    "get_chat": lambda db: storage.get_chat(db, 1),
    "get_digest": lambda db: storage.get_digest(db, 1),
    "get_feed": lambda db: storage.get_feed(db, 1, visible_to=1),
    "get_filter": lambda db: storage.get_filter(db, HERE, 1),
    "get_request": lambda db: storage.get_request(db, 1),
    "get_settings": lambda db: storage.get_settings(db, 1),
    "get_subscription": lambda db: storage.get_subscription(db, HERE, 1),
    "get_user": lambda db: storage.get_user(db, 1),
    "given_language": lambda db: storage.given_language(db, 1),
    "get_watch": lambda db: storage.get_watch(db, 1),
    "kept_halts": lambda db: storage.kept_halts(db, NOW),
    "kept_rewriting": lambda db: storage.kept_rewriting(db, "digest", NOW),
    "kept_summary": lambda db: storage.kept_summary(db, 1, "hash"),
    "known_entries": lambda db: storage.known_entries(db, 1),
    "latest_of_chat": lambda db: storage.latest_of_chat(db, 1, size=5),
    "latest_of_feed": lambda db: storage.latest_of_feed(db, 1, size=5),
    "list_audit": lambda db: storage.list_audit(db, limit=5),
    "list_feeds": lambda db: storage.list_feeds(db, visible_to=1, size=5),
    "list_mutes": lambda db: storage.list_mutes(db, HERE, NOW),
    "list_subscriptions": lambda db: storage.list_subscriptions(db, HERE, size=5),
    "list_users": lambda db: storage.list_users(db, [Role.OWNER]),
    "list_watches": lambda db: storage.list_watches(db, HERE, size=5),
    "next_edit_at": storage.next_edit_at,
    "next_due_at": storage.next_due_at,
    "parts_of": lambda db: storage.parts_of(
        db, Delivery(1, HERE, DeliveryKind.ALERT, NOW, article_id=1)
    ),
    "next_held_at": storage.next_held_at,
    "posts_per_day": lambda db: storage.posts_per_day(db, 1, NOW),
    "private_chats": storage.private_chats,
    "removed_subscriptions": lambda db: storage.removed_subscriptions(db, HERE, removed_at=NOW),
    "running_broadcasts": storage.running_broadcasts,
    "saved_articles": lambda db: storage.saved_articles(db, ADMIN, visible_to=1, size=5),
    "sent_lately": lambda db: storage.sent_lately(db, NOW, HOUR),
    "subscribed_feeds": lambda db: storage.subscribed_feeds(db, HERE),
    "try_filter": lambda db: storage.try_filter(db, 1, "ferry", newest=50),
    "unread_pages": lambda db: storage.unread_pages(db, since=NOW, limit=9),
    "visible_article": lambda db: storage.visible_article(db, 1, visible_to=1),
    "visible_articles": lambda db: storage.visible_articles(db, [1], visible_to=1),
    "who_added": lambda db: storage.who_added(db, 1),
    "waiting_requests": lambda db: storage.waiting_requests(db, "u"),
}


async def fill(db: Database) -> None:
    """Make what the calls find: chat 1 is subscribed to feed 1 with article 1, and owed delivery 1.

    The draft of announcement 1 is there, and chat 2 put the bot out.
    It watches for rivers, and has a digest in which delivery 2 is to be told. ADMIN has been met.
    The staff has not been told yet that feed 1 is ill. List 1 runs and asks for a feed, list 2 is offered.
    """
    place = await chat(db)
    await storage.add_watch(db, place, "rivers", by=ADMIN, now=NOW, limit=9)
    made = await feed(db)
    await storage.subscribe(db, place, made.id, by=ADMIN, now=NOW)
    await article(db, made.id)
    await storage.meet_user(db, User(ADMIN, "Admin"), NOW)
    await notice(db, place)
    await held(db, place, 1)
    await storage.change_settings(
        db, 1, lambda settings: replace(settings, timezone="UTC", digest_minute=0), NOW
    )
    await sql(db, "UPDATE feeds SET standing = 'ill', asks_hub = 'https://h/', succeeded_at = 1")
    await storage.take_rewriting(db, 0, NOW)
    for _ in range(2):
        await storage.offer_import(
            db,
            user_id=ADMIN,
            place=place,
            name="l",
            listed=[LISTED],
            visible_to=1,
            asks=False,
            now=NOW,
        )
    await storage.begin_import(
        db, 1, by=ADMIN, adds=False, tags=False, subscribes=True, asks=True, now=NOW
    )
    await storage.draft_broadcast(db, key=1, by=ADMIN, html="Hello", preview_url=None, now=NOW)
    await storage.meet_chat(db, a_chat(2), NOW)
    await storage.pause_chat(db, 2, "removed", NOW)
