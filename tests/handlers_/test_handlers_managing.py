"""A channel or group is managed from a private chat: by its name, its title, or a list of one's own."""

import pytest

from bot.local.botapi import Chat, User
from storage import pause_chat
from tests.handlers_.talk import HOUR, Talk, entry, labels


@pytest.fixture
async def ada(talk: Talk) -> User:
    user = await talk.user()
    await talk.say(user, "/start")
    return user


async def harbour(talk: Talk, *admins: User) -> Chat:
    """Return a channel that the bot was added to by the first of its admins, who was told so."""
    channel = talk.api.world.add_channel(
        "Harbour", username="harbour", admins=admins, bot_admin=False
    )
    talk.api.promote(talk.api.bot, channel, by=admins[0])
    await talk.done()
    return channel


async def test_the_list_leads_to_ones_own_chats_and_each_to_all_of_its_settings(
    talk: Talk, ada: User
) -> None:
    channel = await harbour(talk, ada)
    await talk.feed()
    shown = await talk.say(ada, "/list")
    assert labels(shown) == ["My channels and groups"]
    await talk.press(ada, shown, "My channels and groups")
    assert shown.text == "Your channels and groups. Press one for its feeds and settings."
    assert labels(shown) == ["Harbour", "Another one …"]
    await talk.press(ada, shown, "Harbour")
    assert shown.text.startswith("In Harbour:\nNo subscriptions here yet")
    ways = ["Choose feeds", "Settings", "Watches", "Digest", "Quiet hours", "Time zone", "Mutes"]
    assert labels(shown) == ways
    await talk.press(ada, shown, "Choose feeds")
    catalogue = talk.api.messages[-1]
    assert catalogue.text.startswith("In Harbour:\n1 feed")
    await talk.press(ada, catalogue, "+ 1")
    assert await talk.subscribed(channel) == [1]
    for way, says in (
        ("Settings", "Settings of this chat"),
        ("Watches", "Nothing is watched for here"),
        ("Digest", "No digest here"),
        ("Quiet hours", "No quiet hours here"),
        ("Time zone", "time zone"),
        ("Mutes", "Nothing is muted"),
    ):
        await talk.press(ada, shown, way)
        view = talk.api.messages[-1]
        assert view.text.startswith("In Harbour:\n"), way
        assert says in view.text, view.text
    assert labels(shown) == ways, "the list stays above"


async def test_each_press_is_judged_by_what_one_is_at_that_moment(talk: Talk, ada: User) -> None:
    root = await talk.user("Root")
    channel = talk.api.world.add_channel("Harbour", username="harbour", admins=[root, ada])
    shown = await talk.say(ada, "/list @harbour")
    talk.api.demote(ada, channel)
    press = await talk.press(ada, shown, "Settings")
    assert press.answers[0].text.startswith("Only an admin of")
    assert talk.api.messages[-1] is shown


async def test_a_chat_that_one_runs_no_more_is_not_in_the_list(talk: Talk, ada: User) -> None:
    root = await talk.user("Root")
    channel = talk.api.world.add_channel("Harbour", username="harbour", admins=[root, ada])
    await talk.feed()
    await talk.say(ada, "/sub @harbour 1")
    shown = await talk.say(ada, "/list")
    talk.api.demote(ada, channel)
    await talk.press(ada, shown, "My channels and groups")
    assert labels(shown) == ["Another one …"]
    assert shown.text.startswith("I know no channel or group of yours yet.")


async def test_another_persons_chats_are_not_in_it(talk: Talk, ada: User) -> None:
    await harbour(talk, ada)
    eve = await talk.user("Eve")
    shown = await talk.say(eve, "/list")
    await talk.press(eve, shown, "My channels and groups")
    assert labels(shown) == ["Another one …"]


async def test_another_one_is_picked_with_telegrams_own_list(talk: Talk, ada: User) -> None:
    channel = talk.api.world.add_channel("Lighthouse", admins=[ada])
    group = talk.api.world.add_group("Rowers", admins=[ada])
    shown = await talk.say(ada, "/list")
    await talk.press(ada, shown, "My channels and groups")
    await talk.press(ada, shown, "Another one …")
    for button, chat in (("A channel", channel), ("A group", group)):
        texts = [str(one["text"]) for one in talk.private(ada).reply_keyboard]
        (label,) = [one for one in texts if button.split()[-1] in one.casefold()]
        assert talk.api.share_chat(ada, label, chat) is not None
        (answer,) = await talk.done()
        assert answer.text.startswith(f"In {chat.title}:\nNo subscriptions here yet")
        await talk.press(ada, shown, "Another one …")


async def test_a_group_shows_its_list_without_its_peoples_other_chats(
    talk: Talk, ada: User
) -> None:
    group = talk.api.world.add_group("Rowers", admins=[ada])
    assert labels(await talk.say(ada, "/list", group)) == []


