"""The life of a transport: its pool, its proxy, its deadlines, what it keeps and what it reads."""

import asyncio
import base64
import contextlib
import io
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from telegram import Bot, InputFile
from telegram.error import NetworkError, TimedOut
from telegram.request import RequestData

from bot.telegram import AiohttpRequest, AnswerTooLarge, NotSent
from tests.bot_telegram.servers import TOKEN, Recorder, http_answer, read_request, tcp_server

BRIEF = 0.1
MIB = 1024 * 1024
LOGGED_OUT = http_answer(b'{"ok":true,"result":true}', media_type="application/json")


def bot_at(address: str, request: AiohttpRequest) -> Bot:
    return Bot(
        TOKEN, base_url=f"http://{address}/bot", request=request, get_updates_request=request
    )


@contextlib.asynccontextmanager
async def held_back(
    request: AiohttpRequest,
) -> AsyncIterator[tuple[Bot, asyncio.Event, asyncio.Event]]:
    """Yield a bot, the event that a call of it has arrived, and the one that lets it be answered."""
    arrived, go_on = asyncio.Event(), asyncio.Event()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            await read_request(reader)
            arrived.set()
            await go_on.wait()
            writer.write(LOGGED_OUT)

    async with tcp_server(talk) as address, request:
        try:
            yield bot_at(address, request), arrived, go_on
        finally:
            go_on.set()


def test_making_one_needs_no_event_loop() -> None:
    assert AiohttpRequest(read_timeout=7).read_timeout == 7


async def test_it_must_be_initialized() -> None:
    with pytest.raises(RuntimeError, match="before its initialize"):
        await AiohttpRequest().do_request("http://127.0.0.1:1/", "POST", RequestData())


async def test_it_can_be_opened_twice_and_again_after_its_end(endpoint: Recorder) -> None:
    request = AiohttpRequest()
    for _ in range(2):
        await request.initialize()
        await request.initialize()
        await request.post(f"{endpoint.url}/bot{TOKEN}/getMe", RequestData())
        await request.shutdown()
        await request.shutdown()
    assert len(endpoint.calls) == 2


async def test_shutdown_ends_a_call_with_an_unknown_outcome() -> None:
    request = AiohttpRequest()
    async with held_back(request) as (bot, arrived, _):
        call = asyncio.create_task(bot.log_out())
        await arrived.wait()
        await request.shutdown()
        with pytest.raises(NetworkError) as caught:
            await call
    assert type(caught.value) is NetworkError


async def test_a_full_pool_sends_nothing() -> None:
    """The call that finds no place in time is NotSent; once there is one, the next is sent."""
    request = AiohttpRequest(connection_pool_size=1, pool_timeout=BRIEF)
    async with held_back(request) as (bot, arrived, go_on):
        first = asyncio.create_task(bot.log_out())
        await arrived.wait()
        with pytest.raises(NotSent, match="all 1 connections are in use"):
            await bot.log_out()
        go_on.set()
        assert await first
        assert await bot.log_out()


async def test_a_cancelled_call_gives_its_place_back() -> None:
    request = AiohttpRequest(connection_pool_size=1, pool_timeout=30)
    async with held_back(request) as (bot, arrived, go_on):
        first = asyncio.create_task(bot.log_out())
        await arrived.wait()
        first.cancel()
        with pytest.raises(asyncio.CancelledError):
            await first
        go_on.set()
        assert await bot.log_out()


async def test_the_proxy_is_the_given_one_with_its_password() -> None:
    heads: list[str] = []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head, _ = await read_request(reader)
        heads.append(head)
        writer.write(LOGGED_OUT)

    async with (
        tcp_server(talk) as address,
        AiohttpRequest(proxy=f"http://user:pw@{address}") as request,
    ):
        assert await bot_at("api.telegram.test", request).log_out()
    assert heads[0].startswith(f"POST http://api.telegram.test/bot{TOKEN}/logOut HTTP/1.1")
    assert f"Proxy-Authorization: Basic {base64.b64encode(b'user:pw').decode()}" in heads[0]


