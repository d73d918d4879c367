"""Searching what is stored: /search, any other text in private, and the buttons of the answer."""

from handlers.context import Request
from handlers.search_answer import CATALOGUE, narrow_answer, run_offer, show_found, turn_page


async def search(request: Request) -> None:
    """/search QUERY: the articles that match, newest and best first."""
    if not request.args.strip():
        await request.reply(request.texts("search-usage"))
        return
    await show_found(request, CATALOGUE, request.args)


async def search_page(request: Request) -> None:
    """Turn a page of an answer."""
    await turn_page(request, CATALOGUE)


async def narrow_pressed(request: Request) -> None:
    """Narrow a search, or take that back."""
    await narrow_answer(request, CATALOGUE)


async def search_offered(request: Request) -> None:
    """Run a query that was offered where another one found nothing."""
    await run_offer(request, CATALOGUE)
