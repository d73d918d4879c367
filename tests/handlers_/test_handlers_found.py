"""A page's address in place of a feed's: its only feed is taken, of several one is chosen."""

from pathlib import Path

import pytest

from bot.local.botapi import Message, User
from handlers import AccessRules
from newsroom import ParsedFeed, Problem, ProblemKind, Role
from tests.handlers_.talk import DAY, HOUR, Talk, entry, labels
from tests.handlers_.world import talking

PAGE = "https://paper.example/"
NEWS, SPORT = "https://paper.example/news.xml", "https://paper.example/sport.xml"


@pytest.fixture
async def root(talk: Talk) -> User:
    """Return an admin of the bot who has started it, and let a page with two feeds stand at PAGE."""
    give_page(talk)
    user = await talk.user("Root", role=Role.ADMIN)
    await talk.say(user, "/start")
    return user


def give_page(talk: Talk) -> None:
    talk.sources.feeds[NEWS] = ParsedFeed("All news", (entry("A", age=3 * HOUR), entry("B")))
    talk.sources.feeds[SPORT] = ParsedFeed("Sport", ())
    talk.sources.pages[PAGE] = (NEWS, SPORT)


async def catalogue(talk: Talk) -> list[tuple[str, str]]:
    rows = await talk.rows("SELECT url, coalesce(own_title, title) FROM feeds ORDER BY id")
    return [(str(url), str(title)) for url, title in rows]


async def test_the_only_feed_of_a_page_is_added_and_its_address_said(
    talk: Talk, root: User
) -> None:
    talk.sources.pages[PAGE] = (NEWS,)
    answer = await talk.say(root, f"/addfeed {PAGE} Mine")
    assert answer.text.splitlines()[:2] == ["Added as number 1: Mine", f"I found it at {NEWS}"]
    assert await catalogue(talk) == [(NEWS, "Mine")]
    again = await talk.say(root, f"/addfeed {PAGE}")
    assert "there already, as number 1" in again.text


async def test_addfeed_of_a_page_with_several_feeds_asks_which(talk: Talk, root: User) -> None:
    """Number, title, address to copy, how many entries and how new; and a button for each."""
    question = await talk.say(root, f"/addfeed {PAGE}")
    assert question.text.splitlines() == [
        "paper.example has 2 feeds. Which one do you want?",
        "",
        "1. All news",
        NEWS,
        "2 entries, the newest 1 hour ago",
        "",
        "2. Sport",
        SPORT,
        "0 entries",
    ]
    assert f"<code>{NEWS}</code>" in question.source
    assert labels(question) == ["1 · All news", "2 · Sport"]
    assert await catalogue(talk) == []


async def test_the_question_stays_so_that_both_may_be_taken(talk: Talk, root: User) -> None:
    question = await talk.say(root, f"/addfeed {PAGE}")
    for button, title in (("2 · Sport", "Sport"), ("1 · All news", "All news")):
        await talk.press(root, question, button)
        answer = talk.private(root).last_message
        assert answer is not None
        assert title in answer.text
        assert labels(answer) == ["Subscribe", "Undo"]
    assert await catalogue(talk) == [(SPORT, "Sport"), (NEWS, "All news")]
    await talk.press(root, question, "2 · Sport")
    answer = talk.private(root).last_message
    assert answer is not None
    assert "there already, as number 1" in answer.text
    assert labels(question) == ["1 · All news", "2 · Sport"]


@pytest.mark.parametrize("title", ["My <own> & only", "החדשות שלי", "x"])
async def test_a_title_of_ones_own_outlives_the_question(
    talk: Talk, root: User, title: str
) -> None:
    question = await talk.say(root, f"/addfeed {PAGE} {title}")
    assert "It will be called" in question.text
    await talk.press(root, question, "2 · Sport")
    assert await catalogue(talk) == [(SPORT, title)]


