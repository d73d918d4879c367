"""The door to the web."""

from bot.http.chatmodel import ChatModel, Chunk, ModelError
from bot.http.configured import configured_fetcher, configured_hub_caller
from bot.http.errors import FeedError
from bot.http.fetch import WEB_PAGE, Fetched, Fetcher
from bot.http.guard import check_url, is_public
from bot.http.hubs import HubCaller

__all__ = [
    "WEB_PAGE",
    "ChatModel",
    "Chunk",
    "FeedError",
    "Fetched",
    "Fetcher",
    "HubCaller",
    "ModelError",
    "check_url",
    "configured_fetcher",
    "configured_hub_caller",
    "is_public",
]
