"""Inline search: what is found after the bot's name, what is sent of it, and who is shown nothing."""

import asyncio
import logging
from dataclasses import replace
from pathlib import Path

import pytest

from bot.local.botapi import FaultKind, InlineAnswer, InlineQuery
from handlers import AccessRules
from handlers.search_links import START_LIMIT, search_payload, searched_for
from newsroom import Entry, Role
from tests.handlers_.talk import HOUR, Talk, entry, labels
from tests.handlers_.world import talking

OPEN = "Open our chat ›"
NOTHING = "Nothing found. Search in our chat ›"


def story(title: str, *, age: int = HOUR, text: str = "", image: str | None = None) -> Entry:
    return replace(entry(title, age=age, text=text), image_url=image)


def answer_of(query: InlineQuery) -> InlineAnswer:
    (answer,) = query.answers
    return answer


def titles(query: InlineQuery) -> list[str]:
    return [str(one["title"]) for one in answer_of(query).results]


def nothing(label: str, payload: str) -> InlineAnswer:
    return InlineAnswer(
        results=[],
        next_offset="",
        cache_time=0,
        is_personal=True,
        button={"text": label, "start_parameter": payload},
    )


async def indexed(talk: Talk) -> None:
    await talk.index.catch_up()


async def test_a_card_shows_the_article_and_sends_what_an_alert_says(talk: Talk) -> None:
    ada = await talk.user("Ada")
    picture = "https://example.org/bridge.jpg"
    await talk.feed(
        "Morning <Post>",
        story("The mill bridge opens", text="Two rivers meet & part there.", image=picture),
    )
    await indexed(talk)
    query = await talk.types(ada, "rivers")
    answer = answer_of(query)
    assert (answer.is_personal, answer.cache_time, answer.next_offset) == (True, 0, "")
    assert answer.button is None
    assert answer.results == [
        {
            "type": "article",
            "id": "1",
            "title": "The mill bridge opens",
            "description": "Morning <Post> · 1 hour ago\nTwo rivers meet & part there.",
            "url": "https://example.org/The-mill-bridge-opens",
            "thumbnail_url": picture,
            "input_message_content": {
                "message_text": '<b><a href="https://example.org/The-mill-bridge-opens">'
                "The mill bridge opens</a></b>\nMorning &lt;Post&gt; · #1",
                "parse_mode": "HTML",
                "link_preview_options": {"url": "https://example.org/The-mill-bridge-opens"},
            },
            "reply_markup": {
                "inline_keyboard": [
                    [{"text": "Open in the bot", "url": "https://t.me/newshound_bot?start=a1"}]
                ]
            },
        }
    ]


async def test_what_was_sent_can_be_answered_with_a_command(talk: Talk) -> None:
    """The message itself is no command: it came via a bot."""
    ada, ben = await talk.user("Ada"), await talk.user("Ben")
    group = talk.api.world.add_group("Neighbours", members=[ada, ben])
    await talk.feed("Morning Post", story("The mill bridge opens"))
    await indexed(talk)
    query = await talk.types(ada, "bridge", chat_type="supergroup")
    talk.api.choose(ada, query, 0, group)
    sent = group.last_message
    assert sent is not None
    assert (sent.text, sent.sender, sent.via_bot) == (
        "The mill bridge opens\nMorning Post · #1",
        ada,
        talk.api.bot,
    )
    assert await talk.done() == []
    summary = await talk.say(ben, "/summary", group, reply_to=sent)
    assert summary.text.startswith("The mill bridge opens")


async def test_in_a_channel_the_number_stands_in_the_button_alone(talk: Talk) -> None:
    ada = await talk.user("Ada")
    await talk.feed("Morning Post", story("The mill bridge opens"))
    channel = talk.api.world.add_channel("News", admins=[ada])
    await indexed(talk)
    query = await talk.types(ada, "bridge", chat_type="channel")
    talk.api.choose(ada, query, 0, channel)
    sent = channel.last_message
    assert sent is not None
    assert sent.text == "The mill bridge opens\nMorning Post"
    assert labels(sent) == ["Open in the bot"]


