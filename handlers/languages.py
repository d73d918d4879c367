"""The language of a chat: said, chosen with buttons, and found by its name."""

from dataclasses import replace

from telegram import InlineKeyboardButton

from handlers.context import BadArguments, Request
from handlers.keyboards import button, in_rows, keyboard
from handlers.markup import Html, lines
from handlers.places import Target, heading
from handlers.texts import Texts
from newsroom import ChatKind
from storage import given_language, set_language

SHOW, AUTO = "show", "auto"
"""What buttons carry that only show the languages, and for «as in Telegram»."""

_A_ROW = 2


async def language_button(request: Request, target: Target) -> InlineKeyboardButton:
    """Return the button that shows the languages and says which one is chosen."""
    given = await given_language(request.db, target.place.chat_id)
    label = request.texts("button-language", language=_name(request, given))
    return button(request, label, "lang", SHOW, target.argument)


async def show_languages(request: Request, target: Target, *said: Html) -> None:
    """Show which language a chat has, with a button for each there is."""
    texts = request.texts
    given = await given_language(request.db, target.place.chat_id)
    if given is not None:
        now = texts("language-is", language=_name(request, given))
    elif target.chat.kind is ChatKind.PRIVATE:
        now = texts("language-auto", language=_own_name(texts))
    else:
        now = texts("language-auto-group")
    choices = [
        _choice(request, target, tag, chosen=given == tag) for tag in request.desk.library.languages
    ]
    auto = _choice(request, target, None, chosen=given is None)
    text = lines(heading(request, target), *said, now)
    await request.show(text, keyboard(*in_rows(choices, _A_ROW), [auto]))


async def choose_language(request: Request, target: Target, tag: str | None) -> None:
    """Let a chat speak a language, None = as in Telegram; the answer is in that language already."""
    await set_language(request.db, target.place, tag, by=request.user.id, now=request.now)
    await show_languages(await speaking_anew(request, target), target)


async def speaking_anew(request: Request, target: Target) -> Request:
    """Return a request as it is answered after the language of `target` was changed; a menu follows, too."""
    if target.elsewhere:
        return request
    given = await given_language(request.db, target.place.chat_id)
    texts = request.desk.library.texts(given or request.user.language)
    if request.in_private:
        await request.show_menu(request.user.id, request.user.role, texts)
    return replace(request, texts=texts)


def language_pressed(request: Request) -> str | None:
    """Return the language that a button carries, None = as in Telegram. Raises BadArguments."""
    tag = request.word(0)
    if tag == AUTO:
        return None
    if tag not in request.desk.library.languages:
        raise BadArguments
    return tag


def language_typed(request: Request, words: str) -> str | None:
    """Return the tag of the language that somebody calls so: by tag, or by name in it or in his own."""
    wanted = words.strip().casefold()
    for tag in request.desk.library.languages:
        names = (tag, _own_name(request.desk.library.texts(tag)), request.texts.language_name(tag))
        if wanted in (name.casefold() for name in names):
            return tag
    return None


def _choice(
    request: Request, target: Target, tag: str | None, *, chosen: bool
) -> InlineKeyboardButton:
    label = _name(request, tag)
    if chosen:
        label = request.texts("button-ticked", label=label)
    return button(request, label, "lang", tag or AUTO, target.argument)


def _name(request: Request, tag: str | None) -> str:
    """Return what a language calls itself: whoever looks for it reads that."""
    if tag is None:
        return request.texts("language-as-in-telegram")
    return _own_name(request.desk.library.texts(tag))


def _own_name(texts: Texts) -> str:
    name = texts.language_name(texts.language)
    return name[:1].upper() + name[1:]
