"""What a search has found, as one message with pages: for /search, /saved and the links that lead to them.

The query stands in the answer, set as code: a press of a button reads it from there, so that nothing has to
be kept and no query is too long for a button.

Copies of one story on a page are one entry. Pages are counted in hits, before that: so folding moves nothing
from one page to another, and a page of five hits shows five articles, by fewer entries at times.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from telegram import InlineKeyboardButton, MessageEntity

from handlers.article_views import opening_buttons
from handlers.articles import remember
from handlers.cards import article_source
from handlers.context import BadArguments, Request
from handlers.copies import also_in, without_copies
from handlers.keyboards import button, keyboard
from handlers.markup import Html, code, direction_mark, emboldened, lines, link
from handlers.narrowings import narrowed, narrowing_buttons, older_button
from handlers.search_limits import missing_from
from handlers.search_offers import offer_pressed, show_nothing
from handlers.searching import QUERY_UNITS, feeds_named, left_out, tidy_query
from handlers.sum_up import sum_up_button
from handlers.summing import stories_of
from handlers.watching import watch_button
from newsroom import Article, Query, Typed, make_snippet, parse_query
from storage import (
    SearchPage,
    SlowQuery,
    StorageError,
    count_search,
    search,
    visible_articles,
)

PAGE_SIZE = 5

TITLE_LENGTH = 120
"""Characters of a title in an answer."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """What is searched, and how the answer speaks of it."""

    title: str
    turn: str
    """The verb of the buttons that turn pages."""
    narrow: str
    """The verb of those that narrow the search."""
    is_own: bool = False
    """Whether it is the asker's reading list."""


CATALOGUE = Shelf("search-title", turn="search", narrow="narrow")
READING_LIST = Shelf("saved-search-title", turn="savedfind", narrow="savednarrow", is_own=True)


async def show_found(request: Request, shelf: Shelf, words: str) -> None:
    """Answer with the first page of what `words` find."""
    typed, is_cut = tidy_query(words)
    await _show(request, shelf, typed, "", is_cut=is_cut)
    await _count(request)


async def turn_page(request: Request, shelf: Shelf) -> None:
    """Turn a page of an answer."""
    await _show(request, shelf, _typed_in(request), request.word(0))


async def narrow_answer(request: Request, shelf: Shelf) -> None:
    """Narrow the search of an answer, or take that back; it then begins with its first page."""
    typed = await narrowed(
        request, _as_typed(request, _typed_in(request)), verb=shelf.narrow, turn=shelf.turn
    )
    if typed:
        await _show(request, shelf, typed, "")


async def run_offer(request: Request, shelf: Shelf) -> None:
    """Run the query that a pressed button offers, where another one has found nothing."""
    await _show(request, shelf, offer_pressed(request), "")
    await _count(request)


async def _count(request: Request) -> None:
    """Count a search once it is answered: nobody waits for that, nor is told where it cannot be done."""
    with suppress(StorageError):
        await count_search(request.db, request.now)


async def _show(
    request: Request, shelf: Shelf, typed: str, key: str, *, is_cut: bool = False
) -> None:
    if shelf.is_own and not request.in_private:  # no button of ours leads there
        raise BadArguments
    texts, query = request.texts, parse_query(typed, request.now, request.operators)
    head = lines(
        texts(shelf.title, query=texts.isolated(code(typed))),
        texts("search-cut", limit=QUERY_UNITS) if is_cut else None,
        *left_out(texts, query),
    )
    feeds = await feeds_named(request.db, query, request.visible_to)
    narrowed_to = narrowing_buttons(request, shelf.narrow, _as_typed(request, typed), (), "")
    if query.is_empty:
        await request.show(lines(head, texts("search-empty")), keyboard(narrowed_to))
        return
    try:
        page = await search(
            request.desk.index,
            query,
            visible_to=request.visible_to,
            now=request.now,
            feeds=feeds,
            saved_by=request.user.id if shelf.is_own else None,
            limit=PAGE_SIZE,
            key=key or None,
        )
    except SlowQuery:
        await request.show(lines(head, texts("search-slow")), keyboard(narrowed_to))
        return
    found = [hit.article_id for hit in page.hits]
    articles = await visible_articles(request.db, found, visible_to=request.visible_to)
    if articles:
        await _show_page(request, shelf, _Answer(head, typed, query, page, articles, key))
    elif shelf.is_own:
        await request.show(
            lines(head, *missing_from(texts, page), texts("saved-none-found")),
            keyboard(narrowed_to),
        )
    else:
        missing = missing_from(texts, page)
        older = older_button(request, shelf.narrow, page)
        below = (older, narrowed_to, watch_button(request, query))
        await show_nothing(request, head, typed, feeds, *missing, below=below)


@dataclass(frozen=True, slots=True)
class _Answer:
    """A page of hits, before it is shown."""

    head: Html
    typed: str
    query: Query
    page: SearchPage
    articles: Sequence[Article]
    key: str


async def _show_page(request: Request, shelf: Shelf, answer: _Answer) -> None:
    page = answer.page
    stories = await without_copies(answer.articles, request.desk.signatures)
    first = [story[0] for story in stories]
    told = await stories_of(request, first)
    entries = [
        part
        for story in stories
        for part in ("", *_hit(request, story, told[story[0].id], answer.query))
    ]
    buttons = keyboard(
        opening_buttons(request, first),
        _removing(request, first) if shelf.is_own else (),
        narrowing_buttons(
            request, shelf.narrow, _as_typed(request, answer.typed), answer.articles, answer.key
        ),
        [
            *sum_up_button(request, first),
            *(() if shelf.is_own else watch_button(request, answer.query)),
        ],
        [*_turning(request, shelf, page), *older_button(request, shelf.narrow, page)],
    )
    message = await request.show(
        lines(answer.head, *missing_from(request.texts, page), *entries), buttons
    )
    await remember(request, message, answer.articles)


def _typed_in(request: Request) -> str:
    """Return the query that the answer under the pressed button shows."""
    for entity in request.message.entities:
        if entity.type == MessageEntity.CODE:
            return request.message.parse_entity(entity)
    raise BadArguments


def _as_typed(request: Request, query: str) -> Typed:
    return Typed(query, request.now, request.operators)


def _hit(
    request: Request, story: Sequence[Article], text: str, query: Query
) -> tuple[Html | None, ...]:
    """Show an article, an excerpt of its text, and where else on this page the same story stands."""
    texts, (article, *copies) = request.texts, story
    title = make_snippet(article.heading, query, TITLE_LENGTH) if article.heading else None
    shown = texts("untitled") if title is None else _marked(title.text, title.matches)
    snippet = make_snippet(text, query)
    return (
        link(shown, article.url),
        article_source(texts, article, request.now),
        _marked(snippet.text, snippet.matches),
        also_in(request.texts, copies),
    )


def _marked(line: str, matches: Sequence[tuple[int, int]]) -> Html:
    """Return a line with its matches in bold, which runs in its own direction."""
    return Html(f"{direction_mark(line)}{emboldened(line, matches)}")


def _removing(request: Request, articles: Sequence[Article]) -> list[InlineKeyboardButton]:
    """Return a button for each article of a reading list that takes it off."""
    return [
        button(
            request, request.texts("button-remove-number", place=str(place)), "unsave", article.id
        )
        for place, article in enumerate(articles, start=1)
    ]


def _turning(request: Request, shelf: Shelf, page: SearchPage) -> list[InlineKeyboardButton]:
    keys = (("button-previous", page.previous_key), ("button-next", page.next_key))
    return [
        button(request, request.texts(label), shelf.turn, key)
        for label, key in keys
        if key is not None
    ]
