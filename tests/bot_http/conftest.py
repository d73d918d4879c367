"""What the tests of the web client share."""

from collections.abc import AsyncIterator

import pytest

from bot.http import Fetcher
from tests.feedserver import FeedServer


@pytest.fixture
async def server() -> AsyncIterator[FeedServer]:
    async with FeedServer() as server:
        yield server


@pytest.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    """Fetch from loopback, within ample time and 100 kB."""
    async with Fetcher(version="9.9", timeout=30, max_size=100_000, allow_private=True) as fetcher:
        yield fetcher
