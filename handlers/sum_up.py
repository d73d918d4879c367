"""«Sum up»: all articles of a list in one message, each with one sentence of its own.

With a language model one short overview stands above. The message knows its articles by what it is noted to
show, so that its buttons need not carry them.
"""

from collections.abc import Awaitable, Callable, Sequence

from telegram import InlineKeyboardButton, Message

from handlers.articles import remember
from handlers.cards import article_title
from handlers.context import Request
from handlers.copies import without_copies
from handlers.growing import Canvas, first_words, grow
from handlers.keyboards import button, keyboard
from handlers.markup import TEXT_LIMIT, Html, clip, directed, lines, plain, utf16_length
from handlers.paging import page_buttons, page_line
from handlers.retelling import order_overview
from handlers.summing import sum_up
from newsroom import Article, Page, one_sentence
from storage import articles_shown, visible_articles

SENTENCE_UNITS = 400
"""A longer sentence is clipped: there is one of each article, so that all can be looked over."""

_AROUND = 1800
"""UTF-16 units of a page for its title, its number and the overview."""


def sum_up_button(request: Request, articles: Sequence[Article]) -> list[InlineKeyboardButton]:
    """Return the button that sums up the articles of a list; none where there is only one."""
    if len(articles) < 2:
        return []
    return [button(request, request.texts("button-sum-up"), "sumup")]


async def sum_up_list(request: Request) -> None:
    """Sum up the articles that the pressed message shows, in a message of its own."""
    articles = await _articles_here(request)
    if articles:
        await _begin(request, articles)


async def sum_up_these(request: Request, articles: Sequence[Article]) -> None:
    """Sum up some articles, of a story that several feeds have one, in a message of its own."""
    await _begin(request, await _stories(request, articles))


async def turn_page(request: Request) -> None:
    """Turn a page of such a message."""
    articles = await _articles_here(request)
    if articles:
        await _show(request, articles, request.number(0), request.show)


async def _articles_here(request: Request) -> tuple[Article, ...]:
    """Return the articles of the pressed message that this chat may read, or say that there are none.

    Of a story that several feeds have, one stands for all.
    """
    numbers = await articles_shown(request.db, request.chat.id, request.message.message_id)
    articles = await visible_articles(request.db, numbers, visible_to=request.visible_to)
    if not articles:
        await request.toast(request.texts("article-gone"))
    return await _stories(request, articles)


async def _stories(request: Request, articles: Sequence[Article]) -> tuple[Article, ...]:
    return tuple(story[0] for story in await without_copies(articles, request.desk.signatures))


async def _begin(request: Request, articles: Sequence[Article]) -> None:
    async with request.typing():
        await _show(request, articles, 0, request.reply)


async def _show(
    request: Request,
    articles: Sequence[Article],
    number: int,
    send: Callable[..., Awaitable[Message]],
) -> None:
    texts = request.texts
    page = _paged([await _entry(request, *one) for one in enumerate(articles, start=1)], number)
    below = page_line(request, page)
    canvas = Canvas(
        head=texts("sum-up-title", n=len(articles)),
        tail=lines(Html("\n\n".join(page.items)), *([] if below is None else ["", below])),
        keyboard=keyboard(page_buttons(request, page, "sumpage")),
    )
    order = await order_overview(request, articles) if page.number == 0 else None
    message = await send(canvas.text(first_words(texts, canvas, order)), canvas.keyboard)
    await remember(request, message, articles)
    grow(request, message, canvas, order)


async def _entry(request: Request, place: int, article: Article) -> Html:
    """Return an article's title, number and sentence."""
    texts = request.texts
    title = article_title(texts, article)
    head = texts("sum-up-entry", place=str(place), title=title, id=str(article.id))
    sentences = await sum_up(request, article)
    if not sentences:
        return lines(head, texts("sum-up-nothing"))
    sentence = one_sentence(sentences, article.language)
    return lines(head, directed(clip(sentence, SENTENCE_UNITS)))


def _paged(entries: Sequence[Html], number: int) -> Page[Html]:
    """Return a page of the entries, as many as one message holds."""
    pages: list[list[Html]] = []
    room = 0
    for entry in entries:
        units = utf16_length(plain(entry)) + 2
        if units > room:
            pages.append([])
            room = TEXT_LIMIT - _AROUND
        pages[-1].append(entry)
        room -= units
    number = min(max(number, 0), len(pages) - 1)
    return Page(tuple(pages[number]), number=number, pages=len(pages), total=len(entries))
