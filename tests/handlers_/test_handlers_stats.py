"""/stats: the numbers, the picture, and what is counted."""

import pytest

from bot.local.botapi import User
from newsroom import Feed, Role, Seen, Verdict
from storage import due_deliveries, record_check, route_articles, settle_sent
from tests.handlers_.talk import DAY, MINUTE, Talk, entry


@pytest.fixture
async def root(talk: Talk) -> User:
    """Return an admin of the bot."""
    return await talk.user("Root", role=Role.ADMIN)


async def brings(talk: Talk, feed: Feed, *names: str) -> None:
    """Let a check of a feed find new articles, which are to alert."""
    new = tuple(map(entry, names))
    seen = tuple(Seen(one.key, one.raw_hash) for one in new)
    due = talk.now + 15 * MINUTE
    verdict = Verdict(feed.id, talk.now, due, parsed=True, new=new, seen=seen)
    assert await record_check(talk.db, verdict) == len(names)


async def test_the_numbers_stand_under_a_picture(talk: Talk, root: User) -> None:
    feed = await talk.feed("Morning Post", entry("Old"))
    await talk.feed("Вечерняя почта")
    await talk.say(root, "/sub 1")
    await talk.say(root, "/pausefeed 2")
    await brings(talk, feed, "Fresh", "Fresher")
    await route_articles(talk.db, talk.now)
    while waiting := await due_deliveries(talk.db, talk.now, limit=1):
        (due,) = waiting
        await settle_sent(talk.db, due.id, message_id=due.id, now=talk.now)
    await talk.say(root, "fresh")
    await talk.say(root, "/search nonsense")
    answer = await talk.say(root, "/stats")
    assert answer.media is not None
    assert answer.media.kind == "photo"
    assert answer.media.file.content.startswith(b"\x89PNG")
    lines = answer.text.splitlines()
    assert lines[:5] == [
        "Feeds: 2, 1 of them paused",
        "Articles: 3",
        "Subscribed chats: 1, subscriptions: 1",
        "Alerts: 2 today, 2 in 30 days",
        "Searches: 2 today, 2 in 30 days",
    ]
    assert lines[5].startswith("Database: ")
    assert lines[7:] == [
        "🔵 new articles and 🟧 alerts a day, from Aug 23, 2026 to Sep 21, 2026 (UTC).",
        "Most new articles in that time:",
        "1. Morning Post",
    ]


async def test_an_empty_bot_has_numbers_too(talk: Talk, root: User) -> None:
    answer = await talk.say(root, "/stats")
    assert answer.media is not None
    assert answer.text.splitlines()[0] == "Feeds: 0"
    assert "No feed has had anything new in that time." in answer.text


async def test_what_was_counted_long_ago_is_not_shown(talk: Talk, root: User) -> None:
    feed = await talk.feed("Morning Post", entry("Old"))
    await brings(talk, feed, "Fresh")
    assert "Morning Post" in (await talk.say(root, "/stats")).text
    talk.now += 30 * DAY
    assert "Morning Post" not in (await talk.say(root, "/stats")).text


async def test_long_titles_leave_room_for_all_eight(talk: Talk, root: User) -> None:
    for number in range(9):
        feed = await talk.feed(f"{number} " + "א" * 200, url=f"https://{number}.example/feed")
        await brings(talk, feed, *(f"{number} {one}" for one in range(number + 1)))
    answer = await talk.say(root, "/stats")
    assert answer.text.splitlines()[-8].startswith("1. ")
    assert answer.text.splitlines()[-1].startswith("8. ")


async def test_where_no_picture_may_be_sent_the_numbers_are(talk: Talk, root: User) -> None:
    group = talk.api.world.add_group("Group", members=[root])
    group.permissions -= {"can_send_photos"}
    answer = await talk.say(root, "/stats", group)
    assert answer.media is None
    assert answer.text.startswith("Feeds: 0")


async def test_private_feeds_are_counted_and_not_named(talk: Talk, root: User) -> None:
    group = talk.api.world.add_group("Group", members=[root, await talk.user("Ada")])
    await talk.say(root, "/start", group)
    feed = await talk.feed("Secret", entry("Old"))
    await brings(talk, feed, "Fresh")
    assert "Secret" in (await talk.say(root, "/stats")).text
    await talk.sql("UPDATE feeds SET owner_chat_id = ?", group.id)
    answer = await talk.say(root, "/stats")
    assert "Feeds: 1" in answer.text
    assert "Secret" not in answer.text
