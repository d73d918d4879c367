"""A login for one feed: given in private by the owner, deleted from the chat, and never shown."""

import logging

import pytest

from bot.local.botapi import FaultKind, User
from newsroom import ParsedFeed, Role
from storage import get_feed, list_audit, personal_data, secret_headers, subscribed_outlines
from tests.handlers_.talk import Talk, entry, place

WORDS = "login ada s3cret"
BASIC = "Basic YWRhOnMzY3JldA=="
MARKS = ("s3cret", "YWRhOnMzY3JldA", "Basic")


@pytest.fixture
async def boss(talk: Talk) -> User:
    return await talk.user("Boss", role=Role.OWNER)


async def carried(talk: Talk, user: User, number: int = 1) -> dict[str, str]:
    feed = await get_feed(talk.db, number, visible_to=user.id)
    assert feed is not None
    return dict(await secret_headers(talk.db, feed))


def deleted(talk: Talk, user: User) -> bool:
    """Whether the message with the secret is gone from the chat."""
    return not any(
        "s3cret" in one.text for one in talk.private(user).messages.values() if not one.deleted
    )


async def test_a_login_is_kept_and_the_message_deleted(talk: Talk, boss: User) -> None:
    await talk.feed()
    answer = await talk.say(boss, f"/editfeed 1 {WORDS}")
    assert answer.text == (
        "Feed 1, Morning Post, has a login now. I send it to that feed's own site alone, and show it to "
        "nobody.\nIt is for this chat alone.\nTo forget the login: /editfeed 1 login off"
    )
    assert deleted(talk, boss)
    assert await carried(talk, boss) == {"Authorization": BASIC}
    assert "It has a login." in (await talk.say(boss, "/editfeed 1")).text
    assert (await talk.rows("SELECT owner_chat_id FROM feeds")) == [(boss.id,)]


