"""Watching for words: /watch, /unwatch, the button below a search, and watches in /list."""

from handlers.watching import MOST_WATCHES
from tests.handlers_.talk import HOUR, Talk, entry, labels, place


async def watched(talk: Talk, chat_id: int, thread_id: int = 0) -> list[str]:
    rows = await talk.rows(
        "SELECT query FROM watches WHERE chat_id = ? AND thread_id = ? AND removed_at IS NULL "
        "ORDER BY id",
        chat_id,
        thread_id,
    )
    return [query for (query,) in rows]


async def test_watch_says_what_it_understood_and_what_would_have_come(talk: Talk) -> None:
    ada = await talk.user()
    await talk.feed(
        "Morning Post",
        *(entry(f"Ferry {n}", age=n * HOUR) for n in range(1, 5)),
        entry("A train", age=HOUR),
    )
    await talk.index.catch_up()
    answer = await talk.say(ada, "/watch ferries -train b*")
    assert answer.text == (
        "Watching for ferries -train b. Every new article that matches comes here.\n"
        "Left out, before a star there must be at least three letters: b*\n"
        "Nothing that I have matches yet: the next one will be the first."
    )
    answer = await talk.say(ada, "/watch  Ferry\n -train")
    assert answer.text == (
        "Watching for Ferry -train. Every new article that matches comes here.\n"
        "The last ones that would have come:\n"
        "• Ferry 1 · 1 hour ago\n"
        "• Ferry 2 · 2 hours ago\n"
        "• Ferry 3 · 3 hours ago"
    )
    assert await watched(talk, ada.id) == ["ferries -train b", "Ferry -train"]
    await talk.press(ada, answer, "Undo")
    assert answer.text == "No longer watching for Ferry -train."
    assert await watched(talk, ada.id) == ["ferries -train b"]


async def test_feeds_are_kept_by_number_and_named(talk: Talk) -> None:
    ada = await talk.user()
    await talk.feed("Morning Post")
    await talk.feed("Evening Post")
    answer = await talk.say(ada, "/watch ferry feed:“morning post” lang:en")
    assert answer.text.startswith(
        "Watching for ferry lang:en feed:1. Every new article that matches comes here.\n"
        "Only in Morning Post.\n"
    )
    answer = await talk.say(ada, "/watch ferry feed:9")
    assert answer.text == "There is no feed of that name or number. /feeds shows what there is."


async def test_what_would_bring_everything_is_refused(talk: Talk) -> None:
    ada = await talk.user()
    await talk.feed()
    for words in ("-ferry", "feed:1", "lang:en after:7d", "…", "sort:date"):
        answer = await talk.say(ada, f"/watch {words}")
        assert "I need a word to watch for" in answer.text, words
    assert "What shall I watch for?" in (await talk.say(ada, "/watch")).text
    answer = await talk.say(ada, f"/watch {'ferry ' * 60}")
    assert answer.text == (
        "That is more than I can watch for: 250 characters at most. Nothing was changed."
    )
    assert await watched(talk, ada.id) == []


async def test_the_same_in_other_words_is_not_watched_for_twice(talk: Talk) -> None:
    ada = await talk.user()
    await talk.say(ada, "/watch ferry OR boat -train")
    answer = await talk.say(ada, "/watch -Train Boat | FERRY")
    assert answer.text == "You watch for this here already: ferry OR boat -train"
    assert labels(answer) == ["Stop watching"]
    await talk.press(ada, answer, "Stop watching")
    assert await watched(talk, ada.id) == []


async def test_a_chat_has_only_so_many(talk: Talk) -> None:
    ada = await talk.user()
    await talk.say(ada, "/start")
    await talk.sql(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) "
        "INSERT INTO watches (chat_id, query, created_at, created_by) "
        "SELECT ?, 'word' || i, 0, 0 FROM n",
        MOST_WATCHES,
        ada.id,
    )
    answer = await talk.say(ada, "/watch ferry")
    assert answer.text == "A chat can watch for 50 things. End one first: /unwatch"
    listed = await talk.say(ada, "/unwatch")
    assert "Page 1 of 7" in listed.text
    await talk.press(ada, listed, "More ›")
    assert "9. word9\n" in listed.text
    await talk.press(ada, listed, "✕ 9")
    assert listed.text == "No longer watching for word9."
    await talk.say(ada, "/watch ferry")
    await talk.press(ada, listed, "Undo")
    assert "nothing to undo" in listed.text, "there is no room for it any more"


