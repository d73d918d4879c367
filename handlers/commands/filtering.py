"""/filter: which articles of a feed arrive, by words."""

from telegram import MessageEntity

from handlers.choosing import marked
from handlers.context import BadArguments, Request
from handlers.feed_words import split_feed
from handlers.filtering import BACK, OFF, SHOW, apply_filter, show_filter
from handlers.naming import choose_feed, feed_pressed
from handlers.places import Titled, target_named, target_pressed


async def filter_(request: Request) -> None:
    """/filter [CHAT] FEED [WORDS,-WORDS | off]. Without words: how the feed is filtered."""
    place = await target_named(request, posting=False, titled=Titled.UNLESS_FEED)
    if place is None:
        return
    target = place.target
    named, words = await split_feed(request, target, place.words)
    if not named.words and not named.feeds:
        await request.reply(request.texts("filter-no-feed"))
        return
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
