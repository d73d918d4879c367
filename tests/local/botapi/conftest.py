"""What the tests of the local Bot API endpoint share: the endpoint, one person, PTB's own Bot."""

from collections.abc import AsyncIterator

import pytest
import telegram

from bot.local.botapi import Chat, LocalBotApi, User
from tests.ptb import ptbs_bot


@pytest.fixture
async def api() -> AsyncIterator[LocalBotApi]:
    """Run an endpoint that lets messages come as fast as they like."""
    async with LocalBotApi(enforce_rates=False) as running:
        yield running


@pytest.fixture
async def bot(api: LocalBotApi) -> AsyncIterator[telegram.Bot]:
    """Log PTB's own Bot in, over its default transport."""
    async with ptbs_bot(api) as logged_in:
        yield logged_in


@pytest.fixture
def alice(api: LocalBotApi) -> User:
    """Add a person."""
    return api.world.add_user("Alice", username="alice", language_code="en")


@pytest.fixture
def dm(api: LocalBotApi, alice: User) -> Chat:
    """Open a private chat with the person."""
    return api.world.private(alice)
