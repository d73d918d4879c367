"""What the staff reads of feeds: in a notice, and in /feeds."""

from dataclasses import replace

import pytest

from bot.local.botapi import Message, User
from handlers import OutgoingMessage, render_delivery
from newsroom import (
    Chat,
    ChatKind,
    Delivery,
    DeliveryKind,
    Feed,
    FeedNews,
    Move,
    Place,
    Problem,
    ProblemKind,
    Rhythm,
    Role,
    Standing,
    Verdict,
)
from storage import due_deliveries, get_chat, record_check, tell_staff
from tests.handlers_.talk import DAY, HOUR, MINUTE, Talk, labels
from tests.handlers_.world import LIBRARY

BROKEN = Problem(ProblemKind.SERVER_ERROR, "HTTP 503")


@pytest.fixture
async def root(talk: Talk) -> User:
    """Return an admin who has written to the bot."""
    user = await talk.user("Root", role=Role.ADMIN)
    await talk.say(user, "/start")
    return user


def shown(*news: FeedNews) -> OutgoingMessage:
    notice = Delivery(7, Place(1), DeliveryKind.NOTICE, due_at=0, news=news)
    chat = Chat(1, ChatKind.PRIVATE, "Root")
    message = render_delivery(notice, None, chat, LIBRARY.texts("en"), "newshound_bot")
    assert message is not None
    return message


async def fares(talk: Talk, feed: Feed, standing: Standing, **more: object) -> None:
    """Record a check after which the feed stands so."""
    verdict = Verdict(feed.id, talk.now, talk.now + 15 * MINUTE, standing=standing)
    await record_check(talk.db, replace(verdict, **more))  # type: ignore[arg-type]


async def notice(talk: Talk, user: User) -> Message:
    """Let the notice that is owed arrive."""
    assert await tell_staff(talk.db, talk.now, pause=HOUR) == 1
    (due,) = await due_deliveries(talk.db, talk.now, limit=1)
    chat = await get_chat(talk.db, user.id)
    assert chat is not None
    bot = talk.application.bot
    made = render_delivery(due, None, chat, LIBRARY.texts("en"), bot.username)
    assert made is not None
    await bot.send_message(user.id, made.html, parse_mode="HTML", reply_markup=made.keyboard)
    return talk.api.messages[-1]


def test_the_worst_comes_first_and_each_list_says_what_to_do() -> None:
    message = shown(
        FeedNews(1, "Arts", Standing.WELL),
        FeedNews(2, "Sport", Standing.ILL, BROKEN),
        FeedNews(3, "Old & gone", Standing.GONE),
        FeedNews(4, "Travel", None, url="https://new.example/travel"),
        FeedNews(5, "Twin", Standing.DUPLICATE, other_id=9),
    )
    assert message.plain.splitlines() == [
        "⏹ The publisher of 1 feed took it down, so I stopped looking there:",
        "3. Old & gone",
        "Their articles stay. To try again: /resumefeed – to let go: /removefeed",
        "⚠️ I have not been able to read 1 feed for hours:",
        "2. Sport – The site has a fault of its own. (HTTP 503)",
        "I keep trying, at least once a day. To see why: /checkfeed – to let go: /removefeed",
        "👥 1 feed has moved to where another of the catalogue is:",
        "5. Twin – it is number 9 now",
        "One of the two can go: /removefeed",
        "📦 1 feed has moved, and I went along:",
        "4. Travel – https://new.example/travel",
        "✅ 1 feed is well again:",
        "1. Arts",
    ]
    assert message.keyboard is None


def test_hundreds_of_feeds_are_one_message_that_fits() -> None:
    title = "A very long title of a feed that nobody can read on a phone " * 5
    message = shown(*(FeedNews(n, title, Standing.DEAD, BROKEN) for n in range(300)))
    assert "300 feeds seem to be dead" in message.plain
    assert message.plain.endswith("… and 288 more: /feeds")
    assert len(message.plain) < 4096


async def test_a_feed_that_stopped_is_resumed_from_its_notice(talk: Talk, root: User) -> None:
    feed = await talk.feed("Arts")
    await fares(talk, feed, Standing.GONE, stop=True, problem=Problem(ProblemKind.GONE))
    message = await notice(talk, root)
    assert "took it down" in message.text
    assert labels(message) == ["Resume", "Remove"]
    assert "⏹ Its publisher took it down" in (await talk.say(root, "/feeds")).text
    await talk.press(root, message, "Resume")
    assert "Resumed Arts" in message.text
    assert "took it down" not in (await talk.say(root, "/feeds")).text


async def test_a_notice_is_only_for_its_time_as_an_admin(talk: Talk, root: User) -> None:
    """Its buttons prove nothing."""
    feed = await talk.feed("Arts")
    await fares(talk, feed, Standing.GONE, stop=True, problem=Problem(ProblemKind.GONE))
    message = await notice(talk, root)
    await talk.set_role(root, Role.MEMBER)
    before = await talk.memory()
    await talk.press(root, message, "Resume")
    assert await talk.memory() == before


async def test_feeds_says_what_is_the_matter_with_each(talk: Talk, root: User) -> None:
    """To admins. Members hear that a feed cannot be read, and of no others."""
    ill, dead, silent, moved, twin = [
        await talk.feed(name) for name in ("Ill", "Dead", "Silent", "Moved", "Twin")
    ]
    since = talk.now
    await fares(talk, ill, Standing.ILL, problem=BROKEN)
    await fares(talk, dead, Standing.DEAD, problem=BROKEN)
    await fares(talk, silent, Standing.SILENT, rhythm=Rhythm(DAY, since - 60 * DAY))
    await fares(talk, moved, Standing.WELL, moved_to="https://new.example/feed")
    await fares(talk, twin, Standing.DUPLICATE, move=Move("https://arts.example/feed", 3, since))
    talk.now += 8 * HOUR
    text = (await talk.say(root, "/feeds")).text
    assert "⚠️ The site has a fault of its own. (HTTP 503) For 8 hours now." in text
    assert "☠️ The site has a fault of its own. (HTTP 503) For 8 hours now. If it is over:" in text
    assert "💤 It can be read, but there has been nothing new for 2 months." in text
    assert "📦 It moved 8 hours ago, to https://new.example/feed" in text
    assert "👥 It has moved to https://arts.example/feed, which is in the catalogue" in text
    member = await talk.user("Mo")
    text = (await talk.say(member, "/feeds")).text
    assert text.count("cannot be read just now") == 2
    assert "moved" not in text.replace("Moved", "")
    assert "💤" not in text


async def test_a_former_address_finds_the_feed(talk: Talk, root: User) -> None:
    feed = await talk.feed("Arts")
    await fares(talk, feed, Standing.WELL, moved_to="https://new.example/feed")
    answer = await talk.say(root, f"/addfeed {feed.url}")
    assert answer.text == f"That feed is there already, as number {feed.id}: Arts"
    assert talk.sources.looks == []
