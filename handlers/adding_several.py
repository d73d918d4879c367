"""Adding several feeds by their links at once: looked at beside each other, told in one message."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from handlers.adding import Added, find_or_look, keep_found
from handlers.cards import TITLE_UNITS, feed_name
from handlers.choosing import choices_of
from handlers.context import Request
from handlers.markup import Html, clip, lines
from handlers.naming import link_spellings, unquoted
from handlers.problems import problem_words
from newsroom import Look, clean_line

MOST = 20
"""Links in one message; longer lists are files."""

_AT_ONCE = 4
"""Links that are looked at beside each other."""

_LINK_UNITS = 80


@dataclass(frozen=True, slots=True)
class Wanted:
    """A link, and what its feed is to be called; None = what it calls itself."""

    link: str
    title: str | None = None


def read_links(typed: str) -> tuple[Wanted, ...]:
    """Return the links of a message: one a line, each with a title if one likes, or several on one line.

    On one line what follows the first link is a title, unless all of it is links, written as the first one
    is: with `https://`, or all of them without. Empty where a line does not begin with a link.
    """
    wanted: dict[str, Wanted] = {}
    for line in filter(None, map(str.strip, typed.splitlines())):
        first, *others = line.split()
        if not link_spellings(first):
            return ()
        links = all(
            link_spellings(other) and ("://" in other or "://" not in first) for other in others
        )
        title = None if links else line.removeprefix(first)
        for link in (first, *others) if links else (first,):
            wanted.setdefault(link, Wanted(link, _title(title)))
    return tuple(wanted.values())


async def add_several(request: Request, links: Sequence[Wanted]) -> None:
    """Put the feeds at some links into the catalogue, and say of each what became of it."""
    texts = request.texts
    if len(links) > MOST:
        await request.reply(texts("addfeed-too-many", n=MOST))
        return
    places = asyncio.Semaphore(_AT_ONCE)

    async def find(one: Wanted) -> Added | Look:
        async with places:
            return await find_or_look(request, one.link)

    async with request.typing():
        found = await asyncio.gather(*map(find, links))
        # In their order, so that their numbers follow it.
        came = [await _keep(request, one, what) for one, what in zip(links, found, strict=True)]
    told = (_told(request, one.link, what) for one, what in zip(links, came, strict=True))
    await request.reply(lines(texts("addfeed-several", n=len(links)), *told))


async def _keep(request: Request, wanted: Wanted, found: Added | Look) -> Added | Look:
    if isinstance(found, Added) or found.parsed is None:
        return found
    return await keep_found(request, found, found.parsed, wanted.title)


def _told(request: Request, link: str, came: Added | Look) -> Html:
    texts, shown = request.texts, clip(link, _LINK_UNITS)
    if isinstance(came, Added):
        key = "addfeed-new" if came.new else "addfeed-known"
        return texts(key, id=str(came.feed.id), feed=feed_name(texts, came.feed))
    if choices_of(came) or came.problem is None:
        return texts("addfeed-page", link=shown)
    return texts("addfeed-refused", link=shown, problem=problem_words(texts, came.problem))


def _title(typed: str | None) -> str | None:
    return clip(clean_line(unquoted((typed or "").strip())), TITLE_UNITS) or None
