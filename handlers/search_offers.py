"""The answer to a search that found nothing: why, and queries that find something as buttons.

The offers stand in the answer, set as code behind the query: a button carries only which of them it runs, as
the buttons that turn pages find the query there.
"""

from collections.abc import Sequence

from telegram import InlineKeyboardButton, MessageEntity

from handlers.context import BadArguments, Request
from handlers.keyboards import button, keyboard
from handlers.markup import Html, clip, code, lines
from newsroom import Suggestions, WhyNothing
from storage import suggest_instead

_PARTS_UNITS = 60
"""Of a word, a phrase or a filter that is repeated."""

_WHY = {
    WhyNothing.MISSING: "search-nothing-missing",
    WhyNothing.APART: "search-nothing-apart",
    WhyNothing.NARROWED: "search-nothing-narrowed",
    WhyNothing.NOT_TOGETHER: "search-nothing-together",
}


async def show_nothing(
    request: Request,
    head: Html,
    typed: str,
    feeds: frozenset[int] | None,
    *notes: Html | None,
    below: Sequence[Sequence[InlineKeyboardButton]] = (),
) -> None:
    """Say that nothing was found, why, and what would be.

    `head` shows the query and what is left out of it; `feeds`: the numbers of those that it names, None = it
    names none; `notes` stand before the reason, the rows of buttons `below` after the offers.
    """
    suggestions = await suggest_instead(
        request.desk.index,
        typed,
        visible_to=request.visible_to,
        now=request.now,
        feeds=feeds,
        operators=request.operators,
    )
    texts, offers = request.texts, suggestions.offers
    reason = texts("search-no-such-feed") if feeds == frozenset() else _reason(request, suggestions)
    hint = texts("search-offers") if offers else texts("search-nothing-hint")
    listed = [Html(f"• {code(offer)}") for offer in offers]
    rows = [[button(request, offer, "searchoffer", place)] for place, offer in enumerate(offers)]
    await request.show(lines(head, *notes, "", reason, hint, *listed), keyboard(*rows, *below))


def offer_pressed(request: Request) -> str:
    """Return the query that the pressed button offers. Raises BadArguments where there is none."""
    shown = request.message
    codes = [each for each in shown.entities if each.type == MessageEntity.CODE]
    try:
        return shown.parse_entity(codes[1:][request.number(0)])
    except IndexError:
        raise BadArguments from None


def _reason(request: Request, suggestions: Suggestions) -> Html:
    texts = request.texts
    if suggestions.why not in _WHY:
        return texts("search-nothing")
    together = suggestions.why is WhyNothing.NOT_TOGETHER
    parts = [texts("search-part", words=clip(one, _PARTS_UNITS)) for one in suggestions.parts]
    return texts(_WHY[suggestions.why], parts=Html(texts.listed(parts, together=together)))
