"""What people do in chats: write, press, send files."""

import mimetypes

from bot.local.botapi.chats import Chat, Edit, Message, Topic
from bot.local.botapi.files import Media
from bot.local.botapi.formatting import FormattedText, read_text
from bot.local.botapi.json_types import JsonObject, JsonValue
from bot.local.botapi.people import User
from bot.local.botapi.records import Press
from bot.local.botapi.state import State
from bot.local.botapi.wire import chat_json, message_json, origin_json, user_json

_FIRST_QUERY_ID = 4_000_000_000_000_000_000  # ids of queries are 64-bit numbers, sent as text


class Acting:
    """People's side of the conversation. Each act returns its update's id: None where the bot gets none.

    The bot gets none of what it doesn't ask for (`allowed_updates`), of what happens where it is not, and
    in groups, with privacy mode on and the bot no admin, of messages that are not meant for it.
    """

    def __init__(self, state: State) -> None:
        self.state = state

    def say(
        self,
        user: User,
        chat: Chat,
        text: str,
        *,
        topic: Topic | None = None,
        reply_to: Message | None = None,
        entities: JsonValue = None,
        anonymous_admin: bool = False,
        sender_chat: Chat | None = None,
        via_bot: User | None = None,
        forwarded: bool | User | Chat = False,
    ) -> int | None:
        """Let a user write into a chat; in a channel this makes a post.

        `anonymous_admin` writes as the group itself, `sender_chat` as a channel (the linked one: as its
        automatic forward). `forwarded` True hides who wrote it first. Raises ValueError for what
        Telegram would not let the user do. The message is `chat.last_message` then.
        """
        content = read_text(text, "", entities)
        message = self._write(user, chat, content, topic, reply_to)
        message.via_bot = via_bot
        if anonymous_admin:
            message.sender, message.sender_chat = self.state.world.anonymous_admin, chat
        if sender_chat is not None:
            self._write_as(message, sender_chat)
        if forwarded:
            message.forward_origin = self._origin(message, forwarded)
        return self._tell("message", message)

    def edit(self, message: Message, text: str) -> int | None:
        """Let whoever wrote a message change its text or caption."""
        old = message.content
        message.edits += (Edit(int(self.state.world.now()), old, message.reply_markup),)
        message.content = read_text(text, "", None, is_caption=message.media is not None)
        return self._tell("edited_message", message)

    def send_file(
        self,
        user: User,
        chat: Chat,
        name: str,
        content: bytes,
        *,
        caption: str = "",
        topic: Topic | None = None,
        reply_to: Message | None = None,
        forwarded: bool | User | Chat = False,
    ) -> int | None:
        """Let a user send a document; `forwarded` as in `say`."""
        content_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
        file = self.state.files.add("document", name, content_type, content)
        text = read_text(caption, "", None, is_caption=True)
        message = self._write(user, chat, text, topic, reply_to)
        message.media = Media("document", file, {})
        if forwarded:
            message.forward_origin = self._origin(message, forwarded)
        return self._tell("message", message)

    def share_chat(self, user: User, button: str, picked: Chat) -> int | None:
        """Let a user press a button of the reply keyboard in his private chat, and pick a chat there.

        Raises ValueError where no such button stands there, or the chat is not one that it lists.
        """
        chat = self.state.world.private(user)
        asked = _requested(chat, button, "request_chat")
        if bool(asked.get("chat_is_channel")) != (picked.kind == "channel"):
            raise ValueError(f"{picked.title!r} is not of the kind that {button!r} lists")
        if not picked.member(user).is_present:
            raise ValueError(f"{user.first_name} is not in {picked.title!r}")
        shared: JsonObject = {"request_id": asked["request_id"], "chat_id": picked.id}
        if asked.get("request_title"):
            shared["title"] = picked.title
        if asked.get("request_username") and picked.username:
            shared["username"] = picked.username
        message = self._write(user, chat, FormattedText(""), None, None)
        message.service = {"chat_shared": shared}
        return self._tell("message", message)

    def share_user(self, user: User, button: str, picked: User) -> int | None:
        """Let a user press a button of the reply keyboard in his private chat, and pick somebody there.

        Raises ValueError where no such button stands there, or it does not list the one who is picked.
        """
        chat = self.state.world.private(user)
        asked = _requested(chat, button, "request_users")
        if "user_is_bot" in asked and asked["user_is_bot"] != picked.is_bot:
            raise ValueError(f"{picked.first_name} is not of the kind that {button!r} lists")
        person: JsonObject = {"user_id": picked.id}
        if asked.get("request_name"):
            person["first_name"] = picked.first_name
            if picked.last_name is not None:
                person["last_name"] = picked.last_name
        if asked.get("request_username") and picked.username:
            person["username"] = picked.username
        message = self._write(user, chat, FormattedText(""), None, None)
        message.service = {"users_shared": {"request_id": asked["request_id"], "users": [person]}}
        return self._tell("message", message)

    def press(self, user: User, message: Message, button: str | int) -> int | None:
        """Let a user press a button: the one with this number (from 0), or with this callback data.

        Data that no button carries is sent too, as a forged client could. The answers to it are in
        `presses`. Raises ValueError for a button that calls nobody back.
        """
        data = button if isinstance(button, str) else _callback_data(message, button)
        query_id = self._query_id(len(self.state.presses))
        shape: JsonObject = {
            "id": query_id,
            "from": user_json(user),
            "message": self._pressed(message),
            "chat_instance": str(7_000_000 + abs(message.chat.id)),
            "data": data,
        }
        update_id = self._push(user, "callback_query", shape)
        self.state.presses[query_id] = Press(
            query_id, update_id, user, message, data, self.state.clock()
        )
        return update_id

    def _write(
        self,
        user: User,
        chat: Chat,
        content: FormattedText,
        topic: Topic | None,
        reply_to: Message | None,
    ) -> Message:
        _check_may_write(user, chat)
        message = self.state.world.add_message(chat)
        if chat.kind == "private":
            chat.started = True
        if chat.kind == "channel":
            message.sender_chat = chat
        else:
            message.sender = user
        message.content = content
        message.thread_id = topic.id if topic else None
        message.reply_to = reply_to
        return message

    def _write_as(self, message: Message, sender_chat: Chat) -> None:
        world = self.state.world
        is_linked = message.chat.linked_chat is sender_chat
        message.sender = world.telegram if is_linked else world.channel_user
        message.sender_chat = sender_chat
        if is_linked:
            message.forward_origin = {
                "type": "channel",
                "chat": chat_json(sender_chat),
                "message_id": 1,
                "date": message.date,
            }

    def _origin(self, message: Message, source: bool | User | Chat) -> JsonObject:
        original = Message(id=1, chat=message.chat, date=message.date)
        if isinstance(source, User):
            original.sender = source
        elif isinstance(source, Chat):
            original.chat, original.sender_chat = source, source
        return origin_json(original)

    def _pressed(self, message: Message) -> JsonObject:
        if message.deleted:
            return {"chat": chat_json(message.chat), "message_id": message.id, "date": 0}
        return message_json(self.state.world, message)

    def _tell(self, kind: str, message: Message) -> int | None:
        if not self._is_shown(message):
            return None
        if message.chat.kind == "channel":
            kind = kind.replace("message", "channel_post")
        return self._push(message.sender, kind, message_json(self.state.world, message))

    def _push(self, user: User | None, kind: str, shape: JsonObject) -> int | None:
        update_id = self.state.updates.push(kind, shape)
        if user is not None and update_id is not None:
            user.known = True
        return update_id

    def _is_shown(self, message: Message) -> bool:
        chat, bot = message.chat, self.state.bot
        if chat.kind == "private":
            return True
        place = chat.member(bot)
        if not place.is_present or chat.kind == "channel":
            return place.is_admin
        if place.is_admin or not self.state.privacy_mode or message.service is not None:
            return True
        is_reply = message.reply_to is not None and message.reply_to.outgoing
        return is_reply or message.via_bot is bot or _addresses(message.text, bot.username or "")

    def _query_id(self, number: int) -> str:
        return str(_FIRST_QUERY_ID + number)


