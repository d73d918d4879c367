"""The newest articles: /latest, of a chat's subscriptions or of one feed."""

from dataclasses import replace

from tests.handlers_.talk import DAY, HOUR, MINUTE, NOW, Talk, entry


async def test_latest_shows_the_newest_of_this_chats_feeds(talk: Talk) -> None:
    """Title with its link, source, age and number; five a page, the newest first."""
    ada = await talk.user()
    news = [entry(f"News {age}", age=age * HOUR) for age in range(1, 7)]
    await talk.feed("Morning Post", *news)
    await talk.feed("Evening Post", entry("Elsewhere", age=MINUTE))
    await talk.say(ada, "/start")
    await talk.subscribe(talk.private(ada), 1)
    answer = await talk.say(ada, "/latest")
    assert "News 1\nMorning Post · 1 hour ago · #1" in answer.text
    assert 'href="https://example.org/News-1"' in answer.source
    assert "Elsewhere" not in answer.text
    assert "News 6" not in answer.text
    await talk.press(ada, answer, "More ›")
    assert "News 6" in answer.text


async def test_latest_of_a_feed_needs_no_subscription(talk: Talk) -> None:
    ada = await talk.user()
    await talk.feed("Morning Post", *[entry(f"News {age}", age=age * DAY) for age in range(1, 7)])
    await talk.feed("Evening Post", entry("Elsewhere"))
    answer = await talk.say(ada, "/latest morning")
    assert "The newest of Morning Post" in answer.text
    await talk.press(ada, answer, "More ›")
    assert "News 6" in answer.text
    assert "Elsewhere" not in answer.text


async def test_latest_asks_which_feed_was_meant(talk: Talk) -> None:
    ada = await talk.user()
    await talk.feed("Morning Post", entry("Rain"))
    await talk.feed("Evening Post", entry("Sun"))
    answer = await talk.say(ada, "/latest post")
    await talk.press(ada, answer, "2 · Evening Post")
    assert "Sun" in answer.text


async def test_nothing_to_read_says_why_and_what_next(talk: Talk) -> None:
    ada = await talk.user()
    await talk.feed()
    for words in ("/latest", "/list"):
        assert "No subscriptions here yet. /feeds" in (await talk.say(ada, words)).text
    assert "has no articles yet" in (await talk.say(ada, "/latest 1")).text
    await talk.subscribe(talk.private(ada), 1)
    assert "have no articles yet" in (await talk.say(ada, "/latest")).text


async def test_what_a_publisher_writes_is_shown_as_it_is(talk: Talk) -> None:
    """Markup, another direction, no title, no text either, a date in the future, a title of 1,000 signs."""
    ada = await talk.user()
    await talk.feed(
        "<b>Bold & Sons</b> עיתון",
        entry("1 < 2 && 🦊"),
        replace(entry("nameless", age=2 * HOUR), title="", text=""),
        replace(entry("note", age=2 * HOUR), title="", text="A short note.\nIts second line."),
        entry("x" * 1000, age=3 * HOUR),
        replace(entry("Tomorrow"), published_at=NOW + DAY),
    )
    answer = await talk.say(ada, "/latest 1")
    assert "<b>Bold & Sons</b> עיתון" in answer.text
    assert "1 < 2 && 🦊" in answer.text
    assert "Untitled" in answer.text
    assert "A short note.\n" in answer.text
    assert "second line" not in answer.text
    assert "x" * 119 + "…" in answer.text
    assert "Tomorrow\n" in answer.text
    assert " in " not in answer.text
    assert "<b>Bold & Sons</b>" in (await talk.say(ada, "/feeds")).text
