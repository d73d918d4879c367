"""The catalogue's keeping, for admins: /addfeed, /removefeed, /pausefeed, /resumefeed."""

from handlers.adding import found_at, look_and_add
from handlers.adding_several import add_several, read_links
from handlers.cards import feed_card, feed_name, subscribe_or_end
from handlers.choosing import address_pressed, title_pressed
from handlers.context import BadArguments, Request
from handlers.keyboards import button, keyboard
from handlers.markup import Html, lines
from handlers.naming import feed_named, feed_pressed
from handlers.undoing import restore_removed
from newsroom import Feed, FeedState
from storage import FeedExists, count_subscribers, remove_feed, set_feed_state

_ASK, _REMOVE, _KEEP = "ask", "yes", "no"
"""What the buttons about a removal carry."""


async def addfeed(request: Request) -> None:
    """/addfeed LINK [TITLE]: put the feed at a link, or that of its page, into the catalogue.

    Several links at once are told in one message.
    """
    links = read_links(request.args)
    if not links:
        await request.reply(request.texts("addfeed-usage"))
    elif len(links) == 1:
        await _add(request, links[0].link, links[0].title)
    else:
        await add_several(request, links)


async def addfound_pressed(request: Request) -> None:
    """Add one of a page's feeds. The question stays for the others; the answer comes below."""
    await _add(request, address_pressed(request, request.number(0)), title_pressed(request))


async def _add(request: Request, link: str, own_title: str | None) -> None:
    added = await look_and_add(
        request,
        link,
        own_title=own_title,
        button_data=lambda position: ("addfound", position),
    )
    if added is None:
        return
    feed, texts = added.feed, request.texts
    key = "feed-added" if added.new else "feed-there-already"
    said = texts(key, id=str(feed.id), feed=feed_name(texts, feed))
    subscribing = await subscribe_or_end(request, feed)
    if not added.new:
        await request.reply(said, keyboard([subscribing]))
        return
    undo = button(request, texts("button-undo"), "remove", feed.id, _REMOVE)
    found, language = found_at(request, added), _language(request, feed)
    text = lines(said, found, language, await feed_card(request, feed))
    await request.reply(text, keyboard([subscribing], [undo]))


async def removefeed(request: Request) -> None:
    """/removefeed FEED: ask whether a feed is to leave the catalogue."""
    feed = await feed_named(request, "removefeed", "remove", _ASK)
    if feed is not None:
        await _ask_removal(request, feed)


async def remove_pressed(request: Request) -> None:
    """Ask about a removal, carry it out, or let it be."""
    feed, word = await feed_pressed(request), request.word(1)
    if feed is None:
        return
    if word == _ASK:
        await _ask_removal(request, feed)
    elif word == _REMOVE:
        await _remove(request, feed)
    elif word == _KEEP:
        await request.show(request.texts("feed-kept", feed=feed_name(request.texts, feed)))
    else:
        raise BadArguments


async def restore_pressed(request: Request) -> None:
    """Undo a removal of the last day."""
    texts = request.texts
    try:
        feed = await restore_removed(request)
    except FeedExists as exists:
        await request.show(texts("restore-added-anew", id=str(exists.feed.id)))
        return
    if feed is None:
        await request.show(texts("restore-nothing"))
        return
    await request.show(texts("feed-restored", id=str(feed.id), feed=feed_name(texts, feed)))


async def pausefeed(request: Request) -> None:
    """/pausefeed FEED: look at a feed no more until it is resumed."""
    feed = await feed_named(request, "pausefeed", "pause")
    if feed is not None:
        await _set_state(request, feed, FeedState.PAUSED)


async def pause_pressed(request: Request) -> None:
    """Pause a feed by a button."""
    feed = await feed_pressed(request)
    if feed is not None:
        await _set_state(request, feed, FeedState.PAUSED)


async def resumefeed(request: Request) -> None:
    """/resumefeed FEED: look at a paused feed again."""
    feed = await feed_named(request, "resumefeed", "resume")
    if feed is not None:
        await _set_state(request, feed, FeedState.ACTIVE)


async def resume_pressed(request: Request) -> None:
    """Resume a feed by a button."""
    feed = await feed_pressed(request)
    if feed is not None:
        await _set_state(request, feed, FeedState.ACTIVE)


def _language(request: Request, feed: Feed) -> Html | None:
    if feed.language is None:
        return None
    return request.texts("feed-language", language=request.texts.language_name(feed.language))


async def _ask_removal(request: Request, feed: Feed) -> None:
    texts = request.texts
    subscribers = await count_subscribers(request.db, feed.id)
    text = lines(
        texts("remove-ask", id=str(feed.id), feed=feed_name(texts, feed)),
        texts("remove-subscribers", n=subscribers) if subscribers else None,
    )
    buttons = [
        button(request, texts("button-remove"), "remove", feed.id, _REMOVE),
        button(request, texts("button-keep"), "remove", feed.id, _KEEP),
    ]
    await request.show(text, keyboard(buttons))


async def _remove(request: Request, feed: Feed) -> None:
    texts = request.texts
    if (
        await remove_feed(
            request.db, feed.id, at_place=request.place, by=request.user.id, now=request.now
        )
        is None
    ):
        await request.toast(texts("feed-gone"))
        return
    undo = button(request, texts("button-undo"), "restore", feed.id)
    await request.show(texts("feed-removed", feed=feed_name(texts, feed)), keyboard([undo]))


async def _set_state(request: Request, feed: Feed, state: FeedState) -> None:
    texts = request.texts
    if (
        await set_feed_state(
            request.db, feed.id, state, at_place=request.place, by=request.user.id, now=request.now
        )
        is None
    ):
        await request.toast(texts("feed-gone"))
        return
    if state is FeedState.PAUSED:
        said, opposite = "feed-paused", button(request, texts("button-resume"), "resume", feed.id)
    else:
        said, opposite = "feed-resumed", button(request, texts("button-pause"), "pause", feed.id)
    await request.show(texts(said, feed=feed_name(texts, feed)), keyboard([opposite]))
