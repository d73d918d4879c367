"""What there is to read: /feeds, /list and /latest, with their pages."""

from handlers.article_views import opening_buttons
from handlers.articles import remember
from handlers.cards import article_source, article_title, feed_name
from handlers.context import Request
from handlers.feed_list import show_feeds
from handlers.keyboards import keyboard
from handlers.markup import Html, lines
from handlers.naming import choose_feed, find_feeds
from handlers.paging import page_buttons, page_line
from handlers.places import Titled, target_here, target_named, target_pressed
from handlers.subscription_list import Purpose, purpose_of, show_subscriptions
from handlers.sum_up import sum_up_button
from newsroom import Feed
from storage import get_feed, latest_of_chat, latest_of_feed, list_subscriptions

LATEST_SIZE = 5


async def feeds(request: Request) -> None:
    """Show the catalogue, or what of it has the text: /feeds [TEXT]."""
    await show_feeds(request, target_here(request), request.args)


async def feeds_page(request: Request) -> None:
    """Turn a page of the catalogue."""
    target = await target_pressed(request, 1, posting=False)
    if target is not None:
        await show_feeds(request, target, request.word(2), request.number(0))


async def list_(request: Request) -> None:
    """/list [@channel]: what a place is subscribed to."""
    named = await target_named(request, posting=False, titled=Titled.ALWAYS)
    if named is not None:
        await show_subscriptions(request, named.target, Purpose.READ)


async def list_page(request: Request) -> None:
    """Turn a page of the subscriptions."""
    purpose = purpose_of(request.word(1))
    target = await target_pressed(request, 2, posting=False)
    if target is not None:
        await show_subscriptions(request, target, purpose, request.number(0))


async def latest(request: Request) -> None:
    """/latest [FEED]: the newest articles of this chat's subscriptions, or of one feed."""
    named = await find_feeds(request, request.args)
    if not named.words and not named.feeds:
        await _show_latest(request, None)
        return
    feed = await choose_feed(request, named, lambda feed: ("latest", 0, feed.id))
    if feed is not None:
        await _show_latest(request, feed)


async def latest_page(request: Request) -> None:
    """Turn a page of the newest articles; a question which feed was meant comes here too."""
    feed = None
    if request.word(1):
        feed = await get_feed(request.db, request.number(1), visible_to=request.visible_to)
        if feed is None:
            await request.toast(request.texts("feed-gone"))
            return
    await _show_latest(request, feed, request.number(0))


async def _show_latest(request: Request, feed: Feed | None, number: int = 0) -> None:
    texts = request.texts
    if feed is None:
        title = texts("latest-here")
        page = await latest_of_chat(request.db, request.chat.id, page=number, size=LATEST_SIZE)
    else:
        title = texts("latest-of", feed=feed_name(texts, feed))
        page = await latest_of_feed(request.db, feed.id, page=number, size=LATEST_SIZE)
    if not page.items:
        await request.show(await _nothing(request, feed))
        return
    entries: list[Html | str] = []
    for place, article in enumerate(page.items, start=1):
        entry = texts("article-entry", place=str(place), title=article_title(texts, article))
        entries += ["", entry, article_source(texts, article, request.now)]
    below = page_line(request, page)
    turning = page_buttons(request, page, "latest", "" if feed is None else feed.id)
    text = lines(title, *entries, None if below is None else "", below)
    buttons = keyboard(
        opening_buttons(request, page.items), sum_up_button(request, page.items), turning
    )
    message = await request.show(text, buttons)
    await remember(request, message, page.items)


async def _nothing(request: Request, feed: Feed | None) -> Html:
    if feed is not None:
        return request.texts("latest-none-of", feed=feed_name(request.texts, feed))
    subscriptions = await list_subscriptions(request.db, request.place, size=1)
    return request.texts("latest-none" if subscriptions.total else "subscriptions-none")
