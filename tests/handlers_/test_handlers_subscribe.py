"""Subscribing, in private, in groups and in topics."""

from pathlib import Path

import pytest

from bot.local.botapi import Chat
from handlers import AccessRules
from newsroom import DeliveryKind, ParsedFeed, Role
from storage import deliveries_of, get_chat, pause_chat
from tests.handlers_.talk import DAY, HOUR, Talk, entry, labels
from tests.handlers_.world import talking


async def owed(talk: Talk, chat: Chat) -> list[tuple[DeliveryKind, int | None]]:
    return [(one.kind, one.article_id) for one in await deliveries_of(talk.db, [chat.id])]


async def test_sub_subscribes_at_once_and_introduces_the_feed(talk: Talk) -> None:
    """How often it posts, its last three articles, and the choice what to begin with."""
    ada = await talk.user()
    await talk.feed("Morning Post", *[entry(f"News {age}", age=age * DAY) for age in range(1, 6)])
    answer = await talk.say(ada, "/sub 1")
    assert await talk.subscribed(talk.private(ada)) == [1]
    assert "It posts about 1 article a day." in answer.text
    assert "• News 1 · 1 day ago\n• News 2 · 2 days ago\n• News 3 · 3 days ago\n" in answer.text
    assert "News 4" not in answer.text
    assert 'href="https://example.org/News-1"' in answer.source
    assert labels(answer) == ["✓ From now on", "With the latest", "With the last 5", "Undo"]
    assert not await owed(talk, talk.private(ada))


@pytest.mark.parametrize(
    ("ages", "says"),
    [
        ([12, 24, 36, 48, 60, 72, 84], "about 2 articles a day"),
        ([24, 24 * 8, 24 * 15], "about 1 article a week"),
        ([24, 24 * 28], "about 1 article a month"),
        ([24], "has posted little"),
    ],
)
async def test_how_often_a_feed_posts_is_said_in_a_fitting_unit(
    talk: Talk, ages: list[int], says: str
) -> None:
    ada = await talk.user()
    await talk.feed("Morning Post", *[entry(f"{age}", age=age * HOUR) for age in ages])
    assert says in (await talk.say(ada, "/sub 1")).text


async def test_from_now_on_just_confirms(talk: Talk) -> None:
    ada = await talk.user()
    await talk.feed("Morning Post", entry("News"))
    answer = await talk.say(ada, "/sub 1")
    await talk.press(ada, answer, "✓ From now on")
    assert answer.text == "Subscribed to Morning Post. New articles come from now on."
    assert not answer.buttons
    assert not await owed(talk, talk.private(ada))


async def test_with_the_latest_owes_the_newest_article_once(talk: Talk) -> None:
    """Its key is the one that routing uses: it never comes twice, however often one presses."""
    ada = await talk.user()
    await talk.feed("Morning Post", entry("New"), entry("Old", age=DAY))
    answer = await talk.say(ada, "/sub 1")
    data = str(answer.buttons[1]["callback_data"])
    await talk.press(ada, answer, data)
    assert "on its way" in answer.text
    await talk.press(ada, answer, data)
    assert "was sent here before" in answer.text
    assert await owed(talk, talk.private(ada)) == [(DeliveryKind.ALERT, 1)]


async def test_with_the_last_five_they_come_the_oldest_first(talk: Talk) -> None:
    """Each as a message of its own, and those that were sent or are owed already not again."""
    ada = await talk.user()
    chat = talk.private(ada)
    await talk.feed("Morning Post", *[entry(f"News {age}", age=age * DAY) for age in range(1, 8)])
    answer = await talk.say(ada, "/sub 1")
    last = str(answer.buttons[2]["callback_data"])
    await talk.press(ada, answer, str(answer.buttons[1]["callback_data"]))
    await talk.press(ada, answer, last)
    assert answer.text == (
        "Subscribed to Morning Post. The last 4 articles are on their way, the oldest first."
    )
    assert [article for _, article in await owed(talk, chat)] == [1, 5, 4, 3, 2]
    await talk.press(ada, answer, last)
    assert answer.text == "Subscribed to Morning Post. Its last articles were sent here before."
    assert "• Subscribed to Morning Post\n" in (await talk.say(ada, "/why 5")).text


async def test_a_feed_with_few_articles_offers_what_it_has(talk: Talk) -> None:
    ada = await talk.user()
    await talk.feed("Morning Post", entry("One"), entry("Two"))
    assert "With the last 2" in labels(await talk.say(ada, "/sub 1"))
    await talk.feed("Evening Post", entry("Three"))
    assert labels(await talk.say(ada, "/sub 2")) == ["✓ From now on", "With the latest", "Undo"]


