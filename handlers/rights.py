"""Who may do what. Judged for each message and each press anew, by who the sender is at that moment."""

from enum import Enum

from telegram import (
    Bot,
    ChatFullInfo,
    ChatMember,
    ChatMemberAdministrator,
    ChatMemberMember,
    ChatMemberOwner,
    ChatMemberRestricted,
)
from telegram.constants import ChatType
from telegram.error import BadRequest, ChatMigrated, Forbidden

from newsroom import Role


class Right(Enum):
    """The right that a command or a button needs."""

    START = "start"
    """Everybody, also those whom a bot for approved people does not know yet."""
    READ = "read"
    """Everybody who may use the bot, everywhere."""
    OWN = "own"
    """The same, for what belongs to a person: an anonymous sender has nothing of his own."""
    CHANGE = "change"
    """In private everybody, for himself; in a group its admins, an anonymous one too."""
    ADMIN = "admin"
    """Admins and owners of the bot, by their own names: never an anonymous sender."""
    OWNER = "owner"
    """Owners of the bot alone."""


def role_allows(role: Role, right: Right) -> bool:
    """Whether a person's role with the bot is enough for `right`, as far as a role can tell."""
    if role is Role.BANNED:
        return False
    if right is Right.OWNER:
        return role is Role.OWNER
    if right is Right.ADMIN:
        return role in (Role.OWNER, Role.ADMIN)
    return True


async def administers(bot: Bot, chat_id: int | str, user_id: int) -> bool:
    """Ask Telegram whether a user is an admin of a group or channel just now.

    False also where the bot cannot see that: it is no member, or the chat does not exist.
    """
    try:
        member = await bot.get_chat_member(chat_id, user_id)
    except (BadRequest, Forbidden):
        return False
    return member.status in (ChatMember.OWNER, ChatMember.ADMINISTRATOR)


async def may_post(bot: Bot, chat: ChatFullInfo, user_id: int) -> bool:
    """Ask Telegram whether somebody, or the bot itself, may post in a group or channel just now.

    False also where the bot cannot see that: it is no member.
    """
    try:
        member = await bot.get_chat_member(chat.id, user_id)
    except (BadRequest, Forbidden, ChatMigrated):
        return False
    if isinstance(member, ChatMemberOwner):
        return True
    if chat.type == ChatType.CHANNEL:
        return isinstance(member, ChatMemberAdministrator) and bool(member.can_post_messages)
    if isinstance(member, ChatMemberAdministrator):
        return True
    if chat.permissions is not None and not chat.permissions.can_send_messages:
        return False
    if isinstance(member, ChatMemberRestricted):
        return member.is_member and member.can_send_messages
    return isinstance(member, ChatMemberMember)
