"""/undo: one's own last change in a place, and then the one before."""

from pathlib import Path

import pytest

from handlers import AccessRules
from newsroom import Role
from storage import deliveries_of, get_feed, get_filter, list_mutes, list_watches, mute, unmute
from tests.handlers_.talk import DAY, HOUR, MINUTE, Talk, place
from tests.handlers_.world import talking

NOTHING = (
    "There is nothing to take back: you changed nothing here within the last day that still stands."
)
MORE = "/undo again takes back the change before it."


async def test_it_goes_back_step_by_step(talk: Talk) -> None:
    ada = await talk.user()
    chat = talk.private(ada)
    await talk.feed("Morning Post")
    for text in ("/sub 1", "/watch ferry", "/filter 1 boat", "/unwatch ferry", "/unsub 1"):
        talk.now += MINUTE
        await talk.say(ada, text)
    answer = await talk.say(ada, "/undo")
    assert answer.text == f"Taken back: you have Morning Post again.\n{MORE}"
    assert await get_filter(talk.db, place(chat), 1) == "boat"
    answer = await talk.say(ada, "/undo")
    assert answer.text == f"Taken back: I watch for ferry again.\n{MORE}"
    answer = await talk.say(ada, "/undo")
    assert answer.text == f"Taken back: Morning Post is filtered as it was before.\n{MORE}"
    assert await get_filter(talk.db, place(chat), 1) == ""
    answer = await talk.say(ada, "/undo")
    assert answer.text == f"Taken back: I no longer watch for ferry.\n{MORE}"
    assert (await list_watches(talk.db, place(chat), size=9)).total == 0
    answer = await talk.say(ada, "/undo")
    assert answer.text == (
        f"Taken back: this place is no longer subscribed to Morning Post.\n{MORE}"
    )
    assert await talk.subscribed(chat) == []
    assert (await talk.say(ada, "/undo")).text == NOTHING


async def test_all_that_was_ended_at_once_comes_back_with_its_alerts(talk: Talk) -> None:
    ada = await talk.user()
    chat = talk.private(ada)
    feed = await talk.feed("Morning Post")
    await talk.feed("Evening Post")
    await talk.say(ada, "/sub 1")
    await talk.say(ada, "/sub 2")
    await talk.news(feed, "Ferry")
    talk.now += MINUTE
    await talk.say(ada, "/unsub_all")
    answer = await talk.say(ada, "/undo")
    assert answer.text == f"Taken back: 2 subscriptions are here again.\n{MORE}"
    assert await talk.subscribed(chat) == [1, 2]
    assert [str(one.state) for one in await deliveries_of(talk.db, [chat.id])] == ["due"]


async def test_mutes_are_as_they_were(talk: Talk) -> None:
    ada = await talk.user()
    chat = talk.private(ada)
    await talk.say(ada, "/start")
    await talk.feed("Morning Post")
    here = place(chat)
    await mute(talk.db, here, 1, until=talk.now + HOUR, by=ada.id, now=talk.now)
    await mute(talk.db, here, 1, until=talk.now + DAY, by=ada.id, now=talk.now)
    await mute(talk.db, here, None, until=talk.now + DAY, by=ada.id, now=talk.now)
    assert await unmute(talk.db, here, 1, by=ada.id, now=talk.now)
    untils = []
    for _ in range(4):
        await talk.say(ada, "/undo")
        mutes = await list_mutes(talk.db, here, talk.now)
        untils.append([(one.feed_id, one.until - talk.now) for one in mutes])
    assert untils == [[(None, DAY), (1, DAY)], [(1, DAY)], [(1, HOUR)], []]


