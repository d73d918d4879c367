"""What becomes of a feed over its checks: moved, stopped, ill, pardoned; and what the staff hears of it."""

import sqlite3
from dataclasses import replace

import pytest

import storage
from newsroom import (
    Asks,
    ChatKind,
    DeliveryKind,
    Feed,
    FeedNews,
    FeedState,
    Move,
    Place,
    Problem,
    ProblemKind,
    Rhythm,
    Standing,
    Suspect,
    User,
    Validators,
)
from storage import Database
from tests.storage.given import ADMIN, HOUR, NOW, chat, feed, private_feed, rows, sql, verdict

TIMEOUT = Problem(ProblemKind.TIMEOUT)
NEW = "https://new.example/rivers.xml"


@pytest.fixture
async def made(db: Database) -> Feed:
    return await feed(db)


@pytest.fixture
async def owner(db: Database) -> Place:
    """Let the bot meet an owner in a private chat."""
    await storage.meet_user(db, User(ADMIN, "Olga", language="uk"), NOW)
    await sql(db, "UPDATE users SET role = 'owner' WHERE id = ?", ADMIN)
    return await chat(db, ADMIN)


async def again(db: Database, made: Feed) -> Feed:
    found = await storage.get_feed(db, made.id, visible_to=0)
    assert found is not None
    return found


async def fares(db: Database, made: Feed, standing: Standing, **more: object) -> None:
    """Record a check after which the feed stands so."""
    problem = TIMEOUT if standing in (Standing.ILL, Standing.DEAD) else None
    seen = verdict(made.id, problem=problem)
    await storage.record_check(db, replace(seen, standing=standing, **more))  # type: ignore[arg-type]


async def told(db: Database, place: Place) -> list[tuple[FeedNews, ...]]:
    return [one.news for one in await storage.deliveries_of(db, [place.chat_id])]


async def test_what_a_check_learns_is_kept_until_another_learns_more(
    db: Database, made: Feed
) -> None:
    asks, rhythm = Asks(HOUR, 5, 3, NEW), Rhythm(HOUR, NOW)
    move = Move(NEW, 2, NOW)
    learnt = replace(verdict(made.id), asks=asks, rhythm=rhythm, move=move)
    await storage.record_check(db, learnt)
    stored = await again(db, made)
    assert (stored.asks, stored.rhythm, stored.move) == (asks, rhythm, move)
    await storage.record_check(db, verdict(made.id))
    stored = await again(db, made)
    assert (stored.asks, stored.rhythm, stored.move) == (asks, rhythm, None)


async def test_failing_since_is_the_first_of_the_failures(db: Database, made: Feed) -> None:
    for later in (0, HOUR):
        await storage.record_check(db, verdict(made.id, at=NOW + later, problem=TIMEOUT))
    assert (await again(db, made)).failing_since == NOW
    await storage.record_check(db, verdict(made.id, at=NOW + 2 * HOUR))
    assert (await again(db, made)).failing_since is None


async def test_failures_begin_now_at_the_latest(db: Database, made: Feed) -> None:
    """A clock that was ahead would else keep an ill feed well for as long."""
    for later in (365 * 24 * HOUR, 0):
        await storage.record_check(db, verdict(made.id, at=NOW + later, problem=TIMEOUT))
    assert (await again(db, made)).failing_since == NOW


async def test_a_feed_that_moved_is_found_by_both_addresses(db: Database, made: Feed) -> None:
    await storage.record_check(
        db, replace(verdict(made.id, validators=Validators("e")), moved_to=NEW)
    )
    moved = await again(db, made)
    assert (moved.url, moved.moved_at, moved.validators.etag) == (NEW, NOW, "e")
    for url in (NEW, made.url):
        found = await storage.feed_by_url(db, url, visible_to=0)
        assert found is not None
        assert found.id == made.id


async def test_who_has_an_address_now_goes_before_who_had_it(db: Database, made: Feed) -> None:
    await storage.record_check(db, replace(verdict(made.id), moved_to=NEW))
    heir = await feed(db, "heir")
    await sql(db, "UPDATE feeds SET url = ? WHERE id = ?", made.url, heir.id)
    found = await storage.feed_by_url(db, made.url, visible_to=0)
    assert found is not None
    assert found.id == heir.id


