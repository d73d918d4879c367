"""The summary benchmark measures what it says, and says plainly what it could not measure."""

from pathlib import Path

import pytest

from benchmarks.rouge import rouge, tokens
from benchmarks.summaries import main


def test_rouge_of_the_same_text_is_a_hundred() -> None:
    figures = rouge("The bridge opens.", ["the BRIDGE opens"])
    assert (figures.one, figures.two, figures.longest, figures.mean) == (100, 100, 100, 100)


def test_rouge_counts_words_pairs_and_the_longest_common_order() -> None:
    """By hand: 3 of 4 words and 4 are shared, 1 pair of 3 and 3, and 3 words stand in order."""
    figures = rouge("a b x c", ["a b c d"])
    assert figures.one == pytest.approx(75)
    assert figures.two == pytest.approx(100 / 3)
    assert figures.longest == pytest.approx(75)


def test_rouge_takes_the_closest_reference() -> None:
    assert rouge("one two", ["nothing", "one two"]).one == 100
    assert rouge("", ["one"]).mean == 0


def test_rouge_splits_any_script() -> None:
    assert tokens("Größe, 3.5 km") == ["grösse", "3", "5", "km"]
    assert tokens("漢字とkana") == ["漢", "字", "と", "kana"]


def test_without_the_shared_data_only_our_own_texts_are_measured(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--data", str(tmp_path)]) == 0
    printed = capsys.readouterr().out
    assert printed.count("is not there: nothing is measured with it.") == 2
    assert "texts of our own" in printed
    assert "ROUGE" not in printed
