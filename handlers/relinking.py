"""Looking at the address that a feed is to have from now on."""

from handlers.adding import look_at_spellings
from handlers.cards import TITLE_UNITS
from handlers.context import Request
from handlers.markup import clip, lines
from handlers.naming import feed_by_link, link_spellings
from handlers.problems import problem_and_advice
from newsroom import Feed, Look
from storage import FeedEdit, FeedSetting, edit_feed


async def look_at_link(request: Request, feed: Feed, link: str) -> Look | None:
    """Return what stands at `link`; None, and said why, where it cannot become the feed's address."""
    texts = request.texts
    if not link_spellings(link):
        await request.reply(texts("edit-link-usage", id=str(feed.id)))
        return None
    taken = await feed_by_link(request, link)
    if taken is not None and taken.id != feed.id:
        await request.reply(texts("edit-link-taken", id=str(taken.id)))
        return None
    async with request.typing():
        look = await look_at_spellings(request, link)
    if look.problem is not None:
        said = texts("edit-link-kept", link=clip(link, TITLE_UNITS))
        await request.reply(lines(said, problem_and_advice(texts, look.problem)))
        return None
    if look.url == feed.url:
        await request.reply(texts("edit-link-same"))
        return None
    return look


async def relink(request: Request, feed: Feed, look: Look) -> FeedEdit | None:
    """Give a feed the address that was looked at; what it lists now alerts nobody.

    None where the feed is gone. Raises FeedExists where another has that address.
    """
    edit = await edit_feed(
        request.db,
        feed.id,
        FeedSetting.LINK,
        look.url,
        at_place=request.place,
        by=request.user.id,
        now=request.now,
    )
    if edit is not None:
        await request.desk.services.keep_look(edit.feed, look)
    return edit
