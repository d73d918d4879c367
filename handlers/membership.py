"""Chats that come, go and move: what Telegram tells the bot about itself."""

from telegram import ChatMember, Update
from telegram.constants import ChatType

from handlers.context import Desk
from handlers.wire import chat_of
from storage import meet_chat, migrate_chat, pause_chat, resume_chat

_INSIDE = (ChatMember.OWNER, ChatMember.ADMINISTRATOR, ChatMember.MEMBER, ChatMember.RESTRICTED)


async def on_membership(update: Update, desk: Desk) -> None:
    """Pause a chat that removed or blocked the bot; go on where it is let in again."""
    change = update.my_chat_member
    if change is None:
        return
    now = desk.now()
    source = change.chat
    await meet_chat(desk.db, chat_of(source), now)
    if change.new_chat_member.status in _INSIDE:
        await resume_chat(desk.db, source.id)
        return
    reason = "blocked" if source.type == ChatType.PRIVATE else "removed"
    await pause_chat(desk.db, source.id, reason, now, by=change.from_user.id)
    desk.services.deliver()


async def on_migration(update: Update, desk: Desk) -> None:
    """Move what a group has to the supergroup that it became."""
    message = update.message
    if message is not None and message.migrate_to_chat_id is not None:
        await migrate_chat(desk.db, message.chat.id, message.migrate_to_chat_id, desk.now())
