"""The server that `telegram.webhook_listen` names: two paths, and nothing to be found beside them."""

import errno
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import TypeAlias
from urllib.parse import urlsplit

from aiohttp import web

from bot.config import ListenAddress

Answer: TypeAlias = Callable[[web.BaseRequest, str], Awaitable[web.StreamResponse]]
"""Answers a request; the text is what of its path follows the name by which it was found, without a slash."""

UPDATES = "telegram"
HUBS = "websub"
"""Where Telegram and where hubs call, below `telegram.webhook_url`. Neither is a secret."""

STOP_PATIENCE = 1.0
"""Seconds for requests that are being answered when the server closes."""

_log = logging.getLogger(__name__)

_WHY = {
    errno.EADDRINUSE: "is in use by another program; stop that one, or name another port",
    errno.EACCES: "may not be listened on by this user; take a port above 1023",
    errno.EADDRNOTAVAIL: "is no address of this machine; 127.0.0.1 is one",
}


def address_below(url: str, name: str) -> str:
    """Return the address of `name` below a public one."""
    return f"{url.rstrip('/')}/{name}"


class Inbound:
    """Hands each request to whoever answers below the first name in its path."""

    def __init__(self, listen: ListenAddress, url: str, answers: Mapping[str, Answer]) -> None:
        """`url`: the public address. Its path may come along or have been taken off by a proxy on the way."""
        self._listen = listen
        self._base = urlsplit(url).path.rstrip("/")
        self._answers = dict(answers)
        self._runner: web.ServerRunner | None = None

    async def start(self) -> int:
        """Listen, and return the port. Raises OSError, a sentence for the operator, where that cannot be."""
        # Without a log: it would show the tokens in the addresses of hubs' calls, and whoever knocks at the
        # port with something else than HTTP could fill it.
        silent = logging.Logger("inbound", logging.CRITICAL + 1)  # noqa: LOG001 - nobody's but this server's
        runner = web.ServerRunner(
            web.Server(self._handle, access_log=None, logger=silent), shutdown_timeout=STOP_PATIENCE
        )
        await runner.setup()
        try:
            await web.TCPSite(runner, self._listen.host, self._listen.port).start()
        except OSError as error:
            await runner.cleanup()
            why = _WHY.get(error.errno or 0, f"cannot be listened on ({error.strerror})")
            words = f"telegram.webhook_listen: {self._listen} {why}"
            raise OSError(error.errno, words) from None
        self._runner = runner
        taken: int = runner.addresses[0][1]
        return taken

    async def stop(self) -> None:
        """Close, once what is being answered is answered or has had its time."""
        runner, self._runner = self._runner, None
        if runner is not None:
            await runner.cleanup()

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        path = request.rel_url.raw_path
        if self._base and path.startswith(f"{self._base}/"):
            path = path.removeprefix(self._base)
        name, _, rest = path.removeprefix("/").partition("/")
        answer = self._answers.get(name)
        if answer is None:
            return web.Response(status=404)
        try:
            return await answer(request, rest)
        except Exception:  # noqa: BLE001 - a bug, which must neither end the server nor be unheard
            _log.exception("a call below /%s met a bug", name)
            return web.Response(status=500)
