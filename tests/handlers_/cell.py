"""Somebody at some place, as the authority test puts them there."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import NamedTuple, TypeAlias

from bot.local.botapi import Call, Chat, Message, User
from bot.local.botapi.methods import METHODS
from bot.local.botapi.params import Params
from newsroom import Chat as Met
from newsroom import ChatKind, Feed, Listed, Outline, Place, Role
from newsroom import User as Person
from storage import ask_for_feed, ask_to_join, meet_chat, meet_user, offer_import
from tests.handlers_.talk import NOW, Talk, entry
from tests.handlers_.world import talking


class Where(Enum):
    """Where somebody stands who types or presses."""

    PRIVATE = "in private"
    MEMBER = "in a group, as a member"
    CHAT_ADMIN = "in a group, as its admin"
    ANONYMOUS = "in a group, in its name"


@dataclass
class Cell:
    """Somebody of one role at one place, with a feed of his own, and one asked for, but nothing done yet.

    Feed, article, request and list have the same number; so has the request of somebody to use the bot,
    who has this number after 90000.

    Behind an anonymous admin stands a person with the role, which the bot cannot see.
    """

    talk: Talk
    role: Role
    where: Where
    user: User
    chat: Chat
    feed: Feed

    @classmethod
    async def prepare(
        cls, talk: Talk, role: Role, where: Where, *, channel: bool = False
    ) -> "Cell":
        user, chat = _put(talk, role, where, channel=channel)
        return cls(talk, role, where, user, chat, await _store(talk, role, user, chat))

    @property
    def anonymous(self) -> bool:
        return self.where is Where.ANONYMOUS

    async def says(self, text: str) -> list[str]:
        """Say this, `{feed}` being the number of the own feed; return what is answered."""
        (answers,) = await say_all([self], text)
        return answers

    def offer(self, data: str) -> Message:
        """Let a message of the bot be there that has one button."""
        keyboard = [[{"text": "Press", "callback_data": data}]]
        params = {
            "chat_id": str(self.chat.id),
            "text": "Offer",
            "reply_markup": json.dumps({"inline_keyboard": keyboard}),
        }
        METHODS["sendMessage"](self.talk.api.state, Call(0, "sendMessage", Params(params)))
        return self.talk.api.messages[-1]

    async def press(self, message: Message, data: str) -> str:
        """Press; return all that the bot then showed: note, link, new message, changed message."""
        (shown,) = await press_all([Pressing(self, message, data)])
        return shown


class Pressing(NamedTuple):
    """A button that somebody is about to press; no message need have it."""

    cell: Cell
    message: Message
    data: str


Spot: TypeAlias = tuple[Role, Where]

_stored: dict[tuple[tuple[Spot, ...], bool], tuple[bytes, tuple[Feed, ...]]] = {}
"""The database of a talk with cells at these spots, in channels or not, and the cells' feeds."""


@asynccontextmanager
async def cells_at(
    folder: Path, spots: tuple[Spot, ...], *, channel: bool = False
) -> AsyncIterator[list[Cell]]:
    """Begin a talk with a cell at each of these spots.

    What is stored for them is made once and copied: to make it takes longer than what a test does with it.
    The numbers of users and chats are the same in each talk that meets them in the same order.
    """
    if (spots, channel) not in _stored:
        (folder / "first").mkdir()
        _stored[spots, channel] = await _made(folder / "first", spots, channel=channel)
    content, feeds = _stored[spots, channel]
    (folder / "newshound.db").write_bytes(content)
    async with talking(folder) as talk:
        cells = [
            Cell(talk, role, where, *_put(talk, role, where, channel=channel), feed)
            for (role, where), feed in zip(spots, feeds, strict=True)
        ]
        await talk.done()
        yield cells


async def say_all(cells: Sequence[Cell], text: str) -> list[list[str]]:
    """Let each say this in turn; return what each is answered."""
    for one in cells:
        words = text.format(feed=one.feed.id)
        one.talk.api.say(one.user, one.chat, words, anonymous_admin=one.anonymous)
    answers = await cells[0].talk.done_each() if cells else []
    assert len(answers) == len(cells)
    return [[message.text for message in messages] for messages in answers]


async def press_all(pressings: Sequence[Pressing]) -> list[str]:
    """Let them press in turn; return what the bot then showed to each, as `Cell.press` does."""
    if not pressings:
        return []
    talk = pressings[0].cell.talk
    for cell, message, data in pressings:
        talk.api.press(cell.user, message, data)
    answers = await talk.done_each()
    presses = talk.api.presses[-len(pressings) :]
    shown = []
    for (_, message, data), press, sent in zip(pressings, presses, answers, strict=True):
        assert len(press.answers) == 1, f"every press is answered once: {data}"
        answer = press.answers[0]
        changed = [message.text] if message.text != "Offer" else []
        parts = [answer.text, answer.url, *(one.text for one in sent), *changed]
        shown.append("\n".join(parts).strip())
    return shown


async def _made(
    folder: Path, spots: tuple[Spot, ...], *, channel: bool
) -> tuple[bytes, tuple[Feed, ...]]:
    async with talking(folder) as talk:
        cells = [await Cell.prepare(talk, *spot, channel=channel) for spot in spots]
    return (folder / "newshound.db").read_bytes(), tuple(cell.feed for cell in cells)


def _put(talk: Talk, role: Role, where: Where, *, channel: bool) -> tuple[User, Chat]:
    user = talk.api.world.add_user(f"{role} {where.name}")
    return user, (_channel if channel else _chat)(talk, user, where)


async def _store(talk: Talk, role: Role, user: User, chat: Chat) -> Feed:
    await talk.set_role(user, role)
    feed = await talk.feed(f"Feed {user.id}", url="https://example.org/0")
    asker = int(f"90000{feed.id}")
    # What is written side by side costs one transaction.
    await asyncio.gather(
        talk.sql("UPDATE feeds SET url = 'https://example.org/' || id WHERE id = ?", feed.id),
        meet_chat(talk.db, Met(chat.id, ChatKind(chat.kind), chat.title), NOW),
        meet_user(talk.db, Person(asker, "Met"), NOW),
    )
    await asyncio.gather(
        talk.checked(feed, entry(f"News {user.id}")),
        ask_for_feed(
            talk.db,
            user_id=user.id,
            place=Place(chat.id),
            url=f"https://asked.example/{feed.id}",
            limit=1,
            now=NOW,
        ),
        offer_import(
            talk.db,
            user_id=user.id,
            place=Place(chat.id),
            name="list.opml",
            listed=[Listed(Outline(f"https://example.org/{feed.id}"))],
            visible_to=chat.id,
            asks=False,
            now=NOW,
        ),
        ask_to_join(talk.db, asker, NOW),
    )
    return feed


def _channel(talk: Talk, user: User, where: Where) -> Chat:
    root = talk.api.world.add_user("Root of the channel")
    admins = [root, user] if where is Where.CHAT_ADMIN else [root]
    channel = talk.api.world.add_channel("Channel", members=[user], admins=admins)
    talk.api.promote(talk.api.bot, channel, by=root)
    return channel


def _chat(talk: Talk, user: User, where: Where) -> Chat:
    if where is Where.PRIVATE:
        return talk.private(user)
    if where is Where.MEMBER:
        return talk.api.world.add_group("Group", members=[user])
    return talk.api.world.add_group("Group", admins=[user])
