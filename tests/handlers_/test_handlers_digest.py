"""A digest as it arrives: one message, grouped by feed, with pages where it is long."""

from dataclasses import replace

import pytest

from bot.local.botapi import Chat, User
from handlers.digests import PAGE_SIZE
from handlers.markup import TEXT_LIMIT, utf16_length
from newsroom import Entry, Hold, Verdict
from storage import next_edit_at, record_check
from storage.digests import CHANNEL_SIZE
from tests.handlers_.alerts import digest
from tests.handlers_.talk import HOUR, Talk, entry, labels

RAIN = entry(
    "Rain over the valley",
    text="It rained for three days, and the river rose by a metre.\nThe mill stood under water.",
)
FAIR = entry(
    "The fair opens", text="The fair opens on Sunday at nine with a ride for all children."
)
FERRY = entry(
    "The ferry is back", text="After two years in the yard the ferry carries people again."
)


async def ada_in_private(talk: Talk) -> tuple[User, Chat]:
    ada = await talk.user()
    await talk.say(ada, "/help")
    return ada, talk.private(ada)


def numbered(count: int, name: str = "News", length: int = 1) -> list[Entry]:
    """Return so many entries, the newest first in the feed and so the last in the ledger."""
    return [
        entry(
            f"{name} {number} " + "of the day " * length,
            age=number * HOUR,
            text=f"The {name} number {number} is told in a sentence that has some words to it. "
            * 3,
        )
        for number in range(1, count + 1)
    ]


async def test_one_message_grouped_by_feed_with_a_sentence_each(talk: Talk) -> None:
    ada, here = await ada_in_private(talk)
    await talk.feed("Morning Post", RAIN)
    await talk.feed("Evening Post", FAIR)
    await talk.feed("Noon Post", FERRY)
    (message,) = await digest(talk, here, 1, 2, 3)
    assert message.text == (
        "Your digest: 3 articles of 3 feeds\n"
        "\n"
        "Morning Post\n"
        "1. Rain over the valley · #1\n"
        "It rained for three days, and the river rose by a metre.\n"
        "\n"
        "Evening Post\n"
        "2. The fair opens · #2\n"
        "The fair opens on Sunday at nine with a ride for all children.\n"
        "\n"
        "Noon Post\n"
        "3. The ferry is back · #3\n"
        "After two years in the yard the ferry carries people again."
    )
    assert f'href="{RAIN.url}"' in message.source
    assert labels(message) == ["1", "2", "3", "Sum up"]
    await talk.press(ada, message, "2")
    assert talk.api.messages[-1].text.startswith("The fair opens\n")
    asked = await talk.say(ada, "/summary", reply_to=message)
    assert labels(asked)[0] == "1 · Rain over the valley"


@pytest.mark.parametrize(
    ("why", "heading"),
    [
        (Hold.QUIET, "While it was quiet: 2 articles of 1 feed"),
        (Hold.BURST, "Much at once: 2 articles of 1 feed"),
        (Hold.BACKLOG, "While I could not reach you: 2 articles of 1 feed"),
    ],
)
async def test_the_heading_says_why(talk: Talk, why: Hold, heading: str) -> None:
    _, here = await ada_in_private(talk)
    await talk.feed("Morning Post", RAIN, FAIR)
    (message,) = await digest(talk, here, 1, 2, why=why)
    assert message.text.startswith(f"{heading}\n\nMorning Post\n")


