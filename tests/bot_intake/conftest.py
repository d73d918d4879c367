"""What the tests of the intake share: a real database, a real web client, real workers."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.http import Fetcher
from bot.intake import Checker, Poller
from bot.worker import WorkerPool
from newsroom import Pace
from storage import Database
from tests.fakeclock import FakeClock
from tests.feedserver import FeedServer
from tests.freshdb import fresh_database

MINUTE = 60_000
PACE = Pace(interval=15 * MINUTE, min_interval=5 * MINUTE, max_interval=360 * MINUTE)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    async with fresh_database(tmp_path / "newshound.db") as db:
        yield db


@pytest.fixture
async def server() -> AsyncIterator[FeedServer]:
    async with FeedServer() as server:
        yield server


@pytest.fixture(scope="module")
async def workers() -> AsyncIterator[WorkerPool]:
    """One for a file's tests: a worker's start takes longer than all that it reads for them."""
    async with WorkerPool(1) as workers:
        yield workers


@pytest.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    async with Fetcher(version="1", timeout=30, max_size=1 << 20, allow_private=True) as fetcher:
        yield fetcher


@pytest.fixture
def checker(db: Database, fetcher: Fetcher, workers: WorkerPool, clock: FakeClock) -> Checker:
    return Checker(db=db, fetcher=fetcher, workers=workers, clock=clock, pace=PACE)


@pytest.fixture
def poller(db: Database, checker: Checker, clock: FakeClock) -> Poller:
    return Poller(db=db, checker=checker, clock=clock, pace=PACE, concurrency=8, per_host=8)
