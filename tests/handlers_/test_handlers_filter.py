"""Filtering a feed by words: /filter, with what the filter would have done, and undo."""

from newsroom import Feed
from tests.handlers_.talk import HOUR, Talk, entry, labels


async def filtered(talk: Talk) -> list[str]:
    return [one for (one,) in await talk.rows("SELECT filter FROM subscriptions ORDER BY id")]


async def morning_post(talk: Talk) -> Feed:
    return await talk.feed(
        "Morning Post",
        *(entry(f"Ferry {n}", age=n * HOUR) for n in range(1, 5)),
        entry("A train", age=5 * HOUR),
        entry("A ferry and a train", age=6 * HOUR),
    )


async def test_a_filter_holds_at_once_shows_what_it_does_and_is_taken_back(talk: Talk) -> None:
    ada = await talk.user()
    await morning_post(talk)
    await talk.say(ada, "/sub 1")
    answer = await talk.say(ada, "/filter 1 ferry,-train")
    assert answer.text == (
        "From now on only what passes this comes of Morning Post: ferry, -train\n"
        "\n"
        "Of its last 6 articles 4 would have come.\n"
        "Would have come:\n"
        "• Ferry 1 · 1 hour ago\n"
        "• Ferry 2 · 2 hours ago\n"
        "• Ferry 3 · 3 hours ago\n"
        "Would not have come:\n"
        "• A train · 5 hours ago\n"
        "• A ferry and a train · 6 hours ago"
    )
    assert await filtered(talk) == ["ferry, -train"]
    other = await talk.say(ada, "/filter 1 “a train”")
    assert other.text.endswith("\n\nBefore, it was: ferry, -train")
    assert await filtered(talk) == ['"a train"']
    await talk.press(ada, other, "Undo")
    assert await filtered(talk) == ["ferry, -train"]
    assert other.text.startswith("From now on only what passes this comes of Morning Post: ferry,")
    assert other.text.endswith('Before, it was: "a train"')
    await talk.press(ada, answer, "Undo")
    assert await filtered(talk) == [""]
    assert answer.text == "Everything comes of Morning Post again.\n\nBefore, it was: ferry, -train"
    await talk.press(ada, answer, "Undo")
    assert await filtered(talk) == ["ferry, -train"]


async def test_filter_without_words_shows_it_and_off_ends_it(talk: Talk) -> None:
    ada = await talk.user()
    await morning_post(talk)
    await talk.say(ada, "/sub 1")
    answer = await talk.say(ada, "/filter morning")
    assert answer.text == (
        "Everything comes of Morning Post: it has no filter here.\n"
        "To choose by words: /filter 1 ferry, “mill bridge”, -football\n"
        "One of these must be there, and none with a minus. /help filter shows more."
    )
    await talk.say(ada, "/filter Morning Post ferry")
    answer = await talk.say(ada, "/filter 1")
    assert answer.text.startswith("Only what passes this comes of Morning Post: ferry\nOf its last")
    assert labels(answer) == ["No filter"]
    assert "Filter: ferry" in (await talk.say(ada, "/list")).text
    await talk.press(ada, answer, "No filter")
    assert await filtered(talk) == [""]
    await talk.say(ada, "/filter 1 ferry")
    await talk.say(ada, "/filter 1 OFF")
    assert await filtered(talk) == [""]


async def test_all_or_nothing_is_said(talk: Talk) -> None:
    ada = await talk.user()
    await morning_post(talk)
    await talk.feed("Evening Post")
    for number in (1, 2):
        await talk.say(ada, f"/sub {number}")
    answer = await talk.say(ada, "/filter 1 hovercraft")
    assert "⚠️ None of its last 6 articles would have come." in answer.text
    answer = await talk.say(ada, "/filter 1 -hovercraft")
    assert "All of its last 6 articles would have come.\n\nBefore" in answer.text
    answer = await talk.say(ada, "/filter 2 ferry")
    assert "It has no articles yet that I could try it on." in answer.text


async def test_what_is_no_filter_changes_nothing(talk: Talk) -> None:
    ada = await talk.user()
    await morning_post(talk)
    answer = await talk.say(ada, "/filter 1 ferry")
    assert answer.text == (
        "There is no subscription to Morning Post here. /list shows what there is."
    )
    assert labels(answer) == ["Subscribe"]
    await talk.say(ada, "/sub 1")
    answer = await talk.say(ada, "/filter 1 …, ,")
    assert answer.text == (
        "Left out, there is no word in it: …\n"
        "There is no word in this that I could look for. Write such as /filter 1 ferry, -football"
    )
    answer = await talk.say(ada, f"/filter 1 {'ferry, ' * 100}")
    assert answer.text == (
        "That is too long: a filter has 500 characters at most. Nothing was changed."
    )
    assert "Which feed?" in (await talk.say(ada, "/filter")).text
    assert (
        "I find no feed “nothing like it”" in (await talk.say(ada, "/filter nothing like it")).text
    )
    assert await filtered(talk) == [""]


async def test_the_feed_may_be_quoted_or_that_of_the_article_replied_to(talk: Talk) -> None:
    ada = await talk.user()
    await morning_post(talk)
    await talk.say(ada, "/sub 1")
    await talk.say(ada, "/filter “Morning Post” ferry")
    assert await filtered(talk) == ["ferry"]
    shown = await talk.say(ada, "/latest 1")
    await talk.say(ada, "/filter “a train”, -ferry", reply_to=shown)
    assert await filtered(talk) == ['"a train", -ferry']


async def test_words_that_fit_several_feeds_mean_the_one_that_is_subscribed_to(talk: Talk) -> None:
    ada = await talk.user()
    await talk.feed("Evening Post")
    await talk.feed("Morning Post")
    await talk.feed("Noon Post")
    await talk.say(ada, "/sub 2")
    assert "of Morning Post" in (await talk.say(ada, "/filter post")).text
    await talk.say(ada, "/sub 3")
    answer = await talk.say(ada, "/filter post")
    assert labels(answer) == ["2 · Morning Post", "3 · Noon Post"]
    await talk.press(ada, answer, "3 · Noon Post")
    assert "Everything comes of Noon Post" in answer.text


async def test_a_channel_is_named_first(talk: Talk) -> None:
    ada = await talk.user()
    await morning_post(talk)
    talk.api.world.add_channel("News", username="thenews", admins=[ada])
    await talk.say(ada, "/sub @thenews 1")
    answer = await talk.say(ada, "/filter @thenews 1 ferry")
    assert answer.text.startswith("In News:\nFrom now on only what passes this")
    await talk.press(ada, answer, "Undo")
    assert answer.text.startswith("In News:\nEverything comes of Morning Post again.")


async def test_filters_in_other_scripts(talk: Talk) -> None:
    ada = await talk.user()
    await talk.feed("Morning Post", entry("הגשר נפתח"), entry("长江大桥开通"), entry("A train"))
    await talk.say(ada, "/sub 1")
    answer = await talk.say(ada, "/filter 1 גשר،大桥")
    assert "Of its last 3 articles 2 would have come." in answer.text
    assert "comes of Morning Post: \u2068גשר, 大桥\u2069" in answer.text
    answer = await talk.say(ada, "/filter 1 -大桥，-גשר")
    assert "Of its last 3 articles 1 would have come." in answer.text