async def test_pages_follow_each_other_while_articles_arrive(talk: Talk) -> None:
    ada = await talk.user("Ada")
    feed = await talk.feed(
        "Morning Post", *[story(f"River {n}", age=n * HOUR) for n in range(1, 46)]
    )
    await indexed(talk)
    seen: list[str] = []
    query = await talk.types(ada, "river")
    for number in (100, 101):
        seen += titles(query)
        offset = answer_of(query).next_offset
        assert 0 < len(offset.encode()) <= 64
        await talk.checked(feed, story(f"River {number}", age=0))
        await indexed(talk)
        query = await talk.types(ada, "river", offset=offset)
    seen += titles(query)
    assert answer_of(query).next_offset == ""
    assert seen == [f"River {n}" for n in range(1, 46)]
    forged = await talk.types(ada, "river", offset="x'; --")
    assert titles(forged)[0] == "River 101"


async def test_with_no_words_it_shows_what_is_new(talk: Talk) -> None:
    """Of the person's own subscriptions where there are any, and what is public of these alone."""
    ada = await talk.user("Ada")
    await talk.say(ada, "/start")
    first = await talk.feed("Morning Post", story("One", age=HOUR), story("Two", age=3 * HOUR))
    await talk.feed("Evening Post", story("Three", age=2 * HOUR))
    own = await talk.feed("Own", story("Secret", age=0))
    await talk.sql("UPDATE feeds SET owner_chat_id = ? WHERE id = ?", ada.id, own.id)
    await indexed(talk)
    assert titles(await talk.types(ada, "  ")) == ["One", "Three", "Two"]
    await talk.subscribe(talk.private(ada), own.id)
    assert titles(await talk.types(ada, "")) == ["One", "Three", "Two"]
    await talk.subscribe(talk.private(ada), first.id)
    assert titles(await talk.types(ada, "")) == ["One", "Two"]


async def test_somebody_subscribed_to_a_great_many_feeds_is_answered(talk: Talk) -> None:
    ada = await talk.user("Ada")
    await talk.say(ada, "/start")
    for number in range(600):
        await talk.sql(
            "INSERT INTO feeds (url, title, added_at, added_by, next_check_at) VALUES (?, ?, 0, 0, 0)",
            f"https://example.org/{number}",
            f"Feed {number}",
        )
    feed = await talk.feed("Morning Post", story("One"))
    await talk.subscribe(talk.private(ada), *range(1, feed.id + 1))
    await indexed(talk)
    assert titles(await talk.types(ada, "")) == ["One"]


async def test_nothing_found_leads_to_the_same_search_in_private(talk: Talk) -> None:
    ada = await talk.user("Ada")
    await talk.say(ada, "/start")
    own = await talk.feed("Own", story("Der große Fluss"))
    await talk.sql("UPDATE feeds SET owner_chat_id = ? WHERE id = ?", ada.id, own.id)
    await indexed(talk)
    query = await talk.types(ada, "große flüsse*")
    payload = search_payload("große flüsse*")
    assert answer_of(query) == nothing(NOTHING, payload)
    answer = await talk.say(ada, f"/start {search_payload('große fluss*')}")
    assert answer.text.startswith("Search: große fluss*\n\nDer große Fluss\n")
    long = await talk.types(ada, "such a very long query as no link can carry to the chat")
    assert answer_of(long) == nothing(NOTHING, "inline")
    assert "Hello." in (await talk.say(ada, "/start inline")).text


@pytest.mark.parametrize("typed", ["river", "große flüsse*", "x" * 47, "שלום", "<&>\"'"])
def test_a_link_carries_a_search(typed: str) -> None:
    payload = search_payload(typed)
    assert len(payload) <= START_LIMIT
    assert searched_for(payload) == typed


@pytest.mark.parametrize("payload", ["", "q", "qé", "q!", "q====", "qA", "q_w", "a12", "q" * 200])
def test_what_is_no_link_of_ours_carries_none(payload: str) -> None:
    assert searched_for(payload) is None


async def test_private_feeds_are_never_found(talk: Talk) -> None:
    """Not by their own chat's admin, nor by the feed's number or title: the words may go anywhere."""
    ada = await talk.user("Ada", role=Role.OWNER)
    await talk.say(ada, "/start")
    group = talk.api.world.add_group("Neighbours", admins=[ada])
    await talk.say(ada, "/help", group)
    for owner in (ada.id, group.id):
        feed = await talk.feed(f"Secret {owner}", story(f"Bridge {owner}"))
        await talk.sql("UPDATE feeds SET owner_chat_id = ? WHERE id = ?", owner, feed.id)
    await indexed(talk)
    for words in ("bridge", "feed:1", "bridge feed:secret", "-x", ""):
        query = await talk.types(ada, words, chat_type="sender")
        assert answer_of(query).results == [], words


