"""After an outage a place with much that is late gets it in one message."""

import storage
from newsroom import Hold
from storage import Database
from storage.backlog import LATE
from tests.storage.given import ADMIN, NOW, article, chat, feed, notice, rows


async def test_much_that_is_late_is_held_and_nothing_else(db: Database) -> None:
    many, few = await feed(db, "many"), await feed(db, "few")
    await storage.subscribe(db, await chat(db), many.id, by=ADMIN, now=NOW)
    await storage.subscribe(db, await chat(db, 2), few.id, by=ADMIN, now=NOW)
    for number in range(3):
        await article(db, many.id, str(number), at=NOW + number)
    for number in range(2):
        await article(db, few.id, str(number), at=NOW + number)
    await storage.route_articles(db, NOW)
    await notice(db, (await storage.deliveries_of(db, [1]))[0].place)
    later = NOW + LATE
    await article(db, many.id, "new", at=later)
    await storage.route_articles(db, later)

    assert await storage.hold_backlog(db, later - 1, burst=2) == 0, "not late yet"
    assert await storage.hold_backlog(db, later, burst=3) == 0, "not many"
    assert await storage.hold_backlog(db, later, burst=2) == 3
    assert await storage.hold_backlog(db, later, burst=2) == 0
    held = "SELECT chat_id, article_id, due_at FROM deliveries WHERE hold = ?"
    assert await rows(db, held, Hold.BACKLOG) == [(1, number, later) for number in (1, 2, 3)]