def _check_may_write(user: User, chat: Chat) -> None:
    if chat.migrated_to is not None or chat.deleted:
        raise ValueError(f"nobody can write to {chat.title!r} any more")
    if chat.kind == "private":
        if chat.user is not user:
            raise ValueError(f"{user.first_name} can't write in somebody else's private chat")
        if chat.blocked:
            raise ValueError(f"{user.first_name} must unblock the bot first")
        return
    member = chat.member(user)
    if not member.is_present:
        raise ValueError(f"{user.first_name} is not in {chat.title!r}")
    if chat.kind == "channel" and not member.has_right("can_post_messages"):
        raise ValueError(f"{user.first_name} may not post in {chat.title!r}")


def _addresses(text: str, username: str) -> bool:
    """Return whether a bot in privacy mode sees a text: a command for it, or its name."""
    word = text.split(maxsplit=1)[0] if text.strip() else ""
    command, _, addressee = word.partition("@")
    if command.startswith("/") and len(command) > 1:
        return addressee.lower() in ("", username.lower())
    return f"@{username}".lower() in text.lower()


def _requested(chat: Chat, button: str, what: str) -> JsonObject:
    """Return what a button of the reply keyboard that a chat shows asks for (Bot API, KeyboardButton)."""
    for shown in chat.reply_keyboard:
        asked = shown.get(what)
        if shown.get("text") == button and isinstance(asked, dict):
            return asked
    raise ValueError(f"no button {button!r} with {what} stands there")


def _callback_data(message: Message, number: int) -> str:
    data = message.buttons[number].get("callback_data")
    if data is None:
        raise ValueError(f"button {number} has no callback data")
    return str(data)
