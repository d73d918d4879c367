"""Showing what a feed's setting is now, with what takes the change back."""

from handlers.cards import feed_name
from handlers.context import Request
from handlers.feed_settings import said_of_change
from handlers.keyboards import button, keyboard
from handlers.markup import lines
from newsroom import Feed
from storage import FeedEdit, get_feed, tags_of


async def tags_of_one(request: Request, feed: Feed) -> tuple[str, ...]:
    """Return the tags of a feed."""
    return (await tags_of(request.db, [feed.id])).get(feed.id, ())


async def show_change(request: Request, edit: FeedEdit) -> None:
    """Say what a setting is now; a press shows it in place of what was pressed on."""
    texts = request.texts
    feed = await get_feed(request.db, edit.feed.id, visible_to=request.visible_to) or edit.feed
    text = lines(
        texts("edit-done", id=str(feed.id), feed=feed_name(texts, feed)),
        said_of_change(texts, feed, edit.setting, await tags_of_one(request, feed)),
        texts("edit-link-forgot", id=str(feed.id)) if edit.forgot_secrets else None,
    )
    undo = button(request, texts("button-undo"), "editundo", edit.number)
    settings = button(request, texts("button-settings"), "edit", feed.id)
    await request.show(text, keyboard([undo, settings]))
