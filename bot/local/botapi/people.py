"""Users and what they are in a chat: members, their rights, and what may be sent."""

from dataclasses import dataclass, field
from enum import StrEnum

ANONYMOUS_ADMIN_ID = 1087968824  # @GroupAnonymousBot: who writes as the group itself
CHANNEL_USER_ID = 136817688  # @Channel_Bot: who writes as a channel
TELEGRAM_ID = 777000  # what a linked channel posts into its group comes from this user

ADMIN_RIGHTS = (
    "can_manage_chat",
    "can_change_info",
    "can_delete_messages",
    "can_invite_users",
    "can_restrict_members",
    "can_promote_members",
    "can_manage_video_chats",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)
GROUP_RIGHTS = ("can_pin_messages", "can_manage_topics", "can_manage_tags")
CHANNEL_RIGHTS = ("can_post_messages", "can_edit_messages", "can_manage_direct_messages")
ALL_RIGHTS = frozenset(ADMIN_RIGHTS + GROUP_RIGHTS + CHANNEL_RIGHTS)

SEND_PERMISSIONS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_react_to_messages",
)
OTHER_PERMISSIONS = (
    "can_edit_tag",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)
ALL_PERMISSIONS = frozenset(SEND_PERMISSIONS + OTHER_PERMISSIONS)


@dataclass(slots=True, eq=False)
class User:
    """A person or a bot. `known` says whether our bot has ever met them."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    is_bot: bool = False
    is_premium: bool = False
    deactivated: bool = False
    known: bool = False


class Status(StrEnum):
    """What a user is in a chat."""

    CREATOR = "creator"
    ADMINISTRATOR = "administrator"
    MEMBER = "member"
    RESTRICTED = "restricted"
    LEFT = "left"
    KICKED = "kicked"


@dataclass(slots=True)
class Member:
    """A user's place in a chat. `rights` are an administrator's, `permissions` a restricted member's."""

    user: User
    status: Status = Status.MEMBER
    rights: frozenset[str] = frozenset()
    permissions: frozenset[str] = field(default=ALL_PERMISSIONS)
    is_anonymous: bool = False

    @property
    def is_present(self) -> bool:
        """Whether the user is in the chat."""
        return self.status not in (Status.LEFT, Status.KICKED)

    @property
    def is_admin(self) -> bool:
        """Whether the user administers the chat."""
        return self.status in (Status.CREATOR, Status.ADMINISTRATOR)

    def has_right(self, right: str) -> bool:
        """Return whether the user administers the chat with this right; the creator has them all."""
        return self.status is Status.CREATOR or (
            self.status is Status.ADMINISTRATOR and right in self.rights
        )
