"""Chats, the people in them, and what they subscribed to."""

from dataclasses import dataclass
from enum import StrEnum


class ChatKind(StrEnum):
    """Telegram's four kinds of chat."""

    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Chat:
    """A chat the bot has met. `paused` says why nothing is sent there; None = it is reached."""

    id: int
    kind: ChatKind
    title: str
    username: str | None = None
    language: str | None = None
    paused: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where messages arrive: a chat, or one topic of it (`thread_id` 0 = the chat itself)."""

    chat_id: int
    thread_id: int = 0


class Role(StrEnum):
    """What a person may do with this bot."""

    OWNER = "owner"
    ADMIN = "admin"
    MEMBER = "member"
    STRANGER = "stranger"
    BANNED = "banned"


@dataclass(frozen=True, slots=True)
class User:
    """A person the bot has met."""

    id: int
    name: str
    role: Role = Role.STRANGER
    username: str | None = None
    language: str | None = None
