"""Who may do what: the errors a bot meets when it reaches for a chat or a message.

After `check_chat_access` and `check_message_topic` (telegram-bot-api, Client.cpp), `can_send_message` and
`can_edit_message` (tdlib, DialogManager.cpp, MessageContent.cpp, MessagesManager.cpp).
"""

from enum import Enum, auto

from bot.local.botapi.chats import Chat, Message
from bot.local.botapi.errors import ApiError, bad_request, forbidden
from bot.local.botapi.people import Status
from bot.local.botapi.world import World

_DELETABLE_FOR = 48 * 3600  # seconds
_GENERAL_TOPIC = 1

# What a bot has no right to, as the error names it, by what it tries to send.
_SENDING = {
    "text": ("can_send_messages", "text messages"),
    "photo": ("can_send_photos", "photos"),
    "audio": ("can_send_audios", "music"),
    "video": ("can_send_videos", "videos"),
    "document": ("can_send_documents", "documents"),
}


class Access(Enum):
    """How far a call reaches into a chat."""

    READ = auto()
    MEMBERS = auto()
    EDIT = auto()
    WRITE = auto()


def reach(world: World, chat_id: str, access: Access) -> Chat:
    """Return the chat a call names. Raises ApiError where the bot can't reach it in this way."""
    if not chat_id:
        raise bad_request("chat_id is empty")
    chat = world.find(chat_id)
    if chat is None:
        user = world.users.get(int(chat_id)) if chat_id.isascii() and chat_id.isdigit() else None
        if user is not None and user.known:
            raise forbidden("bot can't initiate conversation with a user")
        raise bad_request("chat not found")
    if chat.kind == "private":
        _check_private(chat, access)
    elif chat.kind == "group":
        _check_group(world, chat, access)
    else:
        _check_supergroup(world, chat, access)
    return chat


def _check_private(chat: Chat, access: Access) -> None:
    if access not in (Access.EDIT, Access.WRITE) or chat.user is None:
        return
    if chat.user.deactivated:
        raise forbidden("user is deactivated")
    if chat.user.is_bot:
        raise forbidden("the bot can't send messages to the bot")
    if not chat.started:
        raise forbidden("bot can't initiate conversation with a user")
    if chat.blocked:
        raise forbidden("bot was blocked by the user")


def _check_group(world: World, chat: Chat, access: Access) -> None:
    if access is Access.READ:
        return
    if chat.migrated_to is not None:
        raise ApiError(
            400,
            "Bad Request: group chat was upgraded to a supergroup chat",
            migrate_to_chat_id=chat.migrated_to.id,
        )
    if chat.deleted:
        raise forbidden("the group chat was deleted")
    _check_presence(world, chat, "group")


def _check_supergroup(world: World, chat: Chat, access: Access) -> None:
    if chat.deleted:
        raise bad_request("chat not found")
    is_banned = chat.member(world.bot).status is Status.KICKED
    is_open = chat.username is not None and access in (Access.READ, Access.MEMBERS)
    if is_banned or not is_open:
        _check_presence(world, chat, chat.kind)


def _check_presence(world: World, chat: Chat, what: str) -> None:
    bot = chat.member(world.bot)
    if bot.status is Status.KICKED:
        raise forbidden(f"bot was kicked from the {what} chat")
    if not bot.is_present:
        raise forbidden(f"bot is not a member of the {what} chat")


def check_sending(world: World, chat: Chat, kind: str) -> None:
    """Raise ApiError where the bot may not send this kind of content into a chat that it reaches."""
    if chat.kind == "private":
        return
    bot = chat.member(world.bot)
    if chat.kind == "channel":
        if not bot.has_right("can_post_messages"):
            raise bad_request("need administrator rights in the channel chat")
        return
    permission, name = _SENDING[kind]
    allowed = chat.permissions & bot.permissions
    if not bot.is_admin and permission not in allowed:
        raise bad_request(f"not enough rights to send {name} to the chat")


def check_thread(world: World, chat: Chat, thread_id: int) -> int | None:
    """Return the topic that a message goes to, None where the chat has none.

    Raises ApiError for a topic that is unknown or closed. Chats without topics pass the number over.
    """
    bot = chat.member(world.bot)
    may_write_closed = bot.has_right("can_manage_topics")
    if thread_id <= 0:
        if chat.is_forum and chat.general_closed and not may_write_closed:
            raise bad_request("TOPIC_CLOSED")
        return None
    if not chat.is_forum and chat.kind != "private":
        return None
    topic = chat.topics.get(thread_id)
    if topic is None or (chat.is_forum and thread_id == _GENERAL_TOPIC):
        raise bad_request("message thread not found")
    if topic.closed and not may_write_closed:
        raise bad_request("TOPIC_CLOSED")
    return topic.id


def find_message(chat: Chat, message_id: int, what: str) -> Message:
    """Return a message of a chat, refuse with "WHAT not found" where it is none."""
    message = chat.message(message_id) if message_id > 0 else None
    if message is None:
        raise bad_request(f"{what} not found")
    return message


def check_editing(world: World, message: Message) -> None:
    """Raise ApiError where the bot may not edit a message."""
    bot = message.chat.member(world.bot)
    is_post = message.chat.kind == "channel"
    may_edit = message.outgoing and (not is_post or bot.has_right("can_post_messages"))
    if is_post and bot.has_right("can_edit_messages"):
        may_edit = True
    has_other_markup = message.reply_markup is not None and not message.buttons
    is_fixed = message.forward_origin is not None or message.service is not None
    if not may_edit or has_other_markup or is_fixed:
        raise bad_request("message can't be edited")


def check_deleting(world: World, message: Message) -> None:
    """Raise ApiError where the bot may not delete a message."""
    chat, bot = message.chat, message.chat.member(world.bot)
    is_recent = world.now() - message.date <= _DELETABLE_FOR
    if chat.kind == "private":
        if not is_recent:
            raise bad_request("message can't be deleted for everyone")
        return
    own = message.outgoing and (chat.kind != "channel" or bot.has_right("can_post_messages"))
    if bot.has_right("can_delete_messages"):
        return
    if not own:
        raise bad_request("message can't be deleted")
    if not is_recent:
        raise bad_request("message can't be deleted for everyone")
