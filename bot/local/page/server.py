"""The page over HTTP: its files, the events, what the person does, and what the bot has sent."""

import errno
import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from importlib.resources import files
from pathlib import PurePosixPath
from types import TracebackType
from typing import Self
from urllib.parse import quote

from aiohttp import web

from bot.config import ConfigError
from bot.local.botapi import LocalBotApi, Message
from bot.local.console import TypeAfterName, understand
from bot.local.page.guard import FILE_POLICY, check, harden
from bot.local.page.room import Room
from bot.local.page.shapes import Shape, picture_type
from bot.local.person import Person

HOST = "127.0.0.1"

LARGEST_FILE = 20 << 20
"""Bytes: what bots may download (Bot API, getFile)."""

LARGEST_ACT = 64 << 10
"""Bytes of JSON; a text has at most 4,096 characters."""

LONGEST_NAME = 255
"""Characters of a file's name, as many as file systems take."""

_CLOSING = 1.0  # seconds for requests under way
_FILES = {
    "/": ("page.html", "text/html"),
    "/page.css": ("page.css", "text/css"),
    "/page.js": ("page.js", "text/javascript"),
    "/icon.svg": ("icon.svg", "image/svg+xml"),
}
_WHY = {
    errno.EADDRINUSE: "is in use by another program; stop that one, or name another port",
    errno.EACCES: "may not be listened on by this user; take one above 1023",
}

_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class ChatPage:
    """Serves the chat of a person while it is entered; port 0 = any that is free."""

    def __init__(self, api: LocalBotApi, person: Person, port: int) -> None:
        self._person = person
        self._bot_name = api.bot.username or ""
        self._room = Room(api, person)
        self._port = port
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        """Listen. Raises ConfigError where the port cannot be had."""
        app = web.Application(middlewares=[self._guarded], client_max_size=LARGEST_FILE)
        app.on_response_prepare.append(harden)
        app.add_routes(
            [web.get(path, _served(name, kind)) for path, (name, kind) in _FILES.items()]
        )
        app.add_routes(
            [
                web.get("/events", self._events, allow_head=False),
                web.get(r"/file/{key:-?\d+/\d+}", self._download),
                web.post("/say", self._say),
                web.post("/press", self._press),
                web.post("/file", self._upload),
            ]
        )
        # A looker who leaves is gone at once, and the end of the chat does not wait for one who stays.
        runner = web.AppRunner(
            app, access_log=None, handler_cancellation=True, shutdown_timeout=_CLOSING
        )
        await runner.setup()
        try:
            await web.TCPSite(runner, HOST, self._port).start()
        except OSError as error:
            await runner.cleanup()
            why = _WHY.get(error.errno or 0, f"cannot be listened on ({error.strerror})")
            raise ConfigError(f"--port {self._port}: {why}") from None
        self._runner = runner
        self._port = runner.addresses[0][1]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._room.close()
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def url(self) -> str:
        """Where the page stands."""
        return f"http://{HOST}:{self._port}"

    @web.middleware
    async def _guarded(self, request: web.Request, handler: _Handler) -> web.StreamResponse:
        check(request, self._port)
        return await handler(request)

    async def _events(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        with self._room.looking() as events, suppress(ConnectionResetError):
            while (event := await events.get()) is not None:
                await response.write(event)
        return response

    async def _download(self, request: web.Request) -> web.StreamResponse:
        """Hand out a file as one to be kept; only pictures that every browser knows are named as such."""
        message = self._room.message(request.match_info["key"].replace("/", ":"))
        if message is None or message.media is None or message.media.file.url is not None:
            raise web.HTTPNotFound
        file = message.media.file
        return web.Response(
            body=file.content,
            headers={
                "Content-Type": picture_type(file.content) or "application/octet-stream",
                "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name, safe='')}",
                "Content-Security-Policy": FILE_POLICY,
            },
        )

    async def _say(self, request: web.Request) -> web.Response:
        act = await _read_act(request)
        text = act.get("text")
        if not isinstance(text, str):
            raise web.HTTPBadRequest(text="There is no text.\n")
        if isinstance(understand(text, self._bot_name), TypeAfterName):
            raise web.HTTPUnprocessableEntity(
                text="Searching as in other chats is tried in the terminal.\n"
            )
        reply_to = self._named(act["reply_to"]) if act.get("reply_to") else None
        if reply_to is not None and reply_to.chat is not self._person.chat:
            raise web.HTTPBadRequest(
                text="Only messages of the chat with the bot can be answered here.\n"
            )
        return _done(lambda: self._person.say("browser", _whole(text), reply_to))

    async def _press(self, request: web.Request) -> web.Response:
        act = await _read_act(request)
        button = act.get("button")
        if not isinstance(button, int):
            raise web.HTTPBadRequest(text="There is no number of a button.\n")
        message = self._named(act.get("message"))
        return _done(lambda: self._person.press("browser", message, button))

    async def _upload(self, request: web.Request) -> web.Response:
        # A type that no form of another site can send without asking first.
        if request.content_type != "application/octet-stream":
            raise web.HTTPUnsupportedMediaType
        name = PurePosixPath(request.query.get("name", "")).name[-LONGEST_NAME:] or "file"
        content = await request.read()
        return _done(lambda: self._person.send_file("browser", name, content))

    def _named(self, key: object) -> Message:
        message = self._room.message(key)
        if message is None:
            raise web.HTTPNotFound(text="That message is no longer there.\n")
        return message


def _served(name: str, kind: str) -> _Handler:
    body = (files("bot.local.page") / "files" / name).read_bytes()

    async def serve(_request: web.Request) -> web.StreamResponse:
        return web.Response(body=body, content_type=kind, charset="utf-8")

    return serve


async def _read_act(request: web.Request) -> Shape:
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType
    body = await request.read()
    if len(body) > LARGEST_ACT:
        raise web.HTTPRequestEntityTooLarge(LARGEST_ACT, len(body))
    try:
        act = json.loads(body)
    except (ValueError, RecursionError):
        act = None
    if not isinstance(act, dict):
        raise web.HTTPBadRequest(text="That is no JSON object.\n")
    return act


def _done(act: Callable[[], int | None]) -> web.Response:
    """Do it; what Telegram would not let a person do is said in one line."""
    try:
        act()
    except ValueError as error:
        raise web.HTTPUnprocessableEntity(text=f"{error}\n") from None
    return web.Response(status=204)


def _whole(text: str) -> str:
    """Return a text without halves of surrogate pairs, which JSON can carry and Telegram never does."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
