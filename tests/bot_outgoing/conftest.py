"""What the tests of delivery share."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.bot_outgoing.post import Post, post_office


@pytest.fixture(autouse=True)
def _time_spans_as_timedelta(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have PTB's `RetryAfter` as the program has it; else it warns, and warnings are errors."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")


@pytest.fixture
async def post(tmp_path: Path) -> AsyncIterator[Post]:
    async with post_office(tmp_path / "newshound.db") as opened:
        yield opened