async def test_a_title_names_a_chat_that_one_runs(talk: Talk, ada: User) -> None:
    channel = await harbour(talk, ada)
    await talk.feed()
    answer = await talk.say(ada, "/sub harbour morning post")
    assert answer.text.startswith("In Harbour:\nSubscribed to Morning Post.")
    assert await talk.subscribed(channel) == [1]
    for said, begins in (
        ("/list Harbour", "In Harbour:\n1 subscription"),
        ("/settings Harbour", "In Harbour:\nSettings of this chat"),
        ('/settings "Harbour" 1', "In Harbour:\nHow Morning Post arrives"),
        ("/digest Harbour", "In Harbour:\nNo digest here"),
        ("/timezone Harbour UTC+2", "In Harbour:\nClock times here"),
        ("/quiet Harbour 22:00-07:00", "In Harbour:\nQuiet from 22:00 to 07:00"),
        ("/mute Harbour all 2h", "In Harbour:\n"),
        ("/filter Harbour 1 floods", "In Harbour:\n"),
        ("/unsub Harbour 1", "In Harbour:\nUnsubscribed from Morning Post"),
    ):
        assert (await talk.say(ada, said)).text.startswith(begins), said
    assert await talk.subscribed(channel) == []


async def test_a_feed_of_the_same_title_is_meant_rather_than_the_chat(
    talk: Talk, ada: User
) -> None:
    await harbour(talk, ada)
    await talk.feed("Harbour")
    answer = await talk.say(ada, "/sub Harbour")
    assert answer.text.startswith("Subscribed to Harbour.")
    assert "is muted for 2 hours" in (await talk.say(ada, "/mute Harbour 2h")).text
    assert not (await talk.say(ada, "/mute Harbour 2h")).text.startswith("In Harbour")


async def test_words_of_a_query_or_a_town_are_no_title(talk: Talk, ada: User) -> None:
    talk.api.world.add_group("Berlin", admins=[ada])
    await talk.say(
        ada, "/start", next(c for c in talk.api.world.chats.values() if c.title == "Berlin")
    )
    assert "those of Europe/Berlin" in (await talk.say(ada, "/timezone Berlin")).text
    assert (await talk.say(ada, "/watch Berlin floods")).text.startswith(
        "Watching for Berlin floods"
    )


async def test_a_title_of_a_chat_that_somebody_else_runs_names_nothing(
    talk: Talk, ada: User
) -> None:
    await harbour(talk, ada)
    await talk.feed()
    eve = await talk.user("Eve")
    answer = await talk.say(eve, "/sub Harbour 1")
    assert "Harbour" not in answer.text.split("\n")[0] or "no feed" in answer.text.casefold()
    assert (await talk.say(eve, "/list Harbour")).text.startswith("No subscriptions here yet")


async def test_an_anonymous_admin_names_no_other_chat(talk: Talk, ada: User) -> None:
    """He counts in his group alone: who he is elsewhere, nobody can tell."""
    channel = await harbour(talk, ada)
    group = talk.api.world.add_group("Rowers", admins=[ada])
    await talk.feed()
    answer = await talk.say(ada, "/sub @harbour 1", group, anonymous_admin=True)
    assert "Only an admin of" in answer.text
    assert await talk.subscribed(channel) == []


async def test_a_topics_subscriptions_belong_to_it(talk: Talk, ada: User) -> None:
    group = talk.api.world.add_group("Rowers", admins=[ada], forum=True)
    topic = talk.api.world.add_topic(group, "News")
    await talk.feed()
    await talk.say(ada, "/sub 1", group, topic=topic)
    assert await talk.subscribed(group, topic) == [1]
    assert await talk.subscribed(group) == []
    assert "1. Morning Post" in (await talk.say(ada, "/list", group, topic=topic)).text


async def test_another_chats_answers_say_how_to_name_it_in_a_command(talk: Talk, ada: User) -> None:
    await harbour(talk, ada)
    hint = "By command: name the chat first, such as /unsub @harbour 12."
    assert (await talk.say(ada, "/settings @harbour")).text.endswith(hint)
    await talk.feed()
    await talk.say(ada, "/sub @harbour 1")
    assert hint in (await talk.say(ada, "/list @harbour")).text


async def test_the_list_of_a_paused_chat_lets_it_go_on(talk: Talk, ada: User) -> None:
    channel = await harbour(talk, ada)
    await talk.feed()
    await talk.say(ada, "/sub @harbour 1")
    await pause_chat(talk.db, channel.id, "no-rights", talk.now)
    shown = await talk.say(ada, "/list @harbour")
    assert "Paused: I may not write here. Give me that right, then press Resume." in shown.text
    talk.now += HOUR
    await talk.checked(await talk.feed("Evening Post"), entry("Old"))
    await talk.sql("UPDATE articles SET feed_id = 1, routed_at = found_at + 1")
    await talk.press(ada, shown, "Resume")
    assert "arrives there again: Harbour" in shown.text
    assert shown.text.endswith(
        "1 article did not arrive there. To see it, and have it sent after all: /missed @harbour"
    )
    assert "Resume" not in labels(await talk.say(ada, "/list @harbour"))