async def test_former_addresses_of_a_private_feed_are_its_chats_alone(db: Database) -> None:
    secret = await private_feed(db, await chat(db, 5))
    await storage.record_check(db, replace(verdict(secret.id), moved_to=NEW))
    assert await storage.feed_by_url(db, secret.url, visible_to=1) is None
    assert await storage.feed_by_url(db, secret.url, visible_to=5) is not None


async def test_feeds_are_never_merged(db: Database, made: Feed, owner: Place) -> None:
    other = await feed(db, "other")
    move = Move(other.url, 3, NOW)
    seen = replace(verdict(made.id), move=move, moved_to=other.url)
    await storage.record_check(db, seen)
    stored = await again(db, made)
    assert (stored.url, stored.standing) == (made.url, Standing.DUPLICATE)
    await storage.tell_staff(db, NOW, pause=HOUR)
    news = FeedNews(made.id, "rivers", Standing.DUPLICATE, other_id=other.id)
    assert await told(db, owner) == [(news,)]
    await storage.remove_feed(db, other.id, by=ADMIN, now=NOW)
    await storage.record_check(db, seen)
    assert (await again(db, made)).url == other.url


async def test_a_stopped_feed_is_due_no_more_and_begins_anew_when_resumed(
    db: Database, made: Feed
) -> None:
    gone = Problem(ProblemKind.GONE, "HTTP 410")
    await storage.record_check(
        db, replace(verdict(made.id, problem=gone), stop=True, standing=Standing.GONE)
    )
    assert (await again(db, made)).state is FeedState.STOPPED
    assert await storage.due_feeds(db, NOW + 999 * HOUR, 9) == ()
    resumed = await storage.set_feed_state(db, made.id, FeedState.ACTIVE, by=ADMIN, now=NOW)
    assert resumed is not None
    assert (resumed.state, resumed.failures, resumed.problem) == (FeedState.ACTIVE, 0, None)
    assert resumed.standing is Standing.WELL
    assert [one.id for one in await storage.due_feeds(db, NOW, 9)] == [made.id]


async def test_a_pardoned_feed_is_as_it_was_and_due_at_once(db: Database, made: Feed) -> None:
    await storage.record_check(db, verdict(made.id, problem=TIMEOUT, at=NOW))
    assert (await again(db, made)).failures == 1
    await storage.pardon(db, [Suspect(made, NOW)])
    pardoned = await again(db, made)
    assert (pardoned.failures, pardoned.failing_since, pardoned.problem) == (0, None, None)
    assert pardoned.next_check_at == made.next_check_at


async def test_what_a_later_check_left_is_not_taken_back(db: Database, made: Feed) -> None:
    for later in (0, 5):
        await storage.record_check(db, verdict(made.id, problem=TIMEOUT, at=NOW + later))
    await storage.pardon(db, [Suspect(made, NOW)])
    assert (await again(db, made)).failures == 2


async def test_many_changes_are_one_notice_told_once(db: Database, owner: Place) -> None:
    feeds = [await feed(db, f"feed {number}") for number in range(50)]
    for one in feeds:
        await fares(db, one, Standing.ILL)
    assert await storage.tell_staff(db, NOW, pause=HOUR) == 1
    assert await storage.tell_staff(db, NOW + 9 * HOUR, pause=HOUR) == 0
    (news,) = await told(db, owner)
    assert [one.feed_id for one in news] == [one.id for one in feeds]
    assert news[0] == FeedNews(feeds[0].id, "feed 0", Standing.ILL, TIMEOUT)
    ((kind,),) = await rows(db, "SELECT kind FROM deliveries")
    assert kind == DeliveryKind.NOTICE


async def test_a_notice_and_its_mark_are_written_together(
    db: Database, made: Feed, owner: Place
) -> None:
    """Whatever goes wrong between them leaves neither: nothing is told twice, nothing is lost."""
    await fares(db, made, Standing.ILL)
    await sql(
        db,
        "CREATE TRIGGER broken BEFORE UPDATE OF told ON feeds BEGIN SELECT RAISE(ABORT, 'full'); END",
    )
    with pytest.raises(sqlite3.IntegrityError):
        await storage.tell_staff(db, NOW, pause=HOUR)
    assert await told(db, owner) == []
    await sql(db, "DROP TRIGGER broken")
    assert await storage.tell_staff(db, NOW, pause=HOUR) == 1
    assert len(await told(db, owner)) == 1


