"""Clean text: what everything that is stored has gone through."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom import clean_line, clean_text, shorten


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("  two \t words\r\n", "two words"),
        ("non\u00a0breaking\u3000ideographic", "non breaking ideographic"),
        ("line\u2028separator", "line separator"),
        ("nul\0 bell\x07 escape\x1b[31m delete\x7f", "nul bell escape[31m delete"),
        ("c1\x9bcontrol", "c1control"),
        ("next\x85line", "next line"),
        ("soft\u00adhyphen", "softhyphen"),
        ("lone\ud800surrogate\udfff", "lonesurrogate"),
        ("\ufeffmark\uffff", "mark"),
        ("evil\u202egnp.exe\u2069", "evilgnp.exe"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("family 👨\u200d👩\u200d👧", "family 👨\u200d👩\u200d👧"),
        ("", ""),
    ],
)
def test_a_clean_line_holds_nothing_that_harms(text: str, clean: str) -> None:
    assert clean_line(text) == clean


@given(st.text(st.characters(codec=None)))
def test_a_clean_line_can_be_stored_and_stays_as_it_is(text: str) -> None:
    line = clean_line(text)
    line.encode("utf-8")
    assert "\n" not in line
    assert "\0" not in line
    assert clean_line(line) == line


def test_clean_text_has_a_paragraph_a_line_and_none_empty() -> None:
    assert clean_text([" one\ntwo ", "\u00ad", "three"]) == "one two\nthree"


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("as it is", 8, "as it is"),
        ("cut between words", 12, "cut between…"),
        ("cut\nbetween lines", 5, "cut…"),
        ("漢字仮名交じり文", 5, "漢字仮名…"),
        ("a Donaudampfschifffahrt", 10, "a Donauda…"),
    ],
)
def test_shorten_cuts_at_a_word_where_it_can(text: str, limit: int, short: str) -> None:
    assert shorten(text, limit) == short


@given(st.text(), st.integers(min_value=1, max_value=20))
def test_shorten_keeps_its_limit(text: str, limit: int) -> None:
    assert len(shorten(text, limit)) <= limit
