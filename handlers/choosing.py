"""Choosing among the feeds of a page.

The addresses stand in the question, set as code, and a title of the person's own in bold: a press reads them
from there, so that nothing has to be kept and no address is too long for a button. Where the address leads
is judged anew when it is looked at.
"""

from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from telegram import MessageEntity
from telegram.constants import MessageEntityType

from handlers.context import BadArguments, Request
from handlers.keyboards import button, keyboard
from handlers.markup import Html, bold, clip, code, lines, utf16_length
from handlers.naming import link_spellings
from newsroom import FoundFeed, Look, clean_line

MOST_CHOICES = 8
ADDRESS_UNITS = 300
"""A feed with a longer address is not offered: all of them must stand in one message, whole."""
_TITLE_UNITS = 80


def choices_of(look: Look) -> tuple[FoundFeed, ...]:
    """Return the feeds of a page that can be offered."""
    fitting = [feed for feed in look.feeds if utf16_length(feed.url) <= ADDRESS_UNITS]
    return tuple(fitting[:MOST_CHOICES])


async def ask_which(
    request: Request,
    page: str,
    choices: Sequence[FoundFeed],
    button_data: Callable[[int], tuple[int | str, ...]],
    *,
    own_title: str | None = None,
    above: Html | None = None,
) -> None:
    """Ask which of the feeds of a page is meant.

    `button_data`: the verb and the arguments of the button that chooses the feed at a position, from 0.
    `own_title`: what the feed is to be called. `above`: the first line.
    """
    texts = request.texts
    question = texts("which-found", n=len(choices), site=urlsplit(page).hostname or page)
    named = None
    if own_title is not None:
        named = texts("which-found-title", title=bold(texts.isolate(own_title)))
    entries = [_entry(request, place, feed) for place, feed in enumerate(choices, 1)]
    rows = []
    for position, feed in enumerate(choices):
        verb, *arguments = button_data(position)
        label = texts("button-choice", id=str(position + 1), title=_title(feed))
        rows.append([button(request, label, str(verb), *arguments)])
    await request.reply(lines(above, question, named, *entries), keyboard(*rows))


def address_pressed(request: Request, position: int) -> str:
    """Return the address at a position of the question whose button was pressed.

    Raises BadArguments where the message has none there.
    """
    addresses = marked(request, MessageEntity.CODE)
    if not 0 <= position < len(addresses) or not link_spellings(addresses[position]):
        raise BadArguments
    return addresses[position]


def title_pressed(request: Request) -> str | None:
    """Return the title of the person's own that the question shows; None where it shows none."""
    titles = marked(request, MessageEntity.BOLD)
    return clean_line(titles[0]) or None if titles else None


def marked(request: Request, kind: MessageEntityType | str) -> list[str]:
    """Return what is marked so in the message whose button was pressed, in order."""
    message = request.message
    return [message.parse_entity(entity) for entity in message.entities if entity.type == kind]


def _entry(request: Request, number: int, feed: FoundFeed) -> Html:
    """Return a feed as the question shows it: number, title, address, how many entries and how new."""
    texts = request.texts
    amount = texts("found-entries", n=feed.entries)
    if feed.newest_at is not None:
        amount = texts("found-newest", entries=amount, ago=texts.ago(request.now - feed.newest_at))
    title = texts("found-entry", number=str(number), title=_title(feed))
    return lines("", title, code(feed.url), amount)


def _title(feed: FoundFeed) -> str:
    return clip(feed.title or urlsplit(feed.url).hostname or feed.url, _TITLE_UNITS)
