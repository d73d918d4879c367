"""Lists of feeds that people bring: read in a worker, and each address judged before anybody asks it."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.http import FeedError, check_url
from bot.worker import READ_LIST, WorkerPool, WorkerProblem
from newsroom import Listed, NotOpml, OpmlFault, Outline, ProblemKind, Refusal

DEADLINE = 20.0
"""Seconds for reading a list; the largest that is taken needs about one."""

_AT_ONCE = 200
"""Addresses that are judged before others get their turn: two milliseconds or so."""


def list_reader(
    workers: WorkerPool, *, allow_private: bool
) -> Callable[[bytes], Awaitable[tuple[Listed, ...] | NotOpml]]:
    """Return what reads a list for the conversation; `allow_private` as for `check_url`."""

    async def read_list(document: bytes) -> tuple[Listed, ...] | NotOpml:
        try:
            answer = await workers.run(READ_LIST, document, {}, deadline=DEADLINE)
        except WorkerProblem as problem:
            return NotOpml(OpmlFault.TOO_HARD, f"it takes too much time or memory ({problem})")
        if "fault" in answer:
            return NotOpml(OpmlFault(answer["fault"]), answer["text"], answer["detail"])
        judged: list[Listed] = []
        for start in range(0, len(answer["outlines"]), _AT_ONCE):
            for given in answer["outlines"][start : start + _AT_ONCE]:
                outline = Outline(**{**given, "groups": tuple(given["groups"])})
                judged.append(judge(outline, allow_private=allow_private))
            await asyncio.sleep(0)
        return tuple(judged)

    return read_list


def judge(outline: Outline, *, allow_private: bool) -> Listed:
    """Return a feed with the addresses that are to be asked, or why it is refused."""
    if outline.scraped:
        return Listed(outline, Refusal.SCRAPED)
    if outline.url[:5].lower() == "file:":
        return Listed(outline, Refusal.FILE)
    try:
        url = str(check_url(outline.url, allow_private=allow_private))
    except FeedError as error:
        return Listed(outline, _refusal(error), error.problem.detail)
    return Listed(replace(outline, url=url, site_url=_site(outline.site_url)))


def _refusal(error: FeedError) -> Refusal:
    if error.problem.kind is ProblemKind.FORBIDDEN_ADDRESS:
        return Refusal.FORBIDDEN
    # Of addresses that are none, only those with a login have something to add.
    return Refusal.LOGIN if error.problem.detail else Refusal.BAD_ADDRESS


def _site(url: str | None) -> str | None:
    """Return a site's address where it is one; it is shown, never asked."""
    try:
        return None if url is None else str(check_url(url, allow_private=True))
    except FeedError:
        return None
