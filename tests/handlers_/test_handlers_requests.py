"""A link that only admins may add: asked once, settled with one tap."""

from pathlib import Path

import pytest

from bot.local.botapi import Chat, Message, User
from handlers import AccessRules
from newsroom import ParsedFeed, Place, Problem, ProblemKind, Role
from storage import deliveries_of, list_audit
from tests.handlers_.talk import Talk, entry, labels
from tests.handlers_.world import talking

LINK = "https://new.example/feed"


async def admin(talk: Talk, name: str = "Root", role: Role = Role.ADMIN) -> User:
    """Return an admin who has started the bot, and let the feed stand at LINK."""
    talk.sources.feeds[LINK] = ParsedFeed("New Times", (entry("Hello"),))
    user = await talk.user(name, role=role)
    await talk.say(user, "/start")
    return user


def request_in(chat: Chat) -> Message:
    """Return the newest message of a chat, which is a request."""
    message = chat.last_message
    assert message is not None
    assert labels(message) == ["Approve", "Decline"]
    return message


async def told(talk: Talk, chat: Chat) -> list[str | None]:
    """Return what a chat is owed to be told."""
    return [one.body for one in await deliveries_of(talk.db, [chat.id])]


async def test_a_members_link_becomes_a_request_to_all_admins(talk: Talk) -> None:
    """Nothing is fetched before one of them approves."""
    root, olga = await admin(talk), await admin(talk, "Olga", Role.OWNER)
    ada = await talk.user("Ada <3")
    answer = await talk.say(ada, "https://NEW.example/feed")
    assert "I have asked the bot's admins" in answer.text
    for one in (root, olga):
        request = request_in(talk.private(one))
        assert request.text == f"Ada <3 asks for this feed:\n{LINK}"
    assert not talk.sources.looks
    assert await talk.rows("SELECT url FROM feeds") == []


async def test_approving_adds_the_feed_and_subscribes_who_asked(talk: Talk) -> None:
    root, ada = await admin(talk), await talk.user()
    await talk.say(ada, f"/sub {LINK}")
    request = request_in(talk.private(root))
    await talk.press(root, request, "Approve")
    assert request.text.startswith("Added as number 1: New Times")
    assert labels(request) == []
    assert await talk.subscribed(talk.private(ada)) == [1]
    assert await told(talk, talk.private(ada)) == [
        "The feed you asked for is there: New Times, number 1. You get its new articles from now on."
    ]
    rows = await list_audit(talk.db, limit=1)
    assert [(row.by, row.action, row.subject) for row in rows] == [
        (root.id, "approverequest", "request:1")
    ]


async def test_declining_tells_who_asked_and_it_is_not_asked_again(talk: Talk) -> None:
    root, ada = await admin(talk), await talk.user()
    await talk.say(ada, LINK)
    request = request_in(talk.private(root))
    await talk.press(root, request, "Decline")
    assert request.text.startswith(f"Declined: {LINK}")
    (note,) = await told(talk, talk.private(ada))
    assert f"decided against the feed you asked for: {LINK}" in str(note)
    assert not talk.sources.looks
    assert "have decided against" in (await talk.say(ada, LINK)).text
    assert labels(request) == []


async def test_a_request_is_settled_once(talk: Talk) -> None:
    """Whoever presses later sees what was decided."""
    root, olga, ada = await admin(talk), await admin(talk, "Olga"), await talk.user()
    await talk.say(ada, LINK)
    first, second = request_in(talk.private(root)), request_in(talk.private(olga))
    await talk.press(root, first, "Approve")
    await talk.press(olga, second, "Decline")
    assert second.text == f"Settled already: approved. {LINK}"
    assert labels(second) == []
    assert await talk.subscribed(talk.private(ada)) == [1]
    assert len(await told(talk, talk.private(ada))) == 1
    await talk.say(ada, "https://other.example/feed")
    first, second = request_in(talk.private(root)), request_in(talk.private(olga))
    await talk.press(olga, second, "Decline")
    await talk.press(root, first, "Approve")
    assert first.text == "Settled already: declined. https://other.example/feed"


async def test_the_same_request_is_asked_once(talk: Talk) -> None:
    """Of several people too: one tap serves them all."""
    root, ada, bob = await admin(talk), await talk.user("Ada"), await talk.user("Bob")
    await talk.say(ada, LINK)
    request = request_in(talk.private(root))
    for one in (ada, bob):
        assert "asked for https://new.example/feed already" in (await talk.say(one, LINK)).text
    assert request_in(talk.private(root)) is request
    await talk.press(root, request, "Approve")
    for one in (ada, bob):
        assert await talk.subscribed(talk.private(one)) == [1]
        assert len(await told(talk, talk.private(one))) == 1


async def test_where_the_feed_cannot_be_read_the_request_stays_open(talk: Talk) -> None:
    root, ada = await admin(talk), await talk.user()
    feed = talk.sources.feeds.pop(LINK)
    talk.sources.problems[LINK] = Problem(ProblemKind.TIMEOUT)
    await talk.say(ada, LINK)
    request = request_in(talk.private(root))
    await talk.press(root, request, "Approve")
    assert "took too long to answer" in talk.api.messages[-1].text
    assert talk.api.messages[-1].chat is talk.private(root)
    assert labels(request) == ["Approve", "Decline"]
    assert await told(talk, talk.private(ada)) == []
    talk.sources.feeds[LINK] = feed
    await talk.press(root, request, "Approve")
    assert await talk.subscribed(talk.private(ada)) == [1]


