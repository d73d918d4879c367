"""FEED and the words that follow it, for commands about what a place is subscribed to."""

import re
from dataclasses import replace

from handlers.context import Request
from handlers.naming import Named, find_feeds, link_spellings, split_quoted
from handlers.places import Target
from storage import list_subscriptions, subscribed_feeds

_FIRST = re.compile(r"(\S+)(?:\s+(.*))?", re.DOTALL)
_NUMBER = re.compile(r"#?\d{1,18}")
_MOST_TITLES = 1000
"""Subscriptions whose titles are compared with what was typed."""


async def split_feed(request: Request, target: Target, typed: str) -> tuple[Named, str]:
    """Part the feed from the words that follow it; of several that fit, those subscribed to are meant.

    It is a number, a link, a title in quotes, the whole title of a subscription, or the feed of the article
    replied to; or all that was typed is part of a title.
    """
    named, words = await _split(request, target, typed.strip())
    subscribed = await subscribed_feeds(request.db, target.place)
    mine = tuple(feed for feed in named.feeds if feed.id in subscribed)
    return replace(named, feeds=mine or named.feeds), words


async def _split(request: Request, target: Target, typed: str) -> tuple[Named, str]:
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
