"""A feed that belongs to one chat exists there and, in private, for that chat's admins at that moment."""

import pytest

from bot.local.botapi import Chat, FaultKind, User
from tests.handlers_.talk import Talk, entry

WAYS = (
    "ferry",
    "feed:1",
    "ferry feed:secret",
    "/latest 1",
    "/latest secret",
    "/summary 1",
    "/summary https://example.org/Ferry",
    "/save 1",
    "/feeds secret",
    "/start a1",
    "/start f1",
)
"""Ways to reach a private feed or its article."""

MARKS = ("Secret", "All about Ferry")
"""One of them stands in every answer that gives the feed away; nobody here types them so."""


@pytest.fixture
async def group(talk: Talk) -> Chat:
    """Return a group with a feed of its own: number 1, with article 1. Ada is its admin, Eve is not."""
    ada = await talk.user("Ada")
    eve = await talk.user("Eve")
    made = talk.api.world.add_group("Neighbours", admins=[ada], members=[eve])
    await talk.say(ada, "/help", made)
    feed = await talk.feed("Secret", entry("Ferry"))
    await talk.sql("UPDATE feeds SET owner_chat_id = ? WHERE id = ?", made.id, feed.id)
    await talk.index.catch_up()
    return made


def person(talk: Talk, name: str) -> User:
    return next(one for one in talk.api.world.users.values() if one.first_name == name)


async def reached(talk: Talk, user: User, words: str, chat: Chat | None = None) -> bool:
    """Whether any of the answers shows something of the feed."""
    command = words if words.startswith("/") or chat is None else f"/search {words}"
    answers = await talk.say_all(user, command, chat)
    return any(mark in one.text for one in answers for mark in MARKS)


@pytest.mark.parametrize("words", [one for one in WAYS if one != "/save 1"])
async def test_it_is_there_in_its_chat_and_for_its_admin_in_private(
    talk: Talk, group: Chat, words: str
) -> None:
    ada, eve = person(talk, "Ada"), person(talk, "Eve")
    assert await reached(talk, ada, words)
    assert await reached(talk, eve, words, group)


@pytest.mark.parametrize("words", WAYS)
async def test_it_is_nowhere_else(talk: Talk, group: Chat, words: str) -> None:
    """Not for a member in private, nor for its admin in another group; it is as unknown as what never was."""
    ada, eve = person(talk, "Ada"), person(talk, "Eve")
    assert not await reached(talk, eve, words)
    other = talk.api.world.add_group("Others", admins=[ada, eve])
    assert not await reached(talk, ada, words, other)
    unknown = words.replace("1", "9").replace("secret", "nowhere").replace("/Ferry", "/None")
    here = (await talk.say(eve, words)).text
    there = (await talk.say(eve, unknown)).text
    assert here == there.replace("9", "1").replace("nowhere", "secret").replace("/None", "/Ferry")


async def test_who_is_no_admin_any_more_sees_it_no_more(talk: Talk, group: Chat) -> None:
    """At once, also what he saved and what a message showed him."""
    ada = person(talk, "Ada")
    card = await talk.say(ada, "/start a1")
    await talk.say(ada, "/save 1")
    assert "Ferry" in (await talk.say(ada, "/saved")).text
    found = await talk.say(ada, "/saved ferry")
    assert "Ferry\nSecret" in found.text
    talk.api.demote(ada, group)
    assert "empty" in (await talk.say(ada, "/saved")).text
    assert "Nothing on your reading list" in (await talk.say(ada, "/saved ferry")).text
    press = await talk.press(ada, card, "Summary")
    assert "no such article" in press.answers[0].text
    press = await talk.press(ada, found, "✕ 1")
    assert "no such article" in press.answers[0].text
    for words in WAYS:
        assert not await reached(talk, ada, words), words


async def test_who_has_become_admin_sees_it_within_ten_minutes(talk: Talk, group: Chat) -> None:
    eve = person(talk, "Eve")
    assert not await reached(talk, eve, "ferry")
    talk.api.promote(eve, group)
    talk.now += 10 * 60_000
    assert await reached(talk, eve, "ferry")


@pytest.mark.parametrize("method", ["getChatMember", "getChatAdministrators"])
async def test_where_telegram_does_not_say_it_is_not_shown(
    talk: Talk, group: Chat, method: str
) -> None:
    ada = person(talk, "Ada")
    fault = talk.api.fault(FaultKind.SERVER_ERROR, method=method)
    assert not await reached(talk, ada, "ferry")
    fault.cancel()
    assert await reached(talk, ada, "ferry")


async def test_others_cost_telegram_nothing(talk: Talk, group: Chat) -> None:
    """The list of admins is asked for once, whoever writes and whatever he looks for."""
    eve = person(talk, "Eve")
    asked = len(talk.api.calls_of("getChatMember"))
    for words in ("ferry", "boat", "/feeds"):
        await talk.say(eve, words)
    assert len(talk.api.calls_of("getChatAdministrators")) == 1
    assert len(talk.api.calls_of("getChatMember")) == asked


async def test_its_alerts_go_to_its_own_chat_alone(talk: Talk, group: Chat) -> None:
    """Nor can its admin subscribe himself, or another chat, or forward an article of it."""
    ada = person(talk, "Ada")
    channel = talk.api.world.add_channel("News", username="the_news", admins=[ada])
    for words in ("/sub 1", "/sub @the_news 1"):
        answer = await talk.say(ada, words)
        assert "Secret belongs to one chat alone" in answer.text
    assert await talk.subscribed(talk.private(ada)) == await talk.subscribed(channel) == []
    assert "Subscribed to Secret" in (await talk.say(ada, "/sub 1", group)).text
    assert "so it stays there" in (await talk.say(ada, "/forward 1 @the_news")).text
