"""The only client of the web: one conditional GET of a feed, whatever its server does.

aiohttp's own redirects, cookies, proxies from the environment and limits are off: redirects are followed
here so that the guard sees each hop, and how much goes on at once is the poller's business.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Self

import aiohttp
from aiohttp.http import HttpProcessingError
from yarl import URL

from bot.http.errors import FeedError
from bot.http.failures import problem_of, status_problem
from bot.http.freshness import fresh_for
from bot.http.guard import check_url
from bot.http.session import open_session
from bot.http.trip import REDIRECTS, Trip
from bot.http.unpacking import ACCEPT_ENCODING, BadPacking, TooMuch, Unpacker
from newsroom import ProblemKind, Validators

_NOT_MODIFIED = 304
_PARTIAL = 206


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a request is for."""

    accept: str
    """The header of that name."""
    types: frozenset[str] | None = None
    """Media types whose bodies are read; None = all: feeds are often mislabelled."""


FEED = Wanted(
    "application/atom+xml, application/rss+xml, application/feed+json;q=0.9, application/rdf+xml;q=0.9, "
    "application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, */*;q=0.1"
)
WEB_PAGE = Wanted(
    "text/html, application/xhtml+xml;q=0.9, */*;q=0.1",
    frozenset({"text/html", "application/xhtml+xml"}),
)