async def test_what_happens_within_the_pause_is_told_after_it(
    db: Database, made: Feed, owner: Place
) -> None:
    await fares(db, made, Standing.ILL)
    await storage.tell_staff(db, NOW, pause=HOUR)
    await fares(db, made, Standing.WELL)
    assert await storage.tell_staff(db, NOW + HOUR - 1, pause=HOUR) == 0
    assert await storage.tell_staff(db, NOW + HOUR, pause=HOUR) == 1
    assert [[one.standing for one in news] for news in await told(db, owner)] == [
        [Standing.ILL],
        [Standing.WELL],
    ]


async def test_an_illness_that_is_over_before_it_was_told_is_no_news(
    db: Database, made: Feed, owner: Place
) -> None:
    await fares(db, made, Standing.ILL)
    await fares(db, made, Standing.WELL)
    assert await storage.tell_staff(db, NOW, pause=HOUR) == 0


async def test_a_move_is_told_with_the_new_address(db: Database, made: Feed, owner: Place) -> None:
    await storage.record_check(db, replace(verdict(made.id), moved_to=NEW))
    assert await storage.tell_staff(db, NOW, pause=HOUR) == 1
    assert await told(db, owner) == [(FeedNews(made.id, "rivers", None, url=NEW),)]
    assert await storage.tell_staff(db, NOW + 9 * HOUR, pause=HOUR) == 0


async def test_the_staff_are_owners_and_admins_in_their_private_chats(
    db: Database, made: Feed
) -> None:
    roles = {1: "owner", 2: "admin", 3: "member", 4: "admin", 5: "admin"}
    for number, role in roles.items():
        await storage.meet_user(db, User(number, "A"), NOW)
        await sql(db, "UPDATE users SET role = ? WHERE id = ?", role, number)
        if number != 4:  # the fourth has never written to the bot
            await chat(db, number)
    await chat(db, -7, kind=ChatKind.SUPERGROUP)
    await storage.pause_chat(db, 5, "blocked", NOW)
    await fares(db, made, Standing.DEAD)
    assert await storage.tell_staff(db, NOW, pause=HOUR) == 2
    assert await rows(db, "SELECT chat_id FROM deliveries ORDER BY 1") == [(1,), (2,)]


async def test_where_nobody_is_there_to_be_told_it_waits(db: Database, made: Feed) -> None:
    await fares(db, made, Standing.ILL)
    assert await storage.tell_staff(db, NOW, pause=HOUR) == 0
    await storage.meet_user(db, User(ADMIN, "Olga"), NOW)
    await sql(db, "UPDATE users SET role = 'owner'")
    await chat(db, ADMIN)
    assert await storage.tell_staff(db, NOW, pause=HOUR) == 1


async def test_private_removed_and_paused_feeds_are_no_news(db: Database, owner: Place) -> None:
    secret = await private_feed(db, owner)
    removed, paused = await feed(db, "removed"), await feed(db, "paused")
    for one in (secret, removed, paused):
        await fares(db, one, Standing.ILL)
    await storage.remove_feed(db, removed.id, by=ADMIN, now=NOW)
    await storage.set_feed_state(db, paused.id, FeedState.PAUSED, by=ADMIN, now=NOW)
    assert await storage.tell_staff(db, NOW, pause=HOUR) == 0


async def test_a_private_chat_speaks_its_persons_language(db: Database, owner: Place) -> None:
    found = await storage.get_chat(db, owner.chat_id)
    assert found is not None
    assert found.language == "uk"


async def test_an_admins_long_interval_is_not_pulled_in(db: Database, made: Feed) -> None:
    await sql(db, "UPDATE feeds SET interval = ?, next_check_at = ?", 9 * HOUR, NOW + 9 * HOUR)
    assert await storage.pull_in_checks(db, now=NOW, longest=HOUR) == 0
    assert await storage.pull_in_checks(db, now=NOW - HOUR, longest=HOUR) == 1
    assert (await again(db, made)).next_check_at == NOW + 8 * HOUR
