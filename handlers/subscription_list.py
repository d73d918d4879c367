"""What a place is subscribed to, as a message with pages: for /list, and for /unsub without words."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from telegram import InlineKeyboardButton

from handlers.cards import feed_entry
from handlers.context import BadArguments, Request
from handlers.keyboards import button, keyboard
from handlers.managing import ways_into
from handlers.markup import Html, clip, lines
from handlers.muting import mute_lines
from handlers.paging import page_buttons, page_line
from handlers.places import Target, heading, how_to_name
from handlers.tagging import ending_buttons, followed_line
from handlers.texts import Texts
from handlers.watching import query_shown
from newsroom import Subscription
from storage import get_feed, list_subscriptions, list_watches

PAGE_SIZE = 8
WATCHES_SHOWN = 8
"""Watches below the subscriptions; /unwatch shows all of them."""

_QUERY_UNITS = 80
"""Of a watch or a filter in a list."""

# What the bot writes down where Telegram takes no message of it; all other reasons shut it out.
_PAUSES: Mapping[str, str] = {
    "no-rights": "paused-no-rights",
    "topic-not-found": "paused-topic-gone",
    "topic-closed": "paused-topic-closed",
}


class Purpose(StrEnum):
    """What the list is shown for; a paging button carries it."""

    READ = "read"
    END = "end"
    """Each subscription has a button that ends it."""


def purpose_of(word: str) -> Purpose:
    """Return the purpose that a button carries. Raises BadArguments for forged data."""
    try:
        return Purpose(word)
    except ValueError:
        raise BadArguments from None


async def show_subscriptions(
    request: Request, target: Target, purpose: Purpose, number: int = 0
) -> None:
    """Show a page of what `target` is subscribed to."""
    texts = request.texts
    page = await list_subscriptions(request.db, target.place, page=number, size=PAGE_SIZE)
    above = heading(request, target)
    watches = await _watches(request, target) if purpose is Purpose.READ else ()
    mutes = await mute_lines(request, target)
    if not page.items:
        none, followed = texts("subscriptions-none"), await followed_line(request, target)
        paused = _pause(texts, target.chat.paused)
        text = lines(above, none, followed, paused, mutes.get(None), *watches)
        ways = _ways(request, target, purpose, paused=paused is not None)
        await request.show(text, keyboard(*await _tags(request, target, purpose), *ways))
        return
    turning = page_buttons(request, page, "list", purpose, target.argument)
    if purpose is Purpose.END:
        everything = button(request, texts("button-unsubscribe-all"), "unsuball", target.argument)
        text = lines(above, texts("unsubscribe-which"), page_line(request, page))
        ends = [[_end_button(request, target, one)] for one in page.items]
        tags = await _tags(request, target, purpose)
        await request.show(text, keyboard(*ends, turning, *tags, [everything]))
        return
    entries = [await _entry(request, one, mutes.get(one.feed_id)) for one in page.items]
    text = lines(
        above,
        texts("subscriptions-title", n=page.total),
        await followed_line(request, target),
        _pause(texts, target.chat.paused),
        mutes.get(None),
        "",
        *entries,
        "",
        page_line(request, page),
        how_to_name(request, target) if target.elsewhere else texts("subscriptions-hint"),
        *watches,
    )
    is_paused = target.chat.paused is not None or any(one.paused for one in page.items)
    ways = _ways(request, target, purpose, paused=is_paused)
    await request.show(text, keyboard(turning, *ways))


def _ways(
    request: Request, target: Target, purpose: Purpose, *, paused: bool
) -> list[list[InlineKeyboardButton]]:
    """Return the buttons below what is read; where it is paused, the first lets it go on."""
    if purpose is not Purpose.READ:
        return []
    go_on = button(request, request.texts("button-resume"), "goon", target.argument, 0)
    return [[go_on] if paused else [], *ways_into(request, target)]


async def _tags(
    request: Request, target: Target, purpose: Purpose
) -> list[list[InlineKeyboardButton]]:
    return await ending_buttons(request, target) if purpose is Purpose.END else []


async def _watches(request: Request, target: Target) -> Sequence[Html | str]:
    """Show what a place watches for beside its subscriptions, as far as there is room."""
    texts = request.texts
    page = await list_watches(request.db, target.place, size=WATCHES_SHOWN)
    if not page.items:
        return ()
    entries = [
        lines(
            texts("watch-line", query=query_shown(texts, clip(one.query, _QUERY_UNITS))),
            None if one.paused is None else texts("watch-paused"),
        )
        for one in page.items
    ]
    return ("", texts("watches-title", n=page.total), *entries, texts("watches-hint"))


def _end_button(
    request: Request, target: Target, subscription: Subscription
) -> InlineKeyboardButton:
    label = request.texts("button-end", title=subscription.feed_title)
    return button(request, label, "unsub", subscription.feed_id, target.argument)


async def _entry(request: Request, subscription: Subscription, muted: Html | None) -> Html | None:
    feed = await get_feed(request.db, subscription.feed_id, visible_to=subscription.place.chat_id)
    if feed is None:  # removed just now
        return None
    return lines(
        feed_entry(request, feed, subscribed=False),
        _own_looks(request.texts, subscription),
        _filter(request.texts, subscription.filter),
        muted,
        _pause(request.texts, subscription.paused),
    )


def _own_looks(texts: Texts, subscription: Subscription) -> Html | None:
    """Say what the place calls a feed, and the hashtags of its alerts; None where it chose neither."""
    title, hashtags = subscription.own_title, subscription.hashtags
    if title and hashtags:
        return texts("own-title-and-hashtags-line", title=texts.isolate(title), hashtags=hashtags)
    if title:
        return texts("own-title-line", title=texts.isolate(title))
    return texts("hashtags-line", hashtags=hashtags) if hashtags else None


def _filter(texts: Texts, typed: str) -> Html | None:
    shown = query_shown(texts, clip(typed, _QUERY_UNITS))
    return texts("filter-line", words=shown) if typed else None


def _pause(texts: Texts, reason: str | None) -> Html | None:
    return None if reason is None else texts(_PAUSES.get(reason, "paused-shut-out"))
