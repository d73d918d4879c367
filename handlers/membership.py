"""Chats that come, go and move: what Telegram tells the bot about itself."""

from telegram import ChatMember, ChatMemberRestricted, Update
from telegram.constants import ChatType

from handlers.context import Desk
from handlers.welcoming import tell_of_rights, welcome
from handlers.wire import chat_of
from storage import meet_chat, migrate_chat, pause_chat, resume_chat

_INSIDE = (ChatMember.OWNER, ChatMember.ADMINISTRATOR, ChatMember.MEMBER)


async def on_membership(update: Update, desk: Desk) -> None:
    """Greet where the bot is let in, tell of its rights, pause a chat that removed or blocked it."""
    change = update.my_chat_member
    if change is None:
        return
    now = desk.now()
    source = change.chat
    chat = await meet_chat(desk.db, chat_of(source), now)
    private = source.type == ChatType.PRIVATE
    if not _is_inside(change.new_chat_member):
        reason = "blocked" if private else "removed"
        await pause_chat(desk.db, source.id, reason, now, by=change.from_user.id)
        desk.services.deliver()
    elif private:
        await resume_chat(desk.db, source.id, now)
    elif _is_inside(change.old_chat_member):
        await tell_of_rights(change, chat, desk)
    else:
        await welcome(change, chat, desk)


async def on_migration(update: Update, desk: Desk) -> None:
    """Move what a group has to the supergroup that it became."""
    message = update.message
    if message is not None and message.migrate_to_chat_id is not None:
        await migrate_chat(desk.db, message.chat.id, message.migrate_to_chat_id, desk.now())


def _is_inside(member: ChatMember) -> bool:
    if isinstance(member, ChatMemberRestricted):
        return member.is_member
    return member.status in _INSIDE
