"""/healthz and /metrics: what they say of a bot that is well, of one that is not, and nothing of anybody."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.config import ListenAddress
from bot.health import serving_health
from bot.intake import PollStats
from bot.vitals import LONGEST_PAUSE, Monitor
from storage import Database, StorageError
from tests.bot_backups.given import NOW, lived_in
from tests.botprocess import TOKEN
from tests.fakeclock import FakeClock


class Bench:
    """A monitor over a small database and one loop, on a page of its own."""

    def __init__(self, db: Database) -> None:
        self.clock = FakeClock(now=NOW)
        self.stats = PollStats(last_poll_at=NOW)
        self.monitor = Monitor(db, self.clock, lambda: self.stats.last_poll_at)
        self.url = ""

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        listen = ListenAddress("127.0.0.1", port)
        self.url = f"http://{listen}"
        loop = asyncio.create_task(asyncio.Event().wait(), name="poller")
        self.monitor.watch(loop)  # type: ignore[arg-type]  # what it would return does not matter
        self.loop = loop
        async with serving_health(listen, self.monitor, self.stats):
            yield
        loop.cancel()

    async def get(self, path: str, method: str = "GET") -> tuple[int, str, str]:
        """Return status, media type and body."""
        async with (
            aiohttp.ClientSession(trust_env=False) as session,
            session.request(method, self.url + path) as answer,
        ):
            return answer.status, answer.headers.get("Content-Type", ""), await answer.text()


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    await lived_in(tmp_path / "newshound.db")
    async with Database.open(tmp_path / "newshound.db") as db:
        await db.write(lambda raw: raw.execute("UPDATE deliveries SET hold = 'quiet' WHERE id = 1"))
        bench = Bench(db)
        async with bench.open():
            yield bench


async def test_a_bot_that_is_well(bench: Bench) -> None:
    status, kind, body = await bench.get("/healthz")
    assert (status, kind) == (200, "application/json; charset=utf-8")
    assert body == (
        '{"status": "well", "problems": [], "loops": {"poller": true}, '
        '"last_poll": "2026-09-21T14:13:20Z", "backlog": {"feeds_due": 2, "articles_unrouted": 2, '
        '"messages_due": 1, "messages_held": 1, "messages_in_flight": 0}}'
    )


async def test_a_loop_that_has_ended(bench: Bench) -> None:
    bench.loop.cancel()
    await asyncio.wait({bench.loop})
    status, _, body = await bench.get("/healthz")
    assert status == 503
    assert '"problems": ["poller has ended"], "loops": {"poller": false}' in body


async def test_a_poller_that_hangs(bench: Bench) -> None:
    bench.stats.last_poll_at = NOW - LONGEST_PAUSE
    assert (await bench.get("/healthz"))[0] == 200
    bench.stats.last_poll_at -= 1
    status, _, body = await bench.get("/healthz")
    assert status == 503
    assert "it has not looked for due feeds for minutes" in body


async def test_a_poller_that_has_not_begun_is_given_time(bench: Bench) -> None:
    bench.stats.last_poll_at = None
    assert (await bench.get("/healthz"))[0] == 200
    bench.clock.advance(LONGEST_PAUSE / 1000 + 1)
    assert (await bench.get("/healthz"))[0] == 503


async def test_a_database_that_does_not_answer(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> None:
        raise StorageError("/home/ada/newshound.db is gone")

    monkeypatch.setattr("bot.vitals.measure", fail)
    status, _, body = await bench.get("/healthz")
    assert status == 503
    assert '"problems": ["the database does not answer"]' in body
    assert '"backlog": null' in body
    assert "ada" not in body
    assert (await bench.get("/metrics"))[0] == 200


async def test_metrics_are_what_prometheus_reads(bench: Bench) -> None:
    bench.stats.checks, bench.stats.failed = 9, 2
    status, kind, body = await bench.get("/metrics")
    assert status == 200
    assert kind.startswith("text/plain; version=")
    samples = {
        (one.name, *one.labels.values()): one.value
        for family in text_string_to_metric_families(body)
        for one in family.samples
    }
    ours = {key: value for key, value in samples.items() if key[0].startswith("newshound_")}
    assert ours == {
        ("newshound_healthy",): 1,
        ("newshound_loop_up", "poller"): 1,
        ("newshound_last_poll_timestamp_seconds",): NOW / 1000,
        ("newshound_feed_checks_total",): 9,
        ("newshound_feed_checks_failed_total",): 2,
        ("newshound_feeds_parsed_total",): 0,
        ("newshound_articles_stored_total",): 0,
        ("newshound_feeds",): 2,
        ("newshound_articles",): 2,
        ("newshound_subscriptions",): 0,
        ("newshound_feeds_due",): 2,
        ("newshound_articles_unrouted",): 2,
        ("newshound_messages", "due"): 1,
        ("newshound_messages", "held"): 1,
        ("newshound_messages", "in_flight"): 0,
    }
    assert ("process_resident_memory_bytes",) in samples
    for private in ("example", "Ada", "Title", TOKEN):
        assert private not in body


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("POST", "/healthz", 405), ("GET", "/", 404), ("GET", "/healthz/../etc/passwd", 404)],
)
async def test_there_is_nothing_else(bench: Bench, method: str, path: str, status: int) -> None:
    assert (await bench.get(path, method))[0] == status


async def test_an_address_that_is_taken_is_said_in_a_sentence(bench: Bench) -> None:
    listen = ListenAddress("127.0.0.1", int(bench.url.rpartition(":")[2]))
    with pytest.raises(OSError, match=r"health\.listen") as raised:
        async with serving_health(listen, bench.monitor, bench.stats):
            pass
    assert raised.value.strerror == (
        f"health.listen: {listen} cannot be listened on (Address already in use); name another"
    )


async def test_without_an_address_nothing_is_served(bench: Bench) -> None:
    async with serving_health(None, bench.monitor, bench.stats):
        pass


async def test_before_the_loops_run_it_is_not_well(tmp_path: Path) -> None:
    async with Database.open(tmp_path / "newshound.db") as db:
        monitor = Monitor(db, FakeClock(), lambda: None)
        assert monitor.problems == ("it has not begun to work",)
