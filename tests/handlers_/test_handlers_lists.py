"""The lists of feeds: /feeds and /list, and their pages."""

import re

import pytest

from bot.local.botapi import FaultKind, Message
from newsroom import FeedState, Problem, ProblemKind, Role
from storage import pause_topic, set_feed_state
from tests.handlers_.talk import Talk, entry, labels


def numbers(message: Message) -> list[int]:
    """Return the feed numbers that begin a line."""
    return [int(found) for found in re.findall(r"^(\d+)\. ", message.text, re.MULTILINE)]


async def test_the_catalogue_turns_its_pages_in_place(talk: Talk) -> None:
    """Eight feeds a page, by title; the message stays one."""
    ada = await talk.user()
    for number in range(1, 20):
        await talk.feed(f"Paper {number:02}")
    answer = await talk.say(ada, "/feeds")
    assert numbers(answer) == list(range(1, 9))
    assert "19 feeds" in answer.text
    assert "Page 1 of 3" in answer.text
    assert "‹ Back" not in labels(answer)
    await talk.press(ada, answer, "More ›")
    assert numbers(answer) == list(range(9, 17))
    await talk.press(ada, answer, "More ›")
    assert numbers(answer) == [17, 18, 19]
    assert "More ›" not in labels(answer)
    await talk.press(ada, answer, "‹ Back")
    assert numbers(answer) == list(range(9, 17))
    assert len(talk.api.sent(talk.private(ada))) == 1


async def test_a_page_that_is_gone_meanwhile_becomes_the_last_one(talk: Talk) -> None:
    ada = await talk.user()
    for number in range(9):
        await talk.feed(f"Paper {number}")
    answer = await talk.say(ada, "/feeds")
    await talk.sql("UPDATE feeds SET removed_at = 1 WHERE id > 2")
    await talk.press(ada, answer, "More ›")
    assert numbers(answer) == [1, 2]


async def test_pressing_a_page_twice_is_no_mistake(talk: Talk) -> None:
    """Telegram refuses to change a message into what it is: the second press is answered all the same."""
    ada = await talk.user()
    for number in range(9):
        await talk.feed(f"Paper {number}")
    answer = await talk.say(ada, "/feeds")
    data = str(answer.buttons[-1]["callback_data"])
    for _ in range(2):
        assert len((await talk.press(ada, answer, data)).answers) == 1


async def test_words_choose_among_the_feeds_on_every_page(talk: Talk) -> None:
    """A word may stand in the title or the address; a colon in the words does no harm."""
    ada = await talk.user()
    for number in range(10):
        await talk.feed(f"Sport {number}")
        await talk.feed(f"Arts {number}")
    answer = await talk.say(ada, "/feeds sport: example")
    assert "10 feeds with" in answer.text
    await talk.press(ada, answer, "More ›")
    assert "Sport 9" in answer.text
    assert "Arts" not in answer.text


async def test_more_words_than_a_button_can_carry_still_list(talk: Talk) -> None:
    ada = await talk.user()
    words = "ספורט ופנאי ותרבות ואמנות"
    for number in range(9):
        await talk.feed(f"{words} {number}", url=f"https://example.org/{number}")
    answer = await talk.say(ada, f"/feeds {words}")
    assert len(numbers(answer)) == 8
    assert "More ›" not in labels(answer)
    assert "There are more" in answer.text


async def test_the_catalogue_marks_what_this_chat_has(talk: Talk) -> None:
    ada = await talk.user()
    await talk.feed("Arts")
    await talk.feed("Sport", site_url="https://sport.example/")
    await talk.say(ada, "/start")
    await talk.subscribe(talk.private(ada), 2)
    answer = await talk.say(ada, "/feeds")
    assert "1. Arts\n2. Sport ✓" in answer.text
    assert 'href="https://sport.example/"' in answer.source
    assert labels(answer) == ["+ 1"]


async def test_the_catalogue_marks_paused_and_ill_feeds(talk: Talk) -> None:
    """Only admins are told what an ill feed has."""
    ada, root = await talk.user("Ada"), await talk.user("Root", role=Role.ADMIN)
    paused, ill = await talk.feed("Arts"), await talk.feed("Sport")
    await set_feed_state(talk.db, paused.id, FeedState.PAUSED, by=root.id, now=talk.now)
    await talk.checked(ill, problem=Problem(ProblemKind.SERVER_ERROR, "HTTP 503"))
    for user, words in ((ada, "It cannot be read just now."), (root, "(HTTP 503)")):
        answer = await talk.say(user, "/feeds")
        assert "1. Arts\n⏸ Paused" in answer.text
        assert words in answer.text
    assert "503" not in (await talk.say(ada, "/feeds")).text


@pytest.mark.parametrize(
    ("role", "says"), [(Role.STRANGER, "Ask the bot's admin"), (Role.ADMIN, "/addfeed")]
)
async def test_an_empty_catalogue_says_what_to_do_next(talk: Talk, role: Role, says: str) -> None:
    ada = await talk.user(role=role)
    assert says in (await talk.say(ada, "/feeds")).text


