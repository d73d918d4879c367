"""Where one fetch has been: its redirects, and the cookies that live as long as it does."""

import re
from collections.abc import Iterable

import aiohttp
from yarl import URL

from bot.http.errors import FeedError
from bot.http.failures import status_problem
from bot.http.guard import check_redirect
from newsroom import ProblemKind

MAX_REDIRECTS = 5

REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})

_SET_COOKIE = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+=[\x20-\x7e]*")
"""What is a cookie by RFC 6265; aiohttp would log about the others, in their words."""
_MOST_COOKIES = 4_096
"""Characters of a Cookie header; beyond that none is sent."""


class Trip:
    """One fetch under way.

    Some sites set a cookie, redirect to the same address, and redirect for ever a client that comes without
    it. So cookies that come with a redirect go along to the end of this one fetch, where a browser would send
    them, and are then forgotten.
    """

    def __init__(self, start: URL) -> None:
        self.target = start
        """What is to be asked next."""
        self.lasting = start
        """What is to be asked next time: where it has moved for good, as far as that is certain."""
        self._permanent = True
        self._jar: aiohttp.CookieJar | None = None
        self._seen = {(start, "")}

    def cookies(self) -> str:
        """Return the Cookie header for `target`; empty = none."""
        if self._jar is None:
            return ""
        fitting = self._jar.filter_cookies(self.target)
        header = "; ".join(f"{name}={cookie.coded_value}" for name, cookie in fitting.items())
        return header if len(header) <= _MOST_COOKIES else ""

    def follow(self, response: aiohttp.ClientResponse, *, allow_private: bool) -> None:
        """Go where a redirect leads. Raises FeedError."""
        location = response.headers.get("Location", "").strip()
        if not location:
            raise FeedError(*status_problem(response.status))
        self._keep_cookies(response.headers.getall("Set-Cookie", ()))
        self.target = check_redirect(self.target, location, allow_private=allow_private)
        here = (self.target, self.cookies())
        if here in self._seen or len(self._seen) > MAX_REDIRECTS:
            raise FeedError(ProblemKind.REDIRECT_LOOP)
        self._seen.add(here)
        self._permanent = self._permanent and response.status in _PERMANENT
        if self._permanent:
            self.lasting = self.target

    def _keep_cookies(self, headers: Iterable[str]) -> None:
        fitting = [header for header in headers if _SET_COOKIE.fullmatch(header)]
        if fitting:
            if self._jar is None:
                self._jar = aiohttp.CookieJar(unsafe=True)  # «unsafe»: of hosts without a name too
            self._jar.update_cookies_from_headers(fitting, self.target)
