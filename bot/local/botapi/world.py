"""Everybody and every chat there is: built by a test or by `try`, then looked up by the methods."""

import itertools
import re
from collections.abc import Callable, Iterable

from bot.local.botapi.chats import Chat, ChatKind, Message, Topic, new_ids
from bot.local.botapi.people import (
    ALL_RIGHTS,
    ANONYMOUS_ADMIN_ID,
    CHANNEL_USER_ID,
    TELEGRAM_ID,
    Member,
    Status,
    User,
)

_NUMBER = re.compile(r"-?[0-9]+")
_FIRST_USER_ID = 5_000_000_001  # above 32 bits, as ids have been since 2021
_FIRST_OWN_ID = 2  # message 1 of a supergroup or channel tells that it was created (and is General)
_SUPERGROUP_BASE = -1_000_000_000_000


class World:
    """Users and chats. `bot` is our bot; `now` gives UTC seconds."""

    def __init__(self, bot: User, now: Callable[[], float]) -> None:
        self.bot = bot
        self.now = now
        self.anonymous_admin = User(
            ANONYMOUS_ADMIN_ID, "Group", username="GroupAnonymousBot", is_bot=True
        )
        self.channel_user = User(CHANNEL_USER_ID, "Channel", username="Channel_Bot", is_bot=True)
        self.telegram = User(TELEGRAM_ID, "Telegram")
        self.users: dict[int, User] = {bot.id: bot}
        self.chats: dict[int, Chat] = {}
        self._user_ids = itertools.count(_FIRST_USER_ID)
        self._chat_ids = itertools.count(1_001)
        # Private chats and basic groups number their messages together, the others each for itself.
        self._shared_message_ids = new_ids()

    def add_user(
        self,
        first_name: str,
        *,
        last_name: str | None = None,
        username: str | None = None,
        language_code: str | None = None,
        id: int | None = None,  # noqa: A002 - the API's own word
        is_bot: bool = False,
    ) -> User:
        """Add somebody whom the bot doesn't know yet."""
        user_id = next(self._user_ids) if id is None else id
        user = User(user_id, first_name, last_name, username, language_code, is_bot)
        self.users[user_id] = user
        return user

    def private(self, user: User, *, started: bool = True) -> Chat:
        """Return the private chat with a user. Not `started`: known to the bot, never spoken to."""
        chat = self.chats.get(user.id)
        if chat is None:
            chat = self._add(user.id, "private", self._shared_message_ids)
            chat.user, chat.username, chat.started = user, user.username, started
        user.known = True
        return chat

    def add_group(
        self,
        title: str,
        *,
        kind: ChatKind = "supergroup",
        forum: bool = False,
        username: str | None = None,
        members: Iterable[User] = (),
        admins: Iterable[User] = (),
        bot_member: bool = True,
        bot_admin: bool = False,
    ) -> Chat:
        """Add a group or supergroup; the first of `admins` is its creator."""
        if kind == "supergroup":
            chat = self._add(_SUPERGROUP_BASE - next(self._chat_ids), kind, new_ids(_FIRST_OWN_ID))
        else:
            chat = self._add(-next(self._chat_ids), kind, self._shared_message_ids)
        chat.title, chat.is_forum, chat.username = title, forum, username
        self._fill(chat, members, admins)
        if bot_admin:
            chat.members[self.bot.id] = Member(self.bot, Status.ADMINISTRATOR, ALL_RIGHTS)
        elif bot_member:
            chat.members[self.bot.id] = Member(self.bot)
        return chat

    def add_channel(
        self,
        title: str,
        *,
        username: str | None = None,
        members: Iterable[User] = (),
        admins: Iterable[User] = (),
        bot_admin: bool = True,
    ) -> Chat:
        """Add a channel; a bot can only be in one as an administrator."""
        chat = self._add(_SUPERGROUP_BASE - next(self._chat_ids), "channel", new_ids(_FIRST_OWN_ID))
        chat.title, chat.username = title, username
        self._fill(chat, members, admins)
        if bot_admin:
            chat.members[self.bot.id] = Member(self.bot, Status.ADMINISTRATOR, ALL_RIGHTS)
        return chat

    def add_topic(self, chat: Chat, name: str) -> Topic:
        """Open a topic in a forum or a private chat."""
        message = self.add_message(chat)
        message.service = {"forum_topic_created": {"name": name, "icon_color": 7322096}}
        message.thread_id = message.id
        topic = chat.topics[message.id] = Topic(message.id, name)
        return topic

    def add_message(self, chat: Chat) -> Message:
        """Put a new, empty message into a chat: whoever calls fills it."""
        message = Message(id=next(chat.ids), chat=chat, date=int(self.now()))
        chat.messages[message.id] = message
        return message

    def find(self, chat_id: str) -> Chat | None:
        """Return the chat with this number or public @username, as calls name it."""
        if chat_id.startswith("@"):
            name = chat_id[1:].lower()
            return next(
                (
                    chat
                    for chat in self.chats.values()
                    if chat.kind != "private" and (chat.username or "").lower() == name
                ),
                None,
            )
        return self.chats.get(int(chat_id)) if _NUMBER.fullmatch(chat_id) else None

    def _add(self, chat_id: int, kind: ChatKind, ids: Iterable[int]) -> Chat:
        chat = self.chats[chat_id] = Chat(id=chat_id, kind=kind, ids=iter(ids))
        return chat

    def _fill(self, chat: Chat, members: Iterable[User], admins: Iterable[User]) -> None:
        for user in members:
            chat.members[user.id] = Member(user)
        for number, user in enumerate(admins):
            status = Status.ADMINISTRATOR if number else Status.CREATOR
            chat.members[user.id] = Member(user, status, ALL_RIGHTS)
