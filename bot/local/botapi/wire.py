"""The JSON shapes of users, chats, members and messages."""

from bot.local.botapi.chats import Chat, Message
from bot.local.botapi.entities import Entity
from bot.local.botapi.json_types import JsonObject, JsonValue
from bot.local.botapi.people import (
    ADMIN_RIGHTS,
    ALL_PERMISSIONS,
    CHANNEL_RIGHTS,
    GROUP_RIGHTS,
    Member,
    Status,
    User,
)
from bot.local.botapi.world import World


def user_json(user: User) -> JsonObject:
    """Return a User."""
    shape: JsonObject = {"id": user.id, "is_bot": user.is_bot, "first_name": user.first_name}
    for name in ("last_name", "username", "language_code"):
        value: str | None = getattr(user, name)
        if value:
            shape[name] = value
    if user.is_premium:
        shape["is_premium"] = True
    return shape


def bot_json(user: User, *, reads_all_group_messages: bool) -> JsonObject:
    """Return our bot as getMe does, with what it can do."""
    return user_json(user) | {
        "can_join_groups": True,
        "can_read_all_group_messages": reads_all_group_messages,
        "supports_inline_queries": True,
        "supports_guest_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
        "allows_users_to_create_topics": False,
        "can_manage_bots": False,
    }


def chat_json(chat: Chat) -> JsonObject:
    """Return a Chat."""
    if chat.user is not None:
        shape: JsonObject = {"id": chat.id, "first_name": chat.user.first_name, "type": "private"}
        if chat.user.last_name:
            shape["last_name"] = chat.user.last_name
        if chat.user.username:
            shape["username"] = chat.user.username
        return shape
    shape = {"id": chat.id, "title": chat.title, "type": chat.kind}
    if chat.username:
        shape["username"] = chat.username
    if chat.is_forum:
        shape["is_forum"] = True
    return shape


def full_chat_json(chat: Chat) -> JsonObject:
    """Return a ChatFullInfo."""
    gifts: JsonObject = dict.fromkeys(
        (
            "unlimited_gifts",
            "limited_gifts",
            "unique_gifts",
            "premium_subscription",
            "gifts_from_channels",
        ),
        False,
    )
    shape = chat_json(chat) | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": gifts,
    }
    if chat.username:
        shape["active_usernames"] = [chat.username]
    if chat.is_group:
        shape["permissions"] = {name: name in chat.permissions for name in sorted(ALL_PERMISSIONS)}
    if chat.linked_chat is not None:
        shape["linked_chat_id"] = chat.linked_chat.id
    return shape


def member_json(chat: Chat, member: Member) -> JsonObject:
    """Return a ChatMember of the kind that its status asks for."""
    shape: JsonObject = {"user": user_json(member.user), "status": member.status.value}
    match member.status:
        case Status.CREATOR:
            shape["is_anonymous"] = member.is_anonymous
        case Status.ADMINISTRATOR:
            extra = CHANNEL_RIGHTS if chat.kind == "channel" else GROUP_RIGHTS
            shape |= {name: name in member.rights for name in ADMIN_RIGHTS + extra}
            shape |= {"can_be_edited": False, "is_anonymous": member.is_anonymous}
        case Status.RESTRICTED:
            shape |= {name: name in member.permissions for name in sorted(ALL_PERMISSIONS)}
            shape |= {"is_member": True, "until_date": 0}
        case Status.KICKED:
            shape["until_date"] = 0
    return shape


def entities_json(world: World, entities: tuple[Entity, ...]) -> JsonValue:
    """Return a list of MessageEntity."""
    return [_entity_json(world, entity) for entity in entities]


def message_json(world: World, message: Message, *, with_reply: bool = True) -> JsonObject:
    """Return a Message; `reply_to_message` only one level deep, as the real server does."""
    shape: JsonObject = {"message_id": message.id}
    if message.sender is not None:
        shape["from"] = user_json(message.sender)
    if message.sender_chat is not None:
        shape["sender_chat"] = chat_json(message.sender_chat)
    if message.author_signature:
        shape["author_signature"] = message.author_signature
    shape["chat"] = chat_json(message.chat)
    shape["date"] = message.date
    if message.edits:
        shape["edit_date"] = message.edits[-1].date
    _put_place(shape, world, message, with_reply=with_reply)
    _put_content(shape, world, message)
    if "inline_keyboard" in (message.reply_markup or {}):
        shape["reply_markup"] = message.reply_markup
    return shape


def origin_json(message: Message) -> JsonObject:
    """Return the MessageOrigin of a message that is being forwarded."""
    shape: JsonObject = {"date": message.date}
    if message.chat.kind == "channel":
        chat = chat_json(message.chat)
        return shape | {"type": "channel", "chat": chat, "message_id": message.id}
    if message.sender_chat is not None:
        return shape | {"type": "chat", "sender_chat": chat_json(message.sender_chat)}
    if message.sender is not None:
        return shape | {"type": "user", "sender_user": user_json(message.sender)}
    return shape | {"type": "hidden_user", "sender_user_name": "Deleted Account"}


def _put_place(shape: JsonObject, world: World, message: Message, *, with_reply: bool) -> None:
    if message.thread_id is not None:
        shape["message_thread_id"] = message.thread_id
        if message.thread_id in message.chat.topics:
            shape["is_topic_message"] = True
    if message.forward_origin is not None:
        shape["forward_origin"] = message.forward_origin
        if message.sender is world.telegram:
            shape["is_automatic_forward"] = True
    if with_reply and message.reply_to is not None and not message.reply_to.deleted:
        shape["reply_to_message"] = message_json(world, message.reply_to, with_reply=False)
    if message.via_bot is not None:
        shape["via_bot"] = user_json(message.via_bot)
    if message.media_group_id is not None:
        shape["media_group_id"] = message.media_group_id
    if message.protected:
        shape["has_protected_content"] = True


def _put_content(shape: JsonObject, world: World, message: Message) -> None:
    if message.service is not None:
        shape |= message.service
        return
    prefix = ""
    if message.media is not None:
        shape[message.media.kind] = message.media.to_json()
        prefix = "caption"
    if message.text:
        shape[prefix or "text"] = message.text
    if message.content.entities:
        name = "caption_entities" if prefix else "entities"
        shape[name] = entities_json(world, message.content.entities)
    if message.link_preview is not None:
        shape["link_preview_options"] = message.link_preview


def _entity_json(world: World, entity: Entity) -> JsonObject:
    shape: JsonObject = {"offset": entity.offset, "length": entity.length, "type": entity.type}
    for name in ("url", "language", "custom_emoji_id", "unix_time", "date_time_format"):
        value: str | int | None = getattr(entity, name)
        if value is not None:
            shape[name] = value
    if entity.user_id is not None:
        user = world.users.get(entity.user_id)
        shape["user"] = user_json(user or User(entity.user_id, ""))
    return shape
