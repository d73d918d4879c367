"""One article in the chat: its card, its summary, and all the ways of naming it."""

import re
from dataclasses import replace

import pytest

from bot.local.botapi import Message
from newsroom import Verdict
from storage import next_edit_at, record_check
from tests.handlers_.alerts import alert
from tests.handlers_.talk import HOUR, NOW, Talk, entry, labels

STORY = """\
The harbour bridge opened to traffic on Monday, nine years after the flood had carried it away.
Some four hundred people walked across before the first bus was allowed to follow them.
The mayor said that the city had spent eleven million on the bridge and its two ramps.
Engineers have anchored the piers forty metres deep, so that no flood of the last century could move them.
Ferries will go on for another month, because the western ramp still lacks its lamps.
Fishermen complain that the lower arches keep their larger boats out of the inner harbour.
The council wants to decide in spring whether a second lane for bicycles is to be added.
Until then cyclists must walk their bicycles across, which many of them did not do on Monday."""

FURNITURE = """\
Subscribe to our newsletter for the best of the day.
Share this article on Facebook
Read more: Ten harbours that you must see
© 2026 Morning Post. All rights reserved."""

FIRST, *_ = STORY.splitlines()
BRIDGE = entry("The bridge opens", text=f"{STORY}\n{FURNITURE}", url="https://example.org/bridge")
SHORT = entry("Rain again", text="It has rained for three days in the valley, and more is to come.")


def sentences_of(message: Message) -> list[str]:
    """Return what a message says between its title and its source, or below its source."""
    return [line for line in message.text.splitlines() if line in STORY.splitlines()]


# The summary


async def test_a_summary_is_whole_sentences_of_the_article_and_none_of_its_page(talk: Talk) -> None:
    ada = await talk.user()
    await talk.feed("Morning Post", BRIDGE)
    answer = await talk.say(ada, "/summary 1")
    title, above, *said, below, source = answer.text.splitlines()
    assert (title, above, below) == ("The bridge opens", "", "")
    assert said == sentences_of(answer)
    assert said[0] == FIRST
    assert 35 <= len(" ".join(said).split()) <= 66
    assert not any(line in answer.text for line in FURNITURE.splitlines())
    assert source == "Morning Post · 1 hour ago · 1 min to read · #1"
    assert 'href="https://example.org/bridge"' in answer.source
    assert labels(answer) == ["Read", "Save", "Forward", "Subscribe"]


async def test_every_way_of_naming_gives_the_same_summary(talk: Talk) -> None:
    """Number, tapped number, link however it is spelt, and a reply to whatever shows the article."""
    ada, ben = await talk.user("Ada"), await talk.user("Ben")
    await talk.feed("Morning Post", BRIDGE)
    first = await talk.say(ada, "/summary 1")
    chat = talk.private(ada)
    for words in (
        "/summary #1",
        "/summary_1",
        "/summary_1@newshound_bot",
        "/summary https://example.org/bridge",
        "/summary http://example.org/bridge/",
        "/summary example.org/bridge",
    ):
        assert (await talk.say(ada, words)).source == first.source, words
    shows = [first, await alert(talk, chat, 1), await talk.say(ada, "/start a1")]
    shows.append(await talk.say(ada, "/latest 1"))
    for message in shows:
        answer = await talk.say(ada, "/summary", reply_to=message)
        assert answer.source == first.source, message.text
    group = talk.api.world.add_group("Neighbours", members=[ada, ben])
    talk.api.say(ben, group, "Seen this? https://example.org/bridge")
    await talk.done()
    posted = next(one for one in group.messages.values() if one.sender is ben)
    answer = await talk.say(ada, "/summary", group, reply_to=posted)
    assert answer.text == first.text


async def test_a_reply_to_several_articles_is_asked_which(talk: Talk) -> None:
    ada = await talk.user()
    await talk.feed("Morning Post", BRIDGE, replace(SHORT, published_at=NOW - 2 * HOUR))
    page = await talk.say(ada, "/latest 1")
    question = await talk.say(ada, "/summary", reply_to=page)
    assert "Which one?" in question.text
    assert labels(question) == ["1 · The bridge opens", "2 · Rain again"]
    await talk.press(ada, question, "1 · The bridge opens")
    assert FIRST in question.text
    again = await talk.say(ada, "/summary", reply_to=question)
    assert FIRST in again.text, "the answer shows one article now"


