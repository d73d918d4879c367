"""The reading list: /save, /saved and their buttons."""

from handlers.articles import article_pressed, choose_article, find_articles
from handlers.cards import article_title
from handlers.context import Request
from handlers.keyboards import button, keyboard
from handlers.markup import bold
from handlers.saved_list import list_button, show_saved
from handlers.search_answer import READING_LIST, narrow_answer, turn_page
from newsroom import Article
from storage import save_article, unsave_article


async def save(request: Request) -> None:
    """/save ARTICLE: put it on the asker's reading list."""
    named = await find_articles(request, request.args)
    article = await choose_article(request, named, "save", lambda one: ("save", one.id))
    if article is None:
        return
    title = _title(request, article)
    if not await save_article(request.db, request.user.id, article.id, request.now):
        said = request.texts("saved-already", title=title)
        await request.reply(said, keyboard([list_button(request)]))
        return
    undo = button(request, request.texts("button-undo"), "unsave", article.id)
    said = request.texts("saved", title=title)
    await request.reply(said, keyboard([undo, list_button(request)]))


async def save_pressed(request: Request) -> None:
    """Save the article of a message, which stays as it is: it may stand in a group."""
    article = await article_pressed(request)
    if article is None:
        return
    added = await save_article(request.db, request.user.id, article.id, request.now)
    await request.toast(request.texts("saved-note" if added else "saved-already-note"))


async def unsave_pressed(request: Request) -> None:
    """Take an article off the reading list; there is undo."""
    article = await article_pressed(request)
    if article is None:
        return
    saved_at = await unsave_article(request.db, request.user.id, article.id)
    title = _title(request, article)
    if saved_at is None:
        await request.show(
            request.texts("unsaved-already", title=title), keyboard([list_button(request)])
        )
        return
    undo = button(request, request.texts("button-undo"), "resave", article.id, saved_at)
    said = request.texts("unsaved", title=title)
    await request.show(said, keyboard([undo, list_button(request)]))


async def resave_pressed(request: Request) -> None:
    """Put an article back to where it stood on the reading list."""
    saved_at = request.number(1)
    article = await article_pressed(request)
    if article is None:
        return
    await save_article(request.db, request.user.id, article.id, saved_at)
    said = request.texts("saved", title=_title(request, article))
    await request.show(said, keyboard([list_button(request)]))


async def saved(request: Request) -> None:
    """Show the asker's reading list, or what of it has the words: /saved [WORDS]."""
    await show_saved(request, request.args)


async def saved_page(request: Request) -> None:
    """Turn a page of the reading list."""
    await show_saved(request, number=request.number(0))


async def found_page(request: Request) -> None:
    """Turn a page of what was found on the reading list."""
    await turn_page(request, READING_LIST)


async def narrow_pressed(request: Request) -> None:
    """Narrow a search of the reading list, or take that back."""
    await narrow_answer(request, READING_LIST)


def _title(request: Request, article: Article) -> str:
    return bold(article_title(request.texts, article))