async def test_a_tag_is_taken_back_both_ways(talk: Talk) -> None:
    root = await talk.user("Root", role=Role.ADMIN)
    await talk.feed("Morning Post")
    await talk.say(root, "/editfeed 1 tags sport")
    await talk.say(root, "/sub tag:sport")
    talk.now += MINUTE
    await talk.say(root, "/unsub tag:sport")
    assert "you have #sport again" in (await talk.say(root, "/undo")).text
    assert await talk.subscribed(talk.private(root)) == [1]
    assert "no longer subscribed to #sport" in (await talk.say(root, "/undo")).text
    assert await talk.subscribed(talk.private(root)) == []
    assert "the setting of Morning Post" in (await talk.say(root, "/undo")).text
    assert "Tags: none" in (await talk.say(root, "/editfeed 1")).text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("/pausefeed 1", "Morning Post is paused, or not, as it was before"),
        ("/editfeed 1 title Other", "the setting of Morning Post is as it was before"),
    ],
)
async def test_admins_take_back_what_they_did_to_a_feed(talk: Talk, text: str, said: str) -> None:
    root = await talk.user("Root", role=Role.ADMIN)
    feed = await talk.feed("Morning Post")
    await talk.say(root, text)
    assert said in (await talk.say(root, "/undo")).text
    now = await get_feed(talk.db, feed.id, visible_to=0)
    assert now is not None
    assert (now.state, now.title) == (feed.state, feed.title)


async def test_a_removed_feed_comes_back_while_one_is_an_admin(talk: Talk) -> None:
    root = await talk.user("Root", role=Role.ADMIN)
    await talk.feed("Morning Post")
    answer = await talk.say(root, "/removefeed 1")
    await talk.press(root, answer, "Remove")
    await talk.set_role(root, Role.MEMBER)
    assert (await talk.say(root, "/undo")).text == NOTHING
    await talk.set_role(root, Role.ADMIN)
    assert "Morning Post is in the catalogue again" in (await talk.say(root, "/undo")).text


async def test_what_a_button_took_back_is_passed_over(talk: Talk) -> None:
    ada = await talk.user()
    await talk.feed("Morning Post")
    await talk.say(ada, "/watch ferry")
    await talk.say(ada, "/sub 1")
    talk.now += MINUTE
    answer = await talk.say(ada, "/unsub 1")
    await talk.press(ada, answer, "Undo")
    assert "no longer subscribed to Morning Post" in (await talk.say(ada, "/undo")).text
    assert "no longer watch for ferry" in (await talk.say(ada, "/undo")).text


async def test_only_ones_own_changes_in_this_place_and_of_this_day(talk: Talk) -> None:
    ada, bob = await talk.user(), await talk.user("Bob")
    group = talk.api.world.add_group("Neighbours", admins=[ada, bob], forum=True)
    topic = talk.api.world.add_topic(group, "News")
    await talk.feed("Morning Post")
    await talk.say(ada, "/sub 1", group)
    for chat, where in ((group, {"topic": topic}), (talk.private(ada), {})):
        assert (await talk.say(ada, "/undo", chat, **where)).text == NOTHING
    assert (await talk.say(bob, "/undo", group)).text == NOTHING
    talk.now += DAY + 1
    assert (await talk.say(ada, "/undo", group)).text == NOTHING
    assert await talk.subscribed(group) == [1]


async def test_what_another_admin_changed_since_stays(talk: Talk) -> None:
    ada, bob = await talk.user(), await talk.user("Bob")
    group = talk.api.world.add_group("Neighbours", admins=[ada, bob])
    await talk.feed("Morning Post")
    await talk.say(bob, "/sub 1", group)
    await talk.say(ada, "/filter 1 boat", group)
    await talk.say(bob, "/filter 1 ferry", group)
    assert (await talk.say(ada, "/undo", group)).text == NOTHING
    assert await get_filter(talk.db, place(group), 1) == "ferry"


async def test_a_channel_is_named(talk: Talk) -> None:
    ada = await talk.user()
    channel = talk.api.world.add_channel("News", username="thenews", admins=[ada])
    talk.api.promote(talk.api.bot, channel, by=ada)
    await talk.feed("Morning Post")
    await talk.say(ada, "/sub @thenews 1")
    answer = await talk.say(ada, "/undo @thenews")
    assert answer.text.startswith("In News:\nTaken back: this place is no longer subscribed")
    assert await talk.subscribed(channel) == []


