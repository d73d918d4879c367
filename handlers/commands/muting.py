"""/mute and /unmute, with their buttons."""

import re
from dataclasses import replace

from handlers.context import BadArguments, Request
from handlers.markup import lines
from handlers.muting import (
    DAY,
    HOUR,
    LONGEST,
    MINUTE,
    ask_how_long,
    end_mute,
    mute_until,
    show_mutes,
)
from handlers.naming import Named, choose_feed, feed_pressed, find_feeds
from handlers.places import Target, Titled, heading, target_named, target_pressed
from newsroom import Feed
from storage import list_mutes, subscribed_feeds

_LENGTH = re.compile(
    r"(.*?)(?:^|\s+)(?:for\s+)?(\d{1,4})\s*(m|min|minutes?|h|hours?|d|days?|w|weeks?)",
    re.IGNORECASE | re.DOTALL,
)
_UNITS = {"m": MINUTE, "h": HOUR, "d": DAY, "w": 7 * DAY}
_EVERYTHING = "all"


async def mute(request: Request) -> None:
    """/mute [CHAT] [FEED|all] [DURATION]. Without words: what is muted."""
    named = await target_named(request, posting=False, titled=Titled.UNLESS_FEED)
    if named is None:
        return
    target = named.target
    words, length = _split(named.words.strip())
    if length is not None and not 0 < length <= LONGEST:
        said = request.texts("mute-too-long")
        await request.reply(lines(heading(request, target), said))
        return
    if words.casefold() == _EVERYTHING:
        await _mute(request, target, None, length)
        return
    feeds = await _feeds(request, target, words)
    if not feeds.words and not feeds.feeds:
        if length is None:
            await show_mutes(request, target)
        else:
            await request.reply(request.texts("mute-no-feed"))
        return
    minutes = 0 if length is None else length // MINUTE
    feed = await choose_feed(
        request, feeds, lambda feed: ("mute", feed.id, minutes, target.argument)
    )
    if feed is not None:
        await _mute(request, target, feed, length)


async def mute_pressed(request: Request) -> None:
    """Mute a feed, 0 = everything, for so many minutes; 0 asks for how long."""
    length = request.number(1) * MINUTE
    if not 0 <= length <= LONGEST:
        raise BadArguments
    found = await _pressed(request, 2)
    if found is not None:
        target, feed = found
        await _mute(request, target, feed, length or None)


async def remute_pressed(request: Request) -> None:
    """Bring back a mute that was ended; the button carries until when, in minutes since 1970."""
    until = request.number(1) * MINUTE
    if until > request.now + LONGEST:
        raise BadArguments
    found = await _pressed(request, 2)
    if found is None:
        return
    target, feed = found
    if until <= request.now:
        await request.show(request.texts("mute-is-over"))
    else:
        await mute_until(request, target, feed, until)


async def unmute(request: Request) -> None:
    """/unmute [CHAT] [FEED|all]. Without words: the one mute that there is, or a choice."""
    named = await target_named(request, posting=False, titled=Titled.UNLESS_FEED)
    if named is None:
        return
    target, words = named.target, named.words.strip()
    if words.casefold() == _EVERYTHING:
        await end_mute(request, target, None)
        return
    feeds = await _feeds(request, target, words)
    if not feeds.words and not feeds.feeds:
        mutes = await list_mutes(request.db, target.place, request.now)
        if len(mutes) == 1 and mutes[0].feed_id is None:
            await end_mute(request, target, None)
        else:
            await show_mutes(request, target)
        return
    feed = await choose_feed(request, feeds, lambda feed: ("unmute", feed.id, target.argument))
    if feed is not None:
        await end_mute(request, target, feed)


async def unmute_pressed(request: Request) -> None:
    """End a mute by a button."""
    found = await _pressed(request, 1)
    if found is not None:
        await end_mute(request, *found)


async def _mute(request: Request, target: Target, feed: Feed | None, length: int | None) -> None:
    if length is None:
        await ask_how_long(request, target, feed)
    else:
        await mute_until(request, target, feed, request.now + length)


async def _feeds(request: Request, target: Target, words: str) -> Named:
    """Return the feeds that words mean; of several, those that the place is subscribed to."""
    named = await find_feeds(request, words)
    subscribed = await subscribed_feeds(request.db, target.place)
    mine = tuple(feed for feed in named.feeds if feed.id in subscribed)
    return replace(named, feeds=mine or named.feeds)


async def _pressed(request: Request, position: int) -> tuple[Target, Feed | None] | None:
    """Return the place and the feed, None = all, that a button carries; None, and said so, if it is gone."""
    feed = None
    if request.number(0):
        feed = await feed_pressed(request)
        if feed is None:
            return None
    target = await target_pressed(request, position, posting=False)
    return None if target is None else (target, feed)


def _split(typed: str) -> tuple[str, int | None]:
    """Part a length of time from the words before it; None where there is none. In milliseconds."""
    match = _LENGTH.fullmatch(typed)
    if match is None:
        return typed, None
    return match[1].strip(), int(match[2]) * _UNITS[match[3][0].lower()]
