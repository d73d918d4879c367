"""Subscribing another chat, which the sender must administer at that moment: `/sub @channel FEED`."""

import pytest

from bot.local.botapi import Chat, User
from newsroom import ChatKind, Role
from storage import get_chat
from tests.handlers_.talk import HOUR, Talk, labels


async def channel_of(talk: Talk, *admins: User, bot_admin: bool = True) -> Chat:
    """Return a public channel, @news, and put a feed into the catalogue."""
    await talk.feed()
    return talk.api.world.add_channel(
        "Village <News>", username="village_news", admins=admins, bot_admin=bot_admin
    )


async def test_an_admin_of_a_channel_subscribes_it_from_his_private_chat(talk: Talk) -> None:
    """The answer names the channel, and its buttons are about the channel too."""
    ada = await talk.user()
    channel = await channel_of(talk, ada)
    answer = await talk.say(ada, "/sub @village_news 1")
    assert answer.text.startswith("In Village <News>:\nSubscribed to Morning Post.")
    assert await talk.subscribed(channel) == [1]
    assert await talk.subscribed(talk.private(ada)) == []
    assert not talk.api.sent(channel)
    met = await get_chat(talk.db, channel.id)
    assert met is not None
    assert met.kind is ChatKind.CHANNEL
    await talk.press(ada, answer, "Undo")
    assert await talk.subscribed(channel) == []
    await talk.press(ada, answer, "Undo")
    assert await talk.subscribed(channel) == [1]


async def test_a_chat_may_be_named_by_its_number_too(talk: Talk) -> None:
    ada = await talk.user()
    await talk.feed()
    group = talk.api.world.add_group("Neighbours", admins=[ada])
    await talk.say(ada, f"/sub {group.id} morning post")
    assert await talk.subscribed(group) == [1]


async def test_without_a_feed_the_buttons_subscribe_the_channel(talk: Talk) -> None:
    ada = await talk.user()
    channel = await channel_of(talk, ada)
    answer = await talk.say(ada, "/sub @village_news")
    await talk.press(ada, answer, "+ 1")
    assert await talk.subscribed(channel) == [1]


async def test_the_newest_article_goes_to_the_channel(talk: Talk) -> None:
    ada = await talk.user()
    channel = await channel_of(talk, ada)
    await talk.sql(
        "INSERT INTO articles (feed_id, title, text, found_at, dated_at, routed_at) "
        "VALUES (1, 'Rain', '', 1, 1, 1)"
    )
    answer = await talk.say(ada, "/sub @village_news 1")
    await talk.press(ada, answer, "With the latest")
    assert await talk.rows("SELECT chat_id, article_id FROM deliveries") == [(channel.id, 1)]


@pytest.mark.parametrize(
    "words",
    [
        "/sub @village_news 1",
        "/unsub @village_news",
        "/unsub_all @village_news",
        "/list @village_news",
    ],
)
async def test_who_is_no_admin_there_is_refused(talk: Talk, words: str) -> None:
    """Whatever he is with the bot: its owner is no admin of other people's channels."""
    ada, root = await talk.user("Ada"), await talk.user("Root", role=Role.OWNER)
    channel = await channel_of(talk, ada)
    await talk.say(ada, "/sub @village_news 1")
    before = await talk.memory()
    assert (await talk.say(root, words)).text == "Only an admin of @village_news may do that."
    assert await talk.memory() == before
    assert await talk.subscribed(channel) == [1]


async def test_an_anonymous_admin_is_nobody_elsewhere(talk: Talk) -> None:
    """Telegram does not say who he is, so he administers no other chat."""
    ada = await talk.user()
    channel = await channel_of(talk, ada)
    group = talk.api.world.add_group("Neighbours", admins=[ada])
    answer = await talk.say(ada, "/sub @village_news 1", group, anonymous_admin=True)
    assert "Only an admin" in answer.text
    assert await talk.subscribed(channel) == []


