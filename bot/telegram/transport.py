"""The Bot API over aiohttp, in place of PTB's own transport: far less CPU for a message."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from types import SimpleNamespace
from typing import cast

import aiohttp
from aiohttp import MultipartWriter
from aiohttp.payload import Payload
from telegram.error import TelegramError
from telegram.request import BaseRequest, RequestData

from bot.telegram.errors import (
    AnswerTooLarge,
    BadEnvelope,
    NotSent,
    foreign_answer,
    network_error,
)
from bot.telegram.form import ReadyForm, encode_form
from bot.telegram.timeouts import Timeouts

_MIB = 1024 * 1024
_LARGEST_UPLOAD = 50 * _MIB
"""What a bot may upload: the size of a file that does not tell its own."""


class AiohttpRequest(BaseRequest):
    """What PTB's `HTTPXRequest` does, with errors that tell whether a call can have been sent.

    An instance keeps at most `connection_pool_size` connections; a call that finds all of them
    taken waits `pool_timeout`. The time-outs are PTB's, in seconds, None for no limit; together
    they make the deadline of a request (see `Timeouts.deadline`). `proxy` is an http(s) URL;
    the environment's proxies are not used. Answers and files up to `max_answer` bytes are read:
    by default what Telegram lets a bot download. Errors: see `bot.telegram.errors`.
    """

    def __init__(
        self,
        *,
        connection_pool_size: int = 256,
        proxy: str | None = None,
        read_timeout: float | None = 5.0,
        write_timeout: float | None = 5.0,
        connect_timeout: float | None = 5.0,
        pool_timeout: float | None = 1.0,
        media_write_timeout: float | None = 20.0,
        max_answer: int = 20 * _MIB,
    ) -> None:
        self._timeouts = Timeouts(
            pool=pool_timeout,
            connect=connect_timeout,
            write=write_timeout,
            media_write=media_write_timeout,
            read=read_timeout,
        )
        self._proxy = proxy
        self._pool_size = connection_pool_size
        self._max_answer = max_answer
        self._session: aiohttp.ClientSession | None = None
        self._places: asyncio.Semaphore

    @property
    def read_timeout(self) -> float | None:
        """Seconds to wait for an answer where a call does not say; PTB adds them to a long poll."""
        return self._timeouts.read

    async def initialize(self) -> None:
        """Open the session; nothing is dialled yet. May follow a `shutdown`."""
        if self._session is not None:
            return
        # The places are counted here, since aiohttp has no time-out of its own for its pool.
        self._places = asyncio.Semaphore(self._pool_size)
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0),
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": self.USER_AGENT},
            proxy=self._proxy,
            trace_configs=[_mark_when_connected()],
        )

    async def shutdown(self) -> None:
        """Close all connections; a call still under way ends with an unknown outcome."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    @staticmethod
    def parse_json_payload(payload: bytes) -> "_Envelope":
        """Read an answer of the Bot API; BadEnvelope where it is none. Called by PTB."""
        envelope = _envelope(payload)
        if envelope is None:
            raise BadEnvelope("What answered is not the Bot API; the outcome is unknown")
        return envelope

    async def post_form(self, url: str, form: bytes) -> object:
        """Make a call with a form that is urlencoded already; return its result.

        Errors: as of all calls, those that PTB makes of Telegram's refusals included.
        """
        # PTB hands on unread to `do_request` what its `post` is given.
        return await self.post(url, cast("RequestData", ReadyForm(form)))

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | ReadyForm | None = None,
        read_timeout: object = BaseRequest.DEFAULT_NONE,
        write_timeout: object = BaseRequest.DEFAULT_NONE,
        connect_timeout: object = BaseRequest.DEFAULT_NONE,
        pool_timeout: object = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Make one request and return the HTTP status and the body. Called by PTB.

        A call is never repeated in here; aiohttp may repeat a download (GET) on a stale connection.
        Raises the errors of `bot.telegram.errors`; RuntimeError before `initialize`.
        """
        session = self._session
        if session is None:
            raise RuntimeError("AiohttpRequest is used before its initialize()")
        timeouts = self._timeouts.overridden(
            pool=pool_timeout, connect=connect_timeout, write=write_timeout, read=read_timeout
        )
        form = encode_form(request_data)
        deadline = timeouts.deadline(
            upload=(form.size or _LARGEST_UPLOAD) if isinstance(form, MultipartWriter) else None,
            download=self._max_answer if method == "GET" else 0,
        )
        limits = aiohttp.ClientTimeout(
            total=deadline, connect=timeouts.connect, sock_read=timeouts.read
        )
        async with self._place(timeouts.pool):
            status, body = await self._exchange(session, method, url, form, limits)
        if not 200 <= status <= 299 and _envelope(body) is None:
            # PTB would quote the body, and a proxy's error page may quote the URL.
            raise foreign_answer(status)
        return status, body

    @contextlib.asynccontextmanager
    async def _place(self, patience: float | None) -> AsyncIterator[None]:
        places = self._places
        # Where one is free it is taken at once, and no timer is needed.
        limit = asyncio.timeout(patience) if places.locked() else contextlib.nullcontext()
        try:
            async with limit:
                await places.acquire()
        except TimeoutError:
            raise NotSent(
                f"Nothing was sent to Telegram: all {self._pool_size} connections are in use"
            ) from None
        try:
            yield
        finally:
            places.release()

    async def _exchange(
        self,
        session: aiohttp.ClientSession,
        method: str,
        url: str,
        form: Payload | None,
        limits: aiohttp.ClientTimeout,
    ) -> tuple[int, bytes]:
        attempt = _Attempt()
        try:
            async with session.request(
                method,
                url,
                data=form,
                timeout=limits,
                allow_redirects=False,
                trace_request_ctx=attempt,
            ) as response:
                return response.status, await self._read(response)
        except TelegramError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever the library raises may hold the URL
            failure = network_error(error, connected=attempt.connected)
        # Raised out here, it has no context: `from None` would only hide the library's error.
        raise failure

    async def _read(self, response: aiohttp.ClientResponse) -> bytes:
        body = bytearray()
        length = response.content_length or 0
        async for chunk in response.content.iter_any():
            body += chunk
            if max(length, len(body)) > self._max_answer:
                raise AnswerTooLarge(
                    f"Telegram's answer is larger than {self._max_answer / _MIB:g} MiB"
                )
        return bytes(body)


class _Envelope(dict[str, object]):
    """An answer of the Bot API. PTB takes `result` out of each success without looking."""

    def __missing__(self, key: str) -> object:
        raise BadEnvelope(f"Telegram's answer has no {key!r}; the outcome is unknown")


def _envelope(payload: bytes) -> _Envelope | None:
    """Return the answer, None where it is no JSON object with a boolean `ok`.

    The Bot API always sends that (core.telegram.org/bots/api#making-requests). Broken UTF-8 is
    replaced, as PTB does: it may stand in a text, and would hide that the call succeeded.
    """
    try:
        answer: object = json.loads(payload.decode(errors="replace"))
    except (ValueError, RecursionError):
        return None
    if not isinstance(answer, dict) or not isinstance(answer.get("ok"), bool):
        return None
    return _Envelope(answer)


@dataclass(slots=True)
class _Attempt:
    """One request under way, handed through aiohttp's tracing."""

    connected: bool = False


def _mark_when_connected() -> aiohttp.TraceConfig:
    """Make the tracing that notes in an `_Attempt` when its request has got a connection.

    The kind of an error cannot tell this: a proxy that hangs up while it connects us looks like
    Telegram hanging up on a request that was sent.
    """

    async def mark(
        _session: aiohttp.ClientSession, context: SimpleNamespace, _params: object
    ) -> None:
        context.trace_request_ctx.connected = True

    trace = aiohttp.TraceConfig()
    trace.on_connection_create_end.append(mark)
    trace.on_connection_reuseconn.append(mark)
    return trace
