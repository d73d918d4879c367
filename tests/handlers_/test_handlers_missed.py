"""What did not come, and why something came: /missed and /why."""

from bot.local.botapi import Chat
from newsroom import DeliveryState
from storage import (
    add_watch,
    claim,
    deliveries_of,
    mute,
    pause_chat,
    route_articles,
    set_filter,
    settle_dropped,
    settle_later,
    settle_sent,
    unsubscribe,
)
from tests.handlers_.talk import DAY, HOUR, MINUTE, NOW, Talk, entry, labels, place


async def routed(talk: Talk, title: str, *names: str) -> None:
    """Let a new feed get articles that are routed; whoever watches gets them."""
    feed = await talk.feed(title, *map(entry, names))
    await talk.sql(
        "UPDATE articles SET routed_at = NULL, found_at = ? WHERE feed_id = ?", talk.now, feed.id
    )
    await route_articles(talk.db, talk.now)


async def dropped(talk: Talk, chat: Chat, *reasons: str) -> None:
    """Let the first alerts that a chat is owed be dropped, a minute apart."""
    due = [one for one in await deliveries_of(talk.db, [chat.id]) if one.state is DeliveryState.DUE]
    for minute, (one, reason) in enumerate(zip(due, reasons, strict=False)):
        await settle_dropped(talk.db, one.id, reason=reason, now=talk.now + minute * MINUTE)


async def watching(talk: Talk, chat: Chat, query: str = "about") -> None:
    await add_watch(talk.db, place(chat), query, by=1, now=talk.now - DAY, limit=9)


async def states(talk: Talk, chat: Chat) -> list[tuple[int | None, str, str | None]]:
    ledger = await deliveries_of(talk.db, [chat.id])
    return [(one.article_id, str(one.state), one.reason) for one in ledger]


async def test_missed_says_what_did_not_come_and_why_the_latest_first(talk: Talk) -> None:
    ada = await talk.user()
    chat = talk.private(ada)
    assert (await talk.say(ada, "/missed")).text == (
        "Nothing was missed here: all that was meant for this place arrived, or is on its way."
    )
    await watching(talk, chat)
    await routed(talk, "Morning Post", "Ferry", "Train", "Bus")
    await dropped(talk, chat, "muted", "refused: Bad Request: too <long>")
    answer = await talk.say(ada, "/missed")
    assert answer.text == (
        "2 articles did not arrive as they should\n"
        "\n"
        "1. Train\n"
        "Morning Post · 1 hour ago · #2\n"
        "Telegram refused it: Bad Request: too <long>\n"
        "\n"
        "2. Ferry\n"
        "Morning Post · 1 hour ago · #1\n"
        "It was muted."
    )
    assert labels(answer) == ["Send 1", "Send 2", "Send these 2"]


async def test_one_is_sent_after_all_and_leaves_the_list(talk: Talk) -> None:
    ada = await talk.user()
    chat = talk.private(ada)
    await talk.say(ada, "/start")
    await watching(talk, chat)
    await routed(talk, "Morning Post", "Ferry", "Train")
    await dropped(talk, chat, "muted", "muted")
    answer = await talk.say(ada, "/missed")
    data = str(answer.buttons[0]["callback_data"])
    press = await talk.press(ada, answer, data)
    assert [one.text for one in press.answers] == ["1 article is on its way."]
    assert answer.text.startswith("1 article did not arrive as it should\n\n1. Ferry\n")
    assert await states(talk, chat) == [(1, "dropped", "muted"), (2, "due", None)]
    press = await talk.press(ada, answer, data)
    assert [one.text for one in press.answers] == ["There is nothing of that to send any more."]
    await talk.press(ada, answer, "Send 1")
    assert answer.text.startswith("Nothing was missed here")


async def test_all_of_a_page_means_what_the_message_shows(talk: Talk) -> None:
    """Others that were missed meanwhile are not sent unseen."""
    ada = await talk.user()
    chat = talk.private(ada)
    await talk.say(ada, "/start")
    await watching(talk, chat)
    await routed(talk, "Morning Post", *(f"News {n}" for n in range(1, 9)))
    await dropped(talk, chat, *["muted"] * 7)
    answer = await talk.say(ada, "/missed")
    assert "Page 1 of 2" in answer.text
    assert labels(answer)[-2:] == ["Send these 6", "More ›"]
    talk.now += HOUR
    await dropped(talk, chat, "muted")
    press = await talk.press(ada, answer, "Send these 6")
    assert [one.text for one in press.answers] == ["6 articles are on their way."]
    left = [number for number, state, _ in await states(talk, chat) if state == "dropped"]
    assert left == [1, 8]
    await talk.press(ada, answer, "Send these 2")
    assert all(state == "due" for _, state, _ in await states(talk, chat))


