"""The door to the web."""

from bot.http.chatmodel import ChatModel, Chunk, ModelError
from bot.http.configured import configured_fetcher
from bot.http.errors import FeedError
from bot.http.fetch import WEB_PAGE, Fetched, Fetcher
from bot.http.guard import check_url, is_public

__all__ = [
    "WEB_PAGE",
    "ChatModel",
    "Chunk",
    "FeedError",
    "Fetched",
    "Fetcher",
    "ModelError",
    "check_url",
    "configured_fetcher",
    "is_public",
]