async def test_sub_of_a_page_with_several_feeds_asks_and_subscribes(talk: Talk, root: User) -> None:
    """By /sub and by a bare link."""
    for words, button, number in ((f"/sub {PAGE}", "1 · All news", 1), (PAGE, "2 · Sport", 2)):
        question = await talk.say(root, words)
        assert "2 feeds. Which one" in question.text
        await talk.press(root, question, button)
        assert number in await talk.subscribed(talk.private(root))
    answer = talk.private(root).last_message
    assert answer is not None
    assert "Subscribed to Sport" in answer.text


async def test_the_only_feed_of_a_page_is_subscribed_to(talk: Talk, root: User) -> None:
    talk.sources.pages[PAGE] = (NEWS,)
    answer = await talk.say(root, PAGE)
    assert answer.text.splitlines()[:2] == ["Subscribed to All news.", f"I found it at {NEWS}"]
    assert await talk.subscribed(talk.private(root)) == [1]


async def test_a_channel_is_named_in_the_question_and_gets_what_is_chosen(
    talk: Talk, root: User
) -> None:
    channel = talk.api.world.add_channel("News", username="the_news", admins=[root])
    question = await talk.say(root, f"/sub @the_news {PAGE}")
    assert question.text.startswith("In News:")
    await talk.press(root, question, "2 · Sport")
    assert await talk.subscribed(channel) == [1]
    assert await talk.subscribed(talk.private(root)) == []
    talk.api.demote(root, channel)
    press = await talk.press(root, question, "1 · All news")
    assert "the_news" in press.answers[0].text or str(channel.id) in press.answers[0].text
    assert await talk.subscribed(channel) == [1]


async def test_in_a_group_its_admin_chooses_and_a_member_may_not(tmp_path: Path) -> None:
    """An anonymous admin's question is for all admins of the group."""
    async with talking(tmp_path, AccessRules(anyone_adds_feeds=True)) as talk:
        give_page(talk)
        ada, max_ = await talk.user("Ada"), await talk.user("Max")
        group = talk.api.world.add_group("Neighbours", admins=[ada], members=[max_])
        question = await talk.say(ada, f"/sub {PAGE}", group, anonymous_admin=True)
        refused = await talk.press(max_, question, "2 · Sport")
        assert "Only this group's admins" in refused.answers[0].text
        assert await talk.subscribed(group) == []
        await talk.press(ada, question, "2 · Sport")
        assert await talk.subscribed(group) == [1]


async def test_who_may_not_add_any_more_asks_the_admins(talk: Talk, root: User) -> None:
    """What one may is judged when one presses: then the feed becomes a request."""
    olga = await talk.user("Olga", role=Role.OWNER)
    await talk.say(olga, "/start")
    adding = await talk.say(root, f"/addfeed {PAGE}")
    question = await talk.say(root, f"/sub {PAGE}")
    await talk.set_role(root, Role.MEMBER)
    refused = await talk.press(root, adding, "2 · Sport")
    assert "Only the bot's admins" in refused.answers[0].text
    await talk.press(root, question, "2 · Sport")
    assert await catalogue(talk) == []
    assert await talk.rows("SELECT url FROM requests") == [(SPORT,)]


async def requested(talk: Talk, root: User, ada: User) -> Message:
    """Let somebody ask for the page and an admin approve; return the question to the admin."""
    await talk.say(ada, PAGE)
    request = talk.private(root).last_message
    assert request is not None
    await talk.press(root, request, "Approve")
    question = talk.private(root).last_message
    assert question is not None
    assert "2 feeds. Which one" in question.text
    assert labels(request) == ["Approve", "Decline"]
    return question


async def test_an_admin_who_approves_a_page_chooses_for_who_asked(talk: Talk, root: User) -> None:
    ada = await talk.user("Ada")
    question = await requested(talk, root, ada)
    assert await talk.rows("SELECT state FROM requests") == [("open",)]
    await talk.press(root, question, "2 · Sport")
    assert question.text.startswith("Added as number 1: Sport")
    assert labels(question) == []
    assert await talk.subscribed(talk.private(ada)) == [1]
    assert await talk.rows("SELECT state FROM requests") == [("approved",)]


