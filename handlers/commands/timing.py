"""When alerts arrive: /digest, /quiet and /timezone, with their buttons."""

from handlers.calendar_words import day_names, zone_names
from handlers.context import BadArguments, Request
from handlers.markup import Html, lines
from handlers.places import Target, Titled, heading, target_named, target_pressed
from handlers.timing import (
    OFF,
    change_digest,
    change_quiet,
    change_zone,
    show_digest,
    show_quiet,
    show_zone,
)
from handlers.zone_choosing import ask_zone, zone_pressed
from newsroom import (
    EVERY_DAY,
    find_zones,
    read_clock,
    read_clock_range,
    read_days,
    split_clock,
    zones_showing,
)

DAY_MINUTES = 24 * 60


async def digest(request: Request) -> None:
    """/digest [CHAT] [HH:MM [DAYS] | off]."""
    named = await target_named(request, posting=False, titled=Titled.ALWAYS)
    if named is None:
        return
    target, words = named.target, named.words.strip()
    if not words:
        await show_digest(request, target)
        return
    if words.casefold() == "off":
        await change_digest(request, target, None, EVERY_DAY)
        return
    typed = split_clock(words)
    if typed is None:
        await _refuse(request, target, request.texts("digest-not-understood", words=words))
        return
    minute, rest = typed
    names = day_names(request.texts, request.desk.library.texts(None))
    days = read_days(rest, names) if rest else EVERY_DAY
    if days is None:
        await _refuse(request, target, request.texts("digest-not-understood", words=rest))
        return
    await change_digest(request, target, minute, days)


async def digest_set_pressed(request: Request) -> None:
    """Bring back the digest that there was before."""
    minute, days = _minute(request, 0), request.number(1)
    if not 0 < days <= EVERY_DAY:
        raise BadArguments
    target = await target_pressed(request, 2, posting=False)
    if target is not None:
        await change_digest(request, target, minute, days)


async def quiet(request: Request) -> None:
    """/quiet [CHAT] [HH:MM-HH:MM | off]."""
    named = await target_named(request, posting=False, titled=Titled.ALWAYS)
    if named is None:
        return
    target, words = named.target, named.words.strip()
    if not words:
        await show_quiet(request, target)
        return
    if words.casefold() == "off":
        await change_quiet(request, target, None)
        return
    hours = read_clock_range(words)
    if hours is None:
        await _refuse(request, target, request.texts("quiet-not-understood", words=words))
    elif hours[0] == hours[1]:
        await _refuse(request, target, request.texts("quiet-all-day"))
    else:
        await change_quiet(request, target, hours)


async def quiet_set_pressed(request: Request) -> None:
    """Bring back the quiet hours that there were before."""
    start, end = _minute(request, 0), _minute(request, 1)
    target = await target_pressed(request, 2, posting=False)
    if target is None:
        return
    if start is None or end is None:
        await change_quiet(request, target, None)
    elif start == end:
        raise BadArguments
    else:
        await change_quiet(request, target, (start, end))


async def timezone(request: Request) -> None:
    """/timezone [CHAT] [ZONE | what a clock shows]."""
    named = await target_named(request, posting=False, titled=Titled.BEFORE_WORDS)
    if named is None:
        return
    target, words = named.target, named.words.strip()
    if not words:
        await show_zone(request, target)
        return
    minute = read_clock(words)
    if minute is not None:
        zones = zones_showing(minute, request.now)
        await ask_zone(request, target, request.texts("zone-by-clock"), zones=zones)
        return
    zones = find_zones(words, zone_names(request.texts))
    if len(zones) == 1:
        await change_zone(request, target, zones[0])
    elif zones:
        await ask_zone(request, target, request.texts("zone-which", words=words), zones=zones)
    else:
        await ask_zone(request, target, request.texts("zone-unknown", words=words))


async def zone_button_pressed(request: Request) -> None:
    """Let a place live by the clock of the zone that was chosen, or of the one before."""
    zone = zone_pressed(request, 0)
    target = await target_pressed(request, 1, posting=False)
    if target is not None:
        await change_zone(request, target, zone)


async def _refuse(request: Request, target: Target, said: Html) -> None:
    await request.reply(lines(heading(request, target), said))


def _minute(request: Request, position: int) -> int | None:
    """Return a time that a button carries, None = off. Raises BadArguments for forged data."""
    if request.word(position) == OFF:
        return None
    minute = request.number(position)
    if not 0 <= minute < DAY_MINUTES:
        raise BadArguments
    return minute
