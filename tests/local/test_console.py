"""What a typed line means in `newshound try`, and how messages are printed."""

from pathlib import Path

import pytest

from bot.local.console import (
    PressButton,
    Say,
    SendFile,
    Span,
    TypeAfterName,
    message_block,
    readable,
    results_block,
    understand,
)


@pytest.mark.parametrize(
    ("line", "meaning"),
    [
        ("", None),
        ("   ", None),
        ("/help", Say("/help")),
        ("  rivers  ", Say("rivers")),
        ("!2", PressButton(2, None)),
        ("!12.3", PressButton(3, 12)),
        ("! 2", Say("! 2")),
        ("!", Say("!")),
        (">5 /latest", Say("/latest", 5)),
        (">5", Say(">5")),
        ("!file feeds.opml", SendFile(Path("feeds.opml"))),
        ("@my_bot two rivers ", TypeAfterName("two rivers")),
        ("@My_Bot", TypeAfterName("")),
        ("@your_bot rivers", Say("@your_bot rivers")),
        ("@my_bots rivers", Say("@my_bots rivers")),
        ("!file my feeds.opml", SendFile(Path("my feeds.opml"))),
    ],
)
def test_a_line_is_a_message_a_press_a_reply_or_a_file(
    line: str, meaning: Say | PressButton | SendFile | TypeAfterName | None
) -> None:
    assert understand(line, "my_bot") == meaning


def test_a_link_is_printed_behind_its_words_also_after_emoji_and_hebrew() -> None:
    # «🦉» takes two UTF-16 units, as Telegram counts.
    links = [Span(3, 3, "http://a/"), Span(7, 4, "http://b/")]
    assert readable("🦉 one שלום", links) == "🦉 one <http://a/> שלום <http://b/>"


def test_a_message_is_printed_with_its_number_and_its_buttons() -> None:
    assert message_block(7, "one\ntwo", ["Yes", "No"]) == "[7] one\n    two\n    !1 Yes   !2 No"
    assert message_block(12, "new", [], edited=True) == "[12] (changed) new"


def test_results_of_an_inline_query_are_printed_with_their_numbers() -> None:
    printed = results_block([["One", "Post · now", "Text"], ["Two"]], ["(more)", "Open"])
    assert printed == "  !1 One\n     Post · now\n     Text\n  !2 Two\n  !3 (more)   !4 Open"
    assert results_block([], []) == "(no results)"