async def test_what_was_filtered_or_ended_was_not_missed(talk: Talk) -> None:
    ada = await talk.user()
    chat = talk.private(ada)
    feed = await talk.feed("Morning Post")
    await talk.say(ada, "/sub 1")
    await set_filter(talk.db, place(chat), 1, "boat")
    await talk.checked(feed, entry("Ferry"))
    await talk.sql("UPDATE articles SET routed_at = NULL")
    await route_articles(talk.db, talk.now)
    await set_filter(talk.db, place(chat), 1, "")
    await talk.checked(feed, entry("Ferry"), entry("Train"))
    await talk.sql("UPDATE articles SET routed_at = NULL WHERE id = 2")
    await route_articles(talk.db, talk.now)
    await unsubscribe(talk.db, place(chat), 1, now=talk.now)
    assert await states(talk, chat) == [(2, "dropped", "unsubscribed")]
    assert (await talk.say(ada, "/missed")).text.startswith("Nothing was missed here")


async def test_what_may_have_come_twice_is_listed_and_not_sent_again(talk: Talk) -> None:
    ada = await talk.user()
    chat = talk.private(ada)
    await talk.say(ada, "/start")
    await watching(talk, chat)
    await routed(talk, "Morning Post", "Ferry")
    (one,) = await deliveries_of(talk.db, [chat.id])
    await settle_later(talk.db, one.id, due_at=NOW, reason="timed-out", maybe_twice=True)
    await settle_sent(talk.db, one.id, message_id=5, now=NOW)
    answer = await talk.say(ada, "/missed")
    assert answer.text.endswith(
        "It was sent, but an answer of Telegram was lost: it may have arrived twice."
    )
    assert labels(answer) == []


async def test_a_paused_chat_is_reached_again_by_who_stands_in_it(talk: Talk) -> None:
    ada = await talk.user()
    chat = talk.private(ada)
    await talk.say(ada, "/start")
    await watching(talk, chat)
    await routed(talk, "Morning Post", "Ferry")
    await pause_chat(talk.db, chat.id, "blocked", NOW)
    answer = await talk.say(ada, "/missed")
    assert answer.text.endswith("I was blocked.")
    await talk.press(ada, answer, "Send 1")
    assert await states(talk, chat) == [(1, "due", None)]


async def test_what_came_out_in_a_pause_is_listed_and_of_much_how_much_more(talk: Talk) -> None:
    ada = await talk.user()
    feed = await talk.feed("Morning Post")
    await talk.say(ada, "/sub 1")
    await pause_chat(talk.db, ada.id, "blocked", talk.now)
    names = [f"News {n}" for n in range(1, 131)]
    await talk.checked(feed, *(entry(name, age=-HOUR) for name in names))
    talk.now += 2 * HOUR
    at = talk.now - HOUR
    await talk.sql("UPDATE articles SET routed_at = NULL, found_at = ?, dated_at = ?", at, at)
    await route_articles(talk.db, talk.now)
    answer = await talk.say(ada, "/missed")
    assert answer.text.startswith("100 articles did not arrive as they should\n\n1. News 130\n")
    assert "I was blocked." in answer.text
    more = "And about 30 more that came out while I could not write here. /latest has them."
    assert f"\n\n{more}\n" in answer.text
    await talk.say(ada, "/start")
    answer = await talk.say(ada, "/missed")
    assert answer.text.startswith("100 articles did not arrive")
    assert more in answer.text


async def test_a_channel_that_cannot_be_reached_gets_nothing(talk: Talk) -> None:
    ada = await talk.user()
    channel = talk.api.world.add_channel("News", username="thenews", admins=[ada])
    await talk.say(ada, "/watch @thenews about")
    talk.api.promote(talk.api.bot, channel, by=ada)
    await talk.say(ada, "/watch @thenews about")
    await routed(talk, "Morning Post", "Ferry")
    await dropped(talk, channel, "no-rights")
    answer = await talk.say(ada, "/missed @thenews")
    assert answer.text.startswith("In News:\n1 article did not")
    talk.api.promote(talk.api.bot, channel, by=ada, rights=["can_edit_messages"])
    press = await talk.press(ada, answer, "Send 1")
    assert press.answers[0].text == (
        "I may not post in -1000000001001. Make me an admin of that channel with the right to post "
        "messages, then try again."
    )
    assert await states(talk, channel) == [(1, "dropped", "no-rights")]


