"""Searching in the chat: what is found, how it is shown, and its pages."""

from newsroom import Entry
from tests.handlers_.talk import Talk, labels


def story(number: int, title: str, text: str) -> Entry:
    return Entry(
        key=str(number),
        raw_hash=str(number),
        title=title,
        text=text,
        url=f"https://example.org/{number}",
    )


BRIDGE = story(1, "The mill bridge opens", "Two rivers meet under the old mill bridge.")
FERRY = story(2, "A ferry for the island", "The ferryman's river is wide.")
HEBREW = story(3, "אחרי שלוש שנים", "הגשר מעל הנחל נפתח להולכי רגל.")


async def indexed(talk: Talk) -> None:
    while await talk.index.index_once():
        pass


async def test_words_phrases_beginnings_and_feeds_are_found(talk: Talk) -> None:
    ada = await talk.user()
    feed = await talk.feed("Morning Post", BRIDGE, FERRY, HEBREW)
    other = await talk.feed("Evening Post", story(4, "Rivers elsewhere", "A river."))
    await indexed(talk)
    for words, found in (
        ("/search ferry", "A ferry for the island"),
        ("/search “mill bridge”", "The mill bridge opens"),
        ("/search ferr*", "A ferry for the island"),
        ("/search rivers -ferryman feed:1", "The mill bridge opens"),
        ("/search גשר", "אחרי שלוש שנים"),
        (f"/search river feed:{other.id}", "Rivers elsewhere"),
        ('river feed:"evening post"', "Rivers elsewhere"),
    ):
        answer = await talk.say(ada, words)
        assert found in answer.text, words
    assert feed.id == 1
    assert "I found nothing" in (await talk.say(ada, "/search “bridge mill”")).text


async def test_what_matches_is_bold_and_the_title_leads_to_the_article(talk: Talk) -> None:
    ada = await talk.user()
    await talk.feed("Morning Post", BRIDGE)
    await indexed(talk)
    answer = await talk.say(ada, "/search bridge")
    assert '<a href="https://example.org/1">The mill <b>bridge</b> opens</a>' in answer.source
    assert "old mill <b>bridge</b>." in answer.source


async def test_pages_are_turned_in_place_and_stay_when_articles_arrive(talk: Talk) -> None:
    ada = await talk.user()
    entries = [story(n, f"River {n}", "A river story.") for n in range(12)]
    feed = await talk.feed("Morning Post", *entries)
    await indexed(talk)
    answer = await talk.say(ada, "river")
    first = answer.text
    assert labels(answer)[:5] == ["1", "2", "3", "4", "5"]
    await talk.press(ada, answer, labels(answer)[-1])
    second = answer.text
    await talk.checked(feed, story(99, "River 99", "A river story."))
    await indexed(talk)
    await talk.press(ada, answer, labels(answer)[-2])
    assert answer.text == first
    await talk.press(ada, answer, labels(answer)[-1])
    assert answer.text == second
    shown = {line for text in (first, second) for line in text.splitlines() if "River " in line}
    assert len(shown) == 10


async def test_a_private_feed_is_found_by_its_own_chat_alone(talk: Talk) -> None:
    ada, eve = await talk.user("Ada"), await talk.user("Eve")
    await talk.say(ada, "/start")
    feed = await talk.feed("Secret", BRIDGE)
    await talk.db.write(
        lambda raw: raw.execute(
            "UPDATE feeds SET owner_chat_id = ? WHERE id = ?", (ada.id, feed.id)
        )
    )
    await indexed(talk)
    assert "The mill bridge opens" in (await talk.say(ada, "bridge")).text
    assert "I found nothing" in (await talk.say(eve, "bridge")).text
    assert "no feed of that name" in (await talk.say(eve, f"bridge feed:{feed.id}")).text


async def test_what_is_left_out_of_a_query_is_said(talk: Talk) -> None:
    ada = await talk.user()
    await talk.feed("Morning Post", BRIDGE)
    await indexed(talk)
    assert "at least three letters: b*" in (await talk.say(ada, "/search bridge b*")).text
    assert "no word" in (await talk.say(ada, "/search …")).text
    assert "What are you looking for" in (await talk.say(ada, "/search")).text


async def test_markup_in_a_query_or_an_article_is_only_text(talk: Talk) -> None:
    ada = await talk.user()
    await talk.feed(
        "Morning <b>Post</b>", story(1, "<i>River</i> & co", "A </b> river & <a> more.")
    )
    await indexed(talk)
    answer = await talk.say(ada, "/search river <&>")
    assert "<i>River</i> & co" in answer.text
    assert "A </b> river & <a> more." in answer.text
    assert answer.text.startswith("Search: river <&>")
