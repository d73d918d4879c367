"""Telegram's HTML: what comes from outside shows as it is, at most so long, in its own direction."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.local.botapi.formatting import read_text
from handlers.markup import (
    Html,
    bold,
    clip,
    code,
    escape,
    isolate,
    lines,
    link,
    plain,
    utf16_length,
)

ISOLATED = "\u2068{}\u2069"


@given(st.text())
def test_escaped_text_reads_as_what_it_was(text: str) -> None:
    assert plain(escape(text)) == text


@given(st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1))
def test_telegram_reads_escaped_text_as_what_it_was(text: str) -> None:
    shown = read_text(bold(f"|{text}|"), "HTML", None).text
    assert shown == read_text(f"|{text}|", "", None).text


@given(st.text(), st.integers(1, 50))
def test_clipped_text_fits_and_is_still_text(text: str, units: int) -> None:
    """No half of a surrogate pair is left: it could not be sent."""
    clipped = clip(text, units)
    assert utf16_length(clipped) <= units
    clipped.encode()
    if clipped != text:
        assert text.startswith(clipped[:-1])
        assert clipped.endswith("…")


def test_clipping_counts_an_emoji_as_two() -> None:
    assert clip("🦊🦊🦊", 6) == "🦊🦊🦊"
    assert clip("🦊🦊🦊", 5) == "🦊🦊…"
    assert clip("🦊🦊🦊", 4) == "🦊…"
    assert clip("one two", 5) == "one…"


@pytest.mark.parametrize(
    ("text", "right_to_left", "isolated"),
    [
        ("Rain", False, False),
        ("12", False, False),
        ("שלום", False, True),
        ("Rain שלום", False, True),
        ("سلام", False, True),
        ("שלום", True, False),
        ("Rain", True, True),
        ("12", True, True),
        ("…", True, False),
    ],
)
def test_what_runs_the_other_way_is_isolated(
    text: str, right_to_left: bool, isolated: bool
) -> None:
    expected = ISOLATED.format(text) if isolated else text
    assert isolate(text, right_to_left=right_to_left) == expected


def test_markup_is_escaped_once() -> None:
    assert bold(bold("a & b")) == "<b><b>a &amp; b</b></b>"
    assert code("<x>") == "<code>&lt;x&gt;</code>"
    assert lines("a < b", None, Html("<i>c</i>"), "") == "a &lt; b\n<i>c</i>\n"


def test_a_link_cannot_break_out_of_its_address() -> None:
    assert link('"<x>"', 'https://e.org/?a="&b=<c>') == (
        '<a href="https://e.org/?a=&quot;&amp;b=&lt;c&gt;">&quot;&lt;x&gt;&quot;</a>'
    )
    assert link("bare & plain", None) == "bare &amp; plain"