_MAX_VALIDATOR = 1024


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server answered."""

    url: str
    """Where the answer came from in the end."""
    lasting_url: str
    """What to ask next time: the address asked for, or where it has moved for good."""
    etag: str | None
    last_modified: str | None
    body: bytes | None
    """Decoded; None = not modified."""
    content_type: str = ""
    """Media type, lower case, without parameters."""
    charset: str | None = None
    fresh_for: int | None = None
    """Milliseconds for which the server says that nothing will change; None = it does not say."""
    link_header: str = ""
    """What `Link` headers say, joined (RFC 8288)."""


class Fetcher:
    """Fetches feeds over one session; an async context manager."""

    def __init__(
        self,
        *,
        version: str,
        timeout: float,
        max_size: int,
        allow_private: bool = False,
        proxy: str | None = None,
    ) -> None:
        """`timeout`: seconds for all of a fetch, redirects and body included. `max_size`: bytes, decoded.

        `proxy`: through it, the dialled address is the proxy's own; what a name leads to is then for the
        proxy to judge.
        """
        self._version = version
        self._timeout = timeout
        self._max_size = max_size
        self._allow_private = allow_private
        self._proxy = proxy

    async def __aenter__(self) -> Self:
        unguarded = self._allow_private or self._proxy is not None
        self._session = self._open_session(guarded=not unguarded)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._session.close()

    async def fetch(
        self,
        url: str,
        validators: Validators | None = None,
        *,
        exempt: bool = False,
        wanted: Wanted = FEED,
        secrets: Mapping[str, str] | None = None,
    ) -> Fetched:
        """Fetch `url`, saying what is known of it already. Raises FeedError and nothing else.

        `exempt`: `url` was typed by whoever runs this machine and may lie in a private network. Where
        it redirects to is judged as ever, and so is whether its scheme and port are the web's. `wanted`:
        FEED or WEB_PAGE. `secrets`: headers for the origin of `url` alone, none of which goes along from the
        first redirect to another one on.
        """
        try:
            async with asyncio.timeout(self._timeout):
                target = check_url(url, allow_private=self._allow_private or exempt)
                asking = _Asking(wanted, _conditions(validators), secrets or {})
                if not exempt:
                    return await self._follow(target, asking, self._session)
                # A session of its own, so that no other request is ever given its connection.
                async with self._open_session(guarded=False) as unguarded:
                    return await self._follow(target, asking, unguarded)
        except FeedError:
            raise
        except BadPacking as error:
            raise FeedError(ProblemKind.BAD_ENCODING) from error
        except TooMuch as error:
            raise FeedError(ProblemKind.TOO_LARGE) from error
        except (aiohttp.ClientError, HttpProcessingError, OSError, ValueError) as error:
            # ValueError: names that cannot be encoded for a look-up, headers that cannot be understood.
            raise FeedError(*problem_of(error)) from error

    def _open_session(self, *, guarded: bool) -> aiohttp.ClientSession:
        headers = {
            "User-Agent": f"Newshound/{self._version} (+feed reader)",
            "Accept-Encoding": ACCEPT_ENCODING,
        }
        timeout = aiohttp.ClientTimeout(total=None)
        return open_session(headers, timeout, guarded=guarded, proxy=self._proxy)

    async def _follow(
        self, start: URL, asking: "_Asking", session: aiohttp.ClientSession
    ) -> Fetched:
        """Fetch `start` over `session`, and what it redirects to over the one that all share."""
        trip = Trip(start)
        headers, at_home = asking.own_headers(""), True
        while True:
            async with session.get(trip.target, headers=headers, allow_redirects=False) as response:
                if response.status not in REDIRECTS:
                    return await self._read(response, trip.lasting, asking)
                trip.follow(response, allow_private=self._allow_private)
            session = self._session
            cookies = trip.cookies()
            at_home = at_home and trip.target.origin() == start.origin()
            headers = asking.own_headers(cookies) if at_home else asking.headers(cookies)

    async def _read(
        self, response: aiohttp.ClientResponse, lasting: URL, asking: "_Asking"
    ) -> Fetched:
        status = response.status
        unchanged = status == _NOT_MODIFIED and bool(asking.conditions)
        complete = 200 <= status < 300 and status != _PARTIAL  # a part was not asked for
        if not (complete or unchanged):
            raise FeedError(*status_problem(status), retry_after=_retry_after(response))
        types = asking.wanted.types
        if types is not None and response.content_type not in types:
            raise FeedError(ProblemKind.NOT_A_PAGE, response.content_type)
        return Fetched(
            url=str(response.url),
            lasting_url=str(lasting),
            etag=_validator(response, "ETag"),
            last_modified=_validator(response, "Last-Modified"),
            body=None if unchanged else await self._body(response),
            content_type=response.content_type,
            charset=response.charset,
            fresh_for=fresh_for(response.headers),
            link_header=", ".join(response.headers.getall("Link", ())),
        )

    async def _body(self, response: aiohttp.ClientResponse) -> bytes:
        """Read the body and unpack it piece by piece, so that a bomb is dropped in time."""
        if (response.content_length or 0) > self._max_size:
            raise TooMuch
        unpacker = Unpacker(response.headers.getall("Content-Encoding", ()), self._max_size)
        pieces: list[bytes] = []
        async for piece in response.content.iter_any():
            pieces.extend(unpacker.feed(piece))
        return b"".join(pieces)


@dataclass(frozen=True, slots=True)
class _Asking:
    """What a request says beside the address, on each hop."""

    wanted: Wanted
    conditions: Mapping[str, str]
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)

    def headers(self, cookies: str) -> dict[str, str]:
        """Return what every server is told."""
        said = {"Accept": self.wanted.accept, **self.conditions}
        return {**said, "Cookie": cookies} if cookies else said

    def own_headers(self, cookies: str) -> dict[str, str]:
        """Return what the server is told that the secrets are for; they come before what we would say."""
        names = {name.lower(): name for name in self.secrets}
        kept = {
            name: value
            for name, value in self.headers(cookies).items()
            if name.lower() not in names
        }
        own = {**kept, **self.secrets}
        if cookies and (name := names.get("cookie")):
            own[name] = f"{self.secrets[name]}; {cookies}"
        return own


def _conditions(validators: Validators | None) -> dict[str, str]:
    conditions = {}
    if validators is not None and validators.etag:
        conditions["If-None-Match"] = validators.etag
    if validators is not None and validators.last_modified:
        conditions["If-Modified-Since"] = validators.last_modified
    return conditions


def _validator(response: aiohttp.ClientResponse, header: str) -> str | None:
    """Return a header to be sent back next time, None where it is missing or cannot be."""
    value = response.headers.get(header, "")
    usable = value.isascii() and value.isprintable() and len(value) <= _MAX_VALIDATOR
    return value if value and usable else None


def _retry_after(response: aiohttp.ClientResponse) -> int | None:
    """Return in milliseconds how long the server asks to be left alone (RFC 9110, 10.2.3).

    A date counts from the server's own clock.
    """
    asked = response.headers.get("Retry-After", "").strip()
    if asked.isascii() and asked.isdigit():
        return int(asked[:9]) * 1000
    try:
        wait = parsedate_to_datetime(asked) - parsedate_to_datetime(
            response.headers.get("Date", "")
        )
    except (TypeError, ValueError):  # no dates, or one with and one without a time zone
        return None
    return max(0, round(wait.total_seconds() * 1000))
