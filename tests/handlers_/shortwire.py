"""The way from PTB to the local Bot API without a socket: most of a test of the conversation is HTTP.

A call goes into aiohttp's client as ever until it would be sent, and into the endpoint as its server would
hand it over; the answer comes back as bytes. `tests/bot_telegram` tests what is left out here.
"""

import asyncio
from types import SimpleNamespace
from typing import Any

import aiohttp
from aiohttp import web
from aiohttp.http import HttpVersion11, RawRequestMessage
from aiohttp.payload import BytesPayload, Payload
from aiohttp.streams import EMPTY_PAYLOAD
from multidict import CIMultiDict, CIMultiDictProxy
from yarl import URL

from bot.local.botapi import LocalBotApi
from bot.telegram import AiohttpRequest

_HEADERS = CIMultiDictProxy(CIMultiDict({"Content-Type": "application/x-www-form-urlencoded"}))


class ShortWire(AiohttpRequest):
    """Hands calls without files to an endpoint of this process; over loopback what a fault may strike."""

    def __init__(self, api: LocalBotApi) -> None:
        super().__init__()
        self._api = api

    async def _exchange(
        self,
        session: aiohttp.ClientSession,
        method: str,
        url: str,
        form: Payload | None,
        limits: aiohttp.ClientTimeout,
    ) -> tuple[int, bytes]:
        if not isinstance(form, BytesPayload) or self._api.faults._faults:
            return await super()._exchange(session, method, url, form, limits)
        await asyncio.sleep(0)  # others get their turn, as while the wire is waited for
        request = _Request(url, await form.as_bytes())
        answer = await self._api._server._handle(request)
        assert isinstance(answer, web.Response)
        assert isinstance(answer.body, bytes)
        return answer.status, answer.body


class _Request(web.BaseRequest):
    """A form as aiohttp's server hands it over once all of it has arrived."""

    def __init__(self, url: str, body: bytes) -> None:
        connection: Any = SimpleNamespace(
            ssl_context=None, peername=None, sockname=None, transport=self
        )
        message = RawRequestMessage(
            method="POST",
            path=url,
            version=HttpVersion11,
            headers=_HEADERS,
            raw_headers=(),
            should_close=False,
            compression=None,
            upgrade=False,
            chunked=False,
            url=URL(url).relative(),
        )
        unused: Any = None
        super().__init__(
            message, EMPTY_PAYLOAD, connection, unused, unused, asyncio.get_running_loop()
        )
        self._read_bytes = body
