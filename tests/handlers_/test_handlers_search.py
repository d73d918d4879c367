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


FLOOD = (
    "The river Alder burst its banks in Whitby on Monday night and flooded 40 cellars, the council said. "
    "Nobody was hurt, but the mill bridge stays closed until Friday. "
    "Mayor Ann Bell thanked the 120 helpers who had filled sandbags until the morning."
)


async def test_a_story_that_several_feeds_have_is_one_entry_that_names_the_others(
    talk: Talk,
) -> None:
    ada = await talk.user()
    cut = FLOOD.removesuffix(
        " Mayor Ann Bell thanked the 120 helpers who had filled sandbags until the morning."
    )
    await talk.feed("Morning Post", story(1, "River floods Whitby", FLOOD))
    await talk.feed("Evening Post", story(2, "River in 40 cellars", cut))
    await talk.feed("Harbour Courier", story(3, "River rises", FLOOD.replace("Monday", "Tuesday")))
    await indexed(talk)
    answer = await talk.say(ada, "river")
    assert labels(answer) == ["1", "2", "Newest", "This week", "One feed ›", "Sum up", "Watch this"]
    assert answer.text.count("Also in: ") == 1
    assert sum(f"#{number}" in answer.text for number in (1, 2, 3)) == 3
    assert {f'href="https://example.org/{number}"' in answer.source for number in (1, 2, 3)} == {
        True
    }
    below = next(line for line in answer.text.splitlines() if line.startswith("Also in: "))
    assert below in ("Also in: Evening Post #2", "Also in: Morning Post #1")
    await talk.press(ada, answer, "Sum up")
    summed = talk.api.messages[-1]
    assert summed.text.startswith("2 articles")
    await talk.press(ada, answer, "2")
    assert "#3" in (await talk.say(ada, "/search river feed:3")).text


async def test_a_feed_that_repeats_itself_is_not_folded(talk: Talk) -> None:
    ada = await talk.user()
    await talk.feed(
        "Morning Post", story(1, "River floods Whitby", FLOOD), story(2, "Flood", FLOOD)
    )
    await indexed(talk)
    answer = await talk.say(ada, "river")
    assert labels(answer) == ["1", "2", "Newest", "This week", "This feed", "Sum up", "Watch this"]
    assert "Also in" not in answer.text


async def test_copies_neither_move_other_hits_between_pages_nor_get_lost(talk: Talk) -> None:
    """Twelve hits are three pages, whatever is folded on each."""
    ada = await talk.user()
    for number in range(1, 5):
        others = [story(10 * number + n, f"River {n}", f"A river story, part {n}.") for n in (1, 2)]
        await talk.feed(f"Paper {number}", story(number, "River floods Whitby", FLOOD), *others)
    await indexed(talk)
    answer = await talk.say(ada, "river")
    seen: list[str] = [answer.text]
    for _ in range(2):
        await talk.press(ada, answer, labels(answer)[-1])
        seen.append(answer.text)
    numbers = [word for text in seen for word in text.split() if word.startswith("#")]
    assert sorted(numbers) == sorted(f"#{number}" for number in range(1, 13))
    assert "Also in: " in "".join(seen)


async def test_an_excerpt_is_of_the_story_not_of_the_page_around_it(talk: Talk) -> None:
    """Cues tell the one line, the feed's other article the other, which no cue gives away."""
    ada = await talk.user()
    motto = "Two rivers meet below the town, and so do those who live in it."
    page = f"{motto}\nSign up for our newsletter on rivers and never miss a story."
    told = "The old mill bridge over both rivers is open again, nine years after the flood."
    other = "A ferry has run aground off the island, and all of its passengers are safe."
    await talk.feed(
        "Morning Post",
        story(1, "The mill bridge opens", f"{page}\n{told}"),
        story(2, "A ferry aground", f"{page}\n{other}"),
    )
    await indexed(talk)
    answer = await talk.say(ada, "/search rivers")
    assert told in answer.text
    assert "Two rivers meet" not in answer.text
    assert "newsletter" not in answer.text


async def test_an_article_corrected_between_two_searches_is_told_as_it_is_now(talk: Talk) -> None:
    ada = await talk.user()
    await talk.feed("Morning Post", BRIDGE)
    await indexed(talk)
    assert "Two rivers meet" in (await talk.say(ada, "/search bridge")).text
    await talk.sql("UPDATE articles SET text = 'Three rivers meet under the old mill bridge.'")
    assert "Three rivers meet" in (await talk.say(ada, "/search bridge")).text
