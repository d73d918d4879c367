"""The styles of an alert, as its reader sees them."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.local.botapi.formatting import read_text
from handlers import Library, OutgoingMessage, render_delivery
from handlers.markup import clip_words, utf16_length
from newsroom import (
    AlertLook,
    AlertStyle,
    Article,
    Chat,
    ChatKind,
    Delivery,
    DeliveryKind,
    Manner,
    Place,
)

TEXTS = Library.load().texts("en")
ARTICLE = Article(
    id=34,
    feed_id=1,
    feed_title="Morning Post",
    title="Rain again",
    text="",
    found_at=0,
    url="https://example.org/rain",
)


def alert(
    article: Article = ARTICLE,
    *told: str,
    look: AlertLook | None = None,
    style: AlertStyle = AlertStyle.TITLE,
    copies: tuple[Article, ...] = (),
    kind: ChatKind = ChatKind.PRIVATE,
) -> OutgoingMessage:
    look = look or AlertLook(Manner(style))
    delivery = Delivery(7, Place(1), DeliveryKind.ALERT, 0, article_id=34, copies=copies, look=look)
    message = render_delivery(delivery, article, Chat(1, kind, "A"), TEXTS, "newshound_bot", told)
    assert message is not None
    return message


def shown(message: OutgoingMessage) -> str:
    assert utf16_length(message.plain) <= 4096
    return read_text(message.html, "HTML", None).text


def labels(message: OutgoingMessage) -> list[str]:
    rows = message.keyboard.inline_keyboard if message.keyboard else ()
    return [button.text for row in rows for button in row]


def test_brief_is_the_gist_between_title_and_source() -> None:
    message = alert(ARTICLE, "It rains. It will rain.", style=AlertStyle.BRIEF)
    assert shown(message) == "Rain again\nIt rains. It will rain.\nMorning Post · #34"
    assert labels(message) == ["Summary", "Save", "Forward"]


def test_full_has_air_between_its_paragraphs_and_nothing_to_sum_up() -> None:
    message = alert(ARTICLE, "It rains.", "It will rain.", style=AlertStyle.FULL)
    assert shown(message) == "Rain again\n\nIt rains.\n\nIt will rain.\n\nMorning Post · #34"
    assert labels(message) == ["Save", "Forward"]
    group = alert(ARTICLE, "It rains.", style=AlertStyle.FULL, kind=ChatKind.SUPERGROUP)
    assert labels(group) == []


def test_a_long_text_ends_at_a_word_and_can_be_summed_up() -> None:
    message = alert(ARTICLE, *["rain and wind " * 50] * 10, style=AlertStyle.FULL)
    text = shown(message)
    assert 4000 < utf16_length(text) <= 4096
    assert text.split("\n\n")[-2].rstrip("…").split()[-1] in ("rain", "and", "wind")
    assert text.endswith("…\n\nMorning Post · #34")
    assert labels(message) == ["Summary", "Save", "Forward"]


@pytest.mark.parametrize("style", [AlertStyle.BRIEF, AlertStyle.FULL])
def test_a_note_without_a_title_says_nothing_twice(style: AlertStyle) -> None:
    message = alert(replace(ARTICLE, title="", text="Bread is out."), "Bread is out.", style=style)
    assert shown(message).split() == ["Bread", "is", "out.", "Morning", "Post", "·", "#34"]
    assert '<a href="https://example.org/rain">Morning Post</a> · #34' in message.html


def test_where_nothing_is_told_full_is_the_title() -> None:
    assert shown(alert(style=AlertStyle.FULL)) == "Rain again\nMorning Post · #34"
    assert labels(alert(style=AlertStyle.FULL)) == ["Summary", "Save", "Forward"]


def test_a_place_has_its_own_title_and_hashtags() -> None:
    look = AlertLook(Manner(silent=True, preview=False), "#rain #news", ((1, "MP <3"), (9, "No")))
    message = alert(look=look)
    assert shown(message) == "Rain again\nMP <3 · #34\n#rain #news"
    assert message.silent
    assert message.preview_url is None


def test_other_feeds_with_the_story_are_named_and_linked() -> None:
    copies = tuple(
        replace(ARTICLE, id=40 + n, feed_id=n, feed_title=f"Post {n}", url=f"https://e.org/{n}")
        for n in range(2, 10)
    )
    look = AlertLook(own_titles=((2, "Two"),))
    message = alert(look=look, copies=copies[:2])
    assert shown(message) == "Rain again\nMorning Post · #34\nAlso in: Two, Post 3"
    assert '<a href="https://e.org/3">Post 3</a>' in message.html
    assert shown(alert(copies=copies)).endswith("Post 6, Post 7 and 2 more")


def test_an_article_of_the_other_direction_runs_its_own_way() -> None:
    hebrew = replace(ARTICLE, title="Google חוזרת עם גשם", feed_title="דבר")
    text = shown(alert(hebrew, "NASA הודיעה היום.", style=AlertStyle.BRIEF))
    assert text == ("\u200fGoogle חוזרת עם גשם\n\u200fNASA הודיעה היום.\n\u2068דבר\u2069 · #34")


@pytest.mark.parametrize(
    ("text", "units", "kept"),
    [
        ("one two three", 13, "one two three"),
        ("one two three", 10, "one two…"),
        ("one two three", 8, "one two…"),
        ("one two three", 3, "on…"),
        ("天気予報は雨です", 4, "天気予…"),
        ("🦊🦊🦊", 4, "🦊…"),
        ("e\u0301e\u0301e\u0301", 4, "e\u0301…"),
        ("👩\u200d🚒👩\u200d🚒", 9, "👩\u200d🚒…"),
    ],
)
def test_a_cut_parts_no_word_and_no_letter(text: str, units: int, kept: str) -> None:
    assert clip_words(text, units) == kept


@given(st.text(max_size=300), st.integers(5, 200))
def test_a_cut_is_never_longer_than_allowed(text: str, units: int) -> None:
    cut = clip_words(text, units)
    assert utf16_length(cut) <= max(units, 1)
    assert cut == text or text.startswith(cut.removesuffix("…"))
