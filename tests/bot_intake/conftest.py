"""What the tests of the intake share: a real database, a real web client, real workers."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.config import ListenAddress
from bot.http import Fetcher, HubCaller
from bot.inbound import HUBS, HubCallbacks, Inbound
from bot.intake import Checker, HubSubscriber, Poller, Pushes
from bot.worker import WorkerPool
from newsroom import Pace
from storage import Database, add_feed
from tests.bot_intake.town import MAX_SIZE, ONE, Town
from tests.fakeclock import FakeClock
from tests.feedserver import FeedServer
from tests.freshdb import fresh_database
from tests.hubserver import HubServer

MINUTE = 60_000
HOUR, DAY = 60 * MINUTE, 24 * 60 * MINUTE
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


@pytest.fixture
async def hub() -> AsyncIterator[HubServer]:
    async with HubServer() as hub:
        yield hub


@pytest.fixture
async def town(
    db: Database, clock: FakeClock, server: FeedServer, hub: HubServer, poller: Poller
) -> AsyncIterator[Town]:
    """Give a town whose paper has been read once."""
    taken = Pushes(poller)
    callbacks = HubCallbacks(db, clock, lambda pushed: taken.take(pushed), MAX_SIZE)
    inbound = Inbound(
        ListenAddress("127.0.0.1", 0), "https://n.example/n", {HUBS: callbacks.answer}
    )
    callback = f"http://127.0.0.1:{await inbound.start()}/n/websub"
    async with HubCaller(version="1", timeout=10, allow_private=True) as caller:
        subscriber = HubSubscriber(db, caller, clock, callback)
        town = Town(db, clock, server, hub, poller, subscriber, taken, callback)
        town.publish(ONE)
        town.feed_id = (await add_feed(db, url=town.topic, title="t", by=1, now=clock.now())).id
        await town.poll()
        yield town
    await inbound.stop()
