"""Searching what is stored: /search, any other text in private, and the pages of the answer.

The query stands in the answer, set as code: a press of a paging button reads it from there, so that
nothing has to be kept and no query is too long for a button.

Copies of one story on a page are one entry. Pages are counted in hits, before that: so folding moves nothing
from one page to another, and a page of five hits shows five articles, by fewer entries at times.
"""

from collections.abc import Sequence

from telegram import InlineKeyboardButton, MessageEntity

from handlers.article_views import opening_buttons
from handlers.articles import remember
from handlers.cards import article_source
from handlers.context import BadArguments, Request
from handlers.copies import also_in, without_copies
from handlers.keyboards import button, keyboard
from handlers.markup import Html, clip, code, emboldened, lines, link
from handlers.search_limits import missing_from
from handlers.search_offers import offer_pressed, show_nothing
from handlers.sum_up import sum_up_button
from handlers.summing import stories_of
from newsroom import Article, Ignored, Query, make_snippet, parse_query
from storage import SearchPage, SlowQuery, feeds_by_title, get_feed, visible_articles
from storage import search as find

PAGE_SIZE = 5

QUERY_UNITS = 250
"""UTF-16 units of a query that are looked at; nobody types more by hand."""

TITLE_LENGTH = 120
"""Characters of a title in an answer."""

_IGNORED = {
    Ignored.NO_WORD: "search-ignored-no-word",
    Ignored.TOO_MANY: "search-ignored-too-many",
    Ignored.NO_VALUE: "search-ignored-no-value",
    Ignored.NO_MINUS: "search-ignored-no-minus",
    Ignored.BAD_DATE: "search-ignored-bad-date",
    Ignored.BAD_LANGUAGE: "search-ignored-bad-language",
    Ignored.BAD_ORDER: "search-ignored-bad-order",
    Ignored.SHORT_PREFIX: "search-ignored-short-prefix",
    Ignored.LONE_OR: "search-ignored-lone-or",
}


async def search(request: Request) -> None:
    """/search QUERY: the articles that match, newest and best first."""
    typed = clip(" ".join(request.args.split()), QUERY_UNITS)
    if not typed:
        await request.reply(request.texts("search-usage"))
        return
    await _show(request, typed, None)


async def search_page(request: Request) -> None:
    """Turn a page of an answer."""
    await _show(request, _typed_in(request), request.word(0) or None)


async def search_offered(request: Request) -> None:
    """Run a query that was offered where another one found nothing."""
    await _show(request, offer_pressed(request), None)


async def _show(request: Request, typed: str, key: str | None) -> None:
    texts, query = request.texts, parse_query(typed, request.now, request.operators)
    head = lines(texts("search-title", query=code(typed)), *_notes(request, query))
    feeds = await _feeds_of(request, query)
    if query.is_empty:
        await request.show(lines(head, texts("search-empty")))
        return
    if feeds == frozenset():
        await show_nothing(request, head, typed, feeds)
        return
    try:
        page = await find(
            request.desk.index,
            query,
            visible_to=request.chat.id,
            now=request.now,
            feeds=feeds,
            limit=PAGE_SIZE,
            key=key,
        )
    except SlowQuery:
        await request.show(lines(head, texts("search-slow")))
        return
    if not await _show_page(request, head, query, page):
        await show_nothing(request, head, typed, feeds, *missing_from(request.texts, page))


async def _show_page(request: Request, head: Html, query: Query, page: SearchPage) -> bool:
    """Show what was found; return whether there was anything."""
    found = [hit.article_id for hit in page.hits]
    articles = await visible_articles(request.db, found, visible_to=request.chat.id)
    if not articles:
        return False
    missing = missing_from(request.texts, page)
    stories = await without_copies(articles)
    first = [story[0] for story in stories]
    told = await stories_of(request, first)
    entries = [
        part for story in stories for part in ("", *_hit(request, story, told[story[0].id], query))
    ]
    buttons = keyboard(
        opening_buttons(request, first), sum_up_button(request, first), _turning(request, page)
    )
    message = await request.show(lines(head, *missing, *entries), buttons)
    await remember(request, message, articles)
    return True


def _typed_in(request: Request) -> str:
    """Return the query that the answer under the pressed button shows."""
    for entity in request.message.entities:
        if entity.type == MessageEntity.CODE:
            return request.message.parse_entity(entity)
    raise BadArguments


async def _feeds_of(request: Request, query: Query) -> frozenset[int] | None:
    """Return the numbers of the feeds that the query names, of those this chat may see; None = any."""
    if not query.feeds:
        return None
    found: set[int] = set()
    for name in query.feeds:
        if name.isascii() and name.isdigit() and len(name) < 10:
            feed = await get_feed(request.db, int(name), visible_to=request.chat.id)
            found |= set() if feed is None else {feed.id}
        else:
            named = await feeds_by_title(request.db, name, visible_to=request.chat.id)
            found |= {feed.id for feed in named}
    return frozenset(found)


def _hit(
    request: Request, story: Sequence[Article], text: str, query: Query
) -> tuple[Html | None, ...]:
    """Show an article, an excerpt of its text, and where else on this page the same story stands."""
    texts, (article, *copies) = request.texts, story
    title = make_snippet(article.heading, query, TITLE_LENGTH) if article.heading else None
    shown = texts("untitled") if title is None else emboldened(title.text, title.matches)
    snippet = make_snippet(text, query)
    return (
        link(shown, article.url),
        article_source(texts, article, request.now),
        emboldened(snippet.text, snippet.matches),
        also_in(request, copies),
    )


def _turning(request: Request, page: SearchPage) -> list[InlineKeyboardButton]:
    buttons = []
    if page.previous_key is not None:
        buttons.append(
            button(request, request.texts("button-previous"), "search", page.previous_key)
        )
    if page.next_key is not None:
        buttons.append(button(request, request.texts("button-next"), "search", page.next_key))
    return buttons


def _notes(request: Request, query: Query) -> list[Html]:
    """Say what of the query is not looked for, and why."""
    by_reason: dict[Ignored, list[str]] = {}
    for part, why in query.ignored:
        by_reason.setdefault(why, []).append(part)
    return [
        request.texts(_IGNORED[why], parts=clip(", ".join(parts), QUERY_UNITS))
        for why, parts in by_reason.items()
    ]
