"""«Sum up»: a list's articles in one message, with one sentence each, and an overview by the model above."""

import asyncio
import re
from dataclasses import replace
from pathlib import Path

from bot.local.botapi import Message
from newsroom import count_words
from storage import remember_shown
from tests.handlers_.modelled import modelled
from tests.handlers_.talk import HOUR, NOW, Talk, entry, labels
from tests.handlers_.test_handlers_summary import BRIDGE, STORY
from tests.llmserver import MODEL

LONG = "This sentence has been made so long that nobody would read it in a list, " * 4

PLACES = ("mill", "ferry", "market", "school")
NEWS = [
    entry(
        f"The {place} reopens",
        age=(number + 2) * HOUR,
        text=f"{LONG}and it still goes on about the {place}.\n"
        f"The {place} was closed for {number + 3} years until the council found the money for it.\n"
        f"People from all over the valley came to the {place} on Sunday and stayed until late.",
    )
    for number, place in enumerate(PLACES)
]


async def latest(talk: Talk, words: str = "/latest 1") -> Message:
    ada = await talk.user()
    return await talk.say(ada, words)


async def test_each_article_of_latest_gets_its_link_number_and_one_sentence(talk: Talk) -> None:
    await talk.feed("Morning Post", BRIDGE, *NEWS)
    ada = await talk.user()
    page = await talk.say(ada, "/latest 1")
    assert "Sum up" in labels(page)
    before = page.text
    await talk.press(ada, page, "Sum up")
    assert page.text == before, "the list stays"
    summed = talk.api.messages[-1]
    title, *entries = summed.text.split("\n\n")
    assert title == "5 articles in a sentence each"
    assert len(entries) == 5
    sources = [BRIDGE, *NEWS]
    for place, (shown, source) in enumerate(zip(entries, sources, strict=True), start=1):
        head, sentence = shown.split("\n")
        assert re.fullmatch(rf"{place}\. {source.title} · #\d", head)
        assert sentence in source.text
        assert count_words(sentence) <= 25
        assert f'href="{source.url}"' in summed.source
    assert "🤖" not in summed.text


async def test_a_reply_to_it_names_its_articles(talk: Talk) -> None:
    ada = await talk.user()
    await talk.feed("Morning Post", BRIDGE, NEWS[0])
    await talk.press(ada, await talk.say(ada, "/latest 1"), "Sum up")
    question = await talk.say(ada, "/summary", reply_to=talk.api.messages[-1])
    assert labels(question) == ["1 · The bridge opens", "2 · The mill reopens"]


async def test_a_searchs_hits_are_summed_up_too(talk: Talk) -> None:
    ada = await talk.user()
    await talk.feed("Morning Post", BRIDGE, *NEWS)
    while await talk.index.index_once():
        pass
    hits = await talk.say(ada, "/search reopens")
    await talk.press(ada, hits, "Sum up")
    assert talk.api.messages[-1].text.startswith("4 articles in a sentence each")


async def test_a_single_article_has_its_own_summary(talk: Talk) -> None:
    await talk.feed("Morning Post", BRIDGE)
    assert "Sum up" not in labels(await latest(talk))


async def test_an_article_without_a_story_has_a_plain_word(talk: Talk) -> None:
    ada = await talk.user()
    await talk.feed("Morning Post", BRIDGE, entry("Picture", text="Share this on Facebook"))
    await talk.press(ada, await talk.say(ada, "/latest 1"), "Sum up")
    assert "Picture · #2\nIts feed gives no text to sum up." in talk.api.messages[-1].text
    assert "Facebook" not in talk.api.messages[-1].text


async def test_what_is_too_long_for_a_message_has_pages(talk: Talk) -> None:
    """As a digest of many articles will be; each entry is whole on one page."""
    ada = await talk.user()
    many = [
        replace(BRIDGE, key=str(number), title=f"{number} {'🦊' * 50}", published_at=NOW - number)
        for number in range(30)
    ]
    await talk.feed("Morning Post", *many)
    page = await talk.say(ada, "/latest 1")
    await remember_shown(talk.db, page.chat.id, page.id, range(1, 31), NOW)
    await talk.press(ada, page, "Sum up")
    summed = talk.api.messages[-1]
    seen: list[str] = []
    while True:
        assert len(summed.text.encode("utf-16-le")) // 2 <= 4096
        seen += re.findall(r"^(\d+)\. ", summed.text, re.MULTILINE)
        if "More ›" not in labels(summed):
            break
        await talk.press(ada, summed, "More ›")
    assert seen == [str(number) for number in range(1, 31)]
    assert "‹ Back" in labels(summed)


async def test_a_private_feeds_article_is_not_summed_up_elsewhere(talk: Talk) -> None:
    ada, eve = await talk.user("Ada"), await talk.user("Eve")
    feed = await talk.feed("Secret", BRIDGE, NEWS[0])
    await talk.say(ada, "/start")
    page = await talk.say(eve, "/latest 1")
    await talk.sql("UPDATE feeds SET owner_chat_id = ? WHERE id = ?", ada.id, feed.id)
    press = await talk.press(eve, page, "Sum up")
    assert "no such article" in press.answers[0].text


# With a language model


async def test_the_models_overview_grows_above(tmp_path: Path) -> None:
    async with modelled(tmp_path) as (talk, server):
        ada = await talk.user()
        await talk.feed("Morning Post", BRIDGE, NEWS[0])
        page = await talk.say(ada, "/latest 1")
        server.go_on = asyncio.Event()
        server.says = ("A bridge and a mill are open. ", "Meyer has 47 more.")
        await talk.press(ada, page, "Sum up")
        summed = talk.api.messages[-1]
        assert "1. The bridge opens · #1" in summed.text, "before the model has said all"
        server.go_on.set()
        await talk.written()
        title, machine, *entries = summed.text.split("\n\n")
        assert title == "2 articles in a sentence each"
        assert machine.splitlines() == [
            f"🤖 In other words · written by {MODEL}",
            "A bridge and a mill are open. Meyer has 47 more.",
            "⚠ Not in these articles: 47",
        ]
        assert len(entries) == 2
        await talk.press(ada, page, "Sum up")
        assert len(server.questions) == 1, "it is kept"
        assert talk.api.messages[-1].text == summed.text


async def test_the_model_is_given_summaries_of_each_apart(tmp_path: Path) -> None:
    async with modelled(tmp_path) as (talk, server):
        ada = await talk.user()
        await talk.feed("Morning Post", BRIDGE, NEWS[0])
        await talk.press(ada, await talk.say(ada, "/latest 1"), "Sum up")
        await talk.written()
    assert server.prompt.count("Title: ") == 2
    assert STORY.splitlines()[0] in server.prompt
    assert "newsletter" not in server.prompt


async def test_without_an_answer_the_sentences_stay(tmp_path: Path) -> None:
    async with modelled(tmp_path) as (talk, server):
        ada = await talk.user()
        await talk.feed("Morning Post", BRIDGE, NEWS[0])
        server.fault = "500"
        await talk.press(ada, await talk.say(ada, "/latest 1"), "Sum up")
        await talk.written()
        _, machine, *entries = talk.api.messages[-1].text.split("\n\n")
        assert "did not answer" in machine
        assert len(entries) == 2
