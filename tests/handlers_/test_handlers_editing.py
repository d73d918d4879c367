"""/editfeed: a feed's settings are shown, changed, refused, and changed back."""

import json

import pytest

from bot.local.botapi import User
from newsroom import PageText, ParsedFeed, Problem, ProblemKind, Role
from storage import latest_of_feed, list_audit
from tests.handlers_.talk import DAY, HOUR, MINUTE, Talk, entry, labels

NEW = "https://new.example/feed"


@pytest.fixture
async def root(talk: Talk) -> User:
    """Return an admin of the bot."""
    return await talk.user("Root", role=Role.ADMIN)


async def test_the_settings_are_shown_with_buttons_and_the_words_to_type(
    talk: Talk, root: User
) -> None:
    feed = await talk.feed()
    answer = await talk.say(root, "/editfeed morning")
    assert answer.text.splitlines()[:5] == [
        "Settings of feed 1, Morning Post:",
        "Title: “Morning Post”, the feed's own.",
        f"Link: {feed.url}",
        "Interval: automatic",
        "Web pages: read when somebody asks for a summary and the feed has only a teaser.",
    ]
    assert "/editfeed 1 title Morning Post" in answer.text
    assert labels(answer) == [
        "15 minutes",
        "1 hour",
        "6 hours",
        "Pages: at once",
        "Pages: never",
        "Check now",
    ]


@pytest.mark.parametrize(
    ("typed", "attribute", "value", "said"),
    [
        (
            "title Evening Post",
            "title",
            "Evening Post",
            "Title: “Evening Post”, given by an admin.",
        ),
        ("title “auto”", "title", "auto", "Title: “auto”, given by an admin."),
        ("interval 30m", "interval", 30 * MINUTE, "Interval: 30 minutes"),
        ("INTERVAL 2H", "interval", 2 * HOUR, "Interval: 2 hours"),
        ("page on", "page_text", PageText.ON, "Web pages: each article's is read at once."),
        ("page off", "page_text", PageText.OFF, "Web pages: never read."),
    ],
)
async def test_a_setting_is_changed_audited_and_changed_back(
    talk: Talk, root: User, typed: str, attribute: str, value: object, said: str
) -> None:
    feed = await talk.feed()
    answer = await talk.say(root, f"/editfeed 1 {typed}")
    assert answer.text.splitlines()[1] == said
    assert getattr(await talk.stored(feed), attribute) == value
    noted, *_ = await list_audit(talk.db, limit=1)
    assert (noted.by, noted.action, noted.subject) == (root.id, "editfeed", "feed:1")
    await talk.press(root, answer, "Undo")
    assert getattr(await talk.stored(feed), attribute) == getattr(feed, attribute)
    assert answer.text != said
    await talk.press(root, answer, "Undo")
    assert getattr(await talk.stored(feed), attribute) == value, "an undo can be undone"


@pytest.mark.parametrize("setting", ["title", "interval", "page"])
async def test_auto_brings_back_what_was_before_anybody_set_it(
    talk: Talk, root: User, setting: str
) -> None:
    feed = await talk.feed()
    for value in ("title Mine", "interval 1h", "page on"):
        await talk.say(root, f"/editfeed 1 {value}")
    await talk.say(root, f"/editfeed 1 {setting} auto")
    now = await talk.stored(feed)
    assert (now.own_title is None) == (setting == "title")
    assert (now.interval is None) == (setting == "interval")
    assert (now.page_text is PageText.AUTO) == (setting == "page")


async def test_the_buttons_set_interval_and_pages(talk: Talk, root: User) -> None:
    feed = await talk.feed()
    answer = await talk.say(root, "/editfeed 1")
    await talk.press(root, answer, "6 hours")
    assert (await talk.stored(feed)).interval == 6 * HOUR
    await talk.press(root, answer, "Settings")
    assert "6 hours" not in labels(answer)
    assert "Automatic" in labels(answer)
    await talk.press(root, answer, "Pages: at once")
    assert (await talk.stored(feed)).page_text is PageText.ON


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("title", "/editfeed 1 title auto"),
        ("interval", "from 1m to 7d"),
        ("interval 59s", "from 1m to 7d"),
        ("interval 8d", "from 1m to 7d"),
        ("interval soon", "from 1m to 7d"),
        ("page maybe", "auto, on or off"),
        ("link", "/editfeed 1 link https"),
        ("link nonsense", "/editfeed 1 link https"),
        ("colour blue", "“colour” is no setting"),
        ("chat", "Whose feed is it to be?"),
        ("chat all", "That is so already."),
        ("chat nonsense", "nonsense"),
        ("chat @the_news more", "@the_news more"),
    ],
)
async def test_what_is_no_value_changes_nothing_and_says_what_is(
    talk: Talk, root: User, typed: str, said: str
) -> None:
    await talk.feed()
    before = await talk.memory()
    assert said in (await talk.say(root, f"/editfeed 1 {typed}")).text
    assert await talk.memory() == before


@pytest.mark.parametrize("name", ["1", "#1", "“Morning Post”", "morning-post.example/feed"])
async def test_a_feed_is_named_as_everywhere(talk: Talk, root: User, name: str) -> None:
    feed = await talk.feed()
    await talk.say(root, f"/editfeed {name} interval 1h")
    assert (await talk.stored(feed)).interval == HOUR


