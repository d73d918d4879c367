"""A feed that asks for a login is read with the one that was given, and only by its own server."""

import pytest

from bot.intake import Checker
from newsroom import Feed, ProblemKind
from storage import Database, add_feed, get_feed, keep_secret
from tests.fakeclock import FakeClock
from tests.feedserver import FeedServer, item, rss

BASIC = "Basic YWRhOnMzY3JldA=="
ME = 7


@pytest.fixture
async def feed(db: Database, server: FeedServer) -> Feed:
    """Return a feed that lets nobody in without the login."""
    server.set("/feed", rss("Closed", [item("1", "One", "Text.")]))
    server.demand("/feed", BASIC)
    await db.write(
        lambda raw: raw.execute(
            "INSERT INTO chats (id, kind, title, met_at) VALUES (?, 'private', 'Me', 0)", (ME,)
        )
    )
    return await add_feed(db, url=f"{server.url}/feed", title="Closed", by=0, now=0)


async def with_login(db: Database, feed: Feed) -> Feed:
    kept = await keep_secret(db, feed.id, "Authorization", BASIC, chat_id=ME, by=0, now=0)
    assert kept is not None
    return kept


async def test_with_its_login_it_is_read(
    db: Database, checker: Checker, feed: Feed, clock: FakeClock
) -> None:
    verdict = await checker.check(feed, clock.now())
    assert verdict.problem is not None
    assert verdict.problem.kind is ProblemKind.FORBIDDEN
    verdict = await checker.check(await with_login(db, feed), clock.now())
    assert verdict.problem is None
    assert [one.title for one in verdict.new] == ["One"]
    assert BASIC not in repr(verdict)


async def test_a_server_that_it_is_redirected_to_hears_nothing_of_it(
    db: Database, checker: Checker, feed: Feed, server: FeedServer, clock: FakeClock
) -> None:
    async with FeedServer("127.0.0.2") as other:
        other.set("/feed", rss("Elsewhere", [item("2", "Two", "Text.")]))
        server.demand("/feed", BASIC)
        server.fault("/feed", f"moved:{other.url}/feed")
        kept = await with_login(db, feed)
        await checker.check(kept, clock.now())
        ((_, headers),) = other.requests
        assert "Authorization" not in headers


async def test_a_feed_that_has_another_address_meanwhile_is_asked_without(
    db: Database, checker: Checker, feed: Feed, server: FeedServer, clock: FakeClock
) -> None:
    """However it came by it: what was given is for the origin that it was given for."""
    await with_login(db, feed)
    async with FeedServer("127.0.0.2") as other:
        await db.write(lambda raw: raw.execute("UPDATE feeds SET url = ?", (f"{other.url}/feed",)))
        moved = await get_feed(db, feed.id, visible_to=ME)
        assert moved is not None
        await checker.check(moved, clock.now())
        ((_, headers),) = other.requests
        assert "Authorization" not in headers
