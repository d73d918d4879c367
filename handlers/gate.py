"""The one gate before every handler: what is a command, who sends it, and may he.

Nothing is a command that was edited or forwarded, that a channel posted, or that came via another bot.
Each press of a button passes the same gate, by the real user at that moment.
"""

import logging
import re
from dataclasses import dataclass
from functools import partial

import telegram
from telegram import Document, Message, MessageEntity, Update
from telegram.constants import ChatType

from handlers.callbacks import Callback, unpack
from handlers.context import BadArguments, Desk, Press, Request
from handlers.joining import ask_to_use
from handlers.list_files import looks_like_list
from handlers.managing import PICKED_TO_MANAGE
from handlers.markup import Html, clip
from handlers.menus import set_menu_for
from handlers.people import PICKERS
from handlers.rights import Right, administers, role_allows
from handlers.table import BUTTONS, COMMANDS, Button, Command
from handlers.wire import ANONYMOUS_ADMIN, chat_of, user_of
from newsroom import Place, Role, User
from storage import meet_chat, meet_user

log = logging.getLogger(__name__)

_COMMANDS = {command.name: command for command in COMMANDS}
_COMMAND_RIGHTS = {command.name: command.right for command in COMMANDS}
_BUTTONS = {button.verb: button for button in BUTTONS}

_COMMAND = re.compile(r"/([A-Za-z0-9_]+)(?:@(\w+))?\s*(.*)", re.DOTALL)
_NUMBERED = re.compile(r"(\w+?)_(\d+)")
"""A tappable command: `/sub_12` is `/sub 12`."""

NAME_UNITS = 60
"""Of a word that is no command, where it is repeated."""

