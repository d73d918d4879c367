"""What the outside calls: the server below `telegram.webhook_url`, and what answers hubs."""

from bot.inbound.bodies import NoBodyError, read_body
from bot.inbound.callbacks import HubCallbacks
from bot.inbound.server import HUBS, UPDATES, Answer, Inbound, address_below

__all__ = [
    "HUBS",
    "UPDATES",
    "Answer",
    "HubCallbacks",
    "Inbound",
    "NoBodyError",
    "address_below",
    "read_body",
]
