"""Whoever speaks to the page over HTTP, as its own script does or as an attacker would."""

import asyncio
import io
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

PATIENCE = 30.0  # seconds for an event; a machine under load needs some of them


class Events:
    """What the server tells: each event with its name."""

    def __init__(self, response: aiohttp.ClientResponse) -> None:
        self._response = response

    async def next(self, name: str, fits: Callable[[Any], bool] = lambda _: True) -> Any:
        """Return the data of the next event of that name which fits; those before it are passed over."""
        async with asyncio.timeout(PATIENCE):
            while True:
                told, data = await self._read()
                if told == name and fits(data):
                    return data

    async def message(self, *parts: str) -> Any:
        """Return the next message of the bot that has all these parts in its text."""
        return await self.next(
            "message", lambda one: not one["own"] and all(part in one["text"] for part in parts)
        )

    async def _read(self) -> tuple[str, Any]:
        lines = (await self._response.content.readuntil(b"\n\n")).decode().splitlines()
        told = dict(line.split(": ", 1) for line in lines if line)
        return told["event"], json.loads(told["data"])


class Visitor:
    """Asks the page of a trial for something."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self._session = session
        self.url = url

    @asynccontextmanager
    async def get(
        self, path: str, method: str = "GET", **headers: str
    ) -> AsyncIterator[aiohttp.ClientResponse]:
        """Send a request; headers are named with _ for -."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        async with self._session.request(method, self.url + path, headers=named) as response:
            yield response

    @asynccontextmanager
    async def looking(self) -> AsyncIterator[Events]:
        """Look at the chat."""
        async with self.get("/events") as response:
            assert response.status == 200
            yield Events(response)

    async def post(self, path: str, act: object, **headers: str) -> tuple[int, str]:
        """Do something as the page does; return the status and the words. `headers` replace its own."""
        body = act if isinstance(act, bytes) else json.dumps(act).encode()
        kind = "application/octet-stream" if isinstance(act, bytes) else "application/json"
        own = {"Origin": self.url, "Content-Type": kind, "Sec-Fetch-Site": "same-origin"}
        named = own | {name.replace("_", "-"): value for name, value in headers.items()}
        url = self.url + path
        async with self._session.post(url, data=io.BytesIO(body), headers=named) as response:
            return response.status, (await response.text()).strip()

    async def say(self, text: str, reply_to: str | None = None) -> None:
        """Say something that is taken."""
        assert await self.post("/say", {"text": text, "reply_to": reply_to}) == (204, "")

    async def press(self, message: Any, label: str) -> None:
        """Press the first button of a message with this label."""
        buttons = [button for row in message["rows"] for button in row]
        place = next(button["press"] for button in buttons if label in button["text"])
        act = {"message": message["key"], "button": place}
        assert await self.post("/press", act) == (204, "")
