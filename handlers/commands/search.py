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
from handlers.searching import QUERY_UNITS, feeds_named, left_out
from handlers.sum_up import sum_up_button
from handlers.summing import stories_of
from handlers.watching import watch_button
from newsroom import Article, Query, make_snippet, parse_query
from storage import SearchPage, SlowQuery, visible_articles
from storage import search as find

PAGE_SIZE = 5

TITLE_LENGTH = 120
"""Characters of a title in an answer."""


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


async def _show(request: Request, typed: str, key: str | None) -> None:
    texts, query = request.texts, parse_query(typed, request.now)
    head = lines(texts("search-title", query=code(typed)), *left_out(texts, query))
    feeds = await feeds_named(request.db, query, request.chat.id)
    if query.is_empty or feeds == frozenset():
        reason = texts("search-empty" if query.is_empty else "search-no-such-feed")
        await request.show(lines(head, reason))
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
    await _show_page(request, head, query, page)


async def _show_page(request: Request, head: Html, query: Query, page: SearchPage) -> None:
    texts = request.texts
    found = [hit.article_id for hit in page.hits]
    articles = await visible_articles(request.db, found, visible_to=request.chat.id)
    if not articles:
        await request.show(
            lines(head, texts("search-nothing")), keyboard(watch_button(request, query))
        )
        return
    incomplete = None if page.complete else texts("search-incomplete")
    stories = await without_copies(articles)
    first = [story[0] for story in stories]
    told = await stories_of(request, first)
    entries = [
        part for story in stories for part in ("", *_hit(request, story, told[story[0].id], query))
    ]
    buttons = keyboard(
        opening_buttons(request, first),
        [*sum_up_button(request, first), *watch_button(request, query)],
        _turning(request, page),
    )
    message = await request.show(lines(head, incomplete, *entries), buttons)
    await remember(request, message, articles)


def _typed_in(request: Request) -> str:
    """Return the query that the answer under the pressed button shows."""
    for entity in request.message.entities:
        if entity.type == MessageEntity.CODE:
            return request.message.parse_entity(entity)
    raise BadArguments


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