async def test_a_long_one_has_pages_for_all_who_read_it(talk: Talk) -> None:
    ada = await talk.user()
    bob = await talk.user("Bob")
    group = talk.api.world.add_group("Rowers", members=[ada, bob])
    await talk.say(ada, "/help", group)
    await talk.feed("Morning Post", *numbered(2 * PAGE_SIZE + 3))
    (message,) = await digest(talk, group, *range(1, 2 * PAGE_SIZE + 4))
    first, keys = message.text, labels(message)
    assert first.startswith("Your digest: 23 articles of 1 feed\n\nMorning Post\n1. News")
    assert first.endswith("\n\nPage 1 of 3")
    assert keys == [*map(str, range(1, 11)), "Sum up", "More ›"]
    await talk.press(ada, message, "More ›")
    second = message.text
    assert "\n\nMorning Post\n11. News" in second
    assert second.endswith("Page 2 of 3")
    await talk.press(bob, message, "More ›")
    assert labels(message) == ["21", "22", "23", "Sum up", "‹ Back"]
    shown = await talk.say(bob, "/summary", group, reply_to=message)
    first_three = [label.partition(" ")[0] for label in labels(shown)][:3]
    assert first_three == ["21", "22", "23"], "the page that is shown comes first"
    for _ in range(2):
        await talk.press(bob, message, "‹ Back")
    assert (message.text, labels(message)) == (first, keys), "pages are stable"


async def test_whoever_turns_a_page_keeps_it_and_reads_the_titles_of_then(talk: Talk) -> None:
    """A correction would turn the page back; before anybody has turned it, it is made."""
    ada, here = await ada_in_private(talk)
    feed = await talk.feed("Morning Post", *numbered(PAGE_SIZE + 1))
    (message,) = await digest(talk, here, *range(1, PAGE_SIZE + 2))
    last = numbered(1)[0]
    new = replace(last, title="News corrected", raw_hash="2")
    changed = ((PAGE_SIZE + 1, new),)
    await record_check(
        talk.db, Verdict(feed.id, talk.now, next_check_at=talk.now + HOUR, changed=changed)
    )
    assert await next_edit_at(talk.db) is not None
    await talk.press(ada, message, "More ›")
    assert "News corrected" in message.text
    assert await next_edit_at(talk.db) is None


async def test_sum_up_is_about_the_page(talk: Talk) -> None:
    ada, here = await ada_in_private(talk)
    await talk.feed("Morning Post", *numbered(PAGE_SIZE + 2))
    (message,) = await digest(talk, here, *range(1, PAGE_SIZE + 3))
    before = message.text
    await talk.press(ada, message, "More ›")
    page = message.text
    await talk.press(ada, message, "Sum up")
    assert talk.api.messages[-1].text.startswith("2 articles in a sentence each\n\n1. ")
    assert message.text == page
    await talk.press(ada, message, "‹ Back")
    assert message.text == before
    await talk.press(ada, message, "Sum up")
    assert talk.api.messages[-1].text.startswith("10 articles in a sentence each")


async def test_a_channel_has_no_pages_and_no_numbers(talk: Talk) -> None:
    ada = await talk.user()
    channel = talk.api.world.add_channel("News", username="thenews", admins=[ada])
    await talk.say(ada, "/list @thenews")
    await talk.feed("Morning Post", *numbered(CHANNEL_SIZE + 2, length=30))
    first, second = await digest(talk, channel, *range(1, CHANNEL_SIZE + 3))
    assert "#" not in first.text
    assert utf16_length(first.text) <= TEXT_LIMIT
    assert labels(first) == list(map(str, range(1, CHANNEL_SIZE + 1)))
    assert first.buttons[0]["url"] == "https://t.me/newshound_bot?start=a1"
    assert first.text.startswith("Your digest: 20 articles of 1 feed")
    assert second.text.startswith("Your digest: 2 articles of 1 feed")


async def test_it_fits_whatever_publishers_write(talk: Talk) -> None:
    """Titles of many lines, tags, letters of two units; twenty feeds."""
    _, here = await ada_in_private(talk)
    for number in range(1, PAGE_SIZE + 1):
        made = entry(f"{number} <b>&amp; {'🦊' * 300}", text="🦊 fox. " * 400)
        await talk.feed(f"{number} <i>{'🐻' * 200}", made, url=f"https://f{number}.example/")
    (message,) = await digest(talk, here, *range(1, PAGE_SIZE + 1))
    assert utf16_length(message.text) <= TEXT_LIMIT
    assert f"{PAGE_SIZE}. {PAGE_SIZE} <b>&amp; 🦊" in message.text


