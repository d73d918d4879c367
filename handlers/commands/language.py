"""/language: which language the bot speaks in a chat."""

from handlers.context import Request
from handlers.languages import (
    AUTO,
    SHOW,
    choose_language,
    language_pressed,
    language_typed,
    show_languages,
)
from handlers.markup import clip
from handlers.places import target_named, target_pressed

_WORD_UNITS = 60


async def language(request: Request) -> None:
    """/language [CHAT] [LANGUAGE | auto]."""
    named = await target_named(request, posting=False)
    if named is None:
        return
    target, words = named.target, named.words.strip()
    if not words:
        await show_languages(request, target)
    elif words.casefold() == AUTO:
        await choose_language(request, target, None)
    elif tag := language_typed(request, words):
        await choose_language(request, target, tag)
    else:
        unknown = request.texts("language-unknown", words=clip(words, _WORD_UNITS))
        await show_languages(request, target, unknown)


async def language_button_pressed(request: Request) -> None:
    """Show the languages, or choose one."""
    only_show = request.word(0) == SHOW
    tag = None if only_show else language_pressed(request)
    target = await target_pressed(request, 1, posting=False)
    if target is None:
        return
    if only_show:
        await show_languages(request, target)
    else:
        await choose_language(request, target, tag)
