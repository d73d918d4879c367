"""One story, one alert: copies from other feeds join the alert that a place has or is owed."""

import pytest

import storage
from newsroom import DeliveryState, Feed, Hold, Place
from storage import Database, alert_edits, stories
from tests.storage.given import ADMIN, HOUR, NOW, chat, entry, feed, rows, sql, verdict

FIRE = (
    "A fire destroyed the old grain store in Whitby on Monday night, the fire brigade said. "
    "Nobody was hurt, but 14 horses had to be led out of the stables next door.\n"
    "Mayor Ann Bell spoke of a loss for the whole town. Repairs will cost £2 million."
)
TITLE = "Fire destroys grain store in Whitby"
FLOOD = FIRE.replace("14 horses", "25 horses").replace("Monday", "Friday")
"""Another story in the same wording."""


@pytest.fixture
async def feeds(db: Database) -> tuple[Feed, ...]:
    """Add three feeds that chat 1 is subscribed to."""
    here = await chat(db)
    added = [await feed(db, name) for name in ("post", "times", "echo")]
    for one in added:
        await storage.subscribe(db, here, one.id, by=ADMIN, now=NOW)
    return tuple(added)


async def tell(
    db: Database, made: Feed, key: str = "a", *, text: str = FIRE, at: int = NOW, route: bool = True
) -> None:
    """Have a feed tell a story."""
    await storage.record_check(
        db, verdict(made.id, entry(key, title=TITLE, text=text, language="en"), at=at)
    )
    if route:
        await storage.route_articles(db, at)


async def alerts(db: Database, chat_id: int = 1) -> dict[int, tuple[int, ...]]:
    """Return the articles that a chat has alerts for, each with the copies that are told with it."""
    ledger = await storage.deliveries_of(db, [chat_id])
    found = {}
    for one in ledger:
        parts = await storage.parts_of(db, one)
        if one.article_id is not None and parts is not None:
            found[one.article_id] = tuple(copy.id for copy in parts.copies)
    return found


async def test_a_copy_from_another_feed_joins_the_alert(
    db: Database, feeds: tuple[Feed, ...]
) -> None:
    for one in feeds:
        await tell(db, one)
    assert await alerts(db) == {1: (2, 3)}
    reasons = await rows(db, "SELECT chosen_by FROM delivery_reasons WHERE delivery_id = 1")
    assert reasons == [(1,), (2,), (3,)], "each feed's subscription has chosen it"


async def test_copies_that_come_together_are_one_alert(
    db: Database, feeds: tuple[Feed, ...]
) -> None:
    for one in feeds:
        await tell(db, one, route=False)
    assert await storage.route_articles(db, NOW) == (3, 1)
    assert await alerts(db) == {1: (2, 3)}


async def test_another_story_in_the_same_wording_is_another_alert(
    db: Database, feeds: tuple[Feed, ...]
) -> None:
    await tell(db, feeds[0])
    await tell(db, feeds[1], text=FLOOD)
    assert await alerts(db) == {1: (), 2: ()}


async def test_a_feed_that_repeats_itself_means_it(db: Database, feeds: tuple[Feed, ...]) -> None:
    """Nor does an alert ever tell of two articles of one feed by way of a third."""
    await tell(db, feeds[0])
    await tell(db, feeds[0], "again")
    await tell(db, feeds[1])
    await tell(db, feeds[1], "again")
    found = await alerts(db)
    assert found == {1: (3,), 2: (4,)}


@pytest.mark.parametrize(
    ("later", "together"), [(stories.WINDOW - 1, True), (stories.WINDOW, False)]
)
async def test_a_story_that_is_told_again_days_later_is_news(
    db: Database, feeds: tuple[Feed, ...], later: int, together: bool
) -> None:
    await tell(db, feeds[0])
    await tell(db, feeds[1], at=NOW + later)
    assert await alerts(db) == ({1: (2,)} if together else {1: (), 2: ()})


