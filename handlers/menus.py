"""The command menus that Telegram shows, by scope. They only display: rights are judged at the gate."""

from collections.abc import Callable, Iterable
from contextlib import suppress

from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import BadRequest, Forbidden

from handlers.markup import plain
from handlers.rights import Right, role_allows
from handlers.table import COMMANDS
from handlers.texts import Library, Texts
from newsroom import Role, User

_EVERYBODY = frozenset({Right.START, Right.READ, Right.OWN})


async def set_menus(bot: Bot, library: Library) -> None:
    """Set what people see who type «/»: in private, in groups, as a group's admin; in each language."""
    for language in library.languages:
        texts = library.texts(language)
        # The default language is what everybody sees whose own has no menu.
        code = None if texts is library.texts(None) else language
        member = _menu(texts, lambda right: right in _EVERYBODY)
        chat_admin = _menu(texts, lambda right: right in _EVERYBODY or right is Right.CHANGE)
        await bot.set_my_commands(chat_admin, BotCommandScopeAllPrivateChats(), code)
        await bot.set_my_commands(member, BotCommandScopeAllGroupChats(), code)
        await bot.set_my_commands(chat_admin, BotCommandScopeAllChatAdministrators(), code)


async def set_staff_menus(bot: Bot, library: Library, staff: Iterable[User]) -> None:
    """Set the menus of those who may do more than everybody, as far as the bot has met them."""
    for person in staff:
        await set_menu_for(bot, person.id, person.role, library.texts(person.language))


async def set_menu_for(bot: Bot, chat_id: int, role: Role, texts: Texts) -> None:
    """Set what one person sees in his private chat, by his role.

    Who never wrote to the bot has no chat with it: his menu is set when he does.
    """
    # Somebody who is banned finds what everybody finds: a menu must not be empty.
    shown = Role.STRANGER if role is Role.BANNED else role
    menu = _menu(texts, lambda right: role_allows(shown, right))
    with suppress(BadRequest, Forbidden):
        await bot.set_my_commands(menu, BotCommandScopeChat(chat_id))


def _menu(texts: Texts, wanted: Callable[[Right], bool]) -> list[BotCommand]:
    return [
        BotCommand(command.name, plain(texts(f"menu-{command.name}")))
        for command in COMMANDS
        if wanted(command.right)
    ]
