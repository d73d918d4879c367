"""Which place a command is about: the chat or topic it stands in, or a CHAT that it names.

CHAT is an @name or an id; in private also a title, where that cannot be meant otherwise (`Titled`). Whoever
names another chat must administer it at that moment; Telegram is asked each time.
"""

import re
from dataclasses import dataclass
from enum import Enum, auto

from telegram import ChatFullInfo
from telegram.constants import ChatType
from telegram.error import BadRequest, Forbidden

from handlers.cards import TITLE_UNITS
from handlers.context import Request
from handlers.markup import Html, bold, clip
from handlers.naming import find_feeds, split_quoted
from handlers.rights import administers, may_post
from handlers.wire import chat_of
from newsroom import Chat, Place
from storage import chats_titled, feeds_by_title, meet_chat

_NAME = re.compile(r"(@[A-Za-z]\w{3,31}|-\d{1,18})(?:\s+(.*))?", re.ASCII | re.DOTALL)
"""`@name` or an id (those of groups and channels are negative), and what follows it."""

_MOST_ASKED = 8
"""Chats of fitting titles about which Telegram is asked."""


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


class Titled(Enum):
    """When the title of a chat counts as its name."""

    NEVER = auto()
    """Any words mean something else: a query."""
    BEFORE_WORDS = auto()
    """Where words follow it: alone it may be meant otherwise."""
    UNLESS_FEED = auto()
    """Where no feed is called the same, and where words follow it or the whole names no feed."""
    ALWAYS = auto()


@dataclass(frozen=True, slots=True)
class NamedTarget:
    """A place, and the words that follow its name."""

    target: Target
    words: str


def target_here(request: Request) -> Target:
    """Return the chat or topic that the request stands in."""
    return Target(request.place, request.chat)


async def target_named(
    request: Request, *, posting: bool, titled: Titled = Titled.NEVER
) -> NamedTarget | None:
    """Take a leading CHAT from what follows a command; return the place and the rest.

    None where the sender or the bot may not; that has been said then. `posting`: the bot is to post.
    `titled`: whether CHAT may be a title, in private.
    """
    match = _NAME.fullmatch(request.args)
    if match is not None:
        target = await _elsewhere(request, match[1], posting=posting)
        return None if target is None else NamedTarget(target, match[2] or "")
    if titled is not Titled.NEVER and request.in_private and request.args:
        found = await _titled(request, titled)
        if found is not None:
            chat, rest = found
            target = await _elsewhere(request, chat.id, posting=posting)
            return None if target is None else NamedTarget(target, rest)
    return NamedTarget(target_here(request), request.args)


async def target_called(request: Request, name: str) -> Target | None:
    """Return the chat of an @name or id that the sender administers; None, and said why, where not."""
    match = _NAME.fullmatch(name)
    if match is None or match[2]:
        await request.toast(request.texts("chat-unknown", chat=clip(name, TITLE_UNITS)))
        return None
    return await _elsewhere(request, match[1], posting=False)


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


def how_to_name(request: Request, target: Target) -> Html:
    """Say how commands are told that they are about this chat, which is another one."""
    chat = target.chat
    name = f"@{chat.username}" if chat.username else str(chat.id)
    return request.texts("elsewhere-hint", chat=name)


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


async def _titled(request: Request, titled: Titled) -> tuple[Chat, str] | None:
    """Return the chat whose title the words begin with, and the rest; the sender must run it."""
    quoted = split_quoted(request.args)
    words = request.args if quoted is None else quoted[0]
    for chat in (await chats_titled(request.db, words))[:_MOST_ASKED]:
        rest = words[len(chat.title) :].strip()
        if quoted is not None:
            if rest:
                continue
            rest = quoted[1]
        means_chat = await _means_chat(request, chat, rest, titled)
        if means_chat and await administers(request.bot, chat.id, request.user.id):
            return chat, rest
    return None


async def _means_chat(request: Request, chat: Chat, rest: str, titled: Titled) -> bool:
    if titled is not Titled.UNLESS_FEED:
        return bool(rest) or titled is Titled.ALWAYS
    visible_to = request.visible_to
    if await feeds_by_title(request.db, chat.title, visible_to=visible_to, exact=True):
        return False
    return bool(rest) or not (await find_feeds(request, request.args)).feeds