async def test_it_stands_nowhere_but_in_its_table(
    talk: Talk, boss: User, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    await talk.feed()
    await talk.say(boss, f"/editfeed 1 {WORDS}")
    await talk.say(boss, "/editfeed 1 header X-Key: s3cret")
    for words in (
        "/feeds",
        "/editfeed 1",
        "/checkfeed 1",
        "/audit",
        "/export",
        "/privacy",
        "/health",
    ):
        for answer in await talk.say_all(boss, words):
            assert not any(mark in answer.text for mark in MARKS), words
    assert "gave feed 1, Morning Post a login" in (await talk.say(boss, "/audit")).text
    await talk.subscribe(talk.private(boss), 1)
    told = [
        await personal_data(talk.db, boss.id),
        await subscribed_outlines(talk.db, place(talk.private(boss)), own_feeds=True),
    ]
    assert "morning-post.example" in str(told)
    assert not any(mark in str(told) for mark in MARKS)
    memory = await talk.memory()
    memory.pop("feed_secrets")
    assert not any(mark in str(memory) for mark in MARKS)
    assert not any(mark in caplog.text for mark in MARKS)
    audited = str(await list_audit(talk.db, limit=9))
    assert not any(mark in audited for mark in MARKS)
    feed = await get_feed(talk.db, 1, visible_to=boss.id)
    assert not any(mark in repr(feed) for mark in MARKS)


async def test_an_admin_who_is_no_owner_may_not_and_his_message_goes_too(talk: Talk) -> None:
    root = await talk.user("Root", role=Role.ADMIN)
    await talk.feed()
    answer = await talk.say(root, f"/editfeed 1 {WORDS}")
    assert answer.text.startswith("Only the bot's owner may do that")
    assert deleted(talk, root)
    assert await talk.rows("SELECT * FROM feed_secrets") == []


async def test_in_a_group_it_is_refused_and_asked_to_be_deleted(talk: Talk, boss: User) -> None:
    """The bot may not delete there."""
    await talk.feed()
    group = talk.api.world.add_group("Neighbours", admins=[boss])
    answer = await talk.say(boss, f"/editfeed 1 {WORDS}", group)
    assert answer.text == (
        "Logins and headers are for our private chat, where nobody else reads them. Nothing was changed.\n"
        "⚠ I could not delete your message. Please delete it yourself: the secret stands in it."
    )
    assert await talk.rows("SELECT * FROM feed_secrets") == []


async def test_where_telegram_refuses_to_delete_the_person_is_asked_to(
    talk: Talk, boss: User
) -> None:
    await talk.feed()
    talk.api.fault(FaultKind.SERVER_ERROR, method="deleteMessage")
    first, second = await talk.say_all(boss, f"/editfeed 1 {WORDS}")
    assert "Please delete it yourself" in first.text
    assert "has a login now" in second.text


@pytest.mark.parametrize(
    "words",
    [
        "/editfeed Morning Post login ada s3cret",
        "/editfeed Nobody Knows header X-Key: s3cret",
        "/editfeed 9 login ada s3cret",
        "/editfeed 1 login s3cret",
        "/editfeed 1 header Host: s3cret",
    ],
)
async def test_what_is_not_understood_is_not_repeated_and_goes_too(
    talk: Talk, boss: User, words: str
) -> None:
    await talk.feed()
    answers = await talk.say_all(boss, words)
    assert answers
    assert not any("s3cret" in one.text for one in answers)
    assert deleted(talk, boss)
    assert await talk.rows("SELECT * FROM feed_secrets") == []


async def test_who_follows_the_feed_elsewhere_comes_first(talk: Talk, boss: User) -> None:
    ada = await talk.user("Ada")
    await talk.say(ada, "/help")
    await talk.feed()
    await talk.subscribe(talk.private(ada), 1)
    answer = await talk.say(boss, f"/editfeed 1 {WORDS}")
    assert answer.text.startswith("1 other chat follows that feed")
    assert await talk.rows("SELECT * FROM feed_secrets") == []
    question = await talk.say(boss, "/editfeed 1 chat here")
    await talk.press(boss, question, "For one chat alone")
    assert "has a login now" in (await talk.say(boss, f"/editfeed 1 {WORDS}")).text


async def test_headers_are_added_replaced_counted_and_forgotten(talk: Talk, boss: User) -> None:
    await talk.feed()
    await talk.say(boss, "/editfeed 1 header X-Key: one")
    await talk.say(boss, "/editfeed 1 header x-key: two")
    assert await carried(talk, boss) == {"x-key": "two"}
    for number in range(9):
        await talk.say(boss, f"/editfeed 1 header X-{number}: v")
    assert "ten headers already" in (await talk.say(boss, "/editfeed 1 header X-More: v")).text
    assert len(await carried(talk, boss)) == 10
    answer = await talk.say(boss, "/editfeed 1 login off")
    assert answer.text.startswith("Feed 1, Morning Post, has no login any more.")
    assert await carried(talk, boss) == {}
    assert "has no login" in (await talk.say(boss, "/editfeed 1 header off")).text


async def test_it_stays_with_one_chat_until_the_login_is_off(talk: Talk, boss: User) -> None:
    """An undo does not make it everybody's either."""
    await talk.feed()
    own = await talk.say(boss, "/editfeed 1 chat here")
    await talk.say(boss, f"/editfeed 1 {WORDS}")
    assert "so it stays with one chat" in (await talk.say(boss, "/editfeed 1 chat all")).text
    press = await talk.press(boss, own, "Undo")
    assert press.answers[0].text.startswith("Too late")
    await talk.say(boss, "/undo")
    assert await talk.rows("SELECT owner_chat_id FROM feeds") == [(boss.id,)]
    await talk.say(boss, "/editfeed 1 login off")
    assert "for everybody" in (await talk.say(boss, "/editfeed 1 chat all")).text


async def test_another_site_is_not_told_the_login(talk: Talk, boss: User) -> None:
    feed = await talk.feed()
    await talk.say(boss, f"/editfeed 1 {WORDS}")
    found = talk.sources.feeds
    parsed = ParsedFeed(title="New", entries=(entry("One"),))
    found[f"{feed.url}2"] = found["https://new.example/feed"] = parsed
    answer = await talk.say(boss, f"/editfeed 1 link {feed.url}2")
    assert "I forgot its login" not in answer.text
    assert await carried(talk, boss)
    answer = await talk.say(boss, "/editfeed 1 link https://new.example/feed")
    assert "I forgot its login" in answer.text
    assert await talk.rows("SELECT * FROM feed_secrets") == []


async def test_a_link_and_a_login_add_a_feed(talk: Talk, boss: User) -> None:
    """One that nobody may read without cannot be looked at before."""
    answer = await talk.say(boss, f"/editfeed https://closed.example/feed {WORDS}")
    assert "closed.example, has a login now" in answer.text
    assert await carried(talk, boss) == {"Authorization": BASIC}
    ada = await talk.user("Ada")
    assert "closed.example" not in (await talk.say(ada, "/feeds")).text
    answer = await talk.say(boss, f"/editfeed https://ada:pw@other.example/feed {WORDS}")
    assert answer.text.startswith("To add a feed that asks for a login")
    assert len(await talk.rows("SELECT id FROM feeds")) == 1
