"""Muting: what is said when nothing of a feed, or nothing at all, is to come for a while."""

from collections.abc import Iterable, Mapping

from telegram import InlineKeyboardButton

from handlers.calendar_words import moment_words
from handlers.cards import TITLE_UNITS, feed_name
from handlers.context import Request
from handlers.keyboards import button, in_rows, keyboard
from handlers.markup import Html, bold, clip, lines
from handlers.places import Target, heading
from handlers.texts import Texts
from newsroom import Feed, Mute
from storage import get_settings, list_mutes, mute, unmute

MINUTE = 60_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR

SPANS = (HOUR, 8 * HOUR, DAY, 7 * DAY)
"""What is offered where no time was said, in milliseconds."""

LONGEST = 366 * DAY

_A_ROW = 4


async def mute_until(request: Request, target: Target, feed: Feed | None, until: int) -> None:
    """Send a place nothing of a feed, None = nothing at all, until a moment; and say so."""
    texts = request.texts
    number = None if feed is None else feed.id
    await mute(request.db, target.place, number, until=until, by=request.user.id, now=request.now)
    end = await _end_words(request, target, until)
    said = (
        texts("muted-all", until=end)
        if feed is None
        else texts("muted-feed", feed=feed_name(texts, feed), until=end)
    )
    back = _button(request, target, texts("button-unmute"), "unmute", number)
    text = lines(heading(request, target), said, texts("muted-means"))
    await request.show(text, keyboard([back]))


async def ask_how_long(request: Request, target: Target, feed: Feed | None) -> None:
    """Ask for how long a feed, None = everything, is to be muted."""
    texts = request.texts
    question = (
        texts("mute-all-how-long")
        if feed is None
        else texts("mute-how-long", feed=feed_name(texts, feed), id=str(feed.id))
    )
    number = 0 if feed is None else feed.id
    spans = [
        button(request, texts.span(span), "mute", number, span // MINUTE, target.argument)
        for span in SPANS
    ]
    text = lines(heading(request, target), question)
    await request.show(text, keyboard(*in_rows(spans, _A_ROW)))


async def end_mute(request: Request, target: Target, feed: Feed | None) -> None:
    """Send a place what comes of a feed again, None = of all; and say so."""
    texts = request.texts
    number = None if feed is None else feed.id
    muted = {one.feed_id: one for one in await list_mutes(request.db, target.place, request.now)}
    ended = await unmute(request.db, target.place, number, by=request.user.id, now=request.now)
    name = None if feed is None else feed_name(texts, feed)
    if not ended:
        said = texts("not-muted-all") if name is None else texts("not-muted", feed=name)
        await request.show(lines(heading(request, target), said))
        return
    said = texts("unmuted-all") if name is None else texts("unmuted", feed=name)
    undo = _button(
        request, target, texts("button-undo"), "remute", number, -(-muted[number].until // MINUTE)
    )
    await request.show(lines(heading(request, target), said), keyboard([undo]))


async def show_mutes(request: Request, target: Target) -> None:
    """Show what a place has muted, each with a button that ends it."""
    texts = request.texts
    mutes = await list_mutes(request.db, target.place, request.now)
    if not mutes:
        await request.show(lines(heading(request, target), texts("mutes-none")))
        return
    entries = [
        texts(
            "mute-entry", what=_what(texts, one), until=await _end_words(request, target, one.until)
        )
        for one in mutes
    ]
    ends = [[_unmute_button(request, target, one)] for one in mutes]
    text = lines(heading(request, target), texts("mutes-title"), *entries)
    await request.show(text, keyboard(*ends))


async def mute_lines(request: Request, target: Target) -> Mapping[int | None, Html]:
    """Return by feed, None = everything, the line that says until when it is muted at a place."""
    texts = request.texts
    return {
        one.feed_id: texts(
            "mute-line" if one.feed_id is not None else "mute-line-all",
            until=await _end_words(request, target, one.until),
        )
        for one in await list_mutes(request.db, target.place, request.now)
    }


async def _end_words(request: Request, target: Target, until: int) -> Html:
    """Say when a mute ends, by the chat's clock; where that is not known, after how long."""
    settings = await get_settings(request.db, target.place.chat_id)
    texts = request.texts
    if settings.timezone is None:
        return texts("mute-for", span=texts.span(until - request.now))
    end = moment_words(texts, until, settings.timezone, request.now)
    return texts("mute-until", moment=end)


def _unmute_button(request: Request, target: Target, one: Mute) -> InlineKeyboardButton:
    texts = request.texts
    label = texts("button-unmute-all") if one.feed_title is None else one.feed_title
    return _button(request, target, texts("button-end", title=label), "unmute", one.feed_id)


def _what(texts: Texts, one: Mute) -> Html:
    if one.feed_title is None:
        return texts("mute-everything")
    return bold(texts.isolate(clip(one.feed_title, TITLE_UNITS)))


def _button(
    request: Request, target: Target, label: str, verb: str, feed: int | None, *more: int
) -> InlineKeyboardButton:
    arguments: Iterable[int | str] = (feed or 0, *more, target.argument)
    return button(request, label, verb, *arguments)
