"""Subscribing a place to a feed: /sub, a bare link, and the buttons that do it."""

from collections.abc import Mapping

from telegram import InlineKeyboardMarkup

from handlers.adding import found_at, look_and_add, may_add
from handlers.cards import feed_card, feed_name
from handlers.choosing import address_pressed
from handlers.context import BadArguments, Request
from handlers.feed_list import show_feeds
from handlers.keyboards import button, keyboard
from handlers.markup import Html, lines
from handlers.naming import choose_feed, feed_pressed, feeds_of_link, find_feeds
from handlers.places import Target, Titled, heading, target_named, target_pressed
from handlers.requesting import ask_admins
from handlers.room import has_room
from handlers.tagging import follow_tag
from newsroom import Feed, tag_asked
from storage import (
    latest_of_feed,
    resume_chat,
    send_first,
    subscribe,
    subscribed_feeds,
)

LAST = 5
"""Articles that one may begin with at the most; each comes as a message of its own, the oldest first."""

_FROM_NOW, _WITH_LATEST, _WITH_LAST = "now", "latest", "last"
"""What the buttons under a new subscription carry."""

_NEWEST: Mapping[str, int] = {_WITH_LATEST: 1, _WITH_LAST: LAST}


async def sub(request: Request) -> None:
    """/sub [CHAT] [FEED or tag:TAG], or a bare link in private. Without: the catalogue to choose from."""
    place = await target_named(request, posting=True, titled=Titled.UNLESS_FEED)
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
    """Answer «from now on», «with the latest» or «with the last ones» after a new subscription."""
    choice = request.word(1)
    if choice != _FROM_NOW and choice not in _NEWEST:
        raise BadArguments
    feed = await feed_pressed(request)
    if feed is None:
        return
    target = await target_pressed(request, 2, posting=True)
    if target is None:
        return
    name = feed_name(request.texts, feed)
    if feed.id not in await subscribed_feeds(request.db, target.place):
        said = request.texts("not-subscribed", feed=name)
    elif choice == _FROM_NOW:
        said = request.texts("from-now-on", feed=name)
    else:
        said = await _send(request, target, feed, _NEWEST[choice])
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
        await resume_chat(request.db, target.chat.id, request.now)
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
    await request.reply(text, await _backlog_keyboard(request, target, feed))


async def _backlog_keyboard(
    request: Request, target: Target, feed: Feed
) -> InlineKeyboardMarkup | None:
    """Return what the place may begin with: the last ones only where there are more than one."""
    texts, place = request.texts, target.argument
    there = (await latest_of_feed(request.db, feed.id, size=1)).total
    last = []
    if there > 1:
        label = texts("button-with-last", n=min(there, LAST))
        last = [button(request, label, "backlog", feed.id, _WITH_LAST, place)]
    return keyboard(
        [button(request, texts("button-from-now-on"), "backlog", feed.id, _FROM_NOW, place)],
        [button(request, texts("button-with-latest"), "backlog", feed.id, _WITH_LATEST, place)],
        last,
        [button(request, texts("button-undo"), "unsub", feed.id, place)],
    )


async def _send(request: Request, target: Target, feed: Feed, newest: int) -> Html:
    """Owe the place the feed's newest articles as alerts; return what to say."""
    texts, name = request.texts, feed_name(request.texts, feed)
    owed = await send_first(request.db, target.place, feed.id, newest=newest, now=request.now)
    if owed is None:
        return texts("latest-not-there", feed=name)
    if not owed:
        key = "latest-came-before" if newest == 1 else "last-came-before"
        return texts(key, feed=name)
    request.desk.services.deliver()
    return texts("last-come", feed=name, n=owed)
