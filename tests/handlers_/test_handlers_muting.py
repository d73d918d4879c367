"""/mute and /unmute: for a while, of one feed or of all."""

from tests.handlers_.talk import DAY, HOUR, NOW, Talk, entry, labels


async def muted(talk: Talk) -> list[tuple[object, ...]]:
    return await talk.rows("SELECT feed_id, until FROM mutes ORDER BY feed_id")


def full_minute(moment: int) -> int:
    """Return what a button carries of the end of a mute: it has no room for more than minutes."""
    return -(-moment // 60_000) * 60_000


async def test_a_feed_is_muted_for_a_while_and_comes_again(talk: Talk) -> None:
    ada = await talk.user()
    await talk.feed("Morning Post", entry("Rain"))
    await talk.say(ada, "/sub 1")
    answer = await talk.say(ada, "/mute 1 2h")
    assert answer.text == (
        "Morning Post is muted for 2 hours.\n"
        "What comes meanwhile is not sent later; /missed lists it."
    )
    assert await muted(talk) == [(1, NOW + 2 * HOUR)]
    assert "🔕 Muted for 2 hours" in (await talk.say(ada, "/list")).text
    await talk.press(ada, answer, "Unmute")
    assert answer.text == "Morning Post is no longer muted."
    assert await muted(talk) == []
    await talk.press(ada, answer, "Undo")
    assert await muted(talk) == [(1, full_minute(NOW + 2 * HOUR))]
    assert "🔕" in (await talk.say(ada, "/list")).text
    talk.now += 3 * HOUR
    assert "🔕" not in (await talk.say(ada, "/list")).text


async def test_the_end_is_told_by_the_clock_of_the_chat(talk: Talk) -> None:
    ada = await talk.user()
    await talk.feed("Morning Post")
    await talk.say(ada, "/timezone Berlin")
    answer = await talk.say(ada, "/mute morning 1 day")
    assert answer.text.startswith("Morning Post is muted until tomorrow, 16:13.")
    assert await muted(talk) == [(1, NOW + DAY)]


async def test_everything(talk: Talk) -> None:
    ada = await talk.user()
    await talk.feed("Morning Post")
    await talk.say(ada, "/sub 1")
    answer = await talk.say(ada, "/mute all 8h")
    assert answer.text.startswith("Everything is muted here for 8 hours.")
    listed = await talk.say(ada, "/list")
    assert "🔕 Everything is muted here for 8 hours. /unmute" in listed.text
    answer = await talk.say(ada, "/unmute")
    assert answer.text == "Not everything is muted any more."
    await talk.press(ada, answer, "Undo")
    assert await muted(talk) == [(0, full_minute(NOW + 8 * HOUR))]
    await talk.say(ada, "/unmute all")
    assert await muted(talk) == []
    answer = await talk.say(ada, "/unmute all")
    assert answer.text == "Not everything is muted here. /unmute shows what is."


async def test_without_a_time_it_asks_for_how_long(talk: Talk) -> None:
    ada = await talk.user()
    await talk.feed("Morning Post")
    answer = await talk.say(ada, "/mute 1")
    assert (
        answer.text
        == "For how long is Morning Post to be muted? Press, or write such as /mute 1 3d"
    )
    assert labels(answer) == ["1 hour", "8 hours", "1 day", "1 week"]
    await talk.press(ada, answer, "1 week")
    assert await muted(talk) == [(1, NOW + 7 * DAY)]
    answer = await talk.say(ada, "/mute all")
    await talk.press(ada, answer, "8 hours")
    assert answer.text.startswith("Everything is muted here for 8 hours.")


async def test_what_is_muted_is_listed_with_buttons(talk: Talk) -> None:
    ada = await talk.user()
    await talk.feed("Morning Post")
    await talk.feed("Evening Post")
    assert (await talk.say(ada, "/mute")).text.startswith("Nothing is muted here.")
    assert (await talk.say(ada, "/unmute")).text.startswith("Nothing is muted here.")
    await talk.say(ada, "/mute 1 2h")
    await talk.say(ada, "/mute all 1h")
    answer = await talk.say(ada, "/unmute")
    assert answer.text == (
        "Muted here – press to end one:\n• Everything for 1 hour\n• Morning Post for 2 hours"
    )
    await talk.press(ada, answer, labels(answer)[1])
    assert answer.text == "Morning Post is no longer muted."
    assert await muted(talk) == [(0, NOW + HOUR)]
    assert (await talk.say(ada, "/unmute 2")).text == "Evening Post is not muted here."


async def test_several_feeds_that_fit_are_asked_about(talk: Talk) -> None:
    ada = await talk.user()
    await talk.feed("Morning Post")
    await talk.feed("Evening Post")
    answer = await talk.say(ada, "/mute post 2h")
    await talk.press(ada, answer, "2 · Evening Post")
    assert answer.text.startswith("Evening Post is muted for 2 hours.")
    await talk.say(ada, "/sub 1")
    assert (await talk.say(ada, "/mute post 2h")).text.startswith("Morning Post is muted")


async def test_what_cannot_be_muted(talk: Talk) -> None:
    ada = await talk.user()
    await talk.feed("Morning Post")
    for typed in ("/mute 1 0h", "/mute 1 9999d"):
        assert (await talk.say(ada, typed)).text.startswith("A mute lasts a minute at the least")
    assert (await talk.say(ada, "/mute 2h")).text.startswith("Which feed?")
    assert "I find no feed" in (await talk.say(ada, "/mute nothing 2h")).text
    assert await muted(talk) == []


async def test_a_reply_to_an_article_mutes_its_feed_and_a_channel_is_named_first(
    talk: Talk,
) -> None:
    ada = await talk.user()
    await talk.feed("Morning Post", entry("Rain"))
    shown = await talk.say(ada, "/latest 1")
    answer = await talk.say(ada, "/mute 2h", reply_to=shown)
    assert answer.text.startswith("Morning Post is muted for 2 hours.")
    talk.api.world.add_channel("News", username="thenews", admins=[ada])
    answer = await talk.say(ada, "/mute @thenews 1 2h")
    assert answer.text.startswith("In News:\nMorning Post is muted for 2 hours.")
    await talk.press(ada, answer, "Unmute")
    assert len(await muted(talk)) == 1
