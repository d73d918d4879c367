"""What the tests of the conversation share."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.handlers_.talk import Talk
from tests.handlers_.world import talking


@pytest.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Talk]:
    """Talk with a bot that anyone may use."""
    async with talking(tmp_path) as ready:
        yield ready
