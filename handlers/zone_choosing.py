"""Asking by which clock a place lives: with the usual zones as buttons, a city, or what a clock shows."""

from collections.abc import Sequence

from telegram import InlineKeyboardButton

from handlers.calendar_words import city_of, clock_in
from handlers.context import BadArguments, Request
from handlers.keyboards import button, in_rows, keyboard
from handlers.markup import Html, lines
from handlers.places import Target, heading
from newsroom import is_zone, usual_zones

_A_ROW = 2


async def ask_zone(
    request: Request, target: Target, *said: Html, zones: Sequence[str] = ()
) -> None:
    """Ask which of these zones is meant, or else of those that are usual in the reader's language."""
    text = lines(heading(request, target), *said, zone_question(request, target))
    await request.show(text, keyboard(*zone_buttons(request, target, zones)))


def zone_question(request: Request, target: Target) -> Html:
    """Return the question, with the other ways to tell a zone."""
    return request.texts("zone-ask", command=zone_command(target))


def zone_buttons(
    request: Request, target: Target, zones: Sequence[str] = ()
) -> tuple[Sequence[InlineKeyboardButton], ...]:
    """Return a button for each zone, with what its clocks show; () = the usual ones."""
    shown = zones or usual_zones(request.user.language or request.texts.language)
    buttons = [
        button(
            request,
            request.texts(
                "button-zone",
                city=city_of(request.texts, zone),
                time=clock_in(zone, request.now),
            ),
            *("tz", zone_argument(zone), target.argument),
        )
        for zone in shown
    ]
    return in_rows(buttons, _A_ROW)


def zone_command(target: Target) -> str:
    """Return the command that sets the zone of a place, to be typed on."""
    if not target.elsewhere:
        return "/timezone"
    username = target.chat.username
    return f"/timezone {f'@{username}' if username else target.chat.id}"


def zone_argument(zone: str | None) -> str:
    """Return a zone as a button carries it; a colon would part it from what follows."""
    return (zone or "").replace(":", ".")


def zone_pressed(request: Request, position: int) -> str | None:
    """Return the zone that a pressed button carries, None = none. Raises BadArguments for forged data."""
    zone = request.word(position).replace(".", ":")
    if zone and not is_zone(zone):
        raise BadArguments
    return zone or None
