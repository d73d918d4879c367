"""Asking about chats and members, and small signs in a chat."""

from bot.local.botapi.errors import bad_request
from bot.local.botapi.json_types import JsonValue, required_text
from bot.local.botapi.people import Member, Status
from bot.local.botapi.records import Call
from bot.local.botapi.rights import Access, check_thread, find_message, reach
from bot.local.botapi.state import State
from bot.local.botapi.wire import full_chat_json, member_json

_ACTIONS = frozenset(
    {
        "cancel",
        "typing",
        "record_video",
        "upload_video",
        "record_audio",
        "record_voice",
        "upload_audio",
        "upload_voice",
        "upload_photo",
        "upload_document",
        "choose_sticker",
        "pick_up_location",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)


def get_chat(state: State, call: Call) -> JsonValue:
    """Tell all about a chat."""
    return full_chat_json(reach(state.world, call.params.text("chat_id"), Access.READ))


def get_chat_member(state: State, call: Call) -> JsonValue:
    """Tell what a user is in a chat. In a channel, others than itself only where the bot is an admin."""
    user_id = call.params.integer("user_id")
    if user_id <= 0:
        raise bad_request("invalid user_id specified")
    is_self = user_id == state.bot.id
    chat = reach(
        state.world, call.params.text("chat_id"), Access.READ if is_self else Access.MEMBERS
    )
    user = state.world.users.get(user_id)
    if user is None:
        raise bad_request("user not found")
    if chat.kind == "channel" and not is_self:
        _check_member_list(state, chat.member(state.bot))
    return member_json(chat, chat.member(user))


def get_chat_administrators(state: State, call: Call) -> JsonValue:
    """List the administrators; of bots only our own, as the real server does unless asked."""
    chat = reach(state.world, call.params.text("chat_id"), Access.MEMBERS)
    if chat.kind == "private":
        raise bad_request("there are no administrators in the private chat")
    if chat.kind == "channel":
        _check_member_list(state, chat.member(state.bot))
    return [
        member_json(chat, member)
        for member in chat.members.values()
        if member.is_admin and (not member.user.is_bot or member.user is state.bot)
    ]


def get_chat_member_count(state: State, call: Call) -> JsonValue:
    """Count the members."""
    chat = reach(state.world, call.params.text("chat_id"), Access.MEMBERS)
    if chat.kind == "private":
        return 2
    return sum(member.is_present for member in chat.members.values())


def leave_chat(state: State, call: Call) -> JsonValue:
    """Leave a group, supergroup or channel."""
    chat = reach(state.world, call.params.text("chat_id"), Access.EDIT)
    if chat.kind == "private":
        raise bad_request("chat member status can't be changed in private chats")
    chat.members[state.bot.id] = Member(state.bot, Status.LEFT)
    return True


def send_chat_action(state: State, call: Call) -> JsonValue:
    """Show that the bot is busy."""
    if call.params.text("action") not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat = reach(state.world, call.params.text("chat_id"), Access.WRITE)
    check_thread(state.world, chat, call.params.integer("message_thread_id"))
    return True


def set_message_reaction(state: State, call: Call) -> JsonValue:
    """React to a message with up to one emoji."""
    chat = reach(state.world, call.params.text("chat_id"), Access.READ)
    value = call.params.json("reaction", "reaction types")
    if value is not None and not isinstance(value, list):
        raise bad_request("expected an Array of ReactionType")
    for item in value or []:
        if not isinstance(item, dict):
            raise bad_request("can't parse ReactionType: expected an Object")
        if required_text(item, "type") not in ("emoji", "custom_emoji"):
            raise bad_request("can't parse ReactionType: invalid reaction type specified")
    if len(value or []) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    find_message(chat, call.params.integer("message_id"), "message to react")
    return True


def _check_member_list(state: State, bot: Member) -> None:
    if not bot.is_admin:
        raise bad_request("member list is inaccessible")
