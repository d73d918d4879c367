"""USER: whom a command is about, as an admin names somebody, and how people are shown to admins."""

import re
from collections.abc import Sequence

import telegram
from telegram import (
    KeyboardButton,
    KeyboardButtonRequestUsers,
    Message,
    MessageEntity,
    MessageOriginUser,
    ReplyKeyboardMarkup,
    SharedUser,
)
from telegram.error import TelegramError

from handlers.cards import TITLE_UNITS
from handlers.context import BadArguments, Request
from handlers.keyboards import button, in_rows, keyboard
from handlers.markup import Html, bold, clip, code, plain
from handlers.texts import Texts
from handlers.wire import NOBODY, user_of
from newsroom import ChatKind, DeliveryKind, Place, User
from storage import (
    RequestCopy,
    enqueue,
    get_chat,
    get_user,
    join_request_shown,
    meet_user,
    users_named,
)

GRANT, REVOKE, BAN, UNBAN, APPROVE = "grant", "revoke", "ban", "unban", "approve"

PICKERS = {1: GRANT, 2: BAN, 3: APPROVE}
"""What the keyboard that picks a person gives back, and the command that had shown it."""

_ID = re.compile(r"\d{1,15}", re.ASCII)
"""Fewer than the 52 bits that a user's number may have (Bot API, User.id)."""

_NAME = re.compile(r"@[A-Za-z]\w{3,31}", re.ASCII)
_WORD_UNITS = 60
_MOST_NAMESAKES = 5


async def person_named(request: Request, verb: str) -> User | None:
    """Return whom a command names: by what was picked, a mention, an id, an @name, or a reply.

    None where that is nobody; what to do then has been said. `verb`: the command, whose button carries an id.
    """
    picked = request.message.users_shared
    if picked is not None:
        return await _met(request, _of_shared(picked.users[0]))
    mentioned = request.message.parse_entities([MessageEntity.TEXT_MENTION])
    for entity in mentioned:
        if entity.user is not None:
            return await _real(request, entity.user)
    words = request.args.strip()
    if _ID.fullmatch(words):
        return await _by_id(request, int(words))
    if _NAME.fullmatch(words):
        return await _by_name(request, words, verb)
    answered = request.message.reply_to_message
    if not words and answered is not None and answered.forum_topic_created is None:
        return await _replied_to(request, answered)
    if words or not request.in_private or verb not in PICKERS.values():
        await request.reply(request.texts("user-how", command=f"/{verb}"))
    else:
        await _let_pick(request, verb)
    return None


async def person_pressed(request: Request) -> User:
    """Return whom a button is about: somebody the bot has met. Raises BadArguments for forged data."""
    user = await get_user(request.db, request.number(0))
    if user is None:
        raise BadArguments
    return user


def person_words(texts: Texts, user: User) -> Html:
    """Return somebody's name, @name and id, as far as they are known."""
    number = code(str(user.id))
    if not user.name:
        return number
    name = bold(texts.isolate(clip(user.name, TITLE_UNITS)))
    at_name = "" if user.username is None else f"@{user.username}, "
    return Html(f"{name} ({at_name}{number})")


async def tell_person(request: Request, user: User, key: str) -> None:
    """Owe somebody who has a private chat with the bot a sentence in his language."""
    chat = await get_chat(request.db, user.id)
    if chat is None or chat.kind is not ChatKind.PRIVATE or user.id == request.user.id:
        return
    said = request.desk.library.texts(chat.language)(key)
    number = f"{key}:{request.update_id}"
    await enqueue(
        request.db,
        Place(user.id),
        DeliveryKind.NOTICE,
        number,
        body=plain(said),
        now=request.now,
    )
    request.desk.services.deliver()


async def follow_role(request: Request, user: User) -> None:
    """Let the menu in somebody's private chat follow his role, in the language of that chat."""
    chat = await get_chat(request.db, user.id)
    texts = request.desk.library.texts(chat.language if chat else user.language)
    await request.show_menu(user.id, user.role, texts)


async def _by_id(request: Request, number: int) -> User | None:
    if number in NOBODY or number in (0, request.bot.id):
        await request.reply(request.texts("user-is-nobody"))
        return None
    return await get_user(request.db, number) or User(number, "")


async def _by_name(request: Request, name: str, verb: str) -> User | None:
    """Return who has an @name; of several who had it when the bot met them, it is asked which."""
    if name[1:].lower() == request.bot.username.lower():
        await request.reply(request.texts("user-is-nobody"))
        return None
    found = [
        user
        for user in (await users_named(request.db, name))[:_MOST_NAMESAKES]
        if await _is_called(request, user, name)
    ]
    if len(found) == 1:
        return found[0]
    texts = request.texts
    if not found:
        await request.reply(texts("user-unknown", name=name))
        return None
    choices = [button(request, f"{one.name} ({one.id})", verb, one.id) for one in found]
    await request.reply(texts("user-which", name=name), keyboard(*in_rows(choices, 1)))
    return None


async def _is_called(request: Request, user: User, name: str) -> bool:
    """Ask Telegram whether the name is his still: it may be somebody else's by now."""
    try:
        chat = await request.bot.get_chat(user.id)
    except TelegramError:  # it does not tell: what the bot has seen holds
        return True
    return (chat.username or "").lower() == name[1:].lower()


async def _replied_to(request: Request, answered: Message) -> User | None:
    """Return who wrote a message; in private, who wrote what was forwarded, or whose request it shows."""
    shown = RequestCopy(answered.chat.id, answered.message_id)
    asked = await join_request_shown(request.db, shown)
    if asked is not None:
        return asked.user
    origin = answered.forward_origin
    if request.in_private and origin is not None:
        if isinstance(origin, MessageOriginUser):
            return await _real(request, origin.sender_user)
        await request.reply(request.texts("user-hidden"))
        return None
    if answered.sender_chat is not None or answered.from_user is None:
        await request.reply(request.texts("user-is-nobody"))
        return None
    return await _real(request, answered.from_user)


async def _real(request: Request, person: telegram.User) -> User | None:
    if person.is_bot or person.id in NOBODY:
        await request.reply(request.texts("user-is-nobody"))
        return None
    return await _met(request, user_of(person))


async def _met(request: Request, user: User) -> User | None:
    if user.id in NOBODY or user.id == request.bot.id:
        await request.reply(request.texts("user-is-nobody"))
        return None
    known = await get_user(request.db, user.id)
    if known is not None and not user.name:
        return known
    return await meet_user(request.db, user, request.now)


def _of_shared(person: SharedUser) -> User:
    names: Sequence[str] = [one for one in (person.first_name, person.last_name) if one]
    return User(person.user_id, " ".join(names), username=person.username)


async def _let_pick(request: Request, verb: str) -> None:
    """Show Telegram's own list of people. Who is picked comes as a message."""
    (number,) = (one for one, command in PICKERS.items() if command == verb)
    asked = KeyboardButtonRequestUsers(
        number, user_is_bot=False, max_quantity=1, request_name=True, request_username=True
    )
    pick = KeyboardButton(plain(request.texts("button-pick-person")), request_users=asked)
    markup = ReplyKeyboardMarkup([[pick]], resize_keyboard=True, one_time_keyboard=True)
    await request.reply(request.texts("user-pick", command=f"/{verb}"), markup)
