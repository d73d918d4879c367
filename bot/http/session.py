"""Sessions of aiohttp in which nothing happens by itself."""

from collections.abc import Mapping

import aiohttp

from bot.http.guard import guarded_socket
from bot.http.names import Resolver

_MAX_HEADER = 32 * 1024
"""Longest header line: some publishers send policies and link lists beyond aiohttp's 8 KiB."""
_DNS_CACHE = 300
"""Seconds; the guard judges each dialled address anew, so an old answer is no danger."""


def open_session(
    headers: Mapping[str, str],
    timeout: aiohttp.ClientTimeout,
    *,
    guarded: bool,
    proxy: str | None = None,
) -> aiohttp.ClientSession:
    """Return a session that says `headers` in each request, and that its caller closes.

    aiohttp's cookies, unpacking, limits and proxies from the environment are off. `guarded`: no address that
    the guard forbids is dialled.
    """
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(
            limit=0,
            resolver=Resolver(),
            ttl_dns_cache=_DNS_CACHE,
            socket_factory=guarded_socket if guarded else None,
        ),
        cookie_jar=aiohttp.DummyCookieJar(),
        auto_decompress=False,
        headers=headers,
        timeout=timeout,
        proxy=proxy,
        trust_env=False,
        max_line_size=_MAX_HEADER,
        max_field_size=_MAX_HEADER,
    )
