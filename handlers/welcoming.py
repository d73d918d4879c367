"""What a group or channel hears that lets the bot in, and whoever added it when its rights change.

In a channel the bot posts nothing of the kind: it writes to the person in private, where he has started it.
"""

import logging

from telegram import (
    ChatMember,
    ChatMemberAdministrator,
    ChatMemberOwner,
    ChatMemberRestricted,
    ChatMemberUpdated,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden

from handlers.cards import TITLE_UNITS
from handlers.context import Desk
from handlers.keyboards import common_button, keyboard
from handlers.managing import CHAT, FEEDS, LIST
from handlers.markup import Html, bold, clip, lines
from handlers.texts import Texts
from handlers.wire import user_of
from newsroom import Chat, ChatKind, Role, User
from storage import (
    NO_RIGHTS,
    Kept,
    get_chat,
    let_in,
    meet_user,
    resume_chat,
    who_added,
)

log = logging.getLogger(__name__)


async def welcome(change: ChatMemberUpdated, chat: Chat, desk: Desk) -> None:
    """Greet where the bot is let in, with what to do next; offer what the chat had before, if anything.

    A banned person's chat hears nothing, and one that Telegram only gave another number neither.
    """
    person = await _person(change, desk)
    kept = await let_in(desk.db, chat.id, added_by=person.id if person else None, now=desk.now())
    if kept.moved or (person is not None and person.role is Role.BANNED):
        return
    if chat.kind is ChatKind.CHANNEL:
        if person is not None:
            texts = desk.library.texts(person.language)
            may = _may_write(change.new_chat_member, chat)
            await _tell(desk, person.id, *_about_channel(texts, chat, kept, may=may))
        return
    texts = desk.library.texts(chat.language or change.from_user.language_code)
    if desk.rules.approved_only and (person is None or person.role is Role.STRANGER):
        await _send(desk, chat.id, texts("not-approved"), None)
    elif not await _send(desk, chat.id, *_to_group(texts, kept)) and person is not None:
        own = desk.library.texts(person.language)
        await _tell(desk, person.id, own("rights-no-writing", chat=_title(own, chat)), None)


async def tell_of_rights(change: ChatMemberUpdated, chat: Chat, desk: Desk) -> None:
    """Tell the person who added the bot what has changed; where it may write again, the chat goes on."""
    old, new = change.old_chat_member, change.new_chat_member
    may = _may_write(new, chat)
    if may and chat.paused == NO_RIGHTS:
        await resume_chat(desk.db, chat.id, desk.now())
    if (key := _change_of_rights(old, new, chat)) is None:
        return
    person = await _person(change, desk)
    added_by = await who_added(desk.db, chat.id) or (person.id if person else None)
    if added_by is None:
        return
    stored = await get_chat(desk.db, added_by)
    texts = desk.library.texts(stored.language if stored else None)
    buttons = keyboard([_settings(texts, chat)]) if may else None
    await _tell(desk, added_by, texts(key, chat=_title(texts, chat)), buttons)


def _change_of_rights(old: ChatMember, new: ChatMember, chat: Chat) -> str | None:
    """Return the key of the sentence that tells of a change; None where nobody need know of it."""
    could, can = _may_write(old, chat), _may_write(new, chat)
    was_admin, is_admin = _is_admin(old), _is_admin(new)
    if could and not can:
        return "rights-no-posts" if chat.kind is ChatKind.CHANNEL else "rights-no-writing"
    if can and not could:
        return "rights-writing"
    if was_admin == is_admin:
        return None
    return "rights-admin" if is_admin else "rights-no-admin"


def _to_group(texts: Texts, kept: Kept) -> tuple[Html, InlineKeyboardMarkup | None]:
    if kept.paused:
        go_on = common_button(texts("button-resume"), "goon", "", 0)
        return lines(texts("greet-again"), _had(texts, kept), texts("greet-resume")), keyboard(
            [go_on]
        )
    feeds = common_button(texts("button-feeds"), "feeds", 0, "", "")
    help_button = common_button(texts("button-help"), "help")
    return texts("start-group"), keyboard([feeds, help_button])


def _about_channel(
    texts: Texts, chat: Chat, kept: Kept, *, may: bool
) -> tuple[Html, InlineKeyboardMarkup | None]:
    title = _title(texts, chat)
    if not may:
        return texts("rights-no-posts", chat=title), None
    if kept.paused:
        go_on = common_button(texts("button-resume"), "goon", chat.id, 0)
        said = lines(texts("greet-channel", chat=title), _had(texts, kept), texts("greet-resume"))
        return said, keyboard([go_on])
    feeds = common_button(texts("button-choose-feeds"), CHAT, chat.id, FEEDS)
    said = lines(texts("greet-channel", chat=title), texts("greet-channel-next"))
    return said, keyboard([feeds], [_settings(texts, chat)])


def _had(texts: Texts, kept: Kept) -> Html:
    return lines(
        texts("greet-subscriptions", n=kept.subscriptions) if kept.subscriptions else None,
        texts("greet-watches", n=kept.watches) if kept.watches else None,
    )


def _settings(texts: Texts, chat: Chat) -> InlineKeyboardButton:
    return common_button(texts("button-manage"), CHAT, chat.id, LIST)


def _title(texts: Texts, chat: Chat) -> Html:
    return bold(texts.isolate(clip(chat.title, TITLE_UNITS)))


def _is_admin(member: ChatMember) -> bool:
    return isinstance(member, ChatMemberOwner | ChatMemberAdministrator)


def _may_write(member: ChatMember, chat: Chat) -> bool:
    """Whether the bot may write there as far as its own place in the chat tells."""
    if chat.kind is ChatKind.CHANNEL:
        return isinstance(member, ChatMemberAdministrator) and bool(member.can_post_messages)
    return not isinstance(member, ChatMemberRestricted) or member.can_send_messages


async def _person(change: ChatMemberUpdated, desk: Desk) -> User | None:
    """Return who did it; None for an anonymous admin, of whom only the group is known."""
    if change.from_user.is_bot:
        return None
    return await meet_user(desk.db, user_of(change.from_user), desk.now())


async def _tell(desk: Desk, user_id: int, text: Html, buttons: InlineKeyboardMarkup | None) -> None:
    """Write to a person in private, where he has started the bot."""
    chat = await get_chat(desk.db, user_id)
    if chat is not None and chat.paused is None:
        await _send(desk, user_id, text, buttons)


async def _send(desk: Desk, chat_id: int, text: Html, buttons: InlineKeyboardMarkup | None) -> bool:
    """Send; False where Telegram does not take it."""
    try:
        await desk.bot.send_message(chat_id, text, parse_mode=ParseMode.HTML, reply_markup=buttons)
    except (BadRequest, Forbidden, ChatMigrated) as error:
        # Let in without the right to write, or put out again at once: there is nobody to greet.
        log.info("a chat was not greeted: %s", error)
        return False
    return True
