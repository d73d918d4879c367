"""One subscription's settings: what it has of its own, and what is as its chat has it.

Each button leads from one state to the next: as in the chat, on, off.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from telegram import InlineKeyboardButton

from handlers.cards import TITLE_UNITS, feed_name
from handlers.context import BadArguments, Request
from handlers.keyboards import button, in_rows, keyboard
from handlers.markup import Html, clip, lines
from handlers.naming import unquoted
from handlers.places import Target, heading
from handlers.rights import Right, role_allows
from handlers.settings import (
    MEDIA,
    NEXT_MEDIA,
    OFF,
    ON,
    STYLE,
    flag_of,
    media_label,
    media_of,
    media_state,
    style_of,
    ticked,
)
from handlers.texts import Texts
from handlers.watching import query_shown
from newsroom import AlertStyle, ChatSettings, Feed, Subscription, clean_line, read_hashtags
from storage import change_subscription, get_settings, get_subscription, list_mutes

TITLE = "title"
HASHTAGS = ("hashtags", "tags")
"""What is typed to change the settings that have no button. The second word is what hashtags were called
first; to /editfeed it means the tags of a feed, by which people subscribe."""

AS_CHAT = ""
"""What a button carries for «as in the chat»."""

CLEAR = "-"
"""What is typed for «none of its own»."""

_FLAGS = ("preview", "silent", "digest")
_QUERY_UNITS = 80
_NEXT = {None: ON, True: OFF, False: AS_CHAT}
_NEXT_MEDIA = {AS_CHAT: ON, **NEXT_MEDIA, OFF: AS_CHAT}


async def show_subscription(request: Request, target: Target, feed: Feed) -> None:
    """Show the settings of a place's subscription to a feed."""
    subscription = await get_subscription(request.db, target.place, feed.id)
    if subscription is None:
        texts = request.texts
        said = texts("not-subscribed", feed=feed_name(texts, feed))
        start = button(request, texts("button-subscribe"), "sub", feed.id, target.argument)
        await request.show(lines(heading(request, target), said), keyboard([start]))
        return
    chat = await get_settings(request.db, target.place.chat_id)
    text = lines(
        heading(request, target),
        request.texts("subscription-title", feed=feed_name(request.texts, feed)),
        "",
        *await _said(request, target, feed, subscription),
        "",
        *_hints(request, feed),
    )
    rows = _buttons(request, target, feed, subscription, chat)
    await request.show(text, keyboard(*rows))


async def change_by_button(
    request: Request, target: Target, feed: Feed, name: str, value: str
) -> None:
    """Set one setting as a button says, and show all. Raises BadArguments for forged data."""
    await _change(request, target, feed, lambda one: _changed(one, name, value))
    await show_subscription(request, target, feed)


async def change_by_words(request: Request, target: Target, feed: Feed, words: str) -> None:
    """Change the title or the hashtags as typed, «-» for none, and show all; or say what can be typed."""
    name, _, value = words.partition(" ")
    name, value = name.casefold(), value.strip()
    if name not in (TITLE, *HASHTAGS) or not value:
        await request.reply(request.texts("subscription-usage", id=str(feed.id)))
        return
    if name == TITLE:
        title = clip(clean_line(unquoted(value)), TITLE_UNITS)
        own = None if value == CLEAR else title or None
        await _change(request, target, feed, lambda one: replace(one, own_title=own))
    else:
        tags = read_hashtags(value)
        if not tags and value != CLEAR:
            await request.reply(request.texts("subscription-no-tags", id=str(feed.id)))
            return
        await _change(request, target, feed, lambda one: replace(one, hashtags=tags))
    await show_subscription(request, target, feed)


async def _change(
    request: Request, target: Target, feed: Feed, change: Callable[[Subscription], Subscription]
) -> None:
    await change_subscription(
        request.db, target.place, feed.id, change, by=request.user.id, now=request.now
    )


def _changed(subscription: Subscription, name: str, value: str) -> Subscription:
    if name == STYLE:
        style = None if value == AS_CHAT else style_of(value)
        return replace(subscription, style=style)
    if name == MEDIA:
        media, album = (None, None) if value == AS_CHAT else media_of(value)
        return replace(subscription, media=media, album=album)
    on = None if value == AS_CHAT else flag_of(value)
    match name:
        case "preview":
            return replace(subscription, preview=on)
        case "silent":
            return replace(subscription, silent=on)
        case "digest":
            return replace(subscription, digest=on)
    raise BadArguments


async def _said(
    request: Request, target: Target, feed: Feed, subscription: Subscription
) -> list[Html]:
    """Say what a subscription has that no button shows."""
    texts = request.texts
    said = [
        texts("subscription-own-title", title=clip(subscription.own_title, TITLE_UNITS))
        if subscription.own_title
        else texts("subscription-no-title"),
        texts("subscription-tags", tags=subscription.hashtags)
        if subscription.hashtags
        else texts("subscription-tags-none"),
    ]
    if subscription.filter:
        shown = query_shown(texts, clip(subscription.filter, _QUERY_UNITS))
        said.append(texts("filter-line", words=shown))
    for mute in await list_mutes(request.db, target.place, request.now):
        if mute.feed_id in (None, feed.id):
            span = texts.span(max(mute.until - request.now, 1000))
            said.append(texts("subscription-muted", span=span))
            break
    return said


def _hints(request: Request, feed: Feed) -> list[Html]:
    hints = [request.texts("subscription-hint", id=str(feed.id))]
    if role_allows(request.user.role, Right.ADMIN):
        hints.append(request.texts("subscription-hint-admin", id=str(feed.id)))
    return hints


def _buttons(
    request: Request,
    target: Target,
    feed: Feed,
    subscription: Subscription,
    chat: ChatSettings,
) -> Sequence[Sequence[InlineKeyboardButton]]:
    texts = request.texts

    def setting(label: str, name: str, value: str) -> InlineKeyboardButton:
        return button(request, label, "subset", feed.id, name, value, target.argument)

    own = subscription.style
    as_chat = texts("button-style-chat", style=texts(f"button-style-{chat.manner.style}"))
    styles = [
        setting(ticked(texts, texts(f"button-style-{one}"), on=own is one), STYLE, one)
        for one in AlertStyle
    ]
    has = {
        "preview": (subscription.preview, chat.manner.preview),
        "silent": (subscription.silent, chat.manner.silent),
        "digest": (subscription.digest, chat.digest_minute is not None),
    }
    flags = []
    for name in _FLAGS:
        said, in_chat = has[name]
        on = in_chat if said is None else said
        label = texts(f"button-{name}-{'on' if on else 'off'}")
        if said is None:
            label = texts("button-as-chat", label=label)
        flags.append(setting(label, name, _NEXT[said]))
    return [
        [setting(ticked(texts, as_chat, on=own is None), STYLE, AS_CHAT)],
        styles,
        [setting(*_media_label(texts, subscription, chat))],
        *in_rows(flags, 1),
    ]


def _media_label(
    texts: Texts, subscription: Subscription, chat: ChatSettings
) -> tuple[str, str, str]:
    """Return the label of the button about pictures and the like, and what it sets."""
    if subscription.media is None:
        of_chat = media_state(media=chat.manner.media, album=chat.manner.album)
        label = texts("button-as-chat", label=media_label(texts, of_chat))
        return label, MEDIA, _NEXT_MEDIA[AS_CHAT]
    state = media_state(media=subscription.media, album=bool(subscription.album))
    return media_label(texts, state), MEDIA, _NEXT_MEDIA[state]
