"""Watching for a query: what is said when a place begins to, and the list of what it watches for."""

from dataclasses import replace

from telegram import InlineKeyboardButton

from handlers.cards import TITLE_UNITS, article_age, article_title
from handlers.context import Request
from handlers.keyboards import button, in_rows, keyboard
from handlers.markup import Html, bold, clip, code, lines
from handlers.paging import page_buttons, page_line
from handlers.places import Target, heading
from handlers.searching import QUERY_UNITS, feeds_named, left_out, tidy_query
from handlers.texts import Texts
from newsroom import Query, Watch, parse_query, same_query, settle_query
from storage import (
    SearchPage,
    SlowQuery,
    add_watch,
    get_feed,
    list_watches,
    resume_chat,
    search,
    visible_articles,
)

MOST_WATCHES = 50
"""Of one chat, all of its topics together."""

PREVIEW = 3
"""Articles that show what a new watch would have found."""

PAGE_SIZE = 8
_BUTTONS_A_ROW = 4


def watch_button(request: Request, query: Query) -> list[InlineKeyboardButton]:
    """Return the button below a search that watches for what it looked for, where that can be watched."""
    return [button(request, request.texts("button-watch"), "watch")] if query.wanted else []


def query_shown(texts: Texts, query: str) -> Html:
    """Return a query as it stands in a sentence; a press reads it from there."""
    return Html(texts.isolate(code(query)))


async def watch_for(request: Request, target: Target, words: str) -> None:
    """Let a place watch for a query, and say what that means; or say why it cannot be."""
    texts, above = request.texts, heading(request, target)
    typed, is_cut = tidy_query(words)
    query = parse_query(typed, request.now, request.operators)
    feeds = await feeds_named(request.db, query, target.place.chat_id)
    if is_cut:
        await request.reply(lines(above, texts("watch-too-long", n=QUERY_UNITS)))
        return
    if not query.wanted:
        refusal = texts("watch-everything")
    elif feeds == frozenset():
        refusal = texts("search-no-such-feed")
    else:
        await _add(request, target, typed, query, feeds)
        return
    await request.reply(lines(above, *left_out(texts, query), refusal))


async def watch_like(request: Request, target: Target, settled: str) -> Watch | None:
    """Return the watch of a place that means the same; None where it has none."""
    there = await list_watches(request.db, target.place, size=MOST_WATCHES)
    return next((one for one in there.items if same_query(one.query, settled)), None)


async def show_watches(request: Request, target: Target, number: int = 0) -> None:
    """Show a page of what a place watches for, each with a button that ends it."""
    texts, above = request.texts, heading(request, target)
    page = await list_watches(request.db, target.place, page=number, size=PAGE_SIZE)
    if not page.items:
        await request.show(lines(above, texts("watches-none")))
        return
    first = page.number * PAGE_SIZE + 1
    entries = [
        lines(
            texts("watch-entry", place=str(place), query=query_shown(texts, watch.query)),
            None if watch.paused is None else texts("watch-paused"),
        )
        for place, watch in enumerate(page.items, first)
    ]
    ends = [
        button(
            request,
            texts("button-remove-number", place=str(place)),
            "unwatch",
            watch.id,
            target.argument,
        )
        for place, watch in enumerate(page.items, first)
    ]
    turning = page_buttons(request, page, "watches", target.argument)
    text = lines(above, texts("unwatch-which"), "", *entries, page_line(request, page))
    await request.show(text, keyboard(*in_rows(ends, _BUTTONS_A_ROW), turning))


async def _add(
    request: Request, target: Target, typed: str, query: Query, feeds: frozenset[int] | None
) -> None:
    texts, above = request.texts, heading(request, target)
    settled = settle_query(typed, request.now, feeds or (), operators=request.operators)
    alike = await watch_like(request, target, settled)
    watch, is_new = await add_watch(
        request.db,
        target.place,
        settled if alike is None else alike.query,
        by=request.user.id,
        now=request.now,
        limit=MOST_WATCHES,
    )
    if watch is None:
        await request.reply(lines(above, texts("watches-full", n=MOST_WATCHES)))
        return
    if target.chat.paused is not None:  # the bot may post there, or we would not be here
        await resume_chat(request.db, target.chat.id, request.now)
    key = "watching" if is_new else "watched-already"
    said = texts(key, query=query_shown(texts, watch.query))
    label = texts("button-undo" if is_new else "button-unwatch")
    end = button(request, label, "unwatch", watch.id, target.argument)
    text = lines(
        above,
        said,
        await _only_in(request, target, feeds),
        *left_out(texts, query),
        *(await _preview(request, target, query, feeds) if is_new else ()),
    )
    await request.reply(text, keyboard([end]))


async def _only_in(request: Request, target: Target, feeds: frozenset[int] | None) -> Html | None:
    """Name the feeds that a watch is limited to; None: it is not."""
    if feeds is None:
        return None
    texts = request.texts
    found = [
        await get_feed(request.db, number, visible_to=target.place.chat_id)
        for number in sorted(feeds)[:PAGE_SIZE]
    ]
    titles = [bold(texts.isolate(clip(feed.title, TITLE_UNITS))) for feed in found if feed]
    more = ["…"] if len(feeds) > PAGE_SIZE else []
    return texts("watch-only-in", feeds=Html(", ".join([*titles, *more])))


async def _preview(
    request: Request, target: Target, query: Query, feeds: frozenset[int] | None
) -> list[Html]:
    """Show the last articles that the watch would have found."""
    texts, visible_to = request.texts, target.place.chat_id
    try:
        page = await search(
            request.desk.index,
            replace(query, newest_first=True),
            visible_to=visible_to,
            now=request.now,
            feeds=feeds,
            limit=PREVIEW,
        )
    except SlowQuery:  # the watch itself is quick all the same
        page = SearchPage(hits=())
    found = [hit.article_id for hit in page.hits]
    articles = await visible_articles(request.db, found, visible_to=visible_to)
    if not articles:
        return [texts("watch-found-nothing")]
    entries = (
        texts(
            "recent-article",
            title=article_title(texts, article),
            ago=article_age(texts, article, request.now),
        )
        for article in articles
    )
    return [texts("watch-would-have-found"), *entries]
