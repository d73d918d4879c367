"""The catalogue's keeping: /addfeed, /removefeed, /pausefeed, /resumefeed, /checkfeed."""

import asyncio
from dataclasses import replace

import pytest

from bot.local.botapi import FaultKind, User
from newsroom import Enclosure, FeedState, ParsedFeed, Problem, ProblemKind, Role
from storage import list_audit
from tests.handlers_.talk import DAY, HOUR, Talk, entry, labels

ADDRESS = "https://new.example/feed"
NEW_TIMES = ParsedFeed(
    "New Times",
    tuple(entry(f"News {age}", age=age * DAY) for age in range(1, 5)),
    site_url="https://new.example/",
    language="fr",
)


@pytest.fixture
async def root(talk: Talk) -> User:
    """Return an admin of the bot."""
    return await talk.user("Root", role=Role.ADMIN)


async def test_addfeed_stores_and_shows_what_it_found(talk: Talk, root: User) -> None:
    """Number, title, language, how often it posts, the last three articles, and what to do next."""
    talk.sources.feeds[ADDRESS] = NEW_TIMES
    answer = await talk.say(root, f"/addfeed {ADDRESS}")
    assert answer.text.splitlines() == [
        "Added as number 1: New Times",
        "Language: French",
        "It posts about 1 article a day.",
        "• News 1 · 1 day ago",
        "• News 2 · 2 days ago",
        "• News 3 · 3 days ago",
    ]
    assert labels(answer) == ["Subscribe", "Undo"]
    assert [call.params.text("action") for call in talk.api.calls_of("sendChatAction")] == [
        "typing"
    ]
    await talk.press(root, answer, "Subscribe")
    assert await talk.subscribed(talk.private(root)) == [1]


async def test_adding_can_be_undone_and_that_too(talk: Talk, root: User) -> None:
    talk.sources.feeds[ADDRESS] = NEW_TIMES
    answer = await talk.say(root, f"/addfeed {ADDRESS}")
    await talk.press(root, answer, "Undo")
    assert "Removed New Times" in answer.text
    assert "no feeds yet" in (await talk.say(root, "/feeds")).text
    await talk.press(root, answer, "Undo")
    assert "back as number 1" in answer.text
    assert [row.action for row in await list_audit(talk.db, limit=9)] == [
        "restorefeed",
        "removefeed",
        "addfeed",
    ]


async def test_a_title_of_ones_own_is_kept(talk: Talk, root: User) -> None:
    """The feed's own title, at whatever check, does not replace it; quotes around it fall away."""
    talk.sources.feeds[ADDRESS] = NEW_TIMES
    answer = await talk.say(root, f"/addfeed {ADDRESS}  “Our <Times>\u202e”")
    assert "number 1: Our <Times>" in answer.text
    await talk.say(root, "/checkfeed 1")
    assert "1. Our <Times>" in (await talk.say(root, "/feeds")).text


async def test_a_feed_without_a_title_is_called_by_its_host(talk: Talk, root: User) -> None:
    talk.sources.feeds[ADDRESS] = ParsedFeed("", ())
    assert "number 1: new.example" in (await talk.say(root, f"/addfeed {ADDRESS}")).text


@pytest.mark.parametrize(
    "link", [ADDRESS, "new.example/feed", "http://new.example/feed/", "HTTPS://New.Example/feed"]
)
async def test_what_is_there_already_is_not_looked_at_again(
    talk: Talk, root: User, link: str
) -> None:
    await talk.feed("New Times", url=ADDRESS)
    answer = await talk.say(root, f"/addfeed {link}")
    assert "there already, as number 1" in answer.text
    assert labels(answer) == ["Subscribe"]
    assert not talk.sources.looks


async def test_a_page_whose_feed_is_there_already_says_its_number(talk: Talk, root: User) -> None:
    await talk.feed("New Times", url=ADDRESS)
    talk.sources.feeds[ADDRESS] = NEW_TIMES
    talk.sources.moved["https://new.example/"] = ADDRESS
    answer = await talk.say(root, "/addfeed https://new.example/")
    assert "there already, as number 1" in answer.text


async def test_a_link_without_a_scheme_is_tried_with_https_first(talk: Talk, root: User) -> None:
    """Without encryption only where https is not answered at all."""
    secure, plain = "https://old.example/feed", "http://old.example/feed"
    talk.sources.problems[secure] = Problem(ProblemKind.UNREACHABLE)
    talk.sources.feeds[plain] = NEW_TIMES
    assert "Added" in (await talk.say(root, "/addfeed old.example/feed")).text
    assert talk.sources.looks == [secure, plain]
    talk.sources.looks.clear()
    await talk.say(root, "/addfeed nobody.example")
    assert talk.sources.looks == ["https://nobody.example"]


