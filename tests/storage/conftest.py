"""An open database for each test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage import Database
from tests.freshdb import fresh_database


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "newshound.db"


@pytest.fixture
async def db(path: Path) -> AsyncIterator[Database]:
    async with fresh_database(path) as opened:
        yield opened
