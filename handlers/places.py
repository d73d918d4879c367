"""Which place a command is about: the chat or topic it stands in, or a CHAT that it names.

Whoever names another chat must administer it at that moment; Telegram is asked each time.
"""

import re
from dataclasses import dataclass

from telegram import ChatFullInfo
from telegram.constants import ChatType
from telegram.error import BadRequest, Forbidden

from handlers.cards import TITLE_UNITS
from handlers.context import Request
from handlers.markup import Html, bold, clip
from handlers.rights import administers, may_post
from handlers.wire import chat_of
from newsroom import Chat, Place
from storage import meet_chat

_NAME = re.compile(r"(@[A-Za-z]\w{3,31}|-\d{1,18})(?:\s+(.*))?", re.ASCII | re.DOTALL)
"""`@name` or an id (those of groups and channels are negative), and what follows it."""


@dataclass(frozen=True, slots=True)
class Target:
    """The place that a command changes or shows."""

    place: Place
    chat: Chat
    elsewhere: bool = False
    """Whether it is another chat than the one that the command stands in."""

    @property
    def argument(self) -> int | str:
        """What a button carries, so that its press is about the same place."""
        return self.place.chat_id if self.elsewhere else ""


@dataclass(frozen=True, slots=True)
class NamedTarget:
    """A place, and the words that follow its name."""

    target: Target
    words: str


def target_here(request: Request) -> Target:
    """Return the chat or topic that the request stands in."""
    return Target(request.place, request.chat)


async def target_named(request: Request, *, posting: bool) -> NamedTarget | None:
    """Take a leading CHAT from what follows a command; return the place and the rest.

    None where the sender or the bot may not; that has been said then. `posting`: the bot is to post.
    """
    match = _NAME.fullmatch(request.args)
    if match is None:
        return NamedTarget(target_here(request), request.args)
    target = await _elsewhere(request, match[1], posting=posting)
    return None if target is None else NamedTarget(target, match[2] or "")


async def target_pressed(request: Request, position: int, *, posting: bool) -> Target | None:
    """Return the place that a pressed button carries; None as for `target_named`."""
    if not request.word(position):
        return target_here(request)
    return await _elsewhere(request, request.number(position), posting=posting)


def heading(request: Request, target: Target) -> Html | None:
    """Name the place above an answer, where it is another one."""
    if not target.elsewhere:
        return None
    title = bold(request.texts.isolate(clip(target.chat.title, TITLE_UNITS)))
    return request.texts("elsewhere", chat=title)


async def look_up_chat(request: Request, name: int | str) -> ChatFullInfo | None:
    """Return a group or channel by its @name or id; None where Telegram shows the bot none such."""
    try:
        found = await request.bot.get_chat(name)
    except (BadRequest, Forbidden):
        return None
    return None if found.type == ChatType.PRIVATE else found


async def say_add_me(request: Request, chat: ChatFullInfo, name: str) -> None:
    """Say that the bot may not post in a chat, which the person called `name`, and what to do."""
    key = "chat-add-me-channel" if chat.type == ChatType.CHANNEL else "chat-add-me-group"
    await request.toast(request.texts(key, chat=name))


async def _elsewhere(request: Request, name: int | str, *, posting: bool) -> Target | None:
    chat = await look_up_chat(request, name)
    if chat is None:
        await request.toast(request.texts("chat-unknown", chat=str(name)))
        return None
    sender_may = await administers(request.bot, chat.id, request.user.id)
    # Where the bot is no member it cannot see who is an admin either: that comes first.
    if (posting or not sender_may) and not await may_post(request.bot, chat, request.bot.id):
        await say_add_me(request, chat, str(name))
        return None
    if not sender_may:
        await request.toast(request.texts("chat-not-yours", chat=str(name)))
        return None
    met = await meet_chat(request.db, chat_of(chat), request.now)
    return Target(Place(chat.id), met, elsewhere=True)