async def test_a_link_that_several_feeds_brought_names_the_fullest_text(talk: Talk) -> None:
    ada = await talk.user()
    await talk.feed("Morning Post", BRIDGE)
    await talk.feed("Evening Post", replace(BRIDGE, text="The bridge is open.", published_at=NOW))
    answer = await talk.say(ada, "/summary https://example.org/bridge")
    assert answer.text.endswith("#1")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("/summary", "Which article?"),
        ("/summary 99", "I have no such article"),
        ("/summary 999999999999999999999", "no article's number or link"),
        ("/summary the bridge", "“the bridge” is no article's number or link"),
        ("/summary https://example.org/other", "no article with this link"),
        ("/save", "/save 123"),
    ],
)
async def test_what_names_no_article_is_told_what_to_do(talk: Talk, words: str, said: str) -> None:
    ada = await talk.user()
    await talk.feed("Morning Post", BRIDGE)
    answer = await talk.say(ada, words)
    assert said in answer.text
    assert "/" in answer.text.replace(words, "")


async def test_a_private_feeds_article_is_unknown_elsewhere_however_it_is_named(talk: Talk) -> None:
    ada, eve = await talk.user("Ada"), await talk.user("Eve")
    feed = await talk.feed("Secret", BRIDGE)
    await talk.say(ada, "/start")
    await talk.sql("UPDATE feeds SET owner_chat_id = ? WHERE id = ?", ada.id, feed.id)
    assert FIRST in (await talk.say(ada, "/summary 1")).text
    for known, unknown in (("1", "99"), ("https://example.org/bridge", "https://example.org/nix")):
        told = await talk.say(eve, f"/summary {known}")
        assert told.text == (await talk.say(eve, f"/summary {unknown}")).text.replace(
            unknown, known
        )
    offer = await talk.say(eve, "/help")
    for verb in ("summary", "sum", "article", "save"):
        press = await talk.press(eve, offer, f"v1:{verb}:1:")
        assert "no such article" in press.answers[0].text


# What the feed gives


async def test_an_edited_article_is_summed_up_anew_and_else_only_once(talk: Talk) -> None:
    ada = await talk.user()
    feed = await talk.feed("Morning Post", BRIDGE)
    await talk.say(ada, "/summary 1")
    await talk.sql("UPDATE summaries SET sentences = ?", '["Kept."]')
    assert "\nKept.\n" in (await talk.say(ada, "/summary 1")).text
    edited = replace(BRIDGE, text=STORY.replace("nine years", "ten years"), raw_hash="2")
    verdict = Verdict(feed_id=feed.id, at=NOW, next_check_at=NOW + HOUR, changed=((1, edited),))
    await record_check(talk.db, verdict)
    answer = await talk.say(ada, "/summary 1")
    assert "ten years after the flood" in answer.text
    assert "Kept." not in answer.text


async def test_a_teaser_is_given_whole_and_said_to_be_all(talk: Talk) -> None:
    """How long it takes to read what is not there cannot be said."""
    ada = await talk.user()
    await talk.feed("Morning Post", SHORT)
    answer = await talk.say(ada, "/summary 1")
    assert answer.text == (
        f"Rain again\n\n{SHORT.text}\nThe feed gives no more than this.\n\n"
        "Morning Post · 1 hour ago · #1"
    )


async def test_the_feeds_own_teaser_serves_where_there_is_no_text(talk: Talk) -> None:
    ada = await talk.user()
    teaser = "The lighthouse is to be repainted in the summer, says the council."
    await talk.feed("Morning Post", replace(entry("Lighthouse"), text="", summary=teaser))
    assert teaser in (await talk.say(ada, "/summary 1")).text


async def test_an_article_without_a_story_keeps_its_title_and_says_so(talk: Talk) -> None:
    ada = await talk.user()
    await talk.feed("Morning Post", entry("Picture of the day", text="Share this on Facebook"))
    answer = await talk.say(ada, "/summary 1")
    assert answer.text.startswith("Picture of the day\n\nThe feed gives no text")
    assert "Read" in labels(answer)


async def test_what_stands_in_several_articles_of_a_feed_is_in_no_summary(talk: Talk) -> None:
    """Whatever it says: no cue gives this one away."""
    ada = await talk.user()
    standing = "Our paper has brought the news of the coast to its people since eighteen ninety."
    other = entry("Another", text=f"{standing}\nThe town hall has a new door of old oak wood.")
    await talk.feed("Morning Post", replace(BRIDGE, text=f"{standing}\n{STORY}"), other)
    answer = await talk.say(ada, "/summary 1")
    assert standing not in answer.text
    assert FIRST in answer.text


async def test_right_to_left_sentences_stand_on_lines_of_their_own(talk: Talk) -> None:
    """So each runs in its own direction; the line of the source, which is ours, in that of ours."""
    ada = await talk.user()
    hebrew = "הגשר נפתח ביום שני לתנועה אחרי תשע שנים."
    await talk.feed("חדשות", replace(entry("הגשר נפתח"), text=hebrew))
    lines = (await talk.say(ada, "/summary 1")).text.splitlines()
    assert hebrew in lines
    assert lines[-1].startswith("\u2068חדשות\u2069 · ")


