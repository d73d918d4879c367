"""One article: /summary, its card, the buttons that open and expand them, and a page that is none yet."""

from telegram import InlineKeyboardMarkup

from handlers.article_views import retelling_of, show_card, show_summary, summary_lines
from handlers.articles import article_pressed, choose_article, find_articles
from handlers.context import NO_PREVIEW, BadArguments, Request
from handlers.growing import Canvas, first_words, grow
from handlers.keyboards import keyboard
from handlers.markup import CAPTION_LIMIT, TEXT_LIMIT, Html, lines, utf16_length
from handlers.sum_up import sum_up_list, turn_page
from handlers.web_pages import offer_page, show_page, with_page
from storage import note_expanded

_BETWEEN = 300
"""UTF-16 units that an expanded message has for what is no sentence of the summary."""

_LEAST_ROOM = 100
"""UTF-16 units; in less, under a picture with a long text, no summary fits."""


async def summary(request: Request) -> None:
    """/summary ARTICLE: a few sentences of its own."""
    named = await find_articles(request, request.args)
    if named.link is not None:
        await offer_page(request, named.link)
        return
    article = await choose_article(request, named, "summary", lambda one: ("summary", one.id))
    if article is not None:
        await show_summary(request, await with_page(request, article))


async def summary_pressed(request: Request) -> None:
    """Turn a card, or the question which article was meant, into the summary."""
    article = await article_pressed(request)
    if article is None:
        return
    if _is_offered(request):
        await show_summary(request, await with_page(request, article))
    else:
        await request.toast(request.texts("summary-there"))


async def expand_pressed(request: Request) -> None:
    """Put the summary below what an alert says, for all who read it; the first press does it."""
    article = await article_pressed(request)
    if article is None:
        return
    message = request.message
    there = message.text or message.caption
    if there is None:
        raise BadArguments
    if not _is_offered(request):
        await request.toast(request.texts("summary-there"))
        return
    captioned = message.text is None
    room = (CAPTION_LIMIT if captioned else TEXT_LIMIT) - utf16_length(there) - _BETWEEN
    if room < _LEAST_ROOM:
        await request.toast(request.texts("summary-no-room"))
        return
    article = await with_page(request, article)
    told = await summary_lines(request, article, room, there=there)
    canvas = Canvas(
        head=lines(Html(message.caption_html if captioned else message.text_html), "", told),
        keyboard=_without_pressed(request),
        preview=message.link_preview_options or NO_PREVIEW,
        captioned=captioned,
    )
    await note_expanded(request.db, request.chat.id, message.message_id)
    order = await retelling_of(request, article)
    text = canvas.text(first_words(request.texts, canvas, order))
    shown = await request.show(text, canvas.keyboard, canvas.preview)
    grow(request, shown, canvas, order)


async def article_opened(request: Request) -> None:
    """Send the card of an article in a list; the list stays."""
    article = await article_pressed(request)
    if article is not None:
        await show_card(request, article)


async def sum_up_pressed(request: Request) -> None:
    """Sum up all articles of a list; the list stays."""
    await sum_up_list(request)


async def sum_up_page(request: Request) -> None:
    """Turn a page of what was summed up."""
    await turn_page(request)


async def fetch_pressed(request: Request) -> None:
    """Read the web page whose link the message shows, and sum it up."""
    await show_page(request)


def _is_offered(request: Request) -> bool:
    """Whether the message still has the pressed button: somebody else may have been quicker."""
    markup, pressed = request.message.reply_markup, _pressed(request)
    rows = markup.inline_keyboard if markup else ()
    return any(one.callback_data == pressed for row in rows for one in row)


def _without_pressed(request: Request) -> InlineKeyboardMarkup | None:
    """Return the message's keyboard without the pressed button."""
    markup, pressed = request.message.reply_markup, _pressed(request)
    rows = markup.inline_keyboard if markup else ()
    return keyboard(*([one for one in row if one.callback_data != pressed] for row in rows))


def _pressed(request: Request) -> str | None:
    return None if request.press is None else request.press.query.data
