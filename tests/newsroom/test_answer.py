"""What a language model answers, made fit to be shown."""

from time import process_time

import pytest

from bot.local.botapi.detect import detect
from newsroom import cut_to_sentences, find_doubtful, is_in, is_refusal, read_answer
from newsroom.answer import JOINER


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("Plain text.", "Plain text."),
        ("<think>Hm, <b>what</b>?</think>\n\nThe text.", "The text."),
        ("hm, what does it say?</think>The text.", "The text."),
        ("<think>not yet finished", ""),
        ("```text\nThe text.\n```", "The text."),
        ("Here is a summary in English:\n\nThe text.", "The text."),
        (
            "## Summary\n**The _bridge_** is `open`.\n\n---\n> * 47",
            "Summary\nThe bridge is open.\n• 47",
        ),
        ("- one\n* two\n+ three", "• one\n• two\n• three"),
        ("See [the page](https://evil.example).", "See the page."),
        ("<b>The</b> text<br>.</s><|im_end|>", "The text."),
        ("snake_case and 2 * 3 * 4 stay", "snake_case and 2 * 3 * 4 stay"),
        ("=====X=====\nThe text.\n=====X=====", "The text."),
        ("a\u202eb\x00c", "abc"),
    ],
)
def test_markup_and_reasoning_are_dropped(raw: str, text: str) -> None:
    assert read_answer(raw, fence="=====X=====") == text


@pytest.mark.parametrize(
    "text",
    [
        "Go to https://evil.example/a?b=c now",
        "Go to www.evil.example now",
        "evil.example and evil.com/path",
        "tg://resolve?domain=evil or mailto:a@evil.example",
        "write @evilbot or to me@evil.com",
        "/start or /ban@newshound_bot, (/stop)",
        "#now and $EVIL",
        "https://kept.example/page",
    ],
)
def test_nothing_can_be_tapped(text: str) -> None:
    shown = read_answer(text, sources="It stands on https://kept.example/page.")
    assert detect(shown) == []
    assert "evil.example/" not in shown.replace(JOINER, "")


def test_an_address_of_the_article_may_be_named_but_none_that_goes_on_from_it() -> None:
    sources = "See https://kept.example/page for more."
    seen = read_answer("See https://kept.example/page.", sources=sources)
    assert seen.replace(JOINER, "") == "See https://kept.example/page."
    other = read_answer("See https://kept.example/page/evil.", sources=sources)
    assert other == "See …."


def test_a_text_is_cut_at_a_sentence_and_one_stays_at_the_least() -> None:
    text = "One two three. Four five six.\nSeven eight nine."
    assert cut_to_sentences(text, 100) == text
    assert cut_to_sentences(text, 6) == "One two three. Four five six."
    assert cut_to_sentences(text, 1) == "One two three."
    assert cut_to_sentences("桥开了。人来了。", 100, "zh") == "桥开了。人来了。"


def test_what_breaks_off_loses_its_half_sentence() -> None:
    assert cut_to_sentences("It is open. And ha", 100, broken_off=True) == "It is open."
    assert cut_to_sentences("It is ha", 100, broken_off=True) == "It is ha"


@pytest.mark.parametrize(
    "text",
    [
        "I can’t help with that.",
        "Sorry, but no.",
        "As an AI, I have no view.",
        "抱歉，我无法回答。",
    ],
)
def test_refusals_are_known(text: str) -> None:
    assert is_refusal(text)


@pytest.mark.parametrize(
    "text", ["“I can't stay,” said the mayor.", "Sorrow filled the town.", "It is open."]
)
def test_a_story_is_no_refusal(text: str) -> None:
    assert not is_refusal(text)


def test_another_language_is_noticed_where_it_can_be_told() -> None:
    english = "The bridge is open again, and the people of the town are glad of it."
    assert is_in(english, "en-gb")
    assert not is_in(english, "de")
    assert not is_in(english, "he")
    assert is_in(english, "eo"), "nobody can tell"
    assert is_in("The bridge.", "de"), "too short to tell"


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "a ",
        "a-",
        "a.",
        "*",
        "* a",
        "_a",
        "`",
        "[",
        "[a](",
        "<",
        "<think>",
        "\n",
        "- ",
        "1,",
        "“",
        "/",
        "@",
        "#",
    ],
)
def test_an_answer_of_nonsense_takes_no_long_time(piece: str) -> None:
    """It is read on the loop that everybody waits for."""
    raw = (piece * 40_000)[:40_000]
    started = process_time()
    text = cut_to_sentences(read_answer(raw), 120)
    find_doubtful(text, raw)
    assert process_time() - started < 5
