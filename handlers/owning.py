"""Making a feed one chat's own, or everybody's again."""

from handlers.cards import feed_name
from handlers.changed_settings import show_change
from handlers.context import Request
from handlers.keyboards import button, keyboard
from handlers.markup import lines
from handlers.places import Target, target_called, target_here
from newsroom import Feed
from storage import FeedExists, FeedIsSecret, FeedSetting, count_others, edit_feed

HERE = "here"
"""What is typed for the chat that the command stands in."""

ALL = "all"
"""What is typed for «everybody's»."""


async def change_chat(request: Request, feed: Feed, words: str) -> None:
    """Make a feed that chat's own whose name or id was typed, or everybody's; where others follow it, ask."""
    typed = words.strip().lower()
    if typed == ALL:
        await keep_chat(request, feed, None)
        return
    if not typed:
        await request.reply(request.texts("edit-chat-usage", id=str(feed.id)))
        return
    target = target_here(request) if typed == HERE else await target_called(request, words.strip())
    if target is None:
        return
    others = await count_others(request.db, feed.id, target.place.chat_id)
    if others:
        await _ask(request, feed, target, others)
    else:
        await keep_chat(request, feed, target.place.chat_id)


async def keep_chat(request: Request, feed: Feed, chat_id: int | None) -> None:
    """Store whose feed it is: a chat's, or with None everybody's."""
    texts, number = request.texts, str(feed.id)
    if feed.owner_chat_id == chat_id:
        await request.toast(texts("edit-chat-same"))
        return
    try:
        edit = await edit_feed(
            request.db,
            feed.id,
            FeedSetting.CHAT,
            chat_id,
            at_place=request.place,
            by=request.user.id,
            now=request.now,
        )
    except FeedIsSecret:
        await request.toast(texts("edit-chat-secret", id=number))
        return
    except FeedExists:
        await request.toast(texts("edit-chat-taken"))
        return
    if edit is None:
        await request.toast(texts("feed-gone"))
        return
    await show_change(request, edit)


async def _ask(request: Request, feed: Feed, target: Target, others: int) -> None:
    texts = request.texts
    text = lines(
        texts("edit-chat-ask", id=str(feed.id), feed=feed_name(texts, feed)),
        texts("edit-chat-others", n=others),
    )
    yes = button(request, texts("button-chat-own"), "editchat", feed.id, target.argument)
    no = button(request, texts("button-keep"), "edit", feed.id)
    await request.show(text, keyboard([yes, no]))
