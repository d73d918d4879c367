"""Whose private feeds somebody may see: those of the chat, and in private those of each chat he administers.

Telegram is asked at that moment, whenever a person who could be an admin asks something in private. Who could
is told by the chats' lists of admins, each of which is asked for now and then for all people together: so
what one answer costs does not grow with the number of chats, nor with what is asked, which would give away
that a private feed has it.
"""

import asyncio
from collections.abc import Iterable

from telegram import Bot
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError

from handlers.rights import administers
from newsroom import Chat, ChatKind, User
from storage import Database, private_chats

LIST_AGE = 10 * 60_000
"""Milliseconds for which a chat's list of admins serves to tell who could be one."""

AT_ONCE = 8
"""Questions to Telegram at the same time."""


class Audience:
    """Knows who could be an admin of the chats that have feeds of their own."""

    def __init__(self) -> None:
        self._lists: dict[int, tuple[int, frozenset[int]]] = {}
        self._places = asyncio.Semaphore(AT_ONCE)

    async def chats_seen_by(
        self, user: User, chat: Chat, *, db: Database, bot: Bot, now: int
    ) -> frozenset[int]:
        """Return the chats whose private feeds `user` may see in `chat`; `now` in UTC milliseconds.

        Where Telegram does not answer, only those of `chat` itself.
        """
        if chat.kind is not ChatKind.PRIVATE:
            return frozenset({chat.id})
        others = await private_chats(db)
        listed = await self._listing(others, user, bot, now)
        verified = await asyncio.gather(*(self._administers(bot, one, user) for one in listed))
        return frozenset({chat.id}).union(
            one for one, is_admin in zip(listed, verified, strict=True) if is_admin
        )

    async def _listing(
        self, chats: Iterable[int], user: User, bot: Bot, now: int
    ) -> tuple[int, ...]:
        """Return the chats that `user` administered when their lists were last asked for."""
        ordered = sorted(chats)
        lists = await asyncio.gather(*(self._list(one, bot, now) for one in ordered))
        return tuple(one for one, ids in zip(ordered, lists, strict=True) if user.id in ids)

    async def _list(self, chat_id: int, bot: Bot, now: int) -> frozenset[int]:
        asked_at, known = self._lists.get(chat_id, (now - LIST_AGE, frozenset[int]()))
        if 0 <= now - asked_at < LIST_AGE:
            return known
        try:
            async with self._places:
                admins = await bot.get_chat_administrators(chat_id)
        except (BadRequest, ChatMigrated, Forbidden):  # the bot is not there any more
            admins = ()
        except TelegramError:  # an old list does as well: who is on it is asked about by name
            return known
        ids = frozenset(one.user.id for one in admins)
        self._lists[chat_id] = (now, ids)
        return ids

    async def _administers(self, bot: Bot, chat_id: int, user: User) -> bool:
        try:
            async with self._places:
                return await administers(bot, chat_id, user.id)
        except TelegramError:
            return False
