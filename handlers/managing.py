"""Managing a group or channel from a private chat: which ones somebody runs, and the ways into each.

Every command takes a leading CHAT; these buttons lead to the same. Who may is asked of Telegram at each
press.
"""

import asyncio

from telegram import (
    ChatAdministratorRights,
    InlineKeyboardButton,
    KeyboardButton,
    KeyboardButtonRequestChat,
    ReplyKeyboardMarkup,
)
from telegram.error import TelegramError

from handlers.context import Request
from handlers.keyboards import button, in_rows, keyboard
from handlers.markup import plain
from handlers.places import Target
from handlers.rights import administers
from newsroom import Chat
from storage import chats_cared_for

CHAT = "chat"
"""The button that shows something of a chat, which it names first."""

LIST, FEEDS, SETTINGS, DIGEST, QUIET, ZONE, WATCHES, MUTES = (
    "list",
    "feeds",
    "settings",
    "digest",
    "quiet",
    "zone",
    "watches",
    "mutes",
)
"""What it shows."""

CHATS = "chats"
"""The button that shows the chats somebody runs, or lets him pick another."""

PICK = "pick"

_CHANNEL, _GROUP = -1, -2
PICKED_TO_MANAGE = (_CHANNEL, _GROUP)
"""The numbers of the requests by which a chat is picked; those of /forward are articles' numbers."""

_MOST = 40
_AT_ONCE = 8
"""Questions to Telegram at the same time."""

_BUTTONS_A_ROW = 3


async def show_chats(request: Request) -> None:
    """Show the groups and channels that the asker has had to do with and runs just now."""
    texts = request.texts
    known = await chats_cared_for(request.db, request.user.id, limit=_MOST)
    own = await _run_by(request, known)
    rows = [[button(request, chat.title, CHAT, chat.id, LIST)] for chat in own]
    other = button(request, texts("button-pick-another"), CHATS, PICK)
    key = "chats-which" if own else "chats-none"
    await request.show(texts(key), keyboard(*rows, [other]))


async def let_pick(request: Request) -> None:
    """Show Telegram's own lists of the channels and groups that a person administers.

    What is picked comes as a message, and is answered as /list CHAT.
    """
    texts = request.texts
    admin = ChatAdministratorRights.no_rights()
    posting = ChatAdministratorRights.de_json({**admin.to_dict(), "can_post_messages": True})
    channel = KeyboardButtonRequestChat(
        _CHANNEL,
        chat_is_channel=True,
        user_administrator_rights=posting,
        bot_administrator_rights=posting,
        request_title=True,
    )
    group = KeyboardButtonRequestChat(
        _GROUP,
        chat_is_channel=False,
        user_administrator_rights=admin,
        bot_is_member=True,
        request_title=True,
    )
    buttons = [
        KeyboardButton(plain(texts("button-pick-channel")), request_chat=channel),
        KeyboardButton(plain(texts("button-pick-group")), request_chat=group),
    ]
    markup = ReplyKeyboardMarkup([buttons], resize_keyboard=True, one_time_keyboard=True)
    await request.reply(texts("chats-pick"), markup)


def ways_into(request: Request, target: Target) -> list[list[InlineKeyboardButton]]:
    """Return the buttons below a place's list: in private those to other chats, for another chat its own."""
    texts = request.texts
    if not target.elsewhere:
        if not request.in_private:
            return []
        return [[button(request, texts("button-chats"), CHATS)]]
    chat = target.place.chat_id
    feeds = button(request, texts("button-choose-feeds"), CHAT, chat, FEEDS)
    others = [
        button(request, texts(f"button-show-{what}"), CHAT, chat, what)
        for what in (SETTINGS, WATCHES, DIGEST, QUIET, ZONE, MUTES)
    ]
    return [[feeds], *map(list, in_rows(others, _BUTTONS_A_ROW))]


async def _run_by(request: Request, chats: tuple[Chat, ...]) -> list[Chat]:
    """Return those of the chats that the asker administers, as Telegram says now."""
    places = asyncio.Semaphore(_AT_ONCE)

    async def runs(chat: Chat) -> bool:
        async with places:
            try:
                return await administers(request.bot, chat.id, request.user.id)
            except TelegramError:  # it has moved, or nobody answers: the others are shown
                return False

    answers = await asyncio.gather(*map(runs, chats))
    return [chat for chat, does in zip(chats, answers, strict=True) if does]
