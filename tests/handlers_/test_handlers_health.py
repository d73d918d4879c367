"""/health: what is the matter with which feeds, and what a tap does about it."""

from dataclasses import replace

import pytest

from bot.local.botapi import Message, User
from newsroom import (
    Feed,
    FeedState,
    Move,
    ParsedFeed,
    Problem,
    ProblemKind,
    Rhythm,
    Role,
    Seen,
    Standing,
    Verdict,
)
from storage import list_audit, record_check
from tests.handlers_.talk import DAY, HOUR, MINUTE, Talk, entry, labels

BROKEN = Problem(ProblemKind.SERVER_ERROR, "HTTP 503")
NEW = "https://new.example/feed"


@pytest.fixture
async def root(talk: Talk) -> User:
    """Return an admin of the bot."""
    return await talk.user("Root", role=Role.ADMIN)


async def fares(talk: Talk, feed: Feed, standing: Standing = Standing.WELL, **more: object) -> None:
    """Record a check after which the feed stands so."""
    verdict = Verdict(feed.id, talk.now, talk.now + 15 * MINUTE, standing=standing)
    await record_check(talk.db, replace(verdict, **more))  # type: ignore[arg-type]


async def brings(talk: Talk, feed: Feed, *names: str) -> None:
    """Let a check of a feed find new articles, which are to alert."""
    new = tuple(map(entry, names))
    seen = tuple(Seen(one.key, one.raw_hash) for one in new)
    due = talk.now + 15 * MINUTE
    verdict = Verdict(feed.id, talk.now, due, parsed=True, new=new, seen=seen)
    assert await record_check(talk.db, verdict) == len(names)


async def moving(talk: Talk) -> Feed:
    """Put a feed into the catalogue that seems to have moved."""
    feed = await talk.feed("Morning Post", entry("Old"))
    await fares(talk, feed, move=Move(NEW, 1, talk.now))
    return feed


async def test_all_is_well(talk: Talk, root: User) -> None:
    await talk.feed()
    answer = await talk.say(root, "/health")
    assert answer.text == "All feeds are well. /stats shows the numbers."
    assert labels(answer) == []


async def test_each_group_has_a_sentence_a_feed_and_what_can_be_done(
    talk: Talk, root: User
) -> None:
    """Those that need somebody most come first."""
    slow, noisy = await talk.feed("Slow"), await talk.feed("Noisy")
    silent, moved = await talk.feed("Silent"), await talk.feed("Moved")
    erring, dead = await talk.feed("Erring"), await talk.feed("Dead")
    await fares(talk, slow, answer=12_000)
    await talk.sql("UPDATE feeds SET added_at = ?", talk.now - 30 * DAY)
    await brings(talk, noisy, *(f"News {number}" for number in range(420)))
    month_ago = Rhythm(HOUR, talk.now - 60 * DAY)
    await fares(talk, silent, Standing.SILENT, rhythm=month_ago)
    await fares(talk, moved, move=Move(NEW, 1, talk.now))
    await fares(talk, erring, problem=BROKEN)
    await fares(talk, dead, Standing.DEAD, problem=BROKEN)
    await talk.sql(
        "UPDATE feeds SET failing_since = ?, failures = 9 WHERE id = ?", talk.now - 9 * DAY, dead.id
    )
    answer = await talk.say(root, "/health")
    assert answer.text.splitlines() == [
        "6 feeds need a look:",
        "",
        "☠️ Dead: 1",
        "6. Dead",
        "The site has a fault of its own. (HTTP 503) For 1 week now.",
        "",
        "⚠️ Cannot be read: 1",
        "5. Erring",
        "The site has a fault of its own. (HTTP 503) That was one look only; I try again.",
        "",
        "📦 Moved: 1",
        "4. Moved",
        (
            "It seems to have moved to https://new.example/feed. "
            "I follow it by myself once that has lasted some hours."
        ),
        "",
        "💤 Silent: 1",
        "3. Silent",
        "It can be read, but there has been nothing new for 2 months.",
        "",
        "📢 Noisy: 1",
        "2. Noisy",
        "64 new articles a day: a digest or a filter may be better for its readers.",
        "Page 1 of 2",
    ]
    assert labels(answer) == [
        *("6: try now", "6: pause", "6: remove"),
        *("5: try now", "5: pause", "5: remove"),
        *("4: use the new link", "4: try now"),
        *("3: try now", "3: pause", "3: remove"),
        *("2: pause", "2: remove"),
        "More ›",
    ]
    await talk.press(root, answer, "More ›")
    assert answer.text.splitlines()[2:5] == [
        "🐌 Slow: 1",
        "1. Slow",
        "It takes about 12 seconds to answer.",
    ]


async def one(talk: Talk, root: User, feed: Feed, **more: object) -> Message:
    """Let one feed be ill, and have it shown."""
    await fares(talk, feed, **{"problem": BROKEN, **more})  # type: ignore[arg-type]
    return await talk.say(root, "/health")


async def test_a_retry_that_reads_the_feed_takes_it_off_the_list(talk: Talk, root: User) -> None:
    feed = await talk.feed("Morning Post", entry("Old"))
    answer = await one(talk, root, feed)
    talk.sources.feeds[feed.url] = ParsedFeed("Morning Post", (entry("Old"), entry("Fresh")))
    await talk.press(root, answer, "1: try now")
    assert answer.text.splitlines() == [
        "✓ I have read Morning Post: 1 new article.",
        "",
        "All feeds are well. /stats shows the numbers.",
    ]