async def test_words_without_a_feed_say_so(talk: Talk) -> None:
    ada = await talk.user()
    await talk.feed()
    assert "No feed has “zebra”" in (await talk.say(ada, "/feeds zebra")).text


async def test_list_shows_this_chats_subscriptions_only(talk: Talk) -> None:
    ada = await talk.user()
    group = talk.api.world.add_group("Neighbours", members=[ada])
    for title in ("Arts", "Sport", "Weather"):
        await talk.feed(title)
    await talk.say(ada, "/start")
    await talk.say(ada, "/start", group)
    await talk.subscribe(talk.private(ada), 1, 3)
    await talk.subscribe(group, 2)
    assert numbers(await talk.say(ada, "/list")) == [1, 3]
    assert numbers(await talk.say(ada, "/list", group)) == [2]


async def test_list_of_a_topic_is_its_own_and_says_why_it_is_paused(talk: Talk) -> None:
    ada = await talk.user()
    forum = talk.api.world.add_group("Village", forum=True, admins=[ada])
    roads, gardens = (talk.api.world.add_topic(forum, name) for name in ("Roads", "Gardens"))
    await talk.feed("Arts")
    await talk.feed("Sport")
    await talk.say(ada, "/sub 1", forum, topic=roads)
    await talk.say(ada, "/sub 2", forum, topic=gardens)
    await pause_topic(talk.db, forum.id, roads.id, "topic-closed", talk.now)
    answer = await talk.say(ada, "/list", forum, topic=roads)
    assert answer.thread_id == roads.id
    assert "1. Arts\n⏸ Paused: the topic is closed." in answer.text
    assert "Paused" not in (await talk.say(ada, "/list", forum, topic=gardens)).text


async def test_list_shows_what_a_feed_is_called_here_and_a_mute_of_everything(talk: Talk) -> None:
    ada = await talk.user()
    for number in range(3):
        await talk.feed(f"Paper {number}")
        await talk.say(ada, f"/sub {number + 1}")
    await talk.say(ada, "/settings 1 title My <paper>")
    await talk.say(ada, "/settings 1 tags #news #town")
    await talk.say(ada, "/settings 2 title Other")
    await talk.say(ada, "/settings 3 tags #news")
    listed = (await talk.say(ada, "/list")).text.replace("\u2068", "").replace("\u2069", "")
    assert "1. Paper 0\nHere it is called My <paper>, with #news #town\n" in listed
    assert "2. Paper 1\nHere it is called Other\n" in listed
    assert "3. Paper 2\nWith #news\n" in listed
    await talk.say(ada, "/mute all 2h")
    await talk.say(ada, "/unsub_all")
    assert "Everything is muted here for 2 hours." in (await talk.say(ada, "/list")).text


async def test_list_turns_its_pages(talk: Talk) -> None:
    ada = await talk.user()
    await talk.say(ada, "/start")
    for number in range(1, 10):
        await talk.feed(f"Paper {number}")
    await talk.subscribe(talk.private(ada), *range(1, 10))
    answer = await talk.say(ada, "/list")
    await talk.press(ada, answer, "More ›")
    assert numbers(answer) == [9]


async def test_the_longest_lists_still_fit_into_a_message(talk: Talk) -> None:
    """The endpoint refuses more than 4096 units: emoji are two each."""
    root = await talk.user(role=Role.OWNER)
    await talk.say(root, "/start")
    for number in range(8):
        news = [entry(f"{number}{n}" + "🦊" * 500) for n in range(5)]
        feed = await talk.feed("🦊" * 500, *news, url=f"https://example.org/{number}")
        await talk.checked(feed, problem=Problem(ProblemKind.NOT_A_FEED, "x" * 1000))
    await talk.subscribe(talk.private(root), *range(1, 9))
    for words in ("/feeds", "/list", "/unsub", "/latest", "/latest 1", "/latest " + "🦊" * 200):
        assert (await talk.say(root, words)).text, words


async def test_a_press_on_a_message_that_is_deleted_meanwhile_gets_a_new_one(talk: Talk) -> None:
    ada = await talk.user()
    for number in range(9):
        await talk.feed(f"Paper {number}")
    answer = await talk.say(ada, "/feeds")
    talk.api.fault(
        FaultKind.REFUSE,
        method="editMessageText",
        description="Bad Request: message to edit not found",
    )
    press = await talk.press(ada, answer, "More ›")
    assert len(press.answers) == 1
    assert numbers(talk.api.sent(talk.private(ada))[-1]) == [9]


async def test_a_press_that_is_answered_too_late_is_no_failure(talk: Talk) -> None:
    """Telegram takes no answer after some 15 seconds; the page is turned all the same."""
    ada = await talk.user()
    for number in range(9):
        await talk.feed(f"Paper {number}")
    answer = await talk.say(ada, "/feeds")
    talk.api.fault(
        FaultKind.REFUSE,
        method="answerCallbackQuery",
        description="Bad Request: query is too old and response timeout expired or query ID is invalid",
    )
    await talk.press(ada, answer, "More ›")
    assert numbers(answer) == [9]
