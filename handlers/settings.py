"""How alerts look and arrive in a chat: one message that says what is set, with the buttons that change it.

A button carries what it sets, not «the other one»: pressed twice, or by two people, it does the same.
"""

from collections.abc import Sequence
from dataclasses import replace

from telegram import InlineKeyboardButton

from handlers.context import BadArguments, Request
from handlers.keyboards import button, keyboard
from handlers.languages import language_button
from handlers.markup import lines
from handlers.places import Target, heading, how_to_name
from handlers.texts import Texts
from newsroom import AlertStyle, ChatSettings
from storage import change_settings, get_settings

STYLE = "style"
MEDIA, PREVIEW, SILENT, ONE_STORY = "media", "preview", "silent", "one_story"
ANNOUNCEMENTS = "announcements"
FLAGS = (PREVIEW, SILENT, ONE_STORY, ANNOUNCEMENTS)
"""What buttons call the settings that are on or off."""

OFF, ON, ALBUM = "0", "1", "album"
"""What buttons carry; pictures have three states: none, the first, all of them as an album."""

NEXT_MEDIA = {OFF: ON, ON: ALBUM, ALBUM: OFF}

_HOUR = 60


async def show_settings(request: Request, target: Target) -> None:
    """Show the settings of a chat."""
    texts = request.texts
    settings = await get_settings(request.db, target.place.chat_id)
    text = lines(
        heading(request, target),
        texts("settings-title"),
        "",
        texts(f"settings-style-{settings.manner.style}"),
        *_times(texts, settings),
        "",
        texts("settings-hint"),
        how_to_name(request, target) if target.elsewhere else None,
    )
    flags = [[_flag_button(request, target, settings, name)] for name in FLAGS]
    language = await language_button(request, target)
    media = [_media_button(request, target, settings)]
    rows = [_style_buttons(request, target, settings), media, *flags, [language]]
    await request.show(text, keyboard(*rows))


async def change_setting(request: Request, target: Target, name: str, value: str) -> None:
    """Set one setting of a chat as a button says, and show all. Raises BadArguments for forged data."""
    await change_settings(
        request.db,
        target.place.chat_id,
        lambda one: changed(one, name, value),
        request.now,
        thread_id=target.place.thread_id,
        by=request.user.id,
    )
    await show_settings(request, target)


def changed(settings: ChatSettings, name: str, value: str) -> ChatSettings:
    """Return the settings with one of them as a button carries it. Raises BadArguments."""
    manner = settings.manner
    if name == STYLE:
        return replace(settings, manner=replace(manner, style=style_of(value)))
    if name == MEDIA:
        media, album = media_of(value)
        return replace(settings, manner=replace(manner, media=media, album=album))
    on = flag_of(value)
    match name:
        case "one_story":
            return replace(settings, one_story=on)
        case "announcements":
            return replace(settings, announcements=on)
        case "preview":
            return replace(settings, manner=replace(manner, preview=on))
        case "silent":
            return replace(settings, manner=replace(manner, silent=on))
    raise BadArguments


def style_of(value: str) -> AlertStyle:
    """Return the style that a button carries. Raises BadArguments."""
    try:
        return AlertStyle(value)
    except ValueError:
        raise BadArguments from None


def flag_of(value: str) -> bool:
    """Return what a button sets: «1» on, «0» off. Raises BadArguments."""
    if value not in (OFF, ON):
        raise BadArguments
    return value == ON


def media_of(value: str) -> tuple[bool, bool]:
    """Return whether a button asks for pictures and the like, and for all pictures. Raises BadArguments."""
    if value not in NEXT_MEDIA:
        raise BadArguments
    return value != OFF, value == ALBUM


def media_state(*, media: bool, album: bool) -> str:
    """Return what a button would carry that asks for this."""
    if not media:
        return OFF
    return ALBUM if album else ON


def media_label(texts: Texts, state: str) -> str:
    """Return the label of the button about pictures and the like."""
    return texts(
        {OFF: "button-media-off", ON: "button-media-on", ALBUM: "button-media-album"}[state]
    )


def ticked(texts: Texts, label: str, *, on: bool) -> str:
    """Return a button's label, marked where it is what holds now."""
    return texts("button-ticked", label=label) if on else label


def _style_buttons(
    request: Request, target: Target, settings: ChatSettings
) -> Sequence[InlineKeyboardButton]:
    texts = request.texts
    return [
        button(
            request,
            ticked(texts, texts(f"button-style-{one}"), on=one is settings.manner.style),
            "set",
            STYLE,
            one,
            target.argument,
        )
        for one in AlertStyle
    ]


def _media_button(request: Request, target: Target, settings: ChatSettings) -> InlineKeyboardButton:
    manner = settings.manner
    state = media_state(media=manner.media, album=manner.album)
    label = media_label(request.texts, state)
    return button(request, label, "set", MEDIA, NEXT_MEDIA[state], target.argument)


def _flag_button(
    request: Request, target: Target, settings: ChatSettings, name: str
) -> InlineKeyboardButton:
    manner = settings.manner
    is_on = {
        PREVIEW: manner.preview,
        SILENT: manner.silent,
        ONE_STORY: settings.one_story,
        ANNOUNCEMENTS: settings.announcements,
    }[name]
    label = request.texts(f"button-{name.replace('_', '-')}-{'on' if is_on else 'off'}")
    return button(request, label, "set", name, int(not is_on), target.argument)


def _times(texts: Texts, settings: ChatSettings) -> list[str]:
    """Say when alerts come; commands of their own change that."""
    digest, begin, end = settings.digest_minute, settings.quiet_from, settings.quiet_to
    zone = settings.timezone
    return [
        texts("settings-digest-none")
        if digest is None
        else texts("settings-digest", time=_clock(digest)),
        texts("settings-quiet-none")
        if begin is None or end is None
        else texts("settings-quiet", begin=_clock(begin), end=_clock(end)),
        texts("settings-zone-none") if zone is None else texts("settings-zone", zone=zone),
    ]


def _clock(minute: int) -> str:
    return f"{minute // _HOUR:02d}:{minute % _HOUR:02d}"
