"""A search that finds nothing, in the chat: why that is said to be, and the buttons that find something."""

from tests.handlers_.talk import Talk, labels
from tests.handlers_.test_handlers_search import indexed, story

FERRY = story(1, "A ferry for the harbour", "The harbour is wide.")
BRIDGE = story(2, "The mill bridge opens", "It leads over the old mill.")

WATCH = "Watch this"
"""Stands below every answer: what there is none of today may come tomorrow."""


async def test_a_word_that_nothing_has_is_named_and_put_right_by_a_tap(talk: Talk) -> None:
    ada = await talk.user()
    await talk.feed("Morning Post", FERRY, BRIDGE)
    await indexed(talk)
    answer = await talk.say(ada, "/search ferry habour")
    assert answer.text.splitlines() == [
        "Search: ferry habour",
        "",
        "I found nothing: no article has “habour”.",
        "These find something:",
        "• ferry harbour",
        "• ferry",
    ]
    assert labels(answer) == ["ferry harbour", "ferry", WATCH]
    sent = len(talk.api.messages)
    await talk.press(ada, answer, "ferry harbour")
    assert answer.text.startswith("Search: ferry harbour\n")
    assert "A ferry for the" in answer.text
    assert len(talk.api.messages) == sent, "in place"


async def test_each_reason_has_its_sentence(talk: Talk) -> None:
    ada = await talk.user()
    await talk.feed("Morning Post", FERRY, BRIDGE)
    await indexed(talk)
    for words, reason, offers in (
        (
            "ferry bridge",
            "there are articles with each, but none has “ferry” and “bridge” together.",
            ["ferry", "bridge"],
        ),
        (
            "“bridge mill”",
            "the words are there, but not side by side as in “bridge mill”.",
            ["bridge mill"],
        ),
        (
            "ferry lang:he -zebra",
            "there are articles with that, but none is left with “lang:he” or “-zebra”.",
            ["ferry -zebra"],
        ),
        ("zzyzx qqq", "no article has “zzyzx” or “qqq”.", []),
    ):
        answer = await talk.say(ada, f"/search {words}")
        assert reason in answer.text, words
        assert labels(answer) == [*offers, WATCH]
        assert ("Try fewer words" in answer.text) == (not offers)


async def test_an_unknown_feed_is_said_and_left_out(talk: Talk) -> None:
    ada = await talk.user()
    await talk.feed("Morning Post", FERRY)
    await indexed(talk)
    answer = await talk.say(ada, "ferry feed:nosuch")
    assert "There is no feed of that name or number." in answer.text
    await talk.press(ada, answer, "ferry")
    assert "A ferry for the" in answer.text


async def test_an_offer_is_run_as_it_stands_whatever_is_in_it(talk: Talk) -> None:
    """Characters of two units, markup, a long query, a label that is cut."""
    ada = await talk.user()
    await talk.feed("Morning Post", FERRY, BRIDGE)
    await indexed(talk)
    answer = await talk.say(
        ada, "🦊 ferry <b> habour -𝔷ebra -another -and -one -more -still feed:1"
    )
    offer = "ferry harbour -𝔷ebra -another -and -one -more -still feed:1"
    assert labels(answer)[0].endswith("…")
    assert f"• {offer}" in answer.text.splitlines()
    await talk.press(ada, answer, labels(answer)[0])
    assert answer.text.startswith(f"Search: {offer}\n")
    assert "A ferry for the" in answer.text


async def test_another_person_may_not_press_an_offer(talk: Talk) -> None:
    ada, eve = await talk.user("Ada"), await talk.user("Eve")
    group = talk.api.world.add_group("Neighbours", members=[ada, eve])
    await talk.feed("Morning Post", FERRY)
    await indexed(talk)
    answer = await talk.say(ada, "/search fery", group)
    before = answer.text
    assert "ferry" in labels(answer)
    await talk.press(eve, answer, "ferry")
    assert answer.text == before


async def test_nobody_is_offered_a_word_of_another_chats_feed(talk: Talk) -> None:
    ada, eve = await talk.user("Ada"), await talk.user("Eve")
    await talk.say(ada, "/start")
    feed = await talk.feed("Secret", FERRY)
    await talk.sql("UPDATE feeds SET owner_chat_id = ? WHERE id = ?", ada.id, feed.id)
    await indexed(talk)
    assert labels(await talk.say(ada, "habour")) == ["harbour", WATCH]
    said = await talk.say(eve, "habour")
    assert labels(said) == [WATCH]
    assert "harbour" not in said.text


async def test_operators_may_be_named_in_the_readers_language(talk: Talk) -> None:
    ada = talk.api.world.add_user("Ada", language_code="de")
    eve = talk.api.world.add_user("Eve", language_code="en")
    await talk.feed("Morning Post", FERRY)
    await indexed(talk)
    assert "A ferry for the" in (await talk.say(ada, "ferry ODER zebra nach:7t")).text
    assert "no article has “nach:7t”" in (await talk.say(eve, "ferry nach:7t")).text


async def test_each_part_that_is_left_out_is_explained(talk: Talk) -> None:
    ada = await talk.user()
    await talk.feed("Morning Post", FERRY)
    await indexed(talk)
    for part, why in (
        ("feed:", "something must follow the colon: feed:"),
        ("-feed:3", "a minus goes before words only: -feed:3"),
        ("after:soon", "that is no date: after:soon. Dates look like 2026-05-01 or 7d."),
        ("lang:martian", "I know no such language: lang:martian."),
        ("sort:size", "there is no such order: sort:size."),
        ("OR", "OR stands between two words: OR"),
    ):
        assert why in (await talk.say(ada, f"ferry {part}")).text, part
