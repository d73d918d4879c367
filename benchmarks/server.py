"""The feed server, in a process of its own so that what it uses counts for nobody.

It writes plain HTTP/1.1 by hand and has every answer ready: on two cores an ordinary web framework would be
slower than what is measured.
"""

import asyncio
import time
from collections import Counter
from multiprocessing.connection import Connection
from typing import Any, cast

from benchmarks.feeds import Publisher
from benchmarks.rounds import OFTEN, Kind, Round, Served, changed_feeds

HOST = "127.0.0.1"

_END_OF_HEAD = b"\r\n\r\n"
_CONDITION = b"\r\nif-none-match:"


class Report:
    """Asks the server what it saw since it was told what the round is about; the answer is `Served`."""


def serve_feeds(pipe: "Connection[Any, Any]", feeds: int) -> None:
    """Run the server until the pipe closes; greets with its address, without a slash at its end.

    Before a round it is told the `Round`.
    """
    asyncio.run(_serve(pipe, FeedSite(feeds)))


class FeedSite:
    """The feeds, and what was asked of them."""

    def __init__(self, feeds: int) -> None:
        publisher = Publisher()
        self._answers = [_write(publisher, feed, 0) for feed in range(feeds)]
        self._versions = [
            {feed: _write(publisher, feed, version) for feed in changed_feeds(feeds)}
            for version in range(OFTEN + 1)
        ]
        self._conditional = True
        self._asked: Counter[int] = Counter()
        self._not_modified = 0
        self._first_request = 0.0

    def begin(self, round_: Round) -> None:
        """Prepare a round, the same again for the next contestant."""
        self._conditional = round_.kind is not Kind.UNCHANGED
        for feed, answer in self._versions[round_.news].items():
            self._answers[feed] = answer
        self._asked.clear()
        self._not_modified = 0

    def report(self) -> Served:
        """Return what was asked since `begin`."""
        return Served(
            self._asked.total(), len(self._asked), self._not_modified, self._first_request
        )

    def answer(self, head: bytes) -> bytes:
        """Return the whole answer to a request with this head."""
        if not self._asked:
            self._first_request = time.monotonic()
        path = head.split(b" ", 2)[1]
        feed = int(path.removeprefix(b"/feeds/").removesuffix(b".xml"))
        self._asked[feed] += 1
        tag, full, not_modified = self._answers[feed]
        if self._conditional and _condition(head) == tag:
            self._not_modified += 1
            return not_modified
        return full


class _Conversation(asyncio.Protocol):
    """One connection; requests have no body."""

    def __init__(self, site: FeedSite) -> None:
        self._site = site
        self._unread = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        self._unread += data
        while _END_OF_HEAD in self._unread:
            head, self._unread = self._unread.split(_END_OF_HEAD, 1)
            self._transport.write(self._site.answer(head + b"\r\n"))


def _write(publisher: Publisher, feed: int, version: int) -> tuple[bytes, bytes, bytes]:
    """Return a feed's ETag, and its answers with status 200 and 304."""
    body = publisher.document(feed, version)
    tag = b'"%d-%d"' % (feed, version)
    head = (
        b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml; charset=utf-8\r\n"
        b"ETag: %b\r\nContent-Length: %d\r\n\r\n" % (tag, len(body))
    )
    return tag, head + body, b"HTTP/1.1 304 Not Modified\r\nETag: %b\r\n\r\n" % tag


def _condition(head: bytes) -> bytes:
    start = head.lower().find(_CONDITION)
    if start < 0:
        return b""
    start += len(_CONDITION)
    return head[start : head.index(b"\r\n", start)].strip()


async def _serve(pipe: "Connection[Any, Any]", site: FeedSite) -> None:
    server = await asyncio.get_running_loop().create_server(lambda: _Conversation(site), HOST, 0)
    pipe.send(f"http://{HOST}:{server.sockets[0].getsockname()[1]}")
    try:
        while True:
            question = await asyncio.to_thread(pipe.recv)
            if isinstance(question, Round):
                site.begin(question)
                pipe.send(None)
            else:
                pipe.send(site.report())
    except EOFError:  # the benchmark has ended
        server.close()
