"""Whether Telegram can be reached, as far as the attempts to send have shown.

While the line is in doubt nothing is claimed: an outage costs each message at most the attempt that was
under way, and when it is over the oldest message is the first. Every so often a harmless question
(`getMe`) shows whether it is.
"""

import logging

from telegram.error import BadRequest, InvalidToken, NetworkError, TelegramError
from telegram.ext import ExtBot

from bot.clock import Clock
from bot.outgoing.permits import Permit

log = logging.getLogger(__name__)

FIRST_WAIT, LONGEST_WAIT = 1.0, 30.0
"""Seconds between questions: doubled each time. The very first is asked at once."""


class Line:
    """The way to Telegram: sound until an attempt puts it in doubt."""

    def __init__(self, bot: ExtBot[Permit], clock: Clock) -> None:
        self._bot = bot
        self._clock = clock
        self._failures = 0
        """Doubts in a row without a message that got through between them."""
        self._ask_at = 0.0
        self.in_doubt = False

    def doubt(self, reason: str) -> None:
        """Say that an attempt failed for reasons that may lie in the line."""
        if self.in_doubt:
            return
        self.in_doubt = True
        self._put_off()
        log.warning("the line to Telegram is in doubt, messages wait: %s", reason)

    def works(self) -> None:
        """Say that Telegram answered an attempt."""
        self.in_doubt = False
        self._failures = 0

    async def ready_in(self) -> float:
        """Return 0.0 where messages may be sent, else the seconds until it is worth asking again.

        Asks Telegram when the time for that has come.
        """
        if not self.in_doubt:
            return 0.0
        wait = self._ask_at - self._clock.monotonic()
        if wait > 0:
            return wait
        if not await self._answers():
            self._put_off()
            return self._ask_at - self._clock.monotonic()
        log.info("Telegram answers, messages go on")
        self.in_doubt = False
        return 0.0

    async def _answers(self) -> bool:
        try:
            await self._bot.get_me()
        except BadRequest:
            return True
        except InvalidToken as error:
            log.error("Telegram refuses the bot's token, nothing can be sent: %s", error)  # noqa: TRY400 - no traceback needed
            return False
        except NetworkError as error:
            log.info("Telegram does not answer: %s", error)
            return False
        except TelegramError:
            return True  # whatever it says, it is there
        return True

    def _put_off(self) -> None:
        wait = 0.0
        if self._failures:
            wait = min(FIRST_WAIT * 2.0 ** min(self._failures - 1, 10), LONGEST_WAIT)
        self._failures += 1
        self._ask_at = self._clock.monotonic() + wait