_BARE_LINK = re.compile(r"https?://\S+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sender:
    """Who stands behind a message or a press, as far as Telegram lets us know."""

    user: User
    anonymous_admin: bool = False
    """An admin who writes in the group's name; who he is stays unknown."""


async def on_message(update: Update, desk: Desk) -> None:
    """Answer a new message, if it is for us."""
    message = update.message
    if message is None or not _is_a_persons(message):
        return
    found = _command_of(message, desk.bot.username)
    if found is None:
        return
    name, args = found
    command = _COMMANDS.get(name)
    private = message.chat.type == ChatType.PRIVATE
    if command is None and not private:
        return
    sender = await _sender(message, desk)
    if sender.user.role is Role.BANNED:
        return
    request = await _request(update, message, sender, desk, args=args)
    if request.is_shut_out and private and (command is None or command.right is not Right.START):
        await ask_to_use(request)
        return
    if command is None:
        await request.reply(_no_command(name, request))
        return
    refusal = await _refusal(command, sender, request)
    if refusal is None:
        await command.run(request)
    else:
        await request.reply(request.texts(refusal))


async def on_press(update: Update, desk: Desk) -> None:
    """Answer the press of a button; always, so that it stops turning."""
    query = update.callback_query
    if query is None:
        return
    person = query.from_user
    user = await _meet(person, desk)
    press = Press(query)
    texts = desk.library.texts(person.language_code)
    callback = unpack(query.data or "")
    button = _BUTTONS.get(callback.verb) if callback else None
    message = query.message
    # PTB makes a Message of what is too old or deleted, too; only `is_accessible` tells.
    if not callback or not button or not isinstance(message, Message) or not message.is_accessible:
        await press.answer(texts("button-old"))
        return
    if user.role is Role.BANNED:
        await press.answer(texts("banned"))
        return
    if callback.asker is not None and callback.asker != user.id:
        await press.answer(texts("button-not-yours"))
        return
    request = await _request(
        update, message, Sender(user), desk, arguments=callback.arguments, press=press
    )
    await _run_button(button, callback, request)


async def _run_button(button: Button, callback: Callback, request: Request) -> None:
    refusal = await _refusal(button, Sender(request.user), request)
    if refusal is not None:
        await request.toast(request.texts(refusal))
        return
    try:
        await button.run(request)
    except BadArguments:
        log.warning("a button with forged data was pressed: %s", callback.verb)
        await request.toast(request.texts("button-old"))
        return
    if request.press is not None:
        await request.press.answer()


def _no_command(name: str, request: Request) -> Html:
    return request.texts("unknown-command", name=clip(name, NAME_UNITS))


async def _refusal(row: Command | Button, sender: Sender, request: Request) -> str | None:
    """Return the key of the sentence that refuses; None where the sender may."""
    role = request.user.role
    if request.is_shut_out and row.right is not Right.START:
        return "not-approved"
    if sender.anonymous_admin and row.right is Right.OWN:
        return "not-anonymously"
    if not role_allows(role, row.right):
        if sender.anonymous_admin:
            return "not-anonymously"
        return "only-owner" if row.right is Right.OWNER else "only-admins"
    if row.right is Right.CHANGE and not request.in_private:
        allowed = sender.anonymous_admin or await administers(
            request.bot, request.chat.id, request.user.id
        )
        return None if allowed else "only-group-admins"
    return None


def _is_a_persons(message: Message) -> bool:
    """Whether a person typed this, here and now."""
    if message.forward_origin or message.via_bot or message.is_automatic_forward:
        return False
    if message.sender_chat is not None:
        return message.sender_chat.id == message.chat.id and message.chat.type != ChatType.CHANNEL
    return message.from_user is not None and not message.from_user.is_bot


def _command_of(message: Message, our_name: str) -> tuple[str, str] | None:
    """Return the command and what follows it; other text in private is a search, a link to /sub."""
    if message.chat_shared is not None:  # picked with a keyboard of ours
        if message.chat_shared.request_id in PICKED_TO_MANAGE:
            return "list", str(message.chat_shared.chat_id)
        return "forward", f"{message.chat_shared.request_id} {message.chat_shared.chat_id}"
    if message.users_shared is not None:  # picked with the keyboard of a command about somebody
        picker = PICKERS.get(message.users_shared.request_id)
        return None if picker is None else (picker, "")
    private = message.chat.type == ChatType.PRIVATE
    if message.document is not None:
        return _command_of_file(message, message.document, our_name, private=private)
    text = message.text or ""
    starts = any(e.type == MessageEntity.BOT_COMMAND and e.offset == 0 for e in message.entities)
    match = _COMMAND.fullmatch(text) if starts else None
    if match is None:
        if not private or not text:
            return None
        return ("sub", text.strip()) if _BARE_LINK.fullmatch(text.strip()) else ("search", text)
    found = _addressed(match, our_name)
    return None if found is None else _split_number(*found)


def _command_of_file(
    message: Message, document: Document, our_name: str, *, private: bool
) -> tuple[str, str] | None:
    """Return /import where that stands below a file, in private also for what looks like a list of feeds."""
    match = _COMMAND.fullmatch(message.caption or "")
    if match is None:
        return ("import", "") if private and looks_like_list(document) else None
    found = _addressed(match, our_name)
    return found if found is not None and found[0] == "import" else None


def _addressed(match: re.Match[str], our_name: str) -> tuple[str, str] | None:
    """Return a command and what follows it; None where it is for another bot."""
    name, addressee, args = match.groups()
    if addressee is not None and addressee.lower() != our_name.lower():
        return None
    return name.lower(), args.strip()


def _split_number(name: str, args: str) -> tuple[str, str]:
    numbered = _NUMBERED.fullmatch(name)
    if name not in _COMMANDS and numbered and numbered[1] in _COMMANDS:
        return numbered[1], f"{numbered[2]} {args}".strip()
    return name, args


async def _sender(message: Message, desk: Desk) -> Sender:
    if message.sender_chat is not None or message.from_user is None:
        return Sender(User(ANONYMOUS_ADMIN, message.chat.title or ""), anonymous_admin=True)
    return Sender(await _meet(message.from_user, desk))


async def _meet(person: telegram.User, desk: Desk) -> User:
    return await meet_user(desk.db, user_of(person), desk.now())


async def _request(
    update: Update,
    message: Message,
    sender: Sender,
    desk: Desk,
    *,
    args: str = "",
    arguments: tuple[str, ...] = (),
    press: Press | None = None,
) -> Request:
    now = desk.now()
    chat = await meet_chat(desk.db, chat_of(message.chat), now)
    # In a group that is no forum, Telegram numbers reply threads the same way: those are no topics.
    thread = message.message_thread_id if message.is_topic_message else None
    texts = desk.library.texts(chat.language or sender.user.language)
    return Request(
        desk=desk,
        update_id=update.update_id,
        user=sender.user,
        asker=None if sender.anonymous_admin else sender.user.id,
        chat=chat,
        visible_to=await desk.audience.chats_seen_by(
            sender.user, chat, db=desk.db, bot=desk.bot, now=now
        ),
        place=Place(chat.id, thread or 0),
        texts=texts,
        args=args,
        message=message,
        arguments=arguments,
        press=press,
        now=now,
        commands=_COMMAND_RIGHTS,
        show_menu=partial(set_menu_for, desk.bot),
    )
