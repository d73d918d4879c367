"""Lists of feeds as they are kept: sorted, taken in by batches, moved, forgotten."""

from collections.abc import Sequence
from typing import Any

import pytest

import storage
from newsroom import Listed, Outline, Place, Refusal, User
from storage import Database, Found, Import, ImportState, ListRequest
from tests.storage.given import ADMIN, HOUR, NOW, chat, feed, private_feed, rows, sql

DAY = 24 * HOUR


@pytest.fixture
async def here(db: Database) -> Place:
    """Return a chat whose person has been met; the catalogue has the rivers."""
    await storage.meet_user(db, User(ADMIN, "Admin"), NOW)
    await feed(db, "rivers")
    return await chat(db)


def listed(*names: str, groups: Sequence[str] = ()) -> list[Listed]:
    urls = (f"https://example.org/{name}.xml" for name in names)
    return [Listed(Outline(url, url[20:-4], groups=tuple(groups))) for url in urls]


async def offer(db: Database, place: Place, feeds: list[Listed], *, asks: bool = False) -> int:
    return await storage.offer_import(
        db,
        user_id=ADMIN,
        place=place,
        name="list.opml",
        listed=feeds,
        visible_to=place.chat_id,
        asks=asks,
        now=NOW,
    )


async def begin(db: Database, number: int, **more: Any) -> Import | None:
    how = {"adds": True, "tags": True, "subscribes": True, "asks": False} | more
    return await storage.begin_import(db, number, by=ADMIN, now=NOW, **how)


async def take_in(db: Database, number: int, **more: Any) -> Import:
    run = await storage.import_batch(db, number, now=NOW, **more)
    while run is not None and run.state is ImportState.RUNNING:
        run = await storage.import_batch(db, number, now=NOW, **more)
    assert run is not None
    return run


async def test_a_list_is_sorted_by_what_is_known(db: Database, here: Place) -> None:
    """Addresses are compared as everywhere: however they are spelt, and by those that feeds had before."""
    await sql(
        db, "INSERT INTO feed_addresses (feed_id, url, until) VALUES (1, 'http://old.example/', 1)"
    )
    spelt = Listed(Outline("http://www.example.org/rivers.xml?utm_source=x"))
    former = Listed(Outline("https://old.example"))
    refused = Listed(Outline("file:///a"), Refusal.FILE)
    number = await offer(db, here, [spelt, former, refused, *listed("new", "new")])
    page = await storage.list_import(db, number, size=9)
    assert [(row.found, row.feed_id) for row in page.items] == [
        (Found.REFUSED, None),
        (Found.NEW, None),
        (Found.KNOWN, 1),
        (Found.KNOWN, 1),
        (Found.TWICE, None),
    ]


async def test_only_the_chats_own_private_feed_is_known(db: Database, here: Place) -> None:
    await private_feed(db, here, "mine")
    await private_feed(db, await chat(db, 2), "theirs")
    number = await offer(db, here, listed("mine", "theirs"))
    page = await storage.list_import(db, number, size=9)
    assert [(row.url, row.found) for row in page.items] == [
        ("https://example.org/theirs.xml", Found.NEW),
        ("https://example.org/mine.xml", Found.KNOWN),
    ]


async def test_a_batch_is_one_transaction_and_goes_on_where_the_last_ended(
    db: Database, here: Place
) -> None:
    number = await offer(db, here, listed(*(f"f{n}" for n in range(120))))
    await begin(db, number)
    counts = []
    for _ in range(3):
        run = await storage.import_batch(db, number, now=NOW)
        assert run is not None
        counts.append((run.state, (await storage.tally_import(db, number)).added, run.next))
    assert counts == [
        (ImportState.RUNNING, 50, 50),
        (ImportState.RUNNING, 100, 100),
        (ImportState.DONE, 120, 100),
    ]


async def test_groups_become_tags_of_what_is_new_alone(db: Database, here: Place) -> None:
    both = [*listed("rivers", "new", groups=["A"]), *listed("new", groups=["B b"])]
    await begin(db, number := await offer(db, here, both))
    await take_in(db, number)
    assert await storage.tags_of(db, [1, 2]) == {2: ("a", "b-b")}


async def test_what_was_removed_meanwhile_is_left_out(db: Database, here: Place) -> None:
    """Whether that was before the list began, or while it runs."""
    number = await offer(db, here, listed("rivers"))
    await begin(db, number, adds=False)
    await storage.remove_feed(db, 1, by=ADMIN, now=NOW)
    await take_in(db, number)
    assert await storage.subscribed_feeds(db, here) == frozenset()
    again = await offer(db, here, listed("rivers"))
    await begin(db, again)
    await take_in(db, again)
    assert await storage.subscribed_feeds(db, here) == {2}