async def test_the_articles_of_another_chats_feed_are_not_shown(talk: Talk) -> None:
    ada = await talk.user()
    chat = talk.private(ada)
    await talk.say(ada, "/start")
    await watching(talk, chat)
    await routed(talk, "Morning Post", "Ferry")
    await dropped(talk, chat, "muted")
    other = await talk.user("Bob")
    await talk.say(other, "/start")
    await talk.sql("UPDATE feeds SET owner_chat_id = ?", other.id)
    assert (await talk.say(ada, "/missed")).text.startswith("Nothing was missed here")


async def test_why_names_subscription_filter_watch_and_words(talk: Talk) -> None:
    ada = await talk.user()
    chat = talk.private(ada)
    feed = await talk.feed("Morning Post")
    await talk.say(ada, "/sub 1")
    await set_filter(talk.db, place(chat), 1, "ferry, -boat")
    await talk.say(ada, "/watch ferries about")
    await talk.checked(feed, entry("The Ferry"))
    await talk.sql("UPDATE articles SET routed_at = NULL, language = 'en'")
    await route_articles(talk.db, talk.now)
    (one,) = await deliveries_of(talk.db, [chat.id])
    await claim(talk.db, one.id, talk.now)
    talk.now += HOUR
    shown = await talk.application.bot.send_message(chat.id, "The Ferry")
    await settle_later(talk.db, one.id, due_at=NOW, reason="timed-out", maybe_twice=True)
    await settle_sent(talk.db, one.id, message_id=shown.message_id, now=talk.now)
    reply = next(m for m in talk.api.messages if m.id == shown.message_id)
    answer = await talk.say(ada, "/why", reply_to=reply)
    assert answer.text == (
        "Why this came: The Ferry\n"
        "• Subscribed to Morning Post\n"
        "   It passed the filter: ferry, -boat\n"
        "• Watching for ferries about – found: Ferry, about\n"
        "\n"
        "Found 1 hour ago.\n"
        "Sent 1 hour after it was due.\n"
        "An answer of Telegram was lost, so it may stand here twice."
    )
    await talk.say(ada, "/unsub 1")
    answer = await talk.say(ada, "/why 1")
    assert (
        "• Subscribed to Morning Post\n   It passed the filter: ferry, -boat\n   Ended since.\n"
        in (answer.text)
    )


async def test_why_of_what_was_dropped_and_of_what_never_was_an_alert(talk: Talk) -> None:
    ada = await talk.user()
    chat = talk.private(ada)
    await talk.feed("Morning Post", entry("Old"))
    assert (await talk.say(ada, "/why 1")).text == (
        "This was not sent here as an alert: Old\n"
        "No subscription and no watch of this place chose it. /list shows them."
    )
    await watching(talk, chat)
    await mute(talk.db, place(chat), None, until=NOW + HOUR, now=NOW)
    await routed(talk, "Evening Post", "New")
    answer = await talk.say(ada, "/why 2")
    assert answer.text.endswith("\n\nFound 1 second ago.\nNot sent: It was muted.")
    assert "Or reply with the command" in (await talk.say(ada, "/why")).text


async def test_why_names_the_copies_that_were_folded_in(talk: Talk) -> None:
    ada = await talk.user()
    chat = talk.private(ada)
    await talk.say(ada, "/start")
    await watching(talk, chat)
    await routed(talk, "Morning Post", "Ferry")
    await talk.feed("Evening Post", entry("Ferry again"))
    await talk.sql("INSERT INTO delivery_copies VALUES (1, 2)")
    for number in (1, 2):
        answer = await talk.say(ada, f"/why {number}")
        assert "• The same story, told once: also in Evening Post (2)\n" in answer.text


async def test_why_of_a_digest_asks_which(talk: Talk) -> None:
    ada = await talk.user()
    chat = talk.private(ada)
    await talk.say(ada, "/start")
    await watching(talk, chat)
    await routed(talk, "Morning Post", "Ferry", "Train")
    shown = await talk.application.bot.send_message(chat.id, "Ferry and Train")
    for one in await deliveries_of(talk.db, [chat.id]):
        await settle_sent(talk.db, one.id, message_id=shown.message_id, now=talk.now)
    await talk.sql("UPDATE deliveries SET digest_id = 1 WHERE id = 2")
    reply = next(m for m in talk.api.messages if m.id == shown.message_id)
    answer = await talk.say(ada, "/why", reply_to=reply)
    assert labels(answer) == ["1 · Ferry", "2 · Train"]
    await talk.press(ada, answer, "2 · Train")
    assert answer.text.startswith("Why this came: Train\n• Watching for about – found: about\n")
    assert "in one message with others" in answer.text
