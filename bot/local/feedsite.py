"""The little loopback site behind `newshound try`: the bundled papers, and feed files of the user."""

import asyncio
import hashlib
from collections import deque
from html import escape
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

from aiohttp import web

from bot.local.feeds import (
    Edition,
    Published,
    article_page,
    episode,
    feed_document,
    front_page,
    load_papers,
    photo,
)

HTML = "text/html; charset=utf-8"
DEAD_FEED = "/ferry-gazette/feed.xml"
FILE_TYPES = {
    ".atom": "application/atom+xml",
    ".htm": "text/html",
    ".html": "text/html",
    ".json": "application/feed+json",
    ".rss": "application/rss+xml",
}


class FeedSite:
    """Serves the bundled feeds and pages on loopback; gains an article on publish_next()."""

    def __init__(self, *, now: int, port: int = 0) -> None:
        """Take the papers as they are at `now` (UTC milliseconds); port 0 = any that is free."""
        self._editions = {paper.slug: Edition(paper, now) for paper in load_papers()}
        self._turns = deque(self._editions.values())
        self._files: list[Path] = []
        self._port = port
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        """Begin to serve; raises OSError where the port is taken."""
        app = web.Application()
        app.add_routes(
            [
                web.get("/", self._index),
                web.get(DEAD_FEED, _dead_feed),
                web.get("/files/{number}/{name}", self._file),
                web.get("/{paper}/", self._front),
                web.get("/{paper}/feed.xml", self._feed),
                web.get("/{paper}/{slug}.html", self._page),
                web.get("/{paper}/{slug}.png", self._photo),
                web.get("/{paper}/{slug}.wav", self._episode),
            ]
        )
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", self._port).start()
        except OSError:
            await runner.cleanup()
            raise
        self._runner = runner

    async def close(self) -> None:
        """Stop serving; harmless when not started."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()

    @property
    def url(self) -> str:
        """The site's address without a slash at its end; RuntimeError while it isn't served."""
        if self._runner is None:
            raise RuntimeError("the feed site is not started")
        host, port = self._runner.addresses[0][:2]
        return f"http://{host}:{port}"

    @property
    def feed_urls(self) -> list[str]:
        """The four bundled feeds, in the order in which they are shown; the last one is dead."""
        return [f"{self.url}/{slug}/feed.xml" for slug in self._editions] + [self.url + DEAD_FEED]

    def publish_next(self, now: int) -> str | None:
        """Let one article appear, of each paper in turn; return its title, None when all are out."""
        for _ in range(len(self._turns)):
            edition = self._turns[0]
            self._turns.rotate(-1)
            article = edition.publish_next(now)
            if article is not None:
                return article.title
        return None

    def add_file(self, path: Path) -> str:
        """Serve a feed file of the user's, read anew at each request; return its address."""
        self._files.append(path)
        return f"{self.url}/files/{len(self._files) - 1}/{quote(path.name)}"

    async def _index(self, request: web.Request) -> web.Response:
        """List the papers."""
        links = "\n".join(
            f'<li><a href="/{slug}/">{escape(edition.paper.title)}</a></li>'
            for slug, edition in self._editions.items()
        )
        newest = max(edition.modified for edition in self._editions.values())
        html = f'<!DOCTYPE html>\n<meta charset="utf-8">\n<title>Papers</title>\n<ul>{links}</ul>\n'
        return _answer(request, html.encode(), HTML, newest)

    async def _front(self, request: web.Request) -> web.Response:
        edition = self._edition(request)
        html = front_page(edition, self._home(edition))
        return _answer(request, html.encode(), HTML, edition.modified)

    async def _feed(self, request: web.Request) -> web.Response:
        edition = self._edition(request)
        document = feed_document(edition, self._home(edition))
        return _answer(request, document, edition.paper.feed_type, edition.modified)

    async def _page(self, request: web.Request) -> web.Response:
        edition = self._edition(request)
        published = self._published(request)
        html = article_page(edition, published, self._home(edition))
        return _answer(request, html.encode(), HTML, published.at)

    async def _photo(self, request: web.Request) -> web.Response:
        published = self._published(request)
        if published.article.caption is None:
            raise web.HTTPNotFound
        return _answer(request, photo(published.article.slug), "image/png", published.at)

    async def _episode(self, request: web.Request) -> web.Response:
        published = self._published(request)
        if not published.article.audio:
            raise web.HTTPNotFound
        return _answer(request, episode(published.article.slug), "audio/wav", published.at)

    async def _file(self, request: web.Request) -> web.Response:
        number = request.match_info["number"]
        if not number.isdecimal() or int(number) >= len(self._files):
            raise web.HTTPNotFound
        path = self._files[int(number)]
        try:
            body, modified = await asyncio.to_thread(_read, path)
        except OSError as error:
            raise web.HTTPNotFound(text=f"{path.name} cannot be read: {error.strerror}") from error
        kind = FILE_TYPES.get(path.suffix.lower(), "application/xml")
        return _answer(request, body, kind, modified)

    def _edition(self, request: web.Request) -> Edition:
        edition = self._editions.get(request.match_info["paper"])
        if edition is None:
            raise web.HTTPNotFound
        return edition

    def _published(self, request: web.Request) -> Published:
        published = self._edition(request).find(request.match_info["slug"])
        if published is None:
            raise web.HTTPNotFound
        return published

    def _home(self, edition: Edition) -> str:
        return f"{self.url}/{edition.paper.slug}/"


async def _dead_feed(request: web.Request) -> web.Response:
    """Answer as a site does whose paper was given up."""
    html = "<!DOCTYPE html>\n<title>Not found</title>\n<h1>The Ferry Gazette is no more.</h1>\n"
    return web.Response(status=404, text=html, content_type="text/html")


def _read(path: Path) -> tuple[bytes, int]:
    """Return the file's bytes and when it was changed, in UTC milliseconds."""
    return path.read_bytes(), path.stat().st_mtime_ns // 1_000_000


def _answer(request: web.Request, body: bytes, kind: str, modified: int) -> web.Response:
    """Return the body with its validators, or «not modified» to a client that has it.

    If-None-Match wins over If-Modified-Since (RFC 9110, 13.2.2): two articles may share a second.
    """
    etag = hashlib.sha256(body).hexdigest()[:16]
    if request.if_none_match is not None:
        unchanged = any(known.value in (etag, "*") for known in request.if_none_match)
    else:
        since = request.if_modified_since
        unchanged = since is not None and modified // 1000 <= since.timestamp()
    if unchanged:
        response = web.Response(status=304)
    else:
        response = web.Response(body=body, headers={"Content-Type": kind})
    response.etag = etag
    response.last_modified = modified // 1000
    return response
