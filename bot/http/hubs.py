"""The way to hubs (W3C WebSub): a form is posted, and only the status of the answer counts.

A hub is named by a feed, so its address is a stranger's, and is judged like every other.
"""

import asyncio
from collections.abc import Mapping
from types import TracebackType
from typing import Self

import aiohttp
from aiohttp.http import HttpProcessingError

from bot.http.errors import FeedError
from bot.http.failures import problem_of
from bot.http.guard import check_redirect, check_url
from bot.http.session import open_session
from newsroom import ProblemKind

_REPEAT_THERE = frozenset({307, 308})
"""Redirects of a hub that are to be followed with the same form (WebSub, 5.1)."""

_MOST_REDIRECTS = 3


class HubCaller:
    """Posts to hubs over one session; an async context manager."""

    def __init__(
        self, *, version: str, timeout: float, allow_private: bool = False, proxy: str | None = None
    ) -> None:
        """`timeout`: seconds for all of a call. The rest is as with `Fetcher`."""
        self._version = version
        self._timeout = timeout
        self._allow_private = allow_private
        self._proxy = proxy

    async def __aenter__(self) -> Self:
        guarded = not self._allow_private and self._proxy is None
        headers = {"User-Agent": f"Newshound/{self._version} (+feed reader)"}
        timeout = aiohttp.ClientTimeout(total=None)
        self._session = open_session(headers, timeout, guarded=guarded, proxy=self._proxy)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._session.close()

    async def post(self, hub: str, form: Mapping[str, str]) -> int:
        """Post a form and return the answer's status. Raises FeedError and nothing else.

        No error holds anything of the form, in which a secret is.
        """
        try:
            async with asyncio.timeout(self._timeout):
                return await self._follow(hub, form)
        except FeedError:
            raise
        except (aiohttp.ClientError, HttpProcessingError, OSError, ValueError) as error:
            raise FeedError(*problem_of(error)) from error

    async def _follow(self, hub: str, form: Mapping[str, str]) -> int:
        target = check_url(hub, allow_private=self._allow_private)
        for _ in range(_MOST_REDIRECTS + 1):
            async with self._session.post(target, data=form, allow_redirects=False) as response:
                where = response.headers.get("Location")
                if response.status not in _REPEAT_THERE or where is None:
                    return response.status
            target = check_redirect(target, where, allow_private=self._allow_private)
        raise FeedError(ProblemKind.REDIRECT_LOOP)