async def test_a_sentence_runs_in_the_direction_of_most_of_its_letters(talk: Talk) -> None:
    """Whatever it begins with: the first strong letter decides, so a mark is put before it."""
    ada = await talk.user()
    mixed = "Google הודיעה ביום שני כי תפתח משרד חדש בעיר."
    arabic = "أعلنت البلدية يوم الاثنين أن الجسر قد فتح أمام الناس."
    english = "שלום is what the mayor of the town said to all who had come on Monday."
    text = f"{mixed}\n{arabic}\n{english}"
    await talk.feed("חדשות", replace(entry("Google נפתחת בעיר החדשה"), text=text))
    title, _, *said = (await talk.say(ada, "/summary 1")).text.splitlines()
    assert title == "\u200fGoogle נפתחת בעיר החדשה"
    assert said[:3] == [f"\u200f{mixed}", arabic, f"\u200e{english}"]


async def test_sentences_without_end_still_make_one_message(talk: Talk) -> None:
    """What fits stays whole; where not even the first sentence fits, its beginning must do."""
    ada = await talk.user()
    endless = "word 🦊 " * 1500
    fine = "This one is short and good to read, so it may well stand here."
    await talk.feed("Morning Post", entry("Endless", text=f"{endless.strip()}."))
    await talk.feed("Evening Post", entry("Both", text=f"{fine}\n{endless.strip()}."))
    assert "word 🦊 word" in (await talk.say(ada, "/summary 1")).text
    assert fine in (await talk.say(ada, "/summary 2")).text


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost/a",
        "https://[::1]/a",
        "https://e.org/" + "x" * 3000,
        "https://ex ample/",
        "",
    ],
)
async def test_a_link_that_no_button_can_carry_costs_the_button_alone(talk: Talk, url: str) -> None:
    ada = await talk.user()
    await talk.feed("Morning Post", replace(SHORT, url=url or None))
    assert labels(await talk.say(ada, "/summary 1")) == ["Save", "Forward", "Subscribe"]


# Alerts


async def test_the_first_press_expands_an_alert_in_place_for_all(talk: Talk) -> None:
    """Title, link and number stay; whoever presses later is told that it is there."""
    ada, ben = await talk.user("Ada"), await talk.user("Ben")
    group = talk.api.world.add_group("Neighbours", members=[ada, ben])
    await talk.feed("Morning Post", BRIDGE)
    await talk.say(ada, "/latest", group)
    sent = await alert(talk, group, 1)
    (pressed,) = [str(one["callback_data"]) for one in sent.buttons]
    count = len(talk.api.messages)
    await talk.press(ada, sent, "Summary")
    head, number, _, *said = sent.text.splitlines()
    assert (head, number) == ("The bridge opens", "Morning Post · #1")
    assert said == sentences_of(sent)
    assert said[0] == FIRST
    assert 'href="https://example.org/bridge"' in sent.source
    assert not sent.buttons
    before = sent.source
    press = await talk.press(ben, sent, pressed)
    assert [one.text for one in press.answers] == ["The summary is there already."]
    assert sent.source == before
    assert len(talk.api.messages) == count, "nothing new in the group"


async def test_an_alert_that_was_expanded_is_not_written_anew(talk: Talk) -> None:
    """Its summary would be gone: a corrected title is worth less than that."""
    ada = await talk.user()
    feed = await talk.feed("Morning Post", BRIDGE)
    await talk.say(ada, "/start")
    sent = await alert(talk, talk.private(ada), 1)
    changed = ((1, replace(BRIDGE, title="The bridge does not open", raw_hash="2")),)

    async def correct() -> None:
        verdict = Verdict(feed.id, talk.now, next_check_at=talk.now + HOUR, changed=changed)
        await record_check(talk.db, verdict)

    await correct()
    assert await next_edit_at(talk.db) is not None
    await talk.press(ada, sent, "Summary")
    assert await next_edit_at(talk.db) is None
    changed = ((1, replace(BRIDGE, title="The bridge opens in May", raw_hash="3")),)
    await correct()
    assert await next_edit_at(talk.db) is None


async def test_in_private_the_other_buttons_stay(talk: Talk) -> None:
    ada = await talk.user()
    await talk.feed("Morning Post", BRIDGE)
    await talk.say(ada, "/start")
    sent = await alert(talk, talk.private(ada), 1)
    await talk.press(ada, sent, "Summary")
    assert FIRST in sent.text
    assert labels(sent) == ["Save", "Forward"]


