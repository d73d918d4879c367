"""What the tests of the transport share."""

import socket
from collections.abc import AsyncIterator, Iterator

import pytest

from tests.bot_telegram.servers import Recorder, recording


@pytest.fixture
async def endpoint() -> AsyncIterator[Recorder]:
    """Run a Bot API that records its calls."""
    async with recording() as recorder:
        yield recorder


@pytest.fixture
def unused_address() -> Iterator[str]:
    """Keep a port where nobody listens and nobody else can; its `host:port`."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"127.0.0.1:{taken.getsockname()[1]}"
