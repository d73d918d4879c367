"""Ending subscriptions, with undo: /unsub, /unsub_all and their buttons."""

from dataclasses import replace

from telegram import InlineKeyboardButton

from handlers.cards import TITLE_UNITS, feed_name
from handlers.context import BadArguments, Request
from handlers.keyboards import button, keyboard
from handlers.markup import Html, clip, lines
from handlers.naming import Named, choose_feed, feed_pressed, find_feeds
from handlers.places import Target, Titled, heading, target_named, target_pressed
from handlers.subscription_list import Purpose, show_subscriptions
from handlers.tagging import unfollow_tag
from newsroom import Feed, tag_asked
from storage import (
    list_subscriptions,
    removed_subscriptions,
    restore_subscriptions,
    subscribed_feeds,
    unsubscribe,
    unsubscribe_all,
)


async def unsub(request: Request) -> None:
    """/unsub [CHAT] [FEED or tag:TAG]. Without: the subscriptions as buttons."""
    place = await target_named(request, posting=False, titled=Titled.UNLESS_FEED)
    if place is None:
        return
    target = place.target
    if tag := tag_asked(place.words):
        await unfollow_tag(request, target, tag)
        return
    named = await find_feeds(request, place.words)
    if not named.words and not named.feeds:
        await show_subscriptions(request, target, Purpose.END)
        return
    subscribed = await subscribed_feeds(request.db, target.place)
    # Of several feeds that the words fit, the ones subscribed to are meant.
    mine = tuple(feed for feed in named.feeds if feed.id in subscribed)
    if named.feeds and not mine:
        await request.reply(lines(heading(request, target), _not_subscribed(request, named)))
        return
    feed = await choose_feed(
        request, replace(named, feeds=mine), lambda feed: ("unsub", feed.id, target.argument)
    )
    if feed is not None:
        await _end(request, target, feed)


async def unsub_pressed(request: Request) -> None:
    """End a subscription by a button."""
    feed = await feed_pressed(request)
    if feed is None:
        return
    target = await target_pressed(request, 1, posting=False)
    if target is not None:
        await _end(request, target, feed)


async def unsubtag_pressed(request: Request) -> None:
    """End a subscription to a tag by a button."""
    tag = tag_asked(f"#{request.word(0)}")
    if tag is None:
        raise BadArguments
    target = await target_pressed(request, 1, posting=False)
    if target is not None:
        await unfollow_tag(request, target, tag)


async def unsub_all(request: Request) -> None:
    """/unsub_all [CHAT]: end all subscriptions of a place at once; there is undo."""
    place = await target_named(request, posting=False, titled=Titled.ALWAYS)
    if place is not None:
        await _end_all(request, place.target)


async def unsub_all_pressed(request: Request) -> None:
    """End all subscriptions by the button below the list."""
    target = await target_pressed(request, 0, posting=False)
    if target is not None:
        await _end_all(request, target)


async def undo_pressed(request: Request) -> None:
    """Bring back what was ended at one moment."""
    removed_at = request.number(0)
    target = await target_pressed(request, 1, posting=False)
    if target is None:
        return
    texts, above = request.texts, heading(request, target)
    ended = await removed_subscriptions(request.db, target.place, removed_at=removed_at)
    limit = request.desk.rules.max_subscriptions
    if limit and ended:
        page = await list_subscriptions(request.db, target.place, size=1)
        if page.total + len(ended) > limit:
            await request.show(lines(above, texts("subscriptions-full", n=limit)))
            return
    count = await restore_subscriptions(request.db, target.place, removed_at=removed_at)
    if not count:
        said = texts("undo-nothing")
    elif len(ended) == 1:
        said = texts("subscription-back", feed=clip(ended[0].feed_title, TITLE_UNITS))
    else:
        said = texts("subscriptions-back", n=count)
    await request.show(lines(above, said), keyboard([_list_button(request, target)]))


async def _end(request: Request, target: Target, feed: Feed) -> None:
    texts, above, name = request.texts, heading(request, target), feed_name(request.texts, feed)
    ended = await unsubscribe(
        request.db, target.place, feed.id, by=request.user.id, now=request.now
    )
    if ended is None:
        said = lines(above, texts("not-subscribed", feed=name))
        await request.show(said, keyboard([_list_button(request, target)]))
        return
    buttons = [_undo_button(request, target), _list_button(request, target)]
    await request.show(lines(above, texts("unsubscribed", feed=name)), keyboard(buttons))


async def _end_all(request: Request, target: Target) -> None:
    above = heading(request, target)
    count = await unsubscribe_all(request.db, target.place, by=request.user.id, now=request.now)
    if not count:
        await request.show(lines(above, request.texts("subscriptions-none")))
        return
    said = lines(above, request.texts("unsubscribed-all", n=count))
    await request.show(said, keyboard([_undo_button(request, target)]))


def _not_subscribed(request: Request, named: Named) -> Html:
    texts = request.texts
    if len(named.feeds) == 1:
        return texts("not-subscribed", feed=feed_name(texts, named.feeds[0]))
    return texts("not-subscribed-to-any", words=clip(named.words, TITLE_UNITS))


def _undo_button(request: Request, target: Target) -> InlineKeyboardButton:
    label = request.texts("button-undo")
    return button(request, label, "resub", request.now, target.argument)


def _list_button(request: Request, target: Target) -> InlineKeyboardButton:
    label = request.texts("button-subscriptions")
    return button(request, label, "list", 0, Purpose.END, target.argument)
