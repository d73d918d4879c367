"""Who may do what. Judged for each message and each press anew, by who the sender is at that moment."""

from enum import Enum

from telegram import Bot, ChatMember, ChatMemberAdministrator
from telegram.error import BadRequest, Forbidden

from newsroom import ChatKind, Role


class Right(Enum):
    """The right that a command or a button needs."""

    START = "start"
    """Everybody, also those whom a bot for approved people does not know yet."""
    READ = "read"
    """Everybody who may use the bot, everywhere."""
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


async def bot_may_post(bot: Bot, chat_id: int, kind: ChatKind) -> bool:
    """Ask Telegram whether the bot itself may post in a group or channel just now."""
    try:
        member = await bot.get_chat_member(chat_id, bot.id)
    except (BadRequest, Forbidden):
        return False
    if kind is ChatKind.CHANNEL:
        return isinstance(member, ChatMemberAdministrator) and bool(member.can_post_messages)
    if member.status == ChatMember.RESTRICTED:
        return bool(getattr(member, "can_send_messages", False))
    return member.status not in (ChatMember.LEFT, ChatMember.BANNED)
