"""A real database for what is stored."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage import Database
from tests.freshdb import fresh_database


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    async with fresh_database(tmp_path / "newshound.db") as db:
        yield db
