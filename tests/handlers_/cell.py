"""Somebody at some place, as the authority test puts them there."""

import asyncio
from dataclasses import dataclass
from enum import Enum

from bot.local.botapi import Chat, Message, User
from newsroom import Chat as Met
from newsroom import ChatKind, Feed, Listed, Outline, Place, Role
from newsroom import User as Person
from storage import ask_for_feed, ask_to_join, meet_chat, meet_user, offer_import
from tests.handlers_.talk import NOW, Talk, entry


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
        user = await talk.user(f"{role} {where.name}", role=role)
        number = len(talk.api.world.users)
        feed = await talk.feed(f"Feed {number}", url="https://example.org/0")
        chat = _channel(talk, user, where) if channel else _chat(talk, user, where)
        asker = int(f"90000{feed.id}")
        # What is written side by side costs one transaction.
        await asyncio.gather(
            talk.sql("UPDATE feeds SET url = 'https://example.org/' || id WHERE id = ?", feed.id),
            meet_chat(talk.db, Met(chat.id, ChatKind(chat.kind), chat.title), NOW),
            meet_user(talk.db, Person(asker, "Met"), NOW),
        )
        await asyncio.gather(
            talk.checked(feed, entry(f"News {number}")),
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
        return cls(talk, role, where, user, chat, feed)

    @property
    def anonymous(self) -> bool:
        return self.where is Where.ANONYMOUS

    async def says(self, text: str, **more: object) -> list[Message]:
        return await self.talk.say_all(
            self.user, text, self.chat, anonymous_admin=self.anonymous, **more
        )

    async def offer(self, data: str) -> Message:
        """Let the bot send a message with one button."""
        await self.talk.application.bot.send_message(
            self.chat.id,
            "Offer",
            reply_markup={"inline_keyboard": [[{"text": "Press", "callback_data": data}]]},
        )
        return self.talk.api.messages[-1]

    async def press(self, message: Message, data: str) -> str:
        """Press; return all that the bot then showed: note, link, new message, changed message."""
        before = len(self.talk.api.messages)
        press = await self.talk.press(self.user, message, data)
        assert len(press.answers) == 1, "every press is answered once"
        shown = [message.text] if message.text != "Offer" else []
        sent = [one.text for one in self.talk.api.messages[before:]]
        answer = press.answers[0]
        return "\n".join([answer.text, answer.url, *sent, *shown]).strip()


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
