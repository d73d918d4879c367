"""The buttons of a digest: its pages, and «Sum up»."""

from handlers.articles import remember
from handlers.context import Request
from handlers.digests import articles_on, digest_desk, page_of_digest, render_page
from handlers.sum_up import sum_up_these
from newsroom import Digest
from storage import get_digest, note_expanded


async def digest_page(request: Request) -> None:
    """Turn a page of a digest, for all who read it. From then on it is left to those who turn."""
    number = request.number(1)
    digest = await _digest_pressed(request)
    if digest is None:
        return
    page = page_of_digest(digest, number)
    await note_expanded(request.db, request.chat.id, request.message.message_id)
    made = await render_page(digest_desk(request), digest, number)
    message = await request.show(made.html, made.keyboard)
    await remember(request, message, await articles_on(request.db, digest, page))


async def digest_sum_up(request: Request) -> None:
    """Sum up the articles on a page of a digest; the digest stays."""
    number = request.number(1)
    digest = await _digest_pressed(request)
    if digest is None:
        return
    articles = await articles_on(request.db, digest, page_of_digest(digest, number))
    if articles:
        await sum_up_these(request, articles)
    else:
        await request.toast(request.texts("article-gone"))


async def _digest_pressed(request: Request) -> Digest | None:
    """Return the digest that a button names, if this chat has it; None, and said so, otherwise."""
    digest = await get_digest(request.db, request.number(0))
    if digest is None or digest.place.chat_id != request.chat.id:
        await request.toast(request.texts("digest-gone"))
        return None
    return digest