async def test_who_is_no_admin_any_more_settles_nothing(talk: Talk) -> None:
    root, ada = await admin(talk), await talk.user()
    await talk.say(ada, LINK)
    request = request_in(talk.private(root))
    await talk.set_role(root, Role.MEMBER)
    press = await talk.press(root, request, "Approve")
    assert "Only the bot's admins" in press.answers[0].text
    assert await talk.rows("SELECT state FROM requests") == [("open",)]


async def test_an_admin_who_cannot_be_reached_keeps_nobody_from_it(talk: Talk) -> None:
    """Where none can, the person is told to ask himself, and may send the link again later."""
    await talk.user("Never started", role=Role.OWNER, id=7)
    gone, ada = await admin(talk, "Gone"), await talk.user("Ada")
    talk.api.block(gone)
    assert "I could not reach the bot's admins" in (await talk.say(ada, LINK)).text
    assert await talk.rows("SELECT * FROM requests") == []
    root = await admin(talk)
    assert "I have asked" in (await talk.say(ada, LINK)).text
    request_in(talk.private(root))


SITE = "https://new.example/"


@pytest.mark.parametrize("link", ["/sub new.example", "http://www.NEW.example", SITE])
async def test_the_site_of_a_feed_that_is_there_is_no_request(talk: Talk, link: str) -> None:
    root, ada = await admin(talk), await talk.user()
    feed = await talk.feed("New Times", url=LINK, site_url=SITE)
    answer = await talk.say(ada, link)
    assert answer.text.startswith("Subscribed to New Times")
    assert await talk.subscribed(talk.private(ada)) == [feed.id]
    assert await talk.rows("SELECT * FROM requests") == []
    other = await talk.say(ada, "https://new.example/another-page")
    assert "I have asked the bot's admins" in other.text
    assert request_in(talk.private(root)).text.endswith("/another-page")


async def test_of_several_feeds_of_a_site_it_is_asked_which(talk: Talk) -> None:
    ada = await talk.user()
    await talk.feed("New Times", url=LINK, site_url=SITE)
    sport = await talk.feed("Sport Times", url=f"{LINK}/sport", site_url=SITE)
    question = await talk.say(ada, SITE)
    assert labels(question) == ["1 · New Times", "2 · Sport Times"]
    await talk.press(ada, question, "2 · Sport Times")
    assert await talk.subscribed(talk.private(ada)) == [sport.id]


async def test_ten_requests_of_a_person_may_wait(talk: Talk) -> None:
    await admin(talk)
    ada = await talk.user()
    for number in range(10):
        assert "I have asked" in (await talk.say(ada, f"{LINK}/{number}")).text
    assert "You have 10 requests waiting" in (await talk.say(ada, f"{LINK}/10")).text
    assert len(await talk.rows("SELECT * FROM requests")) == 10


async def test_a_groups_admin_asks_for_the_group(talk: Talk) -> None:
    """The group is subscribed and told; behind an anonymous admin nobody can be told."""
    root, ada = await admin(talk), await talk.user("Ada")
    forum = talk.api.world.add_group("Village", forum=True, admins=[ada])
    roads = talk.api.world.add_topic(forum, "Roads")
    words = f"/sub {LINK}"
    answer = await talk.say(ada, words, forum, topic=roads, anonymous_admin=True)
    assert "in the group's name" in answer.text
    await talk.say(ada, words, forum, topic=roads)
    request = request_in(talk.private(root))
    assert request.text == f"Ada asks for this feed:\n{LINK}\nFor Village"
    await talk.press(root, request, "Approve")
    assert await talk.subscribed(forum, roads) == [1]
    (note,) = await deliveries_of(talk.db, [forum.id])
    assert note.place == Place(forum.id, roads.id)


async def test_a_channels_readers_are_not_told_but_its_admin_is(talk: Talk) -> None:
    root, ada = await admin(talk), await talk.user("Ada")
    channel = talk.api.world.add_channel("News", username="the_news", admins=[ada])
    await talk.say(ada, f"/sub @the_news {LINK}")
    await talk.press(root, request_in(talk.private(root)), "Approve")
    assert await talk.subscribed(channel) == [1]
    assert await told(talk, channel) == []
    assert len(await told(talk, talk.private(ada))) == 1


async def test_an_approved_feed_does_not_pass_the_limit_of_a_place(tmp_path: Path) -> None:
    async with talking(tmp_path, AccessRules(max_subscriptions=1)) as talk:
        root, ada = await admin(talk), await talk.user()
        await talk.say(ada, LINK)
        await talk.feed()
        await talk.say(ada, "/sub 1")
        await talk.press(root, request_in(talk.private(root)), "Approve")
        assert await talk.subscribed(talk.private(ada)) == [1]
        (note,) = await told(talk, talk.private(ada))
        assert "no subscription left" in str(note)


@pytest.mark.parametrize("role", [Role.ADMIN, Role.OWNER])
async def test_addfeed_stays_the_admins(talk: Talk, role: Role) -> None:
    """It makes no request; the admins add at once."""
    root, ada = await admin(talk, role=role), await talk.user()
    assert "Only the bot's admins" in (await talk.say(ada, f"/addfeed {LINK}")).text
    assert await talk.rows("SELECT * FROM requests") == []
    assert "Added as number 1" in (await talk.say(root, f"/addfeed {LINK}")).text
