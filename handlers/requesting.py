"""Asking for a feed where only admins may add one: who hears of it, and with which buttons.

Nothing is fetched for it before an admin has approved.
"""

import logging

from telegram import InlineKeyboardMarkup
from telegram.constants import ParseMode
from telegram.error import TelegramError

from handlers.cards import TITLE_UNITS
from handlers.context import NO_PREVIEW, Request
from handlers.keyboards import common_button, keyboard
from handlers.markup import bold, clip, lines
from handlers.naming import link_spellings
from handlers.places import Target
from handlers.texts import Texts
from newsroom import Role, User
from storage import (
    FeedRequest,
    Found,
    RequestState,
    ask_for_feed,
    asked_in_list,
    list_users,
    withdraw_request,
)

log = logging.getLogger(__name__)

APPROVE, DECLINE = "yes", "no"
"""What the buttons under a request carry."""

_MOST_OPEN = 10
"""Requests of one person that may wait."""

MOST_ADMINS = 20
"""Admins who are told; the person's answer waits meanwhile."""

_ADDRESS_UNITS = 1000
"""Of the link: an admin should see what he approves."""


async def ask_admins(request: Request, link: str, target: Target) -> None:
    """Ask the bot's admins for a feed that `target` is to be subscribed to, and say what came of that."""
    texts = request.texts
    if request.asker is None:
        await request.reply(texts("not-anonymously"))
        return
    shown = clip(link, TITLE_UNITS)
    in_list = await asked_in_list(request.db, request.user.id, link_spellings(link)[0])
    if in_list is not None:
        declined = in_list is Found.DECLINED
        key = "request-was-declined" if declined else "request-waits"
        await request.reply(texts(key, link=shown))
        return
    asked = await ask_for_feed(
        request.db,
        user_id=request.user.id,
        place=target.place,
        url=_address(link),
        limit=_MOST_OPEN,
        now=request.now,
    )
    if asked is None:
        await request.reply(texts("request-too-many", n=_MOST_OPEN))
        return
    made, new = asked
    if made.state is RequestState.DECLINED:
        await request.reply(texts("request-was-declined", link=shown))
    elif not new:
        await request.reply(texts("request-waits", link=shown))
    elif await _tell_admins(request, made, target):
        await request.reply(texts("request-made", link=shown))
    else:
        await withdraw_request(request.db, made.id)
        await request.reply(texts("request-unheard", link=shown))


def _address(link: str) -> str:
    """Return a link in one spelling, so that it is asked for once; without a scheme if it had none."""
    address = link_spellings(link)[0]
    return address if "://" in link else address.removeprefix("https://")


async def _tell_admins(request: Request, made: FeedRequest, target: Target) -> bool:
    """Show the request to the bot's admins, each in his private chat; False where it reached none."""
    admins = await list_users(request.db, [Role.OWNER, Role.ADMIN])
    reached = [await _tell(request, admin, made, target) for admin in admins[:MOST_ADMINS]]
    return any(reached)


async def _tell(request: Request, admin: User, made: FeedRequest, target: Target) -> bool:
    texts = request.desk.library.texts(admin.language)
    person = bold(texts.isolate(clip(request.user.name, TITLE_UNITS)))
    title = bold(texts.isolate(clip(target.chat.title, TITLE_UNITS)))
    his_own = target.chat.id == request.user.id
    text = lines(
        texts("request-asks", person=person),
        clip(made.url, _ADDRESS_UNITS),
        None if his_own else texts("request-for-chat", chat=title),
    )
    try:
        await request.bot.send_message(
            admin.id,
            text,
            parse_mode=ParseMode.HTML,
            reply_markup=_buttons(texts, made),
            link_preview_options=NO_PREVIEW,
        )
    except TelegramError as error:  # he has not started the bot, or has blocked it
        log.info("an admin cannot be told of request %d: %s", made.id, error)
        return False
    return True


def _buttons(texts: Texts, made: FeedRequest) -> InlineKeyboardMarkup | None:
    """Return buttons for whoever is an admin when he presses."""
    approve = common_button(texts("button-approve"), "request", made.id, APPROVE)
    decline = common_button(texts("button-decline"), "request", made.id, DECLINE)
    return keyboard([approve, decline])
