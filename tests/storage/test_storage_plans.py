"""How SQLite goes about what is asked often: by an index, whatever the size of the tables."""

import sqlite3

import pytest

from storage import Database
from storage.database import READERS as READER_COUNT
from tests.storage.calls import READERS, WRITERS
from tests.storage.given import plan

BY_DESIGN = {
    "add_feed": "SQLite looks for rows that wait for the new number; feeds are added now and then",
    "approve_import": "as of offer_import",
    "begin_import": "as of offer_import",
    "begin_broadcast": "goes to all chats, now and then",
    "broadcast_audience": "as of begin_broadcast",
    "chats_titled": "groups and channels are few, and SQLite folds the case of ASCII letters only",
    "count_personal": "as of personal_data",
    "count_deliveries": "for the health page alone",
    "erase_person": "as of personal_data",
    "erase_left_chats": "looks through changes, watches and requests, which are few, once in a chat's life",
    "examine_database": "its own connection, looks at everything",
    "import_batch": "as of add_feed",
    "feeds_by_title": "the catalogue is short, and SQLite folds the case of ASCII letters only",
    "feeds_of_site": "the catalogue is short, and spellings of an address are compared in Python",
    "forget_hubs": "empties a table, at start",
    "get_vitals": "the catalogue is short",
    "get_numbers": "counts everything, for /stats and the weekly report alone",
    "list_changers": "goes through an index of the audit, for /audit alone",
    "list_patients": "the catalogue is short; for /health and the weekly report alone",
    "list_trail": "counts the audit, for /audit alone",
    "keep_halts": "as of kept_halts",
    "kept_halts": "the chats that Telegram has halted are few, and those that it had are forgotten",
    "list_feeds": "as of feeds_by_title",
    "list_outlines": "the catalogue as a whole is asked for",
    "list_tags": "as of feeds_by_title",
    "measure": "counts along indexes, for the health page alone",
    "migrate_chat": "looks through the feeds for private ones; once in a group's life",
    "offer_import": "spellings of addresses are compared in Python, once for all of a list",
    "offer_claim": "empties a table of one row",
    "personal_data": "once in a while, for one person: indexes for it would cost every day",
    "plan_hubs": "the catalogue is short; whether there is anything to do is asked of a reader",
    "prune_articles": "goes from feed to feed, once a day",
    "prune_secrets": "as of prune_articles",
    "pull_in_checks": "looks through the feeds, at start",
    "send_first": "goes through the five articles, at most, that it has just found by their index",
}

# Indexes that hold nothing but what is looked for: to go through one in its order is to search.
WAITING = (
    "articles_unrouted",
    "broadcasts_running",
    "deliveries_broadcast",
    "deliveries_claimed",
    "deliveries_due",
    "deliveries_held",
    "feed_addresses_news",
    "feeds_news",
    "feeds_private",
    "imports_busy",
    "imports_request",
    "join_requests_open",
    "watches_query",  # each query once, to see whether one was added or ended
)


async def statements_of(db: Database, name: str) -> set[str]:
    """Return the statements that a function runs, with its values in them."""
    seen: set[str] = set()

    def watch(raw: sqlite3.Connection) -> None:
        raw.set_trace_callback(seen.add)

    await db._writer.run(watch)
    readers = [db._idle.get_nowait() for _ in range(READER_COUNT)]
    for reader in readers:
        await reader.run(watch)
        db._idle.put_nowait(reader)
    await (READERS | WRITERS)[name](db)
    return {one for one in seen if one.split()[0] in ("SELECT", "INSERT", "UPDATE", "DELETE")}


async def scans_of(db: Database, name: str) -> list[str]:
    """Return the steps that go through a whole table or index."""
    steps = []
    for statement in await statements_of(db, name):
        steps += (await plan(db, statement)).splitlines()
    return [
        step
        for step in steps
        if step.startswith("SCAN")
        and "json_each" not in step
        and not step.endswith(WAITING)
        and step != "SCAN CONSTANT ROW"  # of no table at all
    ]


@pytest.mark.parametrize("name", sorted((READERS | WRITERS).keys() - BY_DESIGN.keys()))
async def test_nothing_goes_through_a_whole_table(filled: Database, name: str) -> None:
    scans = await scans_of(filled, name)
    if name == "list_audit":
        assert scans == ["SCAN audit"], "by number from the end, as far as was asked for"
    else:
        assert scans == []


async def test_a_scan_is_noticed(filled: Database) -> None:
    assert await scans_of(filled, "count_deliveries")
    assert await scans_of(filled, "pull_in_checks")


@pytest.mark.parametrize(
    ("name", "index"),
    [
        ("due_feeds", "SEARCH feeds USING INDEX feeds_due (next_check_at<?)"),
        ("due_deliveries", "SEARCH deliveries USING INDEX deliveries_due (due_at<?)"),
        ("next_due_at", "SCAN deliveries USING INDEX deliveries_due"),
        ("route_articles", "SCAN articles USING INDEX articles_unrouted"),
        ("latest_of_feed", "SEARCH articles USING INDEX articles_feed (feed_id=?)"),
        ("latest_of_chat", "SEARCH articles USING INDEX articles_feed (feed_id=?)"),
        ("list_users", "SEARCH users USING INDEX users_role (role=?)"),
    ],
)
async def test_the_questions_of_every_tick_use_their_index(
    filled: Database, name: str, index: str
) -> None:
    steps = [await plan(filled, statement) for statement in await statements_of(filled, name)]
    found = "\n".join(steps).replace("COVERING ", "").splitlines()
    assert index in found


@pytest.mark.parametrize("name", ["due_deliveries", "due_feeds", "next_due_at", "route_articles"])
async def test_the_order_of_what_waits_is_the_indexs_own(filled: Database, name: str) -> None:
    """Nothing is sorted, so a backlog of any length costs no more than the part that is read."""
    plans = [await plan(filled, statement) for statement in await statements_of(filled, name)]
    of_what_waits = [one for one in plans if any(index in one for index in (*WAITING, "feeds_due"))]
    assert of_what_waits
    assert [one for one in of_what_waits if "TEMP B-TREE" in one] == []
