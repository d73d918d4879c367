"""Coming and going: joining, leaving, rights, blocking, and a group that becomes a supergroup."""

from collections.abc import Iterable

from bot.local.botapi.chats import Chat
from bot.local.botapi.inlining import Inlining
from bot.local.botapi.json_types import JsonObject
from bot.local.botapi.people import ALL_PERMISSIONS, ALL_RIGHTS, Member, Status, User
from bot.local.botapi.wire import chat_json, member_json, user_json


class Membership(Inlining):
    """What people do to each other's places in chats. `by` is who does it; without, the user.

    About itself the bot is told by my_chat_member, about others by chat_member (only where it is an
    admin, and only when it asks for these); groups also show service messages of who came and went.
    Each act returns the id of the my_chat_member or chat_member update, None where the bot gets none.
    """

    def join(self, user: User, chat: Chat, *, by: User | None = None) -> int | None:
        """Bring a user (our bot too) into a group or channel."""
        update_id = self._set(chat, Member(user), by)
        if chat.is_group:
            newcomers: JsonObject = {"new_chat_members": [user_json(user)]}
            self._notice(chat, by or user, newcomers)
        return update_id

    def leave(self, user: User, chat: Chat, *, by: User | None = None) -> int | None:
        """Let a user go out of a group or channel; whoever is `kick`ed can't come back."""
        return self._part(chat, Member(user, Status.LEFT), by)

    def kick(self, user: User, chat: Chat, *, by: User | None = None) -> int | None:
        """Ban a user (our bot too) from a group or channel."""
        return self._part(chat, Member(user, Status.KICKED), by)

    def promote(
        self,
        user: User,
        chat: Chat,
        *,
        by: User | None = None,
        rights: Iterable[str] = ALL_RIGHTS,
        is_anonymous: bool = False,
    ) -> int | None:
        """Make a user an administrator with these rights."""
        member = Member(user, Status.ADMINISTRATOR, frozenset(rights), is_anonymous=is_anonymous)
        return self._set(chat, member, by)

    def demote(self, user: User, chat: Chat, *, by: User | None = None) -> int | None:
        """Make an administrator a plain member. A bot so loses its place in a channel."""
        is_lost = chat.kind == "channel" and user.is_bot
        return self._set(chat, Member(user, Status.LEFT if is_lost else Status.MEMBER), by)

    def restrict(
        self,
        user: User,
        chat: Chat,
        *,
        by: User | None = None,
        permissions: Iterable[str] = (),
    ) -> int | None:
        """Leave a member of a supergroup only these permissions."""
        member = Member(user, Status.RESTRICTED, permissions=frozenset(permissions))
        return self._set(chat, member, by)

    def set_permissions(self, chat: Chat, permissions: Iterable[str] = ALL_PERMISSIONS) -> None:
        """Set what members may do who are no admins. Bots are not told."""
        chat.permissions = frozenset(permissions)

    def block(self, user: User) -> int | None:
        """Let a user block the bot."""
        return self._block(user, blocked=True)

    def unblock(self, user: User) -> int | None:
        """Let a user unblock the bot."""
        return self._block(user, blocked=False)

    def migrate(self, chat: Chat) -> Chat:
        """Turn a basic group into a supergroup, which has another id, and return that."""
        world = self.state.world
        new = world.add_group(chat.title, bot_member=False)
        new.members = dict(chat.members)
        self._notice(chat, None, {"migrate_to_chat_id": new.id})
        chat.migrated_to = new
        self._notice(new, None, {"migrate_from_chat_id": chat.id})
        return new

    def _part(self, chat: Chat, member: Member, by: User | None) -> int | None:
        update_id = self._set(chat, member, by)
        if chat.is_group:
            self._notice(chat, by or member.user, {"left_chat_member": user_json(member.user)})
        return update_id

    def _set(self, chat: Chat, member: Member, by: User | None) -> int | None:
        old = chat.member(member.user)
        is_bot = member.user is self.state.bot
        is_watched = is_bot or chat.member(self.state.bot).is_admin
        chat.members[member.user.id] = member
        if not is_watched:
            return None
        kind = "my_chat_member" if is_bot else "chat_member"
        return self._member_update(kind, chat, by or member.user, old, member)

    def _member_update(
        self, kind: str, chat: Chat, by: User, old: Member, new: Member
    ) -> int | None:
        shape: JsonObject = {
            "chat": chat_json(chat),
            "from": user_json(by),
            "date": int(self.state.world.now()),
            "old_chat_member": member_json(chat, old),
            "new_chat_member": member_json(chat, new),
        }
        return self._push(by, kind, shape)

    def _notice(self, chat: Chat, sender: User | None, service: JsonObject) -> None:
        message = self.state.world.add_message(chat)
        message.sender = sender or self.state.world.anonymous_admin
        message.service = service
        self._tell("message", message)

    def _block(self, user: User, *, blocked: bool) -> int | None:
        chat = self.state.world.private(user)
        chat.blocked = blocked
        bot = self.state.bot
        states = Member(bot), Member(bot, Status.KICKED)
        old, new = states if blocked else states[::-1]
        return self._member_update("my_chat_member", chat, user, old, new)