async def test_the_banned_and_strangers_to_a_bot_for_the_approved_see_a_button(
    tmp_path: Path,
) -> None:
    async with talking(tmp_path, AccessRules(approved_only=True)) as talk:
        await talk.feed("Morning Post", story("Bridge"))
        await indexed(talk)
        never_met = talk.api.world.add_user("Nick")
        strangers = [never_met, await talk.user("Eve"), await talk.user("Bob", role=Role.BANNED)]
        for user in strangers:
            for words in ("bridge", ""):
                answer = answer_of(await talk.types(user, words))
                assert answer == nothing(OPEN, "inline")
        member = await talk.user("Ada", role=Role.MEMBER)
        assert titles(await talk.types(member, "bridge")) == ["Bridge"]


async def test_who_only_types_is_not_remembered(talk: Talk) -> None:
    await talk.feed("Morning Post", story("Bridge"))
    await indexed(talk)
    nick = talk.api.world.add_user("Nick")
    assert titles(await talk.types(nick, "bridge")) == ["Bridge"]
    assert await talk.rows("SELECT id FROM users WHERE id = ?", nick.id) == []


async def test_of_what_somebody_types_only_the_last_is_answered(talk: Talk) -> None:
    """Others' queries are not given up for it."""
    ada, ben = await talk.user("Ada"), await talk.user("Ben")
    await talk.feed("Morning Post", story("Bridge"))
    await indexed(talk)
    for user, words in ((ada, "b"), (ben, "bridge"), (ada, "br"), (ada, "bridge")):
        talk.api.inline(user, words)
    updates = await talk.application.bot.get_updates(timeout=0)
    await asyncio.gather(*map(talk.application.process_update, updates))
    answered = [(one.user, one.query) for one in talk.api.inline_queries if one.answers]
    assert answered == [(ben, "bridge"), (ada, "bridge")]
    assert titles(await talk.types(ada, "bridge")) == ["Bridge"]


async def test_an_address_that_telegram_would_not_take_spoils_nothing(talk: Talk) -> None:
    ada = await talk.user("Ada")
    listed = [
        replace(story(f"Bridge {n}", age=n * HOUR, image=bad), url=bad)
        for n, bad in enumerate(["javascript:alert(1)", "https://x", "https://[::1", "a b", "/p"])
    ]
    await talk.feed("Morning Post", *listed, story("", text="Bridge", age=9 * HOUR))
    await indexed(talk)
    answer = answer_of(await talk.types(ada, "bridge"))
    assert len(answer.results) == 6
    assert not any("thumbnail_url" in one or "url" in one for one in answer.results[:5])
    assert all(one["title"] for one in answer.results)


async def test_an_answer_that_comes_too_late_is_no_error(talk: Talk) -> None:
    ada = await talk.user("Ada")
    talk.api.fault(
        FaultKind.REFUSE,
        method="answerInlineQuery",
        count=1,
        description="Bad Request: query is too old and response timeout expired or query ID is invalid",
    )
    assert (await talk.types(ada, "bridge")).answers == []
    assert talk.errors == []


async def test_what_people_type_is_never_logged(
    talk: Talk, caplog: pytest.LogCaptureFixture
) -> None:
    """Not where it is answered, nor where Telegram refuses the answer."""
    caplog.set_level(logging.DEBUG)
    for name in ("telegram", "asyncio", "aiosqlite"):
        logging.getLogger(name).setLevel(logging.INFO)
    ada = await talk.user("Ada")
    await talk.feed("Morning Post", story("Bridge"))
    await indexed(talk)
    await talk.types(ada, "bridge zzyzx")
    talk.api.fault(FaultKind.REFUSE, method="answerInlineQuery", count=1)
    await talk.types(ada, "bridge xyzzy")
    assert len(talk.errors) == 1
    talk.errors.clear()
    assert "zzyzx" not in caplog.text
    assert "xyzzy" not in caplog.text


async def test_anything_that_can_be_typed_is_answered(talk: Talk) -> None:
    ada = await talk.user("Ada")
    await talk.feed("Morning Post", story("Bridge"))
    await indexed(talk)
    for words in ('"', "NEAR(a b)", "head:x", "*", "' OR 1=1", "\u202e", "feed:", "-", "x" * 256):
        assert (await talk.types(ada, words)).answers, words
