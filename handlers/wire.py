"""Telegram's people and chats as our own nouns, and what its refusals of an edit mean."""

import telegram
from telegram.error import BadRequest

from newsroom import Chat, ChatKind, User

ANONYMOUS_ADMIN = 1087968824
"""Telegram's user for «an admin of this group» (Bot API, Message.sender_chat)."""

NOBODY = frozenset({ANONYMOUS_ADMIN, 136817688, 777000})
"""Users of Telegram's own that stand for groups, for channels, and for Telegram: nobody is behind them."""


def chat_of(source: telegram.Chat | telegram.ChatFullInfo) -> Chat:
    """Return a chat as the update tells of it; what we have stored of it is not in there."""
    return Chat(
        id=source.id,
        kind=ChatKind(source.type),
        title=source.title or source.full_name or str(source.id),
        username=source.username,
    )


def user_of(source: telegram.User) -> User:
    """Return a person as the update tells of him; his role is not in there."""
    return User(
        source.id, source.full_name, username=source.username, language=source.language_code
    )


def changes_nothing(error: BadRequest) -> bool:
    """Tell whether Telegram refused an edit because the message shows that already: pressed twice, say."""
    return "message is not modified" in error.message.lower()


def is_out_of_reach(error: BadRequest) -> bool:
    """Tell whether Telegram refused an edit because the message is gone, or too old to be edited."""
    reason = error.message.lower()
    return "message to edit not found" in reason or "message can't be edited" in reason
