"""A language model's service on loopback that tests script, break and watch."""

import asyncio
import json
from collections.abc import Sequence
from types import TracebackType
from typing import Any, Self

from aiohttp import web

KEY = "sk-very-secret-0123456789"
MODEL = "small-model"


class LlmServer:
    """Answers what `says` holds, one part an event; `fault` breaks that."""

    def __init__(self) -> None:
        self.url = ""
        """Ends in /v1, once entered."""
        self.says: Sequence[str] = ("It is told ", "in other words.")
        self.fault = ""
        """A status such as «500», or the name of a method of ours below."""
        self.go_on: asyncio.Event | None = None
        """Where set, each part but the first waits for it."""
        self.models: object = {"object": "list", "data": [{"id": MODEL}, {"id": "other"}]}
        self.questions: list[dict[str, Any]] = []
        """The bodies of the questions, in order."""
        self.keys: list[str] = []
        self.broken_off = 0
        """How many answers were given up by the one who asked."""
        self._arrived = asyncio.Condition()
        self._closing = asyncio.Event()

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_post("/v1/chat/completions", self._complete)
        app.router.add_get("/v1/models", self._list)
        self._runner = web.AppRunner(
            app, access_log=None, shutdown_timeout=1, handler_cancellation=True
        )
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}/v1"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._closing.set()
        await self._runner.cleanup()

    async def asked(self, times: int = 1) -> None:
        """Return when so many questions have come. Raises TimeoutError after ten seconds."""
        async with asyncio.timeout(10), self._arrived:
            await self._arrived.wait_for(lambda: len(self.questions) >= times)

    @property
    def prompt(self) -> str:
        """All that the last question told the model."""
        return "\n".join(message["content"] for message in self.questions[-1]["messages"])

    async def _list(self, request: web.Request) -> web.StreamResponse:
        self.keys.append(request.headers.get("Authorization", ""))
        if self.fault.isdigit():
            return web.Response(status=int(self.fault), text=f"no, {KEY}")
        return web.json_response(self.models)

    async def _complete(self, request: web.Request) -> web.StreamResponse:
        self.keys.append(request.headers.get("Authorization", ""))
        async with self._arrived:
            self.questions.append(await request.json())
            self._arrived.notify_all()
        if self.fault.isdigit():
            error = {"error": {"message": f"wrong key {KEY}"}}
            headers = {"Location": f"{self.url}/models"}
            return web.json_response(error, status=int(self.fault), headers=headers)
        answer = getattr(self, f"_{self.fault or 'stream'}")
        try:
            found: web.StreamResponse = await answer(request)
        except (asyncio.CancelledError, ConnectionError):
            self.broken_off += 1
            raise
        return found

    async def _stream(self, request: web.Request) -> web.StreamResponse:
        response = await _opened(request)
        await response.write(b": keep-alive\n\n")
        await _send(response, {"choices": []})
        await _send(response, {"choices": [{"delta": {"role": "assistant", "content": None}}]})
        for number, part in enumerate(self.says):
            if number and self.go_on is not None:
                await self.go_on.wait()
            await _send(response, _delta(part))
        if self.fault == "unended":
            return response
        await _send(response, {"choices": [{"delta": {}, "finish_reason": "stop"}]})
        await response.write(b"data: [DONE]\n\n")
        return response

    _unended = _stream

    async def _whole(self, _: web.Request) -> web.StreamResponse:
        """Know no streaming."""
        said = {"message": {"content": "".join(self.says)}, "finish_reason": "stop"}
        return web.json_response({"choices": [said]})

    async def _html(self, _: web.Request) -> web.StreamResponse:
        return web.Response(text="<html>Sign in</html>", content_type="text/html")

    async def _garbage(self, request: web.Request) -> web.StreamResponse:
        response = await _opened(request)
        await response.write(b"data: {\xff\xfe nonsense\n\ndata: [1, 2]\n\n")
        return response

    async def _nothing(self, request: web.Request) -> web.StreamResponse:
        return await _opened(request)

    async def _half(self, request: web.Request) -> web.StreamResponse:
        """Close the connection within an event."""
        response = await _opened(request)
        await _send(response, _delta("One whole sentence. And ha"))
        await response.write(b'data: {"choices": [{"del')
        assert request.transport is not None
        request.transport.close()
        return response

    async def _length(self, request: web.Request) -> web.StreamResponse:
        """End where the model may write no more."""
        response = await _opened(request)
        await _send(response, _delta("One whole sentence. And ha"))
        await _send(response, {"choices": [{"delta": {}, "finish_reason": "length"}]})
        return response

    async def _error(self, request: web.Request) -> web.StreamResponse:
        response = await _opened(request)
        await _send(response, _delta("It is"))
        await _send(response, {"error": {"message": f"overloaded, {KEY}"}})
        return response

    async def _filter(self, request: web.Request) -> web.StreamResponse:
        response = await _opened(request)
        await _send(response, _delta("It is"))
        await _send(response, {"choices": [{"delta": {}, "finish_reason": "content_filter"}]})
        return response

    async def _endless(self, request: web.Request) -> web.StreamResponse:
        response = await _opened(request)
        while True:
            await _send(response, _delta("And so it goes on and on without an end. " * 50))

    async def _silent(self, request: web.Request) -> web.StreamResponse:
        """Keep the connection open with comments, and say nothing."""
        response = await _opened(request)
        while not self._closing.is_set():
            await response.write(b": still here\n\n")
            await asyncio.sleep(0.01)
        return response

    async def _hang(self, request: web.Request) -> web.StreamResponse:
        response = await _opened(request)
        await self._closing.wait()
        return response


async def _opened(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream; charset=utf-8"})
    await response.prepare(request)
    return response


async def _send(response: web.StreamResponse, event: object) -> None:
    await response.write(f"data: {json.dumps(event)}\n\n".encode())


def _delta(text: str) -> object:
    return {"choices": [{"index": 0, "delta": {"content": text}}]}
