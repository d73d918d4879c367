"""/editfeed: a feed's settings, shown with what changes them, and changed one at a time.

Each change is noted in the audit and can be undone from there for a day.
"""

from handlers.cards import TITLE_UNITS
from handlers.changed_settings import show_change, tags_of_one
from handlers.context import BadArguments, Request
from handlers.feed_logins import change_secret, delete_secret
from handlers.feed_settings import (
    BadSetting,
    SecretKind,
    change_of,
    holds_secret,
    setting_buttons,
    settings_card,
    split_setting,
    unknown_setting,
)
from handlers.keyboards import keyboard
from handlers.markup import clip, lines
from handlers.naming import choose_feed, feed_pressed, find_feeds
from handlers.owning import change_chat, keep_chat
from handlers.places import target_pressed
from handlers.relinking import look_at_link, relink
from handlers.undoing import UNDO_FOR
from newsroom import Feed
from storage import FeedExists, FeedSetting, edit_feed, has_secrets, undo_feed_edit


async def editfeed(request: Request) -> None:
    """/editfeed FEED [SETTING VALUE]: show a feed's settings, or change one of them."""
    words, setting, value = split_setting(request)
    if isinstance(setting, SecretKind):
        await change_secret(request, words, setting, value)
        return
    if setting is None and holds_secret(words):
        text = request.texts("secret-name-feed")
        await request.reply(lines(text, await delete_secret(request)))
        return
    named = await find_feeds(request, words)
    if not named.words and not named.feeds:
        await request.reply(request.texts("feed-not-named", command="editfeed"))
        return
    if not named.feeds and (typed := unknown_setting(words)):
        number, word = typed
        shown = clip(word, TITLE_UNITS)
        await request.reply(request.texts("edit-unknown-setting", id=number, words=shown))
        return
    feed = await choose_feed(request, named, lambda feed: ("edit", feed.id))
    if feed is None:
        return
    if setting is None:
        await _show_settings(request, feed)
    elif setting is FeedSetting.LINK:
        await _change_link(request, feed, value)
    elif setting is FeedSetting.CHAT:
        await change_chat(request, feed, value)
    else:
        await _change(request, feed, setting, value)


async def edit_pressed(request: Request) -> None:
    """Show the settings of a feed chosen by a button."""
    feed = await feed_pressed(request)
    if feed is not None:
        await _show_settings(request, feed)


async def edit_set_pressed(request: Request) -> None:
    """Change a setting to what the button says."""
    feed = await feed_pressed(request)
    if feed is None:
        return
    try:
        setting = FeedSetting(request.word(1))
    except ValueError:
        raise BadArguments from None
    if setting not in (FeedSetting.INTERVAL, FeedSetting.PAGE):  # no button sets the others
        raise BadArguments
    await _change(request, feed, setting, request.word(2))


async def edit_chat_pressed(request: Request) -> None:
    """Make a feed one chat's own, after the question; who names another chat has to be its admin still."""
    feed = await feed_pressed(request)
    if feed is None:
        return
    target = await target_pressed(request, 1, posting=False)
    if target is not None:
        await keep_chat(request, feed, target.place.chat_id)


async def edit_undo_pressed(request: Request) -> None:
    """Undo a change of the last day."""
    try:
        edit = await undo_feed_edit(
            request.db,
            request.number(0),
            made_since=request.now - UNDO_FOR,
            by=request.user.id,
            now=request.now,
        )
    except FeedExists as exists:
        await request.show(request.texts("edit-link-taken", id=str(exists.feed.id)))
        return
    if edit is None:
        await request.toast(request.texts("edit-undo-nothing"))
        return
    await show_change(request, edit)


async def _show_settings(request: Request, feed: Feed) -> None:
    card = settings_card(
        request.texts,
        feed,
        await tags_of_one(request, feed),
        secret=await has_secrets(request.db, feed.id),
    )
    await request.show(card, keyboard(*setting_buttons(request, feed)))


async def _change(request: Request, feed: Feed, setting: FeedSetting, words: str) -> None:
    try:
        value = change_of(setting, words)
    except BadSetting as bad:
        await request.toast(request.texts(bad.key, id=str(feed.id)))
        return
    edit = await edit_feed(
        request.db,
        feed.id,
        setting,
        value,
        at_place=request.place,
        by=request.user.id,
        now=request.now,
    )
    if edit is None:
        await request.toast(request.texts("feed-gone"))
        return
    await show_change(request, edit)


async def _change_link(request: Request, feed: Feed, link: str) -> None:
    """Give a feed another address, once a feed has been seen there; what it lists now alerts nobody."""
    look = await look_at_link(request, feed, link)
    if look is None:
        return
    try:
        edit = await relink(request, feed, look)
    except FeedExists as exists:
        await request.reply(request.texts("edit-link-taken", id=str(exists.feed.id)))
        return
    if edit is None:
        await request.reply(request.texts("feed-gone"))
        return
    await show_change(request, edit)
