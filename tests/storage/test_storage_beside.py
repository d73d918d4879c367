"""Lists of feeds in and out of a database, alone and beside the process that runs on it."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from newsroom import Outline
from storage import (
    Database,
    DatabaseForeign,
    DatabaseNewer,
    DatabaseUnusable,
    FeedSetting,
    StorageError,
    add_feed,
    due_feeds,
    edit_feed,
    export_feeds,
    import_feeds,
    list_audit,
    remove_feed,
)
from tests.storage.given import NOW, chat, feed, private_feed

PAPER = Outline("https://paper.example/feed", "The Paper", "https://paper.example/", "de")
COURIER = Outline("https://courier.example/feed")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "newshound.db"


@pytest.fixture
async def running(path: Path) -> AsyncIterator[Database]:
    """Hold the database as a running bot does."""
    async with Database.open(path) as db:
        yield db


async def test_a_list_comes_in_beside_the_running_bot(running: Database) -> None:
    outcomes = await import_feeds(running.path, [PAPER, COURIER], by=0, now=NOW)
    assert [(each.feed_id, each.title, each.is_new) for each in outcomes] == [
        (1, "The Paper", True),
        (2, "https://courier.example/feed", True),
    ]
    found = await due_feeds(running, NOW + 1_000, 10)
    assert [(each.url, each.title, each.site_url, each.language) for each in found] == [
        (PAPER.url, "The Paper", "https://paper.example/", "de"),
        (COURIER.url, COURIER.url, None, None),
    ]
    assert [each.succeeded_at for each in found] == [None, None]
    audit = await list_audit(running, limit=9)
    assert [(row.by, row.action, row.subject) for row in audit] == [
        (0, "addfeed", "feed:2"),
        (0, "addfeed", "feed:1"),
    ]


async def test_both_write_at_the_same_time(running: Database) -> None:
    """Whoever comes second waits for the other's transaction."""
    lists = [
        [Outline(f"https://{number}.example/{place}") for place in range(20)] for number in range(8)
    ]
    await asyncio.gather(
        *(import_feeds(running.path, each, by=0, now=NOW) for each in lists),
        *(feed(running, f"mine-{number}") for number in range(100)),
    )
    assert len(await export_feeds(running.path)) == 8 * 20 + 100


async def test_first_checks_are_spread(running: Database) -> None:
    many = [Outline(f"https://{number}.example/") for number in range(50)]
    await import_feeds(running.path, many, by=0, now=NOW)
    assert len(await due_feeds(running, NOW, 99)) == 1
    due = [each.next_check_at for each in await due_feeds(running, NOW + 10_000, 99)]
    assert len(set(due)) == 50


async def test_what_is_known_is_left_as_it_is(running: Database) -> None:
    """Also where the address is spelt otherwise, and where the list names it twice."""
    known = await add_feed(running, url=PAPER.url, title="Mine", by=1, now=NOW - 5)
    outcomes = await import_feeds(
        running.path,
        [PAPER, Outline("http://PAPER.example:80/feed"), COURIER, COURIER],
        by=0,
        now=NOW,
    )
    assert [(each.feed_id, each.is_new) for each in outcomes] == [
        (known.id, False),
        (known.id, False),
        (known.id + 1, True),
        (known.id + 1, False),
    ]
    assert next(outline.title for outline in await export_feeds(running.path)) == "Mine"


async def test_a_feed_is_known_by_the_address_it_had_before(running: Database) -> None:
    """An old list names it so. Where another feed has the address now, that one is meant."""
    moved = await add_feed(running, url=PAPER.url, title="Mine", by=1, now=NOW)
    for address in (COURIER.url, "https://third.example/feed"):
        await edit_feed(running, moved.id, FeedSetting.LINK, address, by=1, now=NOW)
    (outcome, _) = await import_feeds(
        running.path, [Outline("http://www.paper.example/feed/"), COURIER], by=0, now=NOW
    )
    assert (outcome.feed_id, outcome.is_new) == (moved.id, False)
    other = await add_feed(running, url="https://other.example/", title="O", by=1, now=NOW)
    await edit_feed(running, other.id, FeedSetting.LINK, COURIER.url, by=1, now=NOW)
    outcomes = await import_feeds(running.path, [PAPER, COURIER], by=0, now=NOW)
    assert [each.feed_id for each in outcomes] == [moved.id, other.id]


async def test_a_removed_feed_and_a_private_one_are_not_known(
    running: Database, path: Path
) -> None:
    removed = await add_feed(running, url=PAPER.url, title="Gone", by=1, now=NOW)
    await remove_feed(running, removed.id, by=1, now=NOW)
    private = await private_feed(running, await chat(running))
    assert await export_feeds(path) == ()
    outcomes = await import_feeds(path, [PAPER, Outline(private.url)], by=0, now=NOW)
    assert [each.is_new for each in outcomes] == [True, True]
    assert [outline.url for outline in await export_feeds(path)] == [PAPER.url, private.url]


async def test_a_database_is_made_where_there_is_none(path: Path) -> None:
    assert (await import_feeds(path, [PAPER], by=0, now=NOW))[0].is_new
    assert (await export_feeds(path))[0].url == PAPER.url
    async with Database.open(path) as db:
        assert len(await due_feeds(db, NOW, 9)) == 1


async def test_nothing_is_exported_from_nowhere(path: Path) -> None:
    with pytest.raises(DatabaseUnusable, match="there is no database"):
        await export_feeds(path)
    assert not path.exists()  # noqa: ASYNC240 - it is quick


async def test_all_of_a_list_comes_in_or_nothing(running: Database) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        await import_feeds(
            running.path,
            [PAPER, Outline("https://x.example", site_url=b"x")],  # type: ignore[arg-type]
            by=0,
            now=NOW,
        )
    assert await export_feeds(running.path) == ()
    await add_feed(running, url=PAPER.url, title="x", by=1, now=NOW)  # nobody holds the lock


async def test_a_database_of_another_version_is_not_touched(running: Database) -> None:
    """The running bot is older, or newer, than this program: its tables are not ours to write."""
    await running.write(lambda raw: raw.execute("PRAGMA user_version = 2"))
    with pytest.raises(StorageError, match=r"in use by process \d+.* restart it"):
        await import_feeds(running.path, [PAPER], by=0, now=NOW)
    await running.write(lambda raw: raw.execute("PRAGMA user_version = 99"))
    for _ in range(2):
        with pytest.raises(DatabaseNewer):
            await import_feeds(running.path, [PAPER], by=0, now=NOW)
        with pytest.raises(DatabaseNewer):
            await export_feeds(running.path)
    counted = await running.read(
        lambda raw: raw.execute("SELECT count(*) FROM feeds").fetchone()[0]
    )
    assert counted == 0


async def test_a_foreign_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE t (a)")
    other.close()
    with pytest.raises(DatabaseForeign):
        await import_feeds(path, [PAPER], by=0, now=NOW)


async def test_a_feed_that_is_named_in_several_groups_gets_all_of_them(path: Path) -> None:
    """So do programs that let a feed be in more than one."""
    again = "http://paper.example/feed/"
    twice = [Outline(PAPER.url, groups=("News",)), Outline(again, groups=("Sport",))]
    await import_feeds(path, twice, by=0, now=NOW)
    (exported,) = await export_feeds(path)
    assert exported.groups == ("news", "sport")