async def test_what_has_no_room_any_more_stays_away(tmp_path: Path) -> None:
    async with talking(tmp_path, AccessRules(max_subscriptions=1)) as talk:
        ada = await talk.user()
        await talk.feed("Morning Post")
        await talk.feed("Evening Post")
        await talk.say(ada, "/sub 1")
        talk.now += MINUTE
        await talk.say(ada, "/unsub 1")
        await talk.sql(
            "INSERT INTO subscriptions (chat_id, feed_id, created_at, created_by) VALUES (?, 2, 0, 0)",
            ada.id,
        )
        answer = await talk.say(ada, "/undo")
        assert answer.text == "This bot allows 1 subscription in a chat. End it first: /unsub"
        talk.now += MINUTE
        await talk.say(ada, "/unsub 2")
        assert "you have Evening Post again" in (await talk.say(ada, "/undo")).text


@pytest.mark.parametrize(
    ("text", "button", "asked", "said"),
    [
        ("/settings", "Full", "style, silent", "look and arrive here as before"),
        ("/digest 08:00", None, "digest_minute, digest_due_at", "the digest here is as before"),
        ("/quiet 22:00-07:00", None, "quiet_from, quiet_to", "the quiet hours here are as before"),
        ("/timezone UTC+2", None, "timezone", "clock times here are those of the time zone before"),
    ],
)
async def test_what_is_set_for_a_chat_is_taken_back(
    talk: Talk, text: str, button: str | None, asked: str, said: str
) -> None:
    ada = await talk.user()
    await talk.say(ada, "/timezone UTC+3")
    question = f"SELECT {asked} FROM chats"
    before = await talk.rows(question)
    answer = await talk.say(ada, text)
    if button is not None:
        await talk.press(ada, answer, button)
        await talk.press(ada, answer, f"✓ {button}")  # changes nothing, and is nothing to take back
    assert await talk.rows(question) != before
    assert said in (await talk.say(ada, "/undo")).text
    assert await talk.rows(question) == before
    assert "time zone before" in (await talk.say(ada, "/undo")).text
    assert (await talk.say(ada, "/undo")).text == NOTHING


async def test_a_setting_that_was_set_again_by_somebody_else_stays(talk: Talk) -> None:
    ada, bob = await talk.user(), await talk.user("Bob")
    group = talk.api.world.add_group("Neighbours", admins=[ada, bob])
    for who, zone in ((ada, "UTC+2"), (bob, "UTC+5")):
        await talk.say(who, f"/timezone {zone}", group)
    assert (await talk.say(ada, "/undo", group)).text == NOTHING
    assert "time zone before" in (await talk.say(bob, "/undo", group)).text
    assert await talk.rows("SELECT timezone FROM chats WHERE id = ?", group.id) == [("UTC+2",)]


async def test_one_feeds_settings_are_taken_back_while_it_is_subscribed(talk: Talk) -> None:
    ada = await talk.user()
    await talk.feed("Morning Post")
    await talk.say(ada, "/sub 1")
    await talk.say(ada, "/settings 1 title Mine")
    await talk.say(ada, "/settings 1 tags #a")
    answer = await talk.say(ada, "/undo")
    assert answer.text == f"Taken back: the settings of Morning Post are as before.\n{MORE}"
    assert await talk.rows("SELECT own_title, hashtags FROM subscriptions") == [("Mine", "")]
    talk.now += MINUTE
    await talk.say(ada, "/unsub 1")
    assert "you have Morning Post again" in (await talk.say(ada, "/undo")).text
    await talk.say(ada, "/undo")
    assert await talk.rows("SELECT own_title, hashtags FROM subscriptions") == [(None, "")]


async def test_mutes_by_command_and_button_are_taken_back(talk: Talk) -> None:
    ada = await talk.user()
    await talk.feed("Morning Post")
    answer = await talk.say(ada, "/mute 1 2h")
    await talk.press(ada, answer, "Unmute")
    for muted in (1, 0):
        assert "Morning Post is muted, or not" in (await talk.say(ada, "/undo")).text
        assert len(await list_mutes(talk.db, place(talk.private(ada)), talk.now)) == muted
