"""What is suggested never raises, is bounded, and is a query that stands by itself, whatever was typed."""

import random
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom import Ignored, OutOfTime, Query, Suggestions, parse_query, suggest
from newsroom.parts import PartKind, read_parts

NOW = 1_790_000_000_000
PIECES = [
    *("ferry", "“a b”", "-x", '-"y z"', "OR", "|", "feed:3", "feed:“A b”", "lang:de", "after:7d"),
    *(
        "before:2026",
        "sort:date",
        "sort:up",
        "ab*",
        "har*",
        "北京大学",
        "!!",
        "*",
        "e-mail",
        "10:30",
    ),
    *("“", "«", "feed:", "-feed:3", "https://example.org/a?b=c", "\u200f", "🦊"),
]


class Asked:
    """An archive in which chance decides what is found; it counts the questions."""

    def __init__(self, dice: random.Random, patience: int) -> None:
        self.dice, self.left = dice, patience
        self.found: list[Query] = []

    def finds(self, query: Query) -> bool:
        self._ask()
        if self.dice.random() < 0.4:
            self.found.append(query)
            return True
        return False

    def spellings(self, word: str) -> Iterator[str]:
        self._ask()
        yield from ("near", "\\1 odd", "nearer")[: self.dice.randrange(4)]

    def _ask(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise OutOfTime


def typed(dice: random.Random) -> str:
    return " ".join(dice.choices(PIECES, k=dice.randint(1, 14)))


def test_every_offer_was_found_before_it_is_made() -> None:
    dice = random.Random(20261128)
    for _ in range(800):
        query, archive = typed(dice), Asked(dice, dice.choice((3, 10, 10_000)))
        said = suggest(query, NOW, archive)
        assert isinstance(said, Suggestions)
        assert len(said.offers) == len({*said.offers}) <= 4
        for offer in said.offers:
            assert parse_query(offer, NOW) in archive.found, (query, offer)
            ignored = {why for _, why in parse_query(offer, NOW).ignored}
            assert ignored <= {Ignored.SHORT_PREFIX, Ignored.TOO_MANY}, (query, offer)


@given(st.integers(min_value=0))
def test_questions_are_bounded_by_the_length_of_the_query(seed: int) -> None:
    """Sixteen words at the most are looked for, and each is asked about a few times."""
    dice = random.Random(seed)
    archive = Asked(dice, 10_000)
    suggest(" ".join(dice.choices(PIECES, k=125)), NOW, archive)
    assert archive.left > 10_000 - 700


@pytest.mark.parametrize(
    ("query", "parts"),
    [
        ("a b", ["a", "b"]),
        ("a OR b | c d", ["a OR b | c", "d"]),
        ("a feed:1 OR b", ["a OR b", "feed:1"]),
        ("feed:1 x feed:“A b” lang:de lang:fr", ["feed:1 feed:“A b”", "x", "lang:de lang:fr"]),
        ("after:7d before:1d", ["after:7d", "before:1d"]),
        ("OR a !! -b OR", ["a", "-b"]),
        ("a OR -b c", ["a", "-b", "c"]),
        ("feed:2 a feed:“A b", ['feed:2 feed:“A b"', "a"]),
        ("after: 7d a", ["after:7d", "a"]),
    ],
)
def test_a_query_has_parts(query: str, parts: list[str]) -> None:
    read = read_parts(query, NOW)
    assert [part.typed for part in read] == parts
    narrowing = [part.typed for part in read if part.kind is PartKind.NARROWS]
    assert all(":" in one or one.startswith("-") for one in narrowing)


def test_the_parts_of_a_query_are_the_query() -> None:
    """Put together again they find the same: nothing that is looked for is lost or added."""
    dice = random.Random(20261130)
    for _ in range(2_000):
        query = typed(dice)
        again = parse_query(" ".join(part.typed for part in read_parts(query, NOW)), NOW)
        before = parse_query(query, NOW)
        if before.wanted and len(query) > 200:
            continue
        assert {*again.wanted} == {*before.wanted}, query
        assert {*again.unwanted} == {*before.unwanted}, query
        assert (again.feeds, again.languages) == (before.feeds, before.languages), query
        assert (again.after, again.before) == (before.after, before.before), query
        assert again.newest_first == before.newest_first, query
