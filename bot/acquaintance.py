"""The acquaintance with Telegram at the start: who the bot is, who owns it, which commands are offered."""

import logging
import sys
from dataclasses import replace

from telegram.error import InvalidToken, TelegramError

from bot.config import ConfigError
from bot.house import House
from handlers import set_menus, set_staff_menus
from newsroom import Role
from storage import given_language, list_users, offer_claim

log = logging.getLogger(__name__)

CLAIM_LIFETIME = 15 * 60_000
"""Milliseconds for which the first owner's link is good."""

FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0
"""Seconds between attempts to reach Telegram at the start: doubled each time."""


async def connect(house: House) -> None:
    """Make Telegram's acquaintance, for as long as that takes.

    Raises ConfigError where Telegram refuses the token.
    """
    wait = FIRST_WAIT
    while True:
        try:
            await house.application.initialize()
            if house.door is None:
                await house.application.bot.delete_webhook()
        except InvalidToken:
            raise ConfigError(
                "telegram.token: Telegram refused it; copy it anew from @BotFather (/mybots)"
            ) from None
        except TelegramError as error:
            if wait == FIRST_WAIT:
                log.warning("Telegram cannot be reached, trying again and again: %s", error)
            await house.clock.sleep(wait)
            wait = min(wait * 2, LONGEST_WAIT)
        else:
            return


async def welcome(house: House) -> None:
    """Log who the bot is, and print the claim link where nobody owns it yet."""
    name = house.application.bot.username
    log.info("the bot is @%s", name)
    if await list_users(house.db, [Role.OWNER]):
        return
    code = await offer_claim(house.db, expires_at=house.clock.now() + CLAIM_LIFETIME)
    sys.stdout.write(
        "This bot has no owner yet. Open this link within 15 minutes to become the owner:\n"
        f"https://t.me/{name}?start=claim_{code}\n"
    )
    sys.stdout.flush()


async def set_all_menus(house: House) -> None:
    """Set the command menus; a bot without them is worse to use, and no reason not to start."""
    bot = house.application.bot
    try:
        await set_menus(bot, house.library)
        staff = await list_users(house.db, [Role.OWNER, Role.ADMIN])
        # Each in the language that he has chosen for his private chat.
        speaking = [
            replace(one, language=await given_language(house.db, one.id) or one.language)
            for one in staff
        ]
        await set_staff_menus(bot, house.library, speaking)
    except TelegramError as error:
        log.warning("the command menus could not be set: %s", error)
