"""Asking to use a bot that is for approved people: who hears of it, and how it is settled."""

import logging

from telegram import InlineKeyboardMarkup
from telegram.constants import ParseMode
from telegram.error import TelegramError

from handlers.context import NO_PREVIEW, Request, change_message
from handlers.keyboards import common_button, keyboard
from handlers.markup import Html
from handlers.people import follow_role, person_words, tell_person
from handlers.texts import Texts
from newsroom import Role, User
from storage import (
    JoinRequest,
    RequestCopy,
    RequestState,
    ask_to_join,
    get_join_request,
    get_user,
    list_users,
    note_copies,
)

log = logging.getLogger(__name__)

YES, NO = "yes", "no"
"""What the buttons under a request carry."""

COPY = ""
"""What they carry in place of a page's number under an admin's copy."""

_MOST_ADMINS = 20
"""Admins who are told; the person's answer waits meanwhile."""


async def ask_to_use(request: Request) -> None:
    """Ask the bot's admins to let the sender in, once, and say how that stands."""
    texts = request.texts
    if request.asker is None or not request.in_private:
        await request.reply(texts("not-approved"))
        return
    asked = await ask_to_join(request.db, request.user.id, request.now)
    if asked.state is RequestState.DECLINED:
        await request.reply(texts("join-was-declined"))
    elif asked.copies:
        await request.reply(texts("join-waits"))
    elif await _tell_admins(request, asked):
        await request.reply(texts("join-asked"))
    else:
        await request.reply(texts("join-unheard"))


async def show_settled(request: Request, settled: JoinRequest) -> None:
    """Say on every admin's copy how a request was settled; the message of this press is shown by others."""
    here = RequestCopy(request.message.chat.id, request.message.message_id)
    for copy in settled.copies:
        if copy != here or request.press is None:
            await _settle_copy(request, copy, settled)


async def tell_decision(request: Request, settled: JoinRequest) -> None:
    """Let the one whose request was settled hear of it, and his menu follow."""
    approved = settled.state is RequestState.APPROVED
    await tell_person(request, settled.user, "join-you-may" if approved else "join-you-may-not")
    await follow_role(request, settled.user)


async def settled_words(request: Request, texts: Texts, settled: JoinRequest | None) -> Html:
    """Say how a request was settled, and by whom."""
    if settled is None or settled.settled_by is None:
        return texts("join-gone")
    admin = await get_user(request.db, settled.settled_by) or User(settled.settled_by, "")
    person, by = person_words(texts, settled.user), person_words(texts, admin)
    if settled.state is RequestState.APPROVED:
        return texts("join-approved", person=person, admin=by)
    return texts("join-declined", person=person, admin=by)


def join_buttons(texts: Texts, asked: JoinRequest) -> InlineKeyboardMarkup | None:
    """Return buttons for whoever is an admin when he presses."""
    approve = common_button(texts("button-approve"), "join", asked.id, YES, COPY)
    decline = common_button(texts("button-decline"), "join", asked.id, NO, COPY)
    return keyboard([approve, decline])


async def _tell_admins(request: Request, asked: JoinRequest) -> bool:
    """Show the request to the bot's admins, each in his private chat; False where it reached none."""
    admins = await list_users(request.db, [Role.OWNER, Role.ADMIN])
    reached = False
    for admin in admins[:_MOST_ADMINS]:
        copy = await _tell(request, admin, asked)
        if copy is None:
            continue
        reached = True
        await note_copies(request.db, asked.id, [copy])
        now = await get_join_request(request.db, asked.id)
        if now is not None and now.state is not RequestState.OPEN:  # settled meanwhile
            await _settle_copy(request, copy, now)
            break
    return reached


async def _tell(request: Request, admin: User, asked: JoinRequest) -> RequestCopy | None:
    texts = request.desk.library.texts(admin.language)
    try:
        sent = await request.bot.send_message(
            admin.id,
            texts("join-asks", person=person_words(texts, asked.user)),
            parse_mode=ParseMode.HTML,
            reply_markup=join_buttons(texts, asked),
            link_preview_options=NO_PREVIEW,
        )
    except TelegramError as error:  # he has not started the bot, or has blocked it
        log.info("an admin cannot be told of join request %d: %s", asked.id, error)
        return None
    return RequestCopy(sent.chat.id, sent.message_id)


async def _settle_copy(request: Request, copy: RequestCopy, settled: JoinRequest) -> None:
    admin = await get_user(request.db, copy.chat_id)
    texts = request.desk.library.texts(admin.language if admin else None)
    text = await settled_words(request, texts, settled)
    try:
        await change_message(request.bot, copy.chat_id, copy.message_id, text, None, NO_PREVIEW)
    except TelegramError as error:  # deleted; its buttons say the same when they are pressed
        log.info("a copy of join request %d is not changed: %s", settled.id, error)
