"""/filter: which articles of a feed arrive, by words."""

import re
from dataclasses import replace

from telegram import MessageEntity

from handlers.choosing import marked
from handlers.context import BadArguments, Request
from handlers.filtering import BACK, OFF, SHOW, apply_filter, show_filter
from handlers.naming import (
    Named,
    choose_feed,
    feed_pressed,
    find_feeds,
    link_spellings,
    split_quoted,
)
from handlers.places import Target, target_named, target_pressed
from storage import list_subscriptions, subscribed_feeds

_FIRST = re.compile(r"(\S+)(?:\s+(.*))?", re.DOTALL)
_NUMBER = re.compile(r"#?\d{1,18}")
_MOST_TITLES = 1000
"""Subscriptions whose titles are compared with what was typed."""


async def filter_(request: Request) -> None:
    """/filter [CHAT] FEED [WORDS,-WORDS | off]. Without words: how the feed is filtered."""
    place = await target_named(request, posting=False)
    if place is None:
        return
    target = place.target
    named, words = await _split(request, target, place.words.strip())
    if not named.words and not named.feeds:
        await request.reply(request.texts("filter-no-feed"))
        return
    # Of several feeds that the words fit, the ones subscribed to are meant.
    subscribed = await subscribed_feeds(request.db, target.place)
    mine = tuple(feed for feed in named.feeds if feed.id in subscribed)
    named = replace(named, feeds=mine or named.feeds)
    feed = await choose_feed(
        request, named, lambda feed: ("filter", feed.id, SHOW, target.argument)
    )
    if feed is None:
        return
    if not words:
        await show_filter(request, target, feed)
    else:
        await apply_filter(request, target, feed, "" if words.casefold() == OFF else words)


async def filter_pressed(request: Request) -> None:
    """Show a feed's filter, end it, or bring back the one that the message names last."""
    action = request.word(1)
    if action not in (SHOW, OFF, BACK):
        raise BadArguments
    feed = await feed_pressed(request)
    if feed is None:
        return
    target = await target_pressed(request, 2, posting=False)
    if target is None:
        return
    if action == SHOW:
        await show_filter(request, target, feed)
        return
    former = marked(request, MessageEntity.CODE) if action == BACK else [""]
    if not former:
        raise BadArguments
    await apply_filter(request, target, feed, former[-1])


async def _split(request: Request, target: Target, typed: str) -> tuple[Named, str]:
    """Part the feed from the words that follow it.

    It is a number, a link, a title in quotes, the whole title of a subscription, or the feed of the article
    replied to; or all that was typed is part of a title.
    """
    first = _FIRST.fullmatch(typed)
    if first is not None and (_NUMBER.fullmatch(first[1]) or link_spellings(first[1])):
        return await find_feeds(request, first[1]), (first[2] or "").strip()
    quoted = split_quoted(typed)
    if quoted is not None and (named := await find_feeds(request, quoted[0])).feeds:
        return named, quoted[1].strip()
    subscribed = await list_subscriptions(request.db, target.place, size=_MOST_TITLES)
    for title in sorted((one.feed_title for one in subscribed.items), key=len, reverse=True):
        rest = typed[len(title) :]
        if typed[: len(title)].casefold() == title.casefold() and rest[:1].isspace():
            return await find_feeds(request, title), rest.strip()
    if (replied := await find_feeds(request, "")).feeds:
        return replied, typed
    return await find_feeds(request, typed), ""
