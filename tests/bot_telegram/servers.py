"""The other end of the wire: a Bot API that writes down what it is sent, and a bare TCP server."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field

from aiohttp import BodyPartReader, web

TOKEN = "123456:SeCrEt-TokEn_of_the_tests"
MESSAGE = {"message_id": 7, "date": 1, "chat": {"id": 5, "type": "private"}, "text": "hi"}


@dataclass(frozen=True)
class SentFile:
    """One file of a multipart form; `disposition` is the raw Content-Disposition header."""

    disposition: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Call:
    """One request as it arrived, without what changes from one request to the next."""

    method: str
    path: str
    user_agent: str
    media_type: str
    fields: dict[str, str]
    files: dict[str, SentFile] = field(default_factory=dict)


async def answer_message(request: web.Request) -> web.StreamResponse:
    result = [MESSAGE] if request.path.endswith("/sendMediaGroup") else MESSAGE
    return web.json_response({"ok": True, "result": result})


class Recorder:
    """An endpoint that notes each call and answers as `answer` says: first with a sent message."""

    def __init__(self) -> None:
        self.url = ""
        self.calls: list[Call] = []
        self.answer: Callable[[web.Request], Awaitable[web.StreamResponse]] = answer_message

    def answer_json(self, body: object, status: int = 200) -> None:
        async def answer(_request: web.Request) -> web.StreamResponse:
            return web.json_response(body, status=status)

        self.answer = answer

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.calls.append(await _read_call(request))
        return await self.answer(request)


@contextlib.asynccontextmanager
async def recording() -> AsyncIterator[Recorder]:
    recorder = Recorder()
    app = web.Application(client_max_size=64 * 1024 * 1024)
    app.router.add_route("*", "/{path:.*}", recorder.handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    recorder.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield recorder
    finally:
        await runner.cleanup()


Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@contextlib.asynccontextmanager
async def tcp_server(talk: Talk) -> AsyncIterator[str]:
    """Serve each connection with `talk`, then close it; yields `host:port`."""
    conversations: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        conversation = asyncio.create_task(_converse(talk, reader, writer))
        conversations.add(conversation)
        conversation.add_done_callback(conversations.discard)

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
        for conversation in conversations:
            conversation.cancel()
        await asyncio.gather(*conversations, return_exceptions=True)
        await server.wait_closed()


async def _converse(talk: Talk, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
        await talk(reader, writer)
    writer.close()
    with contextlib.suppress(ConnectionError):
        await writer.wait_closed()


def http_answer(body: bytes, *, status: str = "200 OK", media_type: str = "text/html") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\nContent-Length: {len(body)}"
    return head.encode() + b"\r\n\r\n" + body


async def read_request(reader: asyncio.StreamReader) -> tuple[str, bytes]:
    """Read one HTTP request from a connection; returns its head and its body."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    length = 0
    for line in head.splitlines():
        if line.lower().startswith("content-length:"):
            length = int(line.split(":")[1])
    return head, await reader.readexactly(length)


async def _read_call(request: web.Request) -> Call:
    fields: dict[str, str] = {}
    files: dict[str, SentFile] = {}
    if request.content_type == "multipart/form-data":
        async for part in await request.multipart():
            assert isinstance(part, BodyPartReader)
            assert part.name is not None
            if part.filename is None:
                fields[part.name] = await part.text()
                continue
            files[part.name] = SentFile(
                part.headers["Content-Disposition"],
                part.headers["Content-Type"],
                bytes(await part.read()),
            )
    else:
        fields = {name: str(value) for name, value in (await request.post()).items()}
    return Call(
        request.method,
        request.path,
        request.headers["User-Agent"],
        request.content_type,
        fields,
        files,
    )
