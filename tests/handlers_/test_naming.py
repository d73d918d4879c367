"""What FEED means, as `/latest FEED` shows it."""

import pytest

from handlers.naming import link_spellings, unquoted
from newsroom import DeliveryKind
from storage import claim, due_deliveries, enqueue, settle_sent
from tests.handlers_.talk import Talk, entry, labels, place


async def catalogue(talk: Talk) -> None:
    await talk.feed("Morning Post", url="https://morning.example/feed")
    await talk.feed("Evening Post", url="http://evening.example/rss/")
    await talk.feed("Post", url="https://post.example/?format=rss")
    await talk.feed("חדשות הבוקר", url="https://boker.example/rss")
    await talk.feed("24", url="https://four.example/")
    await talk.feed("Node.js Weekly", url="https://weekly.example/")
    await talk.feed("It’s “the Times”", url="https://times.example/")


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("1", "Morning Post"),
        ("#1", "Morning Post"),
        ("https://morning.example/feed", "Morning Post"),
        ("https://morning.example/feed/", "Morning Post"),
        ("HTTP://Morning.Example/feed", "Morning Post"),
        ("morning.example/feed", "Morning Post"),
        ("evening.example/rss", "Evening Post"),
        ("https://evening.example/rss", "Evening Post"),
        ("post.example/?format=rss", "Post"),
        ("four.example", "24"),
        ('"Morning Post"', "Morning Post"),
        ("“morning post”", "Morning Post"),
        ("„Morning Post“", "Morning Post"),
        ("«Morning Post»", "Morning Post"),
        ("'Morning'", "Morning Post"),
        ("morn", "Morning Post"),
        ("Evening Post", "Evening Post"),
        ("post", "Post"),
        ('"24"', "24"),
        ("חדשות", "חדשות הבוקר"),
        ("״חדשות הבוקר״", "חדשות הבוקר"),
        ("node.js", "Node.js Weekly"),
        ("the times", "It’s “the Times”"),
        ("It’s “the Times”", "It’s “the Times”"),
    ],
)
async def test_a_feed_may_be_named_by(talk: Talk, words: str, title: str) -> None:
    ada = await talk.user()
    await catalogue(talk)
    answer = (await talk.say(ada, f"/latest {words}")).text
    assert answer.replace("\u2068", "").replace("\u2069", "").startswith(f"{title} has no articles")


@pytest.mark.parametrize("words", ["ning post", "“ning”"])
async def test_words_that_fit_several_titles_ask(talk: Talk, words: str) -> None:
    ada = await talk.user()
    await catalogue(talk)
    answer = await talk.say(ada, f"/latest {words}")
    assert labels(answer) == ["2 · Evening Post", "1 · Morning Post"]


@pytest.mark.parametrize(
    "words",
    [
        "zebra",
        "99",
        "0",
        "9" * 30,
        "24",  # a number; the title needs quotes
        "https://nowhere.example/",
        "https://[broken",
        "“”",
        "%",
        "<b>bold</b>",
        "x" * 3000,
    ],
)
async def test_words_that_name_nothing_say_what_to_do(talk: Talk, words: str) -> None:
    ada = await talk.user()
    await catalogue(talk)
    assert "/feeds" in (await talk.say(ada, f"/latest {words}")).text


async def test_a_reply_to_an_alert_names_its_feed(talk: Talk) -> None:
    ada = await talk.user()
    await talk.feed("Morning Post", entry("Rain"))
    await talk.feed("Evening Post", entry("Sun"))
    for words in ("/sub 1", "/sub 2"):
        await talk.say(ada, words)
    chat = talk.private(ada)
    await enqueue(talk.db, place(chat), DeliveryKind.ALERT, "2", article_id=2, now=talk.now)
    (due,) = await due_deliveries(talk.db, talk.now, limit=1)
    await claim(talk.db, due.id, talk.now)
    await talk.application.bot.send_message(chat.id, "Sun")
    alert = talk.api.messages[-1]
    await settle_sent(talk.db, due.id, message_id=alert.id, now=talk.now)
    assert "Sun" in (await talk.say(ada, "/latest", reply_to=alert)).text
    await talk.say(ada, "/unsub", reply_to=alert)
    assert await talk.subscribed(chat) == [1]


async def test_a_reply_to_anything_else_names_nothing(talk: Talk) -> None:
    ada = await talk.user()
    await talk.feed("Morning Post", entry("Rain"))
    first = await talk.say(ada, "/sub 1")
    assert "newest articles of this chat" in (await talk.say(ada, "/latest", reply_to=first)).text


@pytest.mark.parametrize(
    ("words", "spellings"),
    [
        (
            "Example.org/Feed",
            (
                "https://example.org/Feed",
                "https://example.org/Feed/",
                "http://example.org/Feed",
                "http://example.org/Feed/",
            ),
        ),
        ("http://e.org/?a=1", ("http://e.org/?a=1", "https://e.org/?a=1")),
        (
            "http://localhost:8080/",
            (
                "http://localhost:8080/",
                "http://localhost:8080",
                "https://localhost:8080/",
                "https://localhost:8080",
            ),
        ),
        ("localhost", ()),
        ("two words.org", ()),
        ("12", ()),
        ("3.14", ()),
        ("ftp://example.org", ()),
        ("@channel", ()),
        ("", ()),
    ],
)
def test_what_a_link_may_stand_for(words: str, spellings: tuple[str, ...]) -> None:
    assert link_spellings(words) == spellings


@pytest.mark.parametrize(
    ("words", "inner"),
    [('"a b"', "a b"), ("“a”", "a"), ("‹ a ›", "a"), ('"a', '"a'), ('""', '""'), ("", "")],
)
def test_quotes_fall_away_in_pairs(words: str, inner: str) -> None:
    assert unquoted(words) == inner
