"""From the address of a page to its feeds: by what the page says, else by where feeds mostly are.

One level only: the feeds of a page, no crawl. Each candidate is fetched, as any address is, and offered only
where it is a feed.
"""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import replace
from typing import TypeAlias

from bot.http import Fetched
from bot.intake.reading import READ_DEADLINE
from bot.intake.sniff import looks_like_html
from bot.worker import FIND_FEEDS, WorkerFailure, WorkerPool, WorkerProblem
from newsroom import (
    FeedLink,
    FoundFeed,
    Look,
    Problem,
    ProblemKind,
    common_paths,
    folded,
    host_of,
    is_of_comments,
    known_feeds,
    likely_feeds,
)

MOST_REQUESTS = 12
"""Candidates that are fetched for one page."""

MOST_ANNOUNCED, MOST_ALIKE = 8, 4
"""Of them, feeds that the page announces, and links that only look like one."""

DEADLINE = 20.0
"""Seconds for all candidates of a page; what is known by then is what was found."""

_PER_HOST = 2
"""Requests at a time. No pause between them, unlike the poller's: they are few, and a person waits."""

_PAGELESS = frozenset({ProblemKind.FORBIDDEN, ProblemKind.TOO_LARGE})
"""A page that cannot be read for one of these may have a feed that can."""

Turns: TypeAlias = dict[str, asyncio.Semaphore]
"""By host, how many requests may go there at a time."""

Looking: TypeAlias = Callable[[str], Awaitable[tuple[Look, Fetched | None]]]
"""Looks at just one address: what stands there, and the answer it was read from."""


class Discoverer:
    """Finds the feeds of pages. Stores nothing."""

    def __init__(self, look: Looking, workers: WorkerPool) -> None:
        """`look`: the way to see what stands at an address, which judges whether one may go there."""
        self._look = look
        self._workers = workers

    async def known(self, url: str) -> tuple[Look, ...]:
        """Return looks at the feeds that follow from an address alone; () for most addresses.

        Raises WorkerProblem where no worker can be started.
        """
        return await self._search([known_feeds(url)])

    async def instead_of(self, look: Look, answer: Fetched | None) -> tuple[Look, ...]:
        """Return looks at the feeds of what is no feed itself, the best first.

        `look`: the one that saw no feed. `answer`: the page that it saw, None where it got none. Raises
        WorkerProblem as `known` does.
        """
        if answer is None:
            pageless = look.problem is not None and look.problem.kind in _PAGELESS
            return await self._search(_guesses(look.url)) if pageless else ()
        if not is_page(answer):
            return ()
        links = await links_of_page(
            self._workers,
            answer.body or b"",
            url=answer.url,
            charset=answer.charset,
            link_header=answer.link_header,
        )
        announced = [link.url for link in links if link.announced][:MOST_ANNOUNCED]
        alike = [link.url for link in links if not link.announced][:MOST_ALIKE]
        return await self._search([announced, alike, *_guesses(answer.url)])

    async def _search(self, groups: Iterable[Sequence[str]]) -> tuple[Look, ...]:
        """Look at groups of addresses in turn, until one of them holds a feed that is not of comments."""
        turns: Turns = defaultdict(lambda: asyncio.Semaphore(_PER_HOST))
        found: list[Look] = []
        left = MOST_REQUESTS
        ends = asyncio.get_running_loop().time() + DEADLINE
        for group in groups:
            tried = group[:left]
            left -= len(tried)
            found += await self._look_at_all(tried, turns, ends)
            if not all(map(_of_comments, found)):
                break
        return tuple(sorted(folded(found), key=_of_comments))

    async def _look_at_all(self, urls: Sequence[str], turns: Turns, ends: float) -> list[Look]:
        """Return what is a feed, in the order of `urls`; at the end of the time, what is known by then."""
        looks = [asyncio.create_task(self._look_in_turn(url, turns)) for url in urls]
        try:
            async with asyncio.timeout_at(ends):
                await asyncio.gather(*looks)
        except TimeoutError:
            pass
        finally:
            for look in looks:
                look.cancel()
            await asyncio.gather(*looks, return_exceptions=True)
        done = [look.result() for look in looks if not look.cancelled()]
        return [look for look in done if look.problem is None]

    async def _look_in_turn(self, url: str, turns: Turns) -> Look:
        async with turns[host_of(url)]:
            look, _ = await self._look(url)
        return look


async def links_of_page(
    workers: WorkerPool, body: bytes, *, url: str, charset: str | None, link_header: str = ""
) -> tuple[FeedLink, ...]:
    """Return the addresses that may be the feeds of a page, unseen, the best first.

    `url`: where the page came from, "" where that is not known. `charset`, `link_header`: from the
    server's headers. Raises WorkerProblem where no worker can be started.
    """
    params = {"url": url, "charset": charset, "link_header": link_header}
    try:
        answer = await workers.run(FIND_FEEDS, body, params, deadline=READ_DEADLINE)
    except WorkerProblem as problem:
        if problem.failure is WorkerFailure.UNAVAILABLE:
            raise
        return ()  # a page that no parser bears: its site may still have a feed at a common place
    return tuple(FeedLink(**link) for link in answer["links"])


def is_page(answer: Fetched) -> bool:
    """Whether an answer is a web page."""
    return looks_like_html(answer.body or b"", answer.charset)


def shown(url: str, found: Sequence[Look]) -> Look:
    """Return the one feed that the page at `url` led to, or the choice among several."""
    if len(found) == 1:
        return replace(found[0], found_on=url)
    problem = Problem(ProblemKind.NOT_A_FEED)
    return Look(url, problem=problem, feeds=tuple(map(_choice, found)))


def _choice(look: Look) -> FoundFeed:
    entries = look.parsed.entries if look.parsed else ()
    dates = [entry.published_at for entry in entries if entry.published_at is not None]
    title = look.parsed.title if look.parsed else ""
    return FoundFeed(look.url, title, len(entries), max(dates, default=None))


def _of_comments(look: Look) -> bool:
    return is_of_comments(look.url, look.parsed.title if look.parsed else "")


def _guesses(url: str) -> list[Sequence[str]]:
    """Return where feeds mostly are, two at a time, as the first that is there is enough.

    Nowhere on a well-known site, whose feeds are elsewhere.
    """
    if known_feeds(url):
        return []
    places = list(dict.fromkeys([*likely_feeds(url), *common_paths(url)]))
    return [places[start : start + _PER_HOST] for start in range(0, len(places), _PER_HOST)]