async def test_of_two_failures_the_first_is_told(talk: Talk, root: User) -> None:
    talk.sources.problems["https://old.example"] = Problem(ProblemKind.INSECURE)
    talk.sources.problems["http://old.example"] = Problem(ProblemKind.NOT_FOUND)
    assert "certificate" in (await talk.say(root, "/addfeed old.example")).text


@pytest.mark.parametrize("kind", ProblemKind)
async def test_each_problem_is_a_sentence_with_advice(
    talk: Talk, root: User, kind: ProblemKind
) -> None:
    """No key stands for a sentence that is missing; nothing is stored."""
    talk.sources.problems[ADDRESS] = Problem(kind, "HTTP <599>")
    before = await talk.memory()
    answer = await talk.say(root, f"/addfeed {ADDRESS}")
    could_not, problem, advice = answer.text.splitlines()
    assert could_not == f"I could not add {ADDRESS}"
    assert problem.endswith(". (HTTP <599>)")
    assert advice.endswith(".")
    assert "problem-" not in answer.text
    assert "advice-" not in answer.text
    assert await talk.memory() == before


@pytest.mark.parametrize("words", ["/addfeed", "/addfeed rivers", "/addfeed My Paper"])
async def test_addfeed_without_a_link_shows_an_example(talk: Talk, root: User, words: str) -> None:
    assert "/addfeed https://example.org" in (await talk.say(root, words)).text
    assert not talk.sources.looks