async def test_a_press_after_demotion_there_is_refused(talk: Talk) -> None:
    ada, owner = await talk.user("Ada"), await talk.user("Olga")
    channel = await channel_of(talk, owner, ada)
    answer = await talk.say(ada, "/sub @village_news 1")
    talk.api.demote(ada, channel)
    press = await talk.press(ada, answer, "Undo")
    assert "Only an admin" in press.answers[0].text
    assert await talk.subscribed(channel) == [1]


async def test_where_the_bot_may_not_post_it_says_what_to_do(talk: Talk) -> None:
    ada = await talk.user()
    channel = await channel_of(talk, ada, bot_admin=False)
    assert "right to post messages" in (await talk.say(ada, "/sub @village_news 1")).text
    talk.api.promote(talk.api.bot, channel, by=ada, rights=["can_edit_messages"])
    assert "right to post messages" in (await talk.say(ada, "/sub @village_news 1")).text
    talk.api.promote(talk.api.bot, channel, by=ada)
    await talk.say(ada, "/sub @village_news 1")
    assert await talk.subscribed(channel) == [1]


async def test_a_channel_in_which_the_bot_may_not_post_can_still_be_unsubscribed(
    talk: Talk,
) -> None:
    ada = await talk.user()
    channel = await channel_of(talk, ada)
    await talk.say(ada, "/sub @village_news 1")
    talk.api.promote(talk.api.bot, channel, by=ada, rights=["can_edit_messages"])
    await talk.say(ada, "/unsub @village_news 1")
    assert await talk.subscribed(channel) == []


async def test_a_group_that_silences_the_bot_is_told_what_to_do(talk: Talk) -> None:
    ada = await talk.user()
    await talk.feed()
    group = talk.api.world.add_group("Neighbours", admins=[ada])
    talk.api.restrict(talk.api.bot, group, by=ada)
    assert "let me send messages" in (await talk.say(ada, f"/sub {group.id} 1")).text
    assert await talk.subscribed(group) == []


@pytest.mark.parametrize("name", ["@nobody_here", "-100999", "@bob_the_user"])
async def test_a_chat_that_telegram_does_not_show_is_unknown(talk: Talk, name: str) -> None:
    """A person is no chat that one could subscribe for."""
    ada = await talk.user()
    await talk.user("Bob", username="bob_the_user")
    await talk.feed()
    assert f"I cannot see {name}." in (await talk.say(ada, f"/sub {name} 1")).text


async def test_list_and_unsub_of_a_channel(talk: Talk) -> None:
    ada = await talk.user()
    channel = await channel_of(talk, ada)
    for number in range(2, 11):
        await talk.feed(f"Paper {number}")
    for number in range(1, 11):
        await talk.say(ada, f"/sub @village_news {number}")
    listed = await talk.say(ada, "/list @village_news")
    assert listed.text.startswith("In Village <News>:\n10 subscriptions")
    await talk.press(ada, listed, "More ›")
    assert "Page 2 of 2" in listed.text
    ending = await talk.say(ada, "/unsub @village_news")
    await talk.press(ada, ending, "✕ Morning Post")
    assert 1 not in await talk.subscribed(channel)
    talk.now += HOUR
    ended = await talk.say(ada, "/unsub_all @village_news")
    assert await talk.subscribed(channel) == []
    await talk.press(ada, ended, "Undo")
    assert len(await talk.subscribed(channel)) == 9
    assert labels(ended) == ["My subscriptions"]


async def test_the_group_itself_may_be_named(talk: Talk) -> None:
    """From within a topic that subscribes the group as a whole."""
    ada = await talk.user()
    await talk.feed()
    forum = talk.api.world.add_group("Village", forum=True, admins=[ada])
    roads = talk.api.world.add_topic(forum, "Roads")
    await talk.say(ada, f"/sub {forum.id} 1", forum, topic=roads)
    assert await talk.subscribed(forum) == [1]
    assert await talk.subscribed(forum, roads) == []
