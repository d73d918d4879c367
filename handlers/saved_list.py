"""A person's reading list as a message with pages: for /saved, its link, and the buttons that lead to it."""

from telegram import InlineKeyboardButton

from handlers.article_views import opening_buttons
from handlers.articles import remember
from handlers.cards import TITLE_UNITS, article_source, article_title
from handlers.context import Request
from handlers.keyboards import button, keyboard, link_button
from handlers.markup import Html, clip, lines
from handlers.paging import page_buttons, page_line
from newsroom import Article, Page
from storage import saved_articles

PAGE_SIZE = 5


async def show_saved(request: Request, words: str = "", number: int = 0) -> None:
    """Show a page of the asker's list, or of what on it has `words`. In a group: where that is shown."""
    texts = request.texts
    if not request.in_private:
        await request.show(texts("saved-in-private"), keyboard([list_button(request)]))
        return
    words = words.replace(":", " ").strip()  # a colon parts a button's data
    page = await saved_articles(
        request.db,
        request.user.id,
        visible_to=request.chat.id,
        words=words,
        page=number,
        size=PAGE_SIZE,
    )
    if not page.items:
        shown = clip(words, TITLE_UNITS)
        await request.show(texts("saved-none-found", words=shown) if words else texts("saved-none"))
        return
    entries: list[Html | str] = []
    for place, article in enumerate(page.items, start=1):
        title = article_title(texts, article)
        entry = texts("article-entry", place=str(place), title=title)
        entries += ["", entry, article_source(texts, article, request.now)]
    turning = _turning(request, words, page)
    cut = page.pages > 1 and not turning
    text = lines(
        _title(request, words, page.total),
        *entries,
        "",
        page_line(request, page),
        texts("saved-more-words") if cut else None,
        texts("saved-hint"),
    )
    removing = [
        button(request, texts("button-remove-number", place=str(place)), "unsave", article.id)
        for place, article in enumerate(page.items, start=1)
    ]
    buttons = keyboard(opening_buttons(request, page.items), removing, turning)
    await remember(request, await request.show(text, buttons), page.items)


def list_button(request: Request) -> InlineKeyboardButton:
    """Return the button that leads to the reading list: in a group, to the private chat."""
    label = request.texts("button-saved")
    if request.in_private:
        return button(request, label, "saved", 0, "")
    return link_button(label, f"https://t.me/{request.bot.username}?start=saved")


def _title(request: Request, words: str, total: int) -> Html:
    if not words:
        return request.texts("saved-title", n=total)
    return request.texts("saved-found", n=total, words=clip(words, TITLE_UNITS))


def _turning(request: Request, words: str, page: Page[Article]) -> tuple[InlineKeyboardButton, ...]:
    try:
        return page_buttons(request, page, "saved", words)
    except ValueError:  # so many words that no button can carry them
        return ()