async def test_what_was_dropped_as_it_was_not_wanted_comes_when_it_is(talk: Talk) -> None:
    ada = await talk.user()
    feed = await talk.feed("Morning Post")
    await talk.say(ada, "/sub 1")
    await talk.news(feed, "Ferry")
    await talk.say(ada, "/unsub 1")
    talk.now += DAY
    answer = await talk.say(ada, "/sub 1")
    await talk.press(ada, answer, "With the latest")
    assert "on its way" in answer.text
    (one,) = await deliveries_of(talk.db, [talk.private(ada).id])
    assert (str(one.state), one.due_at) == ("due", talk.now)


async def test_with_the_latest_of_an_empty_feed_says_so(talk: Talk) -> None:
    ada = await talk.user()
    await talk.feed()
    answer = await talk.say(ada, "/sub 1")
    await talk.press(ada, answer, "With the latest")
    assert "no article yet" in answer.text


async def test_with_the_latest_after_undo_sends_nothing(talk: Talk) -> None:
    ada = await talk.user()
    await talk.feed("Morning Post", entry("News"))
    answer = await talk.say(ada, "/sub 1")
    latest = str(answer.buttons[1]["callback_data"])
    await talk.press(ada, answer, "Undo")
    assert not await talk.subscribed(talk.private(ada))
    await talk.press(ada, answer, latest)
    assert "no subscription" in answer.text
    assert not await owed(talk, talk.private(ada))


async def test_undo_can_itself_be_undone(talk: Talk) -> None:
    ada = await talk.user()
    await talk.feed()
    answer = await talk.say(ada, "/sub 1")
    await talk.press(ada, answer, "Undo")
    assert answer.text == "Unsubscribed from Morning Post."
    await talk.press(ada, answer, "Undo")
    assert answer.text == "You have Morning Post again."
    assert await talk.subscribed(talk.private(ada)) == [1]


async def test_subscribed_already_says_so_with_a_way_out(talk: Talk) -> None:
    ada = await talk.user()
    await talk.feed()
    await talk.say(ada, "/sub 1")
    answer = await talk.say(ada, "/sub 1")
    assert "already" in answer.text
    await talk.press(ada, answer, "Unsubscribe")
    assert not await talk.subscribed(talk.private(ada))


async def test_sub_without_words_shows_the_catalogue_to_choose_from(talk: Talk) -> None:
    """The list stays, so that one may press several."""
    ada = await talk.user()
    await talk.feed("Arts")
    await talk.feed("Sport")
    answer = await talk.say(ada, "/sub")
    for label in ("+ 1", "+ 2"):
        await talk.press(ada, answer, label)
    assert await talk.subscribed(talk.private(ada)) == [1, 2]
    assert "2 feeds" in answer.text


async def test_a_part_of_several_titles_asks_which(talk: Talk) -> None:
    ada = await talk.user()
    await talk.feed("Morning Post")
    await talk.feed("Evening Post")
    answer = await talk.say(ada, "/sub post")
    assert labels(answer) == ["2 · Evening Post", "1 · Morning Post"]
    assert not await talk.subscribed(talk.private(ada))
    await talk.press(ada, answer, "1 · Morning Post")
    assert await talk.subscribed(talk.private(ada)) == [1]


async def test_many_titles_ask_for_more_words(talk: Talk) -> None:
    ada = await talk.user()
    for number in range(12):
        await talk.feed(f"Post {number}")
    answer = await talk.say(ada, "/sub post")
    assert "12 feeds fit" in answer.text
    assert len(answer.buttons) == 8


async def test_nothing_found_says_what_to_do(talk: Talk) -> None:
    ada = await talk.user()
    await talk.feed()
    for words in ("/sub zebra", "/sub 99", "/sub 99999999999999999999"):
        assert "/feeds" in (await talk.say(ada, words)).text


async def test_a_tappable_command_subscribes(talk: Talk) -> None:
    ada = await talk.user()
    await talk.feed()
    group = talk.api.world.add_group("Neighbours", admins=[ada])
    await talk.say(ada, "/sub_1")
    await talk.say(ada, "/sub_1@newshound_bot", group)
    assert await talk.subscribed(talk.private(ada)) == [1]
    assert await talk.subscribed(group) == [1]


async def test_a_bare_link_in_private_subscribes(talk: Talk) -> None:
    ada = await talk.user()
    feed = await talk.feed()
    await talk.say(ada, feed.url)
    assert await talk.subscribed(talk.private(ada)) == [1]
    assert not talk.sources.looks


async def test_an_unknown_link_of_a_stranger_is_not_fetched(talk: Talk) -> None:
    ada = await talk.user()
    answer = await talk.say(ada, "https://new.example/feed")
    assert "could not reach the bot's admins" in answer.text
    assert not talk.sources.looks