async def test_subscriptions_end_at_the_limit(db: Database, here: Place) -> None:
    await storage.subscribe(db, here, 1, by=ADMIN, now=NOW)
    number = await offer(db, here, listed("a", "rivers", "b", "c"))
    await begin(db, number)
    await take_in(db, number, most_subscriptions=2)
    tally = await storage.tally_import(db, number)
    assert (tally.added, tally.made, tally.had, tally.full) == (3, 1, 1, 2)


async def test_a_list_runs_once_and_may_subscribe_afterwards(db: Database, here: Place) -> None:
    number = await offer(db, here, listed("new"))
    assert await begin(db, number, subscribes=False)
    assert await begin(db, number, subscribes=False) is None
    await take_in(db, number)
    assert await begin(db, number, subscribes=False) is None
    assert await begin(db, number)
    await take_in(db, number)
    assert await storage.subscribed_feeds(db, here) == {2}
    assert await begin(db, number) is None


async def test_only_what_is_offered_or_runs_is_cancelled(db: Database, here: Place) -> None:
    number = await offer(db, here, listed("new"))
    await begin(db, number)
    await take_in(db, number)
    assert await storage.cancel_import(db, number, NOW) is None
    assert await storage.cancel_import(db, 99, NOW) is None
    other = await offer(db, here, listed("new"))
    stopped = await storage.cancel_import(db, other, NOW)
    assert stopped is not None
    assert stopped.state is ImportState.CANCELLED
    assert await begin(db, other) is None


async def test_a_request_is_settled_once(db: Database, here: Place) -> None:
    number = await offer(db, here, listed("new"), asks=True)
    await begin(db, number, adds=False, asks=True)
    waiting = await take_in(db, number)
    assert (waiting.state, waiting.request) == (ImportState.WAITING, ListRequest.OPEN)
    assert await storage.count_open_requests(db, ADMIN) == 1
    assert await storage.approve_import(db, number, by=ADMIN, now=NOW)
    assert await storage.approve_import(db, number, by=ADMIN, now=NOW) is None
    assert await storage.decline_import(db, number, by=ADMIN, now=NOW) is None
    done = await take_in(db, number)
    assert (done.state, done.request) == (ImportState.DONE, ListRequest.APPROVED)
    assert await storage.subscribed_feeds(db, here) == {2}


async def test_a_feed_that_came_another_way_ends_the_wait(db: Database, here: Place) -> None:
    """By a list of an admin's, say."""
    number = await offer(db, here, listed("new"), asks=True)
    await begin(db, number, adds=False, asks=True)
    await take_in(db, number)
    other = await chat(db, 2)
    theirs = await offer(db, other, listed("new"))
    await begin(db, theirs, subscribes=False)
    await take_in(db, theirs)
    done = await take_in(db, number)
    assert (done.state, done.request) == (ImportState.DONE, ListRequest.APPROVED)
    assert await storage.subscribed_feeds(db, here) == {2}
    assert [one.id for one in await storage.busy_imports(db)] == [number, theirs]


async def test_a_group_takes_its_lists_along(db: Database, here: Place) -> None:
    """Their messages stay behind: a supergroup numbers its own anew."""
    number = await offer(db, here, listed("new"))
    await storage.show_import(db, number, here.chat_id, 7)
    await begin(db, number)
    await storage.migrate_chat(db, here.chat_id, -100, NOW)
    run = await take_in(db, number)
    assert (run.place, run.message_id) == (Place(-100), None)
    assert await storage.subscribed_feeds(db, Place(-100)) == {2}


async def test_the_last_offers_of_a_person_in_a_chat_are_kept(db: Database, here: Place) -> None:
    numbers = [await offer(db, here, listed("new")) for _ in range(5)]
    other = await offer(db, await chat(db, 2), listed("new"))
    kept = [number for (number,) in await rows(db, "SELECT id FROM imports ORDER BY id")]
    assert kept == [*numbers[2:], other]
    assert await rows(db, "SELECT count(*) FROM import_feeds") == [(4,)]


async def test_settled_lists_are_forgotten_and_refusals_are_not(db: Database, here: Place) -> None:
    """So that nobody is asked again for what was declined."""
    done, declined, waiting, offered = [
        await offer(db, await chat(db, n), listed(f"f{n}"), asks=True) for n in range(2, 6)
    ]
    await begin(db, done)
    await take_in(db, done)
    for one in (declined, waiting):
        await begin(db, one, adds=False, asks=True)
        await take_in(db, one)
    await storage.decline_import(db, declined, by=ADMIN, now=NOW)
    assert await storage.prune_imports(db, NOW) == 0
    assert await storage.prune_imports(db, NOW + 1) == 2
    kept = [number for (number,) in await rows(db, "SELECT id FROM imports ORDER BY id")]
    assert kept == [declined, waiting]
    assert offered not in kept
    again = await offer(db, here, listed("f3", "f4"), asks=True)
    page = await storage.list_import(db, again, size=9)
    assert [row.found for row in page.items] == [Found.ASKED, Found.DECLINED]
