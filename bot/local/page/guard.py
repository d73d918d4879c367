"""Who may speak to the page: itself alone, whatever else is open in the same browser.

A name of another site that leads to 127.0.0.1 (DNS rebinding) is told by `Host`, another site's page by
`Origin` and `Sec-Fetch-Site`, and what the browser itself shall refuse it reads in the headers.
"""

from collections.abc import Mapping

from aiohttp import web

HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
"""What every answer carries, errors too."""

FILE_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"
"""The policy of a file that the bot has sent: should a browser show it after all, it can do nothing."""

_HTTP = 80
_OWN_SITES = (None, "none", "same-origin")
"""What `Sec-Fetch-Site` says of a request by the page, or by a person who types its address. Old browsers do
not send it. `same-site` is not among them: that is what another port of this machine is."""


async def harden(_request: web.BaseRequest, response: web.StreamResponse) -> None:
    """Put the headers on an answer that has none of its own by these names."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)


def check(request: web.Request, port: int) -> None:
    """Raise HTTPForbidden for a request that is not made by the page, nor by who opens it."""
    hosts = {f"{name}:{port}" for name in ("127.0.0.1", "localhost")}
    if port == _HTTP:  # which browsers leave out
        hosts |= {"127.0.0.1", "localhost"}
    if request.headers.get("Host", "").lower() not in hosts:
        raise web.HTTPForbidden(text="This chat is for this machine alone.\n")
    if request.method in ("GET", "HEAD") and request.path == "/":
        return  # a link to it may stand anywhere: there is nothing in it, and it cannot be framed
    origin = request.headers.get("Origin")
    is_own_origin = origin is not None and origin.lower() in {f"http://{host}" for host in hosts}
    is_reading = origin is None and request.method in ("GET", "HEAD")
    is_own_site = request.headers.get("Sec-Fetch-Site") in _OWN_SITES
    if not (is_own_origin or is_reading) or not is_own_site:
        raise web.HTTPForbidden(text="Other sites may not speak to this chat.\n")
