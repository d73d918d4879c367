"""The webhook: Telegram calls us, and what it brings is confirmed once it has been handled.

The promise is that of long polling (`receiver.py`): Telegram repeats what we do not answer with 200, and we
answer when the handlers have ended, or after `PATIENCE`. An update that is repeated all the same is handled
once, as long as the process lives.
"""

import asyncio
import hmac
import json
import logging
from collections import OrderedDict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from aiohttp import web
from telegram import Update
from telegram.error import InvalidToken, TelegramError
from telegram.ext import ExtBot

from bot.clock import Clock
from bot.inbound import NoBodyError, read_body
from bot.telegram.processor import ChatOrderedProcessor
from bot.telegram.receiver import FIRST_WAIT, LONGEST_WAIT, PATIENCE

MOST_CONNECTIONS = 64
"""Calls that Telegram makes at the same time: as many as there are chats handled at once."""

MOST_BYTES = 1 << 20
"""Of an update; the longest message with everything that may stand around it has a tenth of that."""

REMEMBERED = 10_000
"""The last updates that were taken, by their numbers."""

LOOK_AGAIN = 300.0
"""Seconds between questions to Telegram whether the webhook is still ours and reaches us."""

_SECRET = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name

log = logging.getLogger(__name__)


class WebhookReceiver:
    """Takes updates as Telegram brings them, for as long as it runs; what `Receiver` is for long polling."""

    def __init__(
        self,
        bot: ExtBot[Any],
        queue: asyncio.Queue[object],
        processor: ChatOrderedProcessor,
        clock: Clock,
        allowed_updates: Sequence[str],
        *,
        url: str,
        secret: str,
    ) -> None:
        """`url`: the public address that leads to `answer`; `secret`: what proves that Telegram calls it."""
        self._bot = bot
        self._queue = queue
        self._processor = processor
        self._clock = clock
        self._allowed = list(allowed_updates)
        self._url = url
        self._secret = secret
        self._taken: OrderedDict[int, None] = OrderedDict()
        self._is_open = False
        self._told: datetime | None = None

    async def run(self) -> None:
        """Receive until cancelled. Raises InvalidToken where the token is no longer good."""
        self._is_open = True
        try:
            await self._set()
            while True:
                await self._clock.sleep(LOOK_AGAIN)
                await self._look()
        finally:
            self._is_open = False

    async def confirm(self) -> None:
        """Do nothing: each update is confirmed by its own answer."""

    async def answer(self, request: web.BaseRequest, rest: str) -> web.StreamResponse:
        """Answer a call: 403 for whoever does not know the secret, 200 for an update that is handled."""
        given = request.headers.get(_SECRET, "").encode("utf-8", "replace")
        if rest or not hmac.compare_digest(given, self._secret.encode()):
            return web.Response(status=403)
        if request.method != "POST":
            return web.Response(status=405, headers={"Allow": "POST"})
        try:
            update = self._update_of(await read_body(request, MOST_BYTES))
        except NoBodyError as error:
            return web.Response(status=error.status)
        if update is None:
            return web.Response(status=400)
        if update.update_id not in self._taken:
            if not self._is_open:  # it starts, or stops: Telegram will come again
                return web.Response(status=503)
            self._take(update)
        try:
            async with asyncio.timeout(PATIENCE):
                await self._processor.wait_ended(update.update_id)
        except TimeoutError:
            log.debug("an update takes longer; going on")
        return web.Response()

    def _update_of(self, body: bytes) -> Update | None:
        """Return the update that a body is; None where it is none."""
        try:
            written = json.loads(body)
            if not isinstance(written, dict) or type(written.get("update_id")) is not int:
                return None
            return Update.de_json(written, self._bot)
        except (ValueError, RecursionError):
            return None
        except (KeyError, TypeError, AttributeError) as error:
            log.error("Telegram brought an update that cannot be read: %s", type(error).__name__)  # noqa: TRY400 - its words may be a person's
            return None

    def _take(self, update: Update) -> None:
        self._taken[update.update_id] = None
        if len(self._taken) > REMEMBERED:
            self._taken.popitem(last=False)
        self._processor.expect(update.update_id)
        self._queue.put_nowait(update)

    async def _set(self) -> None:
        """Tell Telegram where to call, for as long as that takes."""
        wait = FIRST_WAIT
        while True:
            try:
                await self._bot.set_webhook(
                    self._url,
                    max_connections=MOST_CONNECTIONS,
                    allowed_updates=self._allowed,
                    secret_token=self._secret,
                )
            except InvalidToken:
                raise
            except TelegramError as error:
                if wait == FIRST_WAIT:
                    log.warning(
                        "Telegram does not take telegram.webhook_url, asking again: %s", error
                    )
                await self._clock.sleep(wait)
                wait = min(wait * 2, LONGEST_WAIT)
            else:
                log.info("Telegram brings updates to %s", self._url)
                return

    async def _look(self) -> None:
        """Ask how it goes: say what Telegram meets here, and take the webhook back from whoever took it."""
        try:
            info = await self._bot.get_webhook_info()
        except InvalidToken:
            raise
        except TelegramError as error:
            log.debug("Telegram does not say how the webhook goes: %s", error)
            return
        if info.url != self._url:
            log.error(
                "another program has changed this bot's webhook; stop it, or revoke the token"
            )
            await self._set()
        elif info.last_error_date is not None and info.last_error_date != self._told:
            self._told = info.last_error_date
            log.warning("Telegram could not bring an update: %s", info.last_error_message)
