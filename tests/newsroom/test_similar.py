"""Two different stories are never called one, whatever they have in common; most copies of one are found."""

import os
import random
import re
import subprocess
import sys
from dataclasses import replace
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest

from benchmarks.similar import main, signature_of
from newsroom import (
    Signature,
    bands,
    group_stories,
    pack_signature,
    same_story,
    sign_story,
    unpack_signature,
)
from newsroom.alignment import Gap, Shared, align, gaps
from newsroom.facts import Fact, read_fact
from tests.newsroom.similar_texts import Pair, Version, pairs_of, read_families

ALL = [*read_families(held_out=False), *read_families(held_out=True)]
VERSIONS = [version for family in ALL for version in family]
PAIRS = pairs_of(ALL)
signed = cache(signature_of)
LANGUAGES = {"en", "de", "fr", "es", "ru", "zh", "ja", "ar", "he"}

FIRE = (
    "A fire destroyed the old grain store in Whitby on Monday night, the fire brigade said. "
    "Nobody was hurt, but 14 horses had to be led out of the stables next door.\n"
    "Mayor Ann Bell spoke of a loss for the whole town. Repairs will cost £2 million."
)


def same(pair: Pair) -> bool:
    return same_story(signed(pair.one), signed(pair.other))


def told(text: str, title: str = "Fire destroys grain store") -> Signature:
    return sign_story(title, text, "en")


# The set


def test_the_set_is_as_large_and_as_varied_as_it_is_said_to_be() -> None:
    assert sum(pair.is_one_story for pair in PAIRS) >= 60
    assert sum(not pair.is_one_story for pair in PAIRS) >= 200
    assert {version.language for version in VERSIONS} >= LANGUAGES
    for family in ALL:
        assert sum(not pair.is_one_story for pair in pairs_of([family])) <= 5, family[0].family


@pytest.mark.parametrize("family", ALL, ids=lambda family: family[0].family)
def test_two_stories_of_one_wording_are_never_one(family: list[Version]) -> None:
    wrong = [pair for pair in pairs_of([family]) if not pair.is_one_story and same(pair)]
    assert wrong == []


def test_stories_of_two_topics_are_never_one() -> None:
    pairs = (Pair(*pair) for pair in combinations(VERSIONS, 2) if pair[0].family != pair[1].family)
    assert [pair for pair in pairs if same(pair)] == []


@pytest.mark.parametrize("held_out", [False, True])
def test_most_copies_of_a_story_are_found(held_out: bool) -> None:
    copies = [pair for pair in pairs_of(read_families(held_out=held_out)) if pair.is_one_story]
    assert sum(map(same, copies)) >= 0.7 * len(copies)


def test_copies_meet_under_a_key() -> None:
    """To be looked up they have to share one; the keys fit SQLite's integers."""
    for pair in filter(same, PAIRS):
        assert set(bands(signed(pair.one))) & set(bands(signed(pair.other)))
    keys = {key for signature in map(signed, VERSIONS) for key in bands(signature)}
    assert 0 <= min(keys) <= max(keys) < 2**63
    assert max(len(bands(signature)) for signature in map(signed, VERSIONS)) <= 16


# What is evidence, and what is refused


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Monday", "Tuesday"),
        ("14 horses", "15 horses"),
        ("14 horses", "nine horses"),
        ("£2 million", "£3.5 million"),
        ("Whitby", "Redcar"),
        ("Ann Bell", "Tom Reed"),
    ],
)
def test_one_fact_in_the_place_of_another_makes_another_story(old: str, new: str) -> None:
    assert same_story(told(FIRE), told(FIRE))
    assert not same_story(told(FIRE), told(FIRE.replace(old, new)))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("the fire brigade said", "according to the fire brigade"),
        ("14 horses", "fourteen of them, 14 horses,"),
        ("on Monday night", "overnight"),
        ("destroyed", "wrecked"),
        ("Mayor Ann Bell", "Ann Bell, the mayor,"),
    ],
)
def test_a_light_hand_leaves_it_the_same_story(old: str, new: str) -> None:
    assert same_story(told(FIRE), told(FIRE.replace(old, new), "Grain store burns down"))


def test_any_other_number_of_a_story_makes_another_story() -> None:
    """In every text of the set, whatever its script, each number by itself is made one more."""
    changed = wrong = 0
    for version in VERSIONS:
        for number in re.finditer(r"[1-9]\d*", version.text):
            one_more = str(int(number.group()) + 1)
            text = version.text[: number.start()] + one_more + version.text[number.end() :]
            signature = signature_of(replace(version, text=text))
            if signature.text != signed(version).text:  # else the page's: «1 pound a week»
                changed += 1
                wrong += same_story(signed(version), signature)
    assert changed > 700
    assert wrong == 0


def test_a_return_match_is_another_story() -> None:
    first = (
        "The Harbour Lions beat the Mill Town Bears 2–1 in the cup on Sunday in front of 900 people. "
        "It was a cold evening, and the referee had to stop play twice because of fog on the pitch."
    )
    second = first.replace("Harbour Lions", "#").replace("Mill Town Bears", "Harbour Lions")
    for other in (second.replace("#", "Mill Town Bears"), first.replace("2–1", "1–2")):
        assert not same_story(
            told(first, "Cup: Sunday's match"), told(other, "Cup: Sunday's match")
        )


def test_the_same_title_alone_is_no_evidence() -> None:
    assert not same_story(told("", "Weather today"), told("", "Weather today"))
    teaser = "All you need to know about today."
    assert not same_story(told(teaser, "Weather today"), told(teaser, "Weather today"))


