"""What FEED means: a number, a link, a title in quotes, a part of a title, or a reply to an article."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from handlers.cards import TITLE_UNITS
from handlers.context import Request
from handlers.keyboards import button, keyboard
from handlers.markup import clip
from newsroom import Feed
from storage import (
    articles_shown,
    feed_by_url,
    feeds_by_title,
    feeds_of_site,
    get_feed,
    visible_articles,
)

CHOICES = 8
"""Feeds to choose among at the most; where there are more, more words help more than more buttons."""

_NUMBER = re.compile(r"#?(\d{1,18})")  # longer ones do not fit SQLite's integers
_LINK = re.compile(r"(?:(https?)://)?([^\s/?#]+)(\S*)", re.IGNORECASE)
_DOMAIN = re.compile(r"[^\s:@]+\.[^\W\d_]{2,}(?::\d+)?")
_QUOTES = "\"'“”„‟«»‘’‚‹›״「」『』"
_QUOTED = re.compile(rf"[{_QUOTES}](.+?)[{_QUOTES}](?:\s+(.*))?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Named:
    """What a person's words for a feed may mean."""

    words: str
    feeds: tuple[Feed, ...] = ()
    link: str | None = None
    """The words, where they are a link and the catalogue does not have it."""


async def find_feeds(request: Request, words: str) -> Named:
    """Return the feeds that `words` may mean; with no words, that of the article replied to."""
    if not words:
        return Named(words, _some(await _replied_to(request)))
    if number := _NUMBER.fullmatch(words):
        feed = await get_feed(request.db, int(number[1]), visible_to=request.visible_to)
        return Named(words, _some(feed))
    feeds = _some(await feed_by_link(request, words)) or await _by_title(request, words)
    return Named(words, feeds, words if link_spellings(words) and not feeds else None)


async def feed_by_link(request: Request, link: str) -> Feed | None:
    """Return the feed of the catalogue with this address, however it is spelt; None for any other."""
    for url in link_spellings(link):
        if feed := await feed_by_url(request.db, url, visible_to=request.visible_to):
            return feed
    return None


async def feeds_of_link(request: Request, link: str) -> Named:
    """Return the feeds of the catalogue whose site stands at this link."""
    address = link_spellings(link)[0]
    return Named(link, await feeds_of_site(request.db, address, visible_to=request.visible_to))


async def feed_pressed(request: Request) -> Feed | None:
    """Return the feed whose number comes first in a button's data; None, and said so, if it is gone."""
    feed = await get_feed(request.db, request.number(0), visible_to=request.visible_to)
    if feed is None:
        await request.toast(request.texts("feed-gone"))
    return feed


async def choose_feed(
    request: Request, named: Named, button_data: Callable[[Feed], tuple[int | str, ...]]
) -> Feed | None:
    """Return the one feed that was named. Otherwise say so, or ask which, and return None.

    `button_data`: the verb and the arguments of the button that chooses a feed.
    """
    if len(named.feeds) == 1:
        return named.feeds[0]
    words = clip(named.words, TITLE_UNITS)
    if not named.feeds:
        await request.reply(request.texts("feed-not-found", words=words))
        return None
    rows = []
    for feed in named.feeds[:CHOICES]:
        verb, *arguments = button_data(feed)
        label = request.texts("button-choice", id=str(feed.id), title=feed.title)
        rows.append([button(request, label, str(verb), *arguments)])
    if len(named.feeds) > CHOICES:
        question = request.texts("which-feed-of-many", words=words, n=len(named.feeds))
    else:
        question = request.texts("which-feed", words=words)
    await request.reply(question, keyboard(*rows))
    return None


async def feed_named(request: Request, command: str, verb: str, *arguments: str) -> Feed | None:
    """Return the feed that the command names; otherwise say how to name one, or ask which."""
    named = await find_feeds(request, request.args)
    if not named.words and not named.feeds:
        await request.reply(request.texts("feed-not-named", command=command))
        return None
    return await choose_feed(request, named, lambda feed: (verb, feed.id, *arguments))


def link_spellings(words: str) -> tuple[str, ...]:
    """Return the addresses that a link may stand for, the most likely first; () where it is no link.

    A scheme may be left out or be the other one, and so may a slash at the end.
    """
    match = _LINK.fullmatch(words)
    if match is None or not (match[1] or _DOMAIN.fullmatch(match[2])):
        return ()
    scheme, host, rest = (match[1] or "https").lower(), match[2].lower(), match[3]
    schemes = ("http", "https") if scheme == "http" else ("https", "http")
    rests = [rest]
    if "?" not in rest and "#" not in rest:
        rests.append(rest[:-1] if rest.endswith("/") else f"{rest}/")
    return tuple(f"{scheme}://{host}{rest}" for scheme in schemes for rest in rests)


def unquoted(words: str) -> str:
    """Return words without the quotes around them, straight or curly, of whatever language."""
    if len(words) > 2 and words[0] in _QUOTES and words[-1] in _QUOTES:
        return words[1:-1].strip()
    return words


def split_quoted(words: str) -> tuple[str, str] | None:
    """Part a title in quotes from what follows it; None where no quoted title opens the words."""
    match = _QUOTED.fullmatch(words)
    return None if match is None else (match[1].strip(), match[2] or "")


async def _by_title(request: Request, words: str) -> tuple[Feed, ...]:
    """Return the feeds of that title; where there is none, those whose title holds the words."""
    title, visible_to = unquoted(words), request.visible_to
    exact = await feeds_by_title(request.db, title, visible_to=visible_to, exact=True)
    return exact or await feeds_by_title(request.db, title, visible_to=visible_to)


async def _replied_to(request: Request) -> Feed | None:
    """Return the feed of what the message replied to shows; None where it shows several, or none."""
    shown = request.message.reply_to_message
    if shown is None:
        return None
    visible_to = request.visible_to
    numbers = await articles_shown(request.db, request.chat.id, shown.message_id)
    articles = await visible_articles(request.db, numbers, visible_to=visible_to)
    feeds = {article.feed_id for article in articles}
    return (
        await get_feed(request.db, feeds.pop(), visible_to=visible_to) if len(feeds) == 1 else None
    )


def _some(feed: Feed | None) -> tuple[Feed, ...]:
    return () if feed is None else (feed,)
