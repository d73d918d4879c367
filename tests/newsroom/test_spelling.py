"""How far apart two spellings are."""

import random

import pytest

from newsroom import edits_between, is_spelt, most_edits, one_edit_away


@pytest.mark.parametrize(
    ("one", "other", "edits"),
    [
        ("harbour", "harbour", 0),
        ("habour", "harbour", 1),
        ("harbourr", "harbour", 1),
        ("hatbour", "harbour", 1),
        ("harbuor", "harbour", 1),  # two letters in each other's place are one edit
        ("ahrbuor", "harbour", 2),
        ("habor", "harbour", 2),
        ("hbr", "harbour", None),
        ("", "ab", 2),
        ("москав", "москва", 1),
        ("ירושליים", "ירושלים", 1),
        ("حكومه", "حكومات", 2),
    ],
)
def test_edits_are_counted(one: str, other: str, edits: int | None) -> None:
    assert edits_between(one, other, 2) == edits
    assert edits_between(other, one, 2) == edits


@pytest.mark.parametrize("word", ["ferry", "мост", "גשרים", "جسور", "γέφυρα", "हिन्दी", "a"])
def test_all_that_is_one_edit_away_is_just_that(word: str) -> None:
    away = one_edit_away(word)
    assert word not in away
    assert all(edits_between(word, one, 1) == 1 for one in away)
    assert word[1:] in away
    assert word[:-1] in away


def test_each_slip_of_a_finger_is_among_them() -> None:
    """Random slips in Latin and Cyrillic words lead back by one edit."""
    dice = random.Random(20261128)
    for word in ("harbour", "government", "правительство", "ممدوحاة", "אוניברסיטה"):
        for _ in range(50):
            place = dice.randrange(1, len(word) - 1)
            head, tail = word[:place], word[place:]
            swapped = head + tail[1] + tail[0] + tail[2:]
            slip = dice.choice(
                [head + tail[1:], head + "x" + tail, head + word[0] + tail[1:], swapped]
            )
            assert slip == word or word in one_edit_away(slip)


def test_short_words_may_differ_less() -> None:
    assert [most_edits("x" * size) for size in (1, 3, 4, 5, 6, 12)] == [0, 0, 1, 1, 2, 2]


@pytest.mark.parametrize("term", ["ab", "2026", "3·5", "covid19", "北京", "서울", "กรุง"])
def test_what_is_no_word_of_letters_is_not_corrected(term: str) -> None:
    assert not is_spelt(term)