async def test_each_place_is_looked_at_by_itself(db: Database, feeds: tuple[Feed, ...]) -> None:
    """Who follows one of the feeds gets its article; who does not want stories joined gets both."""
    await chat(db, 2)
    await storage.subscribe(db, Place(2), feeds[1].id, by=ADMIN, now=NOW)
    await chat(db, 3)
    for one in feeds[:2]:
        await storage.subscribe(db, Place(3), one.id, by=ADMIN, now=NOW)
        await storage.subscribe(db, Place(1, 7), one.id, by=ADMIN, now=NOW)
    await sql(db, "UPDATE chats SET one_story = 0 WHERE id = 3")
    for one in feeds[:2]:
        await tell(db, one)
    assert await alerts(db, 2) == {2: ()}
    assert await alerts(db, 3) == {1: (), 2: ()}
    assert [one.place for one in await storage.deliveries_of(db, [1])] == [Place(1), Place(1, 7)]


async def test_what_was_dropped_is_no_alert_to_join(db: Database, feeds: tuple[Feed, ...]) -> None:
    await storage.mute(db, Place(1), feeds[0].id, until=NOW + HOUR, now=NOW)
    await tell(db, feeds[0])
    await tell(db, feeds[1])
    assert await alerts(db) == {1: (), 2: ()}


async def test_a_muted_feed_adds_nothing_to_an_alert(db: Database, feeds: tuple[Feed, ...]) -> None:
    await storage.mute(db, Place(1), feeds[1].id, until=NOW + HOUR, now=NOW)
    await tell(db, feeds[0])
    await tell(db, feeds[1])
    ledger = await storage.deliveries_of(db, [1])
    assert [one.state for one in ledger] == [DeliveryState.DUE, DeliveryState.DROPPED]
    assert await alerts(db) == {1: (), 2: ()}


async def test_an_alert_that_is_out_is_written_anew(db: Database, feeds: tuple[Feed, ...]) -> None:
    await tell(db, feeds[0])
    assert await storage.next_edit_at(db) is None
    await storage.claim(db, 1, NOW)
    await tell(db, feeds[1], at=NOW + 1)
    assert await storage.due_edits(db, NOW + 1, limit=9) == (), "it is in flight still"
    await storage.settle_sent(db, 1, message_id=77, now=NOW + 2)
    (due,) = await storage.due_edits(db, NOW + 1, limit=9)
    assert (due.id, due.message_id, due.state) == (1, 77, DeliveryState.SENT)
    assert await storage.next_edit_at(db) == NOW + 1
    assert await storage.due_edits(db, NOW + 1, except_chats=[1], limit=9) == ()


async def test_what_is_not_out_yet_says_it_from_the_start(
    db: Database, feeds: tuple[Feed, ...]
) -> None:
    await sql(db, "UPDATE chats SET digest_due_at = ?", NOW + HOUR)
    await tell(db, feeds[0])
    await tell(db, feeds[1])
    assert await alerts(db) == {1: (2,)}
    assert await rows(db, "SELECT hold, edit_due_at FROM deliveries") == [("digest", None)]


async def test_what_is_wanted_at_once_does_not_wait_with_a_copy_for_the_digest(
    db: Database, feeds: tuple[Feed, ...]
) -> None:
    await sql(db, "UPDATE chats SET digest_due_at = ?", NOW + HOUR)
    await sql(db, "UPDATE subscriptions SET digest = 0 WHERE feed_id = ?", feeds[1].id)
    await tell(db, feeds[0])
    await tell(db, feeds[2])
    assert [one.hold for one in await storage.deliveries_of(db, [1])] == [Hold.DIGEST]
    await tell(db, feeds[1], at=NOW + 5)
    assert await alerts(db) == {1: (2, 3)}
    assert [(one.hold, one.due_at) for one in await storage.deliveries_of(db, [1])] == [
        (None, NOW + 5)
    ]


