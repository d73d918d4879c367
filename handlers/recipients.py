"""What CHAT means for /forward: `me`, an @name, an id, a title, or a chat that was picked.

Telegram is asked each time whether the sender may post there, and whether the bot may.
"""

import re
from dataclasses import dataclass

from handlers.cards import TITLE_UNITS
from handlers.context import Request
from handlers.markup import clip
from handlers.naming import split_quoted
from handlers.places import look_up_chat, say_add_me
from handlers.rights import may_post
from handlers.wire import chat_of
from newsroom import Chat
from storage import chats_titled, meet_chat

ME = "me"
"""The word for the sender's own private chat."""

_NAME = re.compile(r"(@[A-Za-z]\w{3,31}|-\d{1,18})(?:\s+(.*))?", re.ASCII | re.DOTALL)
"""As in `places`: the ids of groups and channels are negative."""

_MOST_ASKED = 8
"""Chats of fitting titles about which Telegram is asked; each costs two calls."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """A chat where the sender and the bot may post just now, and the words that follow its name."""

    chat: Chat
    words: str = ""


async def recipient_named(request: Request, words: str) -> Recipient | None:
    """Return the chat that `words` begin with; None where it cannot be, and that has been said."""
    first, rest = (*words.split(maxsplit=1), "")[:2]
    if first.lower() in (ME, str(request.user.id)):
        return Recipient(request.chat, rest)
    if match := _NAME.fullmatch(words):
        name = match[1] if match[1].startswith("@") else int(match[1])
        chat = await recipient(request, name)
        return None if chat is None else Recipient(chat, match[2] or "")
    return await _titled(request, words)


async def recipient(request: Request, name: int | str) -> Chat | None:
    """Return a chat by its @name or id; None as for `recipient_named`."""
    if name == request.user.id:
        return request.chat
    picked = request.message.chat_shared
    shown = picked.title if picked is not None and picked.title else str(name)
    found = await look_up_chat(request, name)
    if found is None:
        await request.toast(request.texts("chat-unknown", chat=shown))
        return None
    # Where the bot is no member it cannot see what others may: that comes first.
    if not await may_post(request.bot, found, request.bot.id):
        await say_add_me(request, found, shown)
        return None
    if not await may_post(request.bot, found, request.user.id):
        await request.toast(request.texts("chat-not-writable", chat=shown))
        return None
    return await meet_chat(request.db, chat_of(found), request.now)


async def _titled(request: Request, words: str) -> Recipient | None:
    """Take a title from the words; only chats where the sender may post have one for him."""
    quoted = split_quoted(words)
    title = words if quoted is None else quoted[0]
    known = await chats_titled(request.db, title)
    if quoted is not None:
        known = tuple(chat for chat in known if len(chat.title) == len(title))
    own = [chat for chat in known[:_MOST_ASKED] if await _may_post(request, chat)]
    if not own:
        shown = clip(title, TITLE_UNITS)
        await request.reply(request.texts("forward-title-unknown", words=shown))
        return None
    length = len(own[0].title)
    if len(own) > 1 and len(own[1].title) == length:
        await request.reply(request.texts("forward-title-twice", title=own[0].title))
        return None
    chat = await recipient(request, own[0].id)
    if chat is None:
        return None
    return Recipient(chat, words[length:].strip() if quoted is None else quoted[1])


async def _may_post(request: Request, chat: Chat) -> bool:
    found = await look_up_chat(request, chat.id)
    return found is not None and await may_post(request.bot, found, request.user.id)
