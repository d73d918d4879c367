"""/settings: what a chat and its subscriptions say of their alerts, shown and changed in one message."""

import pytest

from bot.local.botapi import Message
from newsroom import Role
from tests.handlers_.talk import HOUR, Talk, labels


async def look(talk: Talk) -> tuple[object, ...]:
    (row,) = await talk.rows(
        "SELECT own_title, hashtags, style, media, preview, silent, digest FROM subscriptions"
    )
    return row


def rows(message: Message) -> list[list[str]]:
    keyboard = message.reply_markup or {}
    return [[str(one["text"]) for one in row] for row in keyboard["inline_keyboard"]]  # type: ignore[union-attr, index, call-overload]


async def test_a_chats_settings_are_one_message_that_changes_in_place(talk: Talk) -> None:
    ada = await talk.user()
    answer = await talk.say(ada, "/settings")
    assert answer.text == (
        "Settings of this chat\n"
        "\n"
        "Each new article comes as its title.\n"
        "They come at once. For one message a day: /digest 08:00\n"
        "No quiet hours. To have some: /quiet 22:00-07:00\n"
        "Time zone: I don’t know it yet. To set it: /timezone\n"
        "\n"
        "This holds for every feed here, new ones too. To have one feed otherwise: "
        "/settings 12 with its number from /list."
    )
    assert rows(answer) == [
        ["✓ Title", "Brief", "Full"],
        ["🖼 Pictures, sound: one"],
        ["🔗 Link preview: on"],
        ["🔔 Arrives with a sound"],
        ["One story, one alert: on"],
        ["Announcements: on"],
        ["🌐 Language: As in Telegram"],
    ]
    for pressed in (
        "Brief",
        "🖼 Pictures, sound: one",
        "🖼 Pictures, sound: all",
        "🔗 Link preview: on",
        "🔔 Arrives with a sound",
        "One story, one alert: on",
        "Announcements: on",
    ):
        await talk.press(ada, answer, pressed)
    assert "comes with a sentence or two." in answer.text
    assert rows(answer) == [
        ["Title", "✓ Brief", "Full"],
        ["🖼 Pictures, sound: off"],
        ["🔗 Link preview: off"],
        ["🔕 Arrives silently"],
        ["One story, one alert: off"],
        ["Announcements: off"],
        ["🌐 Language: As in Telegram"],
    ]
    question = "SELECT style, media, preview, silent, one_story FROM chats"
    assert await talk.rows(question) == [("brief", 0, 0, 1, 0)]


async def test_the_times_of_a_chat_are_shown(talk: Talk) -> None:
    ada = await talk.user()
    await talk.say(ada, "/settings")
    await talk.sql(
        "UPDATE chats SET digest_minute = 485, quiet_from = 1320, quiet_to = 420, timezone = 'UTC'"
    )
    answer = await talk.say(ada, "/settings")
    assert "the digest, at 08:05." in answer.text
    assert "Quiet hours: 22:00–07:00." in answer.text
    assert "Time zone: UTC." in answer.text


async def test_one_feeds_settings_follow_the_chat_until_they_are_its_own(talk: Talk) -> None:
    ada = await talk.user()
    await talk.feed()
    await talk.say(ada, "/sub 1")
    answer = await talk.say(ada, "/settings morning")
    assert answer.text == (
        "How Morning Post arrives here\n"
        "\n"
        "Called by its own title.\n"
        "No hashtags.\n"
        "\n"
        "Another title: /settings 1 title My paper\n"
        "Hashtags below its articles here: /settings 1 hashtags #news\n"
        "A minus instead of the text clears it. By words: /filter 1"
    )
    assert labels(answer) == [
        "✓ As the chat has it: Title",
        "Title",
        "Brief",
        "Full",
        "🖼 Pictures, sound: one (as the chat)",
        "🔗 Link preview: on (as the chat)",
        "🔔 Arrives with a sound (as the chat)",
        "⚡ At once (as the chat)",
    ]
    await talk.press(ada, answer, "Full")
    assert labels(answer)[:4] == ["As the chat has it: Title", "Title", "Brief", "✓ Full"]
    for pressed in ("🔔 Arrives with a sound (as the chat)", "⚡ At once (as the chat)"):
        await talk.press(ada, answer, pressed)
    assert labels(answer)[-2:] == ["🔕 Arrives silently", "🗞 In the digest"]
    assert await look(talk) == (None, "", "full", None, None, 1, 1)
    await talk.press(ada, answer, "🔕 Arrives silently")
    assert labels(answer)[-2] == "🔔 Arrives with a sound"
    await talk.press(ada, answer, "🔔 Arrives with a sound")
    assert labels(answer)[-2] == "🔔 Arrives with a sound (as the chat)"
    await talk.press(ada, answer, "As the chat has it: Title")
    assert await look(talk) == (None, "", None, None, None, None, 1)


