"""The excerpt shows what was asked for, in whole words, with exactly the words emboldened that match."""

import random
import unicodedata

import pytest

from newsroom import Snippet, make_snippet, matched_words, parse_query

FILLER = "The council met again and talked about the budget of next year. "


def snippet(text: str, query: str, length: int = 160) -> Snippet:
    return make_snippet(text, parse_query(query, now=0), length)


def bold(found: Snippet) -> list[str]:
    return [found.text[start:end] for start, end in found.matches]


def test_a_short_text_is_shown_whole_on_one_line() -> None:
    assert snippet("The ferry left.\nNobody saw it.", "saw") == Snippet(
        "The ferry left. Nobody saw it.", ((23, 26),)
    )


def test_a_text_without_a_match_is_shown_from_its_beginning() -> None:
    found = snippet(FILLER * 9, "zebra")
    assert found.text.startswith("The council met")
    assert found.text.endswith("…")
    assert found.matches == ()


def test_the_excerpt_is_the_one_that_says_most_of_what_was_asked() -> None:
    text = f"A ferry. {FILLER * 9}The harbour saw a ferry. {FILLER * 9}A ferry, a ferry, a ferry."
    found = snippet(text, "ferry harbour")
    assert bold(found) == ["harbour", "ferry"]
    assert found.text.startswith("…")
    assert found.text.endswith("…")


def test_excluded_words_are_not_emboldened() -> None:
    assert bold(snippet("ferry and harbour", "ferry -harbour")) == ["ferry"]


def test_a_phrase_is_emboldened_only_where_it_stands() -> None:
    assert bold(snippet("the boat and the ferry boat", "“ferry boat”")) == ["ferry", "boat"]


def test_matches_that_overlap_are_one() -> None:
    assert bold(snippet("在北京大学", "北京 京大 “大学”")) == ["北京大学"]
    assert bold(snippet("e-mail", "email mail")) == ["e-mail"]


@pytest.mark.parametrize("script", ["北京大学召开会议", "กรุงเทพมหานครเป็นเมือง", "x"])
def test_a_text_without_spaces_is_cut_all_the_same(script: str) -> None:
    found = snippet(script * 99 + "上海" + script * 99, "上海")
    assert len(found.text) <= 160
    assert bold(found) == ["上海"]


PIECES = [
    *(
        "ferry",
        "e-mail",
        "l’homme",
        "e\u0301tude\u0301",
        "北京大学",
        "שָׁלוֹם",
        "בבית",
        "กรุงเทพ",
        "हिन्दी",
    ),
    *("والكتاب", "1,000.50", "ﬁn", "👩‍👩‍👧", "🇮🇱", "…", "\n", " ", " ", " ", ". "),
]


def test_whatever_the_text_the_excerpt_is_a_piece_of_it() -> None:
    """Seeded texts: verbatim, not too long, no character parted from its marks, matches within it."""
    dice = random.Random(20261122)
    for _ in range(1500):
        text = "".join(dice.choice(PIECES) for _ in range(dice.randint(1, 120)))
        query = " ".join(
            dice.choice(["ferry", "etude", "北京", "בית", "fer*", "“e mail”", "1000.5"])
            for _ in range(2)
        )
        length = dice.choice([40, 80, 160])
        found = snippet(text, query, length)
        assert len(found.text) <= length
        flat, body = text.replace("\n", " "), found.text.strip("…")
        assert body in flat
        assert not _starts_with_a_mark(body)
        assert not _starts_with_a_mark(flat.partition(body)[2] if body else "")
        end = 0
        for start, stop in found.matches:
            assert end <= start < stop <= len(found.text)
            assert not _starts_with_a_mark(found.text[stop:])
            end = stop


def _starts_with_a_mark(text: str) -> bool:
    return text != "" and unicodedata.category(text[0])[0] == "M"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("ferry strike", ("ferries", "strike")),
        ('"harbour strike" -train', ("harbour strike",)),
        ("boat OR ferry OR strike", ("strike",)),  # of those that suffice, what it says first
        ("mueller harb*", ("Müller", "harbour")),
        ("大桥 ferry Ferries", ("大桥", "ferries")),
        ('"strike two" hovercraft', ()),  # not within one part
        ("feed:1 -train", ()),
    ],
)
def test_the_words_by_which_an_article_matches(typed: str, words: tuple[str, ...]) -> None:
    parts = ("The harbour strike", "Two ferries left.", "Müller: 长江大桥开通", "Ferries")
    assert matched_words(parts, parse_query(typed, 0)) == words
