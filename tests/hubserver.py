"""A hub on loopback: it writes down what it is asked, verifies when it is told to, and pushes."""

import asyncio
import hmac
from collections.abc import Mapping
from types import TracebackType
from typing import Self

import aiohttp
from aiohttp import web

CHALLENGE = "a challenge & <more>"


class HubServer:
    """`async with` serves it; `answer_with` is the status of its answers."""

    def __init__(self) -> None:
        self.url = ""
        self.asked: list[dict[str, str]] = []
        """The forms that have been posted, in order of arrival."""
        self.was_asked = asyncio.Event()
        self.answer_with = 202
        self.moved_to: str | None = None
        self.proxied = ("", "")
        """What a public address begins with, and what is called in its place: the reverse proxy's part."""

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_post("/{path:.*}", self._asked)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}/hub"
        self._session = aiohttp.ClientSession()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._session.close()
        await self._runner.cleanup()

    async def verify(
        self, form: Mapping[str, str], lease: int | str | None = 864_000, **changed: str
    ) -> tuple[int, str]:
        """Ask back whether `form` was meant; `changed` are other words than it has (`mode`, `topic`)."""
        query = {
            "hub.mode": changed.get("mode", form["hub.mode"]),
            "hub.topic": changed.get("topic", form["hub.topic"]),
            "hub.challenge": changed.get("challenge", CHALLENGE),
        }
        if lease is not None:
            query["hub.lease_seconds"] = str(lease)
        async with self._session.get(self._callback(form), params=query) as response:
            return response.status, await response.text()

    async def push(
        self,
        form: Mapping[str, str],
        body: str | bytes,
        *,
        secret: str | None = None,
        method: str = "sha256",
        signature: str | None = None,
        link: str | None = None,
    ) -> int:
        """Push `body`, signed with the form's secret or another; `signature` "" = unsigned."""
        data = body.encode() if isinstance(body, str) else body
        key = (secret or form["hub.secret"]).encode()
        signed = f"{method}={hmac.new(key, data, method).hexdigest()}"
        headers = {"Content-Type": "application/rss+xml"}
        if signature != "":
            headers["X-Hub-Signature"] = signature or signed
        if link is not None:
            headers["Link"] = link
        async with self._session.post(self._callback(form), data=data, headers=headers) as response:
            return response.status

    def _callback(self, form: Mapping[str, str]) -> str:
        return form["hub.callback"].replace(*self.proxied, 1)

    async def _asked(self, request: web.Request) -> web.Response:
        form = await request.post()
        self.asked.append({name: str(value) for name, value in form.items()})
        self.was_asked.set()
        if self.moved_to is not None and request.path != "/there":
            return web.Response(status=307, headers={"Location": self.moved_to})
        return web.Response(status=self.answer_with)
