"""The web client as the configuration wants it."""

from importlib.metadata import version

from bot.config import Polling
from bot.http.fetch import Fetcher
from bot.http.hubs import HubCaller


def configured_fetcher(polling: Polling) -> Fetcher:
    """Return a client with the time-out, size, guard and proxy of `polling`; not entered yet."""
    return Fetcher(
        version=version("newshound"),
        timeout=polling.timeout / 1000,
        max_size=polling.max_size,
        allow_private=polling.allow_private_addresses,
        proxy=polling.proxy or None,
    )


def configured_hub_caller(polling: Polling) -> HubCaller:
    """Return a client for hubs with the same time-out, guard and proxy; not entered yet."""
    return HubCaller(
        version=version("newshound"),
        timeout=polling.timeout / 1000,
        allow_private=polling.allow_private_addresses,
        proxy=polling.proxy or None,
    )
