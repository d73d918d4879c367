"""Saved searches that alert: /watch, /unwatch, the button below a search, and undo."""

from telegram import MessageEntity

from handlers.choosing import marked
from handlers.context import BadArguments, Request
from handlers.keyboards import button, keyboard
from handlers.markup import lines
from handlers.places import Target, heading, target_here, target_named, target_pressed
from handlers.searching import feeds_named, tidy_query
from handlers.watching import MOST_WATCHES, query_shown, show_watches, watch_for, watch_like
from newsroom import Watch, parse_query, settle_query
from storage import remove_watch, restore_watch


async def watch(request: Request) -> None:
    """/watch [CHAT] QUERY: alert on every new article, of any feed, that matches."""
    place = await target_named(request, posting=True)
    if place is None:
        return
    if not place.words.strip():
        await request.reply(request.texts("watch-usage"))
        return
    await watch_for(request, place.target, place.words)


async def watch_pressed(request: Request) -> None:
    """Watch for what a search looked for. Its answer stays; what the watch means comes below."""
    typed = marked(request, MessageEntity.CODE)
    if not typed:
        raise BadArguments
    await watch_for(request, target_here(request), typed[0])


async def unwatch(request: Request) -> None:
    """/unwatch [CHAT] [QUERY]. Without QUERY: what the place watches for, with buttons that end it."""
    place = await target_named(request, posting=False)
    if place is None:
        return
    words, _ = tidy_query(place.words)
    if not words:
        await show_watches(request, place.target)
        return
    found = await _like(request, place.target, words)
    if found is None:
        said = request.texts("not-watched", query=query_shown(request.texts, words))
        await request.reply(lines(heading(request, place.target), said))
        return
    await _end(request, place.target, found.id)


async def unwatch_pressed(request: Request) -> None:
    """End a watch by a button."""
    target = await target_pressed(request, 1, posting=False)
    if target is not None:
        await _end(request, target, request.number(0))


async def rewatch_pressed(request: Request) -> None:
    """Bring back a watch that was ended."""
    number = request.number(0)
    target = await target_pressed(request, 1, posting=False)
    if target is None:
        return
    texts = request.texts
    back = await restore_watch(request.db, target.place, number, limit=MOST_WATCHES)
    said = (
        texts("undo-nothing")
        if back is None
        else texts("watching-again", query=query_shown(texts, back.query))
    )
    await request.show(lines(heading(request, target), said))


async def watches_page(request: Request) -> None:
    """Turn a page of the watches."""
    target = await target_pressed(request, 1, posting=False)
    if target is not None:
        await show_watches(request, target, request.number(0))


async def _like(request: Request, target: Target, words: str) -> Watch | None:
    """Return the watch of a place that means what was typed."""
    query = parse_query(words, request.now, request.operators)
    feeds = await feeds_named(request.db, query, target.place.chat_id)
    settled = settle_query(words, request.now, feeds or (), operators=request.operators)
    return await watch_like(request, target, settled)


async def _end(request: Request, target: Target, number: int) -> None:
    texts, above = request.texts, heading(request, target)
    ended = await remove_watch(
        request.db, target.place, number, by=request.user.id, now=request.now
    )
    others = button(request, texts("button-watches"), "watches", 0, target.argument)
    if ended is None:
        await request.show(lines(above, texts("watch-gone")), keyboard([others]))
        return
    undo = button(request, texts("button-undo"), "rewatch", ended.id, target.argument)
    said = texts("unwatched", query=query_shown(texts, ended.query))
    await request.show(lines(above, said), keyboard([undo, others]))