def test_what_a_publisher_puts_under_every_story_is_no_evidence() -> None:
    """A wall in place of the text, which speaks of neither headline; and a long foot under two short ones."""
    wall = (
        "Dear readers, the Courier is written by people in Dover who are paid for their work. "
        "Please take out a trial month for 2 pounds to read on; the Courier thanks everybody who does."
    )
    assert not same_story(told(wall, "Bridge opens early"), told(wall, "Museum buys a clock"))
    foot = "\n".join(
        [wall, "The Courier was founded by Jane Holt in 1911 and has won 14 prizes."] * 2
    )
    one = told(
        f"The bridge at Alder opened a month early. Mayor Ann Bell was first.\n{foot}", "Bridge"
    )
    other = told(
        f"The museum in Penrose bought a clock. Curator Tom Reed is glad.\n{foot}", "Museum"
    )
    assert not same_story(one, other)


def test_a_story_within_a_round_up_is_not_the_round_up() -> None:
    news = [version.text for version in VERSIONS if version.language == "en"][::9]
    round_up = told("\n".join([*news[:4], FIRE, *news[4:6]]), "The day in brief")
    assert not same_story(told(FIRE), round_up)


# Groups


def test_a_list_is_folded_in_its_order_and_a_feed_is_never_folded_with_itself() -> None:
    other = told(VERSIONS[0].text, VERSIONS[0].title)
    copies = [told(FIRE), other, told(FIRE, "Grain store burns down"), told(FIRE, "Whitby fire")]
    assert group_stories(copies, ["A", "B", "C", "D"]) == ((0, 2, 3), (1,))
    assert group_stories(copies, ["A", "B", "C", "A"]) == ((0, 2), (1,), (3,))
    assert group_stories(copies, ["A", "A", "A", "A"]) == ((0,), (1,), (2,), (3,))
    assert group_stories([], []) == ()


# What holds of any text

HOSTILE = [
    "",
    "x",
    "7" * 100_000,
    "1 2 3 " * 17_000,
    "." * 100_000,
    "?! " * 33_000,
    "word " * 20_000,
    "Name Name. " * 9_000,
    "\n" * 100_000,
    "漢" * 100_000,
    "\ud800\x00\u202e" * 1_000,
    "a\u0301" * 50_000,
    "(((" * 33_000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:6]))
def test_hostile_texts_raise_nothing_and_are_the_same_as_themselves(text: str) -> None:
    signatures = [sign_story(text, text), sign_story("", text), sign_story(text, FIRE, "xx-?")]
    for one in signatures:
        assert same_story(one, one)
        assert unpack_signature(pack_signature(one)) == one
        assert len(pack_signature(one)) < 2_600
        assert len(bands(one)) <= 16
        for other in (*signatures, told(FIRE)):
            assert same_story(one, other) == same_story(other, one)


def test_a_longer_text_costs_no_more_from_some_length_on() -> None:
    """What is read of a text is bounded, and so is what is kept: that is what makes the cost linear."""
    text = "\n".join([FIRE] * 1_000)
    assert sign_story("Fire", text) == sign_story("Fire", text[:12_000])


def test_the_order_of_two_articles_does_not_matter() -> None:
    draw = random.Random(5)
    for one, other in (*PAIRS, *(draw.sample(VERSIONS, 2) for _ in range(2_000))):
        ours, theirs = signed(one), signed(other)
        assert same_story(ours, theirs) == same_story(theirs, ours)


def test_a_signature_read_from_its_bytes_is_the_same_and_damage_is_none() -> None:
    for signature in map(signed, VERSIONS):
        packed = pack_signature(signature)
        assert unpack_signature(packed) == signature
        assert unpack_signature(packed[:-1]) is None
        assert unpack_signature(b"\x00" + packed[1:]) is None
    assert unpack_signature(b"") is None


def test_signatures_are_the_same_bytes_under_any_hash_seed() -> None:
    script = (
        "from newsroom import *; from tests.newsroom.test_similar import FIRE, VERSIONS\n"
        "texts = [(v.title, v.text, v.language) for v in VERSIONS[::7]]\n"
        "print([(pack_signature(s).hex(), bands(s)) for s in (sign_story(*t) for t in texts)])"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", script],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(printed) == 1


# The parts


def test_what_two_sequences_share_is_found_in_order() -> None:
    assert align([1, 2, 3, 4, 5, 9, 6, 7], [0, 1, 2, 3, 4, 5, 6, 7]) == [
        Shared(0, 1, 5),
        Shared(6, 6, 2),
    ]
    assert align([], [1, 2]) == []
    whole = Gap((0, 8), (0, 8))
    assert list(gaps([Shared(0, 1, 5), Shared(6, 6, 2)], whole)) == [
        Gap((0, 0), (0, 1)),
        Gap((5, 6), (6, 6)),
    ]


@pytest.mark.parametrize(
    ("term", "fact"),
    [
        ("monday", ("monday", Fact.HARD)),
        ("12", ("12", Fact.HARD)),
        ("3rd", ("3", Fact.HARD)),
        ("drei", ("3", Fact.SOFT)),
        ("בינואר", ("ינואר", Fact.HARD)),
        ("亡三", ("亡三", Fact.SOFT)),
        ("table", ("table", None)),
    ],
)
def test_facts_are_told_in_many_languages(term: str, fact: tuple[str, Fact | None]) -> None:
    assert read_fact(term) == fact


def test_the_benchmark_prints_what_the_docs_quote(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--times", "1", "--data", str(tmp_path)]) == 0
    printed = capsys.readouterr().out
    assert "is not there: nothing is measured with it." in printed
    assert "| held out | " in printed
    assert "signature of 800 words: " in printed
