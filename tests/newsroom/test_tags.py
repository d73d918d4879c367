"""Tags, however they were typed."""

import pytest

from newsroom import read_tags, tag_asked
from newsroom.tags import MOST_TAGS, TAG_BYTES, read_tag


@pytest.mark.parametrize(
    ("typed", "tag"),
    [
        ("Sport", "sport"),
        ("#Sport", "sport"),
        ("  Local   news ", "local-news"),
        ("Rock & Roll", "rock-roll"),
        ("a/b_c", "a-b-c"),
        ("ＳＰＯＲＴ", "sport"),
        ("ספורט", "ספורט"),
        ("<b>:x", "bx"),
        ("12", ""),
        ("…", ""),
        ("", ""),
    ],
)
def test_a_tag_is_one_plain_word(typed: str, tag: str) -> None:
    assert read_tag(typed) == tag
    assert read_tag(tag) == tag, "and stays what it is"


def test_a_long_tag_is_cut_between_letters() -> None:
    assert read_tag("x" * 50) == "x" * TAG_BYTES
    assert read_tag("я" * 50) == "я" * (TAG_BYTES // 2)
    assert len(read_tag("網" * 50).encode()) <= TAG_BYTES


def test_several_are_sorted_and_there_once() -> None:
    assert read_tags("sport, Local news，#SPORT; …") == ("local-news", "sport")
    assert len(read_tags(",".join(f"t{n}" for n in range(99)))) == MOST_TAGS


@pytest.mark.parametrize(
    ("words", "tag"),
    [
        ("tag:sport", "sport"),
        ("TAG: Local news", "local-news"),
        ("#sport", "sport"),
        ("#12", None),
        ("12", None),
        ("tag:", None),
        ("sport", None),
        ("my tag:sport", None),
    ],
)
def test_a_tag_is_asked_for_with_its_word_or_its_sign(words: str, tag: str | None) -> None:
    assert tag_asked(words) == tag
