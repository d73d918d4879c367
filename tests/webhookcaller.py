"""Telegram's part in a webhook: brings each update until it is answered, in order within a chat."""

import asyncio
from typing import Any, Self
from urllib.parse import urlsplit

import aiohttp

from bot.local.botapi import LocalBotApi

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
AGAIN = 0.05  # seconds after which a refused update is brought again


class WebhookCaller:
    """Calls the webhook of a local Bot API at `listen`, where a reverse proxy would lead it."""

    def __init__(self, api: LocalBotApi, listen: str) -> None:
        self._api = api
        self._listen = listen
        self.answers: list[tuple[int, int]] = []
        """Number and status of each answered call; 0 where nobody answered."""

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession()
        self._calling = asyncio.create_task(self._run())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._calling.cancel()
        await asyncio.wait({self._calling})
        await self._session.close()

    async def bring(self, update: dict[str, Any]) -> int:
        """Bring one update once; return the status of the answer, 0 where there is none."""
        webhook = self._api.webhook
        assert webhook is not None
        address = f"http://{self._listen}{urlsplit(webhook.url).path}"
        try:
            async with self._session.post(
                address, json=update, headers={SECRET_HEADER: webhook.secret_token}
            ) as response:
                return response.status
        except aiohttp.ClientError:
            return 0

    async def _run(self) -> None:
        while True:
            waiting = self._api.waiting_updates if self._api.webhook is not None else ()
            for update in waiting:
                number = update["update_id"]
                assert isinstance(number, int)
                status = await self.bring(dict(update))
                self.answers.append((number, status))
                self._api.webhook_answered(number, status, f"Wrong response: {status}")
            await asyncio.sleep(AGAIN)
