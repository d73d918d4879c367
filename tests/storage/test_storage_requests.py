"""Feeds that people ask for: asked once, settled once."""

import storage
from newsroom import ChatKind, Place, User
from storage import Database, FeedRequest, RequestState
from tests.storage.given import ADMIN, NOW, a_chat, chat, rows

ADA, BOB = 5, 6
URL = "https://example.org/feed"


async def met(db: Database) -> None:
    for user_id in (ADA, BOB):
        await storage.meet_user(db, User(user_id, "Somebody"), NOW)
        await chat(db, user_id)


async def ask(
    db: Database, user_id: int = ADA, url: str = URL, *, limit: int = 9
) -> tuple[FeedRequest, bool] | None:
    return await storage.ask_for_feed(
        db, user_id=user_id, place=Place(user_id, 3), url=url, limit=limit, now=NOW
    )


async def is_told(db: Database, user_id: int) -> bool:
    """Ask; return whether the admins are to be told."""
    asked = await ask(db, user_id)
    return asked is not None and asked[1]


async def settle(db: Database, *numbers: int, approved: bool = True) -> bool:
    return await storage.settle_requests(db, numbers, approved=approved, by=ADMIN, now=NOW)


async def test_a_request_is_asked_once(db: Database) -> None:
    """A second person's for the same address waits too, and nobody is told again."""
    await met(db)
    first = FeedRequest(1, ADA, Place(ADA, 3), URL, RequestState.OPEN)
    second = FeedRequest(2, BOB, Place(BOB, 3), URL, RequestState.OPEN)
    assert await ask(db) == (first, True)
    assert await ask(db) == (first, False)
    assert await ask(db, BOB) == (second, False)
    assert await storage.waiting_requests(db, URL) == (first, second)
    assert await storage.get_request(db, 2) == second
    assert await storage.get_request(db, 3) is None


async def test_a_person_may_have_so_many_open(db: Database) -> None:
    await met(db)
    assert await ask(db, url="1", limit=2)
    assert await ask(db, url="2", limit=2)
    assert await ask(db, url="3", limit=2) is None
    assert await ask(db, url="2", limit=2), "that one waits already"
    assert await ask(db, BOB, url="3", limit=2)
    assert await settle(db, 1)
    assert await ask(db, url="3", limit=2)


async def test_a_request_is_settled_once_with_its_audit_row(db: Database) -> None:
    await met(db)
    await ask(db)
    await ask(db, BOB)
    assert await settle(db, 1, 2)
    assert not await settle(db, 1, 2, approved=False)
    assert not await settle(db, 99)
    settled = await storage.get_request(db, 1)
    assert settled is not None
    assert settled.state is RequestState.APPROVED
    assert await storage.waiting_requests(db, URL) == ()
    audit = await storage.list_audit(db, limit=9)
    assert [(row.by, row.action, row.subject) for row in audit] == [
        (ADMIN, "approverequest", "request:2"),
        (ADMIN, "approverequest", "request:1"),
    ]


async def test_what_was_declined_is_not_asked_again(db: Database) -> None:
    """Not by the same person; what was approved may be, since the feed may be gone by now."""
    await met(db)
    await ask(db)
    assert await settle(db, 1, approved=False)
    declined = FeedRequest(1, ADA, Place(ADA, 3), URL, RequestState.DECLINED)
    assert await ask(db) == (declined, False)
    assert await is_told(db, BOB)
    assert await settle(db, 2)
    assert await is_told(db, BOB)
    assert (await storage.list_audit(db, limit=9))[-1].action == "declinerequest"


async def test_a_request_that_reached_nobody_is_forgotten(db: Database) -> None:
    await met(db)
    await ask(db)
    await storage.withdraw_request(db, 1)
    assert await storage.get_request(db, 1) is None
    assert await is_told(db, ADA)
    await settle(db, 2)
    await storage.withdraw_request(db, 2)
    assert await storage.get_request(db, 2) is not None, "a settled one stays"


async def test_a_request_moves_with_its_group(db: Database) -> None:
    await met(db)
    await storage.meet_chat(db, a_chat(-1, kind=ChatKind.GROUP), NOW)
    await storage.ask_for_feed(db, user_id=ADA, place=Place(-1), url=URL, limit=9, now=NOW)
    await storage.migrate_chat(db, -1, -100, NOW)
    assert await rows(db, "SELECT chat_id FROM requests") == [(-100,)]
