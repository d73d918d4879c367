"""Adding a feed by its link: look, store, and tell where it stands already or what is wrong with it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from handlers.cards import TITLE_UNITS
from handlers.choosing import ask_which, choices_of
from handlers.context import Request
from handlers.markup import Html, clip, code, lines
from handlers.naming import feed_by_link
from handlers.problems import problem_and_advice
from handlers.rights import Right, role_allows
from newsroom import Feed, Look, ParsedFeed, ProblemKind
from storage import FeedExists, add_feed, feed_by_url, get_feed

_MAYBE_WITHOUT_TLS = frozenset({ProblemKind.UNREACHABLE, ProblemKind.INSECURE, ProblemKind.TIMEOUT})
"""What a site that has no https may answer to it."""


@dataclass(frozen=True, slots=True)
class Added:
    """A feed of the catalogue; `new` tells whether it was not there before."""

    feed: Feed
    new: bool
    found_on: str | None = None
    """The page that led to it; None where its own address was sent, or it was there."""


def may_add(request: Request) -> bool:
    """Whether the one who asks may put feeds into the catalogue."""
    rules, role = request.desk.rules, request.user.role
    return rules.anyone_adds_feeds or role_allows(role, Right.ADMIN)


async def look_and_add(
    request: Request,
    link: str,
    *,
    button_data: Callable[[int], tuple[int | str, ...]],
    own_title: str | None = None,
    above: Html | None = None,
) -> Added | None:
    """Put what stands at `link` into the catalogue, if it is not there; None where it is no feed.

    What was wrong is said then, with what to do next; of a page with several feeds, it is asked which.
    `button_data`: the verb and the arguments of the button that chooses the feed at a position, from 0.
    `above`: the first line of that question.
    """
    async with request.typing():
        found = await find_or_look(request, link)
        if isinstance(found, Look) and found.parsed is not None:
            found = await keep_found(request, found, found.parsed, own_title)
    if isinstance(found, Added):
        return found
    if choices := choices_of(found):
        await ask_which(request, found.url, choices, button_data, own_title=own_title, above=above)
    elif found.problem is not None:
        shown = clip(link, TITLE_UNITS)
        said = problem_and_advice(request.texts, found.problem)
        await request.reply(lines(request.texts("link-not-added", link=shown), said))
    return None


async def find_or_look(request: Request, link: str) -> Added | Look:
    """Return the feed of the catalogue at `link`; where there is none, what stands there. Nothing is said."""
    known = await feed_by_link(request, link)
    if known is not None:
        return Added(known, new=False)
    look = await look_at_spellings(request, link)
    known = None
    if look.parsed is not None:
        known = await feed_by_url(request.db, look.url, visible_to=request.visible_to)
    return look if known is None else Added(known, new=False)


async def keep_found(
    request: Request, look: Look, parsed: ParsedFeed, own_title: str | None
) -> Added:
    """Put a feed that was seen into the catalogue, with what it listed then."""
    try:
        feed = await _store(request, look, parsed, own_title)
    except FeedExists as exists:  # two people at once, or two links to one feed
        return Added(exists.feed, new=False)
    return Added(feed, new=True, found_on=look.found_on)


def found_at(request: Request, added: Added) -> Html | None:
    """Say at which address a page's feed was found; None where nothing had to be looked for."""
    if added.found_on is None:
        return None
    return request.texts("feed-found-at", address=code(clip(added.feed.url, TITLE_UNITS)))


async def look_at_spellings(request: Request, link: str) -> Look:
    """Look at a link; without a scheme at https first. Where nothing is well, the first look counts."""
    looks = []
    for address in _addresses(link):
        look = await request.desk.services.look_at(address)
        looks.append(look)
        if look.problem is None:
            return look
        if look.problem.kind not in _MAYBE_WITHOUT_TLS:
            break
    return looks[0]


def _addresses(link: str) -> Iterator[str]:
    if "://" in link:
        yield link
        return
    yield f"https://{link}"
    yield f"http://{link}"


async def _store(request: Request, look: Look, parsed: ParsedFeed, own_title: str | None) -> Feed:
    feed = await add_feed(
        request.db,
        url=look.url,
        title=parsed.title or urlsplit(look.url).hostname or look.url,
        own_title=own_title,
        site_url=parsed.site_url,
        language=parsed.language,
        by=request.user.id,
        now=request.now,
    )
    await request.desk.services.keep_look(feed, look)
    return await get_feed(request.db, feed.id, visible_to=request.visible_to) or feed