async def test_what_a_watch_finds_joins_too(db: Database) -> None:
    here = await chat(db)
    await storage.add_watch(db, here, "whitby", by=ADMIN, now=NOW, limit=9)
    for name in ("post", "times"):
        await tell(db, await feed(db, name))
    assert await alerts(db) == {1: (2,)}


async def test_nothing_is_signed_where_no_two_feeds_meet(db: Database) -> None:
    """It would be work for nothing: most feeds of a catalogue are read by people who read few."""
    made, other = await feed(db), await feed(db, "other")
    await storage.subscribe(db, await chat(db), made.id, by=ADMIN, now=NOW)
    await storage.subscribe(db, await chat(db, 2), other.id, by=ADMIN, now=NOW)
    await tell(db, made)
    await tell(db, other)
    assert await rows(db, "SELECT * FROM story_signatures") == []


async def test_what_is_looked_at_no_more_is_forgotten(
    db: Database, feeds: tuple[Feed, ...]
) -> None:
    await tell(db, feeds[0])
    assert await storage.prune_stories(db, NOW + stories.WINDOW) == 0
    assert await storage.prune_stories(db, NOW + stories.WINDOW + 1) == 1
    assert await rows(db, "SELECT * FROM story_bands") == []


async def retitle(db: Database, made: Feed, title: str, *, at: int) -> None:
    changed = entry("a", "2", title=title, text=FIRE)
    await storage.record_check(db, verdict(made.id, at=at, changed=((1, changed),)))


@pytest.mark.parametrize(
    ("later", "edited"),
    [(alert_edits.LATEST_CORRECTION - 1, True), (alert_edits.LATEST_CORRECTION, False)],
)
async def test_a_corrected_title_is_corrected_in_recent_alerts(
    db: Database, feeds: tuple[Feed, ...], later: int, edited: bool
) -> None:
    await tell(db, feeds[0])
    await storage.settle_sent(db, 1, message_id=77, now=NOW)
    await retitle(db, feeds[0], TITLE, at=NOW + 1)
    assert await storage.next_edit_at(db) is None, "the text alone is no correction"
    await retitle(db, feeds[0], "Grain store burns down", at=NOW + later)
    assert await storage.next_edit_at(db) == (NOW + later if edited else None)


async def test_a_title_that_counts_something_is_left_alone(
    db: Database, feeds: tuple[Feed, ...]
) -> None:
    await tell(db, feeds[0])
    await storage.settle_sent(db, 1, message_id=77, now=NOW)
    for number in range(1, alert_edits.MOST_CORRECTIONS + 2):
        await retitle(db, feeds[0], f"{number} watching", at=NOW + number)
    assert await storage.next_edit_at(db) == NOW + alert_edits.MOST_CORRECTIONS


async def test_an_alert_that_was_expanded_is_left_as_it_is(
    db: Database, feeds: tuple[Feed, ...]
) -> None:
    await tell(db, feeds[0])
    await storage.settle_sent(db, 1, message_id=77, now=NOW)
    await tell(db, feeds[1])
    await storage.note_expanded(db, 1, 77)
    assert await storage.next_edit_at(db) is None
    await tell(db, feeds[2])
    await retitle(db, feeds[0], "Grain store burns down", at=NOW + 1)
    assert await storage.due_edits(db, NOW + HOUR, limit=9) == ()
    assert await storage.begin_edit(db, 1, until=NOW + HOUR) is None


async def test_what_is_wanted_while_an_edit_is_under_way_stays_due(
    db: Database, feeds: tuple[Feed, ...]
) -> None:
    await tell(db, feeds[0])
    await storage.settle_sent(db, 1, message_id=77, now=NOW)
    await tell(db, feeds[1])
    assert await storage.begin_edit(db, 1, until=NOW + HOUR) == 1
    assert await storage.due_edits(db, NOW, limit=9) == ()
    await tell(db, feeds[2], at=NOW + 3)
    await storage.end_edit(db, 1, taken_until=NOW + HOUR)
    assert await storage.next_edit_at(db) == NOW + 3