async def test_pictures_have_three_states_and_a_feed_may_have_its_own(talk: Talk) -> None:
    ada = await talk.user()
    await talk.feed()
    await talk.say(ada, "/sub 1")
    of_chat = await talk.say(ada, "/settings")
    await talk.press(ada, of_chat, "🖼 Pictures, sound: one")
    assert await talk.rows("SELECT media, album FROM chats") == [(1, 1)]
    answer = await talk.say(ada, "/settings 1")
    question = "SELECT media, album FROM subscriptions"
    for label, then in (
        ("🖼 Pictures, sound: all (as the chat)", (1, 0)),
        ("🖼 Pictures, sound: one", (1, 1)),
        ("🖼 Pictures, sound: all", (0, 0)),
        ("🖼 Pictures, sound: off", (None, None)),
    ):
        await talk.press(ada, answer, label)
        assert await talk.rows(question) == [then]
    await talk.say(ada, "/undo")
    assert await talk.rows(question) == [(0, 0)]
    await talk.press(ada, of_chat, "🖼 Pictures, sound: all")
    assert await talk.rows("SELECT media, album FROM chats") == [(0, 0)]


async def test_title_and_hashtags_are_typed_and_cleared(talk: Talk) -> None:
    ada = await talk.user()
    await talk.feed()
    await talk.say(ada, "/sub 1")
    answer = await talk.say(ada, "/settings 1 title “My <paper>”")
    assert "\nCalled here: My <paper>\n" in answer.text
    answer = await talk.say(ada, "/settings Morning Post TAGS news, climate-change #News")
    assert "\nHashtags: #news #climate_change\n" in answer.text
    assert (await look(talk))[:2] == ("My <paper>", "#news #climate_change")
    answer = await talk.say(ada, "/settings 1 hashtags 2026")
    assert answer.text.startswith("No hashtag can be made of that")
    for name in ("title", "tags"):
        await talk.say(ada, f"/settings 1 {name} -")
    assert (await look(talk))[:2] == (None, "")


@pytest.mark.parametrize("words", ["title", "colour red", "tags"])
async def test_what_cannot_be_set_is_told_what_can(talk: Talk, words: str) -> None:
    ada = await talk.user()
    await talk.feed()
    await talk.say(ada, "/sub 1")
    answer = await talk.say(ada, f"/settings 1 {words}")
    assert answer.text.startswith("After the feed write what to change, such as:\n")
    assert (await look(talk))[:2] == (None, "")


async def test_filter_mute_and_what_admins_may_are_shown(talk: Talk) -> None:
    ada = await talk.user(role=Role.ADMIN)
    await talk.feed()
    await talk.say(ada, "/sub 1")
    await talk.say(ada, "/filter 1 ferry")
    await talk.sql(
        "INSERT INTO mutes VALUES (?, 0, 1, ?)", talk.private(ada).id, talk.now + 3 * HOUR
    )
    answer = await talk.say(ada, "/settings 1")
    assert "\nFilter: ferry\nMuted for 3 hours more.\n" in answer.text
    assert answer.text.endswith("How often it is checked: /editfeed 1")


async def test_what_is_not_subscribed_has_no_settings(talk: Talk) -> None:
    ada = await talk.user()
    await talk.feed()
    for words in ("1", "1 title Mine"):
        answer = await talk.say(ada, f"/settings {words}")
        assert answer.text.startswith("There is no subscription to Morning Post here.")
        assert labels(answer) == ["Subscribe"]


async def test_a_channels_settings_are_changed_from_outside_by_its_admins_alone(talk: Talk) -> None:
    ada, bob = await talk.user(), await talk.user("Bob")
    channel = talk.api.world.add_channel("Rowing", username="rowing_news", admins=[ada])
    await talk.feed()
    await talk.say(ada, "/sub @rowing_news 1")
    answer = await talk.say(ada, "/settings @rowing_news")
    assert answer.text.startswith("In Rowing:\n")
    await talk.press(ada, answer, "Full")
    assert await talk.rows("SELECT style FROM chats WHERE id = ?", channel.id) == [("full",)]
    answer = await talk.say(ada, "/settings @rowing_news 1 tags #row")
    assert (await look(talk))[1] == "#row"
    await talk.press(ada, answer, "Brief")
    assert (await look(talk))[2] == "brief"
    assert "@rowing_news" in (await talk.say(bob, "/settings @rowing_news 1 tags #no")).text
    assert (await look(talk))[1] == "#row"
