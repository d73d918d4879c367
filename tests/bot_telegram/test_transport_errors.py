"""Every way a call can fail: what it is called, whether it may have been sent, and what it tells."""

import asyncio
import contextlib
import logging
import socket
import traceback
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from telegram import Bot
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import RequestData

from bot.telegram import AiohttpRequest, AnswerTooLarge, BadEnvelope, NotSent
from tests.bot_telegram.servers import TOKEN, Talk, http_answer, read_request, tcp_server

PATIENT = 30.0
BRIEF = 0.1


def answering(*parts: bytes) -> Talk:
    """Answer the first request of each connection with these bytes, then hang up."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        writer.writelines(parts)
        await writer.drain()

    return talk


async def listen_only(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
    await reader.read(-1)


async def hang_up(_reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
    pass


async def greet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Speak first and in clear text, as a mail server does."""
    writer.write(b"220 mail.test ESMTP\r\n")
    await reader.read(-1)


async def stall(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await read_request(reader)
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{")
    await reader.read(-1)


async def quote_the_request(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer as a proxy in between does: an error page that names the address that was asked for."""
    head, _ = await read_request(reader)
    page = f"<html>No luck with {head.splitlines()[0]}</html>".encode()
    writer.write(http_answer(page, status="502 Bad Gateway"))


def refused_page(status: str) -> Talk:
    return answering(http_answer(b"<html>no</html>", status=status))


def success(body: bytes) -> Talk:
    return answering(http_answer(body, media_type="application/json"))


@dataclass(frozen=True)
class Case:
    """A call that fails. `{}` stands for the server's `host:port`; no `talk`: nobody listens."""

    kind: type[NetworkError]
    says: str
    talk: Talk | None
    url: str = "http://{}"
    proxy: str | None = None
    connect_timeout: float = PATIENT
    read_timeout: float = PATIENT


HTTPS = "https://{}"
ELSEWHERE = "https://api.telegram.test"
CASES = {
    "nobody listens": Case(NotSent, "Connect call failed", None),
    "no such name": Case(NotSent, "not known", None, ELSEWHERE),
    "no TLS": Case(NotSent, "SSL", greet, HTTPS),
    "TLS cut off": Case(NotSent, "Nothing was sent", hang_up, HTTPS),
    "TLS hangs": Case(NotSent, "ConnectionTimeout", listen_only, HTTPS, connect_timeout=BRIEF),
    "no proxy": Case(NotSent, "Proxy", None, ELSEWHERE, "http://{}"),
    "tunnel refused": Case(
        NotSent, "answered 502", refused_page("502 Bad Gateway"), ELSEWHERE, "http://u:pw@{}"
    ),
    "tunnel cut off": Case(NotSent, "Disconnected", answering(), ELSEWHERE, "http://{}"),
    "address nonsense": Case(NotSent, "InvalidUrl", None, "http://[{}"),
    "no answer": Case(TimedOut, "in time", listen_only, read_timeout=BRIEF),
    "cut off": Case(NetworkError, "broke", answering()),
    "cut off unread": Case(NetworkError, "broke", hang_up),
    "half an answer": Case(
        NetworkError, "broke", answering(http_answer(b'{"ok":true,"result":true}')[:-9])
    ),
    "half an answer, then nothing": Case(TimedOut, "in time", stall, read_timeout=BRIEF),
    "not HTTP": Case(NetworkError, "broke", answering(b"\0\0nonsense\r\n\r\n")),
    "a page": Case(BadEnvelope, "not the Bot API", answering(http_answer(b"<html>Log in</html>"))),
    "no JSON": Case(BadEnvelope, "not the Bot API", success(b'{"ok":true,"resu')),
    "no object": Case(BadEnvelope, "not the Bot API", success(b"[1]")),
    "no ok": Case(BadEnvelope, "not the Bot API", success(b'{"result":true}')),
    "deep JSON": Case(BadEnvelope, "not the Bot API", success(b"[" * 100_000)),
    "no result": Case(BadEnvelope, "no 'result'", success(b'{"ok":true}')),
    "a failure as success": Case(
        BadEnvelope, "no 'result'", success(b'{"ok":false,"error_code":400,"description":"x"}')
    ),
    "a gateway's page": Case(BadEnvelope, "Bad Gateway (502)", quote_the_request),
    "a firewall's page": Case(BadEnvelope, "Forbidden (403)", refused_page("403 Forbidden")),
    "an unknown status": Case(BadEnvelope, "(599)", refused_page("599 Odd")),
    "a redirect": Case(
        BadEnvelope,
        "Found (302)",
        answering(b"HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n"),
    ),
    "too much": Case(
        AnswerTooLarge, "larger than 1 MiB", answering(http_answer(b" " * (1024 * 1024 + 1)))
    ),
}


@pytest.fixture(autouse=True)
def _no_name_resolves(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object, **_kwargs: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", fail)


async def fail_as(case: Case, address: str) -> TelegramError:
    request = AiohttpRequest(
        proxy=case.proxy and case.proxy.format(address),
        connect_timeout=case.connect_timeout,
        read_timeout=case.read_timeout,
        max_answer=1024 * 1024,
    )
    async with request:
        # Not by a Bot: at DEBUG, PTB's own logs the address of its API when it is made.
        with pytest.raises(TelegramError) as caught:
            await request.post(f"{case.url.format(address)}/bot{TOKEN}/sendMessage", RequestData())
    return caught.value


def errors_within(error: BaseException) -> Iterator[BaseException]:
    """Yield the error and all it was raised from or during, shown in a traceback or not."""
    yield error
    for inner in (error.__cause__, error.__context__):
        if inner is not None:
            yield from errors_within(inner)


@pytest.mark.parametrize("name", CASES)
async def test_a_failure_has_its_kind_and_never_tells_the_token(
    name: str, unused_address: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Not in its text, in a traceback, in what it was raised from, nor in any log."""
    case = CASES[name]
    caplog.set_level(logging.DEBUG)
    async with contextlib.AsyncExitStack() as stack:
        address = unused_address
        if case.talk is not None:
            address = await stack.enter_async_context(tcp_server(case.talk))
        error = await fail_as(case, address)
    assert type(error) is case.kind
    assert case.says in str(error)
    told = caplog.text
    for inner in errors_within(error):
        told += repr(inner) + repr(inner.args) + "".join(traceback.format_exception(inner))
    assert TOKEN not in told
    assert TOKEN.partition(":")[2] not in told
    assert "u:pw" not in told


@pytest.mark.parametrize("answers_before", [0, 1])
async def test_a_call_is_sent_once_when_the_connection_drops(answers_before: int) -> None:
    """On a new connection as on one that was kept alive, where Telegram may have read the call."""
    seen = 0

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal seen
        while True:
            await read_request(reader)
            seen += 1
            if seen > answers_before:
                return
            writer.write(http_answer(b'{"ok":true,"result":true}'))

    async with tcp_server(talk) as address, AiohttpRequest() as request:
        bot = Bot(TOKEN, base_url=f"http://{address}/bot", request=request)
        for _ in range(answers_before):
            await bot.log_out()
        with pytest.raises(NetworkError) as caught:
            await bot.send_message(5, "text")
    assert type(caught.value) is NetworkError
    assert seen == answers_before + 1