async def test_in_a_reply_to_an_article_the_setting_comes_first(talk: Talk, root: User) -> None:
    feed = await talk.feed("Morning Post", entry("News"))
    card = await talk.say(root, "/start a1")
    await talk.say(root, "/editfeed interval 1h", reply_to=card)
    assert (await talk.stored(feed)).interval == HOUR


async def test_which_feed_is_asked_and_shown(talk: Talk, root: User) -> None:
    await talk.feed("Morning Post")
    await talk.feed("Evening Post")
    answer = await talk.say(root, "/editfeed post")
    await talk.press(root, answer, "2 · Evening Post")
    assert "Settings of feed 2" in answer.text


# The link


async def test_a_new_link_is_looked_at_and_taken_in_place(talk: Talk, root: User) -> None:
    """Articles and subscribers stay, and what the new address lists alerts nobody."""
    feed = await talk.feed("Morning Post", entry("Old"))
    talk.sources.feeds[NEW] = ParsedFeed("New Times", (entry("Old"), entry("Later")))
    answer = await talk.say(root, "/editfeed 1 link new.example/feed")
    assert answer.text.splitlines()[1] == f"Link: {NEW}"
    assert (await talk.stored(feed)).url == NEW
    assert {one.title for one in (await latest_of_feed(talk.db, 1, size=9)).items} == {
        "Old",
        "Later",
    }
    assert await talk.rows("SELECT count(*) FROM articles WHERE routed_at IS NULL") == [(0,)]
    noted = next(row for row in await list_audit(talk.db, limit=3) if row.action == "editfeed")
    assert json.loads(noted.detail)["before"] == feed.url
    await talk.press(root, answer, "Undo")
    assert (await talk.stored(feed)).url == feed.url


async def test_a_link_where_no_feed_is_leaves_the_old_one(talk: Talk, root: User) -> None:
    feed = await talk.feed()
    talk.sources.problems[NEW] = Problem(ProblemKind.NOT_FOUND)
    answer = await talk.say(root, f"/editfeed 1 link {NEW}")
    assert "I kept the old link" in answer.text
    assert "There is nothing at that address." in answer.text
    assert (await talk.stored(feed)).url == feed.url


async def test_the_link_of_another_feed_is_refused(talk: Talk, root: User) -> None:
    """By its spelling, and by where it leads to."""
    feed, other = await talk.feed("Morning Post"), await talk.feed("Evening Post", url=NEW)
    talk.sources.feeds[NEW] = ParsedFeed("Evening Post", ())
    talk.sources.moved["https://moved.example/"] = NEW
    for link in ("http://new.example/feed/", "https://moved.example/"):
        answer = await talk.say(root, f"/editfeed 1 link {link}")
        assert f"That is the address of feed {other.id}." in answer.text
    assert (await talk.stored(feed)).url == feed.url


async def test_the_link_that_it_has_changes_nothing(talk: Talk, root: User) -> None:
    feed = await talk.feed()
    talk.sources.feeds[feed.url] = ParsedFeed("Morning Post", ())
    assert "already" in (await talk.say(root, f"/editfeed 1 link {feed.url}")).text


async def test_an_undo_that_came_too_late_says_so(talk: Talk, root: User) -> None:
    feed = await talk.feed()
    first = await talk.say(root, "/editfeed 1 interval 1h")
    await talk.say(root, "/editfeed 1 interval 2h")
    press = await talk.press(root, first, "Undo")
    assert "Too late" in press.answers[0].text
    second = await talk.say(root, "/editfeed 1 interval 3h")
    talk.now += DAY + 1
    press = await talk.press(root, second, "Undo")
    assert "Too late" in press.answers[0].text
    assert (await talk.stored(feed)).interval == 3 * HOUR


async def test_a_forged_button_sets_no_link(talk: Talk, root: User) -> None:
    feed = await talk.feed()
    answer = await talk.say(root, "/editfeed 1")
    for data in ("v1:editset:1:link:x:", "v1:editset:1:colour:x:", "v1:editset:1:title:x:"):
        await talk.press(root, answer, data)
    assert await talk.stored(feed) == feed


async def test_a_feed_that_is_gone_is_not_changed(talk: Talk, root: User) -> None:
    await talk.feed()
    answer = await talk.say(root, "/editfeed 1")
    await talk.say(root, "/removefeed 1")
    await talk.sql("UPDATE feeds SET removed_at = 1")
    press = await talk.press(root, answer, "1 hour")
    assert "This feed is not there" in press.answers[0].text


async def test_a_mistyped_setting_is_no_feed_that_is_missing(talk: Talk, root: User) -> None:
    await talk.feed()
    answer = await talk.say(root, "/editfeed 1 intervall 30m")
    assert answer.text.startswith(
        "“intervall” is no setting. There are title, link, interval, page, tags, chat, login"
    )
    assert "/editfeed_1" in answer.text
    await talk.feed("24 hours")
    assert "Settings of feed 2" in (await talk.say(root, "/editfeed 24 hours")).text


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (Problem(ProblemKind.BAD_ADDRESS, "user name or password"), "no user name and no password"),
        (Problem(ProblemKind.FORBIDDEN_ADDRESS, "port 22"), "not go to that address. (port 22)"),
        (Problem(ProblemKind.FORBIDDEN_ADDRESS, "not a public address"), "not one of a private"),
    ],
)
async def test_a_link_that_is_refused_says_what_about_it(
    talk: Talk, root: User, problem: Problem, said: str
) -> None:
    talk.sources.problems[NEW] = problem
    assert said in (await talk.say(root, f"/addfeed {NEW}")).text
