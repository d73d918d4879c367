"""The loop that tells the owner how far an announcement is, and in the end what became of it."""

import asyncio
import logging
from dataclasses import dataclass

from telegram import InlineKeyboardMarkup
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden, TelegramError
from telegram.ext import ExtBot

from bot.clock import Clock
from bot.outgoing.media import link_preview
from bot.outgoing.permits import Permit
from bot.outgoing.rest import rest
from handlers import Library, render_progress
from newsroom import User
from storage import (
    Broadcast,
    BroadcastCount,
    Database,
    StorageError,
    count_broadcast,
    end_broadcast,
    get_user,
    running_broadcasts,
)

log = logging.getLogger(__name__)

EVERY = 3.0
"""Seconds between two looks at an announcement that is being sent."""

LONGEST_IDLE = 60.0
"""Seconds after which it is looked without cause."""

LONG = 60_000
"""Milliseconds after which the owner may have turned to something else: the end is a message of its own."""


@dataclass(frozen=True, slots=True)
class _Shown:
    count: BroadcastCount
    stopped: bool


class Announcer:
    """Keeps the message under which an announcement was confirmed up to date."""

    def __init__(self, db: Database, bot: ExtBot[Permit], clock: Clock, library: Library) -> None:
        self._db = db
        self._bot = bot
        self._clock = clock
        self._library = library
        self._shown: dict[int, _Shown] = {}
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """Say that there may be something to tell."""
        self._woken.set()

    async def run(self) -> None:
        """Tell until cancelled."""
        while True:
            self._woken.clear()
            await rest(self._clock, self._woken, await self._look())

    async def tell_once(self, now: int) -> int:
        """Show how far all announcements are; return how many go on. Raises StorageError."""
        going_on = 0
        for broadcast in await running_broadcasts(self._db):
            count = await count_broadcast(self._db, broadcast.id)
            told = await self._tell(broadcast, count, now)
            if told and not count.waiting:
                await end_broadcast(self._db, broadcast.id, now)
                self._shown.pop(broadcast.id, None)
            else:
                going_on += 1
        return going_on

    async def _look(self) -> float:
        """Return the seconds until it is worth looking again."""
        try:
            going_on = await self.tell_once(self._clock.now())
        except StorageError as error:
            log.warning("how far an announcement is cannot be told now: %s", error)
            return EVERY
        if going_on:
            self._woken.clear()  # whatever is sent meanwhile is told at the next look
            await self._clock.sleep(EVERY)
            return 0.0
        return LONGEST_IDLE

    async def _tell(self, broadcast: Broadcast, count: BroadcastCount, now: int) -> bool:
        """Change the message of an announcement, if there is news; False where that is to be tried again."""
        shown = _Shown(count, broadcast.stopped)
        if self._shown.get(broadcast.id) == shown:
            return True
        owner = await get_user(self._db, broadcast.by)
        text, keyboard = self._render(broadcast, count, owner)
        try:
            there = await self._change(broadcast, text, keyboard)
            took = now - (broadcast.begun_at or now)
            if not count.waiting and (took > LONG or not there):
                await self._bot.send_message(broadcast.by, text, parse_mode=ParseMode.HTML)
        except (BadRequest, Forbidden) as error:
            log.warning("the owner cannot be told of announcement %d: %s", broadcast.id, error)
        except TelegramError as error:
            log.warning("announcement %d is told of later: %s", broadcast.id, error)
            return False
        self._shown[broadcast.id] = shown
        return True

    def _render(
        self, broadcast: Broadcast, count: BroadcastCount, owner: User | None
    ) -> tuple[str, InlineKeyboardMarkup | None]:
        texts = self._library.texts(owner.language if owner else None)
        return render_progress(broadcast, count, texts)

    async def _change(
        self, broadcast: Broadcast, text: str, keyboard: InlineKeyboardMarkup | None
    ) -> bool:
        """Write the message anew; False where it is not there any more."""
        try:
            await self._bot.edit_message_text(
                text,
                chat_id=broadcast.chat_id,
                message_id=broadcast.message_id,
                parse_mode=ParseMode.HTML,
                reply_markup=keyboard,
                link_preview_options=link_preview(None),
            )
        except BadRequest as error:
            return "message is not modified" in error.message.casefold()
        return True
