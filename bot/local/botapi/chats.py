"""Chats, their topics and the messages in them."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from bot.local.botapi.files import Media
from bot.local.botapi.formatting import FormattedText
from bot.local.botapi.json_types import JsonObject
from bot.local.botapi.people import ALL_PERMISSIONS, Member, Status, User

ChatKind = Literal["private", "group", "supergroup", "channel"]


@dataclass(slots=True, eq=False)
class Topic:
    """A topic of a forum (or of a private chat). Its id is the `message_thread_id`."""

    id: int
    name: str
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Edit:
    """What a message was before it was edited at `date` (UTC seconds)."""

    date: int
    content: FormattedText
    reply_markup: JsonObject | None


@dataclass(slots=True, eq=False, kw_only=True)
class Message:
    """A message of anybody. `content` is its text, or the caption of its media.

    `outgoing` ones are sent by our bot, also where a channel stands as their sender.
    """

    id: int
    chat: "Chat"
    date: int
    sender: User | None = None
    sender_chat: "Chat | None" = None
    thread_id: int | None = None
    content: FormattedText = field(default_factory=lambda: FormattedText(""))
    media: Media | None = None
    reply_markup: JsonObject | None = None
    link_preview: JsonObject | None = None
    reply_to: "Message | None" = None
    forward_origin: JsonObject | None = None
    via_bot: User | None = None
    media_group_id: str | None = None
    author_signature: str | None = None
    service: JsonObject | None = None
    protected: bool = False
    outgoing: bool = False
    edits: tuple[Edit, ...] = ()
    deleted: bool = False

    @property
    def text(self) -> str:
        """The text or caption, without marking."""
        return self.content.text

    @property
    def source(self) -> str:
        """The text or caption as the call sent it: with its HTML, where it was HTML."""
        return self.content.source

    @property
    def buttons(self) -> list[JsonObject]:
        """The buttons of its inline keyboard, row after row."""
        return _buttons_in(self.reply_markup, "inline_keyboard")


@dataclass(slots=True, eq=False, kw_only=True)
class Chat:
    """A private chat, group, supergroup or channel, with its members by user id."""

    id: int
    kind: ChatKind
    ids: Iterator[int]
    title: str = ""
    username: str | None = None
    user: User | None = None
    started: bool = True
    blocked: bool = False
    is_forum: bool = False
    general_closed: bool = False
    linked_chat: "Chat | None" = None
    migrated_to: "Chat | None" = None
    deleted: bool = False
    permissions: frozenset[str] = ALL_PERMISSIONS
    topics: dict[int, Topic] = field(default_factory=dict)
    members: dict[int, Member] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)

    @property
    def is_group(self) -> bool:
        """Whether it is a group or supergroup."""
        return self.kind in ("group", "supergroup")

    @property
    def last_message(self) -> Message | None:
        """The newest message that is not deleted, None in an empty chat."""
        return next((m for m in reversed(self.messages.values()) if not m.deleted), None)

    @property
    def reply_keyboard(self) -> list[JsonObject]:
        """The buttons below the input field: of the last message that has set or removed them."""
        for message in reversed(self.messages.values()):
            markup = message.reply_markup or {}
            if "keyboard" in markup or "remove_keyboard" in markup:
                return _buttons_in(markup, "keyboard")
        return []

    def member(self, user: User) -> Member:
        """Return a user's place in the chat; who never was in it has left."""
        if self.kind == "private":
            return Member(user)
        return self.members.get(user.id) or Member(user, Status.LEFT)

    def message(self, message_id: int) -> Message | None:
        """Return a message that is there and not deleted."""
        message = self.messages.get(message_id)
        return None if message is None or message.deleted else message


def _buttons_in(markup: JsonObject | None, name: str) -> list[JsonObject]:
    rows = (markup or {}).get(name)
    if not isinstance(rows, list):
        return []
    return [
        button
        for row in rows
        if isinstance(row, list)
        for button in row
        if isinstance(button, dict)
    ]


def new_ids(first: int = 1) -> Iterator[int]:
    """Return a counter of message ids."""
    return itertools.count(first)
