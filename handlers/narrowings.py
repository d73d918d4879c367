"""The buttons that narrow a search: newest, this week, one feed. A tap writes into the query, or takes out.

One more goes on where a search has stopped for want of time, by a date in the query.

What is on has a tick. Where a page has hits of several feeds, the buttons are changed for those feeds'
names until one is chosen.
"""

from collections.abc import Sequence
from datetime import date

from telegram import InlineKeyboardButton
from telegram.error import BadRequest

from handlers.context import BadArguments, Request
from handlers.keyboards import button, in_rows, keyboard
from handlers.search_limits import first_day_missed
from handlers.wire import changes_nothing
from newsroom import Article, Narrowing, Typed
from storage import SearchPage, articles_shown, get_feed, visible_articles

_CHOSEN = "a"
"""What the button of a feed carries, with the feed's number."""

_OLDER = "o"
"""What the button carries that goes further back, with the day."""

_LABELS = {
    Narrowing.NEWEST: "narrow-newest",
    Narrowing.WEEK: "narrow-week",
    Narrowing.FEED: "narrow-feed",
}


def narrowing_buttons(
    request: Request, verb: str, typed: Typed, articles: Sequence[Article], key: str
) -> list[InlineKeyboardButton]:
    """Return what a search may be narrowed to, and what it is narrowed to, which a tap takes back.

    `articles`: the hits that are shown; with less than two there is nothing to narrow. `key`: of this page.
    """
    texts, buttons = request.texts, []
    for one in Narrowing:
        on = typed.is_narrowed(one)
        if not (typed.widen(one) if on else len(articles) > 1):
            continue
        several = not on and one is Narrowing.FEED and len({each.feed_id for each in articles}) > 1
        label = texts("narrow-one-feed" if several else _LABELS[one])
        shown = texts("narrow-on", label=label) if on else label
        buttons.append(button(request, shown, verb, one, key if several else ""))
    return buttons


def older_button(request: Request, verb: str, page: SearchPage) -> list[InlineKeyboardButton]:
    """Return what goes on with older articles, where a search has left them out."""
    day = first_day_missed(page)
    return (
        []
        if day is None
        else [button(request, request.texts("narrow-older"), verb, _OLDER, f"{day}")]
    )


async def narrowed(request: Request, typed: Typed, *, verb: str, turn: str) -> str | None:
    """Return the query as the pressed button changes it; None where it asks which feed, or has failed.

    `verb`: of the buttons that narrow; `turn`: of those that turn pages, one of which leads back.
    """
    what, more = request.word(0), request.word(1)
    if what == _CHOSEN:
        feed = await get_feed(request.db, request.number(1), visible_to=request.visible_to)
        if feed is None:
            await request.toast(request.texts("feed-gone"))
            return None
        return typed.narrow(Narrowing.FEED, feed.id)
    try:
        if what == _OLDER:
            return typed.go_back(date.fromisoformat(more))
        narrowing = Narrowing(what)
    except ValueError:
        raise BadArguments from None
    if typed.is_narrowed(narrowing):
        return typed.widen(narrowing)
    if narrowing is not Narrowing.FEED:
        return typed.narrow(narrowing)
    feeds = await _feeds_here(request)
    if len(feeds) == 1:
        return typed.narrow(Narrowing.FEED, next(iter(feeds)))
    if feeds:
        back = button(request, request.texts("button-previous"), turn, more)
        await _ask_which(request, feeds, back, verb)
    else:
        await request.toast(request.texts("article-gone"))
    return None


async def _feeds_here(request: Request) -> dict[int, str]:
    """Return the feeds of what the message shows, with their titles, in order."""
    numbers = await articles_shown(request.db, request.chat.id, request.message.message_id)
    articles = await visible_articles(request.db, numbers, visible_to=request.visible_to)
    return {article.feed_id: article.feed_title for article in articles}


async def _ask_which(
    request: Request, feeds: dict[int, str], back: InlineKeyboardButton, verb: str
) -> None:
    choices = [button(request, title, verb, _CHOSEN, number) for number, title in feeds.items()]
    try:
        await request.bot.edit_message_reply_markup(
            request.message.chat.id,
            request.message.message_id,
            reply_markup=keyboard(*in_rows(choices, 1), [back]),
        )
    except BadRequest as error:
        if not changes_nothing(error):
            raise
