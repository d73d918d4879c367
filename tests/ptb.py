"""PTB's own Bot and transport, with TLS set up once for all tests.

Each transport would read the system's certificates for itself, which takes longer than most tests; nothing
here is dialled by https.
"""

import ssl
from functools import cache
from typing import Any

from telegram import Bot
from telegram.request import HTTPXRequest

from bot.local.botapi import LocalBotApi


def ptbs_bot(api: LocalBotApi, *, token: str | None = None) -> Bot:
    """Return a bot that PTB connects with its default transport; not yet logged in."""
    return Bot(
        token or api.token,
        base_url=f"{api.url}/bot",
        base_file_url=f"{api.url}/file/bot",
        request=ptbs_transport(),
        get_updates_request=ptbs_transport(),
    )


def ptbs_transport(**more: Any) -> HTTPXRequest:
    return HTTPXRequest(httpx_kwargs={"verify": _tls()}, **more)


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()