async def test_a_request_settled_meanwhile_is_not_settled_again(talk: Talk, root: User) -> None:
    ada = await talk.user("Ada")
    question = await requested(talk, root, ada)
    await talk.sql("UPDATE requests SET state = 'declined'")
    await talk.press(root, question, "2 · Sport")
    assert question.text == f"Settled already: declined. {PAGE}"
    assert await catalogue(talk) == []


async def test_where_the_chosen_feed_cannot_be_read_that_is_said(talk: Talk, root: User) -> None:
    """It is looked at anew: what stands in a message proves nothing."""
    question = await talk.say(root, f"/addfeed {PAGE}")
    del talk.sources.feeds[SPORT]
    talk.sources.problems[SPORT] = Problem(ProblemKind.FORBIDDEN_ADDRESS)
    await talk.press(root, question, "2 · Sport")
    answer = talk.private(root).last_message
    assert answer is not None
    assert answer.text.startswith(f"I could not add {SPORT}")
    assert await catalogue(talk) == []


@pytest.mark.parametrize("position", ["2", "-1", "x", "9" * 15])
async def test_a_forged_position_chooses_nothing(talk: Talk, root: User, position: str) -> None:
    question = await talk.say(root, f"/addfeed {PAGE}")
    data = str(question.buttons[0]["callback_data"]).replace("addfound:0", f"addfound:{position}")
    press = await talk.press(root, question, data)
    assert "no longer works" in press.answers[0].text
    assert await catalogue(talk) == []


async def test_what_is_no_address_in_another_answer_is_not_looked_at(
    talk: Talk, root: User
) -> None:
    answer = await talk.say(root, "/search river")
    data = str((await talk.say(root, f"/addfeed {PAGE}")).buttons[0]["callback_data"])
    looked = len(talk.sources.looks)
    press = await talk.press(root, answer, data)
    assert "no longer works" in press.answers[0].text
    assert len(talk.sources.looks) == looked


async def test_many_feeds_with_long_titles_and_addresses_fit_in_a_message(
    talk: Talk, root: User
) -> None:
    """At most eight; one whose address is too long to stand there is not offered."""
    found = [f"{PAGE}{'ä' * 270}{n}" for n in range(12)]
    found.insert(1, f"{PAGE}{'x' * 2000}")
    for url in found:
        title = f"{'<&>' * 60} {url[-2:]}"
        talk.sources.feeds[url] = ParsedFeed(title, (entry("A", age=DAY),))
    talk.sources.pages[PAGE] = tuple(found)
    question = await talk.say(root, f"/addfeed {PAGE} {'<T>' * 40}")
    assert len(question.buttons) == 8
    assert "paper.example has 8 feeds" in question.text
    await talk.press(root, question, str(question.buttons[7]["text"]))
    assert await catalogue(talk) == [(found[8], "<T>" * 40)]


async def test_a_feed_without_a_title_is_offered_by_its_host(talk: Talk, root: User) -> None:
    talk.sources.feeds[SPORT] = ParsedFeed("", ())
    question = await talk.say(root, f"/addfeed {PAGE}")
    assert labels(question) == ["1 · All news", "2 · paper.example"]


async def test_nothing_found_says_what_to_do_next(talk: Talk, root: User) -> None:
    del talk.sources.pages[PAGE]
    talk.sources.problems[PAGE] = Problem(ProblemKind.NOT_A_FEED)
    answer = await talk.say(root, f"/addfeed {PAGE}")
    assert answer.text.splitlines() == [
        f"I could not add {PAGE}",
        "I find no feed there.",
        "Look on the site for “RSS” or “Feed” and send me that link.",
    ]
