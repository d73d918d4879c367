"""A chat's digest, quiet hours and time zone: changed, and said in plain words.

A digest or quiet hours that are asked for where no zone is known are kept and wait for it: so they begin
however the zone is told, by a button, by its name or by a clock.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from telegram import InlineKeyboardButton

from handlers.calendar_words import clock_in, clock_words, days_words, moment_words, zone_name
from handlers.context import Request
from handlers.keyboards import button, keyboard
from handlers.markup import Html, lines
from handlers.places import Target, heading
from handlers.zone_choosing import (
    ask_zone,
    zone_argument,
    zone_buttons,
    zone_command,
    zone_question,
)
from newsroom import ChatSettings, next_digest, quiet_hours
from storage import ChangeKind, change_settings, get_settings

OFF = ""
"""What a button carries in place of a time, for a setting that is off."""


async def change_digest(request: Request, target: Target, minute: int | None, days: int) -> None:
    """Give a chat a digest at a time on some days, None = none, and say what that means."""
    before, after = await _change(
        request,
        target,
        ChangeKind.DIGEST,
        lambda one: replace(one, digest_minute=minute, digest_days=days),
    )
    undo = None
    if _digest(before) != _digest(after):
        former = OFF if before.digest_minute is None else before.digest_minute
        undo = _undo(request, "digestset", former, before.digest_days, target.argument)
    await _say(request, target, after, digest_lines(request, after), undo)


async def change_quiet(request: Request, target: Target, hours: tuple[int, int] | None) -> None:
    """Give a chat quiet hours, None = none, and say what that means."""
    start, end = hours or (None, None)
    before, after = await _change(
        request,
        target,
        ChangeKind.QUIET,
        lambda one: replace(one, quiet_from=start, quiet_to=end),
    )
    undo = None
    if _quiet(before) != _quiet(after):
        former = _quiet(before) or (OFF, OFF)
        undo = _undo(request, "quietset", *former, target.argument)
    await _say(request, target, after, quiet_lines(request, after), undo)


async def change_zone(request: Request, target: Target, zone: str | None) -> None:
    """Let a chat live by the clock of a zone, None = of none, and say what that means."""
    before, after = await _change(
        request, target, ChangeKind.TIMEZONE, lambda one: replace(one, timezone=zone)
    )
    undo = None
    if before.timezone != zone:
        undo = _undo(request, "tz", zone_argument(before.timezone), target.argument)
    await _say(request, target, after, zone_lines(request, after), undo)


async def show_digest(request: Request, target: Target) -> None:
    """Say when a chat's digest comes."""
    settings = await get_settings(request.db, target.place.chat_id)
    await _say(request, target, settings, digest_lines(request, settings), None)


async def show_quiet(request: Request, target: Target) -> None:
    """Say when it is quiet in a chat."""
    settings = await get_settings(request.db, target.place.chat_id)
    await _say(request, target, settings, quiet_lines(request, settings), None)


async def show_zone(request: Request, target: Target) -> None:
    """Say by which clock a chat lives, or ask for it."""
    settings = await get_settings(request.db, target.place.chat_id)
    if settings.timezone is None:
        await ask_zone(request, target)
        return
    hint = request.texts("zone-hint", command=zone_command(target))
    await request.show(lines(heading(request, target), *zone_lines(request, settings), hint))


def digest_lines(request: Request, settings: ChatSettings) -> list[Html]:
    """Say when a chat's digest comes and what follows from that."""
    texts = request.texts
    if settings.digest_minute is None:
        return [texts("digest-none")]
    when = days_words(texts, settings.digest_days)
    time = clock_words(settings.digest_minute)
    if settings.timezone is None:
        return [texts("digest-waits", days=when, time=time)]
    due_at = next_digest(settings, request.now)
    assert due_at is not None  # noqa: S101 - it has a time and a zone
    coming = moment_words(texts, due_at, settings.timezone, request.now)
    zone = zone_name(settings.timezone)
    return [
        texts("digest-when", days=when, time=time, zone=zone, next=coming),
        texts("digest-means"),
    ]


def quiet_lines(request: Request, settings: ChatSettings) -> list[Html]:
    """Say when it is quiet in a chat, and whether it is so now."""
    texts, hours = request.texts, _quiet(settings)
    if hours is None:
        return [texts("quiet-none")]
    start, end = map(clock_words, hours)
    if settings.timezone is None:
        return [texts("quiet-waits", start=start, end=end)]
    span = quiet_hours(settings, request.now)
    assert span is not None  # noqa: S101 - it has times and a zone
    said = [texts("quiet-when", start=start, end=end, zone=zone_name(settings.timezone))]
    if span.begins_at <= request.now:
        until = moment_words(texts, span.ends_at, settings.timezone, request.now)
        said.append(texts("quiet-now", until=until))
    return said


def zone_lines(request: Request, settings: ChatSettings) -> list[Html]:
    """Say by which clock a chat lives, and what goes by it."""
    texts, zone = request.texts, settings.timezone
    if zone is None:
        return [texts("zone-none")]
    said = [texts("zone-is", zone=zone_name(zone), time=clock_in(zone, request.now))]
    if settings.digest_minute is not None:
        said += digest_lines(request, settings)[:1]
    if _quiet(settings) is not None:
        said += quiet_lines(request, settings)
    return said


async def _change(
    request: Request,
    target: Target,
    kind: ChangeKind,
    change: Callable[[ChatSettings], ChatSettings],
) -> tuple[ChatSettings, ChatSettings]:
    """Change a chat's settings; what they hold no longer is sent at once."""
    changed = await change_settings(
        request.db,
        target.place.chat_id,
        change,
        request.now,
        thread_id=target.place.thread_id,
        by=request.user.id,
        kind=kind,
    )
    request.desk.services.deliver()
    return changed


async def _say(
    request: Request,
    target: Target,
    settings: ChatSettings,
    said: Sequence[Html],
    undo: InlineKeyboardButton | None,
) -> None:
    """Say it; where clock times wait for a zone, ask for that."""
    waits = settings.digest_minute is not None or settings.quiet_from is not None
    row = [] if undo is None else [undo]
    above = heading(request, target)
    if settings.timezone is None and waits:
        text = lines(above, *said, "", zone_question(request, target))
        await request.show(text, keyboard(*zone_buttons(request, target), row))
    else:
        await request.show(lines(above, *said), keyboard(row))


def _undo(request: Request, verb: str, *arguments: int | str) -> InlineKeyboardButton:
    return button(request, request.texts("button-undo"), verb, *arguments)


def _digest(settings: ChatSettings) -> tuple[int, int] | None:
    minute = settings.digest_minute
    return None if minute is None else (minute, settings.digest_days)


def _quiet(settings: ChatSettings) -> tuple[int, int] | None:
    start, end = settings.quiet_from, settings.quiet_to
    return None if start is None or end is None else (start, end)
