"""The catalogue, and the audit rows that its changes leave."""

import sqlite3
from collections.abc import Awaitable, Callable

import pytest

import storage
from newsroom import FeedState, Page, Place, Validators
from storage import AuditRow, Database, FeedExists
from tests.storage.given import (
    ADMIN,
    HOUR,
    NOW,
    article,
    chat,
    feed,
    private_feed,
    rows,
    sql,
    verdict,
)

ANYBODY = 0


async def audit(db: Database) -> list[tuple[str, str]]:
    return [(row.action, row.subject) for row in await storage.list_audit(db, limit=99)]


async def test_a_feed_is_found_as_it_was_added(db: Database) -> None:
    made = await storage.add_feed(
        db,
        url="https://example.org/a?b=ü",
        title="Rivers",
        site_url="https://example.org/",
        language="en",
        by=ADMIN,
        now=NOW,
    )
    assert (made.url, made.title) == ("https://example.org/a?b=ü", "Rivers")
    assert (made.site_url, made.language) == ("https://example.org/", "en")
    assert (made.state, made.added_at, made.next_check_at) == (FeedState.ACTIVE, NOW, NOW)
    assert (made.owner_chat_id, made.succeeded_at, made.removed_at) == (None, None, None)
    assert made.problem is None
    assert made.validators == Validators()
    assert await storage.get_feed(db, made.id, visible_to=ANYBODY) == made
    assert await storage.feed_by_url(db, made.url, visible_to=ANYBODY) == made


async def test_an_admins_own_title_stands_before_the_feeds(db: Database) -> None:
    made = await storage.add_feed(db, url="u", title="News", own_title="Ours", by=ADMIN, now=NOW)
    assert made.title == "Ours"
    await storage.record_check(db, verdict(made.id, title="Renamed by the publisher"))
    found = await storage.get_feed(db, made.id, visible_to=ANYBODY)
    assert found is not None
    assert found.title == "Ours"


async def test_an_address_stands_once_in_the_catalogue(db: Database) -> None:
    first = await feed(db)
    with pytest.raises(FeedExists) as caught:
        await feed(db)
    assert caught.value.feed == first
    assert await audit(db) == [("addfeed", f"feed:{first.id}")]


async def test_the_former_address_of_a_feed_is_not_added_anew(db: Database) -> None:
    first = await feed(db)
    await storage.record_check(db, verdict(first.id, moved_to="https://new.example/feed"))
    with pytest.raises(FeedExists) as caught:
        await feed(db)
    assert caught.value.feed.id == first.id


async def test_an_address_that_was_removed_may_be_added_anew(db: Database) -> None:
    first = await feed(db)
    await storage.remove_feed(db, first.id, by=ADMIN, now=NOW)
    second = await feed(db)
    assert second.id > first.id


async def test_a_private_address_may_stand_in_the_catalogue_too(db: Database) -> None:
    own = await private_feed(db, await chat(db), "same")
    everybodys = await feed(db, "same")
    assert await storage.feed_by_url(db, own.url, visible_to=1) == own
    assert await storage.feed_by_url(db, own.url, visible_to=2) == everybodys


async def test_a_feeds_number_is_never_given_again(db: Database) -> None:
    numbers = []
    for name in "abc":
        numbers.append((await feed(db, name)).id)
        await sql(db, "DELETE FROM feeds")
    assert numbers == sorted(set(numbers))


async def test_unknown_numbers_and_addresses_are_none(db: Database) -> None:
    assert await storage.get_feed(db, 12, visible_to=ANYBODY) is None
    assert await storage.get_feed(db, -1, visible_to=ANYBODY) is None
    assert await storage.feed_by_url(db, "https://example.org/", visible_to=ANYBODY) is None
    for change in (
        storage.remove_feed(db, 12, by=ADMIN, now=NOW),
        storage.set_feed_state(db, 12, FeedState.PAUSED, by=ADMIN, now=NOW),
        storage.restore_feed(db, 12, removed_since=0, by=ADMIN, now=NOW),
    ):
        assert await change is None
    assert await audit(db) == []


async def test_a_private_feed_is_invisible_to_every_other_chat(db: Database) -> None:
    own = await private_feed(db, await chat(db, 1))
    for asker, seen in ((1, own), (2, None), (ANYBODY, None)):
        listed = (own,) if seen else ()
        assert await storage.get_feed(db, own.id, visible_to=asker) == seen
        assert await storage.feed_by_url(db, own.url, visible_to=asker) == seen
        assert await storage.feeds_by_title(db, "secret", visible_to=asker) == listed
        assert (await storage.list_feeds(db, visible_to=asker, size=9)).items == listed


