"""Subscribing a place to a feed: /sub, a bare link, and the buttons that do it."""

from telegram import InlineKeyboardMarkup

from handlers.adding import found_at, look_and_add, may_add
from handlers.cards import feed_card, feed_name
from handlers.choosing import address_pressed
from handlers.context import BadArguments, Request
from handlers.feed_list import show_feeds
from handlers.keyboards import button, keyboard
from handlers.markup import Html, lines
from handlers.naming import choose_feed, feed_pressed, feeds_of_link, find_feeds
from handlers.places import Target, heading, target_named, target_pressed
from handlers.requesting import ask_admins
from handlers.room import has_room
from handlers.tagging import follow_tag
from newsroom import DeliveryKind, Feed, tag_asked
from storage import (
    enqueue,
    latest_of_feed,
    resume_chat,
    subscribe,
    subscribed_feeds,
)

_FROM_NOW, _WITH_LATEST = "now", "latest"
"""What the buttons under a new subscription carry."""


async def sub(request: Request) -> None:
    """/sub [CHAT] [FEED or tag:TAG], or a bare link in private. Without: the catalogue to choose from."""
    place = await target_named(request, posting=True)
    if place is None:
        return
    if tag := tag_asked(place.words):
        await follow_tag(request, place.target, tag)
        return
    named = await find_feeds(request, place.words)
    if not named.words and not named.feeds:
        await show_feeds(request, place.target)
        return
    if named.link is not None:
        await _subscribe_to_link(request, place.target, named.link)
        return
    target = place.target
    feed = await choose_feed(request, named, lambda feed: ("sub", feed.id, target.argument))
    if feed is not None:
        await _subscribe(request, target, feed)


async def sub_pressed(request: Request) -> None:
    """Subscribe by a button. Its message may offer other feeds too: it stays, the answer comes below."""
    feed = await feed_pressed(request)
    if feed is None:
        return
    target = await target_pressed(request, 1, posting=True)
    if target is not None:
        await _subscribe(request, target, feed)


async def subtag_pressed(request: Request) -> None:
    """Subscribe to a tag by a button; who shows the feeds that have it goes on with them."""
    tag = tag_asked(f"#{request.word(0)}")
    if tag is None:
        raise BadArguments
    target = await target_pressed(request, 1, posting=True)
    if target is not None:
        await follow_tag(request, target, tag)


async def subfound_pressed(request: Request) -> None:
    """Subscribe to one of a page's feeds. The question stays for the others; the answer comes below."""
    address = address_pressed(request, request.number(0))
    target = await target_pressed(request, 1, posting=True)
    if target is not None:
        await _subscribe_to_link(request, target, address)


async def backlog_pressed(request: Request) -> None:
    """Answer «from now on» or «with the latest» after a new subscription."""
    choice = request.word(1)
    if choice not in (_FROM_NOW, _WITH_LATEST):
        raise BadArguments
    feed = await feed_pressed(request)
    if feed is None:
        return
    target = await target_pressed(request, 2, posting=True)
    if target is None:
        return
    if feed.id not in await subscribed_feeds(request.db, target.place):
        key = "not-subscribed"
    elif choice == _FROM_NOW:
        key = "from-now-on"
    else:
        key = await _send_latest(request, target, feed)
    said = request.texts(key, feed=feed_name(request.texts, feed))
    await request.show(lines(heading(request, target), said))


async def _subscribe_to_link(request: Request, target: Target, link: str) -> None:
    """Subscribe to what stands at a link, putting it into the catalogue where one may.

    Who may not asks the admins for it, unless it is the site of a feed that is there.
    """
    if not may_add(request):
        known = await feeds_of_link(request, link)
        if not known.feeds:
            await ask_admins(request, link, target)
        elif feed := await choose_feed(
            request, known, lambda one: ("sub", one.id, target.argument)
        ):
            await _subscribe(request, target, feed)
        return
    added = await look_and_add(
        request,
        link,
        button_data=lambda position: ("subfound", position, target.argument),
        above=heading(request, target),
    )
    if added is not None:
        await _subscribe(request, target, added.feed, found_at(request, added))


async def _subscribe(
    request: Request, target: Target, feed: Feed, found: Html | None = None
) -> None:
    """Subscribe a place and say so. `found`: where the feed of a page was found."""
    texts, above, name = request.texts, heading(request, target), feed_name(request.texts, feed)
    if feed.owner_chat_id not in (None, target.place.chat_id):
        await request.reply(lines(above, texts("subscribe-private-feed", feed=name)))
        return
    if not await has_room(request, target.place, feed):
        limit = request.desk.rules.max_subscriptions
        await request.reply(lines(above, texts("subscriptions-full", n=limit)))
        return
    _, added = await subscribe(
        request.db, target.place, feed.id, by=request.user.id, now=request.now
    )
    if target.chat.paused is not None:  # the bot may post there, or we would not be here
        await resume_chat(request.db, target.chat.id)
    if not added:
        end = button(request, texts("button-unsubscribe"), "unsub", feed.id, target.argument)
        said = texts("subscribed-already", feed=name)
        await request.reply(lines(above, said), keyboard([end]))
        return
    text = lines(
        above,
        texts("subscribed", feed=name),
        found,
        await feed_card(request, feed),
        "",
        texts("subscribed-ask"),
    )
    await request.reply(text, _backlog_keyboard(request, target, feed))


def _backlog_keyboard(request: Request, target: Target, feed: Feed) -> InlineKeyboardMarkup | None:
    texts, place = request.texts, target.argument
    return keyboard(
        [button(request, texts("button-from-now-on"), "backlog", feed.id, _FROM_NOW, place)],
        [button(request, texts("button-with-latest"), "backlog", feed.id, _WITH_LATEST, place)],
        [button(request, texts("button-undo"), "unsub", feed.id, place)],
    )


async def _send_latest(request: Request, target: Target, feed: Feed) -> str:
    """Owe the place the feed's newest article as an alert; return the key of what to say."""
    newest = await latest_of_feed(request.db, feed.id, size=1)
    if not newest.items:
        return "latest-not-there"
    article = newest.items[0]
    # The key that routing gives the article's alert too: it never comes twice.
    owed = await enqueue(
        request.db,
        target.place,
        DeliveryKind.ALERT,
        str(article.id),
        article_id=article.id,
        now=request.now,
    )
    request.desk.services.deliver()
    return "latest-comes" if owed else "latest-came-before"
