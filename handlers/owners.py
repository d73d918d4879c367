"""What the bot has to say to its owners by itself."""

import logging

from telegram import Bot
from telegram.constants import ParseMode
from telegram.error import TelegramError

from handlers.markup import clip, plain
from handlers.texts import Library
from newsroom import DeliveryKind, Place, Role
from storage import Database, enqueue, get_chat, list_users

log = logging.getLogger(__name__)

DAY = 24 * 60 * 60 * 1000
"""Milliseconds."""

REASON_UNITS = 500
"""Of what is told of an error."""


async def tell_of_missed_backup(db: Database, library: Library, reason: str, now: int) -> None:
    """Owe each owner a notice that a backup failed, one a day at the most, also after restarts.

    Raises StorageError.
    """
    key = f"backup-missed:{now // DAY}"
    for owner in await list_users(db, [Role.OWNER]):
        if await get_chat(db, owner.id) is None:  # he has never written to the bot
            continue
        texts = library.texts(owner.language)
        body = texts("backup-missed", reason=clip(reason, REASON_UNITS))
        await enqueue(db, Place(owner.id), DeliveryKind.NOTICE, key, body=plain(body), now=now)


async def tell_of_rival(bot: Bot, db: Database, library: Library) -> bool:
    """Tell the owners at once that another program uses the token; False where that reached none of them.

    Past the ledger, which rests meanwhile. Raises StorageError.
    """
    reached = False
    for owner in await list_users(db, [Role.OWNER]):
        text = library.texts(owner.language)("rival")
        try:
            await bot.send_message(owner.id, text, parse_mode=ParseMode.HTML)
        except TelegramError as error:
            log.info("an owner cannot be told: %s", error)
        else:
            reached = True
    return reached