async def test_a_removed_feed_is_not_listed(db: Database) -> None:
    made = await feed(db)
    removed = await storage.remove_feed(db, made.id, by=ADMIN, now=NOW + 1)
    assert removed is not None
    assert removed.removed_at == NOW + 1
    assert await storage.get_feed(db, made.id, visible_to=ANYBODY) is None
    assert await storage.feed_by_url(db, made.url, visible_to=ANYBODY) is None
    assert await storage.feeds_by_title(db, "rivers", visible_to=ANYBODY) == ()
    assert (await storage.list_feeds(db, visible_to=ANYBODY, size=9)).items == ()
    assert await storage.set_feed_state(db, made.id, FeedState.PAUSED, by=ADMIN, now=NOW) is None


async def test_titles_are_found_whatever_the_case_in_any_script(db: Database) -> None:
    for name, title in (
        ("a", "ÉTUDES du soir"),
        ("b", "Новости"),
        ("c", "Straße"),
        ("d", "études"),
    ):
        await feed(db, name, title=title)

    async def found(words: str, *, exact: bool = False) -> list[str]:
        feeds = await storage.feeds_by_title(db, words, visible_to=ANYBODY, exact=exact)
        return [one.title for one in feeds]

    assert await found("études") == ["études", "ÉTUDES du soir"]
    assert await found("études", exact=True) == ["études"]
    assert await found("НОВОСТИ", exact=True) == ["Новости"]
    assert await found("STRASSE") == ["Straße"]
    assert await found("100%_") == []


async def test_the_catalogue_is_listed_by_title(db: Database) -> None:
    for name, title in (("1", "beta"), ("2", "Alpha"), ("3", "Beta"), ("4", "alpha")):
        await feed(db, name, title=title)
    listed = await storage.list_feeds(db, visible_to=ANYBODY, size=9)
    assert [one.title for one in listed.items] == ["Alpha", "alpha", "beta", "Beta"]


async def test_words_narrow_the_list_by_title_and_address(db: Database) -> None:
    await feed(db, "north", title="River news")
    await feed(db, "south", title="River weather")

    async def found(words: str) -> list[str]:
        page = await storage.list_feeds(db, visible_to=ANYBODY, words=words, size=9)
        return [one.title for one in page.items]

    assert await found("RIVER") == ["River news", "River weather"]
    assert await found("river south") == ["River weather"]
    assert await found("river east") == []
    assert await found("  ") == ["River news", "River weather"]


@pytest.mark.parametrize(
    ("asked", "shown", "titles"),
    [(0, 0, ["a", "b"]), (1, 1, ["c", "d"]), (2, 2, ["e"]), (9, 2, ["e"]), (-1, 0, ["a", "b"])],
)
async def test_pages_of_the_catalogue(
    db: Database, asked: int, shown: int, titles: list[str]
) -> None:
    for name in "ecabd":
        await feed(db, name)
    page = await storage.list_feeds(db, visible_to=ANYBODY, page=asked, size=2)
    assert [one.title for one in page.items] == titles
    assert (page.number, page.pages, page.total) == (shown, 3, 5)


async def test_an_empty_list_is_one_empty_page(db: Database) -> None:
    page = await storage.list_feeds(db, visible_to=ANYBODY, page=3, size=2)
    assert page == Page(items=(), number=0, pages=1, total=0)


async def test_a_feed_that_goes_on_is_checked_at_once(db: Database) -> None:
    made = await feed(db)
    await storage.record_check(db, verdict(made.id, at=NOW, next_check_at=NOW + 9 * HOUR))
    paused = await storage.set_feed_state(db, made.id, FeedState.PAUSED, by=ADMIN, now=NOW + 1)
    assert paused is not None
    assert paused.state is FeedState.PAUSED
    assert await storage.due_feeds(db, NOW + 99 * HOUR, 9) == ()
    active = await storage.set_feed_state(db, made.id, FeedState.ACTIVE, by=ADMIN, now=NOW + HOUR)
    assert active is not None
    assert active.next_check_at <= NOW + HOUR
    assert await storage.due_feeds(db, NOW + HOUR, 9) == (active,)


async def test_an_overdue_feed_stays_overdue_when_it_goes_on(db: Database) -> None:
    made = await feed(db)
    active = await storage.set_feed_state(db, made.id, FeedState.ACTIVE, by=ADMIN, now=NOW + HOUR)
    assert active is not None
    assert active.next_check_at == NOW


