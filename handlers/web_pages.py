"""The web pages of articles, and pages that are no article of ours.

The link of such a page stands in the message, set as code: a press of the button reads it from there,
since no button has room for it.
"""

from urllib.parse import urlsplit

from telegram import InlineKeyboardMarkup, MessageEntity

from handlers.article_views import fitting, reading_button, reading_minutes
from handlers.cards import TITLE_UNITS
from handlers.context import BadArguments, Request
from handlers.keyboards import button, keyboard
from handlers.markup import TEXT_LIMIT, bold, clip, code, directed, lines, link, utf16_length
from handlers.naming import link_spellings
from handlers.problems import page_problem_and_advice
from handlers.summing import sum_up_page
from newsroom import Article, Entry, Problem, wants_page

_LONGEST_LINK = 1500
"""UTF-16 units: the message has room for it beside what else it says."""

_AROUND = 500
"""UTF-16 units that a page's summary leaves for the title and the source."""


async def with_page(request: Request, article: Article) -> Article:
    """Return an article with the text of its web page, where the feed gives only a teaser of it.

    The page is read now if it has not been; where that fails, the feed's text serves, without a word.
    """
    if not wants_page(article, request.now):
        return article
    async with request.typing():
        return await request.desk.services.read_article(article)


async def offer_page(request: Request, words: str) -> None:
    """Say that no article has this link, and offer to read its page."""
    address = words if "://" in words else link_spellings(words)[0]
    if utf16_length(address) > _LONGEST_LINK:
        shown = clip(words, TITLE_UNITS)
        await request.reply(request.texts("article-link-too-long", words=shown))
        return
    await request.reply(request.texts("page-offer", link=code(address)), _fetching(request))


async def show_page(request: Request) -> None:
    """Read the page whose link stands in the pressed message; show its summary in place of the offer."""
    address = _address_in(request)
    async with request.typing():
        found = await request.desk.services.read_page(address)
    if isinstance(found, Problem):
        said = request.texts("page-not-read", link=code(address))
        problem = page_problem_and_advice(request.texts, found)
        await request.show(lines(said, problem), _fetching(request))
        return
    (entry,) = found.entries
    await _show_summary(request, entry, site=found.title, address=entry.url or address)


async def _show_summary(request: Request, entry: Entry, *, site: str, address: str) -> None:
    texts = request.texts
    title = clip(entry.title, TITLE_UNITS)
    host = urlsplit(address).hostname or address
    # A page that does not say what its site is called has its own title there.
    source = host if site in ("", entry.title) else site
    sentences = await sum_up_page(request, entry, site)
    room = TEXT_LIMIT - _AROUND
    said = [*map(directed, fitting(sentences, room))] if sentences else [texts("page-no-story")]
    minutes = texts("reading-time", n=reading_minutes(entry.text))
    text = lines(
        bold(link(directed(title) if title else texts("untitled"), address)),
        "",
        *said,
        "",
        texts("page-source", site=clip(source, TITLE_UNITS), time=minutes),
    )
    await request.show(text, keyboard(reading_button(request, address)))


def _address_in(request: Request) -> str:
    """Return the link that the message under the pressed button shows."""
    for entity in request.message.entities:
        if entity.type == MessageEntity.CODE:
            return request.message.parse_entity(entity)
    raise BadArguments


def _fetching(request: Request) -> InlineKeyboardMarkup | None:
    return keyboard([button(request, request.texts("button-fetch"), "fetch")])
