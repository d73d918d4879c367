"""/saved with words: the same language, pages and buttons as a search, over the reading list alone."""

from bot.local.botapi import User
from tests.handlers_.talk import HOUR, Talk, entry, labels


async def filled(talk: Talk, count: int = 3) -> User:
    """Let somebody save so many articles, number 1 first; one more is not saved."""
    ada = await talk.user("Ada")
    listed = [entry(f"News {n}", age=n * HOUR, text="River.") for n in range(1, count + 2)]
    await talk.feed("Morning Post", *listed)
    for number in range(1, count + 1):
        talk.now += 1
        await talk.say(ada, f"/save {number}")
    await talk.index.catch_up()
    return ada


async def test_words_find_what_is_saved_in_the_form_of_a_search(talk: Talk) -> None:
    ada = await filled(talk, 2)
    answer = await talk.say(ada, "/saved RIVERS -boat")
    assert answer.text == (
        "On your reading list: RIVERS -boat\n\n"
        "News 1\nMorning Post · 1 hour ago · #1\nRiver.\n\n"
        "News 2\nMorning Post · 2 hours ago · #2\nRiver."
    )
    assert "<b>River</b>." in answer.source
    assert labels(answer) == [
        *("1", "2", "✕ 1", "✕ 2", "Newest", "This week", "This feed", "Sum up")
    ]
    await talk.press(ada, answer, "2")
    assert talk.api.messages[-1].text.startswith("News 2")
    await talk.press(ada, answer, "✕ 1")
    assert answer.text == "Taken off your reading list: News 1"


async def test_pages_and_narrowings_stay_on_the_list(talk: Talk) -> None:
    ada = await filled(talk, 7)
    answer = await talk.say(ada, "/saved river")
    first = answer.text
    await talk.press(ada, answer, "More ›")
    assert [line for line in answer.text.splitlines() if line.startswith("News")] == [
        "News 6",
        "News 7",
    ]
    await talk.press(ada, answer, "‹ Back")
    assert answer.text == first
    await talk.press(ada, answer, "Newest")
    assert answer.text.startswith("On your reading list: river sort:date\n")
    assert "News 8" not in answer.text
    await talk.press(ada, answer, "✓ Newest")
    assert answer.text == first


async def test_nothing_on_the_list_is_said_so(talk: Talk) -> None:
    ada = await filled(talk)
    nothing = await talk.say(ada, "/saved <b>boat")
    assert nothing.text == (
        "On your reading list: <b>boat\n"
        "Nothing on your reading list has that. /saved shows all of it."
    )
    assert "no word in this" in (await talk.say(ada, "/saved …")).text


async def test_anothers_list_is_never_searched(talk: Talk) -> None:
    """Nor is one's own where others read it, however its button came there."""
    ada = await filled(talk)
    eve = await talk.user("Eve")
    assert "Nothing on your reading list" in (await talk.say(eve, "/saved river")).text
    group = talk.api.world.add_group("Neighbours", members=[ada, eve])
    assert "in our private chat" in (await talk.say(ada, "/saved river", group)).text
    shown = await talk.say(ada, "/search river", group)
    mine = str(shown.buttons[-1]["callback_data"]).rpartition(":")[2]
    before = shown.text
    for data in (f"v1:savedfind::{mine}", f"v1:savednarrow:n::{mine}"):
        press = await talk.press(ada, shown, data)
        assert "no longer works" in press.answers[0].text
    assert shown.text == before
