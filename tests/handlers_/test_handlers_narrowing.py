"""The buttons below a search that narrow it, and queries of every kind that they must not harm."""

import pytest

from bot.local.botapi import Message, User
from tests.handlers_.talk import DAY, Talk, entry, labels


async def filled(talk: Talk) -> User:
    """Store eight river stories in two feeds; the two oldest have the word in their titles."""
    ada = await talk.user("Ada")
    news = [entry(f"News {n}", age=n * DAY, text="A river.") for n in range(1, 7)]
    await talk.feed("Morning Post", *news)
    old = [entry(f"River {n}", age=n * DAY, text="Of old.") for n in (9, 10)]
    await talk.feed("Evening <Post>", *old)
    await talk.index.catch_up()
    return ada


def titles(answer: Message) -> list[str]:
    return [one for one in answer.text.splitlines() if one.startswith(("News", "River"))]


async def test_each_narrowing_is_switched_on_and_off(talk: Talk) -> None:
    ada = await filled(talk)
    answer = await talk.say(ada, "river")
    before, buttons = answer.text, labels(answer)
    assert buttons[5:] == ["Newest", "This week", "One feed ›", "Sum up", "Watch this", "More ›"]
    assert titles(answer)[0] == "River 9"
    await talk.press(ada, answer, "Newest")
    assert answer.text.startswith("Search: river sort:date\n")
    assert titles(answer) == [f"News {n}" for n in range(1, 6)]
    await talk.press(ada, answer, "This week")
    assert answer.text.startswith("Search: river sort:date after:7d\n")
    assert labels(answer)[5:10] == ["✓ Newest", "✓ This week", "This feed", "Sum up", "Watch this"]
    await talk.press(ada, answer, "More ›")
    assert titles(answer) == ["News 6"]
    assert answer.text.startswith("Search: river sort:date after:7d\n"), "it survives paging"
    assert labels(answer) == ["1", "✓ Newest", "✓ This week", "Watch this", "‹ Back"]
    await talk.press(ada, answer, "✓ Newest")
    await talk.press(ada, answer, "✓ This week")
    assert (answer.text, labels(answer)) == (before, buttons)
    assert len(talk.api.sent(talk.private(ada))) == 1, "all in one message"


async def test_one_feed_of_several_is_chosen_by_its_name(talk: Talk) -> None:
    ada = await filled(talk)
    answer = await talk.say(ada, "river")
    await talk.press(ada, answer, "More ›")
    await talk.press(ada, answer, "‹ Back")
    before, buttons = answer.text, labels(answer)
    await talk.press(ada, answer, "One feed ›")
    assert answer.text == before
    assert labels(answer) == ["Evening <Post>", "Morning Post", "‹ Back"]
    await talk.press(ada, answer, "‹ Back")
    assert (answer.text, labels(answer)) == (before, buttons)
    await talk.press(ada, answer, "One feed ›")
    await talk.press(ada, answer, "Evening <Post>")
    assert answer.text.startswith("Search: river feed:2\n")
    assert titles(answer) == ["River 9", "River 10"]
    assert labels(answer) == [
        "1",
        "2",
        "Newest",
        "This week",
        "✓ This feed",
        "Sum up",
        "Watch this",
    ]
    await talk.press(ada, answer, "This week")
    assert answer.text.startswith("Search: river feed:2 after:7d\n\nI found nothing: ")
    assert labels(answer) == [
        *("river after:7d", "river feed:2"),  # what is offered, and below what it is narrowed to
        *("✓ This week", "✓ This feed", "Watch this"),
    ]
    await talk.press(ada, answer, "✓ This week")
    await talk.press(ada, answer, "✓ This feed")
    assert answer.text == before


async def test_the_buttons_are_for_who_asked(talk: Talk) -> None:
    ada, eve = await filled(talk), await talk.user("Eve")
    group = talk.api.world.add_group("Neighbours", members=[ada, eve])
    answer = await talk.say(ada, "/search river", group)
    before = answer.text
    press = await talk.press(eve, answer, "Newest")
    assert press.answers[0].text
    assert answer.text == before
    await talk.press(ada, answer, "Newest")
    assert answer.text != before


async def test_a_filter_alone_is_not_taken_away(talk: Talk) -> None:
    """Nothing would be asked for any more."""
    ada = await filled(talk)
    assert labels(await talk.say(ada, "/search feed:2")) == [
        *("1", "2", "Newest", "This week", "Sum up")
    ]


@pytest.mark.parametrize("data", ["narrow:x:", "narrow:a:x", "narrow:a:99", "narrow:f"])
async def test_forged_narrowings_change_nothing(talk: Talk, data: str) -> None:
    ada = await filled(talk)
    answer = await talk.say(ada, "river")
    before = answer.text
    mine = str(answer.buttons[0]["callback_data"]).rpartition(":")[2]
    press = await talk.press(ada, answer, f"v1:{data}:{mine}")
    assert press.answers[0].text
    assert answer.text == before


@pytest.mark.parametrize(
    "typed",
    [
        "river <b>&amp;</b> [x](http://y) *a* _b_ `c`",
        "river גשר נהר",
        "נהר OR river",
        "\u202eriver\u2066 גשר",
        '"a river',
        "river OR ",
        "river " + "long " * 10 + "OR river",
    ],
)
async def test_a_query_of_any_kind_survives_its_buttons(talk: Talk, typed: str) -> None:
    """What the message shows is what is looked for: the query is read from there."""
    ada = await filled(talk)
    answer = await talk.say(ada, f"/search {typed}")
    head, before = answer.text.splitlines()[0], answer.text
    if "Newest" in labels(answer):
        await talk.press(ada, answer, "Newest")
        assert "sort:date" in answer.text.splitlines()[0]
        await talk.press(ada, answer, "✓ Newest")
    assert (answer.text, answer.text.splitlines()[0]) == (before, head)


async def test_a_query_of_the_other_direction_stands_between_isolates(talk: Talk) -> None:
    """So that it does not turn the words around it; they are no part of what is looked for."""
    ada = await filled(talk)
    answer = await talk.say(ada, "/search נהר OR river")
    assert answer.source.startswith("Search: \u2068<code>נהר OR river</code>\u2069\n")
    await talk.press(ada, answer, "This week")
    assert answer.source.startswith("Search: \u2068<code>נהר OR river after:7d</code>\u2069\n")


async def test_a_title_of_the_other_direction_runs_its_own_way(talk: Talk) -> None:
    ada = await talk.user("Ada")
    await talk.feed("Post", entry("Google פותחת גשר חדש מעל הנהר", text="Google פותחת גשר חדש."))
    await talk.index.catch_up()
    answer = await talk.say(ada, "/search גשר")
    assert answer.source.count("\u200fGoogle") == 2


async def test_a_very_long_query_is_cut_between_words_and_that_is_said(talk: Talk) -> None:
    ada = await filled(talk)
    answer = await talk.say(ada, "/search river " + "OR harbours " * 100)
    head, said, *_ = answer.text.splitlines()
    assert len(head) <= len("Search: ") + 250
    assert head.endswith((" OR", " harbours"))
    assert said == "That was very long: I looked at its first 250 letters only."
