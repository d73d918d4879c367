"""Asking the bot's admins for the feeds of a list: one request for all that the catalogue lacks."""

import logging

from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import ParseMode
from telegram.error import TelegramError

from handlers.cards import TITLE_UNITS
from handlers.context import NO_PREVIEW, Request
from handlers.keyboards import common_button, keyboard
from handlers.markup import Html, bold, clip, lines
from handlers.requesting import APPROVE, DECLINE, MOST_ADMINS
from handlers.texts import Texts
from newsroom import Page, Role
from storage import (
    Database,
    Import,
    ImportRow,
    get_chat,
    get_user,
    list_asked,
    list_users,
)

log = logging.getLogger(__name__)

PAGE_SIZE = 8
"""Each with its address, whole as far as that goes: an admin should see what he approves."""

_ADDRESS_UNITS = 300


async def ask_for_list(request: Request, run: Import) -> bool:
    """Show a list's request to the bot's admins, each in his private chat; False where it reached none.

    Where others have asked for all of its feeds, nobody is asked anew.
    """
    page = await list_asked(request.db, run.id, size=PAGE_SIZE)
    if not page.total:
        return True
    reached = False
    for admin in (await list_users(request.db, [Role.OWNER, Role.ADMIN]))[:MOST_ADMINS]:
        texts = request.desk.library.texts(admin.language)
        text, buttons = await show_asked(request.db, texts, run, page)
        try:
            await request.bot.send_message(
                admin.id,
                text,
                parse_mode=ParseMode.HTML,
                reply_markup=buttons,
                link_preview_options=NO_PREVIEW,
            )
            reached = True
        except TelegramError as error:  # he has not started the bot, or has blocked it
            log.info("an admin cannot be told of list %d: %s", run.id, error)
    return reached


async def show_asked(
    db: Database, texts: Texts, run: Import, page: Page[ImportRow]
) -> tuple[Html, InlineKeyboardMarkup | None]:
    """Return a page of a list's request, with buttons for whoever is an admin when he presses."""
    person = await get_user(db, run.user_id)
    chat = await get_chat(db, run.place.chat_id)
    name = clip(person.name if person else str(run.user_id), TITLE_UNITS)
    place = clip(chat.title, TITLE_UNITS) if chat and chat.id != run.user_id else None
    text = lines(
        texts("import-asks", person=bold(texts.isolate(name)), n=page.total),
        None if place is None else texts("request-for-chat", chat=bold(texts.isolate(place))),
        *(_entry(texts, row) for row in page.items),
        texts("page", number=page.number + 1, pages=page.pages) if page.pages > 1 else None,
    )
    settle = [
        common_button(texts("button-approve-all"), "importreq", run.id, APPROVE),
        common_button(texts("button-decline"), "importreq", run.id, DECLINE),
    ]
    return text, keyboard(_turning(texts, run, page), settle)


def _entry(texts: Texts, row: ImportRow) -> Html:
    title = clip(row.title, TITLE_UNITS)
    return lines("", texts.isolate(title) if title else None, clip(row.url, _ADDRESS_UNITS))


def _turning(texts: Texts, run: Import, page: Page[ImportRow]) -> list[InlineKeyboardButton]:
    buttons = []
    if page.number > 0:
        label = texts("button-previous")
        buttons.append(common_button(label, "importasked", page.number - 1, run.id))
    if page.number + 1 < page.pages:
        buttons.append(common_button(texts("button-next"), "importasked", page.number + 1, run.id))
    return buttons
