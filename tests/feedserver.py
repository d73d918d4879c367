"""A feed server on loopback that tests fill, break and watch."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from types import TracebackType
from typing import Self
from xml.sax.saxutils import escape, quoteattr

from aiohttp import web
from multidict import CIMultiDictProxy

SLOW_PAUSE = 0.05  # seconds between two bytes of a slow answer


@dataclass(frozen=True, slots=True)
class _Document:
    body: bytes = b"<!-- nothing was set here -->"
    content_type: str = "application/rss+xml"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    etag: bool = True


class FeedServer:
    """Serves what `set` was given, at any path; `fault` breaks a path until it is healed."""

    def __init__(self, host: str = "127.0.0.1") -> None:
        """`host`: a loopback address; those from 127.0.0.2 on are other hosts to a client."""
        self._host = host
        self.url = ""
        """The address without a slash at its end, once entered."""
        self.requests: list[tuple[str, CIMultiDictProxy[str]]] = []
        """The path (without a query) and the headers of each request, in order of arrival."""
        self._documents: dict[str, _Document] = {}
        self._for_cookies: dict[tuple[str, str], bytes] = {}
        self._guarded: dict[str, str] = {}
        self._connections: set[tuple[str, int]] = set()
        self._faults: dict[str, str] = {}
        self._answers: dict[str, Callable[[web.Request, _Document], Awaitable[web.StreamResponse]]]
        self._answers = {
            "drop": self._drop,
            "hang": self._hang,
            "held": self._held,
            "slow": self._slow,
            "truncated": self._truncated,
            "endless": self._endless,
        }
        self._closing = asyncio.Event()
        self._healed = asyncio.Event()
        self._arrival = asyncio.Condition()

    def set(
        self,
        path: str,
        body: bytes | str,
        content_type: str = "application/rss+xml",
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        *,
        etag: bool = True,
    ) -> None:
        """Serve this at `path` from now on.

        Its ETag is made of the body unless `etag` is False. A Last-Modified among the `headers`
        earns a 304, as an ETag does, when it is sent back.
        """
        data = body.encode() if isinstance(body, str) else body
        self._documents[path] = _Document(data, content_type, status, dict(headers or {}), etag)

    def fault(self, path: str, kind: str | None) -> None:
        """Break `path`; None heals it.

        drop: the connection is closed without an answer. hang: no answer until the server closes.
        held: no answer until it is healed. slow: the body trickles, a byte every 50 ms. truncated:
        half of the body, then the connection is closed. endless: a body without an end. redirect:URL
        (302), moved:URL (301).
        """
        if kind is None:
            self._faults.pop(path, None)
            self._healed.set()
            self._healed = asyncio.Event()
            return
        if kind not in self._answers and not kind.startswith(("redirect:", "moved:")):
            raise ValueError(f"no such fault: {kind}")
        self._faults[path] = kind

    def when(self, path: str, *, cookie: str, body: bytes) -> None:
        """Serve `body` at `path` to whoever sends exactly this Cookie header."""
        self._for_cookies[path, cookie] = body

    def demand(self, path: str, authorization: str) -> None:
        """Answer 401 at `path` to whoever does not send exactly this Authorization header."""
        self._guarded[path] = authorization

    @property
    def connections(self) -> int:
        """How many connections have brought requests."""
        return len(self._connections)

    def count(self, path: str) -> int:
        """Return how many requests for `path` have come."""
        return sum(seen == path for seen, _ in self.requests)

    async def wait_for(self, predicate: Callable[[], bool], timeout: float = 5) -> None:  # noqa: ASYNC109 - the tests' word for it
        """Wait until `predicate()` holds; it is asked again at each request.

        Raises TimeoutError after `timeout` seconds.
        """
        async with asyncio.timeout(timeout), self._arrival:
            await self._arrival.wait_for(predicate)

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_get("/{path:.*}", self._serve)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        await web.TCPSite(self._runner, self._host, 0).start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._closing.set()
        await self._runner.cleanup()

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        async with self._arrival:
            self.requests.append((request.path, request.headers))
            self._arrival.notify_all()
        if request.transport is not None:
            self._connections.add(request.transport.get_extra_info("peername"))
        demanded = self._guarded.get(request.path)
        if demanded is not None and request.headers.get("Authorization") != demanded:
            return web.Response(status=401, headers={"WWW-Authenticate": 'Basic realm="feeds"'})
        for_cookie = self._for_cookies.get((request.path, request.headers.get("Cookie", "")))
        if for_cookie is not None:
            return _answer(request, _Document(for_cookie))
        document = self._documents.get(request.path)
        fault = self._faults.get(request.path)
        if fault is None:
            return _answer(request, document) if document else web.Response(status=404)
        if fault in self._answers:
            try:
                return await self._answers[fault](request, document or _Document())
            except ConnectionError:  # the client has had enough
                return web.Response()
        kind, url = fault.split(":", 1)
        return web.Response(status=301 if kind == "moved" else 302, headers={"Location": url})

    async def _drop(self, request: web.Request, document: _Document) -> web.StreamResponse:
        _close_connection(request)
        return web.Response()

    async def _held(self, request: web.Request, document: _Document) -> web.StreamResponse:
        while self._faults.get(request.path) == "held":
            await self._healed.wait()
        return _answer(request, document)

    async def _hang(self, request: web.Request, document: _Document) -> web.StreamResponse:
        await self._closing.wait()
        _close_connection(request)
        return web.Response()

    async def _slow(self, request: web.Request, document: _Document) -> web.StreamResponse:
        response = await _begin(request, document)
        for i in range(len(document.body)):
            await response.write(document.body[i : i + 1])
            if await self._closes_within(SLOW_PAUSE):
                break
        return response

    async def _truncated(self, request: web.Request, document: _Document) -> web.StreamResponse:
        response = await _begin(request, document, length=len(document.body))
        await response.write(document.body[: len(document.body) // 2])
        _close_connection(request)
        return response

    async def _endless(self, request: web.Request, document: _Document) -> web.StreamResponse:
        response = await _begin(request, document)
        while not await self._closes_within(0):
            await response.write(b" " * 65_536)
        return response

    async def _closes_within(self, seconds: float) -> bool:
        try:
            async with asyncio.timeout(seconds):
                await self._closing.wait()
        except TimeoutError:
            return False
        return True


def _answer(request: web.Request, document: _Document) -> web.Response:
    """Answer as a healthy server does."""
    headers = dict(document.headers)
    if document.etag:
        headers.setdefault("ETag", f'"{hashlib.sha256(document.body).hexdigest()[:16]}"')
    unchanged = ("ETag" in headers and request.headers.get("If-None-Match") == headers["ETag"]) or (
        "Last-Modified" in headers
        and request.headers.get("If-Modified-Since") == headers["Last-Modified"]
    )
    if document.status == 200 and unchanged:
        return web.Response(status=304, headers=headers)
    headers.setdefault("Content-Type", document.content_type)
    return web.Response(body=document.body, status=document.status, headers=headers)


async def _begin(
    request: web.Request, document: _Document, length: int | None = None
) -> web.StreamResponse:
    """Send the head of an answer; without a length its body goes in chunks."""
    response = web.StreamResponse(headers={"Content-Type": document.content_type})
    response.content_length = length
    await response.prepare(request)
    return response


def _close_connection(request: web.Request) -> None:
    if request.transport is not None:
        request.transport.close()


def rss(title: str, items: Iterable[str] = (), **channel: str) -> str:
    """Return an RSS 2.0 feed of what `item` made; `channel` adds or replaces its elements."""
    elements = {"title": title, "link": "http://feeds.example/", "description": title} | channel
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">\n'
        f"<channel>{_elements(elements)}\n{''.join(items)}</channel>\n</rss>\n"
    )


def item(
    guid: str | None,
    title: str | None,
    text: str | None,
    link: str | None = None,
    published: int | None = None,
    *,
    content: str | None = None,
    author: str | None = None,
    categories: Iterable[str] = (),
    enclosure: tuple[str, str, int] | None = None,
) -> str:
    """Return one item for `rss`; what is None is left out.

    `text` is its description and `content` its content:encoded, both HTML; `published` is in UTC
    milliseconds; `enclosure` is (address, type, length).
    """
    elements = {"title": title, "link": link, "description": text, "author": author}
    elements |= {"content:encoded": content}
    parts = [_elements({name: value for name, value in elements.items() if value is not None})]
    if guid is not None:
        parts.append(f'<guid isPermaLink="false">{escape(guid)}</guid>')
    if published is not None:
        when = datetime.fromtimestamp(published / 1000, UTC)
        parts.append(f"<pubDate>{format_datetime(when, usegmt=True)}</pubDate>")
    parts += [f"<category>{escape(category)}</category>" for category in categories]
    if enclosure is not None:
        url, kind, length = enclosure
        parts.append(f'<enclosure url={quoteattr(url)} type="{kind}" length="{length}"/>')
    return f"<item>{''.join(parts)}</item>\n"


def _elements(elements: Mapping[str, str]) -> str:
    return "".join(f"<{name}>{escape(value)}</{name}>" for name, value in elements.items())