async def test_a_long_search_keeps_showing_that_it_goes_on(
    talk: Talk, root: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Telegram shows it for five seconds only."""
    monkeypatch.setattr("handlers.context.TYPING_EVERY", 0.01)
    talk.sources.feeds[ADDRESS] = NEW_TIMES
    talk.sources.until = lambda: len(talk.api.calls_of("sendChatAction")) >= 3
    assert "Added" in (await talk.say(root, f"/addfeed {ADDRESS}")).text
    assert "typing" not in {task.get_name() for task in asyncio.all_tasks()}


async def test_adding_works_where_the_chat_action_fails(talk: Talk, root: User) -> None:
    talk.sources.feeds[ADDRESS] = NEW_TIMES
    talk.api.fault(FaultKind.REFUSE, method="sendChatAction")
    assert "Added" in (await talk.say(root, f"/addfeed {ADDRESS}")).text


async def test_removefeed_asks_first(talk: Talk, root: User) -> None:
    ada = await talk.user()
    await talk.feed()
    await talk.say(ada, "/sub 1")
    answer = await talk.say(root, "/removefeed 1")
    assert "Remove feed 1, Morning Post?" in answer.text
    assert "It has 1 subscriber," in answer.text
    await talk.press(root, answer, "Keep")
    assert answer.text == "Morning Post stays."
    assert not answer.buttons
    assert "1. Morning Post" in (await talk.say(root, "/feeds")).text


async def test_a_removal_can_be_undone_for_a_day(talk: Talk, root: User) -> None:
    """The subscriptions come back with it."""
    ada = await talk.user()
    await talk.feed()
    await talk.say(ada, "/sub 1")
    answer = await talk.say(root, "/removefeed morning")
    await talk.press(root, answer, "Remove")
    undo = str(answer.buttons[0]["callback_data"])
    assert "No subscriptions" in (await talk.say(ada, "/list")).text
    talk.now += DAY - HOUR
    await talk.press(root, answer, undo)
    assert "1. Morning Post" in (await talk.say(ada, "/list")).text
    await talk.press(root, answer, undo)
    assert "back already" in answer.text


async def test_after_a_day_a_removal_stays(talk: Talk, root: User) -> None:
    await talk.feed()
    answer = await talk.say(root, "/removefeed 1")
    await talk.press(root, answer, "Remove")
    talk.now += DAY + HOUR
    await talk.press(root, answer, "Undo")
    assert "Too late" in answer.text


async def test_an_undo_gives_way_to_the_feed_that_was_added_anew(talk: Talk, root: User) -> None:
    feed = await talk.feed()
    answer = await talk.say(root, "/removefeed 1")
    await talk.press(root, answer, "Remove")
    await talk.feed(url=feed.url)
    await talk.press(root, answer, "Undo")
    assert "as number 2" in answer.text


async def test_removing_asks_which_feed_was_meant(talk: Talk, root: User) -> None:
    """The button that answers it asks about that feed: a slip removes nothing."""
    await talk.feed("Morning Post")
    await talk.feed("Evening Post")
    answer = await talk.say(root, "/removefeed post")
    await talk.press(root, answer, "2 · Evening Post")
    assert "Remove feed 2, Evening Post?" in answer.text
    assert await talk.rows("SELECT count(*) FROM feeds WHERE removed_at IS NULL") == [(2,)]


async def test_a_feed_is_paused_and_resumed_by_command_and_by_button(
    talk: Talk, root: User
) -> None:
    feed = await talk.feed()
    answer = await talk.say(root, "/pausefeed 1")
    assert (await talk.stored(feed)).state is FeedState.PAUSED
    await talk.press(root, answer, "Resume")
    assert (await talk.stored(feed)).state is FeedState.ACTIVE
    await talk.press(root, answer, "Pause")
    assert (await talk.stored(feed)).state is FeedState.PAUSED
    await talk.say(root, "/resumefeed morning")
    assert (await talk.stored(feed)).state is FeedState.ACTIVE


async def test_checkfeed_tells_what_the_bot_sees(talk: Talk, root: User) -> None:
    feed = await talk.feed("Morning Post", entry("Old"))
    new = replace(
        entry("New"),
        text="First line.\nSecond line.",
        author="Ann Lee",
        image_url="https://example.org/p.jpg",
        enclosures=(Enclosure("https://example.org/e.mp3"),),
    )
    undated = replace(entry("Odd"), published_at=None, text="")
    talk.sources.feeds[feed.url] = ParsedFeed("Morning Post", (new, undated, entry("Old")))
    answer = await talk.say(root, "/checkfeed 1")
    assert answer.text.splitlines() == [
        "Checked 1, Morning Post:",
        "3 articles there.",
        "2 of them are new.",
        "The next check comes in 15 minutes.",
        "",
        "The latest that I have of it:",
        "",
        "• Odd",
        "no date",
        "No text.",
        "",
        "• New",
        "Sep 21, 2026 · Ann Lee · picture · 1 file",
        "First line.",
        "",
        "• Old",
        "Sep 21, 2026",
        "All about Old.",
    ]
    assert labels(answer) == ["Check again", "Settings"]
    talk.sources.problems[feed.url] = Problem(ProblemKind.TIMEOUT)
    del talk.sources.feeds[feed.url]
    await talk.press(root, answer, "Check again")
    assert "The site took too long to answer.\nTry again later." in answer.text
    assert "First line." in answer.text


async def test_checkfeed_of_an_unchanged_feed_shows_what_is_stored(talk: Talk, root: User) -> None:
    feed = await talk.feed("Morning Post", *(entry(name, age=HOUR) for name in "abcd"))
    talk.sources.feeds[feed.url] = ParsedFeed("Morning Post", ())
    talk.sources.unchanged.add(feed.url)
    answer = await talk.say(root, "/checkfeed 1")
    assert "Nothing has changed there since the last check." in answer.text
    assert answer.text.count("•") == 3


async def test_checkfeed_tells_what_a_feed_with_a_title_of_ours_calls_itself(
    talk: Talk, root: User
) -> None:
    feed = await talk.feed("Morning Post", own_title="Mine")
    talk.sources.feeds[feed.url] = ParsedFeed("Evening Post", ())
    answer = await talk.say(root, "/checkfeed 1")
    assert "Checked 1, Mine:" in answer.text
    assert "It calls itself “Evening Post”." in answer.text


async def test_checking_a_paused_feed_says_that_it_is(talk: Talk, root: User) -> None:
    feed = await talk.feed()
    talk.sources.feeds[feed.url] = NEW_TIMES
    await talk.say(root, "/pausefeed 1")
    assert "/resumefeed" in (await talk.say(root, "/checkfeed 1")).text


@pytest.mark.parametrize("name", ["removefeed", "pausefeed", "resumefeed", "checkfeed", "editfeed"])
async def test_a_command_without_a_feed_says_how_to_name_one(
    talk: Talk, root: User, name: str
) -> None:
    await talk.feed()
    assert f"/{name} 12" in (await talk.say(root, f"/{name}")).text
    assert "/feeds" in (await talk.say(root, f"/{name} zebra")).text