async def test_the_environment_names_no_proxy(
    endpoint: Recorder, unused_address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://{unused_address}")
    async with AiohttpRequest() as request:
        await request.post(f"{endpoint.url}/bot{TOKEN}/getMe", RequestData())
    assert len(endpoint.calls) == 1


async def test_redirects_are_not_followed(endpoint: Recorder) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        raise web.HTTPTemporaryRedirect(f"{endpoint.url}/elsewhere")

    endpoint.answer = answer
    async with AiohttpRequest() as request:
        for attempt in (request.post, request.retrieve):
            with pytest.raises(NetworkError, match="Temporary Redirect"):
                await attempt(f"{endpoint.url}/bot{TOKEN}/getMe")
    assert [call.path for call in endpoint.calls] == [f"/bot{TOKEN}/getMe"] * 2


async def test_cookies_are_not_kept(endpoint: Recorder) -> None:
    cookies: list[str | None] = []

    async def answer(request: web.Request) -> web.StreamResponse:
        cookies.append(request.headers.get("Cookie"))
        response = web.json_response({"ok": True, "result": True})
        response.set_cookie("session", "1")
        return response

    endpoint.answer = answer
    # By name: cookies of bare addresses are ignored anyway.
    url = endpoint.url.replace("127.0.0.1", "localhost")
    async with AiohttpRequest() as request:
        for _ in range(2):
            await request.post(f"{url}/bot{TOKEN}/getMe", RequestData())
    assert cookies == [None, None]


async def test_a_compressed_answer_is_read(endpoint: Recorder) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.json_response({"ok": True, "result": "x" * 5000})
        response.enable_compression(web.ContentCoding.gzip)
        return response

    endpoint.answer = answer
    async with AiohttpRequest() as request:
        result: object = await request.post(f"{endpoint.url}/bot{TOKEN}/x", RequestData())
    assert result == "x" * 5000


async def test_broken_utf8_in_a_text_does_not_hide_a_success(endpoint: Recorder) -> None:
    async def answer(_request: web.Request) -> web.StreamResponse:
        return web.Response(body=b'{"ok":true,"result":"caf\xc3"}')

    endpoint.answer = answer
    async with AiohttpRequest() as request:
        result: object = await request.post(f"{endpoint.url}/bot{TOKEN}/x", RequestData())
    assert result == "caf\ufffd"


@pytest.mark.parametrize("announced", [True, False])
async def test_a_download_is_capped(endpoint: Recorder, announced: bool) -> None:
    """Whether the answer tells its length beforehand or not; the limit itself is taken."""
    size = MIB

    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        if announced:
            response.content_length = size
        else:
            response.enable_chunked_encoding()
        await response.prepare(request)
        with contextlib.suppress(ConnectionError):
            await response.write(b"x" * size)
        return response

    endpoint.answer = answer
    async with AiohttpRequest(max_answer=MIB) as request:
        assert len(await request.retrieve(f"{endpoint.url}/file/x")) == MIB
        size += 1
        with pytest.raises(AnswerTooLarge, match="larger than 1 MiB"):
            await request.retrieve(f"{endpoint.url}/file/x")


async def test_a_long_poll_may_last_its_own_time_longer() -> None:
    """PTB adds the poll's time-out to the read time-out; the deadline must follow."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            await read_request(reader)
            await asyncio.sleep(4 * BRIEF)
            writer.write(http_answer(b'{"ok":true,"result":[]}'))

    brief = AiohttpRequest(read_timeout=BRIEF, write_timeout=BRIEF)
    async with tcp_server(talk) as address, brief as request:
        bot = bot_at(address, request)
        assert await bot.get_updates(timeout=30) == ()
        with pytest.raises(TimedOut):
            await bot.get_updates(timeout=0)


async def test_an_answer_that_trickles_meets_the_deadline() -> None:
    """Each single read is quick enough for the read time-out."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 999999\r\n\r\n")
        while not reader.at_eof():
            writer.write(b" ")
            await writer.drain()
            await asyncio.sleep(BRIEF / 10)

    brief = AiohttpRequest(read_timeout=3 * BRIEF, write_timeout=0.0, connect_timeout=5 * BRIEF)
    async with tcp_server(talk) as address, brief as request:
        with pytest.raises(TimedOut):
            await bot_at(address, request).log_out()


async def test_an_upload_takes_the_time_of_its_size() -> None:
    """A line too slow for the sum of the time-outs does not cut a large file."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(16 * BRIEF)
        await read_request(reader)
        writer.write(LOGGED_OUT)

    brief = AiohttpRequest(connect_timeout=1.0, media_write_timeout=0.0, read_timeout=5 * BRIEF)
    document = InputFile(io.BytesIO(bytes(16 * MIB)), read_file_handle=False)
    async with tcp_server(talk) as address, brief as request:
        assert await bot_at(address, request).do_api_request("someUpload", {"document": document})
