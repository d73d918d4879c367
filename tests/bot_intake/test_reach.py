"""The poller while our own network is down, with moves, and with what a publisher asks for."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest

from bot.intake import Bulletin, Poller
from bot.intake.reach import PROBE_EVERY, PROBES
from newsroom import Feed, FeedState, Standing, User
from storage import Database, add_feed, get_feed, meet_chat, meet_user
from tests.bot_intake.conftest import MINUTE, PACE
from tests.fakeclock import FakeClock
from tests.feedserver import FeedServer, item, rss
from tests.storage.given import a_chat, rows, sql

HOUR = 60 * MINUTE
HOSTS = 4
FEEDS_A_HOST = 5


@pytest.fixture
async def hosts() -> AsyncIterator[list[FeedServer]]:
    """Four hosts with five feeds each."""
    async with AsyncExitStack() as stack:
        servers = []
        for number in range(1, HOSTS + 1):
            one = await stack.enter_async_context(FeedServer(f"127.0.0.{number}"))
            for path in range(FEEDS_A_HOST):
                one.set(f"/{path}", rss(f"Feed {number}.{path}", [item("1", "One", "text")]))
            servers.append(one)
        yield servers


@pytest.fixture
async def feeds(db: Database, hosts: list[FeedServer], clock: FakeClock) -> list[Feed]:
    return [
        await added(db, f"{one.url}/{path}", clock) for one in hosts for path in range(FEEDS_A_HOST)
    ]


async def added(db: Database, url: str, clock: FakeClock) -> Feed:
    return await add_feed(db, url=url, title=url, by=1, now=clock.now())


async def again(db: Database, feed: Feed) -> Feed:
    found = await get_feed(db, feed.id, visible_to=1)
    assert found is not None
    return found


def cut(hosts: list[FeedServer], kind: str | None) -> None:
    """Break the network to all hosts, or mend it."""
    for one in hosts:
        for path in range(FEEDS_A_HOST):
            one.fault(f"/{path}", kind)


async def pass_time(poller: Poller, clock: FakeClock, minutes: float, every: float) -> None:
    """Poll every so many minutes for so many minutes."""
    for _ in range(round(minutes / every)):
        await poller.poll_once(clock.now())
        clock.advance(every * 60)


async def test_six_hours_without_network_are_held_against_no_feed(
    poller: Poller, db: Database, feeds: list[Feed], hosts: list[FeedServer], clock: FakeClock
) -> None:
    await meet_user(db, User(1, "Olga"), clock.now())
    await sql(db, "UPDATE users SET role = 'owner'")
    await meet_chat(db, a_chat(1), clock.now())
    bulletin = Bulletin(db, clock, is_down=lambda: poller.is_down, on_deliveries=lambda: None)
    await pass_time(poller, clock, 60, every=5)
    cut(hosts, "drop")
    await pass_time(poller, clock, 6 * 60, every=4)
    assert poller.is_down
    assert await bulletin.tell_once(clock.now()) == 0

    cut(hosts, None)
    back = clock.now()
    await pass_time(poller, clock, 2, every=0.25)
    assert not poller.is_down
    for feed in feeds:
        stored = await again(db, feed)
        assert (stored.failures, stored.problem, stored.failing_since) == (0, None, None)
        assert stored.standing is Standing.WELL
        assert stored.checked_at is not None
        assert stored.checked_at >= back, "all of them within minutes"
    due = [row[0] for row in await rows(db, "SELECT next_check_at FROM feeds ORDER BY 1")]
    assert due[-1] - due[0] > PACE.interval // 4, "and apart from then on"
    assert await bulletin.tell_once(clock.now()) == 0


async def test_an_outage_is_probed_gently_and_by_all_hosts_in_turn(
    poller: Poller, feeds: list[Feed], hosts: list[FeedServer], clock: FakeClock
) -> None:
    cut(hosts, "drop")
    await poller.poll_once(clock.now())
    assert poller.is_down
    before = [len(one.requests) for one in hosts]
    assert await poller.poll_once(clock.now()) == 0
    for _ in range(4):
        clock.advance(PROBE_EVERY)
        assert await poller.poll_once(clock.now()) == PROBES
        assert await poller.poll_once(clock.now()) == 0
    assert all(len(one.requests) > earlier for one, earlier in zip(hosts, before, strict=True))


async def test_one_dead_host_is_not_our_outage(
    poller: Poller, db: Database, feeds: list[Feed], hosts: list[FeedServer], clock: FakeClock
) -> None:
    await poller.poll_once(clock.now())
    cut(hosts[:1], "drop")
    clock.advance(20 * 60)
    await poller.poll_once(clock.now())
    assert not poller.is_down
    assert [(await again(db, feed)).failures for feed in feeds[:FEEDS_A_HOST]] == [1] * 5


async def test_a_feed_that_moved_for_good_gets_its_new_address_and_loses_nothing(
    poller: Poller, db: Database, server: FeedServer, clock: FakeClock
) -> None:
    document = rss("Feed", [item("1", "One", "text")])
    server.set("/old", document)
    server.set("/new", document)
    feed = await added(db, f"{server.url}/old", clock)
    await poller.check_now(feed)
    server.fault("/old", f"moved:{server.url}/new")
    for hours in (0, 3, 7):
        assert (await again(db, feed)).url == feed.url
        clock.advance(hours * 3600)
        await poller.check_now(await again(db, feed))
    assert (await again(db, feed)).url == f"{server.url}/new"
    server.set("/new", rss("Feed", [item("2", "Two", "text"), item("1", "One", "text")]))
    await poller.check_now(await again(db, feed))
    assert await rows(db, "SELECT title FROM articles ORDER BY id") == [("One",), ("Two",)]


async def test_a_redirect_to_a_page_never_moves_a_feed(
    poller: Poller, db: Database, server: FeedServer, clock: FakeClock
) -> None:
    server.set("/old", rss("Feed", [item("1", "One", "text")]))
    server.set("/parked", "<html><body>This domain is for sale</body></html>", "text/html")
    feed = await added(db, f"{server.url}/old", clock)
    await poller.check_now(feed)
    server.fault("/old", f"moved:{server.url}/parked")
    for _ in range(6):
        clock.advance(12 * 3600)
        await poller.check_now(await again(db, feed))
    stored = await again(db, feed)
    assert stored.url == feed.url
    assert stored.failures == 6


@pytest.mark.parametrize("there", [True, False])
async def test_an_announced_address_is_looked_at_before_it_is_taken_over(
    poller: Poller, db: Database, server: FeedServer, clock: FakeClock, there: bool
) -> None:
    new = f"{server.url}/new"
    head = "http://www.itunes.com/dtds/podcast-1.0.dtd"
    document = rss("Feed", [item("1", "One", "text")]).replace(
        "<channel>",
        f'<channel xmlns:itunes="{head}"><itunes:new-feed-url>{new}</itunes:new-feed-url>',
    )
    server.set("/old", document)
    if there:
        server.set("/new", document)
    feed = await added(db, f"{server.url}/old", clock)
    for _ in range(3):
        await poller.check_now(await again(db, feed))
        clock.advance(4 * 3600)
    stored = await again(db, feed)
    assert stored.url == (new if there else feed.url)
    assert server.count("/new") == 1
    assert stored.problem is None


async def test_a_410_stops_a_feed_after_three_checks(
    poller: Poller, db: Database, server: FeedServer, clock: FakeClock
) -> None:
    server.set("/gone", "", status=410)
    feed = await added(db, f"{server.url}/gone", clock)
    for _ in range(20):
        clock.advance(3600)
        await poller.poll_once(clock.now())
    assert server.count("/gone") == 3
    assert (await again(db, feed)).state is FeedState.STOPPED


async def test_what_a_publisher_asks_is_kept_for_checks_that_see_nothing_new(
    poller: Poller, db: Database, server: FeedServer, clock: FakeClock
) -> None:
    server.set("/ttl", rss("Feed", [item("1", "One", "text")], ttl="120"))
    server.set(
        "/fresh", rss("Feed", [item("1", "One", "t")]), headers={"Cache-Control": "max-age=7200"}
    )
    for path in ("/ttl", "/fresh"):
        feed = await added(db, f"{server.url}{path}", clock)
        for _ in range(2):
            await poller.check_now(await again(db, feed))
            assert (await again(db, feed)).next_check_at >= clock.now() + 2 * HOUR