async def test_unwatch_lists_ends_and_takes_back(talk: Talk) -> None:
    ada = await talk.user()
    await talk.say(ada, "/watch ferry")
    await talk.say(ada, "/watch “mill bridge”")
    answer = await talk.say(ada, "/unwatch")
    assert answer.text == (
        "What do you want to stop watching for? Press ✕ and its number.\n"
        "\n"
        "1. ferry\n"
        '2. "mill bridge"'
    )
    assert labels(answer) == ["✕ 1", "✕ 2"]
    talk.now += HOUR
    await talk.press(ada, answer, "✕ 1")
    assert labels(answer) == ["Undo", "What I watch for"]
    talk.now += HOUR
    await talk.press(ada, answer, "Undo")
    assert answer.text == "Watching for ferry again."
    answer = await talk.say(ada, "/unwatch Mill  bridge")
    assert answer.text == ("Nothing here watches for Mill bridge. /unwatch shows what there is."), (
        "a phrase is another thing"
    )
    answer = await talk.say(ada, "/unwatch FERRY")
    assert answer.text == "No longer watching for ferry."
    await talk.press(ada, answer, "What I watch for")
    assert '1. "mill bridge"' in answer.text


async def test_a_search_can_be_watched_with_one_tap(talk: Talk) -> None:
    ada = await talk.user()
    await talk.feed("Morning Post", entry("Ferry", age=HOUR), entry("The ferry", age=2 * HOUR))
    await talk.index.catch_up()
    answer = await talk.say(ada, "/search ferry sort:date")
    assert labels(answer) == [
        "1",
        "2",
        "✓ Newest",
        "This week",
        "This feed",
        "Sum up",
        "Watch this",
    ]
    await talk.press(ada, answer, "Watch this")
    assert answer.text.startswith("Search: ferry")
    below = talk.api.messages[-1]
    assert below.text.startswith("Watching for ferry. Every new article")
    nothing = await talk.say(ada, "/search hovercraft")
    assert labels(nothing) == ["Watch this"]
    assert "Watch this" not in labels(await talk.say(ada, "/search feed:1 -ferry"))
    assert await watched(talk, ada.id) == ["ferry"]


async def test_a_topic_and_a_channel_have_their_own(talk: Talk) -> None:
    ada = await talk.user()
    group = talk.api.world.add_group("Neighbours", admins=[ada], forum=True)
    topic = talk.api.world.add_topic(group, "News")
    channel = talk.api.world.add_channel("News", username="thenews", admins=[ada])
    await talk.say(ada, "/watch ferry", group, topic=topic)
    assert await watched(talk, group.id, place(group, topic).thread_id) == ["ferry"]
    talk.api.promote(talk.api.bot, channel, by=ada, rights=["can_edit_messages"])
    answer = await talk.say(ada, "/watch @thenews ferry")
    assert "I may not post in @thenews" in answer.text
    talk.api.promote(talk.api.bot, channel, by=ada)
    answer = await talk.say(ada, "/watch @thenews ferry")
    assert answer.text.startswith("In News:\nWatching for ferry.")
    assert await watched(talk, channel.id) == ["ferry"]
    answer = await talk.say(ada, "/unwatch @thenews")
    await talk.press(ada, answer, "✕ 1")
    assert answer.text == "In News:\nNo longer watching for ferry."
    await talk.press(ada, answer, "Undo")
    assert await watched(talk, channel.id) == ["ferry"]
    assert await watched(talk, ada.id) == []


async def test_the_list_shows_watches_too(talk: Talk) -> None:
    ada = await talk.user()
    await talk.feed()
    await talk.say(ada, "/watch ferry")
    answer = await talk.say(ada, "/list")
    assert answer.text == (
        "No subscriptions here yet. /feeds shows what there is.\n"
        "\n"
        "1 watch\n"
        "• ferry\n"
        "/unwatch shows all and ends one, /watch adds one."
    )
    await talk.say(ada, "/sub 1")
    await talk.sql("UPDATE watches SET paused = 'no-rights'")
    answer = await talk.say(ada, "/list")
    assert answer.text.endswith(
        "1. Morning Post\n"
        "\n"
        "/unsub ends one, /feeds shows more.\n"
        "\n"
        "1 watch\n"
        "• ferry\n"
        "⏸ Paused: I could not write here. If I can again, send it once more with /watch.\n"
        "/unwatch shows all and ends one, /watch adds one."
    )
    await talk.say(ada, "/watch ferry")
    assert "Paused" not in (await talk.say(ada, "/list")).text


async def test_words_of_a_watch_are_only_text_and_stand_in_their_own_direction(talk: Talk) -> None:
    ada = await talk.user()
    answer = await talk.say(ada, "/watch <b>גשר</b> AT&T")
    assert answer.text.startswith("Watching for \u2068<b>גשר</b> AT&T\u2069. Every")
    answer = await talk.say(ada, "/unwatch <b>גשר</b> AT&T")
    assert answer.text == "No longer watching for \u2068<b>גשר</b> AT&T\u2069."