async def test_a_retry_that_fails_says_why_and_the_list_stays(talk: Talk, root: User) -> None:
    feed = await talk.feed()
    answer = await one(talk, root, feed)
    talk.sources.problems[feed.url] = Problem(ProblemKind.NOT_FOUND)
    await talk.press(root, answer, "1: try now")
    first, _, second, *_ = answer.text.splitlines()
    assert first == "Morning Post cannot be read: There is nothing at that address."
    assert second == "1 feed needs a look:"
    assert labels(answer) == ["1: try now", "1: pause", "1: remove"]


async def test_a_feed_that_was_taken_down_is_looked_at_again_by_a_retry(
    talk: Talk, root: User
) -> None:
    feed = await talk.feed()
    gone = Problem(ProblemKind.GONE)
    answer = await one(talk, root, feed, problem=gone, standing=Standing.GONE, stop=True)
    assert "Its publisher took it down" in answer.text
    assert labels(answer) == ["1: try now", "1: remove"]
    talk.sources.feeds[feed.url] = ParsedFeed("Morning Post", ())
    await talk.press(root, answer, "1: try now")
    assert (await talk.stored(feed)).state is FeedState.ACTIVE
    assert "All feeds are well" in answer.text


async def test_a_pause_is_made_and_taken_back_in_place(talk: Talk, root: User) -> None:
    feed = await talk.feed()
    answer = await one(talk, root, feed)
    await talk.press(root, answer, "1: pause")
    assert (await talk.stored(feed)).state is FeedState.PAUSED
    assert answer.text.startswith("✓ Paused: Morning Post\n\nAll feeds are well.")
    assert labels(answer) == ["Undo"]
    await talk.press(root, answer, "Undo")
    assert (await talk.stored(feed)).state is FeedState.ACTIVE
    assert answer.text.startswith("✓ Resumed: Morning Post\n\n1 feed needs a look:")
    assert [row.action for row in await list_audit(talk.db, limit=2)] == ["resumefeed", "pausefeed"]


async def test_a_removal_says_who_loses_it_and_is_taken_back_in_place(
    talk: Talk, root: User
) -> None:
    feed = await talk.feed()
    answer = await one(talk, root, feed)
    await talk.subscribe(talk.private(root), feed.id)
    await talk.press(root, answer, "1: remove")
    assert answer.text.splitlines()[:2] == [
        "✓ Removed: Morning Post. Its articles stay. It can be brought back for a day.",
        "It has 1 subscriber, who will get nothing more of it.",
    ]
    await talk.press(root, answer, "Undo")
    assert answer.text.startswith("✓ Back again: Morning Post\n\n1 feed needs a look:")
    await talk.press(root, answer, "1: remove")
    talk.now += DAY + 1
    await talk.press(root, answer, "Undo")
    assert not await talk.rows("SELECT 1 FROM feeds WHERE removed_at IS NULL")


async def test_the_new_address_is_looked_at_and_taken(talk: Talk, root: User) -> None:
    """What it lists alerts nobody, as with a link that an admin types."""
    feed = await moving(talk)
    talk.sources.feeds[NEW] = ParsedFeed("Morning Post", (entry("Old"), entry("Later")))
    answer = await talk.say(root, "/health")
    await talk.press(root, answer, "1: use the new link")
    assert answer.text.startswith(f"✓ I read Morning Post at {NEW} from now on.")
    now = await talk.stored(feed)
    assert (now.url, now.move) == (NEW, None)
    assert await talk.rows("SELECT count(*) FROM articles WHERE routed_at IS NULL") == [(0,)]
    await talk.say(root, "/undo")
    assert (await talk.stored(feed)).url == feed.url


@pytest.mark.parametrize("there", ["nothing", "another feed", "not moving"])
async def test_a_new_address_that_cannot_be_taken_leaves_the_old_one(
    talk: Talk, root: User, there: str
) -> None:
    feed = await moving(talk)
    answer = await talk.say(root, "/health")
    said = "stays where it is: I cannot read the new link. There is no site of that name."
    if there == "another feed":
        await talk.feed("Evening Post", url=NEW)
        talk.sources.feeds[NEW] = ParsedFeed("Evening Post", ())
        said = "That is the address of feed 2."
    elif there == "not moving":
        await fares(talk, feed)
        said = "has not moved, or not any more."
    await talk.press(root, answer, "1: use the new link")
    assert said in answer.text.splitlines()[0]
    assert (await talk.stored(feed)).url == feed.url


async def test_a_private_feed_is_its_chats_own(talk: Talk, root: User) -> None:
    """Neither listed elsewhere nor to be changed by a forged button."""
    group = talk.api.world.add_group("Group", members=[root, await talk.user("Ada")])
    feed = await talk.feed("Secret")
    await talk.say(root, "/health", group)
    await fares(talk, feed, problem=BROKEN)
    await talk.sql("UPDATE feeds SET owner_chat_id = ?", group.id)
    answer = await talk.say(root, "/health")
    assert answer.text.startswith("All feeds are well")
    press = await talk.press(root, answer, "v1:fix:1:remove:0:")
    assert "This feed is not there" in press.answers[0].text
    assert "Secret" in (await talk.say(root, "/health", group)).text
    await talk.sql("UPDATE feeds SET removed_at = ?", talk.now)
    for data in ("v1:fix:1:restore:0:", "v1:restore:1:"):
        answer = await talk.say(root, "/health")
        await talk.press(root, answer, data)
        assert "Secret" not in answer.text
    assert await talk.rows("SELECT removed_at FROM feeds") == [(talk.now,)]


async def test_forged_buttons_change_nothing(talk: Talk, root: User) -> None:
    feed = await talk.feed()
    answer = await one(talk, root, feed)
    before = await talk.memory()
    for data in ("v1:fix:1:dance:0:", "v1:fix:1:", "v1:fix:x:pause:0:", "v1:health:x:"):
        press = await talk.press(root, answer, data)
        assert "no longer works" in press.answers[0].text, data
    assert await talk.memory() == before