async def test_a_removal_can_be_undone_with_everything_that_hung_on_it(db: Database) -> None:
    place, made = await chat(db), await feed(db)
    subscription, _ = await storage.subscribe(db, place, made.id, by=ADMIN, now=NOW)
    number = await article(db, made.id)
    await storage.remove_feed(db, made.id, by=ADMIN, now=NOW + 5)
    restored = await storage.restore_feed(
        db, made.id, removed_since=NOW + 5, by=ADMIN, now=NOW + 10
    )
    assert restored is not None
    assert (restored.id, restored.removed_at, restored.next_check_at) == (made.id, None, NOW + 10)
    page = await storage.list_subscriptions(db, place, size=9)
    assert page.items == (subscription,)
    latest = await storage.latest_of_feed(db, made.id, size=9)
    assert [one.id for one in latest.items] == [number]


async def test_a_removal_of_too_long_ago_is_not_undone(db: Database) -> None:
    made = await feed(db)
    await storage.remove_feed(db, made.id, by=ADMIN, now=NOW)
    undone = await storage.restore_feed(db, made.id, removed_since=NOW + 1, by=ADMIN, now=NOW + 2)
    assert undone is None
    assert await storage.get_feed(db, made.id, visible_to=ANYBODY) is None


async def test_what_was_not_removed_is_not_restored(db: Database) -> None:
    made = await feed(db)
    assert await storage.restore_feed(db, made.id, removed_since=0, by=ADMIN, now=NOW) is None


async def test_an_undo_gives_way_to_the_same_address_added_anew(db: Database) -> None:
    made = await feed(db)
    await storage.remove_feed(db, made.id, by=ADMIN, now=NOW)
    again = await feed(db)
    with pytest.raises(FeedExists) as caught:
        await storage.restore_feed(db, made.id, removed_since=0, by=ADMIN, now=NOW)
    assert caught.value.feed == again


async def test_a_private_feeds_undo_minds_only_its_own_chat(db: Database) -> None:
    own = await private_feed(db, await chat(db), "same")
    await storage.remove_feed(db, own.id, by=ADMIN, now=NOW)
    await feed(db, "same")
    assert await storage.restore_feed(db, own.id, removed_since=0, by=ADMIN, now=NOW) is not None
    assert await storage.get_feed(db, own.id, visible_to=1) is not None


async def test_every_change_leaves_a_row_with_who_and_when(db: Database) -> None:
    made = await feed(db)
    steps = [
        storage.set_feed_state(db, made.id, FeedState.PAUSED, by=8, now=NOW + 1),
        storage.set_feed_state(db, made.id, FeedState.ACTIVE, by=9, now=NOW + 2),
        storage.remove_feed(db, made.id, by=10, now=NOW + 3),
        storage.restore_feed(db, made.id, removed_since=0, by=11, now=NOW + 4),
    ]
    for step in steps:
        await step
    subject = f"feed:{made.id}"
    assert await storage.list_audit(db, limit=4) == (
        AuditRow(5, NOW + 4, 11, "restorefeed", subject, ""),
        AuditRow(4, NOW + 3, 10, "removefeed", subject, ""),
        AuditRow(3, NOW + 2, 9, "resumefeed", subject, ""),
        AuditRow(2, NOW + 1, 8, "pausefeed", subject, ""),
    ), "the newest first, and no more than asked for"


CHANGES: dict[str, Callable[[Database, int, int], Awaitable[object]]] = {
    "add": lambda db, _, __: feed(db, "new"),
    "remove": lambda db, made, _: storage.remove_feed(db, made, by=ADMIN, now=NOW),
    "restore": lambda db, _, gone: storage.restore_feed(
        db, gone, removed_since=0, by=ADMIN, now=NOW
    ),
    "pause": lambda db, made, _: storage.set_feed_state(
        db, made, FeedState.PAUSED, by=ADMIN, now=NOW
    ),
}


@pytest.mark.parametrize("change", CHANGES)
async def test_a_change_whose_row_cannot_be_written_is_not_made(db: Database, change: str) -> None:
    """The audit row and the change are one transaction."""
    made, gone = await feed(db, "made"), await feed(db, "gone")
    await storage.remove_feed(db, gone.id, by=ADMIN, now=NOW)
    await sql(
        db,
        "CREATE TRIGGER refuse BEFORE INSERT ON audit BEGIN SELECT raise(ABORT, 'refused'); END",
    )
    before = await rows(db, "SELECT * FROM feeds")
    with pytest.raises(sqlite3.IntegrityError, match="refused"):
        await CHANGES[change](db, made.id, gone.id)
    assert await rows(db, "SELECT * FROM feeds") == before


def test_a_place_is_the_chat_itself_unless_a_topic_is_named() -> None:
    assert Place(1) == Place(1, 0)
