"""Long polling: updates come in, and are confirmed once they have been handled.

Telegram repeats what is not confirmed, so a command that was being handled when the process died is
handled after the restart. One that takes longer than `PATIENCE` is confirmed all the same: what waits
behind it, in other chats, must not wait for it.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from telegram import Update
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError
from telegram.ext import ExtBot

from bot.clock import Clock
from bot.telegram.processor import ChatOrderedProcessor
from bot.telegram.rival import Rival
from storage import StorageError

log = logging.getLogger(__name__)

PATIENCE = 0.5
"""Seconds that a batch of updates may take before the next is asked for."""

POLL_SECONDS = 25
"""How long Telegram holds a question open while nothing happens."""

FIRST_WAIT, LONGEST_WAIT = 1.0, 30.0
"""Seconds between attempts while Telegram does not answer: doubled each time."""


class Receiver:
    """Asks Telegram for updates and hands them over, in order, for as long as it runs."""

    def __init__(
        self,
        bot: ExtBot[Any],
        queue: asyncio.Queue[object],
        processor: ChatOrderedProcessor,
        clock: Clock,
        allowed_updates: Sequence[str],
        rival: Rival,
        *,
        tell_of_rival: Callable[[], Awaitable[bool]],
        on_rival_gone: Callable[[], None],
    ) -> None:
        """`tell_of_rival` is called until it says that somebody has been told of another program."""
        self._bot = bot
        self._queue = queue
        self._processor = processor
        self._clock = clock
        self._allowed = list(allowed_updates)
        self._rival = rival
        self._tell_of_rival = tell_of_rival
        self._on_rival_gone = on_rival_gone
        self._told = False
        self._next: int | None = None
        self._failures = 0

    async def run(self) -> None:
        """Receive until cancelled. Raises InvalidToken where the token is no longer good."""
        while True:
            try:
                updates = await self._ask(POLL_SECONDS)
            except InvalidToken:
                raise
            except Conflict:
                await self._make_way()
                continue
            except TelegramError as error:
                await self._wait_after(error)
                continue
            if self._failures:
                log.info("Telegram answers again")
                self._failures = 0
            if self._rival.has_left():
                log.info("no other program receives this bot's updates any more; messages go on")
                self._told = False
                self._on_rival_gone()
            await self._hand_over(updates)

    async def confirm(self) -> None:
        """Tell Telegram what has been handled, so that the next start does not get it again."""
        if self._next is not None:
            try:
                await self._ask(0)
            except TelegramError as error:
                log.warning("the last updates could not be confirmed: %s", error)

    async def _ask(self, seconds: int) -> tuple[Update, ...]:
        return await self._bot.get_updates(
            offset=self._next, timeout=seconds, allowed_updates=self._allowed
        )

    async def _hand_over(self, updates: Sequence[Update]) -> None:
        if not updates:
            return
        for update in updates:
            await self._queue.put(update)
        try:
            async with asyncio.timeout(PATIENCE):
                for update in updates:
                    await self._processor.wait_done(update.update_id)
        except TimeoutError:
            log.debug("some updates take longer; going on")
        self._next = updates[-1].update_id + 1

    async def _make_way(self) -> None:
        """Say at once that another program asks too, tell the owners once, and leave it alone for a while."""
        if not self._rival.is_there:
            log.error(
                "another program receives this bot's updates, so no messages are sent; stop it, or revoke "
                "the token"
            )
        wait = self._rival.meet()
        try:
            self._told = self._told or await self._tell_of_rival()
        except StorageError as error:
            log.warning("the owners cannot be told of it: %s", error)
        await self._clock.sleep(wait)

    async def _wait_after(self, error: TelegramError) -> None:
        """Say once what is wrong, then wait, longer each time."""
        self._failures += 1
        if self._failures == 1:
            log.warning("Telegram does not answer, asking again and again: %s", error)
        wait = min(FIRST_WAIT * 2 ** min(self._failures - 1, 10), LONGEST_WAIT)
        if isinstance(error, RetryAfter):
            wait = max(wait, seconds_of(error))
        await self._clock.sleep(wait)


def seconds_of(error: RetryAfter) -> float:
    """Return how long Telegram asks us to wait (PTB: a number, or by `PTB_TIMEDELTA` a timedelta)."""
    asked = error.retry_after
    return float(asked) if isinstance(asked, int) else asked.total_seconds()
