"""From the database's «due» to the database's «recorded»."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from itertools import pairwise

import pytest

from bot.intake import Checker, Poller
from bot.intake.lanes import Lanes
from bot.intake.poll import PORTION
from newsroom import Feed, FeedState, Problem, ProblemKind, Verdict
from storage import (
    Database,
    StorageError,
    add_feed,
    due_feeds,
    get_feed,
    known_entries,
    latest_of_feed,
    set_feed_state,
)
from tests.bot_intake.conftest import MINUTE, PACE
from tests.fakeclock import FakeClock
from tests.feedserver import FeedServer, item, rss

HOUR = 60 * MINUTE


@pytest.fixture
async def feeds(db: Database, server: FeedServer, clock: FakeClock) -> list[Feed]:
    """Three feeds with one article each, due now."""
    made = []
    for number in range(3):
        server.set(f"/{number}", rss(f"Feed {number}", [item("1", "One", "text")]))
        made.append(await added(db, f"{server.url}/{number}", clock))
    return made


async def added(db: Database, url: str, clock: FakeClock) -> Feed:
    return await add_feed(db, url=url, title=url, by=1, now=clock.now())


async def again(db: Database, feed: Feed) -> Feed:
    found = await get_feed(db, feed.id, visible_to=1)
    assert found is not None
    return found


async def titles(db: Database, feed: Feed) -> list[str]:
    page = await latest_of_feed(db, feed.id, size=50)
    return [article.title for article in page.items]


async def test_what_is_due_is_checked_and_recorded(
    poller: Poller, db: Database, feeds: list[Feed], clock: FakeClock
) -> None:
    assert await poller.poll_once(clock.now()) == 3
    for number, feed in enumerate(feeds):
        stored = await again(db, feed)
        assert stored.title == f"Feed {number}"
        assert stored.succeeded_at == clock.now()
        assert clock.now() < stored.next_check_at <= clock.now() + PACE.interval
        assert await titles(db, feed) == ["One"]
    assert await poller.poll_once(clock.now()) == 0


async def test_a_new_entry_is_a_new_article_once(
    poller: Poller, db: Database, feeds: list[Feed], server: FeedServer, clock: FakeClock
) -> None:
    await poller.poll_once(clock.now())
    server.set("/0", rss("Feed 0", [item("2", "Two", None), item("1", "One", "text")]))
    for hours in (1, 2):
        assert await poller.poll_once(clock.now() + hours * HOUR) == 3
    assert await titles(db, feeds[0]) == ["Two", "One"]
    assert (poller.stats.checks, poller.stats.parsed, poller.stats.failed) == (9, 4, 0)
    assert poller.stats.new_articles == 4
    assert poller.stats.last_poll_at == clock.now() + 2 * HOUR


async def test_an_edited_entry_changes_its_article(
    poller: Poller, db: Database, feeds: list[Feed], server: FeedServer, clock: FakeClock
) -> None:
    await poller.poll_once(clock.now())
    (before,) = (await latest_of_feed(db, feeds[0].id, size=1)).items
    server.set("/0", rss("Feed 0", [item("1", "One, corrected", "text")]))
    await poller.poll_once(clock.now() + HOUR)
    (article,) = (await latest_of_feed(db, feeds[0].id, size=5)).items
    assert (article.id, article.title) == (before.id, "One, corrected")


async def test_a_broken_feed_does_not_stop_the_others(
    poller: Poller, db: Database, feeds: list[Feed], server: FeedServer, clock: FakeClock
) -> None:
    server.fault("/1", "drop")
    await poller.poll_once(clock.now())
    broken = await again(db, feeds[1])
    assert broken.problem == Problem(ProblemKind.UNREACHABLE, "connection broken")
    assert (broken.failures, broken.succeeded_at) == (1, None)
    assert await titles(db, feeds[0]) == await titles(db, feeds[2]) == ["One"]


async def test_a_feed_that_comes_back_is_well_and_its_first_check_still_the_first(
    poller: Poller, db: Database, feeds: list[Feed], server: FeedServer, clock: FakeClock
) -> None:
    server.fault("/1", "drop")
    await poller.poll_once(clock.now())
    server.fault("/1", None)
    verdict = await poller.check_now(await again(db, feeds[1]))
    assert not verdict.alerting
    well = await again(db, feeds[1])
    assert (well.problem, well.failures) == (None, 0)


async def test_a_paused_feed_is_left_alone_by_the_poller_and_not_by_an_admin(
    poller: Poller, db: Database, feeds: list[Feed], server: FeedServer, clock: FakeClock
) -> None:
    await set_feed_state(db, feeds[0].id, FeedState.PAUSED, by=1, now=clock.now())
    assert await poller.poll_once(clock.now()) == 2
    assert server.count("/0") == 0
    assert (await poller.check_now(feeds[0])).problem is None


async def test_a_feed_is_checked_once_at_a_time(
    poller: Poller, db: Database, server: FeedServer, clock: FakeClock
) -> None:
    feed = await added(db, f"{server.url}/slow", clock)
    server.fault("/slow", "hang")
    polling = asyncio.create_task(poller.poll_once(clock.now()))
    await server.wait_for(lambda: server.count("/slow") == 1)
    asking = asyncio.create_task(poller.check_now(feed))
    assert await poller.poll_once(clock.now()) == 0
    assert poller.under_way == 1
    for task in (polling, asking):
        task.cancel()
    await asyncio.wait([polling, asking])
    assert poller.under_way == 0
    assert server.count("/slow") == 1


async def test_those_who_ask_at_the_same_time_get_the_same_verdict(
    poller: Poller, feeds: list[Feed], server: FeedServer
) -> None:
    first, second = await asyncio.gather(*(poller.check_now(feeds[0]) for _ in range(2)))
    assert first is second
    assert server.count("/0") == 1


async def test_a_check_goes_on_when_who_asked_for_it_is_gone(
    poller: Poller, db: Database, feeds: list[Feed], server: FeedServer
) -> None:
    asking = asyncio.create_task(poller.check_now(feeds[0]))
    await server.wait_for(lambda: server.count("/0") == 1)
    asking.cancel()
    await poller.check_now(feeds[0])
    assert server.count("/0") == 1
    assert await titles(db, feeds[0]) == ["One"]


async def test_what_a_look_saw_is_recorded_without_another_request(
    poller: Poller, checker: Checker, db: Database, feeds: list[Feed], server: FeedServer
) -> None:
    look = await checker.look(feeds[0].url)
    verdict = await poller.keep_look(feeds[0], look)
    assert not verdict.alerting
    assert await titles(db, feeds[0]) == ["One"]
    assert server.count("/0") == 1


class BrokenRecord:
    """Fails as often as told in place of `record_check`, then does nothing."""

    def __init__(self, *errors: Exception) -> None:
        self.errors = list(errors)
        self.calls = 0

    async def __call__(self, db: Database, verdict: Verdict) -> int:
        self.calls += 1
        if self.errors:
            raise self.errors.pop(0)
        return 0


@pytest.mark.parametrize(
    ("error", "level"),
    [(StorageError("the disk is full"), logging.WARNING), (KeyError("a bug"), logging.ERROR)],
)
async def test_what_cannot_be_recorded_is_logged_and_tried_again_later(
    poller: Poller,
    feeds: list[Feed],
    clock: FakeClock,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    error: Exception,
    level: int,
) -> None:
    """One feed's trouble, a bug even, is not the others'."""
    record = BrokenRecord(error)
    monkeypatch.setattr("bot.intake.poll.record_check", record)
    assert await poller.poll_once(clock.now()) == 3
    assert record.calls == 3
    assert [entry.levelno for entry in caplog.records if entry.levelno > logging.INFO] == [level]
    assert await poller.poll_once(clock.now()) == 2, "the feed in trouble is left alone for a while"
    clock.advance(61)
    assert await poller.poll_once(clock.now()) == 3


async def test_who_asks_for_a_check_hears_that_it_was_not_recorded(
    poller: Poller, feeds: list[Feed], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.intake.poll.record_check", BrokenRecord(StorageError("full")))
    with pytest.raises(StorageError):
        await poller.check_now(feeds[0])


async def test_the_loop_polls_until_it_is_cancelled(
    poller: Poller, db: Database, feeds: list[Feed], server: FeedServer, clock: FakeClock
) -> None:
    running = asyncio.create_task(poller.run())
    await clock.until_sleeping()
    await asyncio.wait(poller._under_way.values())
    clock.advance(3600)
    await server.wait_for(lambda: len(server.requests) == 6)
    await cancelled(running)
    assert poller.under_way == 0


async def test_the_loop_ends_at_once_also_amid_a_check(
    poller: Poller, feeds: list[Feed], server: FeedServer
) -> None:
    server.fault("/0", "hang")
    running = asyncio.create_task(poller.run())
    await server.wait_for(lambda: server.count("/0") == 1)
    await cancelled(running)
    assert poller.under_way == 0


async def test_the_loop_survives_a_database_that_does_not_answer(
    poller: Poller,
    feeds: list[Feed],
    server: FeedServer,
    clock: FakeClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def broken(*_: object, **__: object) -> int:
        raise StorageError("locked")

    with monkeypatch.context() as patch:
        patch.setattr("bot.intake.poll.due_feeds", broken)
        patch.setattr("bot.intake.poll.pull_in_checks", broken)
        running = asyncio.create_task(poller.run())
        await clock.until_sleeping()
    clock.advance(2)
    await server.wait_for(lambda: len(server.requests) == 3)
    await cancelled(running)


async def test_a_clock_that_was_ahead_holds_nothing_up(
    poller: Poller, db: Database, feeds: list[Feed], server: FeedServer, clock: FakeClock
) -> None:
    """What it planned for the far future is due within the longest interval from now."""
    await poller.poll_once(clock.now() + 365 * 24 * HOUR)
    running = asyncio.create_task(poller.run())
    await clock.until_sleeping()
    assert (await again(db, feeds[0])).next_check_at == clock.now() + PACE.longest
    clock.advance(PACE.longest / 1000)
    await server.wait_for(lambda: len(server.requests) == 6)
    await cancelled(running)


async def cancelled(task: asyncio.Task[None]) -> None:
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_a_slow_host_takes_nobody_elses_turn() -> None:
    """Ten wait for one host, which has two turns; the other host gets one of the three there are."""
    lanes = Lanes(concurrency=3, per_host=2, clock=FakeClock())
    begun: list[str] = []
    leave = asyncio.Event()

    async def visit(url: str) -> None:
        async with lanes.turn(url):
            begun.append(url)
            await leave.wait()

    async with asyncio.TaskGroup() as visits:
        for number in range(10):
            visits.create_task(visit(f"http://127.0.0.1/{number}"))
        for number in range(2):
            visits.create_task(visit(f"https://127.0.0.2:8080/{number}"))
        for _ in range(10):
            await asyncio.sleep(0)
        assert sorted(begun) == [
            "http://127.0.0.1/0",
            "http://127.0.0.1/1",
            "https://127.0.0.2:8080/0",
        ]
        leave.set()
    assert len(begun) == 12


async def test_lanes_are_forgotten_when_nobody_is_in_them() -> None:
    lanes = Lanes(concurrency=2, per_host=1, clock=FakeClock())
    for url in ("http://a.example/", "http://[bad/", "nonsense"):
        async with lanes.turn(url):
            assert lanes._lanes
    assert not lanes._lanes


async def test_a_check_that_ends_while_the_database_is_asked_is_not_made_again(
    poller: Poller,
    feeds: list[Feed],
    server: FeedServer,
    clock: FakeClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The answer then still lists the feed, as it was before its first check."""

    async def overtaken(db: Database, now: int, limit: int) -> tuple[Feed, ...]:
        due = await due_feeds(db, now, limit)
        await poller.check_now(feeds[0])
        return due

    monkeypatch.setattr("bot.intake.poll.due_feeds", overtaken)
    assert await poller.poll_once(clock.now()) == 2
    assert [server.count(f"/{number}") for number in range(3)] == [1, 1, 1]


