"""Ending subscriptions, with undo."""

from tests.handlers_.talk import HOUR, Talk, labels


async def test_unsub_by_name_ends_it_with_undo(talk: Talk) -> None:
    ada = await talk.user()
    await talk.feed()
    await talk.say(ada, "/sub 1")
    talk.now += HOUR
    answer = await talk.say(ada, "/unsub morning")
    assert answer.text == "Unsubscribed from Morning Post."
    assert not await talk.subscribed(talk.private(ada))
    talk.now += HOUR
    await talk.press(ada, answer, "Undo")
    assert await talk.subscribed(talk.private(ada)) == [1]


async def test_unsub_means_what_is_subscribed_to(talk: Talk) -> None:
    """Words that fit several feeds mean the one that this chat has."""
    ada = await talk.user()
    await talk.feed("Morning Post")
    await talk.feed("Evening Post")
    await talk.say(ada, "/sub 2")
    await talk.say(ada, "/unsub post")
    assert not await talk.subscribed(talk.private(ada))
    assert "no subscription to Morning Post" in (await talk.say(ada, "/unsub 1")).text
    assert "No subscription here fits “post”" in (await talk.say(ada, "/unsub post")).text


async def test_unsub_asks_which_where_several_fit(talk: Talk) -> None:
    ada = await talk.user()
    await talk.feed("Morning Post")
    await talk.feed("Evening Post")
    await talk.say(ada, "/sub 1")
    await talk.say(ada, "/sub 2")
    answer = await talk.say(ada, "/unsub post")
    await talk.press(ada, answer, "1 · Morning Post")
    assert await talk.subscribed(talk.private(ada)) == [2]


async def test_unsub_without_words_offers_all_as_buttons(talk: Talk) -> None:
    ada = await talk.user()
    await talk.feed("Morning Post")
    await talk.feed("Evening Post")
    await talk.say(ada, "/sub 1")
    await talk.say(ada, "/sub 2")
    answer = await talk.say(ada, "/unsub")
    assert labels(answer) == ["✕ Evening Post", "✕ Morning Post", "Unsubscribe from all"]
    await talk.press(ada, answer, "✕ Evening Post")
    assert await talk.subscribed(talk.private(ada)) == [1]
    await talk.press(ada, answer, "My subscriptions")
    assert "✕ Morning Post" in labels(answer)


async def test_unsub_all_ends_all_of_this_place_and_undo_brings_all_back(talk: Talk) -> None:
    """What was ended before, on its own, stays ended."""
    ada = await talk.user()
    group = talk.api.world.add_group("Neighbours", admins=[ada])
    for title in ("Arts", "Sport", "Weather"):
        await talk.feed(title)
    for words in ("/sub 1", "/sub 2", "/sub 3", "/unsub 3"):
        await talk.say(ada, words)
    await talk.say(ada, "/sub 1", group)
    talk.now += HOUR
    answer = await talk.say(ada, "/unsub_all")
    assert "All 2 subscriptions ended" in answer.text
    assert await talk.subscribed(talk.private(ada)) == []
    assert await talk.subscribed(group) == [1]
    undo = str(answer.buttons[0]["callback_data"])
    await talk.press(ada, answer, undo)
    assert answer.text == "2 subscriptions are back."
    assert await talk.subscribed(talk.private(ada)) == [1, 2]
    await talk.press(ada, answer, undo)
    assert "nothing to undo" in answer.text


async def test_the_button_for_all_does_the_same(talk: Talk) -> None:
    ada = await talk.user()
    await talk.feed()
    await talk.say(ada, "/sub 1")
    answer = await talk.say(ada, "/unsub")
    await talk.press(ada, answer, "Unsubscribe from all")
    assert not await talk.subscribed(talk.private(ada))


async def test_nothing_to_end_says_so(talk: Talk) -> None:
    ada = await talk.user()
    for words in ("/unsub", "/unsub_all"):
        assert "No subscriptions here yet" in (await talk.say(ada, words)).text
