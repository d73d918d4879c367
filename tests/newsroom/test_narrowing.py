"""Buttons that narrow a search change its words, and change them back."""

import random
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom import Narrowing, Typed, named, parse_query

NEWEST, WEEK, FEED = Narrowing.NEWEST, Narrowing.WEEK, Narrowing.FEED


@pytest.mark.parametrize(
    ("typed", "narrowing", "narrowed"),
    [
        ("river bridge", NEWEST, "river bridge sort:date"),
        ("river sort:relevance", NEWEST, "river sort:date"),
        ("river", WEEK, "river after:7d"),
        ("river after:2026-05", WEEK, "river after:2026-05 after:7d"),
        ("river", FEED, "river feed:12"),
        ("", NEWEST, "sort:date"),
        ('"mill bridge', NEWEST, 'sort:date "mill bridge'),  # else it were words of the phrase
        ("river OR", WEEK, "river OR after:7d"),
    ],
)
def test_a_narrowing_is_written_into_the_query(
    typed: str, narrowing: Narrowing, narrowed: str
) -> None:
    assert not Typed(typed).is_narrowed(narrowing)
    assert Typed(typed).narrow(narrowing, 12) == narrowed
    assert Typed(narrowed).is_narrowed(narrowing)
    assert not Typed(Typed(narrowed).widen(narrowing)).is_narrowed(narrowing)


@pytest.mark.parametrize(
    ("narrowed", "narrowing", "typed"),
    [
        ("sort:date river", NEWEST, "river"),
        ("SORT:Date river", NEWEST, "river"),
        ("river after:2026-05 after:7d", WEEK, "river after:2026-05"),
        ("river after:7D before:1d", WEEK, "river before:1d"),
        ('feed:"A title" river feed:3', FEED, "river"),
        ("feed:3", FEED, ""),
    ],
)
def test_what_was_typed_by_hand_is_taken_out_too(
    narrowed: str, narrowing: Narrowing, typed: str
) -> None:
    assert Typed(narrowed).is_narrowed(narrowing)
    assert Typed(narrowed).widen(narrowing) == typed


def test_a_feed_takes_the_place_of_others() -> None:
    assert Typed('river feed:3 feed:"A title"').narrow(FEED, 12) == "river feed:12"


@pytest.mark.parametrize("typed", ["river -sort:date", "river -feed:3", "river sort:", "feed:"])
def test_an_operator_that_is_ignored_narrows_nothing(typed: str) -> None:
    assert not any(Typed(typed).is_narrowed(one) for one in Narrowing)


@pytest.mark.parametrize(
    "typed", ["river after:7d after:2026-05", "river sort:date sort:relevance"]
)
def test_the_last_of_several_counts(typed: str) -> None:
    assert not any(Typed(typed).is_narrowed(one) for one in Narrowing)


def words(typed: str) -> tuple[object, object]:
    query = parse_query(typed, 0)
    return query.wanted, query.unwanted


@given(st.integers(min_value=0))
def test_no_query_is_changed_in_anything_else(seed: int) -> None:
    """Of any signs in any order: narrowed or widened, it asks for the same words."""
    dice = random.Random(seed)
    parts = ['"', "«", "»", "“", "-", "*", " ", " ", "OR", ":", "feed:", "sort:", "after:", "ab"]
    for _ in range(20):
        typed = " ".join("".join(dice.choices([*parts, "ש", 'צה"ל', "7d"], k=9)).split())
        for one in Narrowing:
            before = Typed(typed).widen(one)
            narrowed = Typed(before).narrow(one, 12)
            assert Typed(narrowed).is_narrowed(one), typed
            for query in (narrowed, Typed(narrowed).widen(one)):
                assert words(query) == words(before), typed


def test_names_in_the_readers_language_are_understood() -> None:
    german = named({"after": "nach", "sort": "sortiert", "date": "datum", "d": "t"})
    for typed, narrowing in (("Fluss nach:7t", WEEK), ("Fluss sortiert:Datum", NEWEST)):
        assert Typed(typed, 9, german).is_narrowed(narrowing)
        assert Typed(typed, 9, german).widen(narrowing) == "Fluss"
        assert not Typed(typed, 9).is_narrowed(narrowing)


@pytest.mark.parametrize(
    ("typed", "older"),
    [
        ("river", "river before:2026-05-31"),
        ("river before:7d -mill", "river -mill before:2026-05-31"),
        ("river after:2026 before:2026-09-01", "river after:2026 before:2026-05-31"),
        ('"mill bridge', 'before:2026-05-31 "mill bridge'),
        ("", "before:2026-05-31"),
    ],
)
def test_a_search_goes_on_before_a_day(typed: str, older: str) -> None:
    assert Typed(typed).go_back(date(2026, 5, 31)) == older