async def test_a_batch_is_begun_by_portions_so_that_the_loop_sees_to_the_rest(
    db: Database, poller: Poller, server: FeedServer, clock: FakeClock
) -> None:
    for number in range(3 * PORTION):
        server.set(f"/{number}", rss(f"Feed {number}", [item("1", "One", "text")]))
        await added(db, f"{server.url}/{number}", clock)
    begun = [0]
    polling = asyncio.create_task(poller.poll_once(clock.now()))
    while not polling.done():
        begun.append(max(begun[-1], poller.under_way))
        await asyncio.sleep(0)
    assert await polling == 3 * PORTION
    assert max(after - before for before, after in pairwise(begun)) <= PORTION


async def test_a_feed_checked_out_of_turn_amid_a_batch_is_not_checked_again(
    poller: Poller,
    feeds: list[Feed],
    server: FeedServer,
    clock: FakeClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.intake.poll.PORTION", 1)
    asked: list[asyncio.Task[Verdict]] = []
    begun = when_begun(
        poller, feeds[0], lambda: asked.append(asyncio.create_task(poller.check_now(feeds[2])))
    )
    monkeypatch.setattr(poller, "_start", begun)
    assert await poller.poll_once(clock.now()) == 2
    await asked[0]
    assert [server.count(f"/{number}") for number in range(3)] == [1, 1, 1]


async def test_a_poll_that_is_cancelled_amid_a_batch_leaves_no_check_behind(
    poller: Poller, feeds: list[Feed], clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.intake.poll.PORTION", 1)
    polling = asyncio.create_task(poller.poll_once(clock.now()))
    monkeypatch.setattr(poller, "_start", when_begun(poller, feeds[0], polling.cancel))
    with pytest.raises(asyncio.CancelledError):
        await polling
    assert not poller.under_way


def when_begun(
    poller: Poller, first: Feed, then: Callable[[], object]
) -> Callable[..., asyncio.Task[Verdict | None]]:
    """Return what begins checks in the poller's place: its own way, and `then` after one feed's."""
    start = poller._start

    def begin(feed: Feed, check: Coroutine[None, None, Verdict]) -> asyncio.Task[Verdict | None]:
        task = start(feed, check)
        if feed.id == first.id:
            then()
        return task

    return begin


async def test_what_a_check_stored_is_cut_away_at_the_next(
    poller: Poller, db: Database, server: FeedServer, clock: FakeClock
) -> None:
    first, second = item("1", "One", None), item("2", "Two", None)
    server.set("/feed", rss("T", [first]))
    feed = await add_feed(db, url=f"{server.url}/feed", title="T", by=1, now=clock.now())
    await poller.check_now(feed)
    before = await known_entries(db, feed.id)
    server.set("/feed", rss("T", [second, first]))
    verdict = await poller.check_now(feed)
    assert [entry.title for entry in verdict.new] == ["Two"]
    after = await known_entries(db, feed.id)
    assert len(after) == 2
    assert before.items() <= after.items()
    assert all(entry.element for entry in after.values())
