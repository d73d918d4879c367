"""A person's reading list as a message with pages: for /saved, its link, and the buttons that lead to it."""

from telegram import InlineKeyboardButton

from handlers.article_views import opening_buttons
from handlers.articles import remember
from handlers.cards import article_source, article_title
from handlers.context import Request
from handlers.keyboards import button, keyboard, link_button
from handlers.markup import Html, lines
from handlers.paging import page_buttons, page_line
from handlers.search_answer import READING_LIST, show_found
from storage import saved_articles

PAGE_SIZE = 5


async def show_saved(request: Request, words: str = "", number: int = 0) -> None:
    """Show a page of the asker's list, or what on it `words` find. In a group: where that is shown."""
    texts = request.texts
    if not request.in_private:
        await request.show(texts("saved-in-private"), keyboard([list_button(request)]))
        return
    if words.strip():
        await show_found(request, READING_LIST, words)
        return
    page = await saved_articles(
        request.db,
        request.user.id,
        visible_to=request.visible_to,
        page=number,
        size=PAGE_SIZE,
    )
    if not page.items:
        await request.show(texts("saved-none"))
        return
    entries: list[Html | str] = []
    for place, article in enumerate(page.items, start=1):
        title = article_title(texts, article)
        entry = texts("article-entry", place=str(place), title=title)
        entries += ["", entry, article_source(texts, article, request.now)]
    text = lines(
        texts("saved-title", n=page.total),
        *entries,
        "",
        page_line(request, page),
        texts("saved-hint"),
    )
    removing = [
        button(request, texts("button-remove-number", place=str(place)), "unsave", article.id)
        for place, article in enumerate(page.items, start=1)
    ]
    buttons = keyboard(
        opening_buttons(request, page.items), removing, page_buttons(request, page, "saved")
    )
    await remember(request, await request.show(text, buttons), page.items)


def list_button(request: Request) -> InlineKeyboardButton:
    """Return the button that leads to the reading list: in a group, to the private chat."""
    label = request.texts("button-saved")
    if request.in_private:
        return button(request, label, "saved", 0)
    return link_button(label, f"https://t.me/{request.bot.username}?start=saved")
