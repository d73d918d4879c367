"""What is made to exhaust us is a feed or a problem with a name, and keeps nobody else waiting."""

import asyncio
import os

import pytest

from bot.http import Fetcher
from bot.intake import Checker, Poller
from bot.intake.reading import READ_DEADLINE, read_document
from bot.worker import PARSE_FEED, WorkerPool
from bot.worker.pool import DEFAULT_MEMORY
from newsroom import Feed, ParsedFeed, Problem, ProblemKind
from storage import Database, add_feed, get_feed
from tests.bot_intake.conftest import PACE
from tests.bot_intake.documents import NOW, URL
from tests.bot_intake.hostile_feeds import HOSTILE, LARGEST
from tests.fakeclock import FakeClock
from tests.feedserver import FeedServer, item, rss

NORMAL = 50
PROBLEMS = {ProblemKind.TOO_HARD, ProblemKind.UNPARSABLE, ProblemKind.NOT_A_FEED}

PATIENCE = float(os.environ.get("HOSTILE_SECONDS", "0.4"))
"""Seconds given to each; whether it is through by then or killed, there must be an outcome.

`make nightly` gives them what a document has in the bot.
"""


async def read(workers: WorkerPool, body: bytes) -> ParsedFeed | Problem:
    return await read_document(workers, PARSE_FEED, body, url=URL, charset=None, now=NOW)


def test_a_document_has_ten_seconds_and_500_mebibytes() -> None:
    assert READ_DEADLINE <= 10
    assert DEFAULT_MEMORY <= 500 << 20


@pytest.mark.parametrize("kind", HOSTILE)
async def test_it_is_a_feed_or_a_problem_and_the_next_one_is_read(
    kind: str, workers: WorkerPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.intake.reading.READ_DEADLINE", PATIENCE)
    outcome = await read(workers, HOSTILE[kind]())
    assert isinstance(outcome, ParsedFeed) or outcome.kind in PROBLEMS
    monkeypatch.setattr("bot.intake.reading.READ_DEADLINE", 60.0)
    after = await read(workers, rss("T", [item("1", "One", None)]).encode())
    assert isinstance(after, ParsedFeed)
    assert [entry.title for entry in after.entries] == ["One"]


async def test_the_other_feeds_do_not_wait_for_several_of_them(
    server: FeedServer,
    db: Database,
    clock: FakeClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """They take every worker and would keep it for all its time; fifty feeds are done long before."""
    monkeypatch.setattr("bot.intake.reading.READ_DEADLINE", 60.0)
    hostile = []
    for number, kind in enumerate(("many attributes", "many entries", "many attributes")):
        server.set(f"/hostile/{number}", HOSTILE[kind]())
        hostile.append(await _added(db, server, f"/hostile/{number}", clock))
    normal = []
    for number in range(NORMAL):
        server.set(f"/{number}", rss(f"T{number}", [item("1", "One", "text")]))
        normal.append(await _added(db, server, f"/{number}", clock))
    async with (
        Fetcher(version="1", timeout=30, max_size=2 * LARGEST, allow_private=True) as fetcher,
        WorkerPool(2) as workers,
    ):
        checker = Checker(db=db, fetcher=fetcher, workers=workers, clock=clock, pace=PACE)
        poller = Poller(db=db, checker=checker, clock=clock, pace=PACE, concurrency=64, per_host=64)
        polling = asyncio.create_task(poller.poll_once(clock.now()))
        while not all([await _is_checked(db, feed) for feed in normal]):
            assert not any([await _is_checked(db, feed) for feed in hostile])
            await asyncio.sleep(0.05)
        polling.cancel()
        await asyncio.wait([polling])


async def _added(db: Database, server: FeedServer, path: str, clock: FakeClock) -> Feed:
    url = f"{server.url}{path}"
    return await add_feed(db, url=url, title=url, by=1, now=clock.now())


async def _is_checked(db: Database, feed: Feed) -> bool:
    found = await get_feed(db, feed.id, visible_to=1)
    assert found is not None
    return found.checked_at is not None