async def test_what_stood_above_the_title_stays_there(talk: Talk) -> None:
    """A forward's note, with whatever its writer put into it."""
    ada = await talk.user()
    await talk.feed("Morning Post", BRIDGE)
    await talk.say(ada, "/start")
    button = {"text": "Summary", "callback_data": "v1:sum:1:"}
    await talk.application.bot.send_message(
        ada.id,
        'Look: 1 &lt; 2 שלום\n\n<b><a href="https://example.org/bridge">The bridge opens</a></b>',
        parse_mode="HTML",
        reply_markup={"inline_keyboard": [[button]]},
    )
    sent = talk.api.messages[-1]
    before = sent.text
    await talk.press(ada, sent, "Summary")
    assert sent.text.startswith(f"{before}\n\n{FIRST}")


# Cards


async def test_a_number_under_latest_opens_the_card_which_turns_into_the_summary(
    talk: Talk,
) -> None:
    ada = await talk.user()
    news = [entry(f"News {age}", age=age * HOUR) for age in range(2, 8)]
    await talk.feed("Morning Post", BRIDGE, *news)
    page = await talk.say(ada, "/latest 1")
    assert re.findall(r"^(\d)\. ", page.text, re.MULTILINE) == ["1", "2", "3", "4", "5"]
    assert labels(page) == ["1", "2", "3", "4", "5", "Sum up", "More ›"]
    before = page.text
    await talk.press(ada, page, "1")
    assert page.text == before
    card = talk.api.messages[-1]
    assert card.text.startswith(f"The bridge opens\nMorning Post · 1 hour ago · #1\n\n{FIRST}")
    assert labels(card) == ["Read", "Summary", "Save", "Forward", "Subscribe"]
    await talk.press(ada, card, "Summary")
    assert card.text == (await talk.say(ada, "/summary 1")).text
    press = await talk.press(ada, card, "v1:summary:1:")
    assert press.answers[0].text == "The summary is there already."
    await talk.press(ada, page, "More ›")
    assert labels(page) == ["1", "2", "Sum up", "‹ Back"]
    await talk.press(ada, page, "2")
    assert talk.api.messages[-1].text.startswith("News 7")


async def test_a_card_begins_with_the_story_not_with_the_page_around_it(talk: Talk) -> None:
    ada = await talk.user()
    await talk.feed("Morning Post", replace(BRIDGE, text=f"{FURNITURE}\n{STORY}"))
    _, _, _, first, *_ = (await talk.say(ada, "/start a1")).text.splitlines()
    assert first == FIRST


async def test_a_card_offers_to_subscribe_where_that_is_of_use(talk: Talk) -> None:
    ada = await talk.user()
    group = talk.api.world.add_group("Neighbours", admins=[ada])
    await talk.feed("Morning Post", BRIDGE)
    card = await talk.say(ada, "/start a1")
    await talk.press(ada, card, "Subscribe")
    assert await talk.subscribed(talk.private(ada)) == [1]
    assert "Subscribe" not in labels(await talk.say(ada, "/start a1"))
    answer = await talk.say(ada, "/summary 1", group)
    assert labels(answer) == ["Read", "Save"]


async def test_an_alert_under_a_picture_is_expanded_in_its_caption(talk: Talk) -> None:
    ada = await talk.user()
    await talk.feed(
        "Rivers", entry("The river", text=f"{'The river rose fast. ' * 3}It is high now.")
    )
    talk.private(ada)
    await talk.application.bot.send_photo(
        talk.private(ada).id,
        "https://example.org/river.jpg",
        caption="<b>The river</b>",
        parse_mode="HTML",
        reply_markup={"inline_keyboard": [[{"text": "Summary", "callback_data": "v1:sum:1:"}]]},
    )
    message = talk.api.messages[-1]
    await talk.press(ada, message, "Summary")
    assert message.content.text.startswith("The river\n\nThe river rose fast.")
    assert labels(message) == []


async def test_where_a_caption_is_full_the_summary_is_asked_for_by_a_reply(talk: Talk) -> None:
    ada = await talk.user()
    await talk.feed("Rivers", entry("The river", text="The river rose fast. It is high now."))
    await talk.application.bot.send_photo(
        talk.private(ada).id,
        "https://example.org/river.jpg",
        caption="word " * 200,
        reply_markup={"inline_keyboard": [[{"text": "Summary", "callback_data": "v1:sum:1:"}]]},
    )
    press = await talk.press(ada, talk.api.messages[-1], "Summary")
    assert press.answers[0].text == "There is no room for it below this. Reply with /summary."
