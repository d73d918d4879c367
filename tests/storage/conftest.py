"""An open database for each test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage import Database
from tests.freshdb import fresh_database
from tests.storage.calls import fill
from tests.storage.given import sql


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "newshound.db"


@pytest.fixture
async def db(path: Path) -> AsyncIterator[Database]:
    async with fresh_database(path) as opened:
        yield opened


@pytest.fixture
async def scratch(db: Database) -> None:
    """Have a table beside the others, for files that test the writer itself."""
    await sql(db, "CREATE TABLE scratch (value)")


@pytest.fixture(scope="module")
async def content(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Fill a database for all tests of a file, each of which gets a copy."""
    path = tmp_path_factory.mktemp("filled") / "newshound.db"
    async with fresh_database(path) as db:
        await fill(db)
    return path.read_bytes()


@pytest.fixture
def copy(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


@pytest.fixture
async def filled(copy: Path) -> AsyncIterator[Database]:
    """Open a database with what `tests.storage.calls` call for."""
    async with Database.open(copy) as opened:
        yield opened