async def test_the_fullest_page_of_a_channel_fits(talk: Talk) -> None:
    """Twenty feeds, each article with copies: no more than a message holds."""
    ada = await talk.user()
    channel = talk.api.world.add_channel("News", username="thenews", admins=[ada])
    await talk.say(ada, "/list @thenews")
    for number in range(1, CHANNEL_SIZE + 1):
        made = entry(f"{number} {'title ' * 60}", url=f"https://e.example/{number}")
        await talk.feed(f"{number} {'feed ' * 30}", made, url=f"https://f{number}.example/")
    await talk.sql(
        """
        CREATE TRIGGER copied AFTER INSERT ON deliveries WHEN NEW.kind = 'alert' BEGIN
            INSERT INTO delivery_copies
            SELECT NEW.id, id FROM articles WHERE id <> NEW.article_id;
        END
        """
    )
    (message,) = await digest(talk, channel, *range(1, CHANNEL_SIZE + 1))
    assert utf16_length(message.text) <= TEXT_LIMIT


async def test_copies_of_a_story_are_named_with_it(talk: Talk) -> None:
    _, here = await ada_in_private(talk)
    await talk.feed("Morning Post", RAIN, FAIR)
    await talk.feed("Evening Post", entry("It rained", url="https://evening.example/1"))
    await talk.sql(
        """
        CREATE TRIGGER copied AFTER INSERT ON deliveries WHEN NEW.article_id = 1 BEGIN
            INSERT INTO delivery_copies VALUES (NEW.id, 3);
        END
        """
    )
    (message,) = await digest(talk, here, 1, 2)
    said = "1. Rain over the valley · #1\nAlso in: Evening Post #3\nIt rained for three days"
    assert said in message.text
    assert 'href="https://evening.example/1"' in message.source


async def test_languages_of_both_directions(talk: Talk) -> None:
    """A foreign title does not turn its line, and a sentence runs its own way."""
    _, here = await ada_in_private(talk)
    sentence = "Google פתחה השבוע משרד חדש בירושלים ושכרה מאה עובדים."
    await talk.feed("חדשות הבוקר", entry("הגשר נפתח", text=sentence), RAIN)
    (message,) = await digest(talk, here, 1, 2)
    assert "\n\u2068חדשות הבוקר\u2069\n1. \u2068הגשר נפתח\u2069 · #1\n\u200fGoogle" in message.text


async def test_what_is_gone_is_left_out_and_pages_stay(talk: Talk) -> None:
    ada, here = await ada_in_private(talk)
    await talk.feed("Morning Post", *numbered(PAGE_SIZE + 1))
    await talk.feed("Secret Post", FERRY)
    (message,) = await digest(talk, here, *range(1, PAGE_SIZE + 3))
    other = talk.api.world.add_group("Others", admins=[ada])
    await talk.say(ada, "/help", other)
    await talk.sql("UPDATE feeds SET owner_chat_id = ? WHERE id = 2", other.id)
    await talk.press(ada, message, "More ›")
    assert "The ferry" not in message.text
    assert labels(message) == ["11", "‹ Back"]


async def test_another_chats_digest_is_as_unknown_as_one_that_never_was(talk: Talk) -> None:
    ada, here = await ada_in_private(talk)
    await talk.feed("Morning Post", *numbered(PAGE_SIZE + 1))
    (message,) = await digest(talk, here, *range(1, PAGE_SIZE + 2))
    group = talk.api.world.add_group("Others", admins=[ada])
    offered = await talk.say(ada, "/feeds", group)
    turn = next(str(b["callback_data"]) for b in message.buttons if b["text"] == "More ›")
    for data in (turn, turn.replace(":digest:", ":digestsum:")):
        press = await talk.press(ada, offered, data)
        assert press.answers[0].text == "That digest is not here any more."


async def test_a_chat_that_wants_silence_gets_it_silently(talk: Talk) -> None:
    _, here = await ada_in_private(talk)
    await talk.feed("Morning Post", RAIN, FAIR)
    await talk.sql("UPDATE chats SET silent = 1")
    await digest(talk, here, 1, 2)
    assert talk.api.calls_of("sendMessage")[-1].params.flag("disable_notification")
