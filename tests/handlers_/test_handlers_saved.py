"""The reading list: /save, /saved, and the buttons."""

import pytest

from bot.local.botapi import User
from tests.handlers_.talk import HOUR, Talk, entry, labels


async def filled(talk: Talk, count: int = 3) -> User:
    """Let somebody save so many articles, number 1 first."""
    ada = await talk.user("Ada")
    await talk.feed(
        "Morning Post", *[entry(f"News {n}", age=n * HOUR) for n in range(1, count + 1)]
    )
    for number in range(1, count + 1):
        talk.now += 1
        await talk.say(ada, f"/save {number}")
    return ada


async def test_what_is_saved_is_on_the_list_the_last_first(talk: Talk) -> None:
    ada = await filled(talk)
    answer = await talk.say(ada, "/saved")
    first, *_ = answer.text.splitlines()
    assert first == "Your reading list: 3 articles"
    assert "1. News 3\nMorning Post · 3 hours ago · #3\n\n2. News 2" in answer.text
    assert 'href="https://example.org/News-3"' in answer.source
    assert labels(answer) == ["1", "2", "3", "✕ 1", "✕ 2", "✕ 3"]
    await talk.press(ada, answer, "2")
    assert talk.api.messages[-1].text.startswith("News 2")


async def test_save_says_what_was_saved_and_takes_it_back(talk: Talk) -> None:
    ada = await filled(talk, 1)
    again = await talk.say(ada, "/save https://example.org/News-1")
    assert again.text.startswith("This is on your reading list already: News 1")
    await talk.feed("Evening Post", entry("More"))
    answer = await talk.say(ada, "/save_2")
    assert answer.text == "Saved: More\n/saved shows your reading list."
    await talk.press(ada, answer, "Undo")
    assert answer.text == "Taken off your reading list: More"
    assert "More" not in (await talk.say(ada, "/saved")).text


async def test_a_reply_saves_what_the_message_shows(talk: Talk) -> None:
    ada = await filled(talk, 2)
    page = await talk.say(ada, "/latest 1")
    question = await talk.say(ada, "/save", reply_to=page)
    press = await talk.press(ada, question, "1 · News 1")
    assert "on your reading list already" in press.answers[0].text


async def test_the_button_saves_for_whoever_presses(talk: Talk) -> None:
    """Also in a group, whose message stays as it is."""
    ada, ben = await talk.user("Ada"), await talk.user("Ben")
    group = talk.api.world.add_group("Neighbours", members=[ada, ben])
    await talk.feed("Morning Post", entry("News"))
    card = await talk.say(ada, "/summary 1", group)
    before = card.source
    for expected in ("Saved. /saved shows", "This is on your reading list already"):
        press = await talk.press(ben, card, "Save")
        assert press.answers[0].text.startswith(expected)
    assert card.source == before
    assert "1. News" in (await talk.say(ben, "/saved")).text
    assert "empty" in (await talk.say(ada, "/saved")).text


async def test_taking_off_is_undone_to_the_same_place(talk: Talk) -> None:
    ada = await filled(talk)
    answer = await talk.say(ada, "/saved")
    before = answer.text
    await talk.press(ada, answer, "✕ 2")
    assert answer.text == "Taken off your reading list: News 2"
    left = await talk.say(ada, "/saved")
    assert "News 2" not in left.text
    talk.now += 1
    await talk.press(ada, answer, "Undo")
    await talk.press(ada, answer, "Reading list")
    assert answer.text == before


async def test_pages_are_turned_in_place(talk: Talk) -> None:
    ada = await filled(talk, 7)
    answer = await talk.say(ada, "/saved")
    assert "1. News 7" in answer.text
    assert "Page 1 of 2" in answer.text
    await talk.press(ada, answer, "More ›")
    assert "1. News 2" in answer.text
    await talk.press(ada, answer, "✕ 1")
    assert "News 2" in answer.text


@pytest.mark.parametrize("words", ["/saved", "/start saved"])
async def test_in_a_group_the_list_is_shown_in_private_alone(talk: Talk, words: str) -> None:
    ada = await filled(talk)
    group = talk.api.world.add_group("Neighbours", members=[ada])
    answer = await talk.say(ada, words, group)
    assert "News" not in answer.text
    assert [button["url"] for button in answer.buttons] == [
        "https://t.me/newshound_bot?start=saved"
    ]
    assert "1. News 3" in (await talk.say(ada, "/start saved")).text
    saved = await talk.say(ada, "/save 3", group)
    assert labels(saved) == ["Reading list"]
    assert saved.buttons[0]["url"] == "https://t.me/newshound_bot?start=saved"


async def test_an_empty_list_says_how_to_fill_it(talk: Talk) -> None:
    ada = await talk.user()
    assert "/save 123" in (await talk.say(ada, "/saved")).text