async def test_an_unknown_link_of_an_admin_is_added_and_subscribed(talk: Talk) -> None:
    root = await talk.user(role=Role.ADMIN)
    talk.sources.feeds["https://new.example/feed"] = ParsedFeed("New Times", (entry("Hello"),))
    answer = await talk.say(root, "https://new.example/feed")
    assert "Subscribed to New Times" in answer.text
    assert "• Hello" in answer.text
    assert await talk.subscribed(talk.private(root)) == [1]


async def test_where_anyone_adds_feeds_a_stranger_may(tmp_path: Path) -> None:
    async with talking(tmp_path, AccessRules(anyone_adds_feeds=True)) as talk:
        ada = await talk.user()
        assert "/sub https://" in (await talk.say(ada, "/feeds")).text
        talk.sources.feeds["https://new.example/feed"] = ParsedFeed("New Times", ())
        await talk.say(ada, "/sub https://new.example/feed")
        assert await talk.subscribed(talk.private(ada)) == [1]


async def test_a_link_that_leads_to_a_known_feed_subscribes_to_that(talk: Talk) -> None:
    root = await talk.user(role=Role.ADMIN)
    feed = await talk.feed()
    talk.sources.feeds[feed.url] = ParsedFeed("Morning Post", ())
    talk.sources.moved["https://short.example/x"] = feed.url
    await talk.say(root, "https://short.example/x")
    assert await talk.subscribed(talk.private(root)) == [feed.id]
    assert await talk.rows("SELECT count(*) FROM feeds") == [(1,)]


async def test_no_more_subscriptions_than_the_configuration_allows(tmp_path: Path) -> None:
    """Neither by /sub nor by undo; what is there already is not refused."""
    async with talking(tmp_path, AccessRules(max_subscriptions=2)) as talk:
        ada = await talk.user()
        for title in ("Arts", "Sport", "Weather"):
            await talk.feed(title)
        await talk.say(ada, "/sub 1")
        await talk.say(ada, "/sub 2")
        assert "allows 2 subscriptions" in (await talk.say(ada, "/sub 3")).text
        assert "already" in (await talk.say(ada, "/sub 2")).text
        ended = await talk.say(ada, "/unsub_all")
        talk.now += HOUR
        await talk.say(ada, "/sub 3")
        await talk.press(ada, ended, "Undo")
        assert "allows 2 subscriptions" in ended.text
        assert await talk.subscribed(talk.private(ada)) == [3]


async def test_each_topic_subscribes_for_itself(talk: Talk) -> None:
    ada = await talk.user()
    forum = talk.api.world.add_group("Village", forum=True, admins=[ada])
    roads = talk.api.world.add_topic(forum, "Roads")
    await talk.feed()
    answer = await talk.say(ada, "/sub 1", forum, topic=roads)
    assert answer.thread_id == roads.id
    assert await talk.subscribed(forum, roads) == [1]
    assert await talk.subscribed(forum) == []
    await talk.press(ada, answer, "Undo")
    assert await talk.subscribed(forum, roads) == []


async def test_a_thread_of_replies_in_a_plain_group_is_no_topic(talk: Talk) -> None:
    ada = await talk.user()
    group = talk.api.world.add_group("Neighbours", admins=[ada])
    await talk.feed()
    first = await talk.say(ada, "/feeds", group)
    await talk.say(ada, "/sub 1", group, reply_to=first)
    assert await talk.subscribed(group) == [1]


async def test_an_anonymous_admin_subscribes_and_any_admin_may_undo(talk: Talk) -> None:
    """Who pressed the buttons of his answer is judged then: a member may not."""
    ada, max_ = await talk.user("Ada"), await talk.user("Max")
    group = talk.api.world.add_group("Neighbours", admins=[ada], members=[max_])
    await talk.feed()
    answer = await talk.say(ada, "/sub 1", group, anonymous_admin=True)
    assert await talk.subscribed(group) == [1]
    refused = await talk.press(max_, answer, "Undo")
    assert "Only this group's admins" in refused.answers[0].text
    await talk.press(ada, answer, "Undo")
    assert await talk.subscribed(group) == []


async def test_subscribing_again_reaches_a_paused_chat_again(talk: Talk) -> None:
    """Without it a chat that Telegram refused once would stay silent, subscribed as it is."""
    ada = await talk.user()
    await talk.feed()
    await talk.say(ada, "/sub 1")
    await pause_chat(talk.db, ada.id, "no-rights", talk.now)
    assert "Paused: I may not write here" in (await talk.say(ada, "/list")).text
    await talk.say(ada, "/sub 1")
    chat = await get_chat(talk.db, ada.id)
    assert chat is not None
    assert chat.paused is None


async def test_a_button_for_a_feed_that_is_gone_says_so(talk: Talk) -> None:
    ada = await talk.user()
    await talk.feed()
    answer = await talk.say(ada, "/sub")
    await talk.sql("UPDATE feeds SET removed_at = 1")
    press = await talk.press(ada, answer, "+ 1")
    assert "not there" in press.answers[0].text
