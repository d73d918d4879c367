"""HTTP: from a request to a method and back, faults included."""

import asyncio
import re
from collections.abc import Coroutine
from urllib.parse import unquote

from aiohttp import web

from bot.local.botapi.errors import ApiError, not_found, too_many_requests
from bot.local.botapi.faults import Fault, FaultKind
from bot.local.botapi.json_types import JsonObject, JsonValue, encode
from bot.local.botapi.methods import METHODS
from bot.local.botapi.params import Params, read_params
from bot.local.botapi.records import Call
from bot.local.botapi.state import Handler, State

HOST = "127.0.0.1"
_TOKEN = re.compile(r"[1-9]\d*:[\w-]+", re.ASCII)
_BY_LOWER_NAME = {name.lower(): (name, handler) for name, handler in METHODS.items()}
_POLL = "getUpdates"
_MOST_UPDATES = 100
_SHUTDOWN = 1.0  # seconds that calls under way get when the endpoint closes
_DROPS = (FaultKind.DROP_BEFORE, FaultKind.DROP_AFTER)
_WEBHOOK_IS_SET = (
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)
_PAGE = "<html><head><title>{0}</title></head><body><center><h1>{0}</h1></center></body></html>"


class Server:
    """Serves one bot's methods and files on loopback."""

    def __init__(self, state: State, token: str) -> None:
        self._state = state
        self._token = token
        self._runner: web.ServerRunner | None = None
        self._kept: set[asyncio.Task[web.StreamResponse]] = set()

    async def start(self, port: int) -> int:
        """Listen and return the port (0 takes a free one). Raises OSError where it is in use."""
        self._state.updates.reopen()
        # Without an access log: its lines would hold the token. A poll whose client hangs up is over.
        runner = web.ServerRunner(
            web.Server(self._handle, access_log=None, handler_cancellation=True),
            shutdown_timeout=_SHUTDOWN,
        )
        await runner.setup()
        try:
            await web.TCPSite(runner, HOST, port).start()
        except OSError:
            await runner.cleanup()
            raise
        self._runner = runner
        taken: int = runner.addresses[0][1]
        return taken

    async def stop(self) -> None:
        """End the poll that waits, let go what faults hold, and close all connections."""
        self._state.updates.close()
        self._state.faults.clear()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None
        for task in self._kept:
            task.cancel()

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        path = unquote(request.rel_url.raw_path)
        is_file = path.startswith("/file/bot")
        token, slash, rest = path.removeprefix("/file").removeprefix("/bot").partition("/")
        if not (is_file or path.startswith("/bot")) or not slash or not _TOKEN.fullmatch(token):
            return _refusal(not_found(""))
        if token != self._token:
            return _refusal(ApiError(401, "Unauthorized"))
        if is_file:
            return self._download(rest)
        return await self._call(request, rest)

    def _download(self, path: str) -> web.StreamResponse:
        file = self._state.files.at_path(path)
        if file is None:
            return _refusal(not_found(""))
        return web.Response(body=file.content, content_type="application/octet-stream")

    async def _call(self, request: web.BaseRequest, name: str) -> web.StreamResponse:
        known = _BY_LOWER_NAME.get(name.lower())
        is_poll = name.lower() == _POLL.lower()
        method = known[0] if known else _POLL if is_poll else name
        call = Call(len(self._state.calls) + 1, method, Params())
        self._state.calls.append(call)
        try:
            call.params = await read_params(request)
        except ApiError as error:
            return self._finished(request, call, _refused(call, error))
        call.chat_id = self._chat_id(call.params)
        fault = self._state.faults.pick(call.method, call.chat_id, call.params)
        respond = self._respond(request, call, known[1] if known else None, fault)
        if fault is None:
            return await respond
        return await self._to_the_end(respond)

    async def _to_the_end(
        self, respond: Coroutine[None, None, web.StreamResponse]
    ) -> web.StreamResponse:
        """Let a call that a fault keeps waiting go on even when its client hangs up."""
        task = asyncio.create_task(respond)
        self._kept.add(task)
        task.add_done_callback(self._kept.discard)
        return await asyncio.shield(task)

    async def _respond(
        self,
        request: web.BaseRequest,
        call: Call,
        handler: Handler | None,
        fault: Fault | None,
    ) -> web.StreamResponse:
        try:
            answer = await self._answer(call, handler, fault)
        except ApiError as error:
            answer = _refused(call, error)
        if call.fault in _DROPS:
            answer = _drop(request)
        answer = self._finished(request, call, answer)
        if fault is not None and fault.kind is FaultKind.HOLD_ANSWER:
            await fault.wait()
        return answer

    def _finished(
        self, request: web.BaseRequest, call: Call, answer: web.StreamResponse
    ) -> web.StreamResponse:
        if call.fault in _DROPS or request.transport is None:
            call.status = 0
        self._state.handled(call)
        return answer

    async def _answer(
        self, call: Call, handler: Handler | None, fault: Fault | None
    ) -> web.StreamResponse:
        if fault is not None:
            call.fault = fault.kind
            page = await self._before(call, fault)
            if page is not None:
                return page
        if call.method == _POLL:
            result = await self._get_updates(call)
        elif handler is None:
            raise not_found("method not found")
        else:
            result = handler(self._state, call)
        call.status = 200
        return _json(200, {"ok": True, "result": result})

    async def _before(self, call: Call, fault: Fault) -> web.StreamResponse | None:
        """Do what a fault does before the call has its effect. Return an answer where it shall have none."""
        match fault.kind:
            case FaultKind.SERVER_ERROR:
                raise ApiError(500, "Internal Server Error")
            case FaultKind.TOO_MANY_REQUESTS:
                raise too_many_requests(fault.retry_after)
            case FaultKind.REFUSE:
                raise ApiError(fault.error_code, fault.description)
            case FaultKind.DROP_BEFORE:
                return web.Response()
            case FaultKind.BAD_GATEWAY | FaultKind.HTML_ANSWER:
                call.status = 502 if fault.kind is FaultKind.BAD_GATEWAY else 200
                call.description = "an HTML page"
                text = _PAGE.format("502 Bad Gateway" if call.status == 502 else "Welcome")
                return web.Response(text=text, status=call.status, content_type="text/html")
            case FaultKind.DELAY | FaultKind.HOLD:
                self._state.changed()
                await fault.wait()
        return None

    async def _get_updates(self, call: Call) -> JsonValue:
        if self._state.webhook is not None:
            raise ApiError(409, _WEBHOOK_IS_SET)
        params, updates = call.params, self._state.updates
        updates.want(params.text("allowed_updates"))
        limit = max(1, min(_MOST_UPDATES, params.integer("limit", _MOST_UPDATES)))
        return await updates.get(params.integer("offset"), limit, params.integer("timeout"))

    def _chat_id(self, params: Params) -> int | None:
        chat = self._state.world.find(params.text("chat_id"))
        return chat.id if chat is not None else None


def _json(status: int, envelope: JsonObject) -> web.Response:
    return web.Response(body=encode(envelope), status=status, content_type="application/json")


def _refused(call: Call, error: ApiError) -> web.Response:
    call.status, call.description = error.error_code, error.description
    return _refusal(error)


def _refusal(error: ApiError) -> web.Response:
    envelope: JsonObject = {
        "ok": False,
        "error_code": error.error_code,
        "description": error.description,
    }
    if error.retry_after is not None:
        envelope["parameters"] = {"retry_after": error.retry_after}
    if error.migrate_to_chat_id is not None:
        envelope["parameters"] = {"migrate_to_chat_id": error.migrate_to_chat_id}
    response = _json(error.error_code, envelope)
    if error.retry_after is not None:
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def _drop(request: web.BaseRequest) -> web.Response:
    """End the connection; the response that is returned finds nobody to go to."""
    if request.transport is not None:
        request.transport.close()
    return web.Response()
