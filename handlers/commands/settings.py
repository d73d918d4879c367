"""/settings: how alerts look and arrive in a chat, and those of one feed there."""

from handlers.context import Request
from handlers.feed_words import split_feed
from handlers.naming import choose_feed, feed_pressed
from handlers.places import Titled, target_named, target_pressed
from handlers.settings import change_setting, show_settings
from handlers.subscription_settings import change_by_button, change_by_words, show_subscription

SHOW = "show"
"""What the button carries that only shows a subscription's settings."""


async def settings(request: Request) -> None:
    """Answer /settings [CHAT] [FEED [title NAME | tags #TAGS]]: show what is set, or change a text of it."""
    place = await target_named(request, posting=False, titled=Titled.UNLESS_FEED)
    if place is None:
        return
    target = place.target
    if not place.words.strip():
        await show_settings(request, target)
        return
    named, words = await split_feed(request, target, place.words)
    feed = await choose_feed(
        request, named, lambda feed: ("subset", feed.id, SHOW, "", target.argument)
    )
    if feed is None:
        return
    if words:
        await change_by_words(request, target, feed, words)
    else:
        await show_subscription(request, target, feed)


async def set_pressed(request: Request) -> None:
    """Change a setting of the chat."""
    name, value = request.word(0), request.word(1)
    target = await target_pressed(request, 2, posting=False)
    if target is not None:
        await change_setting(request, target, name, value)


async def subset_pressed(request: Request) -> None:
    """Show the settings of a subscription, or change one of them."""
    name, value = request.word(1), request.word(2)
    feed = await feed_pressed(request)
    if feed is None:
        return
    target = await target_pressed(request, 3, posting=False)
    if target is None:
        return
    if name == SHOW:
        await show_subscription(request, target, feed)
    else:
        await change_by_button(request, target, feed, name, value)
